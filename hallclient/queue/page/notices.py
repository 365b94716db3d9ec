"""The hall's notices: what hangs and what hung; one is put up, reported or taken down."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import ClassVar, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from hallclient.base.clock import shown_time
from hallclient.base.errors import HallError
from hallclient.base.ids import new_id
from hallclient.base.language import N_, tr
from hallclient.queue.rules.notices import (
    NOTICE_STATE_NAMES,
    Notice,
    NoticeKind,
    NoticeState,
    NoticeUnknown,
    OfNotice,
    PutUpNotice,
    notice_standard,
)
from hallclient.ui.forms.notices import Ui_Notices
from hallclient.ui.jobs import Lanes
from hallclient.ui.page import Page
from hallclient.ui.widgets.data_table import Column

PUT_UP: Final = "put-up"
REPORT: Final = "report"
TAKE_DOWN: Final = "take-down"
DEEDS: Final[Mapping[str, str]] = {
    PUT_UP: N_("Put up"),
    REPORT: N_("Maintenance was called"),
    TAKE_DOWN: N_("Take down"),
}
FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    PUT_UP: ("kind", "zh", "en", "fromTime", "until"),
    REPORT: ("remark",),
    TAKE_DOWN: ("remark",),
}
"""The fields that each asks for; the others are hidden."""
KIND_NAMES: Final = {
    NoticeKind.FAULT: N_("Fault"),
    NoticeKind.ANNOUNCEMENT: N_("Announcement"),
    NoticeKind.PROMOTION: N_("Offer"),
}
TIMED: Final = ("fromTime", "until")
"""What a fault has not: it is shown from now until it is mended (S1-FG-28)."""


@dataclass(frozen=True)
class NoticesCalls:
    """What the page may ask for.

    Attributes:
        kinds: those that the person may put up.
        show_display: opens the hall's display, None where the person may not.
    """

    notices: Callable[[], tuple[Notice, ...]]
    put_up: Callable[[PutUpNotice], Notice]
    report: Callable[[OfNotice], Notice]
    take_down: Callable[[OfNotice], Notice]
    now: Callable[[], datetime]
    kinds: tuple[NoticeKind, ...]
    show_display: Callable[[], object] | None = None


class NoticesPage(Page):
    """Notices (大厅公告): choose what is done; of one that hangs, choose it above."""

    title = N_("Notices")
    primary_text = N_("Confirm")
    field_names: ClassVar = {"from_time": "fromTime"}
    follows = frozenset({"notice"})

    def __init__(self, calls: NoticesCalls, lanes: Lanes) -> None:
        super().__init__(lanes)
        self._calls = calls
        self._request_id = new_id()
        self.kept: Notice | None = None
        """What was put on record last, None while nothing is."""
        self.ui = self.set_form(Ui_Notices)
        self.ui.notices.set_columns(
            (
                Column[Notice](N_("Kind"), lambda one: notice_standard().kinds[one.kind].text,
                               width=12),
                Column[Notice](N_("Notice"), lambda one: one.text),
                Column[Notice](N_("State"), self._state, width=10),
                Column[Notice](N_("From"), lambda one: shown_time(one.from_at), width=16),
                Column[Notice](N_("Until"), _until, width=16),
                Column[Notice](N_("Put up by"), lambda one: one.by, width=10),
                Column[Notice](N_("Maintenance"), _maintenance, width=16),
            ),
            empty=N_("Nothing was ever put up. F4 puts up a notice or the sign of a fault."),
        )  # fmt: skip
        self.ui.kind.set_choices([(kind, KIND_NAMES[kind]) for kind in calls.kinds])
        self.ui.deed.set_choices(list(DEEDS.items()))
        self.ui.deed.set_value(PUT_UP)
        self.ui.kind.set_value(calls.kinds[0])
        self._connect()
        self._show_fields()

    @property
    def deed(self) -> str:
        """What is to be done."""
        value = self.ui.deed.value()
        return value if isinstance(value, str) else PUT_UP

    def choose(self, deed: str) -> None:
        """Another thing to do, by its key; its first field gets the focus."""
        self.ui.deed.set_value(deed)
        self._to_fields()

    def opened(self) -> None:
        self.run(self.lanes.read, self._calls.notices, self._show, quiet=True)

    def on_primary(self) -> None:
        if not self.busy:
            self.kept = None
            self.run(self.lanes.write, self._work(), self._done)

    def _work(self) -> Callable[[], Notice]:
        """What is to be done, as typed; raises NoticeUnknown where none is chosen."""
        calls, deed = self._calls, self.deed
        if deed == PUT_UP:
            return partial(calls.put_up, self._typed())
        chosen: Notice | None = self.ui.notices.current()
        if chosen is None:
            raise NoticeUnknown
        ask = OfNotice(self._request_id, chosen.serial, self.ui.remark.text())
        return partial(calls.report if deed == REPORT else calls.take_down, ask)

    def _typed(self) -> PutUpNotice:
        kind = self.ui.kind.value()
        timed = kind is not NoticeKind.FAULT
        return PutUpNotice(
            self._request_id,
            kind.value if isinstance(kind, NoticeKind) else "",
            self.ui.zh.text(),
            self.ui.en.text(),
            self.ui.fromTime.text() if timed else "",
            self.ui.until.text() if timed else "",
        )

    # -- fields -------------------------------------------------------------------------

    def _connect(self) -> None:
        self.ui.deed.chosen.connect(lambda _deed: self._show_fields())
        self.ui.kind.chosen.connect(lambda _kind: self._show_fields())
        self.ui.notices.row_chosen.connect(
            lambda _row: self._to_fields(), Qt.ConnectionType.QueuedConnection
        )
        for key, deed in (("F4", PUT_UP), ("F5", REPORT), ("F6", TAKE_DOWN)):
            self.add_key(key, DEEDS[deed], partial(self.choose, deed))
        if self._calls.show_display is not None:
            self.add_key("F9", N_("Public screen"), self._calls.show_display)

    def _show_fields(self) -> None:
        wanted = FIELDS[self.deed]
        fault = self.ui.kind.value() is NoticeKind.FAULT
        for name in {field for fields in FIELDS.values() for field in fields}:
            shown = name in wanted and not (fault and name in TIMED)
            for part in (name, f"{name}Label"):
                getattr(self.ui, part).setVisible(shown)
        if self.isVisible():
            self.settle_fields()

    def _to_fields(self) -> None:
        first = "zh" if self.deed == PUT_UP else FIELDS[self.deed][0]
        getattr(self.ui, first).setFocus()

    # -- the list -----------------------------------------------------------------------

    def _show(self, notices: tuple[Notice, ...]) -> None:
        order = {NoticeState.SHOWN: 0, NoticeState.PLANNED: 1}
        now = self._calls.now()
        rows = sorted(notices, key=lambda one: order.get(one.state(now), 2))
        self.ui.notices.renew(rows, keep=lambda one: one.serial)

    def _state(self, one: Notice) -> str:
        return tr(NOTICE_STATE_NAMES[one.state(self._calls.now())])

    def _done(self, notice: Notice) -> None:
        self._request_id, self.kept = new_id(), notice
        for edit in self.ui.card.findChildren(QLineEdit):
            edit.clear()
        state = notice.state(self._calls.now())
        said = {
            NoticeState.PLANNED: N_("It will be on the display from {time} on."),
            NoticeState.TAKEN_DOWN: N_("It is off the display, and stays on record."),
        }.get(state, N_("It is on the display."))
        self.say_good(tr(said, time=shown_time(notice.from_at)))
        self.opened()

    def show_error(self, error: HallError) -> None:
        super().show_error(error)
        self.opened()


def _until(one: Notice) -> str:
    return "" if one.until_at is None else shown_time(one.until_at)


def _maintenance(one: Notice) -> str:
    return "" if one.reported_at is None else shown_time(one.reported_at)
