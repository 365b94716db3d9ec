"""Orders and reversals of a counted shift or a day, row by row, for the workbooks.

Nothing here is handed out while a shift still counts: the sums of these rows are what the
clerk must not know (S2-KA-23).
"""

from collections.abc import Iterator
from datetime import date
from itertools import groupby
from operator import attrgetter
from typing import Any

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session

from hallclient.base.money import Fen
from hallclient.counter.keeping import customer_name, facts_in
from hallclient.counter.records import LateEntryRow, Order, OrderLine, OrderTender, Reversal
from hallclient.counter.rules import ReportLine, ReportOrder
from hallclient.store.desk import Desk
from hallclient.till import book as till
from hallclient.till.rules import CountNotSealed, ShiftState

_PART = 500
"""Rows fetched at a time: 100,000 orders never lie in memory."""


def shift_orders(desk: Desk, shift_id: str) -> Iterator[ReportOrder]:
    """Orders of a counted shift by number, then its reversals; read while you iterate.

    Raises CountNotSealed, ShiftUnknown at the first step.
    """
    with desk.read() as session:
        _shift, state = till.shift_and_state(session, desk.hall, shift_id)
        if state is ShiftState.OPEN:
            raise CountNotSealed
        yield from _orders(session, desk.hall, Order.shift_id == shift_id)
        yield from _reversals(session, desk.hall, Reversal.shift_id == shift_id)


def day_orders(desk: Desk, business_date: date) -> Iterator[ReportOrder]:
    """The same of all counters on a business day; raises CountNotSealed while a shift is open."""
    with desk.read() as session:
        if till.shifts_in_state(session, desk.hall, business_date, ShiftState.OPEN):
            raise CountNotSealed
        yield from _orders(session, desk.hall, Order.business_date == business_date)
        yield from _reversals(session, desk.hall, Reversal.business_date == business_date)


def _orders(session: Session, hall: str, where: ColumnElement[bool]) -> Iterator[ReportOrder]:
    heads = (
        select(Order, Reversal.reversal_no, LateEntryRow)
        .outerjoin(Reversal, and_(Reversal.hall == Order.hall, Reversal.order_no == Order.order_no))
        .outerjoin(LateEntryRow, _same_order(LateEntryRow))
        .where(Order.hall == hall, where)
        .order_by(Order.order_no)
    )
    lines = _Following(session, _lines(hall, where))
    tenders = _Following(session, _tenders(hall, where))
    for head, reversed_by, late in _rows(session, heads):
        sold = [_line(row, 1) for row in lines.of(head.order_no)]
        paid = list(tenders.of(head.order_no))
        yield ReportOrder(
            number=head.order_no,
            at=head.at,
            counter=head.counter,
            clerk=head.clerk,
            shift_id=head.shift_id,
            customer=customer_name(head.parties),
            lines=tuple(sold),
            tenders=_kept(paid, 1),
            total_fen=head.total_fen,
            cash_received_fen=Fen(sum(row.amount_fen for row in paid if row.method == "cash")),
            change_fen=Fen(head.received_fen - head.total_fen),
            references=_references(paid),
            reversed_by=reversed_by or "",
            approver=late.approver if late else "",
            done_at=late.done_at if late else None,
            late_reason=late.reason if late else "",
        )


def _same_order(table: type[LateEntryRow]) -> ColumnElement[bool]:
    return and_(table.hall == Order.hall, table.order_no == Order.order_no)


def _reversals(session: Session, hall: str, where: ColumnElement[bool]) -> Iterator[ReportOrder]:
    query = (
        select(Reversal, Order.business_date, Order.parties)
        .join(Order, and_(Order.hall == Reversal.hall, Order.order_no == Reversal.order_no))
        .where(Reversal.hall == hall, where)
        .order_by(Reversal.reversal_no)
    )
    for row, order_date, parties in session.execute(query).all():
        of_order = Order.order_no == row.order_no
        sold = list(session.execute(_lines(hall, of_order)))
        paid = list(session.execute(_tenders(hall, of_order)))
        yield ReportOrder(
            number=row.reversal_no,
            at=row.at,
            counter=row.counter,
            clerk=row.clerk,
            shift_id=row.shift_id,
            customer=customer_name(parties),
            lines=tuple(_line(line, -1) for line in sold),
            tenders=_kept(paid, -1),
            total_fen=Fen(-row.total_fen),
            cash_received_fen=Fen(0),
            change_fen=Fen(0),
            references=_references(paid),
            reverses=row.order_no,
            order_date=order_date,
            reason=row.reason,
            approver=row.approver,
            late=row.late,
        )


class _Following:
    """Rows in the order of their order number, handed out beside the heads they belong to."""

    def __init__(self, session: Session, query: Any) -> None:
        self._groups = groupby(_rows(session, query), key=attrgetter("order_no"))
        self._next: tuple[str, list[Any]] | None = None

    def of(self, order_no: str) -> list[Any]:
        """The rows of this order; asked in rising order of numbers, each once."""
        if self._next is None:
            number, rows = next(self._groups, ("", iter(())))
            self._next = number, list(rows)
        if self._next[0] != order_no:
            return []
        found, self._next = self._next[1], None
        return found


def _rows(session: Session, query: Any) -> Iterator[Any]:
    """Begun with the first row that is asked for, so that nothing is left open for no orders."""
    with session.execute(query.execution_options(yield_per=_PART)) as found:
        yield from found


def _lines(hall: str, where: ColumnElement[bool]) -> Any:
    return (
        select(
            OrderLine.order_no,
            OrderLine.kind,
            OrderLine.title,
            OrderLine.total_fen,
            OrderLine.content,
        )
        .join(Order, and_(Order.hall == OrderLine.hall, Order.order_no == OrderLine.order_no))
        .where(OrderLine.hall == hall, where)
        .order_by(OrderLine.order_no, OrderLine.line)
    )


def _tenders(hall: str, where: ColumnElement[bool]) -> Any:
    return (
        select(
            OrderTender.order_no,
            OrderTender.method,
            OrderTender.amount_fen,
            OrderTender.change_fen,
            OrderTender.reference,
        )
        .join(Order, and_(Order.hall == OrderTender.hall, Order.order_no == OrderTender.order_no))
        .where(OrderTender.hall == hall, where)
        .order_by(OrderTender.order_no, OrderTender.tender)
    )


def _line(row: Any, sign: int) -> ReportLine:
    details = " ".join(fact.value for fact in facts_in(row.content) if len(fact.value) <= 40)
    return ReportLine(row.kind, row.title, Fen(sign * row.total_fen), details)


def _kept(rows: list[Any], sign: int) -> dict[str, Fen]:
    kept: dict[str, Fen] = {}
    for row in rows:
        amount = sign * (row.amount_fen - row.change_fen)
        kept[row.method] = Fen(kept.get(row.method, 0) + amount)
    return kept


def _references(rows: list[Any]) -> str:
    return ", ".join(row.reference for row in rows if row.reference)
