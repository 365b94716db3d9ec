"""When a page is read anew because of what others did: soon, never in the way of its clerk."""

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from hallclient.base.errors import HallError

GATHER: Final = 150
"""Milliseconds in which changes are gathered, so that many make one reading."""
LATER: Final = 200
"""Milliseconds until a page is asked again that could not be read anew just now."""


class Following(QObject):
    """Knows that a page is behind, and has it read anew when nobody is disturbed by it.

    A hidden page stays behind until it is shown: then it is read in any case.

    Attributes:
        behind: something that the page shows was changed and not read yet.
        reading: what is being shown was read because of others.
    """

    def __init__(
        self, page: QWidget, is_busy: Callable[[], bool], refresh: Callable[[], object]
    ) -> None:
        super().__init__(page)
        self._page, self._is_busy, self._refresh = page, is_busy, refresh
        self.behind = self.reading = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._on_time)

    def hear(self) -> None:
        """Something that the page shows was changed."""
        self.behind = True
        self.go_on()

    def go_on(self) -> None:
        """Reads anew what is still behind; asked again when the database is back."""
        if self.behind and self._page.isVisible() and not self._timer.isActive():
            self._timer.start(GATHER)

    def read(self) -> None:
        """Has the page read anew now; whatever that reads belongs to it."""
        self._while_reading(self._refresh)

    def also[T](self, done: Callable[[T], object]) -> Callable[[T], None]:
        """The same of what is read because of what was read."""
        return lambda value: self._while_reading(partial(done, value))

    def not_read(self, _error: HallError) -> None:
        """The page stays behind until the database is back, or the next change."""
        self.behind = True

    def settle(self) -> None:
        """The page is being read as it is."""
        self.behind = False
        self._timer.stop()

    def _on_time(self) -> None:
        if not self.behind or not self._page.isVisible():
            return
        if self._is_busy() or in_hand(self._page):
            self._timer.start(LATER)
            return
        self.behind = False
        self.read()

    def _while_reading(self, work: Callable[[], object]) -> None:
        self.reading = True
        try:
            work()
        finally:
            self.reading = False


def in_hand(page: QWidget) -> bool:
    """Whether a dialog, a list that was pulled down or a pressed mouse stands over the page."""
    if QApplication.activePopupWidget() is not None:
        return True
    if QApplication.mouseButtons() != Qt.MouseButton.NoButton:
        return True
    window = page.window()
    return any(
        isinstance(widget, QDialog) and widget.isVisible() and _stands_over(widget, window)
        for widget in QApplication.topLevelWidgets()
    )


def _stands_over(dialog: QDialog, window: QWidget) -> bool:
    parent = dialog.parentWidget()
    return dialog is not window and parent is not None and parent.window() is window
