"""A page in a window of its own, in front of whatever its person is at."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from hallclient.base.language import tr
from hallclient.ui.page import Page


class PageDialog(QDialog):
    """Opens by itself and blocks its window only; there is no nested event loop.

    Esc with nothing left to undo on the page rejects it. Keys that work everywhere, such as the
    lock, work in front of it too.
    """

    def __init__(self, parent: QWidget, page: Page, name: str, lines: tuple[int, int]) -> None:
        """`lines` are width and height in lines of text; `name` is the object name."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName(name)
        self.setWindowTitle(tr(page.title))
        self.setAccessibleName(tr(page.title))
        page.went_back.connect(self.reject)
        window = parent.window()  # takes the keys again, where the system does not see to it
        self.finished.connect(lambda _result: QTimer.singleShot(0, window, window.activateWindow))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(page)
        for action in window.actions():
            if action.property("anywhere"):
                self.addAction(action)
        line, (width, height) = self.fontMetrics().height(), lines
        self.resize(line * width, line * height)
        self.open()
