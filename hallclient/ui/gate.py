"""A page on a card in the middle of an otherwise empty window: sign-in, first run, lock."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout, QWidget

from hallclient.ui.frame import Frame
from hallclient.ui.theme import BASE_PIXELS
from hallclient.ui.widgets.marks import plain_label

_MARGIN = 64  # left free above and below the card, together


class Gate(QWidget):
    """The card is as wide as said, in pixels of the base text, and as high as its page needs."""

    def __init__(self, page: QWidget, width: int, name: str, heading: str = "") -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._page, self._width = page, width
        self._card = QFrame()
        self._card.setProperty("role", "card")
        inside = QVBoxLayout(self._card)
        inside.setContentsMargins(8, 8, 8, 8)
        inside.addWidget(page)
        grid = QGridLayout(self)
        if heading:
            grid.addWidget(plain_label(heading, "brand"), 1, 1)
        grid.addWidget(self._card, 2, 1)
        for row, column in ((0, 0), (3, 2)):
            grid.setRowStretch(row, 1)
            grid.setColumnStretch(column, 1)
        self._widen()
        if isinstance(page, Frame):
            page.body.installEventFilter(self)

    def _widen(self) -> None:
        self._card.setFixedWidth(
            self._width * max(self.font().pixelSize(), BASE_PIXELS) // BASE_PIXELS
        )

    def _grow(self) -> None:
        """Gives the page's scrolling body the height of its form, while the window has it."""
        page = self._page
        if isinstance(page, Frame):
            around = page.height() - page.scroll_area.height() + _MARGIN
            height = min(page.form_height(), self.height() - around)
            page.scroll_area.setMinimumHeight(max(0, height))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest and self.isVisible():
            self._grow()
        return False

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._grow()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.FontChange:
            self._widen()
        super().changeEvent(event)
