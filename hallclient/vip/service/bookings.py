"""Bookings of key customers (S4-LS-04, S3-CM-05), promised calls, and today's list."""

from datetime import date

from sqlalchemy.orm import Session

from hallclient.base.clock import hall_date
from hallclient.base.text import printable, typed_number
from hallclient.customers import book as customers
from hallclient.policy.book import policy_of
from hallclient.staff import book as staff
from hallclient.store.audit import act
from hallclient.store.desk import Desk
from hallclient.vip.book import bookings, facts, members
from hallclient.vip.rules import (
    Booking,
    BookingState,
    EndBooking,
    HostUnknown,
    MakeBooking,
    Occasion,
    ReasonMissing,
    Today,
    birthday_keys,
    booking_time,
    booking_words,
    ending_keys,
    guest_named,
)


def book(desk: Desk, ask: MakeBooking) -> Booking:
    """A visit is booked, or a call promised: when, who, what for, by whom they are received.

    Who is typed as card, mobile or document is that customer, by whose coming the booking is kept.
    Raises BookingMalformed, BookingPast, BookingUnclear, GuestIsNumber, HostUnknown,
    CustomerUnknown, NotPermitted: nothing was written.
    """
    who, purpose = booking_words(ask.who, ask.purpose, known=bool(ask.customer_id))
    with act(desk, "vip.book", ask.request_id) as doing:
        if doing.earlier is None:
            staff.require(doing.session, desk, "vip.keep")
            customer_id = _customer(doing.session, doing.hall, ask)
            row = {
                "kind": ask.kind.value,
                "due_at": booking_time(ask.at, doing.at),
                "customer_id": customer_id,
                "who": "" if customer_id else guest_named(who, field="who"),
                "purpose": purpose,
                "host": _host(doing.session, doing.hall, ask.host),
            }
            doing.subject = f"vip-booking/{bookings.add(doing, row)}"
        return bookings.booking(doing.session, doing.hall, doing.number)


def _customer(session: Session, hall: str, ask: MakeBooking) -> str:
    """The customer who was named, or whose number was typed; "" for somebody on no file."""
    if ask.customer_id:
        return customers.by_id(session, hall, ask.customer_id).customer_id
    if not any(char.isdigit() for char in ask.who):
        return ""
    owner = members.by_card(session, hall, typed_number(ask.who))
    found = customers.find(session, hall, ask.who) if owner is None else ()
    return owner or (found[0].customer_id if len(found) == 1 else "")


def _host(session: Session, hall: str, code: str) -> str:
    found = staff.find_person(session, hall, code.strip())
    if found is None or not found.active:
        raise HostUnknown(field="host")
    return found.code


def end_booking(desk: Desk, ask: EndBooking) -> Booking:
    """Kept, missed, or cancelled, the last two with a reason.

    Raises ReasonMissing, BookingUnknown, BookingOver, BookingEarly, NotPermitted.
    """
    reason = printable(ask.reason).strip()
    if ask.state is not BookingState.KEPT and len(reason) < 2:
        raise ReasonMissing(field="ended_because")
    with act(desk, "vip.booking-end", ask.request_id) as doing:
        if doing.earlier is None:
            staff.require(doing.session, desk, "vip.receive")
            bookings.end(doing, ask.booking, ask.state, reason)
            doing.subject = f"vip-booking/{ask.booking}"
        return bookings.booking(doing.session, doing.hall, ask.booking)


def open_bookings(desk: Desk) -> tuple[Booking, ...]:
    """Everything that is still to come, or of which nobody has said what became of it."""
    with desk.read() as session:
        staff.require(session, desk, "vip.receive")
        return bookings.open_bookings(session, desk.hall)


def today(desk: Desk) -> Today:
    """Birthdays, contracts that end, promised calls and visits of today. Raises NotPermitted."""
    now = desk.now()
    day = hall_date(now)
    with desk.read() as session:
        staff.require(session, desk, "vip.receive")
        ahead = policy_of(session, desk.hall, now).vip_ending_days
        birthdays = facts.on_days(session, desk.hall, "birthday", birthday_keys(day))
        endings = facts.on_days(session, desk.hall, "contract", ending_keys(day, ahead))
        found = [(one, "birthday", day) for one, _ in birthdays]
        found += [(one, "contract", date.fromisoformat(key)) for one, key in endings]
        names = members.addresses(session, desk.hall, [one for one, _, _ in found])
        due = bookings.due_on(session, desk.hall, day)
    occasions = [Occasion(one, names.get(one, ""), item, on) for one, item, on in found]
    return Today(day, tuple(sorted(occasions, key=lambda each: (each.on, each.guest))), due)
