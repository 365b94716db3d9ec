"""Values on offer in a field that is typed: numbers of the pool, the oldest cards, faces."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QPainter, QPalette
from PySide6.QtWidgets import (
    QComboBox,
    QCompleter,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from hallclient.base.language import tr
from hallclient.counter.rules import Choice

_DETAIL = Qt.ItemDataRole.UserRole
_GAP = 12


class _WithDetail(QStyledItemDelegate):
    """The value on the left, what it costs or is called on the right."""

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        super().paint(painter, option, index)
        detail = str(index.data(_DETAIL) or "")
        if not detail:
            return
        palette: QPalette = option.palette
        painter.save()
        painter.setPen(palette.color(QPalette.ColorRole.PlaceholderText))
        area = option.rect.adjusted(0, 0, -_GAP, 0)
        flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(area, flags, detail)
        painter.restore()


def make_suggesting(box: QComboBox) -> None:
    """Down takes the next value on offer, Alt+Down or F4 shows them all; anything may be typed.

    No list comes up by itself while one types: it would take the keys of the page.
    """
    box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
    box.setItemDelegate(_WithDetail(box))
    box.setMaxVisibleItems(12)
    box.setCompleter(QCompleter(box))  # one that knows no value, for the box's own fills words in


def offer(box: QComboBox, choices: Sequence[Choice]) -> None:
    """Other values on offer; what was typed stays as it is, and where the cursor stands."""
    edit = box.lineEdit()
    if edit is None:
        raise TypeError("values are suggested for what is typed, not for a closed list")
    typed, cursor = box.currentText(), edit.cursorPosition()
    start, selected = edit.selectionStart(), edit.selectionLength()
    box.blockSignals(True)
    box.clear()
    for choice in choices:
        box.addItem(choice.value)
        words = (tr(choice.label) if choice.label != choice.value else "", choice.detail)
        box.setItemData(box.count() - 1, "  ".join(word for word in words if word), _DETAIL)
    box.setCurrentIndex(-1)
    box.setEditText(typed)
    edit.setCursorPosition(cursor)
    if start >= 0:
        edit.setSelection(start, selected)
    box.blockSignals(False)
