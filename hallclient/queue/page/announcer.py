"""One announcement at a time, in the order of the calls; what is said stands in front meanwhile."""

from collections import deque
from collections.abc import Callable, Sequence
from time import monotonic

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from hallclient.queue.rules.public import PublicCall, PublicView, to_announce
from hallclient.queue.rules.spoken import SHOWN_SECONDS, SpokenCall, spoken_call
from hallclient.ui.jobs import Job, Lane

type Say = Callable[[SpokenCall], object]


class Announcer(QObject):
    """Decides which call stands in front; speaks on a lane of its own, so nobody waits for it.

    A call is in front at least as long as it is being said, and for `SHOWN_SECONDS` where nothing
    speaks. One whose customer has come, or was missed, before its turn is not said any more: so
    the voice keeps up with a busy hall.
    """

    changed = Signal()
    """Another call is in front."""

    ended = Signal(object)
    """This call was said, and shown for long enough."""

    def __init__(
        self, say: Say, parent: QObject | None = None, *, shown_seconds: float = SHOWN_SECONDS
    ) -> None:
        super().__init__(parent)
        self._say, self._shown_seconds = say, shown_seconds
        self._lane = Lane("voice", self)
        self._view: PublicView | None = None
        self._queue: deque[PublicCall] = deque()
        self._saying: PublicCall | None = None
        self._begun = 0.0
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setTimerType(Qt.TimerType.PreciseTimer)
        self._rest.timeout.connect(self._on_over)

    @property
    def front(self) -> PublicCall | None:
        """The call that stands in front: what is being said, else the newest; None without any."""
        if self._saying is not None:
            return self._saying
        return self._calls[0] if self._calls else None

    @property
    def _calls(self) -> tuple[PublicCall, ...]:
        return () if self._view is None else self._view.calls

    @property
    def saying(self) -> bool:
        """Whether a call is being said, or still shown for it."""
        return self._saying is not None

    def follow(self, view: PublicView) -> None:
        """The hall as it is now. What is there at the very first is shown, and not said."""
        before = self.front
        if self._view is not None:
            self._queue.extend(to_announce(view, self._view))
        self._view = view
        self._go_on()
        if self.front != before:
            self.changed.emit()

    def close(self, patience: float | None = None) -> bool:
        """Says nothing more; `patience` and what is returned as for a lane."""
        self._queue.clear()
        self._rest.stop()
        return self._lane.close(patience)

    def _go_on(self) -> None:
        if self._saying is not None:
            return
        waiting = {call.key for call in self._calls if call.called}
        while self._queue:
            call = self._queue.popleft()
            if call.key in waiting:
                self._begin(call)
                return

    def _begin(self, call: PublicCall) -> None:
        self._saying, self._begun = call, monotonic()
        say, spoken = self._say, spoken_call(call.number, call.counter)
        job = Job(lambda _step: say(spoken), self)
        job.succeeded.connect(self._on_said)
        job.failed.connect(self._on_not_said)
        self._lane.start(job)

    @Slot(object)
    def _on_said(self, _nothing: object) -> None:
        left = self._shown_seconds - (monotonic() - self._begun)
        self._rest.start(max(0, round(1000 * left)))

    @Slot(object)
    def _on_not_said(self, error: Exception) -> None:
        """A bug of ours; the screen goes on."""
        self._on_said(None)
        raise error

    @Slot()
    def _on_over(self) -> None:
        call, self._saying = self._saying, None
        self._go_on()
        self.ended.emit(call)
        self.changed.emit()


def others(calls: Sequence[PublicCall], front: PublicCall | None) -> tuple[PublicCall, ...]:
    """The calls that do not stand in front, the newest first."""
    return tuple(call for call in calls if front is None or call.serial != front.serial)
