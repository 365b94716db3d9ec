"""Where clerks work: the counter, the customers, the orders, their own shift."""

from dataclasses import replace
from typing import TYPE_CHECKING

from hallclient.base.language import tr
from hallclient.counter import service as counter
from hallclient.counter.rules import OrderQuery, OrderRow
from hallclient.customers import service as customers
from hallclient.customers.rules import CustomerDetail, CustomerOrder
from hallclient.staff import service as staff
from hallclient.ui.page import Page

if TYPE_CHECKING:
    from hallclient.app.backstage import Seat
    from hallclient.app.client import Client
    from hallclient.store.desk import Desk


def counter_page(client: "Client", seat: "Seat") -> Page:
    """Where orders are made."""
    from hallclient.app.counter_calls import counter_calls
    from hallclient.counter.page import CounterPage

    return CounterPage(counter_calls(client, client.backstage, seat), client.lanes)


def customers_page(client: "Client", seat: "Seat") -> Page:
    """Who the customers are, and what they have."""
    from hallclient.customers.page import CustomerCalls, CustomerPage

    desk = seat.desk
    may_end = "customer.end_service" in seat.person.permissions
    calls = CustomerCalls(
        look_up=lambda text, request_id: customers.look_up(desk, text, request_id),
        view=lambda customer_id: with_plan_names(desk, customers.view(desk, customer_id)),
        orders=lambda customer_id: tuple(
            _customer_order(row)
            for row in counter.find_orders(desk, OrderQuery(customer_id=customer_id))
        ),
        unmask=lambda customer_id, why, request: customers.unmask(desk, customer_id, why, request),
        amend=lambda ask: with_plan_names(desk, customers.amend(desk, ask)),
        end_service=(lambda ask: with_plan_names(desk, customers.end_service(desk, ask)))
        if may_end
        else None,
    )
    return CustomerPage(calls, client.lanes)


def with_plan_names(desk: "Desk", detail: CustomerDetail) -> CustomerDetail:
    """The customer's plans as the catalogue calls them today; one that is in none by its code."""
    from hallclient.catalog import service as catalog

    plans = catalog.read(desk).plans

    def name(code: str) -> str:
        return plans[code].name if code in plans else code

    named = (
        replace(each, plan=name(each.plan), next_plan=name(each.next_plan))
        for each in detail.subscriptions
    )
    return replace(detail, subscriptions=tuple(named))


def _customer_order(row: OrderRow) -> CustomerOrder:
    titles = ", ".join(tr(title) for title in row.titles)
    return CustomerOrder(row.order_no, row.at, titles, bool(row.reversal_no))


def orders_page(client: "Client", seat: "Seat") -> Page:
    """Orders found, printed again, reversed."""
    from hallclient.app.counter_calls import orders_calls
    from hallclient.counter.page import OrdersPage

    return OrdersPage(orders_calls(client, seat), client.lanes)


def shift_page(client: "Client", seat: "Seat") -> Page:
    """The person's own till, from the float to the count."""
    from hallclient.till import service as till
    from hallclient.till.page import ShiftCalls, ShiftPage

    desk = seat.desk
    calls = ShiftCalls(
        till=lambda: till.my_till(desk),
        open_shift=lambda ask: till.open_shift(desk, ask),
        drop=lambda ask: till.cash_drop(desk, ask),
        take_back=lambda ask: till.take_back(desk, ask),
        transfer=lambda ask: till.transfer(desk, ask),
        pay=lambda ask: till.pay(desk, ask),
        pause=lambda ask: counter.pause(desk, ask),
        resume=lambda ask: counter.resume(desk, ask),
        count=lambda ask: till.count(desk, ask),
        recount=lambda ask: till.recount(desk, ask),
        sign=lambda code, password, permission: staff.sign(desk, code, password, permission),
        printed=client.print_papers,
        changed=client.refresh_top,
        clerk=seat.named,
        remotely=client.approvals.remotely(seat),
    )
    return ShiftPage(calls, client.lanes)
