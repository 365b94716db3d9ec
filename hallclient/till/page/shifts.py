"""The manager's list of shifts: what differs, what was early; approve, count for, make good."""

from collections.abc import Callable
from functools import cached_property, partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from hallclient.base.errors import HallError
from hallclient.base.ids import new_id
from hallclient.base.language import N_, tr
from hallclient.base.money import positive, yuan
from hallclient.staff.rules import Signature
from hallclient.till.page.calls import ShiftsCalls
from hallclient.till.page.count_panel import CountPanel, on_panel
from hallclient.till.page.panels import Panels
from hallclient.till.page.words import RESULT_COLUMNS, SHIFT_COLUMNS, warnings_of
from hallclient.till.rules import (
    ApproveAsk,
    Approved,
    CountForAsk,
    CountSealed,
    MakeGoodAsk,
    Moved,
    ReasonMissing,
    ShiftRow,
    ShiftState,
)
from hallclient.ui.authorise import AuthoriseDialog, SignAsk
from hallclient.ui.forms.shift_list import Ui_ShiftList
from hallclient.ui.jobs import Lanes
from hallclient.ui.page import Page


class ShiftsPage(Page):
    """Shifts (班次审核). What is over or short is there only for shifts that are counted."""

    title = N_("Shifts of the day")
    primary_text = N_("Approve the shift")
    follows = frozenset({"till", "day"})

    def __init__(self, calls: ShiftsCalls, lanes: Lanes) -> None:
        super().__init__(lanes)
        self._calls = calls
        self._request_id = new_id()
        self._lay_out()
        self._pay_button = self.add_button(N_("Take what was short"), self._make_good, "F6")
        self._count_button = self.add_button(N_("Count for the clerk"), self._to_count, "F10")
        self._go(counting=False)
        self._on_row(None)

    @property
    def counting(self) -> bool:
        """Whether the counting form is in front."""
        return self._stack.front == 1

    def opened(self) -> None:
        if not self.counting:  # what is counted belongs to the shift that was chosen
            self._read()

    def back(self) -> None:
        """Esc leaves the count; what was counted stays typed."""
        if self.counting:
            self._go(counting=False)
            self._read()
        else:
            super().back()

    def retranslate(self) -> None:
        self._on_row(self.ui.shifts.current())

    def on_primary(self) -> None:
        if self.counting:
            self._count()
        else:
            self._approve()

    def _lay_out(self) -> None:
        self._stack = Panels()
        listing = QWidget()
        self.ui = Ui_ShiftList()
        self.add_form(self.ui, listing)
        self._stack.add(listing)
        self._stack.add(lambda: self.counting_form.widget)
        column = QVBoxLayout(self.body)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
        self.ui.shifts.set_columns(
            SHIFT_COLUMNS, empty=N_("No shift yet today. A clerk opens one by counting the float.")
        )
        self.ui.results.set_columns(RESULT_COLUMNS, empty=N_("Shown once the shift is counted."))
        self.ui.shifts.row_changed.connect(self._on_row)

    @cached_property
    def counting_form(self) -> CountPanel:
        """Made when it is first shown: a day on which every clerk counts never needs it."""
        panel = CountPanel(self)
        panel.ui.close_checks.hide()
        self._stack.hold(panel.widget)
        return panel

    def _go(self, *, counting: bool) -> None:
        self._stack.show_panel(1 if counting else 0)
        if self.refused is not None:
            self.clear_errors()
        self.set_primary(N_("Seal the count") if counting else N_("Approve the shift"))
        self._pay_button.setVisible(not counting)
        self._count_button.setVisible(not counting)
        self.settle_fields()
        if counting:
            self.counting_form.ui.count_denominations.setFocus()
        else:
            self.ui.shifts.setFocus()
        self._refresh()

    def _read(self) -> None:
        self.run(self.lanes.read, self._calls.shifts, self._show, quiet=True)

    def _show(self, rows: tuple[ShiftRow, ...]) -> None:
        self.ui.shifts.renew(rows, keep=lambda row: row.shift_id)
        self._refresh()

    def _on_row(self, row: ShiftRow | None) -> None:
        self._request_id = new_id()
        self.ui.early_released.setChecked(False)
        self.ui.early_released.setVisible(row is not None and row.early)
        self.ui.chosen.setText("" if row is None else row.shift_id)
        self.ui.warnings.setText("" if row is None else "\n".join(warnings_of(row)))
        self.ui.results.set_rows(())
        self._refresh()
        if row is not None and row.state is not ShiftState.OPEN:
            result = self._calls.result
            shown = partial(self._show_result, row.shift_id)
            self.run(self.lanes.read, lambda: result(row.shift_id), shown, quiet=True)

    def _show_result(self, shift_id: str, sealed: CountSealed) -> None:
        row = self.ui.shifts.current()
        if row is not None and row.shift_id == shift_id:
            self.ui.results.set_rows(sealed.results)

    def _refresh(self) -> None:
        """What can be done with the chosen shift."""
        row: ShiftRow | None = self.ui.shifts.current()
        state = None if row is None else row.state
        self.set_ready(when=self.counting or state is ShiftState.COUNTED)
        self._count_button.setEnabled(state is ShiftState.OPEN)
        owes = row is not None and bool(row.short_fen) and state is ShiftState.APPROVED
        self._pay_button.setEnabled(owes)
        self.ui.amount.setEnabled(owes)

    def _ask(
        self, purpose: str, role: str, permission: str, signed: Callable[[Signature], object]
    ) -> None:
        sign = self._calls.sign
        AuthoriseDialog(
            self,
            self.lanes.write,
            lambda code, password, _purpose: sign(code, password, permission),
            SignAsk(purpose, self._calls.clerk, role),
            signed,
        )

    # -- approving ----------------------------------------------------------------------

    def _approve(self) -> None:
        row = self.ui.shifts.current()
        if row is None:
            return
        ask = ApproveAsk(
            self._request_id,
            row.shift_id,
            self.ui.note.text(),
            early_released=self.ui.early_released.isChecked(),
        )
        approve = self._calls.approve
        self.run(self.lanes.write, lambda: approve(ask), self._approved)

    def _approved(self, approved: Approved) -> None:
        self.ui.note.clear()
        self.say_good(
            tr(
                "Shift {shift} is approved: {takings} yuan to the safe, float {float} yuan back.",
                shift=approved.shift_id,
                takings=yuan(approved.takings_fen),
                float=yuan(approved.float_back_fen),
            )
        )
        self._calls.approved(approved.shift_id)
        self._read()

    # -- counting for a clerk who is gone -----------------------------------------------

    def _to_count(self) -> None:
        self._go(counting=True)

    def _count(self) -> None:
        self.clear_errors()
        row, counted = self.ui.shifts.current(), self.counting_form.counted()
        if row is None:
            return
        if not counted.note.strip():
            raise ReasonMissing(field="count_note")
        request_id, count_for = self._request_id, self._calls.count_for

        def signed(witness: Signature) -> None:
            ask = CountForAsk(
                request_id,
                row.shift_id,
                counted.denominations,
                counted.tenders,
                witness,
                counted.note,
                counted.stock,
                counted.counterfeit,
            )
            self.run(self.lanes.write, lambda: count_for(ask), self._counted, self._count_refused)

        purpose = tr("Count shift {shift} for its clerk", shift=row.shift_id)
        self._ask(purpose, N_("Witness"), "cash.witness", signed)

    def _count_refused(self, error: HallError) -> None:
        self.show_error(on_panel(error, "count"))

    def _counted(self, sealed: CountSealed) -> None:
        self.counting_form.clear()
        self._go(counting=False)
        self.say_good(tr("The count of shift {shift} is sealed.", shift=sealed.shift_id))
        self._read()

    # -- what was short is paid in ------------------------------------------------------

    def _make_good(self) -> None:
        row = self.ui.shifts.current()
        if row is None or self.busy:
            return
        self.clear_errors()
        try:
            amount = positive(self.ui.amount.fen(), field="amount")
        except HallError as error:
            self.show_error(error)
            return
        request_id, make_good = self._request_id, self._calls.make_good

        def signed(witness: Signature) -> None:
            ask = MakeGoodAsk(request_id, row.shift_id, amount, witness)
            self.run(self.lanes.write, lambda: make_good(ask), self._made_good)

        purpose = tr("Shift {shift} pays in {amount} yuan", shift=row.shift_id, amount=yuan(amount))
        self._ask(purpose, N_("Witness"), "cash.witness", signed)

    def _made_good(self, moved: Moved) -> None:
        self._request_id = new_id()
        self.ui.amount.clear()
        self.say_good(
            tr(
                "{amount} yuan paid in: {number}",
                amount=yuan(moved.amount_fen),
                number=moved.number,
            )
        )
        self._calls.printed()
        self._read()
