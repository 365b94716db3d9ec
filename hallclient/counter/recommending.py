"""What the counter's own books say of a customer to whom something is recommended."""

from collections.abc import Callable

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from hallclient.counter.records import Order, VisitEnd
from hallclient.counter.rules.recommending import SAID, Answered, Known, Reply
from hallclient.customers import book as customers
from hallclient.customers.rules import SubscriptionState

type KnownOf = Callable[[Session, str, str], Known]
"""What is known of a customer of a hall; who knows more than the counter stands above it."""

_ANSWERS = (
    select(VisitEnd.recommended, VisitEnd.answer, VisitEnd.at)
    .join(Order, (Order.hall == VisitEnd.hall) & (Order.order_no == VisitEnd.order_no))
    .where(
        Order.hall == bindparam("hall"),
        Order.customer_id == bindparam("customer"),
        VisitEnd.answer.in_([reply.value for reply in SAID]),
    )
)


def known_at_counters(session: Session, hall: str, customer_id: str) -> Known:
    """Plans of the numbers in service, answers at the end of visits."""
    numbers = customers.subscriptions_of(session, hall, customer_id)
    live = [one for one in numbers if one.state is SubscriptionState.ACTIVE]
    asked = {"hall": hall, "customer": customer_id}
    return Known(
        plans=frozenset(plan for one in live for plan in (one.plan, one.next_plan) if plan),
        answers=tuple(
            Answered(row.recommended, Reply(row.answer), row.at)
            for row in session.execute(_ANSWERS, asked)
        ),
    )
