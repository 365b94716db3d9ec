"""The front desk (导办台): visitors sent where they belong, enquiries and complaints taken down."""

from collections.abc import Callable
from functools import partial
from typing import ClassVar

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent

from hallclient.base.errors import HallError
from hallclient.base.ids import new_id
from hallclient.base.language import N_, tr
from hallclient.care.rules import Matter
from hallclient.queue.page.front_desk_calls import FrontDeskCalls, KnownVisitor
from hallclient.queue.page.front_desk_matters import MattersPanel
from hallclient.queue.page.front_desk_triage import TriagePanel
from hallclient.queue.page.front_desk_words import (
    CARD_COLUMNS,
    DEED_NAMES,
    KEYS,
    NEW,
    Deed,
    guided_words,
    matter_words,
)
from hallclient.queue.rules.guide_card import guide_card
from hallclient.queue.rules.guiding import Guidance, Guided
from hallclient.queue.rules.triage import Way, triage_standard
from hallclient.queue.rules.triage_errors import PurposeUnknown
from hallclient.ui.forms.front_desk import Ui_FrontDesk
from hallclient.ui.jobs import Lanes
from hallclient.ui.page import Page

TRIAGE, MATTERS, CARD = 0, 1, 2


class FrontDeskPage(Page):
    """A key for what they came for, Y or N for their papers, Enter: the ticket (S1-FG-02..05)."""

    title = N_("Front desk")
    primary_text = N_("Give the ticket")
    field_names: ClassVar = {"purpose": "purposes", "slip": "sent_back", "to": "colleague"}
    follows = frozenset({"queue", "care", "day", "staff.sign-in", "staff.sign-out"})

    def __init__(self, calls: FrontDeskCalls, lanes: Lanes) -> None:
        super().__init__(lanes)
        self._calls = calls
        self._request_id = new_id()
        self.kept: Matter | None = None
        """The entry that was last put on record or moved on."""
        self.ui = self.set_form(Ui_FrontDesk)
        self.visitors = TriagePanel(self, self.ui.triage)
        self.entries = MattersPanel(self, self.ui.matters, calls)
        self.ui.acts.set_columns(CARD_COLUMNS)
        self.ui.acts.set_rows(guide_card())
        self._connect()
        self._bind_keys()

    @property
    def at_triage(self) -> bool:
        """Whether a visitor is being guided; else entries or the card are in front."""
        return bool(self.ui.parts.currentIndex() == TRIAGE)

    def opened(self) -> None:
        self._read()

    def retranslate(self) -> None:
        self.ui.acts.retranslate()
        self.visitors.retranslate()
        self.entries.retranslate()
        self._name_parts(tuple(self.entries.ui.open.rows()))
        self._label()

    def back(self) -> None:
        """Esc: the visitor turned away, or back from the entries."""
        if not self.at_triage:
            self.clear_errors()
            self.ui.parts.setCurrentIndex(TRIAGE)
        elif self.visitors.purpose is not None:
            self.clear_errors()
            self.visitors.clear()
            self.visitors.ui.purposes.setFocus()
        else:
            super().back()

    def on_primary(self) -> None:
        if self.busy:
            return
        if not self.at_triage:
            known = self.visitors.known
            customer = known.customer if known is not None and self.entries.deed in NEW else ""
            work = self.entries.work(self._request_id, customer)
            self.run(self.lanes.write, work, partial(self._kept, self.entries.deed))
            return
        self._send(self_service=False)

    def choose(self, code: str) -> None:
        """What a visitor came for, by its key; a complaint is taken down at once (S1-FG-22)."""
        if triage_standard().purposes[code].way is Way.RECEPTION:
            self.do(Deed.COMPLAINT)
            return
        self.ui.parts.setCurrentIndex(TRIAGE)
        self.clear_errors()
        self.visitors.choose(code)

    def do(self, deed: Deed) -> None:
        """Something is done with an entry, by its key."""
        self.clear_errors()
        self.ui.parts.setCurrentIndex(MATTERS)
        self.entries.choose(deed)

    def complete(self) -> None:
        """All papers are there."""
        if self._asked():
            self.visitors.complete()

    def lacking(self) -> None:
        """Papers are missing."""
        if self._asked():
            self.visitors.lacking()

    def self_service(self) -> None:
        """The visitor goes to the self-service that was suggested."""
        if self.at_triage and not self.busy:
            try:
                self._send(self_service=True)
            except HallError as error:
                self.clear_errors()
                self.show_error(error)

    # -- building -----------------------------------------------------------------------

    def _connect(self) -> None:
        triage, matters = self.visitors.ui, self.entries.ui
        queued = Qt.ConnectionType.QueuedConnection
        self.ui.parts.currentChanged.connect(lambda _index: self._turn())
        triage.purposes.row_chosen.connect(lambda one: self.choose(one.code), queued)
        triage.papers.itemActivated.connect(lambda _item: self.press_primary(), queued)
        triage.sent_back.row_chosen.connect(self._take_up, queued)
        triage.papers.itemChanged.connect(lambda _item: self._answered())
        triage.visitor.returnPressed.connect(self._recognise)
        triage.visitor.textEdited.connect(lambda _text: self.visitors.forget())
        matters.deed.chosen.connect(lambda _deed: self._read_people())
        matters.open.row_changed.connect(self._on_row)
        matters.open.row_chosen.connect(lambda _row: self.entries.first_field().setFocus(), queued)

    def _bind_keys(self) -> None:
        """Letters and digits are no shortcuts: those would fire in the middle of a word."""
        self._letters: dict[str, Callable[[], None]] = {
            purpose.key: partial(self.choose, purpose.code)
            for purpose in triage_standard().purposes.values()
        }
        self._letters |= {"Y": self.complete, "N": self.lacking}
        triage = self.visitors.ui
        for view in (triage.purposes, triage.papers, triage.sent_back, triage.self_service):
            view.installEventFilter(self)  # else they look for an entry that begins with the key
        self._elsewhere = self.add_button(N_("Goes to self-service"), self.self_service, "F6")
        for key, deed in KEYS:
            self.add_key(key, DEED_NAMES[deed], partial(self.do, deed))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._pressed(event)
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._pressed(event):
            super().keyPressEvent(event)

    def _pressed(self, event: QKeyEvent) -> bool:
        """A key of the list, pressed where no text is typed; whether it was one."""
        does = self._letters.get(event.text().upper())
        shift = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
        if does is None or not self.at_triage or event.modifiers() & ~shift:
            return False
        does()
        return True

    def _turn(self) -> None:
        """Another part is in front."""
        self._elsewhere.setVisible(self.at_triage)
        self._label()
        self.settle_fields()

    def _label(self) -> None:
        if self.at_triage:
            self.set_primary(self.visitors.primary_text)
        else:
            on_card = self.ui.parts.currentIndex() == CARD
            self.set_primary("" if on_card else N_("Put on record"))

    # -- a visitor ----------------------------------------------------------------------

    def _send(self, *, self_service: bool) -> None:
        if self.visitors.to_look_up:
            self._recognise(quiet=False)  # who it is, is said first; the next Enter goes on
            return
        ask = self.visitors.ask(self._request_id, self_service=self_service)
        guide = self._calls.guide
        self.run(self.lanes.write, lambda: guide(ask), partial(self._sent, ask.booked.strip()))

    def _sent(self, booked: str, guided: Guided) -> None:
        self._request_id = new_id()
        self.visitors.show(guided)
        self.say_good(guided_words(guided, booked))
        self.visitors.ui.purposes.setFocus()
        self._calls.printed()
        self._read()

    def _take_up(self, slip: Guidance) -> None:
        """Who was sent for papers is back: nothing is asked again (S3-FD-01)."""
        self.clear_errors()
        try:
            self.visitors.choose(slip.purpose, slip.serial)
        except PurposeUnknown as error:  # taken out of the hall's list since
            self.show_error(error)
            return
        self.visitors.ui.care.setChecked(slip.care)
        self.visitors.complete()

    def _asked(self) -> bool:
        """Whether papers can be answered for: it is known what the visitor came for."""
        if self.visitors.purpose is None:
            self.show_error(PurposeUnknown(field="purpose"))
            return False
        self._answered()
        return True

    def _answered(self) -> None:
        """Papers are ticked: what was said about them holds no longer."""
        if self.refused is not None:
            self.clear_errors()

    def _recognise(self, *, quiet: bool = True) -> None:
        typed, recognise = self.visitors.to_look_up, self._calls.recognise
        if typed:
            request_id, found = new_id(), partial(self._recognised, typed)
            self.run(self.lanes.write, lambda: recognise(typed, request_id), found, quiet=quiet)

    def _recognised(self, typed: str, found: tuple[KnownVisitor, ...]) -> None:
        if words := self.visitors.recognised(typed, found):
            self.say(words)

    # -- enquiries and complaints -------------------------------------------------------

    def _kept(self, deed: Deed, one: Matter) -> None:
        self._request_id = new_id()
        if deed is Deed.COMPLAINT or (deed in NEW and self.visitors.purpose is None):
            self.visitors.clear()  # that visitor is seen to: who comes next is somebody else
            self._label()
        self.kept = one
        self.entries.clear()
        self.say_good(matter_words(deed, one, self._calls.code))
        self.entries.ui.open.setFocus()
        self._read()

    def _on_row(self, one: Matter | None) -> None:
        self.entries.ui.course.set_rows(())
        self.entries.show_words(one)
        if one is not None:
            course, number = self._calls.course, one.number
            shown = partial(self.entries.show_course, number)
            self.run(self.lanes.read, lambda: course(number), shown, quiet=True)

    def _read(self) -> None:
        calls, lane = self._calls, self.lanes.read
        self.run(lane, calls.crowded, self.visitors.show_crowd, quiet=True)
        self.run(lane, calls.sent_back, self.visitors.show_sent_back, quiet=True)
        self._read_people()
        self.run(lane, calls.room_free, lambda free: self.entries.show_room(free=free), quiet=True)
        self.run(lane, calls.open_matters, self._show_matters, quiet=True)

    def _read_people(self) -> None:
        """Who takes a matter over is asked only where one is to be handed over."""
        if self.entries.deed is Deed.HAND_OVER:
            calls, shown = self._calls, self.entries.show_people
            self.run(self.lanes.read, calls.colleagues, shown, quiet=True)

    def _show_matters(self, rows: tuple[Matter, ...]) -> None:
        self.entries.show(rows)
        self._name_parts(rows)

    def _name_parts(self, rows: tuple[Matter, ...]) -> None:
        """The tab says how much is open, and how much of it waits for this person."""
        offered = sum(one.standing.offered_to == self._calls.code for one in rows)
        if not rows:
            text = tr("Enquiries and complaints")
        elif offered:
            text = tr("Enquiries and complaints ({count}, to you: {offered})",
                      count=len(rows), offered=offered)  # fmt: skip
        else:
            text = tr("Enquiries and complaints ({count})", count=len(rows))
        self.ui.parts.setTabText(MATTERS, text)
