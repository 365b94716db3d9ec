"""A page in a window of its own, in front of whatever its person is at."""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from hallclient.base.language import tr
from hallclient.ui.page import Page


class PageDialog(QDialog):
    """Opens by itself and blocks its window only; there is no nested event loop.

    Esc with nothing left to undo on the page rejects it. Keys that work everywhere, such as the
    lock, work in front of it too. It grows with its page, as far as the window behind it.
    """

    def __init__(self, parent: QWidget, page: Page, name: str, lines: tuple[int, int]) -> None:
        """`lines` are least width and height in lines of text; `name` is the object name."""
        super().__init__(parent)
        self._page, self._behind = page, parent.window()
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName(name)
        self.setWindowTitle(tr(page.title))
        self.setAccessibleName(tr(page.title))
        page.went_back.connect(self.reject)
        window = self._behind  # takes the keys again, where the system does not see to it
        self.finished.connect(lambda _result: QTimer.singleShot(0, window, window.activateWindow))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(page)
        for action in window.actions():
            if action.property("anywhere"):
                self.addAction(action)
        line, (width, height) = self.fontMetrics().height(), lines
        self.resize(line * width, line * height)
        for part in (page.body, page.scroll_area):
            part.installEventFilter(self)
        self.open()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Resize) and self.isVisible():
            self._grow()
        return super().eventFilter(watched, event)

    def _grow(self) -> None:
        """A sentence above the form, or beside a field, pushes no field out of sight."""
        page = self._page
        wanted = page.height() - page.scroll_area.height() + page.form_height()
        if wanted > self.height():
            self.resize(self.width(), min(wanted, self._behind.height()))
