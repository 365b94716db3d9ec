"""What stands in a layout, in its order, without touching the layout's items.

Each item that Python has seen (`itemAt`) keeps a hold on its widget even after both are gone: a
form that is made anew for every order was then kept, with all its fields, until the program ended.
"""

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QLayout,
    QLineEdit,
    QPlainTextEdit,
    QTabBar,
    QWidget,
)

_WHOLE = (QAbstractItemView, QComboBox, QLineEdit, QPlainTextEdit, QTabBar)
"""One stop each, whatever Qt makes them of."""


def standing_in(layout: QLayout | None) -> Iterator[QWidget | QLayout]:
    """The widgets and layouts that lie directly in a layout, in its order."""
    if layout is None:
        return
    around = layout.parentWidget()
    here = Qt.FindChildOption.FindDirectChildrenOnly
    widgets = around.findChildren(QWidget, options=here) if around is not None else []
    placed: list[tuple[int, QWidget | QLayout]] = [
        *((layout.indexOf(widget), widget) for widget in widgets),
        *((layout.indexOf(inner), inner) for inner in layout.findChildren(QLayout, options=here)),
    ]
    placed.sort(key=lambda one: one[0])
    yield from (one for place, one in placed if place >= 0)


def reached_by_tab(root: QWidget) -> Iterator[QWidget]:
    """Everything inside a widget that Tab stops at, in the order in which it stands.

    Not Qt's own chain of focus: walking it (`nextInFocusChain`) makes each widget belong, for
    Python, to the one before, and keeps them both.
    """
    for one in _inside(root):
        if one.focusPolicy() & Qt.FocusPolicy.TabFocus:
            yield one
        if not isinstance(one, _WHOLE):
            yield from reached_by_tab(one)


def _inside(root: QWidget) -> Iterator[QWidget]:
    """What stands in the widget's layout, layouts inside it too; then what no layout holds."""
    placed = list(_flat(root.layout()))
    yield from placed
    rest = root.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
    rest.sort(key=lambda one: not isinstance(one, QTabBar))  # above the pages it chooses from
    yield from (one for one in rest if one not in placed and not one.isWindow())


def _flat(layout: QLayout | None) -> Iterator[QWidget]:
    for one in standing_in(layout):
        if isinstance(one, QLayout):
            yield from _flat(one)
        else:
            yield one
