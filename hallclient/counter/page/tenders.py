"""The means of payment of one order, and what became of a payment nobody was sure of."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from hallclient.base.errors import HallError
from hallclient.base.language import tr
from hallclient.base.money import Fen, fen_from_text
from hallclient.counter.rules import CASH, METHODS, TenderDraft, TenderState
from hallclient.ui.widgets.choice_box import ChoiceBox
from hallclient.ui.widgets.money_edit import MoneyEdit

MOST_TENDERS = 4
SHORT = ChoiceBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon


class TenderRow(QWidget):
    """One means of payment: method, amount given, reference, and whether its outcome is known.

    A payment whose outcome is unknown stands fast from the moment it is marked so: it can no
    longer be changed or forgotten, only looked up.
    """

    changed = Signal()
    looked_up = Signal(int, bool, str)
    """(place, whether the money arrived, where it was looked up) of an unknown outcome."""

    def __init__(self, place: int) -> None:
        super().__init__()
        self.place = place
        self._parked: TenderDraft | None = None
        self.method, self.amount, self.reference = ChoiceBox(), MoneyEdit(), QLineEdit()
        self.unknown, self.note = QCheckBox(), QLineEdit()
        self.arrived, self.lost = QPushButton(), QPushButton()
        self.reference.setMaxLength(64)
        self.note.setMaxLength(120)
        for name in ("method", "amount", "reference", "unknown", "note"):
            getattr(self, name).setObjectName(f"tenders_{place}_{name}")
        self.setObjectName(f"tenders_{place}")
        self.setFocusProxy(self.amount)
        self.method.set_choices(tuple(METHODS.items()))
        self.method.setSizeAdjustPolicy(SHORT)
        self.method.setMinimumContentsLength(6)
        self._lay_out()
        self._connect()
        self.retranslate()
        self._on_method()

    def draft(self) -> TenderDraft | None:
        """The tender as typed, None while nothing was typed."""
        if self._parked is not None:
            return self._parked
        amount, method = self.amount.text().strip(), self.method.value()
        if not amount or method is None:
            return None
        return TenderDraft(str(method), amount, self.reference.text().strip())

    def load(self, tender: TenderDraft | None, method: str = "") -> None:
        """Puts a tender back; without one, an empty row for the method."""
        self._park(None)
        self.method.set_value(tender.method if tender else method or None)
        self.amount.setText(tender.amount if tender else "")
        self.reference.setText(tender.reference if tender else "")
        self.note.clear()
        if tender is not None and tender.state == TenderState.UNKNOWN:
            self._park(tender)

    def retranslate(self) -> None:
        """Writes every text in the language in force."""
        number = self.place + 1
        self.method.setAccessibleName(tr("Payment {number}: method", number=number))
        self.amount.setAccessibleName(tr("Payment {number}: amount", number=number))
        self.reference.setAccessibleName(tr("Payment {number}: reference", number=number))
        self.reference.setPlaceholderText(tr("Reference number"))
        self.unknown.setText(tr("Not sure"))
        self.unknown.setToolTip(tr("The outcome of this payment is not known"))
        self.unknown.setAccessibleName(tr("Payment {number}: outcome unknown", number=number))
        self.note.setPlaceholderText(tr("Where it was looked up"))
        self.note.setAccessibleName(tr("Payment {number}: where it was looked up", number=number))
        self.arrived.setText(tr("It arrived"))
        self.lost.setText(tr("It did not arrive"))
        self.arrived.setAccessibleName(tr("Payment {number}: it arrived", number=number))
        self.lost.setAccessibleName(tr("Payment {number}: it did not arrive", number=number))

    def _connect(self) -> None:
        self.method.chosen.connect(lambda _value: self._on_method())
        self.amount.changed.connect(self.changed)
        self.reference.textChanged.connect(lambda _text: self.changed.emit())
        self.unknown.toggled.connect(self._on_unknown)
        self.arrived.clicked.connect(lambda: self._look_up(settled=True))
        self.lost.clicked.connect(lambda: self._look_up(settled=False))

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        for widget, stretch in ((self.method, 3), (self.amount, 3), (self.reference, 4)):
            row.addWidget(widget, stretch)
        row.addWidget(self.unknown)
        kept = self.unknown.sizePolicy()
        kept.setRetainSizeWhenHidden(True)  # the columns of all rows stand below each other
        self.unknown.setSizePolicy(kept)
        self._look = QWidget()
        look = QHBoxLayout(self._look)
        look.setContentsMargins(0, 0, 0, 0)
        look.addWidget(self.note, 1)
        look.addWidget(self.arrived)
        look.addWidget(self.lost)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(row)
        column.addWidget(self._look)

    def _on_method(self) -> None:
        electronic = self.method.value() not in (None, CASH)
        self.reference.setEnabled(electronic)
        self.unknown.setEnabled(electronic)
        self.unknown.setVisible(electronic)
        if not electronic:
            self.reference.clear()
        self.changed.emit()

    def _on_unknown(self, marked: bool) -> None:  # noqa: FBT001 - a signal
        if marked and self._parked is None:
            typed = self.draft()
            if typed is None or not _readable(typed.amount):
                self.unknown.setChecked(False)
                self.amount.setFocus(Qt.FocusReason.OtherFocusReason)
                return
            self._park(
                TenderDraft(typed.method, typed.amount, typed.reference, TenderState.UNKNOWN)
            )
            self.note.setFocus(Qt.FocusReason.OtherFocusReason)
            self.changed.emit()

    def _park(self, tender: TenderDraft | None) -> None:
        """Fixes the tender as it is until its outcome is known; None lets go."""
        self._parked = tender
        for widget in (self.method, self.amount, self.unknown):
            widget.setEnabled(tender is None)
        self.unknown.setChecked(tender is not None)
        self._look.setVisible(tender is not None)
        if tender is not None:
            self.reference.setEnabled(not tender.reference)

    def _look_up(self, *, settled: bool) -> None:
        self.looked_up.emit(self.place, settled, self.note.text())


class Tenders(QWidget):
    """The means of payment of one order; the first is there, the rest come by key."""

    changed = Signal()
    looked_up = Signal(int, bool, str)
    resized = Signal()
    """A row came or went."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("tenders")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self.rows: list[TenderRow] = []
        self.add_row(CASH)

    def drafts(self) -> tuple[TenderDraft, ...]:
        """Every tender that has an amount."""
        drafts = (row.draft() for row in self.rows)
        return tuple(draft for draft in drafts if draft is not None)

    def place_of(self, row: TenderRow) -> int:
        """The row's place among the tenders of the draft, which has no empty ones."""
        return sum(1 for other in self.rows[: row.place] if other.draft() is not None)

    def load(self, tenders: Sequence[TenderDraft]) -> None:
        """Puts tenders back; without any, one empty row for cash."""
        while len(self.rows) > max(1, len(tenders)):
            row = self.rows.pop()
            row.setParent(None)
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
        row.setVisible(True)
        self.setFocusProxy(self.rows[0].amount)
        self.resized.emit()
        if len(self.rows) > 1:
            row.method.setFocus(Qt.FocusReason.OtherFocusReason)

    def fill(self, due: Fen) -> None:
        """Puts what is still missing into the row that has the focus, or the last one."""
        focus = self.focusWidget()
        row = next((row for row in self.rows if focus and row.isAncestorOf(focus)), self.rows[-1])
        others = sum(_readable(one.amount.text()) for one in self.rows if one is not row)
        if row.amount.isEnabled() and due > others:
            row.amount.set_fen(due - others)
            row.amount.setFocus(Qt.FocusReason.OtherFocusReason)

    def retranslate(self) -> None:
        """Writes every text in the language in force."""
        for row in self.rows:
            row.retranslate()


def _readable(amount: str) -> int:
    """Fen, zero for what is no amount."""
    try:
        return max(0, fen_from_text(amount))
    except HallError:
        return 0
