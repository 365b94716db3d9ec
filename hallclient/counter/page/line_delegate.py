"""How a line of the order is drawn: title left, price right, what is done small below."""

from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPalette
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

PRICE: Final = Qt.ItemDataRole.UserRole
FACTS: Final = Qt.ItemDataRole.UserRole.value + 1
_PAD, _GAP = 8, 2
_TOP = Qt.AlignmentFlag.AlignTop
_WRAPPED = int(_TOP | Qt.AlignmentFlag.AlignLeft) | int(Qt.TextFlag.TextWordWrap)
_SMALLER = 13 / 14

type Index = QModelIndex | QPersistentModelIndex


class LineDelegate(QStyledItemDelegate):
    """The item's text is the title; price and facts are in roles of their own."""

    def __init__(self, view: QListView) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        width = self._view.viewport().width() - 2 * _PAD
        height = option.fontMetrics.height() + 2 * _PAD
        facts = str(index.data(FACTS) or "")
        if facts:
            small = QFontMetrics(_small(option.font))
            height += _GAP + small.boundingRect(0, 0, width, 10_000, _WRAPPED, facts).height()
        return QSize(0, height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        ground = QStyleOptionViewItem(option)
        self.initStyleOption(ground, index)
        title, ground.text = ground.text, ""
        style = self._view.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, ground, painter, self._view)
        inside = QRect(option.rect).adjusted(_PAD, _PAD, -_PAD, -_PAD)
        painter.save()
        bold = QFont(option.font)
        bold.setWeight(QFont.Weight.DemiBold)
        painter.setFont(bold)
        painter.setPen(option.palette.color(QPalette.ColorRole.Text))
        painter.drawText(inside, int(_TOP | Qt.AlignmentFlag.AlignLeft), title)
        painter.drawText(inside, int(_TOP | Qt.AlignmentFlag.AlignRight), str(index.data(PRICE)))
        painter.setFont(_small(option.font))
        painter.setPen(option.palette.color(QPalette.ColorRole.PlaceholderText))
        below = inside.adjusted(0, option.fontMetrics.height() + _GAP, 0, 0)
        painter.drawText(below, _WRAPPED, str(index.data(FACTS) or ""))
        painter.restore()


def _small(font: QFont) -> QFont:
    small = QFont(font)
    small.setPixelSize(max(1, round(font.pixelSize() * _SMALLER)))
    return small
