"""What `hallclient verify` asks of VIP reception."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import groupby
from typing import Any, Final

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from hallclient.base.language import N_
from hallclient.customers.records import Customer
from hallclient.store.integrity import Fault
from hallclient.store.personal import cipher_of
from hallclient.store.sequences import last_numbers
from hallclient.vip.book import bookings, receptions
from hallclient.vip.book.facts import day_mark
from hallclient.vip.book.members import card_mark
from hallclient.vip.book.receptions import event_from
from hallclient.vip.records.reception import (
    VipBooking,
    VipBookingEnd,
    VipDay,
    VipFact,
    VipMember,
    VipMemberEvent,
    VipReception,
    VipStep,
)
from hallclient.vip.rules import BookingState, Standing, after, day_key, vip_standard

_GAP: Final = N_("A reception or booking is missing, or its number not dealt.")
_STEP: Final = N_("A step of a reception does not follow from the one before.")
_MEMBER: Final = N_("A VIP tier is not as its last change left it.")
_FACT: Final = N_("What is kept of a guest does not follow on, or has no consent.")
_DAY: Final = N_("A guest is found on another day than what is kept of them says.")
_BOOKING: Final = N_("A booking ended otherwise than a booking can.")


def check(session: Session, hall: str) -> Iterator[Fault]:
    """Numbers without gaps, steps that follow, tiers and days as their changes left them."""
    erased = set(
        session.scalars(
            select(Customer.customer_id).where(
                Customer.hall == hall, Customer.erased_on.is_not(None)
            )
        )
    )
    yield from _gaps(session, hall)
    yield from _steps(session, hall)
    yield from _members(session, hall, erased)
    yield from _facts(session, hall, erased)
    yield from _bookings(session, hall)


def _rows(session: Session, hall: str, table: Any, *order: Any) -> list[Row[Any]]:
    columns: tuple[Any, ...] = tuple(table.__table__.columns)
    return list(session.execute(select(*columns).where(table.hall == hall).order_by(*order)))


def _gaps(session: Session, hall: str) -> Iterator[Fault]:
    """From 1 to the last one dealt out."""
    last = last_numbers(session, hall)
    for table, name in ((VipReception, receptions.NUMBERS), (VipBooking, bookings.NUMBERS)):
        there = set(session.scalars(select(table.serial).where(table.hall == hall)))
        for serial in sorted(set(range(1, last.get(name, 0) + 1)) ^ there):
            yield Fault("vip.gap", f"{table.__tablename__} {serial}", _GAP)


def _steps(session: Session, hall: str) -> Iterator[Fault]:
    """Each step follows from the one before; no reception is without its first."""
    begun = set(session.scalars(select(VipReception.serial).where(VipReception.hall == hall)))
    rows = _rows(session, hall, VipStep, VipStep.reception, VipStep.number)
    for serial, each in groupby(rows, key=lambda row: row.reception):
        begun.discard(serial)
        stands: Standing | None = None
        for ordinal, row in enumerate(each, 1):
            reached = after(stands, event_from(row)) if row.number == ordinal else None
            if reached is None:
                yield Fault("vip.step", f"vip_steps {serial}, number {row.number}", _STEP)
                break
            stands = reached
    for serial in sorted(begun):
        yield Fault("vip.step", f"vip_steps {serial}", _STEP)


def _members(session: Session, hall: str, erased: set[str]) -> Iterator[Fault]:
    """A tier is the last one given, found by its own card; of an erased customer by none."""
    key = cipher_of(session).index
    last: dict[str, Row[Any]] = {}
    counted: dict[str, int] = defaultdict(int)
    events = _rows(
        session, hall, VipMemberEvent, VipMemberEvent.customer_id, VipMemberEvent.version
    )
    for row in events:
        counted[row.customer_id] += 1
        last[row.customer_id] = row
    there = {row.customer_id: row for row in _rows(session, hall, VipMember)}
    for customer in sorted(there.keys() | last.keys()):
        found, wanted = there.get(customer), last.get(customer)
        if found is None or wanted is None:
            yield Fault("vip.member", f"vip_members {customer}", _MEMBER)
            continue
        card = ("", "") if customer in erased else (wanted.card, card_mark(key, wanted.card))
        said = (found.tier, found.valid_until, found.version, found.card, found.card_mark)
        version = counted[customer] if wanted.version == counted[customer] else 0
        if said != (wanted.tier, wanted.valid_until, version, *card):
            yield Fault("vip.member", f"vip_members {customer}", _MEMBER)


def _facts(session: Session, hall: str, erased: set[str]) -> Iterator[Fault]:
    """Versions follow on, what is of the profile has its consent, days are found by their marks."""
    key, items = cipher_of(session).index, vip_standard().items
    marks: dict[tuple[str, str], tuple[str, ...]] = {}
    there = {(row.customer_id, row.item): row.mark for row in _rows(session, hall, VipDay)}
    rows = _rows(session, hall, VipFact, VipFact.customer_id, VipFact.item, VipFact.version)
    for (customer, code), each in groupby(rows, key=lambda row: (row.customer_id, row.item)):
        versions, item = list(each), items.get(code)
        agreed = item is None or all(
            row.consent == (bool(row.value) and item.needs_consent) for row in versions
        )
        numbers = [row.version for row in versions]
        if numbers != list(range(1, len(numbers) + 1)) or not agreed:
            yield Fault("vip.fact", f"vip_facts {customer} {code}", _FACT)
        value = "" if customer in erased else versions[-1].value
        days: tuple[str, ...] = ()
        if item is not None:
            days = (day_key(item, value),) if item.form != "text" else ()
        elif (customer, code) in there:  # taken out of the standard: its form is known no longer
            days = ("", value, value[-5:])
        if days:
            marks[customer, code] = tuple(day_mark(key, code, day) for day in days)
    for place in sorted(marks.keys() | there.keys()):
        if there.get(place) not in marks.get(place, ()):
            yield Fault("vip.day", "vip_days " + " ".join(place), _DAY)


def _bookings(session: Session, hall: str) -> Iterator[Fault]:
    ends = {state.value for state in BookingState} - {BookingState.DUE.value}
    due = {row.serial: row for row in _rows(session, hall, VipBooking)}
    for row in _rows(session, hall, VipBookingEnd):
        one = due.get(row.booking)
        early = one is not None and row.at < one.due_at and row.state == BookingState.MISSED.value
        if one is None or row.state not in ends or row.at < one.at or early:
            yield Fault("vip.booking-end", f"vip_booking_ends {row.booking}", _BOOKING)
