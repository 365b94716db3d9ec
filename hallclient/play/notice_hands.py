"""Notices of a day script: through the services, or by keys on their page."""

from typing import Any

from PySide6.QtCore import Qt

from hallclient.base.ids import new_id
from hallclient.play import notice_script as day
from hallclient.play.floor import MANAGERS_ROOM, Floor, field
from hallclient.play.keys import NotQuiet, choose, press, type_text
from hallclient.play.outcome import Done
from hallclient.play.parts import Event
from hallclient.play.stage import Memory, Stage
from hallclient.queue.page.notices import PUT_UP, REPORT, TAKE_DOWN, NoticesPage
from hallclient.queue.rules.notices import (
    NOTICE_PERMISSIONS,
    FaultWithoutEnd,
    NoticeKind,
    NoticeUnknown,
    OfNotice,
    PutUpNotice,
    kind_from,
)
from hallclient.queue.service import notices
from hallclient.staff.permissions import PERMISSIONS
from hallclient.staff.rules import NotPermitted

EVENTS = (day.PutUpNotice, day.OfNotice)


class NoticeServices:
    """Carries out what a script says of notices."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage

    def knows(self, event: Event) -> bool:
        """Whether the event is about notices."""
        return isinstance(event, EVENTS)

    def perform(self, event: Any) -> Done:
        """Does what the event says; raises HallError when the hall refuses."""
        desk = self._stage.desk(self._stage.actor(event))
        if isinstance(event, day.PutUpNotice):
            ask = PutUpNotice(
                new_id(), event.kind, event.text, event.en, event.from_time, event.until
            )
            return put_up_as(self._stage.memory, event, notices.put_up(desk, ask).serial)
        does = notices.report if event.do == "notice_report" else notices.take_down
        hung = serial_of(self._stage.memory, event)
        return Done(str(does(desk, OfNotice(new_id(), hung, event.remark)).serial))


class NoticeHands:
    """Works the page of the notices."""

    def __init__(self, floor: Floor) -> None:
        self._floor = floor
        self._memory = floor.stage.memory

    def perform(self, event: Any) -> Done:
        """F4, F5 or F6, the fields, Ctrl+Enter."""
        client = self._floor.client(MANAGERS_ROOM, self._floor.stage.actor(event))
        page = self._floor.page(client, "notices", NoticesPage, permission="notice.fault")
        page.refresh()
        self._floor.settle(client)
        if isinstance(event, day.PutUpNotice):
            self._fill(page, event)
        else:
            self._choose(page, event)
        self._floor.primary(client, page)
        if page.kept is None:
            raise NotQuiet("nothing was put on record")
        if isinstance(event, day.PutUpNotice):
            return put_up_as(self._memory, event, page.kept.serial)
        return Done(str(page.kept.serial))

    def _fill(self, page: NoticesPage, event: day.PutUpNotice) -> None:
        press(page, Qt.Key.Key_F4)
        if page.deed != PUT_UP:
            raise NotQuiet("F4 does not put up")
        kind = kind_from(event.kind)
        if not choose(page.ui.kind, kind):
            raise NotPermitted(permission=PERMISSIONS[NOTICE_PERMISSIONS[kind]])
        type_text(field(page, "zh"), event.text)
        type_text(field(page, "en"), event.en)
        if kind is NoticeKind.FAULT:
            if event.from_time or event.until:  # the page has no fields for them
                raise FaultWithoutEnd
        else:
            type_text(field(page, "fromTime"), event.from_time)
            type_text(field(page, "until"), event.until)

    def _choose(self, page: NoticesPage, event: day.OfNotice) -> None:
        deed, key = {
            "notice_report": (REPORT, Qt.Key.Key_F5),
            "notice_down": (TAKE_DOWN, Qt.Key.Key_F6),
        }[event.do]
        serial = serial_of(self._memory, event)
        rows = [one.serial for one in page.ui.notices.rows()]
        if serial not in rows:
            raise NoticeUnknown
        page.ui.notices.selectRow(rows.index(serial))
        press(page, key)
        if page.deed != deed:
            raise NotQuiet("the key does something else")
        type_text(field(page, "remark"), event.remark)


def put_up_as(memory: Memory, event: day.PutUpNotice, serial: int) -> Done:
    """Keeps the notice under the event's id."""
    if event.id:
        memory.notices[event.id] = serial
    return Done(str(serial))


def serial_of(memory: Memory, event: day.OfNotice) -> int:
    """The notice of an earlier event; -1 for one that was refused: unknown."""
    return memory.notices.get(event.notice, -1)
