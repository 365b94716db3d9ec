"""The base of every page: title, notice, form, one primary button; work runs on a lane.

The recipe (a longer one with a whole example: `docs/pages.md`)::

    @dataclass(frozen=True)
    class DropCalls:                       # plain callables, bound to the desk by `app`
        drop: Callable[[CashDropAsk], DropSlip]

    class DropPage(Page):
        title = N_("Cash drop")            # English source; the base translates
        primary_text = N_("Drop the cash") # "" for a page without a primary button

        def __init__(self, calls: DropCalls, lanes: Lanes) -> None:
            super().__init__(lanes)
            self._calls = calls
            self.ui = self.set_form(Ui_Drop)             # forms/drop.ui, compiled
            self.add_key("F4", N_("Clear"), self._clear)

        def on_primary(self) -> None:                    # button, Ctrl+Enter, Enter at the end
            ask = CashDropAsk(new_id(), self.ui.amount.fen())
            drop = self._calls.drop                      # close over values, never the page
            self.run(self.lanes.write, lambda: drop(ask), self._dropped)

        def _dropped(self, slip: DropSlip) -> None:      # on the UI thread
            self.say_good(tr("Slip {number} is printed.", number=slip.number))

A HallError that the work (or `on_primary` itself) raises becomes the sentence in the notice
and, when its `field` is the object name of a widget, beside that widget. Anything else is a
bug and goes on to `sys.excepthook`.
"""

import itertools
from collections.abc import Callable, Iterator, Mapping
from typing import ClassVar, Protocol

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence, QShowEvent
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

from hallclient.base.errors import HallError, Several
from hallclient.base.language import tr
from hallclient.ui.field_errors import FieldErrors, each_error
from hallclient.ui.jobs import Job, Lane, Lanes, Step
from hallclient.ui.runs import Progress, Run
from hallclient.ui.widgets.marks import plain_label
from hallclient.ui.widgets.money_edit import MoneyEdit
from hallclient.ui.widgets.notice import Notice, Tone


class Form(Protocol):
    """What pyside6-uic makes of a `.ui` file."""

    def setupUi(self, form: QWidget) -> None: ...  # noqa: N802 - uic's spelling

    def retranslateUi(self, form: QWidget) -> None: ...  # noqa: N802 - uic's spelling


