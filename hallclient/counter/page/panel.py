"""One step's panel: Enter goes through its fields in the order of the work, then on."""

from collections.abc import Iterator

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QCheckBox,
    QComboBox,
    QFrame,
    QLayout,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QWidget,
)

from hallclient.ui.layouts import standing_in

_CONTROLS = (QLineEdit, QComboBox, QPushButton, QCheckBox, QAbstractItemView)


def controls(layout: QLayout | None) -> Iterator[QWidget]:
    """Every control of a layout and of the layouts inside it, in the order of the layout."""
    for one in standing_in(layout):
        if isinstance(one, QLayout):
            yield from controls(one)
        elif isinstance(one, _CONTROLS):
            yield one
        elif isinstance(one, QScrollArea):
            inside = one.widget()
            yield from controls(inside.layout() if inside is not None else None)
        else:
            yield from controls(one.layout())


def boxes(root: QWidget) -> list[QCheckBox]:
    """The boxes that are to be seen; those of rows on their way out are not."""
    return [box for box in root.findChildren(QCheckBox) if box.isVisibleTo(root)]


def is_field(widget: QWidget) -> bool:
    """Whether something is typed or chosen in it now."""
    return (
        isinstance(widget, QLineEdit | QComboBox)
        and widget.isEnabled()
        and bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
    )


class Panel(QWidget):
    """One step of the visit.

    A subclass lays its controls out; `retranslate` is called whenever the language changes.
    """

    passed = Signal()
    """Enter on the last field: the step is filled in."""

    def fields(self) -> list[QWidget]:
        """What is filled in here, in the order of the work."""
        return [
            widget
            for widget in controls(self.layout())
            if is_field(widget) and widget.isVisibleTo(self)
        ]

    def enter(self) -> None:
        """Enter in a field: to the next one, or on from the last."""
        focus = self.focusWidget()
        fields = self.fields()
        here = [at for at, one in enumerate(fields) if one is focus or _inside(one, focus)]
        if here and here[0] + 1 < len(fields):
            fields[here[0] + 1].setFocus(Qt.FocusReason.TabFocusReason)
        elif here:
            self.passed.emit()
        else:
            self.focusNextPrevChild(True)

    def start(self) -> None:
        """The focus where the work of the step begins."""

    def retranslate(self) -> None:
        """Writes every text in the language in force."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter on a button presses it; what a list does with Enter is its own affair."""
        forced = event.modifiers() & (
            Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
        )
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter) or forced:
            super().keyPressEvent(event)
            return
        focus = self.focusWidget()
        if isinstance(focus, QPushButton):
            focus.click()
        elif not isinstance(focus, QAbstractItemView):
            self.enter()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)


class Scroll(QScrollArea):
    """A part that scrolls by itself when its place is too small; the focus stays in sight."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidgetResizable(True)
        self.viewport().setAutoFillBackground(False)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._follow)

    def hold[W: QWidget](self, inside: W) -> W:
        """Takes what scrolls; made with the viewport as its parent it need not move there."""
        self.setWidget(inside)
        inside.setAutoFillBackground(False)
        return inside

    def _follow(self, _old: QWidget | None, now: QWidget | None) -> None:
        if now is not None and self.viewport().isAncestorOf(now):
            self.ensureWidgetVisible(now, 0, 24)


def _inside(field: QWidget, focus: QWidget | None) -> bool:
    return focus is not None and field.isAncestorOf(focus)
