"""Orders: found again, printed again (补打), reversed (返销). Single orders only, never totals."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout

from hallclient.base.clock import hall_time, shown_time
from hallclient.base.ids import new_id
from hallclient.base.language import N_, labelled, tr
from hallclient.base.masking import mask_name
from hallclient.base.money import yuan
from hallclient.counter.page.asking import reversal_ask
from hallclient.counter.page.panel import Scroll
from hallclient.counter.rules import (
    CompletedOrder,
    CompletedReversal,
    Copy,
    OrderQuery,
    OrderReversed,
    OrderRow,
    ReasonMissing,
    ReverseAsk,
    method_title,
)
from hallclient.staff.rules import AskApproval, Signature
from hallclient.ui.authorise import AuthoriseDialog, SignAsk
from hallclient.ui.jobs import Lanes
from hallclient.ui.page import Page
from hallclient.ui.remote import Remote, nobody_elsewhere
from hallclient.ui.widgets.data_table import Column, DataTable
from hallclient.ui.widgets.marks import plain_label

SHOWN_MOST: Final = 500


@dataclass(frozen=True)
class OrdersCalls:
    """The page's way to the counter's services."""

    find: Callable[[OrderQuery], tuple[OrderRow, ...]]
    order: Callable[[str], CompletedOrder]
    reprint: Callable[[str, str], Copy]
    reverse: Callable[[ReverseAsk], CompletedReversal]
    sign: Callable[[str, str, str], Signature]
    printed: Callable[[], object]
    clerk: str = ""
    remotely: Callable[[AskApproval], Remote[Signature] | None] = nobody_elsewhere


class OrdersPage(Page):
    """Search by number, its end, or a mobile; the order in full beside the list."""

    title = N_("Order search")
    primary_text = N_("Print again")
    follows = frozenset({"order"})

    def __init__(self, calls: OrdersCalls, lanes: Lanes) -> None:
        super().__init__(lanes)
        self._calls = calls
        self._shown: CompletedOrder | None = None
        self._query = OrderQuery()
        self._request_id = new_id()
        self.search = QLineEdit()
        self.search.setObjectName("text")
        self.search.setClearButtonEnabled(True)
        self.search.returnPressed.connect(self._find)
        self.table = DataTable()
        self.number = plain_label(role="lead")
        self.detail = plain_label()
        self.detail.setWordWrap(True)
        self.detail.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.reason, self.missing = QLineEdit(), QLineEdit()
        self.reason.setObjectName("reason")
        self.missing.setObjectName("receipt_missing")
        self._labels = (plain_label(), plain_label())
        for label, edit in zip(self._labels, (self.reason, self.missing), strict=True):
            edit.setMaxLength(120)
            label.setBuddy(edit)
        self._lay_out()
        self.table.row_changed.connect(self._on_row)
        self.missing.returnPressed.connect(self._reverse)
        self._reversing = self.add_button(N_("Reverse the order"), self._reverse, "F8")
        self.retranslate()

    def opened(self) -> None:
        self._find_anew()

    def on_primary(self) -> None:
        if self._shown is None:
            return
        reprint, number, request = self._calls.reprint, self._shown.order_no, self._request_id
        self.run(self.lanes.write, lambda: reprint(number, request), self._reprinted)

    def retranslate(self) -> None:
        """The search box, the columns and the order, in the language in force."""
        self.search.setPlaceholderText(tr("Order number, its end, or a mobile number"))
        self.search.setAccessibleName(tr("Order number, its end, or a mobile number"))
        texts = (tr("Reason of the reversal"), tr("Why the original receipt is missing, if it is"))
        for label, edit, text in zip(self._labels, (self.reason, self.missing), texts, strict=True):
            label.setText(text)
            edit.setAccessibleName(text)
        self.table.setAccessibleName(tr("Orders found"))
        self._show(self._shown)

    def _lay_out(self) -> None:
        self.table.set_columns(
            (
                Column[OrderRow](N_("Order number"), lambda row: row.order_no, width=19),
                Column[OrderRow](N_("Time"), lambda row: f"{hall_time(row.at):%H:%M}", width=6),
                Column[OrderRow](N_("Business"), self._titles),
                Column[OrderRow](N_("Customer"), lambda row: row.customer, width=8),
                Column[OrderRow](N_("State"), _state, width=17),
            ),
            N_("No order found. Type the end of its number or the customer's mobile."),
        )
        card = QFrame()
        card.setProperty("role", "card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(16, 16, 16, 16)
        inside.setSpacing(8)
        inside.addWidget(self.number)
        scroll = Scroll(card)
        scroll.hold(self.detail)
        inside.addWidget(scroll, 1)
        for label, edit in zip(self._labels, (self.reason, self.missing), strict=True):
            inside.addWidget(label)
            inside.addWidget(edit)
        row = QHBoxLayout()
        row.setSpacing(24)
        row.addWidget(self.table, 7)
        row.addWidget(card, 4)
        column = QVBoxLayout(self.body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.search)
        column.addLayout(row, 1)

    def _titles(self, row: OrderRow) -> str:
        return ", ".join(tr(title) for title in row.titles)

    def _find(self) -> None:
        self._query = OrderQuery(text=self.search.text().strip())
        query, find = self._query, self._calls.find
        self.run(self.lanes.read, lambda: find(query), self._found, quiet=True)

    def _find_anew(self) -> None:
        """What was found before, as it is now; what is being typed is not searched for yet."""
        query, find = self._query, self._calls.find
        self.run(self.lanes.read, lambda: find(query), partial(self._renew, query), quiet=True)

    def _renew(self, query: OrderQuery, rows: tuple[OrderRow, ...]) -> None:
        """An order that newer ones have pushed off the list stays on it, for who looks at it."""
        if query is not self._query:
            return
        oldest = rows[-1].at if rows else None
        pushed_off = (row for row in self.table.rows() if oldest is not None and row.at < oldest)
        self.table.renew((*rows, *pushed_off)[:SHOWN_MOST], keep=lambda row: row.order_no)

    def _found(self, rows: tuple[OrderRow, ...]) -> None:
        self.table.set_rows(rows, keep=lambda row: row.order_no)

    def _on_row(self, row: OrderRow | None) -> None:
        self._request_id = new_id()
        if row is None:
            self._show(None)
            return
        order, number = self._calls.order, row.order_no
        self.run(self.lanes.read, lambda: order(number), self._show_current, quiet=True)

    def _show_current(self, order: CompletedOrder) -> None:
        row = self.table.current()
        if row is None or row.order_no != order.order_no:
            return
        if self._shown is None or self._shown.order_no != order.order_no:
            self.reason.clear()  # it was written for another order
            self.missing.clear()
        self._show(order)

    def _show(self, order: CompletedOrder | None) -> None:
        self._shown = order
        self.number.setText(order.order_no if order else "")
        self.detail.setText(_words(order) if order else "")
        self.detail.setAccessibleName(tr("The order in full"))
        self.set_ready(when=order is not None)
        self._reversing.setEnabled(order is not None)

    def _reprinted(self, copy: Copy) -> None:
        self._request_id = new_id()
        self._calls.printed()
        self.say_good(tr("Copy {count} of order {number} is printed.",
                         count=copy.count, number=copy.order.order_no))  # fmt: skip
        self._find_anew()

    def _reverse(self) -> None:
        order = self._shown
        if order is None:
            return
        self.clear_errors()
        if order.reversal_no:
            self.show_error(OrderReversed(number=order.reversal_no))
            return
        reason = self.reason.text().strip()
        if not reason:
            self.show_error(ReasonMissing(field="reason"))
            return
        missing, request = self.missing.text().strip(), self._request_id
        unsigned = ReverseAsk(order.order_no, reason, None, request, missing)
        reverse = self._calls.reverse

        def signed(signature: Signature) -> None:
            ask = replace(unsigned, approver=signature)
            self.run(self.lanes.write, lambda: reverse(ask), self._reversed)

        purpose = tr("Reverse order {number} of {total} yuan: {reason}",
                     number=order.order_no, total=yuan(order.total_fen), reason=reason)  # fmt: skip
        ask = SignAsk(purpose, self._calls.clerk, N_("Approver"))
        sign = self._calls.sign
        AuthoriseDialog(
            self,
            self.lanes.write,
            lambda code, password, _why: sign(code, password, "order.reverse"),
            ask,
            signed,
            self._calls.remotely(reversal_ask(order, unsigned)),
        )

    def _reversed(self, reversal: CompletedReversal) -> None:
        self._request_id = new_id()
        self.reason.clear()
        self.missing.clear()
        self._calls.printed()
        refunds = ", ".join(
            f"{tr(method_title(refund.method))} {yuan(refund.amount_fen)}"
            for refund in reversal.refunds
        )
        self.say_good(tr("Reversal {number} is done. Give back: {refunds}",
                         number=reversal.reversal_no, refunds=refunds or yuan(0)))  # fmt: skip
        self._find_anew()


def _state(row: OrderRow) -> str:
    if row.reversal_no:
        return tr("Reversed")
    if row.done_at and row.copies:
        return tr("Entered later, copy {count}", count=row.copies)
    if row.done_at:
        return tr("Entered later")
    return tr("Printed again {count}", count=row.copies) if row.copies else tr("Complete")


def _late(order: CompletedOrder) -> list[str]:
    """Of a later entry (补录) the other time, why, and who has seen the paper."""
    late = order.late
    if late is None:
        return []
    when = tr("Entered later; done at {time}", time=shown_time(late.done_at))
    return [when, f"    {late.reason}   {late.approver_name} ({late.approver})"]


def _words(order: CompletedOrder) -> str:
    """The order as text, line by line."""
    lines = [f"{shown_time(order.at)}   {order.clerk_name} ({order.clerk})", *_late(order)]
    for party, label in ((order.customer, tr("Customer")), (order.agent, tr("Agent"))):
        if party is not None:
            name = party.name if party.organisation else mask_name(party.name)
            lines.append(labelled(label, f"{name} {party.number_masked}"))
    for line in order.lines:
        lines.append(f"{tr(line.title)}   {yuan(line.total_fen)}")
        facts = (*line.facts, *line.after)
        lines += [f"    {tr(fact.label)}  {tr(fact.value)}" for fact in facts if fact.value]
    lines.append(labelled(tr("Total"), yuan(order.total_fen)))
    for tender in order.tenders:
        words = labelled(tr(method_title(tender.method)), yuan(tender.amount_fen))
        lines.append(f"{words}   {tender.reference}".rstrip())
    if order.change_fen:
        lines.append(labelled(tr("Change"), yuan(order.change_fen)))
    if order.reversal_no:
        lines.append(tr("Reversed by {number}", number=order.reversal_no))
    return "\n".join(lines)