class Page(QWidget):
    """A screen of a room; made lazily and kept alive, so that nothing typed is lost.

    A subclass sets `title` and `primary_text`, builds its form, and overrides what it needs
    of `on_primary`, `retranslate`, `opened` and `back`.
    """

    title: ClassVar[str] = ""
    primary_text: ClassVar[str] = ""
    field_names: ClassVar[Mapping[str, str]] = {}
    """An error's `field` to the object name of its widget, where the two differ."""

    went_back = Signal()
    """Esc with nothing left to undo on the page."""

    def __init__(self, lanes: Lanes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lanes = lanes
        self.body = QWidget()
        self._forms: list[tuple[Form, QWidget]] = []
        self._keys: list[tuple[QAction, str, QAbstractButton | None]] = []
        self._runs: set[Run] = set()
        self._secondary: list[QPushButton] = []
        self._heard: set[MoneyEdit] = set()
        self._ready = True
        self._primary_source = self.primary_text
        self._title_text = ""
        self._progress: Progress | None = None
        self._build()
        self.errors = FieldErrors(self, self.field_names)
        self._primary_had_focus = False
        self.refused: HallError | None = None
        """The refusal that the page shows now, for whoever reads its code."""

    # -- to be overridden ---------------------------------------------------------------

    def on_primary(self) -> None:
        """The primary button, Ctrl+Enter, or Enter on the last field."""

    def retranslate(self) -> None:
        """The language changed: set again what this page has set with `tr` itself."""

    def opened(self) -> None:
        """The page came to the front: read anew what may have changed elsewhere."""

    def back(self) -> None:
        """Esc: undo the last step; with nothing to undo, tell the window."""
        self.went_back.emit()

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
                money.refused.connect(self._on_amount_refused)
        fields = [widget for widget in self._tab_order() if self.body.isAncestorOf(widget)]
        order = [*fields[-1:], self.primary, *self._secondary]
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

    def set_ready(self, *, when: bool) -> None:
        """Whether the primary button may be pressed; while work runs it never may."""
        self._ready = when
        self._refresh_primary()

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

    def run[T](
        self,
        lane: Lane,
        work: Callable[[], T],
        done: Callable[[T], object],
        failed: Callable[[HallError], object] | None = None,
        *,
        quiet: bool = False,
    ) -> Job:
        """Does the work on the lane and hands its value to `done` on the UI thread.

        The primary button is dead meanwhile and earlier errors go. A HallError is shown
        (`show_error`), or handed to `failed` instead; anything else is raised again. `quiet`
        work (looking something up while the clerk types) leaves button and errors alone.
        """
        return self._start(lane, lambda _step: work(), done, failed, quiet=quiet)

    def run_long[T](
        self,
        lane: Lane,
        work: Callable[[Step], T],
        done: Callable[[T], object],
        failed: Callable[[HallError], object] | None = None,
        *,
        text: str,
    ) -> Job:
        """Like `run` for work that takes seconds: shows `text`, progress, and a cancel key.

        The work calls `step(done, total)` between units; a cancel is silent.
        """
        job = self._start(lane, work, done, failed, quiet=False)
        if self._progress is None:
            self._progress = Progress(self)
            self._frame.insertWidget(self._frame.count() - 1, self._progress)
        self._progress.follow(job, text)
        return job

    @property
    def busy(self) -> bool:
        """Whether work that holds the primary button is under way."""
        return any(not run.quiet for run in self._runs)

    def say(self, text: str, tone: Tone = "info") -> None:
        """A sentence, already translated, above the form; "" takes it away."""
        self.notice.say(text, tone)

    def say_good(self, text: str) -> None:
        """What was done."""
        self.notice.say(text, "good")

    def show_error(self, error: HallError) -> None:
        """The refusal in the notice and beside every field it names; the first gets focus."""
        self.refused = error
        sentences = [str(error)] if isinstance(error, Several) else []
        found = False
        for single in each_error(error):
            shown = bool(single.field) and self.errors.show(
                single.field, str(single), focus=not found
            )
            found = found or shown
            if not (shown and isinstance(error, Several)):
                sentences.append(str(single))
        self.notice.say("\n".join(sentences), "wrong")

    def field_error(self, name: str, sentence: str) -> None:
        """A sentence, already translated, beside one field of this page."""
        if not self.errors.show(name, sentence):
            self.notice.say(sentence, "wrong")

    def clear_errors(self) -> None:
        """Takes back every sentence, in the notice and beside the fields."""
        self.refused = None
        self.errors.clear()
        self.notice.clear()

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
        self._frame = QVBoxLayout(self)
        self._frame.setContentsMargins(24, 16, 24, 16)
        self._frame.setSpacing(12)
        self.header = QHBoxLayout()
        self._title = plain_label(tr(self.title), "title")
        self.header.addWidget(self._title)
        self.header.addStretch(1)
        self._frame.addLayout(self.header)
        self.notice = Notice(self)
        self._frame.addWidget(self.notice)
        scroll = QScrollArea(self)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidgetResizable(True)
        scroll.setWidget(self.body)
        self.body.setObjectName("pageBody")
        self._frame.addWidget(scroll, 1)
        self.footer = QHBoxLayout()
        self.footer.setSpacing(8)
        self.footer.addStretch(1)
        self.primary = QPushButton(self)
        self.footer.addWidget(self.primary)
        self._frame.addLayout(self.footer)
        self._build_primary()

    def _build_primary(self) -> None:
        self.primary.setObjectName("primary")
        self.primary.setVisible(bool(self.primary_text))
        self.primary.clicked.connect(self._on_primary_clicked)
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
        for widget in self._tab_order():
            inside = self.body.isAncestorOf(widget)
            if inside and widget.isVisibleTo(self) and widget.isEnabled():
                return widget
        return None

    def _tab_order(self) -> Iterator[QWidget]:
        """Every widget of the page that Tab reaches, body first as it was made."""
        widget = self.nextInFocusChain()
        while widget is not None and widget is not self:
            if self.isAncestorOf(widget) and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
                yield widget
            widget = widget.nextInFocusChain()

    def _start[T](
        self,
        lane: Lane,
        work: Callable[[Step], T],
        done: Callable[[T], object],
        failed: Callable[[HallError], object] | None,
        *,
        quiet: bool,
    ) -> Job:
        if not quiet:
            self.clear_errors()
        run = Run(self, work, done, failed or self.show_error, quiet=quiet)
        self._runs.add(run)
        run.ended.connect(self._on_run_ended)
        self._refresh_primary()
        lane.start(run.job)
        return run.job

    @Slot(object)
    def _on_run_ended(self, run: Run) -> None:
        self._runs.discard(run)
        self._refresh_primary()

    def _refresh_primary(self) -> None:
        """Focus that the dead button lost comes back with it, unless the clerk went on."""
        able = self._ready and not self.busy
        if self.primary.isEnabled() == able:
            return
        if not able:
            self._primary_had_focus = self.primary.hasFocus()
            self.primary.setEnabled(False)
            return
        self.primary.setEnabled(True)
        if self._primary_had_focus and self.isVisible():
            self.primary.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(object)
    def _on_amount_refused(self, error: HallError) -> None:
        self.errors.show(error.field, str(error), focus=False)

    @Slot()
    def _on_primary_clicked(self) -> None:
        try:
            self.on_primary()
        except HallError as error:  # the form itself refused: nothing was started
            self.clear_errors()
            self.show_error(error)

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

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not event.spontaneous():
            self.settle_fields()
            self.opened()
            self.focus_first()
