"""Panels of one page, one in front."""

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout, QWidget


class Panels(QWidget):
    """Like a QStackedWidget, but hidden panels take no part in the height of the page.

    A stack is as high as its highest panel, so the counting form made the result scroll.
    """

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._panels: list[QWidget | Callable[[], QWidget]] = []
        self._front = 0

    def add(self, panel: QWidget | Callable[[], QWidget]) -> None:
        """One more panel, or how it is found when it is first shown; the first is in front."""
        self._panels.append(panel)
        if isinstance(panel, QWidget):
            self.hold(panel)
            panel.setVisible(len(self._panels) == 1)

    def hold(self, panel: QWidget) -> None:
        """Takes a panel that was made later; hidden until it is shown."""
        self._column.addWidget(panel)
        panel.hide()  # inside: on its own it would be a window

    @property
    def front(self) -> int:
        """Number of the panel in front, from 0."""
        return self._front

    def show_panel(self, number: int) -> None:
        """Brings a panel to the front; what is typed on the others stays."""
        self._front = number
        wanted = self._panels[number]
        if not isinstance(wanted, QWidget):
            wanted = self._panels[number] = wanted()
        for panel in self._panels:
            if isinstance(panel, QWidget) and panel is not wanted:
                panel.hide()
        wanted.show()
