"""Work off the UI thread: a lane carries jobs one after another, a job tells how it goes.

    job = Job(lambda step: take_cash(ask))
    job.succeeded.connect(self._on_taken)      # connect first,
    lanes.write.start(job)                     # then start

A page rarely needs this: `Page.run` and `Page.run_long` do it.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from time import monotonic
from typing import TYPE_CHECKING

from PySide6.QtCore import QMetaMethod, QObject, Qt, Signal, Slot

from hallclient.base.errors import HallError
from hallclient.base.progress import Step

if TYPE_CHECKING:
    from concurrent.futures import Future, ThreadPoolExecutor

type Work = Callable[[Step], object]
type News = tuple[int, str, tuple[object, ...]]


class Stopped(Exception):
    """Unwinds work that was asked to stop: its open transaction rolls back on the way."""


class Job(QObject):
    """One piece of work; its signals are sent on the UI thread only.

    Exactly one of `succeeded`, `failed`, `stopped` is sent, once.
    """

    progressed = Signal(int, int)
    succeeded = Signal(object)
    failed = Signal(object)
    stopped = Signal()

    def __init__(self, work: Work, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.work = work
        self.asked_to_stop = threading.Event()

    def stop(self) -> None:
        """Asks the work to end at its next step; work without steps runs to its end."""
        self.asked_to_stop.set()


class Lane(QObject):
    """Runs jobs one after another: SQLite has one writer, so writes queue, not collide."""

    idle = Signal()
    """Sent on the UI thread whenever the last job known has ended."""

    _news = Signal(object)  # all that the worker ever emits: connected once, for good

    def __init__(self, name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs: dict[int, Job] = {}
        self._futures: set[Future[None]] = set()
        self._name = name
        self._closed = False
        self._news.connect(self._tell, Qt.ConnectionType.QueuedConnection)

    def start(self, job: Job) -> None:
        """Queues the job; connect its signals first. A closed lane carries nothing any more."""
        if self._closed:
            return
        self._jobs[id(job)] = job
        future = self._pool.submit(self._carry, id(job), job.work, job.asked_to_stop)
        self._futures.add(future)
        future.add_done_callback(self._futures.discard)

    @cached_property
    def _pool(self) -> "ThreadPoolExecutor":
        """Made with the first job: the window is drawn before its library is read."""
        from concurrent.futures import ThreadPoolExecutor

        return ThreadPoolExecutor(max_workers=1, thread_name_prefix=self._name)

    @property
    def busy(self) -> bool:
        """Whether any job has not yet told its end."""
        return bool(self._jobs)

    def close(self, patience: float | None = None) -> bool:
        """Asks what runs to stop, drops what waits, and returns when the worker has ended.

        With `patience` it waits for so many seconds at most; returns whether the worker ended.
        """
        self._closed = True
        for job in self._jobs.values():
            job.stop()
        self._pool.shutdown(wait=patience is None, cancel_futures=True)
        return self.wait(patience)

    def finish(self, patience: float | None = None) -> bool:
        """Lets what waits run to its end, then closes: the last draft is saved before the end.

        `patience` as for `close`; what still waits then is done by a worker that nobody hears.
        """
        self._closed = True
        self._pool.shutdown(wait=patience is None)
        return self.wait(patience)

    def wait(self, patience: float | None) -> bool:
        """Holds its thread until all work that was begun is done; returns whether it is.

        On the UI thread only where nobody looks on any more. The ends are told as ever.
        """
        from concurrent.futures import wait

        return not wait(set(self._futures), patience).not_done

    def _carry(self, key: int, work: Work, asked: threading.Event) -> None:
        """On the worker's thread: touches no job and no widget."""

        def step(done: int, total: int) -> None:
            if asked.is_set():
                raise Stopped
            self._news.emit((key, "progressed", (done, total)))

        news: News
        try:
            if asked.is_set():
                raise Stopped  # noqa: TRY301 - a job stopped while it waited never begins
            news = (key, "succeeded", (work(step),))
        except Stopped:
            news = (key, "stopped", ())
        except Exception as error:  # noqa: BLE001 - handed to the page, not swallowed
            news = (key, "failed", (error,))
        self._news.emit(news)

    @Slot(object)
    def _tell(self, news: News) -> None:
        """On the UI thread: here the job's own signals are sent."""
        key, name, values = news
        if self._closed:
            return
        job = self._jobs[key] if name == "progressed" else self._jobs.pop(key)
        unheard = name == "failed" and not job.isSignalConnected(QMetaMethod.fromSignal(job.failed))
        getattr(job, name).emit(*values)
        if name != "progressed" and job.parent() is not None:
            job.deleteLater()  # its parent would keep it, and what its work holds, to the end
        if not self._jobs:
            self.idle.emit()
        if unheard:
            _raise_bug(values[0])


def _raise_bug(error: object) -> None:
    """Work behind the window may be refused in silence; a bug in it is told all the same."""
    if isinstance(error, Exception) and not isinstance(error, HallError):
        raise error


@dataclass(frozen=True)
class Lanes:
    """The two lanes of the database: one writer, one reader."""

    write: Lane
    read: Lane

    @classmethod
    def open(cls, parent: QObject | None = None) -> "Lanes":
        """Both lanes, with a thread each that starts with its first job."""
        return cls(write=Lane("write", parent), read=Lane("read", parent))

    def close(self) -> None:
        """Ends both; at the end of the program, after the windows."""
        self.read.close()
        self.write.close()


def seconds_left(patience: float | None) -> Callable[[], float | None]:
    """Counts the patience of several waits down from now on; None is for ever."""
    if patience is None:
        return lambda: None
    until = monotonic() + patience
    return lambda: max(0.0, until - monotonic())
