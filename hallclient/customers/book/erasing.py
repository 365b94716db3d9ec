"""Erasing a customer: the row stays for the orders that name it, and says nothing of anybody.

What was written under the customer's own key can be read by nobody once that key is deleted; the
sealed events stay and their digests still hold.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import select, update
from sqlalchemy.engine import RowMapping

from hallclient.base.clock import hall_date
from hallclient.customers.book.marks import drop_tokens, tokens_of
from hallclient.customers.records import (
    Customer,
    CustomerEvent,
    Subscription,
    SubscriptionEvent,
)
from hallclient.store.audit import Act
from hallclient.store.personal import cipher_of, erase

ERASING: Final = "erased"
"""What the last event of an erased customer or number says; it has no before and no after."""

BLANK_CUSTOMER: Final[Mapping[str, Any]] = {
    "name": "",
    "holder": "",
    "document_number": "",
    "renewed": "",
    "valid_from": "",
    "valid_until": "",
    "mobile": "",
    "address": "",
    "holder_mark": None,
    "document_mark": "",
    "mobile_mark": "",
}
BLANK_SUBSCRIPTION: Final[Mapping[str, Any]] = {
    "holder": "",
    "mobile": "",
    "iccid": "",
    "holder_mark": "",
    "mobile_mark": "",
}


def erase_customers(doing: Act, customer_ids: Sequence[str]) -> None:
    """Empties these customers and their numbers, takes their tokens away, deletes their keys.

    Whether it is time is asked before: `retention`. Everything else that the act wants to read of
    these people it reads first.
    """
    cipher_of(doing.session).warm(doing.session, doing.hall, customer_ids)
    customers = select(Customer.__table__).where(
        Customer.hall == doing.hall, Customer.customer_id.in_(customer_ids)
    )
    numbers = select(Subscription.__table__).where(
        Subscription.hall == doing.hall, Subscription.customer_id.in_(customer_ids)
    )
    connection = doing.session.connection()
    for row in connection.execute(numbers.order_by(Subscription.subscription_id)).mappings().all():
        _blank_number(doing, row)
    for row in connection.execute(customers.order_by(Customer.customer_id)).mappings().all():
        _blank_customer(doing, row)
        erase(doing.session, doing.hall, row["customer_id"])


def _blank_customer(doing: Act, row: RowMapping) -> None:
    customer_id = str(row["customer_id"])
    tokens = tokens_of(doing.desk.keys.index, row["name"])
    drop_tokens(doing.session, doing.hall, customer_id, tokens)
    doing.session.connection().execute(
        update(Customer)
        .where(Customer.hall == doing.hall, Customer.customer_id == customer_id)
        .values(**BLANK_CUSTOMER, version=row["version"] + 1, erased_on=hall_date(doing.at))
    )
    event = _event(doing, row) | {"customer_id": customer_id, "reason": ""}
    doing.add(CustomerEvent, [event])


def _blank_number(doing: Act, row: RowMapping) -> None:
    subscription_id = row["subscription_id"]
    doing.session.connection().execute(
        update(Subscription)
        .where(Subscription.hall == doing.hall, Subscription.subscription_id == subscription_id)
        .values(**BLANK_SUBSCRIPTION, version=row["version"] + 1)
    )
    event = _event(doing, row) | {"subscription_id": subscription_id, "undoes": None}
    doing.add(SubscriptionEvent, [event])


def _event(doing: Act, row: RowMapping) -> dict[str, Any]:
    return {
        "seq": row["version"] + 1,
        "at": doing.at,
        "by": doing.clerk,
        "what": ERASING,
        "order_no": "",
        "before": "",
        "after": "",
    }
