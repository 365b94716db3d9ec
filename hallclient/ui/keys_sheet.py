"""F1: every key that does something now, read from the actions themselves."""

from collections.abc import Iterable, Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QDialog, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from hallclient.base.language import N_, tr
from hallclient.ui.widgets.marks import plain_label

type KeyLine = tuple[str, str]
"""Keys as shown, and what they do."""

COMMON: Final = (
    ("Enter", N_("Go on to the next field; press the button in focus")),
    ("Esc", N_("Go back")),
    ("Tab, Shift+Tab", N_("Next field, field before")),
)


def keys_of(widget: QWidget) -> list[KeyLine]:
    """The live keys of a widget and of everything visible in it."""
    return lines_of(
        action
        for action in widget.findChildren(QAction)
        if not isinstance(owner := action.parent(), QWidget)
        or owner is widget
        or owner.isVisibleTo(widget)
    )


def lines_of(actions: Iterable[QAction]) -> list[KeyLine]:
    """The keys of the actions that are alive, in their order."""
    lines: dict[str, str] = {}
    for action in actions:
        if action.isEnabled() and not action.shortcut().isEmpty():
            keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
            lines.setdefault(keys.replace("Return", "Enter"), action.text())
    return list(lines.items())


class KeysSheet(QDialog):
    """The page's own keys, then those that work everywhere; Esc or F1 closes it."""

    def __init__(
        self, parent: QWidget, page: Sequence[KeyLine], everywhere: Sequence[KeyLine]
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Keys"))
        self.setAccessibleName(tr("Keys"))
        self.lines = (*page, *everywhere)
        inside = QWidget()
        grid = QGridLayout(inside)
        grid.setContentsMargins(24, 16, 24, 24)
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        at = self._add(grid, 0, tr("On this page"), page)
        common = [(keys, tr(text)) for keys, text in COMMON]
        self._add(grid, at, tr("Everywhere"), [*everywhere, *common])
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setWidget(inside)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)  # the dialog's own line
        column.addWidget(scroll)
        line = self.fontMetrics().height()
        self.resize(line * 30, min(inside.sizeHint().height() + 2, parent.height() - 32))

    @staticmethod
    def _add(grid: QGridLayout, at: int, heading: str, lines: Sequence[KeyLine]) -> int:
        if not lines:
            return at
        grid.addWidget(plain_label(heading, "heading"), at, 0, 1, 2)
        for row, (keys, text) in enumerate(lines, at + 1):
            grid.addWidget(plain_label(keys, "key"), row, 0, Qt.AlignmentFlag.AlignLeft)
            grid.addWidget(plain_label(text), row, 1)
        return at + len(lines) + 1

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F1:
            self.close()
        else:
            super().keyPressEvent(event)
