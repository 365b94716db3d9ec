"""Taking the money: promotions, prompts, tenders, and the figures both sides look at."""

from collections.abc import Sequence
from functools import cached_property

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from hallclient.base.language import N_, tr
from hallclient.base.money import Fen
from hallclient.counter.page.late import LateRow
from hallclient.counter.page.panel import Panel, Scroll, boxes
from hallclient.counter.page.tenders import Tenders
from hallclient.counter.page.terms import LineTerms
from hallclient.ui.widgets.big_figure import BigFigure
from hallclient.ui.widgets.marks import plain_label
from hallclient.ui.widgets.prompt_list import Prompt, PromptList


class PayPanel(Panel):
    """What is told first, then the money; due, received and change stand together below."""

    changed = Signal()
    late_changed = Signal()
    """Something was typed of a later entry, or it was taken back."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.prompts = PromptList()
        self.prompts.setObjectName("prompts")
        self._prompts: tuple[Prompt, ...] = ()
        self.terms = LineTerms()
        self.tenders = Tenders()
        self.due = BigFigure(caption=N_("Due"))
        self.received = BigFigure(caption=N_("Received"))
        self.change = BigFigure(caption=N_("Change"))
        self.missing = BigFigure(caption=N_("Still to pay"))
        self.add, self.exact = QPushButton(), QPushButton()
        self._heads = [plain_label(role="heading") for _ in range(3)]
        self._lay_out()
        for part in (self.prompts, self.terms, self.tenders):
            part.changed.connect(self.changed)
        self.prompts.changed.connect(self._show_next)
        self.add.clicked.connect(lambda _checked: self._another())
        self.retranslate()
        self.set_prompts((), frozenset())
        self.set_figures(Fen(0), Fen(0), Fen(0), Fen(0))

    @cached_property
    def late(self) -> LateRow:
        """Made when the first later entry is begun: most days have none."""
        row = LateRow(self)
        row.changed.connect(self.late_changed)
        layout = self.layout()
        if isinstance(layout, QVBoxLayout):
            layout.insertWidget(layout.indexOf(self.tenders) + 1, row)
        return row

    def toggle_late(self) -> None:
        """Begins a later entry, or takes it back."""
        self.late.toggle()

    def late_words(self) -> tuple[str, str]:
        """Time and reason of a later entry, both "" for an order that is done now."""
        return self.late.words() if "late" in self.__dict__ else ("", "")

    def load_late(self, done_at: str, reason: str) -> None:
        """What a draft says of a later entry; no fields where it says nothing."""
        if done_at or reason or "late" in self.__dict__:
            self.late.load(done_at, reason)

    def set_prompts(self, prompts: Sequence[Prompt], ticked: frozenset[str]) -> None:
        """What must be said (必说), with what was said already; the focus stays where it was."""
        if tuple(prompts) != self._prompts:
            focus = self.focusWidget()
            at = focus.objectName() if focus and self.prompts.isAncestorOf(focus) else ""
            self._prompts = tuple(prompts)
            self.prompts.blockSignals(True)  # rows that are made anew were not unticked by hand
            self.prompts.set_prompts(self._prompts)
            self.prompts.blockSignals(False)
            for box in boxes(self.prompts):
                if box.objectName() == at:
                    box.setFocus(Qt.FocusReason.OtherFocusReason)
        self.prompts.acknowledge(ticked)
        self._heads[0].setVisible(not self.terms.isHidden())
        self._heads[1].setVisible(bool(self._prompts))

    def set_figures(self, due: Fen, received: Fen, change: Fen, missing: Fen) -> None:
        """The figures in fen; while money is missing, how much takes the place of the change."""
        part_paid = bool(received and missing)
        self.due.set_fen(due, "due")
        self.received.set_fen(received or None)
        self.change.set_fen(
            None if missing or not received else change, "good" if change else "plain"
        )
        self.missing.set_fen(missing, "wrong")
        self.change.setVisible(not part_paid)
        self.missing.setVisible(part_paid)

    def clear(self) -> None:
        """Nothing to say and nothing paid."""
        self.tenders.load(())
        self.load_late("", "")
        self.terms.show_lines((), ())
        self.set_prompts((), frozenset())
        self.set_figures(Fen(0), Fen(0), Fen(0), Fen(0))

    def start(self) -> None:
        """The focus where the work begins: an unanswered promotion, else the money."""
        widget = self.terms.first_open() or self.tenders.rows[0].amount
        widget.setFocus(Qt.FocusReason.OtherFocusReason)

    def retranslate(self) -> None:
        texts = (
            tr("Promotions the customer must hear of"),
            tr("Say before the money is taken"),
            tr("Payment"),
        )
        for label, text in zip(self._heads, texts, strict=True):
            label.setText(text)
        self.terms.retranslate()
        self.tenders.retranslate()

    def _show_next(self) -> None:
        """F8 ticks the next prompt, so it is the one to be seen."""
        box = next((box for box in boxes(self.prompts) if not box.isChecked()), None)
        if box is not None:
            self._scroll.ensureWidgetVisible(box, 0, 32)

    def _another(self) -> None:
        self.tenders.add_row()
        self.changed.emit()

    def _lay_out(self) -> None:
        """What is said scrolls if it must; the money is always in sight."""
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(8)
        self._scroll = Scroll(self)
        whole.addWidget(self._scroll, 1)
        inside = self._scroll.hold(QWidget(self._scroll.viewport()))
        said = QVBoxLayout(inside)
        said.setContentsMargins(0, 0, 4, 0)
        said.setSpacing(8)
        for title, part in zip(self._heads[:2], (self.terms, self.prompts), strict=True):
            said.addWidget(title)
            said.addWidget(part)
        said.addStretch(1)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._heads[2], 1)
        for button in (self.exact, self.add):
            button.setProperty("role", "link")
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            head.addWidget(button)
        figures = QHBoxLayout()
        figures.setSpacing(24)
        for figure in (self.due, self.received, self.change, self.missing):
            figures.addWidget(figure, 1)
        whole.addLayout(head)
        whole.addWidget(self.tenders)
        whole.addLayout(figures)
