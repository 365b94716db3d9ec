"""Orders found again: single ones, never a sum (S2-KA-23)."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from hallclient.base.text import typed_number
from hallclient.counter import book
from hallclient.counter.keeping import customer_name, mobile_mark
from hallclient.counter.records import Order, OrderLine, Reversal
from hallclient.counter.rules import CompletedOrder, CompletedReversal, OrderQuery, OrderRow
from hallclient.store.audit import act
from hallclient.store.desk import Desk
from hallclient.till import book as till

LEAST_END = 3
"""Digits of an order number's end that are worth looking for."""


def find_orders(desk: Desk, query: OrderQuery) -> tuple[OrderRow, ...]:
    """Orders, the newest first, at most `query.limit`; no amounts (see `OrderRow`)."""
    with desk.read() as session:
        where = _conditions(session, desk, query)
        if where is None:
            return ()
        found = (
            select(
                Order.order_no,
                Order.at,
                Order.business_date,
                Order.counter,
                Order.clerk,
                Order.parties,
            )
            .where(Order.hall == desk.hall, *where)
            .order_by(Order.at.desc(), Order.order_no.desc())
            .limit(max(1, min(query.limit, 1000)))
        )
        return _rows(session, desk.hall, session.execute(found).all())


def look_up_orders(desk: Desk, query: OrderQuery, request_id: str) -> tuple[OrderRow, ...]:
    """The same; by a mobile a person is looked up who is not there, and that goes on record.

    The audit row holds how many were found, never what was looked for; reading the same search
    anew, with the same request id, leaves no other. Source: S3-VS-03.
    """
    found = find_orders(desk, query)
    if _is_mobile(typed_number(query.text)):
        with act(desk, "order.look-up", request_id, beside=True) as doing:
            doing.subject = "orders"
            doing.note(found=len(found))
    return found


def _conditions(
    session: Session, desk: Desk, query: OrderQuery
) -> list[ColumnElement[bool]] | None:
    where: list[ColumnElement[bool]] = []
    hall, text = desk.hall, typed_number(query.text)
    if text:
        matches = [Order.order_no == text, *_by_reversal(hall, text), *_by_mobile(desk, text)]
        day = query.business_date or till.open_day(session, hall)
        if len(text) >= LEAST_END and day is not None:
            ending = Order.order_no.endswith(text, autoescape=True)
            matches.append((Order.business_date == day) & ending)
        where.append(or_(*matches))
    if query.business_date is not None:
        where.append(Order.business_date == query.business_date)
    if query.counter is not None:
        where.append(Order.counter == query.counter)
    if query.clerk:
        where.append(Order.clerk == query.clerk)
    if query.customer_id:
        where.append(Order.customer_id == query.customer_id)
    return where or None


def _by_reversal(hall: str, number: str) -> Iterable[ColumnElement[bool]]:
    reversed_by = select(Reversal.order_no).where(
        Reversal.hall == hall, Reversal.reversal_no == number
    )
    yield Order.order_no.in_(reversed_by)


def _by_mobile(desk: Desk, mobile: str) -> Iterable[ColumnElement[bool]]:
    if _is_mobile(mobile):
        mark = mobile_mark(desk.keys.index, mobile)
        lines = select(OrderLine.order_no).where(
            OrderLine.hall == desk.hall, OrderLine.mobile_mark == mark
        )
        yield Order.order_no.in_(lines)


def _is_mobile(text: str) -> bool:
    return len(text) == 11 and text.isdigit()


def _rows(session: Session, hall: str, found: Sequence[Any]) -> tuple[OrderRow, ...]:
    numbers = [row.order_no for row in found]
    titles: dict[str, list[str]] = {number: [] for number in numbers}
    lines = (
        select(OrderLine.order_no, OrderLine.title)
        .where(OrderLine.hall == hall, OrderLine.order_no.in_(numbers))
        .order_by(OrderLine.order_no, OrderLine.line)
    )
    for number, title in session.execute(lines):
        titles[number].append(title)
    copies = book.copies(session, hall, numbers)
    reversals = book.reversals(session, hall, numbers)
    late = book.late_entries(session, hall, numbers)
    return tuple(
        OrderRow(
            order_no=row.order_no,
            at=row.at,
            business_date=row.business_date,
            counter=row.counter,
            clerk=row.clerk,
            titles=tuple(titles[row.order_no]),
            customer=customer_name(row.parties),
            reversal_no=reversals.get(row.order_no, ""),
            copies=copies.get(row.order_no, 0),
            done_at=late[row.order_no].done_at if row.order_no in late else None,
        )
        for row in found
    )


def order_of(desk: Desk, order_no: str) -> CompletedOrder:
    """One order in full; raises OrderUnknown."""
    with desk.read() as session:
        return book.order(session, desk.hall, order_no.strip())


def reversal_of(desk: Desk, reversal_no: str) -> CompletedReversal:
    """One reversal in full; raises OrderUnknown."""
    with desk.read() as session:
        return book.reversal(session, desk.hall, reversal_no.strip())
