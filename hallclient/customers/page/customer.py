"""The customer page: find, look closer, show in full against a reason, change contact data."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtGui import QHideEvent

from hallclient.base.ids import new_id
from hallclient.base.language import N_, tr
from hallclient.customers.page.words import (
    ENTRIES,
    FOUND,
    ORDERS,
    SUBSCRIPTIONS,
    differences,
    pairs,
)
from hallclient.customers.rules import (
    KIND_NAMES,
    AmendCustomer,
    CustomerDetail,
    CustomerOrder,
    CustomerView,
    EndService,
    MaskedSubscription,
    Unmasked,
)
from hallclient.ui.conflict import ConflictDialog, conflict_or_error
from hallclient.ui.forms.customer import Ui_Customer
from hallclient.ui.jobs import Lanes
from hallclient.ui.page import Page


@dataclass(frozen=True)
class CustomerCalls:
    """What the page may ask for, bound to the desk.

    `look_up` (text, request id) and `unmask` (customer, reason, request id) leave a row on
    record; `orders` lists a customer's orders, newest first.
    """

    look_up: Callable[[str, str], tuple[CustomerView, ...]]
    view: Callable[[str], CustomerDetail]
    orders: Callable[[str], tuple[CustomerOrder, ...]]
    unmask: Callable[[str, str, str], Unmasked]
    amend: Callable[[AmendCustomer], CustomerDetail]
    end_service: Callable[[EndService], CustomerDetail] | None = None
    """None for who may not: the button is then away."""


class CustomerPage(Page):
    """Customers (客户资料), masked; full values stay only while their customer is on show."""

    title = N_("Customers")
    primary_text = N_("Search")
    follows = frozenset({"customer", "order"})

    def __init__(self, calls: CustomerCalls, lanes: Lanes) -> None:
        super().__init__(lanes)
        self._calls = calls
        self._request_id = new_id()
        self._detail: CustomerDetail | None = None
        self._full: Unmasked | None = None
        self._based_on = 0
        self.ui = self.set_form(Ui_Customer)
        ui = self.ui
        ui.found.set_columns(FOUND, empty=N_("Type what you know of the customer, then Enter."))
        ui.subscriptions.set_columns(SUBSCRIPTIONS, empty=N_("No number in service."))
        ui.orders.set_columns(ORDERS, empty=N_("No order yet."))
        ui.search.returnPressed.connect(self.press_primary)
        ui.found.row_changed.connect(self._on_row)
        ui.found.row_chosen.connect(lambda _view: ui.reason.setFocus())
        self.add_key("F3", N_("Find another customer"), self._on_again)
        self.add_key("F7", N_("Show full values"), ui.unmask)
        self.add_key("F8", N_("Change contact data"), ui.amend)
        ui.unmask.clicked.connect(self._on_unmask)
        ui.amend.clicked.connect(self._on_amend)
        ui.endService.setVisible(calls.end_service is not None)
        if calls.end_service is not None:
            self.add_key("F9", N_("Number left service"), ui.endService)
            ui.endService.clicked.connect(self._on_end_service)
        self._show(None)

    def opened(self) -> None:
        self.refresh()

    def refresh(self) -> None:
        """The customer on show, read anew; a search goes on record, so nobody repeats it here."""
        if self._detail is not None:
            self._read(self._detail.customer.customer_id, self._renew)

    def on_primary(self) -> None:
        text, request_id = self.ui.search.text().strip(), new_id()
        if text:
            look_up = self._calls.look_up
            self.run(self.lanes.write, lambda: look_up(text, request_id), self._found)

    def retranslate(self) -> None:
        self._write_facts()

    def back(self) -> None:
        """Full values go first, then what was typed, then the page."""
        if self._full is not None:
            self._forget_full()
        elif self.ui.search.text():
            self._on_again()
        else:
            super().back()

    def hideEvent(self, event: QHideEvent) -> None:
        self._forget_full()
        super().hideEvent(event)

    def _found(self, views: tuple[CustomerView, ...]) -> None:
        self.ui.found.set_rows(views, keep=lambda view: view.customer_id)
        if views:
            self.ui.found.setFocus()
        else:
            self.say(
                tr("Nobody found. Type the whole document or mobile, or the beginning of the name.")
            )
            self.ui.search.setFocus()
            self.ui.search.selectAll()

    def _on_again(self) -> None:
        self.ui.search.clear()
        self.ui.found.set_rows(())
        self.clear_errors()
        self.ui.search.setFocus()

    def _on_row(self, view: CustomerView | None) -> None:
        self._show(None)
        if view is not None:
            self._read(view.customer_id, self._show_if_current)

    def _read(
        self, customer_id: str, show: Callable[[CustomerDetail, tuple[CustomerOrder, ...]], None]
    ) -> None:
        view, orders = self._calls.view, self._calls.orders
        self.run(
            self.lanes.read,
            lambda: (view(customer_id), orders(customer_id)),
            lambda read: show(*read),
            quiet=True,
        )

    def _show_if_current(self, detail: CustomerDetail, orders: tuple[CustomerOrder, ...]) -> None:
        current = self.ui.found.current()
        if current is not None and current.customer_id == detail.customer.customer_id:
            self._show(detail, orders)

    def _show(self, detail: CustomerDetail | None, orders: tuple[CustomerOrder, ...] = ()) -> None:
        self._detail, self._full = detail, None
        self._based_on = detail.customer.version if detail else 0
        self.ui.subscriptions.set_rows(detail.subscriptions if detail else ())
        self.ui.orders.set_rows(orders)
        edits = (self.ui.mobile, self.ui.address, self.ui.name, self.ui.reason)
        for edit in edits:
            edit.clear()
        for widget in (*edits, self.ui.unmask, self.ui.amend, self.ui.endService):
            widget.setEnabled(detail is not None)
        self._request_id = new_id()
        self._write_facts()

    def _renew(self, detail: CustomerDetail, orders: tuple[CustomerOrder, ...]) -> None:
        """The same customer as they are now; what is typed stays, and on what it is based."""
        shown = self._detail
        if shown is None or shown.customer.customer_id != detail.customer.customer_id:
            return
        if not any(edit.text() for edit in (self.ui.mobile, self.ui.address, self.ui.name)):
            self._based_on = detail.customer.version
        self._detail = detail
        self.ui.subscriptions.renew(detail.subscriptions, keep=lambda each: each.subscription_id)
        self.ui.orders.renew(orders, keep=lambda order: order.order_no)
        self._write_facts()

    def _on_unmask(self) -> None:
        if self._detail is None or self.busy:
            return
        customer_id, reason = self._detail.customer.customer_id, self.ui.reason.text()
        unmask, request_id = self._calls.unmask, self._request_id
        self.run(self.lanes.write, lambda: unmask(customer_id, reason, request_id), self._unmasked)

    def _unmasked(self, values: Unmasked) -> None:
        self._request_id = new_id()
        self._full = values
        self.ui.mobile.setText(values.mobile)
        self.ui.address.setText(values.address)
        self._write_facts()

    def _on_amend(self) -> None:
        if self._detail is None or self.busy:
            return
        ask = AmendCustomer(
            customer_id=self._detail.customer.customer_id,
            mobile=self.ui.mobile.text(),
            address=self.ui.address.text(),
            reason=self.ui.reason.text(),
            request_id=self._request_id,
            name=self.ui.name.text(),
            based_on=self._based_on,
        )
        self._amend(ask)

    def _amend(self, ask: AmendCustomer) -> None:
        amend = self._calls.amend
        refused = conflict_or_error(self, CustomerView, partial(self._choose, ask))
        self.run(self.lanes.write, lambda: amend(ask), self._amended, refused)

    def _choose(self, ask: AmendCustomer, theirs: CustomerView) -> None:
        """Somebody else changed the customer's data meanwhile: theirs is shown masked."""
        again = replace(ask, based_on=theirs.version)
        ConflictDialog(self, differences(ask, theirs), lambda: self._amend(again), self._take)

    def _take(self) -> None:
        """What was typed here is dropped, and the customer read anew."""
        if self._detail is not None:
            self._show(self._detail, self.ui.orders.rows())
            self.refresh()

    def _amended(self, detail: CustomerDetail) -> None:
        self._show(detail, self.ui.orders.rows())
        self.say_good(tr("The data is changed; what was there before stays on record."))

    def _on_end_service(self) -> None:
        """The number that is chosen in the table left service; the reason goes on record."""
        number: MaskedSubscription | None = self.ui.subscriptions.current()
        end = self._calls.end_service
        if end is None or self.busy:
            return
        if number is None:
            self.say(tr("Choose the number that left service."), "warning")
            self.ui.subscriptions.setFocus()
            return
        ask = EndService(number.subscription_id, self.ui.reason.text(), self._request_id)
        self.run(self.lanes.write, lambda: end(ask), self._ended)

    def _ended(self, detail: CustomerDetail) -> None:
        self._show(detail, self.ui.orders.rows())
        self.say_good(tr("The number is out of service; the reason is on record."))

    def _forget_full(self) -> None:
        if self._full is not None:
            self._full = None
            self.ui.mobile.clear()
            self.ui.address.clear()
            self._write_facts()

    def _write_facts(self) -> None:
        """The card of the chosen customer: masked, or in full once a reason is on record."""
        if self._detail is None:
            self.ui.facts.setPlainText(tr("Nobody is chosen"))
            return
        customer, full = self._detail.customer, self._full
        number = full.document_number if full else customer.document_number
        held = ", ".join(full.mobiles) if full else str(customer.numbers)
        lines = (
            (("", full.name if full else customer.name),),
            ((tr(KIND_NAMES[customer.document_kind]), number),),
            (
                (tr("Valid until"), customer.valid_until),
                (tr("Taken by"), tr(ENTRIES[customer.entry])),
            ),
            (
                (tr("Last checked on"), customer.checked_on.isoformat()),
                (tr("Contact mobile"), full.mobile if full else customer.mobile),
            ),
            ((tr("Numbers in service"), held),),
            ((tr("Address"), full.address if full else ""),),
        )
        words = ("    ".join(pairs(line)) for line in lines)
        self.ui.facts.setPlainText("\n".join(line for line in words if line))
