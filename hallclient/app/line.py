"""The way from one window to its database: found broken by whoever uses it, knocked at until it
is open again. Meanwhile all that needs the database is refused at once, and nobody waits.
"""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from hallclient.base.clock import hall_time
from hallclient.base.errors import HallError
from hallclient.base.language import N_, tr
from hallclient.store.unit_of_work import Store
from hallclient.ui.jobs import Job, Lane

if TYPE_CHECKING:
    from hallclient.app.client import Client
    from hallclient.app.feed import Feed

PAUSES: Final = (500, 1_000, 2_000, 4_000, 8_000)
"""Milliseconds until somebody knocks again, ever longer."""


def pause_after(tries: int) -> int:
    """Milliseconds to wait after so many tries that came to nothing."""
    return PAUSES[min(tries, len(PAUSES) - 1)]


class Line(QObject):
    """Knows whether the database answers; signals are sent on the UI thread only."""

    gone = Signal()
    back = Signal()

    _broke = Signal()  # from any thread: whoever found out

    def __init__(self, store: Store, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._lane = Lane("line", self)  # a knock may take long; nothing else waits behind it
        self._tries = 0
        self._said_gone = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.knock)
        self._broke.connect(self._on_broke, Qt.ConnectionType.QueuedConnection)
        store.refuse_when_away(self._broke.emit)

    @property
    def away(self) -> bool:
        """Whether the database was not reached when last it was tried."""
        return self._store.away

    def close(self, patience: float | None = None) -> bool:
        """Knocks no more, and is told nothing: a thread may still find out after the window.

        `patience` and what is returned as for a lane.
        """
        self._store.try_each_time()
        self._timer.stop()
        return self._lane.close(patience)

    @Slot()
    def knock(self) -> None:
        """Tries now whether the database answers."""
        if self._lane.busy:
            return
        self._timer.stop()
        store = self._store
        job = Job(lambda _step: store.knock(), self)
        job.succeeded.connect(self._on_answer)
        job.failed.connect(self._on_silence)
        self._lane.start(job)

    @Slot()
    def _on_broke(self) -> None:
        self._tries = 0
        self._said_gone = True
        self._timer.start(pause_after(0))
        self.gone.emit()

    @Slot(object)
    def _on_answer(self, _nothing: object) -> None:
        """Somebody else may have found the line broken while the knock was under way."""
        if self._store.away:
            self._timer.start(pause_after(0))
        elif self._said_gone:
            self._said_gone = False
            self._timer.stop()
            self.back.emit()

    @Slot(object)
    def _on_silence(self, error: Exception) -> None:
        if not isinstance(error, HallError):
            raise error
        self._tries += 1
        self._timer.start(pause_after(self._tries))


class LineShown(QObject):
    """What the person at the desk sees of the line: one alert on top of every page."""

    def __init__(self, client: "Client", feed: "Feed") -> None:
        super().__init__(client)
        self._client, self._feed = client, feed
        self.line = Line(client.backstage.desk.store, self)
        self.line.gone.connect(self._on_gone)
        self.line.back.connect(self._on_back)
        feed.reached.connect(self.line.knock)

    def close(self, patience: float | None = None) -> bool:
        """Knocks no more; `patience` and what is returned as for a lane."""
        return self.line.close(patience)

    def enter(self, taken: Sequence[str]) -> None:
        """Somebody has sat down: what there is to tell them of the line.

        `taken` are numbers of orders whose answer was lost, and which nobody waits for any more.
        """
        if self.line.away:  # found out while the desk was being made
            self._on_gone()
        if taken:
            self._tell_taken(taken)

    def _tell_taken(self, numbers: Sequence[str]) -> None:
        client, top = self._client, self._client.top
        if top is None:
            return

        def seen() -> None:
            top.set_alert("taken", None)
            client.window.go("orders")

        orders = ", ".join(numbers)
        said = partial(tr, N_("Taken all the same: order {numbers}"), numbers=orders)
        top.set_alert("taken", said, seen)

    @Slot()
    def _on_gone(self) -> None:
        client, top = self._client, self._client.top
        if top is None:
            return
        since = hall_time(client.backstage.clock.now()).strftime("%H:%M")
        said = partial(tr, N_("No answer from the database since {time}, trying again"), time=since)
        top.set_alert("database", said, self.line.knock, "wrong")

    @Slot()
    def _on_back(self) -> None:
        """What was kept here goes home first, then every page is read anew."""
        client, top = self._client, self._client.top
        if top is None:  # who signs in next brings it home
            return
        top.set_alert("database", None)
        backstage, feed = client.backstage, self._feed
        job = Job(lambda _step: backstage.bring_home(), self)
        job.succeeded.connect(lambda _taken: feed.heard.emit(()))
        job.failed.connect(self._on_not_home)
        client.lanes.write.start(job)

    @Slot(object)
    def _on_not_home(self, error: Exception) -> None:
        """What is kept here stays; the pages are read anew all the same."""
        self._feed.heard.emit(())
        if not isinstance(error, HallError):
            raise error
