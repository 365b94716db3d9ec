"""Taking the money: prompts, promotions, tenders, and the figures both sides look at."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from hallclient.base.errors import HallError
from hallclient.base.language import tr
from hallclient.base.money import Fen, fen_from_text
from hallclient.counter.page.business import LineTerms
from hallclient.counter.rules import CASH, METHODS, TenderDraft, TenderState
from hallclient.ui.widgets.big_figure import BigFigure
from hallclient.ui.widgets.choice_box import ChoiceBox
from hallclient.ui.widgets.marks import plain_label
from hallclient.ui.widgets.money_edit import MoneyEdit
from hallclient.ui.widgets.prompt_list import PromptList

MOST_TENDERS = 4


class TenderRow(QWidget):
    """One means of payment: method, amount given, reference, and whether its outcome is known."""

    changed = Signal()
    looked_up = Signal(int, bool, str)
    """(place, whether the money arrived, where it was looked up) of an unknown outcome."""

    def __init__(self, place: int) -> None:
        super().__init__()
        self.place = place
        self.note = QLineEdit()
        self.note.setMaxLength(120)
        self.arrived, self.lost = QPushButton(), QPushButton()
        self.method = ChoiceBox()
        self.method.set_choices(tuple(METHODS.items()))
        self.amount = MoneyEdit()
        self.reference = QLineEdit()
        self.reference.setMaxLength(64)
        self.unknown = QCheckBox()
        for name in ("method", "amount", "reference", "unknown"):
            getattr(self, name).setObjectName(f"tenders_{place}_{name}")
        self._lay_out()
        self.method.chosen.connect(lambda _value: self._on_method())
        self.amount.changed.connect(self.changed)
        self.reference.textChanged.connect(lambda _text: self.changed.emit())
        self.unknown.toggled.connect(lambda _on: self.changed.emit())
        self.retranslate()
        self._on_method()

    def draft(self) -> TenderDraft | None:
        """The tender as typed, None while nothing was typed."""
        amount, method = self.amount.text().strip(), self.method.value()
        if not amount or method is None:
            return None
        state = TenderState.UNKNOWN if self.unknown.isChecked() else TenderState.SETTLED
        return TenderDraft(str(method), amount, self.reference.text().strip(), state)

    def load(self, tender: TenderDraft | None, method: str = "") -> None:
        """Puts a tender back."""
        self.method.set_value(tender.method if tender else method or None)
        self.amount.setText(tender.amount if tender else "")
        self.reference.setText(tender.reference if tender else "")
        unknown = tender is not None and tender.state == TenderState.UNKNOWN
        self.unknown.setChecked(unknown)
        self._look.setVisible(unknown)
        self.unknown.setEnabled(not unknown and self.reference.isEnabled())

    def retranslate(self) -> None:
        """Writes every text in the language in force."""
        number = self.place + 1
        self.method.setAccessibleName(tr("Payment {number}: method", number=number))
        self.amount.setAccessibleName(tr("Payment {number}: amount", number=number))
        self.reference.setAccessibleName(tr("Payment {number}: reference", number=number))
        self.reference.setPlaceholderText(tr("Reference number"))
        self.unknown.setText(tr("Outcome unknown"))
        self.unknown.setAccessibleName(tr("Payment {number}: outcome unknown", number=number))

        self.note.setPlaceholderText(tr("Where it was looked up"))
        self.note.setAccessibleName(tr("Payment {number}: where it was looked up", number=number))
        for button, text in (
            (self.arrived, tr("It arrived")),
            (self.lost, tr("It did not arrive")),
        ):
            button.setText(text)
            button.setAccessibleName(text)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.addWidget(self.method, 2)
        row.addWidget(self.amount, 2)
        row.addWidget(self.reference, 3)
        row.addWidget(self.unknown)
        self._look = QWidget()
        look = QHBoxLayout(self._look)
        look.setContentsMargins(0, 0, 0, 0)
        look.addWidget(self.note, 1)
        look.addWidget(self.arrived)
        look.addWidget(self.lost)
        self._look.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(row)
        column.addWidget(self._look)
        for button, settled in ((self.arrived, True), (self.lost, False)):
            button.clicked.connect(
                lambda _checked, how=settled: self.looked_up.emit(self.place, how, self.note.text())
            )

    def _on_method(self) -> None:
        electronic = self.method.value() not in (None, CASH)
        self.reference.setEnabled(electronic)
        self.unknown.setEnabled(electronic)
        if not electronic:
            self.reference.clear()
            self.unknown.setChecked(False)
        self.changed.emit()


class Tenders(QWidget):
    """The means of payment of one order; the first is there, the rest come by key."""

    changed = Signal()
    looked_up = Signal(int, bool, str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("tenders")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self.rows: list[TenderRow] = []
        self.add_row(CASH)

    def drafts(self) -> tuple[TenderDraft, ...]:
        """Every tender that has an amount."""
        drafts = (row.draft() for row in self.rows)
        return tuple(draft for draft in drafts if draft is not None)

    def load(self, tenders: Sequence[TenderDraft]) -> None:
        """Puts tenders back; without any, one empty row for cash."""
        while len(self.rows) > max(1, len(tenders)):
            row = self.rows.pop()
            row.hide()
            row.deleteLater()
        for place, tender in enumerate(tenders):
            if place == len(self.rows):
                self.add_row(tender.method)
            self.rows[place].load(tender)
        if not tenders:
            self.rows[0].load(None, CASH)

    def add_row(self, method: str = "") -> None:
        """One more means of payment, with the focus on it."""
        if len(self.rows) == MOST_TENDERS:
            return
        row = TenderRow(len(self.rows))
        row.load(None, method)
        row.changed.connect(self.changed)
        row.looked_up.connect(self.looked_up)
        self.rows.append(row)
        self._column.addWidget(row)
        if len(self.rows) > 1:
            row.method.setFocus()

    def fill(self, missing: Fen) -> None:
        """Puts what is still missing into the row that has the focus, or the last one."""
        row = next((row for row in self.rows if row.isAncestorOf(_focus(self))), self.rows[-1])
        if missing > 0:
            given = row.amount.fen_or_none() or 0
            row.amount.set_fen(given + missing)

    def received(self) -> Fen:
        """The sum of the amounts that can be read, in fen."""
        return Fen(sum(_readable(draft.amount) for draft in self.drafts()))

    def retranslate(self) -> None:
        """Writes every text in the language in force."""
        for row in self.rows:
            row.retranslate()


class PayPanel(QWidget):
    """Prompts, promotions, tenders, and the three figures: due, received, change."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.prompts = PromptList()
        self.terms = LineTerms()
        self.tenders = Tenders()
        self.due = BigFigure(caption="Due")
        self.received = BigFigure(caption="Received")
        self.change = BigFigure(caption="Change")
        self.add = QPushButton()
        self.exact = QPushButton()
        self._prompts_head = plain_label(role="section")
        self._terms_head = plain_label(role="section")
        self._tenders_head = plain_label(role="section")
        self._lay_out()
        for part in (self.prompts, self.terms, self.tenders):
            part.changed.connect(self.changed)
        self.add.clicked.connect(lambda _checked: self.tenders.add_row())
        self.retranslate()

    def set_figures(self, due: Fen, received: Fen, change: Fen, missing: Fen) -> None:
        """The figures in fen; change shows — while money is missing."""
        self.due.set_fen(due, "due")
        self.received.set_fen(received or None)
        self.change.set_fen(None if missing else change, "good" if change else "plain")

    def retranslate(self) -> None:
        """Writes every text in the language in force."""
        self._prompts_head.setText(tr("Say before the money is taken"))
        self._terms_head.setText(tr("Promotions the customer must hear of"))
        self._tenders_head.setText(tr("Payment"))
        self.add.setText(tr("Another payment"))
        self.add.setAccessibleName(tr("Another payment"))
        self.exact.setText(tr("Exact amount"))
        self.exact.setAccessibleName(tr("Exact amount"))
        self.tenders.retranslate()
        for figure in (self.due, self.received, self.change):
            figure.retranslate()

    def show_heads(self) -> None:
        """Hides the headings of parts that are empty."""
        self._prompts_head.setVisible(not self.prompts.isHidden())
        self._terms_head.setVisible(not self.terms.isHidden())

    def _lay_out(self) -> None:
        figures = QGridLayout()
        figures.setHorizontalSpacing(24)
        for column, figure in enumerate((self.due, self.received, self.change)):
            figures.addWidget(figure, 0, column)
        buttons = QHBoxLayout()
        buttons.addWidget(self.add)
        buttons.addWidget(self.exact)
        buttons.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(8)
        for part in (self._terms_head, self.terms, self._prompts_head, self.prompts,
                     self._tenders_head, self.tenders):  # fmt: skip
            whole.addWidget(part)
        whole.addLayout(buttons)
        whole.addStretch(1)
        whole.addLayout(figures)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)


def _focus(root: QWidget) -> QWidget:
    return root.focusWidget() or root


def _readable(amount: str) -> int:
    try:
        return max(0, fen_from_text(amount))
    except HallError:
        return 0
