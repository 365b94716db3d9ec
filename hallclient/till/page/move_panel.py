"""The form for whatever moves cash or empties the seat: one choice, the fields it needs."""

from collections.abc import Callable
from typing import Final

from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from hallclient.base.language import N_, tr
from hallclient.base.money import Fen, positive, yuan
from hallclient.base.text import to_ascii
from hallclient.staff.rules import AskApproval, RequestFact, Signature
from hallclient.till.page.calls import ShiftCalls
from hallclient.till.page.checks import clear_checks, show_checks
from hallclient.till.page.words import MOVEMENT_COLUMNS, MOVEMENT_NAMES
from hallclient.till.rules import (
    PAUSE_MOST,
    CounterMissing,
    DropAsk,
    MinutesMalformed,
    Moved,
    MovementKind,
    PauseAsk,
    PayAsk,
    ReasonMissing,
    TakeBackAsk,
    TillView,
    TransferAsk,
    VoucherMissing,
)
from hallclient.ui.forms.shift_move import Ui_ShiftMove
from hallclient.ui.page import Page

_FIELDS: Final = {
    MovementKind.DROP: ("amount",),
    MovementKind.TAKE_BACK: ("amount", "reason"),
    MovementKind.TRANSFER: ("amount", "to_counter"),
    MovementKind.PAY_IN: ("amount", "reason", "voucher"),
    MovementKind.PAY_OUT: ("amount", "reason", "voucher"),
    MovementKind.PAUSE: ("reason", "minutes"),
}
"""The fields that each kind asks for; the others are hidden."""

_SECOND: Final = {
    MovementKind.DROP: ("cash.witness", N_("Witness")),
    MovementKind.TAKE_BACK: ("shift.approve", N_("Approver")),
    MovementKind.TRANSFER: ("cash.witness", N_("Witness")),
    MovementKind.PAY_IN: ("cash.witness", N_("Witness")),
    MovementKind.PAY_OUT: ("cash.pay_out", N_("Approver")),
}
"""Permission and role of the second person; a pause needs none."""


