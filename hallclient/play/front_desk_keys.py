"""The guide's hands at the front desk: three keys for a visitor, a few more for a complaint."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from hallclient.app.client import Client
from hallclient.care.rules import MatterClosed, MatterUnknown
from hallclient.play import front_desk_script as day
from hallclient.play.floor import MANAGERS_ROOM, Floor, field
from hallclient.play.front_desk_hands import done, guided_as, slip_of, taken_down_as
from hallclient.play.keys import NotQuiet, choose, press, type_text
from hallclient.play.outcome import Done
from hallclient.play.parts import Event
from hallclient.queue.page.front_desk import FrontDeskPage
from hallclient.queue.page.front_desk_words import FIELDS, NEW, Deed
from hallclient.queue.rules.triage import Way, triage_standard
from hallclient.queue.rules.triage_errors import (
    CameBackBefore,
    ComplaintToReception,
    NoSelfService,
    PaperNotAsked,
    SlipUnknown,
)
from hallclient.staff.permissions import PERMISSIONS
from hallclient.staff.rules import NotPermitted

_DEEDS: Final[Mapping[str, Deed]] = {
    "enquiry": Deed.ENQUIRY,
    "complaint_taken": Deed.COMPLAINT,
    "opinion": Deed.OPINION,
    "incident": Deed.INCIDENT,
    "enquiry_hand_over": Deed.HAND_OVER,
    "enquiry_accept": Deed.ACCEPT,
    "enquiry_decline": Deed.DECLINE,
    "enquiry_promise": Deed.PROMISE,
    "enquiry_note": Deed.NOTE,
    "enquiry_recommend": Deed.RECOMMEND,
    "complaint_call_in": Deed.CALL_IN,
    "complaint_guest_left": Deed.GUEST_LEFT,
    "enquiry_close": Deed.CLOSE,
    "enquiry_take_over": Deed.TAKE_OVER,
}
_WORDS: Final[Mapping[Deed, str]] = {
    Deed.DECLINE: "reason",
    Deed.NOTE: "note",
    Deed.RECOMMEND: "offer",
    Deed.CLOSE: "answer",
    Deed.TAKE_OVER: "reason",
}
"""Where the words of an event go."""


class FrontDeskHands:
    """Works the page of the front desk."""

    def __init__(self, floor: Floor) -> None:
        self._floor = floor
        self._memory = floor.stage.memory

    def triage(self, event: day.Triage) -> Done:
        """The key of the purpose, Y or N, Enter; what is missing is ticked, F6 for self-service."""
        client, page = self._page(event)
        press(page, Qt.Key.Key_Escape)
        self._chosen(client, page, event)
        self._facts(page, event)
        if event.self_service:
            if not choose(page.visitors.ui.self_service, event.self_service):
                raise NoSelfService(field="self_service", purpose=event.purpose)
            press(page, Qt.Key.Key_F6)
            self._floor.settle(client)
            self._floor.refuse(page)
        else:
            self._floor.primary(client, page)
        guided = page.visitors.guided
        if guided is None:
            raise NotQuiet("the visitor was sent nowhere")
        return guided_as(self._memory, event, guided)

    def matter(self, event: Any) -> Done:
        """Whatever is done with an enquiry, a complaint, an opinion or an incident."""
        client, page = self._page(event)
        deed = _DEEDS[event.do]
        page.do(deed)
        if page.entries.deed is not deed:
            raise NotPermitted(permission=PERMISSIONS["care.oversee"])
        self._floor.settle(client)
        if not isinstance(event, day.TakeDown):
            self._choose(page, event.matter)
        self._fill(page, deed, event)
        self._floor.settle(client)
        self._floor.primary(client, page)
        one = page.kept
        if one is None:
            raise NotQuiet("nothing was put on record")
        return taken_down_as(self._memory, event, one) if deed in NEW else done(one)

    def _page(self, event: Event) -> tuple[Client, FrontDeskPage]:
        client = self._floor.client(MANAGERS_ROOM, self._floor.stage.actor(event))
        page = self._floor.page(client, "front-desk", FrontDeskPage, permission="care.take_down")
        page.refresh()
        self._floor.settle(client)
        return client, page

    def _chosen(self, client: Client, page: FrontDeskPage, event: day.Triage) -> None:
        """The visitor's purpose by its key, or the slip that they bring back."""
        press(page, Qt.Key.Key_Escape)
        slip = slip_of(self._memory, event)
        if slip:
            table = page.visitors.ui.sent_back
            rows = [one.serial for one in table.rows()]
            if slip not in rows:
                raise SlipUnknown if slip < 0 else CameBackBefore(number=slip)
            table.selectRow(rows.index(slip))
            press(table, Qt.Key.Key_Return)
            self._floor.settle(client)
            return
        purpose = triage_standard().purposes.get(event.purpose)
        if purpose is None:
            return
        if purpose.way is Way.RECEPTION:
            raise ComplaintToReception(field="purpose")
        QTest.keyClicks(page, purpose.key.lower())
        self._tick(page, event.missing)

    def _tick(self, page: FrontDeskPage, missing: Sequence[str]) -> None:
        """Y, or N and Space on every paper that is missing; the screen offers no others."""
        purpose = page.visitors.purpose
        if purpose is None or not set(missing) <= {paper.code for paper in purpose.papers}:
            raise PaperNotAsked(field="papers", purpose=purpose.text if purpose else "")
        QTest.keyClicks(page, "n" if missing else "y")
        papers = page.visitors.ui.papers
        for row, paper in enumerate(purpose.papers):
            if missing and (paper.code in missing) != (paper.code in page.visitors.ticked()):
                papers.setCurrentRow(row)
                press(papers, Qt.Key.Key_Space)

    def _facts(self, page: FrontDeskPage, event: day.Triage) -> None:
        if event.care != page.visitors.ui.care.isChecked():
            press(page.visitors.ui.care, Qt.Key.Key_Space)
        type_text(field(page, "visitor_note"), event.note)
        type_text(field(page, "booked"), event.booked)

    def _choose(self, page: FrontDeskPage, name: str) -> None:
        """The entry in the list of what is open."""
        number = self._memory.matters.get(name, -1)
        rows = [one.number for one in page.entries.ui.open.rows()]
        if number not in rows:
            raise MatterUnknown if number < 0 else MatterClosed(number=number)
        page.entries.ui.open.selectRow(rows.index(number))

    def _fill(self, page: FrontDeskPage, deed: Deed, event: Any) -> None:
        ui = page.entries.ui
        for name in FIELDS[deed]:
            if name == "words":
                ui.words.setPlainText(event.words)
            elif name == "topic":
                choose(ui.topic, event.topic) or ui.topic.set_value(None)
            elif name == "channel":
                choose(ui.channel, event.channel) or ui.channel.set_value(None)
            elif name == "colleague":
                choose(ui.colleague, event.to) or ui.colleague.set_value(None)
            else:
                said = event.words if name == _WORDS.get(deed) else getattr(event, name)
                type_text(field(page, name), said)
