"""The lounge's list and registers, and the slips of the day, inside an open act."""

from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hallclient.counter.records import Order, Reversal
from hallclient.custody import book as custody
from hallclient.policy.book import policy_of
from hallclient.store.audit import Act
from hallclient.store.sequences import next_number
from hallclient.vip.records import bar as records
from hallclient.vip.rules.bar_standard import LoungeItem
from hallclient.vip.rules.lounge import (
    ListSignature,
    LoungeEntry,
    Result,
    SlipCount,
    night_from,
)


def entries(session: Session, hall: str, day: date) -> tuple[LoungeEntry, ...]:
    """What was found on a business day, in order."""
    table = records.LoungeEntry
    query = select(table).where(table.hall == hall, table.business_date == day)
    return tuple(_entry(row) for row in session.scalars(query.order_by(table.number)))


def _entry(row: records.LoungeEntry) -> LoungeEntry:
    return LoungeEntry(
        row.number,
        row.business_date,
        row.item,
        row.at,
        row.by,
        Result(row.result),
        row.value,
        row.note,
    )


def enter(
    doing: Act, day: date, item: LoungeItem, result: Result, value: int | None, note: str
) -> LoungeEntry:
    """What was found of an item."""
    number = next_number(doing.session, doing.hall, "lounge-entry")
    row = {
        "number": number,
        "business_date": day,
        "item": item.code,
        "at": doing.at,
        "by": doing.clerk,
        "result": result.value,
        "value": value,
        "note": note,
    }
    doing.add(records.LoungeEntry, [row])
    return entry(doing.session, doing.hall, number)


def entry(session: Session, hall: str, number: int) -> LoungeEntry:
    """One entry on record."""
    table = records.LoungeEntry
    query = select(table).where(table.hall == hall, table.number == number)
    return _entry(session.scalars(query).one())


def signature(session: Session, hall: str, day: date) -> ListSignature | None:
    """Who signed the list of a day, None while nobody has."""
    table = records.LoungeSignature
    query = select(table).where(table.hall == hall, table.business_date == day)
    row = session.scalars(query).one_or_none()
    return None if row is None else ListSignature(row.business_date, row.at, row.by, row.failed)


def sign(doing: Act, day: date, failed: int, entries: int) -> ListSignature:
    """The list before opening is signed."""
    row = {
        "business_date": day,
        "at": doing.at,
        "by": doing.clerk,
        "failed": failed,
        "entries": entries,
    }
    doing.add(records.LoungeSignature, [row])
    return ListSignature(day, doing.at, doing.clerk, failed)


def services_at(session: Session, hall: str, day: date, counter: int) -> int:
    """Orders and reversals of a counter on a business day: each made out one slip."""
    orders = select(func.count()).where(
        Order.hall == hall, Order.business_date == day, Order.counter == counter
    )
    undone = select(func.count()).where(
        Reversal.hall == hall, Reversal.business_date == day, Reversal.counter == counter
    )
    return session.execute(orders).scalar_one() + session.execute(undone).scalar_one()


def count_slips(doing: Act, day: date, services: int, slips: int, reason: str) -> SlipCount:
    """Slips in hand, beside what the system says."""
    number = next_number(doing.session, doing.hall, "slip-count")
    row = {
        "number": number,
        "business_date": day,
        "counter": doing.counter,
        "at": doing.at,
        "by": doing.clerk,
        "services": services,
        "slips": slips,
        "reason": reason,
    }
    doing.add(records.SlipCount, [row])
    return slip_count(doing.session, doing.hall, number)


def slip_count(session: Session, hall: str, number: int) -> SlipCount:
    """One count of slips on record."""
    table = records.SlipCount
    query = select(table).where(table.hall == hall, table.number == number)
    return _slips(session.scalars(query).one())


def slip_counts(session: Session, hall: str, day: date) -> tuple[SlipCount, ...]:
    """The counts of slips of a business day, in order."""
    table = records.SlipCount
    query = select(table).where(table.hall == hall, table.business_date == day)
    return tuple(_slips(row) for row in session.scalars(query.order_by(table.number)))


def papers_uncounted(
    session: Session, hall: str, day: date, at: datetime, custodian: str = ""
) -> int:
    """Customers' papers that are not counted into the safe for the night (S1-VP-25)."""
    policy = policy_of(session, hall, at)
    night = night_from(day, at, policy.closing_time, policy.early_grace_minutes)
    return custody.not_counted(session, hall, night, custodian)


def _slips(row: records.SlipCount) -> SlipCount:
    return SlipCount(
        row.number,
        row.business_date,
        row.counter,
        row.at,
        row.by,
        row.services,
        row.slips,
        row.reason,
    )