class MovePanel:
    """Reads the form `shift_move.ui` and shows the movements of the shift."""

    def __init__(self, page: Page, relabel: Callable[[], None]) -> None:
        self.widget = QWidget()
        self.ui = Ui_ShiftMove()
        self._relabel = relabel
        page.add_form(self.ui, self.widget)
        self.state: QLabel = self.ui.state
        self.ui.movements.set_columns(
            MOVEMENT_COLUMNS, empty=N_("Nothing has been moved in this shift.")
        )
        self.ui.move_kind.set_choices([(kind, MOVEMENT_NAMES[kind]) for kind in _FIELDS])
        self.ui.move_kind.set_value(MovementKind.DROP)
        self.ui.move_kind.chosen.connect(lambda _kind: self._show_fields())
        self.retranslate()
        self._show_fields()

    def retranslate(self) -> None:
        """The checks in the language in force."""
        show_checks(self.ui.leave_checks, "leaving")
        self.ui.leave_checks.setVisible(self.kind is MovementKind.PAUSE)

    @property
    def kind(self) -> MovementKind:
        """What is to happen."""
        value = self.ui.move_kind.value()
        return value if isinstance(value, MovementKind) else MovementKind.DROP

    def choose(self, kind: MovementKind) -> None:
        """Another kind, by its key; its first field gets the focus."""
        self.ui.move_kind.set_value(kind)
        self._show_fields()
        first = self.first_field()
        if first.isVisible():
            first.setFocus()

    def first_field(self) -> QWidget:
        """Where the typing begins."""
        field: QWidget = getattr(self.ui, f"move_{_FIELDS[self.kind][0]}")
        return field

    def show(self, view: TillView) -> None:
        """The movements of the shift, newest first, and where cash may go."""
        self.ui.movements.renew(tuple(reversed(view.movements)), keep=lambda row: row.number)
        counters = tuple((number, str(number)) for number in view.others)
        self.ui.move_to_counter.set_choices(counters, translated=True)

    def clear(self) -> None:
        """Ready for the next movement."""
        for edit in self.widget.findChildren(QLineEdit):
            edit.clear()
        self.ui.move_to_counter.set_value(None)
        clear_checks(self.ui.leave_checks)
        self.choose(MovementKind.DROP)

    def needs(self) -> tuple[str, str] | None:
        """(permission, role) of the second person; None for a pause."""
        return _SECOND.get(self.kind)

    def purpose(self) -> str:
        """The sentence that the second person signs. Raises AmountNotPositive and the like."""
        return tr(
            "{what}: {amount} yuan", what=tr(MOVEMENT_NAMES[self.kind]), amount=yuan(self._amount())
        )

    def elsewhere(self, request_id: str) -> AskApproval | None:
        """What a manager elsewhere may approve; None where somebody has to see the money."""
        if self.kind is not MovementKind.PAY_OUT:
            return None
        ask = PayAsk(request_id, "out", self._amount(), self._reason(), self._voucher(), None)
        facts = (
            RequestFact(N_("Amount"), yuan(ask.amount_fen)),
            RequestFact(N_("Reason"), ask.reason),
            RequestFact(N_("Voucher"), ask.voucher),
        )
        return AskApproval("cash.pay_out", ask.content, facts, ask.amount_fen)

    def work(self, calls: ShiftCalls, request_id: str) -> Callable[[Signature], Moved]:
        """What is to be done once the second person has signed; all typed fields are read now.

        Raises the refusal of the field that is empty or wrong, before anybody signs.
        """
        amount = self._amount()
        if self.kind is MovementKind.DROP:
            drop = calls.drop
            return lambda witness: drop(DropAsk(request_id, amount, witness))
        if self.kind is MovementKind.TAKE_BACK:
            why, take_back = self._reason(), calls.take_back
            return lambda approver: take_back(TakeBackAsk(request_id, amount, why, approver))
        if self.kind is MovementKind.TRANSFER:
            target, transfer = self._counter(), calls.transfer
            return lambda witness: transfer(TransferAsk(request_id, target, amount, witness))
        reason, voucher, pay = self._reason(), self._voucher(), calls.pay
        inward = self.kind is MovementKind.PAY_IN
        return lambda witness: pay(
            PayAsk(request_id, "in" if inward else "out", amount, reason, voucher, witness)
        )

    def pause_ask(self, request_id: str) -> PauseAsk:
        """The pause as typed. Raises ReasonMissing, MinutesMalformed."""
        reason, text = self._reason(), to_ascii(self.ui.move_minutes.text())
        if not (text.isascii() and text.isdecimal()):
            raise MinutesMalformed(field="move_minutes", most=PAUSE_MOST)
        ticked = self.ui.leave_checks.acknowledged_ids()
        return PauseAsk(request_id, reason, int(text), ticked)

    def _show_fields(self) -> None:
        wanted = _FIELDS[self.kind]
        for name in ("amount", "to_counter", "reason", "voucher", "minutes"):
            for part in (f"move_{name}", f"move_{name}Label"):
                getattr(self.ui, part).setVisible(name in wanted)
        self.ui.leave_checks.setVisible(self.kind is MovementKind.PAUSE)
        self._relabel()

    def _amount(self) -> Fen:
        return positive(self.ui.move_amount.fen(), field="move_amount")

    def _counter(self) -> int:
        number = self.ui.move_to_counter.value()
        if not isinstance(number, int):
            raise CounterMissing(field="move_to_counter")
        return number

    def _reason(self) -> str:
        reason = self.ui.move_reason.text().strip()
        if not reason:
            raise ReasonMissing(field="move_reason")
        return str(reason)

    def _voucher(self) -> str:
        voucher = self.ui.move_voucher.text().strip()
        if not voucher:
            raise VoucherMissing(field="move_voucher")
        return str(voucher)
