"""The columns of the customer page's tables, and what it says in words."""

from collections.abc import Iterator, Sequence
from typing import Final

from hallclient.base.clock import shown_time
from hallclient.base.language import N_, tr
from hallclient.base.text import printable
from hallclient.customers.rules import (
    AmendCustomer,
    CustomerOrder,
    CustomerView,
    Entry,
    MaskedSubscription,
    SubscriptionState,
)
from hallclient.ui.conflict import Difference
from hallclient.ui.widgets.data_table import Column

ENTRIES: Final = {Entry.READER: N_("card reader"), Entry.TYPED: N_("keyboard")}


def pairs(line: Sequence[tuple[str, str]]) -> Iterator[str]:
    """`Valid until  2040-03-01` for each pair that has a value."""
    return (printable(f"{name}  {value}").strip() for name, value in line if value)


def plan_words(each: MaskedSubscription) -> str:
    """`P39`, or with a change that waits `P39, next month P59`."""
    if each.state is SubscriptionState.UNDONE:
        return tr("opening undone")
    if each.state is SubscriptionState.ENDED:
        return tr("{plan}, left service", plan=each.plan)
    if not each.next_plan:
        return each.plan
    return tr("{plan}, next month {next}", plan=each.plan, next=each.next_plan)


FOUND: Final = (
    Column[CustomerView](N_("Name"), lambda view: view.name),
    Column[CustomerView](N_("Document number"), lambda view: view.document_number, width=19),
    Column[CustomerView](N_("Mobile number"), lambda view: view.mobile, width=13),
    Column[CustomerView](N_("Numbers"), lambda view: str(view.numbers), number=True, width=8),
)
SUBSCRIPTIONS: Final = (
    Column[MaskedSubscription](N_("Mobile number"), lambda each: each.mobile, width=13),
    Column[MaskedSubscription](N_("Plan"), plan_words),
    Column[MaskedSubscription](N_("SIM card number"), lambda each: each.iccid, width=21),
)
ORDERS: Final = (
    Column[CustomerOrder](N_("Order number"), lambda order: order.order_no, width=21),
    Column[CustomerOrder](N_("Time"), lambda order: shown_time(order.at), width=16),
    Column[CustomerOrder](N_("Business"), lambda order: order.text),
    Column[CustomerOrder](
        N_("State"), lambda order: tr("Reversed") if order.reversed else "", width=8
    ),
)


def differences(ask: AmendCustomer, theirs: CustomerView) -> tuple[Difference, ...]:
    """What was typed here beside what it is now, masked as everywhere on the page."""
    said = (
        (tr("Name"), theirs.name, ask.name),
        (tr("Contact mobile"), theirs.mobile, ask.mobile),
        (tr("Address"), tr("as it is on file"), ask.address),
    )
    return tuple(Difference(what, now, mine.strip()) for what, now, mine in said if mine.strip())
