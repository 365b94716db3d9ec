"""A fault that was put up anywhere is told to the duty manager, until maintenance was called."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Slot

from hallclient.base.changes import Change, touches
from hallclient.base.language import N_, tr
from hallclient.queue.rules.notices import Notice, NoticeKind
from hallclient.ui.jobs import Job

if TYPE_CHECKING:
    from hallclient.app.backstage import Seat
    from hallclient.app.client import Client
    from hallclient.app.feed import Feed

FOLLOWS: Final = frozenset({"notice"})
TOLD: Final = "day.close"
"""Who answers for the day is told (S1-FG-27)."""


class FaultAlert(QObject):
    """One alert on top of every page of the duty manager, which leads to the notices."""

    def __init__(self, client: "Client", feed: "Feed") -> None:
        super().__init__(client)
        self._client = client
        self._told: Seat | None = None
        feed.heard.connect(self.hear)
        client.window.page_changed.connect(self._on_page)
        self._on_page()

    @Slot(object)
    def hear(self, changes: Sequence[Change]) -> None:
        """Done on some PC of the hall; without changes: the database is back."""
        if not changes or touches(changes, FOLLOWS):
            self.read()

    @Slot(str)
    def _on_page(self, _room: str = "") -> None:
        """Somebody else sits here: the bar on top is a new one."""
        if self._client.seat is not self._told:
            self._told = self._client.seat
            self.read()

    def read(self) -> None:
        """Looks for faults that nobody has reported yet."""
        from hallclient.queue.service.notices import notices_now

        seat = self._client.seat
        if seat is None or TOLD not in seat.person.permissions:
            return
        desk = seat.desk
        job = Job(lambda _step: notices_now(desk), self)
        job.succeeded.connect(self._show)
        self._client.lanes.read.start(job)

    @Slot(object)
    def _show(self, notices: Sequence[Notice]) -> None:
        top, client = self._client.top, self._client
        if top is None:
            return
        waiting = [
            each for each in notices if each.kind is NoticeKind.FAULT and each.reported_at is None
        ]
        if not waiting:
            top.set_alert("fault", None)
            return
        said = partial(tr, N_("Out of service, maintenance not called: {what}"), what=waiting[0].zh)
        top.set_alert("fault", said, lambda: client.window.go("notices"))
