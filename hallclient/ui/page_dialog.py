"""A page in a window of its own, in front of whatever its person is at."""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from hallclient.base.language import tr
from hallclient.ui.page import Page


class PageDialog(QDialog):
    """Opens by itself and blocks its window only; there is no nested event loop.

    Esc with nothing left to undo on the page rejects it. Keys that work everywhere, such as the
    lock, work in front of it too. It is as high as its page needs, up to the window behind it.
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
        self._least = line * height
        self.resize(line * width, self._least)
        self._fits = QTimer(self)
        self._fits.setSingleShot(True)
        self._fits.timeout.connect(self._fit)
        for part in (page.body, page.scroll_area):
            part.installEventFilter(self)
        self.open()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Resize):
            self._fits.start(0)  # once the form has its width: while it is narrow it is high
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        """A sentence above the form, or beside a field, pushes no field out of sight."""
        page = self._page
        around = page.height() - page.scroll_area.height()
        height = max(self._least, min(around + page.form_height(), self._behind.height()))
        if self.isVisible() and height != self.height():
            self.resize(self.width(), height)
