"""Approvals at one window: those that its person asks for, and those that wait for them."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Final, cast

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QDialog

from hallclient.base.changes import Change, touches
from hallclient.base.language import N_, tr
from hallclient.staff import service as staff
from hallclient.staff.permissions import permission_table
from hallclient.staff.rules import ApprovalRequest, AskApproval, Signature
from hallclient.ui.jobs import Job, Lane
from hallclient.ui.remote import Remote

if TYPE_CHECKING:
    from hallclient.app.backstage import Seat
    from hallclient.staff.page.approvals import ApprovalsDialog
    from hallclient.ui.widgets.notice import Tone
    from hallclient.ui.window import MainWindow

KEY: Final = "Alt+A"
ACTS: Final = frozenset({"approval"})
_AGAIN_MS: Final = 1000


class Approvals(QObject):
    """Has a lane of its own, so that an answer never waits behind a long report."""

    news = Signal()
    """Some request was made or ended, on any PC."""

    def __init__(self, window: "MainWindow", parent: QObject) -> None:
        super().__init__(parent)
        self._window = window
        self._seat: Seat | None = None
        self._count = 0
        self.lane = Lane("approvals", self)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._read)

    # -- asking -------------------------------------------------------------------------

    def remotely(self, seat: "Seat") -> Callable[[AskApproval], Remote[Signature] | None]:
        """The way from this seat to a second person elsewhere, where the approval allows it."""
        desk = seat.desk

        def way(ask: AskApproval) -> Remote[Signature] | None:
            if ask.permission not in permission_table().remote:
                return None
            return Remote(
                self.lane,
                lambda: staff.ask_approval(desk, ask),
                lambda request_id: staff.approval(desk, request_id),
                lambda request_id: staff.withdraw_approval(desk, request_id),
                self.news,
            )

        return way

    # -- answering ----------------------------------------------------------------------

    def enter(self, seat: "Seat") -> None:
        """Somebody is at the desk; whoever may answer is told what waits from now on."""
        self._seat = None
        if not seat.person.permissions & permission_table().remote:
            return
        self._seat, self._count = seat, 0
        self._window.add_key(KEY, N_("Requests for approval"), self.open)
        self._read()

    def leave(self) -> None:
        """Nobody is at the desk any more."""
        self._seat = None
        self._timer.stop()

    def hear(self, changes: Sequence[Change]) -> None:
        """What was done in the hall; without changes: the database is back."""
        if touches(changes, ACTS) or not changes:
            self.news.emit()
            self._read()

    @Slot()
    def open(self) -> None:
        """Shows what waits, whatever page or dialog is in front."""
        from hallclient.staff.page.approvals import ApprovalsCalls, ApprovalsDialog

        seat, window = self._seat, self._window
        if seat is None or window.locked or self._dialogs():
            return
        calls = ApprovalsCalls(
            open=lambda: staff.open_requests(seat.desk),
            answer=lambda ask: staff.answer_approval(seat.desk, ask),
            code=seat.person.code,
            answered=self._on_answered,
        )
        others = [one for one in window.findChildren(QDialog) if one.isVisible()]
        ApprovalsDialog(others[-1] if others else window, calls, self.lane)

    def _on_answered(self, said: str, tone: "Tone") -> None:
        page = self._window.desk.current if self._seat is not None else None
        if page is not None:
            page.say(said, tone)

    def _dialogs(self) -> "list[ApprovalsDialog]":
        found = self._window.findChildren(QDialog, "approvals")
        return [cast("ApprovalsDialog", one) for one in found if one.isVisible()]

    def _read(self) -> None:
        seat = self._seat
        if seat is None:
            return
        job = Job(lambda _step: staff.open_requests(seat.desk))
        job.succeeded.connect(self._show)
        self.lane.start(job)

    @Slot(object)
    def _show(self, waiting: tuple[ApprovalRequest, ...]) -> None:
        """The alert; while something waits it is looked at again, since it may time out."""
        if self._seat is None:
            return
        if waiting and not self._timer.isActive():
            self._timer.start(_AGAIN_MS)
        elif not waiting:
            self._timer.stop()
        self._alert(len(waiting))
        for dialog in self._dialogs():
            dialog.page.renew(waiting)

    def _alert(self, count: int) -> None:
        if count == self._count:
            return
        self._count = count
        said = partial(tr, N_("Requests for approval: {count} ({key})"), count=count, key=KEY)
        self._window.desk.top.set_alert("approvals", said if count else None, self.open)

    def close(self, patience: float | None = None) -> bool:
        """At the end of the program; `patience` and what is returned as for a lane."""
        self.leave()
        return self.lane.close(patience)
