"""The frame of a page: title, notice, scrolling body, footer, keys, and the order of Tab."""

import itertools
from collections.abc import Callable
from typing import ClassVar, Protocol
from weakref import WeakSet

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from hallclient.base.language import tr
from hallclient.ui.layouts import reached_by_tab
from hallclient.ui.widgets.marks import plain_label
from hallclient.ui.widgets.money_edit import MoneyEdit
from hallclient.ui.widgets.notice import Notice


class Form(Protocol):
    """What pyside6-uic makes of a `.ui` file."""

    def setupUi(self, form: QWidget) -> None: ...  # noqa: N802 - uic's spelling

    def retranslateUi(self, form: QWidget) -> None: ...  # noqa: N802 - uic's spelling


class Frame(QWidget):
    """What every page looks like and how keys move through it; `Page` adds the work.

    Attributes:
        header: the title's line; a page may put widgets on its right.
        notice: beside the title, so that the form stays where it is when there is news.
        body: holds the form; in `scroll_area` it scrolls when it is larger than its place.
        footer: the line of buttons; the primary one is the last.
    """

    title: ClassVar[str] = ""
    primary_text: ClassVar[str] = ""
    narrow: ClassVar[bool] = False
    """A card rather than a room: the notice stands below the title, not beside it."""

    went_back = Signal()
    """Esc with nothing left to undo on the page."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.body = QWidget()
        self._forms: list[tuple[Form, QWidget]] = []
        self._keys: list[tuple[QAction, str, QAbstractButton | None]] = []
        self._secondary: list[QPushButton] = []
        self._heard: WeakSet[MoneyEdit] = WeakSet()
        self._primary_source = self.primary_text
        self._title_text = ""
        self._build()

    # -- to be overridden ---------------------------------------------------------------

    def on_primary(self) -> None:
        """The primary button, Ctrl+Enter, or Enter on the last field."""

    def retranslate(self) -> None:
        """The language changed: set again what this page has set with `tr` itself."""

    def back(self) -> None:
        """Esc: undo the last step; with nothing to undo, tell the window."""
        self.went_back.emit()

    def press(self) -> None:
        """The primary button was pressed."""
        self.on_primary()

    def hear_amount(self, money: MoneyEdit) -> None:
        """A new amount field is on the page."""

    # -- for the page itself ------------------------------------------------------------

    def set_form[F: Form](self, form_class: type[F]) -> F:
        """Makes the body of a compiled `.ui`; its labels show text, never markup."""
        form = form_class()
        self.add_form(form, self.body)
        return form

    def add_form(self, form: Form, body: QWidget) -> None:
        """Sets up another compiled form on a widget of this page, retranslated with it."""
        form.setupUi(body)
        for label in body.findChildren(QLabel):
            label.setTextFormat(Qt.TextFormat.PlainText)
        self._forms.append((form, body))
        if self.isVisible():
            self.settle_fields()

    def settle_fields(self) -> None:
        """Fields were added: Tab goes through them, to the primary button, to the others.

        Also hears every amount field's refusals. Called by the base whenever the page is
        shown or gets a form; a page that adds fields by hand while it is open calls it.
        """
        for money in self.findChildren(MoneyEdit):
            if money not in self._heard:
                self._heard.add(money)
                self.hear_amount(money)
        order = [*reached_by_tab(self.body), self.primary, *self._secondary]
        for before, after in itertools.pairwise(order):
            QWidget.setTabOrder(before, after)

    def set_title(self, text: str) -> None:
        """A title that says more than the class's own; already translated, "" for that one."""
        self._title_text = text
        self._title.setText(text or tr(self.title))

    def set_primary(self, text: str) -> None:
        """Another word on the primary button, for pages that work in steps; English source."""
        self._primary_source = text
        self.primary.setVisible(bool(text))
        self._label_primary(self._primary_action)

    def add_key(
        self, keys: str, text: str, does: Callable[[], object] | QAbstractButton
    ) -> QAction:
        """A key of this page, listed by F1. `text` is English source.

        With a button the key presses it (and is dead while the button is); the button then
        shows the text and the key, and is found by the text.
        """
        action = QAction(self)
        action.setShortcut(keys)
        button = does if isinstance(does, QAbstractButton) else None
        act = does.click if isinstance(does, QAbstractButton) else does
        action.triggered.connect(lambda: act())  # noqa: PLW0108 - drops Qt's `checked`
        self.addAction(action)
        self._keys.append((action, text, button))
        self._label_key(action, text, button)
        return action

    def add_button(self, text: str, does: Callable[[], object], keys: str = "") -> QPushButton:
        """A secondary button left of the primary one; `text` is English source."""
        button = QPushButton(self)
        button.clicked.connect(lambda: does())  # noqa: PLW0108 - drops Qt's `checked`
        self.footer.insertWidget(self.footer.count() - 1, button)
        self._secondary.append(button)
        if keys:
            self.add_key(keys, text, button)
        else:
            action = QAction(self)
            self._keys.append((action, text, button))
            self._label_key(action, text, button)
        return button

    def form_height(self) -> int:
        """How high the form has to be at its width; 0 where it has none."""
        layout = self.body.layout()
        if layout is None:
            return 0
        if layout.hasHeightForWidth():
            return layout.totalHeightForWidth(self.scroll_area.viewport().width())
        return layout.totalMinimumSize().height()

    def buttons(self) -> list[QPushButton]:
        """The buttons of the footer, the primary one last."""
        return [*self._secondary, self.primary]

    def focus_first(self) -> None:
        """Where the work begins: where the clerk was, else the first field of the body."""
        widget: QWidget | None = self.focusWidget()
        if widget is None or not widget.isVisibleTo(self):
            widget = self._first_field()
        if widget is not None:
            widget.setFocus(Qt.FocusReason.OtherFocusReason)

    def press_primary(self) -> None:
        """What Ctrl+Enter does."""
        if self.primary.isVisibleTo(self):
            self.primary.click()

    # -- inside -------------------------------------------------------------------------

    def _build(self) -> None:
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(24, 16, 24, 16)
        self.column.setSpacing(12)
        self.header = QHBoxLayout()
        self._title = plain_label(tr(self.title), "title")
        self.header.setSpacing(24)
        self.header.addWidget(self._title, 0, Qt.AlignmentFlag.AlignTop)
        self.notice = Notice(self)
        self.column.addLayout(self.header)
        if self.narrow:
            self.column.addWidget(self.notice)
        else:
            self.header.addWidget(self.notice, 1)
        self.header.addStretch(0)
        self.scroll_area = QScrollArea(self)
        self.scroll_area.setFrameShape(QFrame.Shape.NoFrame)
        self.scroll_area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.scroll_area.setWidgetResizable(True)
        self.scroll_area.setWidget(self.body)
        self.body.setObjectName("pageBody")
        self.column.addWidget(self.scroll_area, 1)
        self.footer = QHBoxLayout()
        self.footer.setSpacing(8)
        self.footer.addStretch(1)
        self.primary = QPushButton(self)
        self.footer.addWidget(self.primary)
        self.column.addLayout(self.footer)
        self._build_primary()

    def _build_primary(self) -> None:
        self.primary.setObjectName("primary")
        self.primary.setVisible(bool(self.primary_text))
        self.primary.clicked.connect(self.press)
        action = QAction(self)
        action.setShortcuts([QKeySequence("Ctrl+Return"), QKeySequence("Ctrl+Enter")])
        action.triggered.connect(self.press_primary)
        self.addAction(action)
        self._primary_action = action
        if self.primary_text:
            self._keys.append((action, self.primary_text, None))
        self._label_primary(action)

    def _label_primary(self, action: QAction) -> None:
        text = tr(self._primary_source)
        self.primary.setText(text)
        self.primary.setAccessibleName(text)
        self.primary.setToolTip("Ctrl+Enter")
        action.setText(text)

    @staticmethod
    def _label_key(action: QAction, text: str, button: QAbstractButton | None) -> None:
        action.setText(tr(text))
        if button is None:
            return
        keys = action.shortcut().toString()
        button.setText(f"{tr(text)}  {keys}" if keys else tr(text))
        button.setAccessibleName(tr(text))

    def _first_field(self) -> QWidget | None:
        for widget in reached_by_tab(self.body):
            if widget.isVisibleTo(self) and widget.isEnabled():
                return widget
        return None

    # -- Qt's own -----------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on, Esc goes back; both reach here only when the field did not use them."""
        if event.key() == Qt.Key.Key_Escape:
            self.back()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & (
            Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
        ):
            self._go_on()
        else:
            super().keyPressEvent(event)

    def _go_on(self) -> None:
        widget = self.focusWidget()
        if isinstance(widget, QAbstractButton):
            widget.click()
        elif not isinstance(widget, QAbstractItemView | QPlainTextEdit):
            self.focusNextPrevChild(True)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate_all()
        super().changeEvent(event)

    def _retranslate_all(self) -> None:
        for form, body in self._forms:
            form.retranslateUi(body)
        for action, text, button in self._keys:
            self._label_key(action, text, button)
        self._label_primary(self._primary_action)
        self.set_title(self._title_text)
        self.retranslate()
