"""The feed of changes at one window: from the watcher's thread to the pages."""

from PySide6.QtCore import QObject, Qt, Signal, Slot

from hallclient.base.changes import Change
from hallclient.store.changes import Watcher
from hallclient.store.desk import Desk

type News = tuple[Change, ...] | bool


class Feed(QObject):
    """Watches one hall as long as its window lives; signals are sent on the UI thread only."""

    heard = Signal(object)
    """What was done, on any PC: a tuple of `Change`; empty when the database is back again."""

    reached = Signal(bool)
    """The database went away (False) or is back (True)."""

    _news = Signal(object)  # all that the watcher ever emits: connected once, for good

    def __init__(self, desk: Desk, since: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._news.connect(self._tell, Qt.ConnectionType.QueuedConnection)
        self._watcher = Watcher(desk, self._news.emit, self._news.emit, since=since)
        self._closed = False
        self._watcher.start()

    def close(self) -> None:
        """Ends the watching, before the hall is closed."""
        self._closed = True
        self._watcher.close()

    @Slot(object)
    def _tell(self, news: News) -> None:
        if self._closed:
            return
        if isinstance(news, bool):
            self.reached.emit(news)
            if not news:
                return
            news = ()
        self.heard.emit(news)
