"""Asking a second person who sits elsewhere: what the dialog is given, and the waiting itself."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Protocol

from PySide6.QtCore import QObject, QTimer, Signal, SignalInstance, Slot

from hallclient.base.errors import HallError
from hallclient.ui.jobs import Job, Lane

WAITING: Final = "waiting"
APPROVED: Final = "approved"
REFUSED: Final = "refused"
TIMED_OUT: Final = "timed-out"
WITHDRAWN: Final = "withdrawn"
_LOOK_MS: Final = 1000


class Answer[S](Protocol):
    """What became of a request so far; S is the signature of the second person."""

    @property
    def request_id(self) -> str:
        """Of the request."""

    @property
    def state(self) -> str:
        """`waiting`, `approved`, `refused`, `withdrawn` or `timed-out`."""

    @property
    def seconds_left(self) -> int:
        """While it waits."""

    @property
    def by_name(self) -> str:
        """Who answered."""

    @property
    def reason(self) -> str:
        """Why it was refused."""

    @property
    def signature(self) -> S | None:
        """Once it is approved."""


@dataclass(frozen=True)
class Remote[S]:
    """The way to a second person elsewhere, for one thing that is to be approved.

    Attributes:
        lane: carries the calls, so that nothing else of the desk waits for them.
        ask: makes the request, or finds the one that still stands.
        look: how a request stands now; `withdraw` takes it back. Both take its id.
        news: sent when some request was answered.
    """

    lane: Lane
    ask: Callable[[], Answer[S]]
    look: Callable[[str], Answer[S]]
    withdraw: Callable[[str], Answer[S]]
    news: SignalInstance


def nobody_elsewhere(_ask: object) -> None:
    """For a page whose second person is always beside the first."""


class Waiting(QObject):
    """Looks once a second, and at once when there is news, how a request stands.

    A database that is away for a while is no answer: the waiting goes on.
    """

    told = Signal(object)
    """The request as it stands: an `Answer`."""

    def __init__(self, remote: Remote[object], request_id: str, parent: QObject) -> None:
        super().__init__(parent)
        self._remote, self.request_id = remote, request_id
        self._looks = False
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._look)
        self._timer.start(_LOOK_MS)
        remote.news.connect(self._look)

    def end(self) -> None:
        """Waits no more; an answer that is on its way is not told."""
        self._timer.stop()
        self._remote.news.disconnect(self._look)
        self.told.disconnect()
        self.deleteLater()

    def withdraw(self) -> None:
        """Takes the request back behind a window that is being left; nobody is told."""
        withdraw, request_id = self._remote.withdraw, self.request_id
        self._remote.lane.start(Job(lambda _step: withdraw(request_id)))
        self.end()

    @Slot()
    def _look(self) -> None:
        if self._looks:
            return
        self._looks = True
        look, request_id = self._remote.look, self.request_id
        job = Job(lambda _step: look(request_id))
        job.succeeded.connect(self._on_looked)
        job.failed.connect(self._on_failed)
        self._remote.lane.start(job)

    @Slot(object)
    def _on_looked(self, answer: Answer[object]) -> None:
        self._looks = False
        self.told.emit(answer)

    @Slot(object)
    def _on_failed(self, error: Exception) -> None:
        self._looks = False
        if not isinstance(error, HallError):
            raise error
