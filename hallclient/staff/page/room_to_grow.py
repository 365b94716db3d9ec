"""A page on a card at the gate: the card grows with what the page has to say."""

from typing import Final

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QScrollArea

from hallclient.ui.page import Page

MARGIN: Final = 64
"""Pixels of the window left free above and below the card, together."""


class RoomToGrow(QObject):
    """Keeps the page's scrolling body as high as its form, while the window has the room."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self._page = page
        page.body.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self._grow()
        return False

    def _grow(self) -> None:
        scroll, layout = self._page.findChild(QScrollArea), self._page.body.layout()
        if scroll is None or layout is None:
            return
        width = scroll.viewport().width()
        wanted = (
            layout.totalHeightForWidth(width)
            if layout.hasHeightForWidth()
            else layout.totalMinimumSize().height()
        )
        around = self._page.height() - scroll.height() + MARGIN
        scroll.setMinimumHeight(max(0, min(wanted, self._page.window().height() - around)))
