"""Courtesies that were left out of visits, by step and by clerk: for who looks after the day."""

from collections import Counter
from datetime import date

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from hallclient.counter.records import Order, VisitEnd
from hallclient.counter.rules.courtesies import LeftOut, by_frequency
from hallclient.store.desk import Desk


def left_out_of_day(desk: Desk, day: date) -> tuple[LeftOut, ...]:
    """What was left out in the visits of a business day, the most frequent first."""
    with desk.read() as session:
        return _left_out(session, desk.hall, Order.business_date == day)


def left_out_of_shift(desk: Desk, shift_id: str) -> tuple[LeftOut, ...]:
    """What was left out in the visits of one shift, the most frequent first."""
    with desk.read() as session:
        return _left_out(session, desk.hall, Order.shift_id == shift_id)


def _left_out(session: Session, hall: str, scope: ColumnElement[bool]) -> tuple[LeftOut, ...]:
    query = (
        select(VisitEnd.clerk, VisitEnd.skipped)
        .join(Order, (Order.hall == VisitEnd.hall) & (Order.order_no == VisitEnd.order_no))
        .where(VisitEnd.hall == hall, scope)
    )
    visits: Counter[str] = Counter()
    times: Counter[tuple[str, str]] = Counter()
    for clerk, skipped in session.execute(query):
        visits[clerk] += 1
        times.update((step, clerk) for step in skipped or ())
    return by_frequency(
        LeftOut(step, clerk, count, visits[clerk]) for (step, clerk), count in times.items()
    )
