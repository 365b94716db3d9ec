"""Bookings of key customers and promised calls."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from hallclient.base.clock import from_hall
from hallclient.store.audit import Act
from hallclient.store.sequences import next_number
from hallclient.vip.book.members import addresses
from hallclient.vip.records.reception import VipBooking, VipBookingEnd
from hallclient.vip.rules import (
    Booking,
    BookingKind,
    BookingState,
    BookingUnknown,
    refuse_ending,
)

NUMBERS = "vip-booking"
"""Bookings are numbered without gaps."""


def add(doing: Act, row: dict[str, Any]) -> int:
    """A new booking; `row` is what it says besides its number and who made it."""
    serial = next_number(doing.session, doing.hall, NUMBERS)
    whole = {"serial": serial, "at": doing.at, "by": doing.clerk} | row
    doing.add(VipBooking, [whole], whose=row["customer_id"] or None)
    return serial


def end(doing: Act, serial: int, state: BookingState, reason: str = "") -> None:
    """What became of it. Raises BookingUnknown, BookingOver, BookingEarly.

    Nobody else writes in the hall meanwhile.
    """
    one = booking(doing.session, doing.hall, serial)
    refuse_ending(one, state, doing.at)
    row = {
        "booking": serial,
        "state": state.value,
        "at": doing.at,
        "by": doing.clerk,
        "reason": reason,
    }
    doing.add(VipBookingEnd, [row], whose=one.customer_id or None)


def booking(session: Session, hall: str, serial: int) -> Booking:
    """One booking; raises BookingUnknown."""
    found = _read(session, hall, _query(hall).where(VipBooking.serial == serial))
    if not found:
        raise BookingUnknown
    return found[0]


def due_on(session: Session, hall: str, day: date) -> tuple[Booking, ...]:
    """Bookings for a day, the earliest first, with what became of them."""
    start, end = from_hall(day, 0, 0), from_hall(day + timedelta(days=1), 0, 0)
    return _read(
        session, hall, _query(hall).where(VipBooking.due_at >= start, VipBooking.due_at < end)
    )


def open_bookings(session: Session, hall: str) -> tuple[Booking, ...]:
    """Everything of which nobody has said what became of it, the earliest first."""
    return _read(session, hall, _query(hall).where(VipBookingEnd.state.is_(None)))


def _query(hall: str) -> Any:
    return (
        select(VipBooking, VipBookingEnd.state, VipBookingEnd.at, VipBookingEnd.reason)
        .outerjoin(
            VipBookingEnd,
            (VipBookingEnd.hall == VipBooking.hall) & (VipBookingEnd.booking == VipBooking.serial),
        )
        .where(VipBooking.hall == hall)
        .order_by(VipBooking.due_at, VipBooking.serial)
    )


def _read(session: Session, hall: str, query: Any) -> tuple[Booking, ...]:
    rows = session.execute(query).all()
    names = addresses(session, hall, [row[0].customer_id for row in rows if row[0].customer_id])
    return tuple(_booking(found, names.get(found[0].customer_id, found[0].who)) for found in rows)


def _booking(found: Any, who: str) -> Booking:
    row, state, ended_at, reason = found
    return Booking(
        serial=row.serial,
        kind=BookingKind(row.kind),
        at=row.due_at,
        who=who,
        purpose=row.purpose,
        host=row.host,
        customer_id=row.customer_id,
        made_by=row.by,
        state=BookingState(state or BookingState.DUE),
        ended_at=ended_at,
        reason=reason or "",
    )
