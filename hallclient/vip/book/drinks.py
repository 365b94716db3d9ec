"""Drinks asked for, and how each order ended."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import Row, Select, select
from sqlalchemy.orm import Session

from hallclient.store.audit import Act
from hallclient.store.sequences import next_number
from hallclient.vip.records.bar import DrinkEnd, DrinkOrder
from hallclient.vip.rules import bar as rules
from hallclient.vip.rules.bar import Outcome
from hallclient.vip.rules.bar_errors import OrderEnded, OrderUnknown


def ask(
    doing: Act, goods: str, servings: int, day: date, *, reception: int = 0, seat: str = ""
) -> rules.DrinkOrder:
    """What a guest chose; it waits until it is brought, declined or refused."""
    number = next_number(doing.session, doing.hall, "drink-order")
    row = {
        "number": number,
        "business_date": day,
        "at": doing.at,
        "by": doing.clerk,
        "reception": reception or None,
        "seat": seat,
        "goods": goods,
        "servings": servings,
    }
    doing.add(DrinkOrder, [row])
    return order(doing.session, doing.hall, number)


def open_order(session: Session, hall: str, number: int) -> rules.DrinkOrder:
    """An order that waits; raises OrderUnknown, OrderEnded."""
    one = order(session, hall, number)
    if one.outcome is not None:
        raise OrderEnded(number=number, outcome=rules.OUTCOME_NAMES[one.outcome])
    return one


def end(
    doing: Act, one: rules.DrinkOrder, outcome: Outcome, *, phrased: bool = False, cause: str = ""
) -> rules.DrinkOrder:
    """An order that waited comes to its end."""
    row = {
        "order_number": one.number,
        "at": doing.at,
        "by": doing.clerk,
        "outcome": outcome.value,
        "phrased": phrased,
        "cause": cause,
    }
    doing.add(DrinkEnd, [row])
    return order(doing.session, doing.hall, one.number)


def _orders(hall: str) -> Select[DrinkOrder, DrinkEnd | None]:
    return (
        select(DrinkOrder, DrinkEnd)
        .join(
            DrinkEnd,
            (DrinkEnd.hall == hall) & (DrinkEnd.order_number == DrinkOrder.number),
            isouter=True,
        )
        .where(DrinkOrder.hall == hall)
        .order_by(DrinkOrder.number)
    )


def order(session: Session, hall: str, number: int) -> rules.DrinkOrder:
    """One order; raises OrderUnknown."""
    row = session.execute(_orders(hall).where(DrinkOrder.number == number)).first()
    if row is None:
        raise OrderUnknown(number=number)
    return _order(row)


def orders_of_day(session: Session, hall: str, day: date) -> tuple[rules.DrinkOrder, ...]:
    """Every order of a business day."""
    query = _orders(hall).where(DrinkOrder.business_date == day)
    return tuple(_order(row) for row in session.execute(query))


def of_receptions(
    session: Session, hall: str, serials: Sequence[int]
) -> tuple[rules.DrinkOrder, ...]:
    """The orders of these receptions, in order."""
    query = _orders(hall).where(DrinkOrder.reception.in_(serials))
    return tuple(_order(row) for row in session.execute(query))


def waiting(session: Session, hall: str) -> tuple[rules.DrinkOrder, ...]:
    """Orders that nobody has brought yet, the oldest first."""
    query = _orders(hall).where(DrinkEnd.order_number.is_(None))
    return tuple(_order(row) for row in session.execute(query))


def waiting_of(session: Session, hall: str, by: str) -> int:
    """How many of those somebody took down nobody has brought yet."""
    return sum(one.by == by for one in waiting(session, hall))


def end_day(doing: Act) -> int:
    """Ends every order that waits when the hall's day is closed; returns how many.

    Nobody else writes in the hall meanwhile.
    """
    left = waiting(doing.session, doing.hall)
    for one in left:
        end(doing, one, Outcome.LEFT)
    return len(left)


def _order(row: Row[DrinkOrder, DrinkEnd | None]) -> rules.DrinkOrder:
    asked, ended = row
    one = rules.DrinkOrder(
        asked.number,
        asked.business_date,
        asked.at,
        asked.by,
        asked.reception or 0,
        asked.seat,
        asked.goods,
        asked.servings,
    )
    if ended is None:
        return one
    return replace(
        one,
        outcome=Outcome(ended.outcome),
        ended_at=ended.at,
        ended_by=ended.by,
        phrased=ended.phrased,
        cause=ended.cause,
    )
