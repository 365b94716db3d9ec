"""Sums of a shift or a day, taken from the orders' own rows by the database."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, distinct, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from hallclient.counter.records import Order, OrderLine, OrderTender, Reversal


@dataclass(frozen=True)
class Scope:
    """Which orders and reversals: those of one shift, or of one business day."""

    hall: str
    shift_id: str = ""
    day: date | None = None

    def of(self, table: type[Order] | type[Reversal]) -> tuple[ColumnElement[bool], ...]:
        """The condition on orders or on reversals: each counts where its own money moved."""
        mine = table.hall == self.hall
        if self.shift_id:
            return mine, table.shift_id == self.shift_id
        return mine, table.business_date == self.day


@dataclass(frozen=True)
class Sum:
    """Pieces and fen of orders, and of what was taken back (as an effect, 0 or negative)."""

    count: int = 0
    fen: int = 0
    back_count: int = 0
    back_fen: int = 0


def overall(session: Session, scope: Scope) -> Sum:
    """All orders and all reversals."""
    sold = session.execute(_head(Order, scope)).one()
    back = session.execute(_head(Reversal, scope)).one()
    return Sum(int(sold[0]), int(sold[1]), int(back[0]), -int(back[1]))


def _head(table: type[Order] | type[Reversal], scope: Scope) -> Any:
    return select(func.count(), func.coalesce(func.sum(table.total_fen), 0)).where(*scope.of(table))


def by_place(session: Session, scope: Scope, name: str) -> dict[Any, Sum]:
    """By `counter` or by `clerk`."""
    sold, back = getattr(Order, name), getattr(Reversal, name)
    return _merged(
        session.execute(_head(Order, scope).add_columns(sold).group_by(sold)),
        session.execute(_head(Reversal, scope).add_columns(back).group_by(back)),
    )


def by_business(session: Session, scope: Scope) -> dict[str, Sum]:
    """By title of the kind of business (English source), counting lines."""
    parts = func.count(), func.sum(OrderLine.total_fen), OrderLine.title
    return _by(session, scope, OrderLine, parts, OrderLine.title)


def by_tender(session: Session, scope: Scope) -> dict[str, Sum]:
    """By method, counting orders; cash net of change."""
    kept = func.sum(OrderTender.amount_fen - OrderTender.change_fen)
    parts = func.count(distinct(OrderTender.order_no)), kept, OrderTender.method
    return _by(session, scope, OrderTender, parts, OrderTender.method)


def _by(
    session: Session,
    scope: Scope,
    table: type[OrderLine] | type[OrderTender],
    parts: tuple[Any, ...],
    key: InstrumentedAttribute[str],
) -> dict[str, Sum]:
    def of(head: type[Order] | type[Reversal]) -> Any:
        same = (head.hall == table.hall) & (head.order_no == table.order_no)
        query = select(*parts).select_from(table).join(head, same)
        return session.execute(query.where(*scope.of(head)).group_by(key))

    return _merged(of(Order), of(Reversal))


def _merged(sold: Any, back: Any) -> dict[Any, Sum]:
    found = {key: Sum(int(count), int(fen)) for count, fen, key in sold}
    for count, fen, key in back:
        here = found.get(key, Sum())
        found[key] = Sum(here.count, here.fen, int(count), -int(fen))
    return dict(sorted(found.items()))


def moments(session: Session, scope: Scope) -> Mapping[datetime, tuple[int, int]]:
    """Start of each hour in which an order was made, with its orders and their fen."""
    found: dict[datetime, tuple[int, int]] = {}
    rows = session.execute(select(Order.at, Order.total_fen).where(*scope.of(Order)))
    for at, fen in rows:
        hour = at.replace(minute=0, second=0, microsecond=0)  # the hall's zone is whole hours off
        count, total = found.get(hour, (0, 0))
        found[hour] = count + 1, total + int(fen)
    return dict(sorted(found.items()))
