"""Panels of one page, one in front."""

from PySide6.QtWidgets import QVBoxLayout, QWidget


class Panels(QWidget):
    """Like a QStackedWidget, but hidden panels take no part in the height of the page.

    A stack is as high as its highest panel, so the counting form made the result scroll.
    """

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._panels: list[QWidget] = []
        self._front = 0

    def add(self, panel: QWidget) -> None:
        """One more panel; the first one is in front."""
        self._column.addWidget(panel)
        panel.setVisible(not self._panels)  # inside: on its own it would be a window
        self._panels.append(panel)

    @property
    def front(self) -> int:
        """Number of the panel in front, from 0."""
        return self._front

    def show_panel(self, number: int) -> None:
        """Brings a panel to the front; what is typed on the others stays."""
        self._front = number
        for at, panel in enumerate(self._panels):
            if at != number:
                panel.hide()
        self._panels[number].show()
