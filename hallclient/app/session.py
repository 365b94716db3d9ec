"""The PC falls asleep, another user comes, the session ends: what the window does then."""

from collections.abc import Callable
from enum import StrEnum
from math import inf
from time import monotonic
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QByteArray, QCoreApplication, QObject, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication, QSessionManager
from PySide6.QtWidgets import QWidget

from hallclient.devices.session_news import News, hear_session, news_of

if TYPE_CHECKING:
    from hallclient.app.client import Client

ASKED_SECONDS: Final = 30.0
"""A session that goes on for longer after the question was not ended: somebody else said no."""

ENDING_SECONDS: Final = 3.0
"""What the end of a session may take: the system asks for an answer within five seconds."""


class Step(StrEnum):
    """One thing that the window does."""

    SAVE = "save"
    LOCK = "lock"
    KNOCK = "knock"
    READ_ANEW = "read-anew"


_STEPS: Final = {
    News.SLEEPS: (Step.SAVE, Step.LOCK),
    News.LEFT: (Step.SAVE, Step.LOCK),
    News.WOKE: (Step.LOCK, Step.KNOCK, Step.READ_ANEW),
    News.CAME_BACK: (Step.KNOCK, Step.READ_ANEW),
    News.CLOCK_SET: (Step.READ_ANEW,),
}


def steps_after(news: News, *, at_work: bool) -> tuple[Step, ...]:
    """What to do, in order; nobody `at_work` has nothing to save, lock or read anew.

    A PC that woke is locked even if nobody said before that it would sleep: a battery that ran
    empty says nothing.
    """
    return _STEPS.get(news, ()) if at_work else ()


class SessionWindow(QWidget):
    """A window that is never seen and only listens: the system tells windows, not programs.

    A filter at the application would look, in Python, at every message of every window.
    """

    told = Signal(object)
    """`News` of the PC or the session."""

    def __init__(self) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_NativeWindow)
        self._unhear: Callable[[], object] = hear_session(int(self.winId()))

    def nativeEvent(
        self, event_type: QByteArray | bytes | bytearray | memoryview, message: int
    ) -> Any:
        kind = event_type.data() if isinstance(event_type, QByteArray) else event_type
        news = news_of(bytes(kind), int(message))
        if news is not None:
            self.told.emit(news)
        return super().nativeEvent(event_type, message)

    def end(self) -> None:
        """Listens no more."""
        self._unhear()
        self.deleteLater()


class Session(QObject):
    """Keeps what was typed, and the desk from other eyes, whatever happens to the session."""

    def __init__(self, application: QGuiApplication, client: "Client") -> None:
        super().__init__(client)
        self._client, self._asked_at = client, -inf
        self.window = SessionWindow()
        self.window.told.connect(self.on_news)
        direct = Qt.ConnectionType.DirectConnection
        application.commitDataRequest.connect(self.on_session_ends, direct)
        application.saveStateRequest.connect(self.on_session_ends, direct)

    def close(self) -> None:
        """Listens no more."""
        application = QCoreApplication.instance()
        if isinstance(application, QGuiApplication):
            application.commitDataRequest.disconnect(self.on_session_ends)
            application.saveStateRequest.disconnect(self.on_session_ends)
        self.window.end()

    @Slot(object)
    def on_news(self, news: News) -> None:
        """Something happened to the PC or to the session."""
        client = self._client
        does: dict[Step, Callable[[], object]] = {
            Step.SAVE: client.window.keep_typed,
            Step.LOCK: lambda: client.window.lock(idle=True),
            Step.KNOCK: self._knock,
            Step.READ_ANEW: self._read_anew,
        }
        for step in steps_after(news, at_work=client.window.at_work):
            does[step]()

    def on_session_ends(self, _manager: QSessionManager | None = None) -> None:
        """Asked whether the session may end: yes, once what was typed is in the books.

        The session may still go on, so nothing is closed here.
        """
        self._asked_at = monotonic()
        self._client.window.keep_typed()
        self._client.lanes.write.wait(ENDING_SECONDS)

    def patience(self, otherwise: float) -> float:
        """Seconds that closing may take: few when the session was asked to end just now."""
        ends = monotonic() - self._asked_at < ASKED_SECONDS
        return ENDING_SECONDS if ends else otherwise

    def _read_anew(self) -> None:
        """The clock, the business day, and all that other PCs have done meanwhile."""
        self._client.window.desk.top.refresh_clock()
        if self._client.feed is not None:
            self._client.feed.heard.emit(())

    def _knock(self) -> None:
        if self._client.line is not None:
            self._client.line.line.knock()
