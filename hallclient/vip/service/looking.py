"""Guests who are here, one reception in full, the day's sheet."""

from collections import Counter
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from hallclient.base.clock import hall_date
from hallclient.counter.records import Order
from hallclient.counter.rules.recommending import NOTHING_KNOWN, Recommendation, recommend
from hallclient.policy.book import policy_of
from hallclient.queue import book as queue
from hallclient.staff import book as staff
from hallclient.store.desk import Desk
from hallclient.till import book as till
from hallclient.vip.book import receptions
from hallclient.vip.book.knowing import known_of
from hallclient.vip.rules import (
    Course,
    DaySheet,
    Event,
    Reception,
    SheetRow,
    Step,
    left_out,
    waited,
    waited_past,
)


def guests_here(desk: Desk) -> tuple[Reception, ...]:
    """Every guest who has not gone, in the order of arrival. Raises NotPermitted."""
    now = desk.now()
    with desk.read() as session:
        staff.require(session, desk, "vip.receive")
        rows = receptions.unfinished(session, desk.hall)
        return receptions.receptions(session, desk.hall, rows, now, _limit(session, desk, now))


def course(desk: Desk, serial: int) -> Course:
    """One reception with its steps, and what may be recommended now.

    Raises ReceptionUnknown, NotPermitted.
    """
    now = desk.now()
    with desk.read() as session:
        staff.require(session, desk, "vip.receive")
        row = receptions.row_of(session, desk.hall, serial)
        limit = _limit(session, desk, now)
        (one,) = receptions.receptions(session, desk.hall, [row], now, limit)
        events = receptions.events_of(session, desk.hall, serial)
        return Course(one, events, _suggestion(session, desk.hall, row.customer_id, now))


def _suggestion(
    session: Session, hall: str, customer_id: str, now: datetime
) -> Recommendation | None:
    known = known_of(session, hall, customer_id) if customer_id else NOTHING_KNOWN
    return recommend(known, now, crowded=bool(queue.crowded_lines(session, hall, now)))


def _limit(session: Session, desk: Desk, now: datetime) -> int:
    return policy_of(session, desk.hall, now).vip_wait_seconds


def day_sheet(desk: Desk, day: date | None = None) -> DaySheet:
    """The VIP business of a business day (当天业务记录, S1-VP-26), the open one by default.

    Of today where none is open. Raises NotPermitted.
    """
    now = desk.now()
    with desk.read() as session:
        staff.require(session, desk, "vip.keep")
        limit = _limit(session, desk, now)
        on = day or till.open_day(session, desk.hall) or hall_date(now)
        rows = receptions.of_day(session, desk.hall, on)
        found = receptions.receptions(session, desk.hall, rows, now, limit)
        sheet = tuple(_sheet_row(session, desk, one, now) for one in found)
    counts = Counter(
        Step(code) for one in found for code in left_out(one.standing, now, limit)
        if one.standing.ended_at is not None
    )  # fmt: skip
    return DaySheet(on, sheet, sum(row.late for row in sheet), tuple(sorted(counts.items())))


def _sheet_row(session: Session, desk: Desk, one: Reception, now: datetime) -> SheetRow:
    events = receptions.events_of(session, desk.hall, one.serial)
    return SheetRow(
        one,
        waited(one.standing, now),
        waited_past(one.standing, now, one.limit),
        tuple((event.at, event.by) for event in events if event.step is Step.TALKED),
        _orders(session, desk.hall, one, events),
    )


def _orders(
    session: Session, hall: str, one: Reception, events: tuple[Event, ...]
) -> tuple[str, ...]:
    """Orders of this customer between the beginning and the end of the attendance."""
    begun = one.standing.served_at
    if begun is None or not one.customer_id:
        return ()
    ended = next((event.at for event in events if event.step is Step.FINISHED), None)
    query = select(Order.order_no).where(
        Order.hall == hall, Order.customer_id == one.customer_id, Order.at >= begun
    )
    if ended is not None:
        query = query.where(Order.at <= ended)
    return tuple(session.scalars(query.order_by(Order.order_no)))
