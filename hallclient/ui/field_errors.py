"""A sentence under the field it belongs to: red border, accessible description, focus."""

from collections.abc import Mapping
from typing import cast

from PySide6.QtCore import QObject, QSignalBlocker, Qt
from PySide6.QtWidgets import (
    QBoxLayout,
    QComboBox,
    QGridLayout,
    QLabel,
    QLayout,
    QLineEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from hallclient.base.errors import HallError, Several
from hallclient.ui.layouts import standing_in
from hallclient.ui.widgets.marks import mark, plain_label

_LEAST_WIDTH = 144  # a sentence is as wide as its field, or as this where the field is narrow


def each_error(error: HallError) -> tuple[HallError, ...]:
    """The refusals themselves: those inside a Several, or the one."""
    if not isinstance(error, Several):
        return (error,)
    return tuple(single for inner in error.errors for single in each_error(inner))


class FieldErrors(QObject):
    """The wrong fields of one form.

    The first time a field is wrong its widget moves into a small column of its own, with the
    sentence below it; that works in any layout, so a form needs no room set aside for it.
    """

    def __init__(self, body: QWidget, names: Mapping[str, str]) -> None:
        """`names` maps an error's `field` to an object name where the two differ."""
        super().__init__(body)
        self._body = body
        self._names = names
        self._labels: dict[str, tuple[QWidget, QLabel]] = {}
        self._wrong: dict[str, QWidget] = {}

    def find(self, field: str) -> QWidget | None:
        """The widget of a field: by the map, by the whole name (dots as _), by its last part."""
        for name in (
            self._names.get(field, ""),
            field.replace(".", "_"),
            field.rpartition(".")[2],
        ):
            widget = self._body.findChild(QWidget, name) if name else None
            if widget is not None:
                return widget
        return None

    def show(self, field: str, sentence: str, *, focus: bool = True) -> bool:
        """Puts the sentence under the field; False when the form has no such field, or hides it."""
        widget = self.find(field)
        if widget is None or widget.isHidden():
            return False
        name = widget.objectName()
        known, label = self._labels.get(name, (None, None))
        if known is not widget or label is None:  # a form that came later has its own field
            label = self._make_label(widget)
            self._labels[name] = (widget, label)
        label.setText(sentence)
        label.show()
        self._wrong[name] = widget
        mark(widget, "wrong", True)
        widget.setAccessibleDescription(sentence)
        if focus:
            widget.setFocus(Qt.FocusReason.OtherFocusReason)
            if isinstance(widget, QLineEdit):
                widget.selectAll()
        return True

    def clear(self) -> None:
        """All fields are right again."""
        for widget in tuple(self._wrong.values()):
            self.clear_one(widget)

    def clear_one(self, widget: QWidget) -> None:
        """The clerk is changing this field: its sentence no longer holds."""
        name = widget.objectName()
        if self._wrong.pop(name, None) is None:
            return
        self._labels[name][1].hide()
        mark(widget, "wrong", False)
        widget.setAccessibleDescription("")

    def sentences(self) -> dict[str, str]:
        """Object name to sentence of every field that is wrong now."""
        return {name: self._labels[name][1].text() for name in self._wrong}

    def _make_label(self, widget: QWidget) -> QLabel:
        label = plain_label(role="fieldError")
        label.setWordWrap(True)
        label.setMinimumWidth(_LEAST_WIDTH)
        label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        label.setObjectName(f"{widget.objectName()}Error")
        with QSignalBlocker(widget):  # moving it takes the focus: it must not refuse its text now
            _put_below(widget, label)
        if isinstance(widget, QLineEdit):
            widget.textEdited.connect(lambda _text: self.clear_one(widget))
        elif isinstance(widget, QComboBox):
            widget.activated.connect(lambda _index: self.clear_one(widget))
        return label


def _put_below(widget: QWidget, label: QLabel) -> None:
    parent = widget.parentWidget()
    layout = _layout_of(parent.layout(), widget) if parent is not None else None
    if parent is None or layout is None:
        raise ValueError(f"{widget.objectName()} lies in no layout: its error has no place")
    if isinstance(layout, QVBoxLayout):
        layout.insertWidget(layout.indexOf(widget) + 1, label)
        return
    focused = widget.hasFocus()
    holder = QWidget(parent)
    stretch = layout.stretch(layout.indexOf(widget)) if isinstance(layout, QBoxLayout) else 0
    if isinstance(layout, QGridLayout):
        _keep_row(layout, widget)
    layout.replaceWidget(widget, holder, Qt.FindChildOption.FindDirectChildrenOnly)
    if isinstance(layout, QBoxLayout):
        layout.setStretch(layout.indexOf(holder), stretch)
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(2)
    column.addWidget(widget)
    column.addWidget(label)
    holder.show()
    holder.setSizePolicy(widget.sizePolicy().horizontalPolicy(), QSizePolicy.Policy.Preferred)
    if focused:
        widget.setFocus(Qt.FocusReason.OtherFocusReason)


def _keep_row(grid: QGridLayout, widget: QWidget) -> None:
    """What stands beside the field stays on its line when the sentence makes the row higher."""
    row = _row_of(grid, grid.indexOf(widget))
    for beside in standing_in(grid):
        if not isinstance(beside, QWidget) or beside is widget:
            continue
        if _row_of(grid, grid.indexOf(beside)) != row:
            continue
        if beside.sizePolicy().verticalPolicy() is QSizePolicy.Policy.Expanding:
            continue
        if isinstance(beside, QLabel):
            beside.setMinimumHeight(widget.sizeHint().height())
        grid.setAlignment(beside, Qt.AlignmentFlag.AlignTop)


def _row_of(grid: QGridLayout, index: int) -> int:
    return cast("tuple[int, int, int, int]", grid.getItemPosition(index))[0]


def _layout_of(layout: QLayout | None, widget: QWidget) -> QLayout | None:
    """The layout, perhaps nested, that holds the widget itself."""
    if layout is None:
        return None
    if layout.indexOf(widget) >= 0:
        return layout
    inner = (_layout_of(one, widget) for one in standing_in(layout) if isinstance(one, QLayout))
    return next((found for found in inner if found is not None), None)
