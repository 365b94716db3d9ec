"""What `hallclient verify` asks of the erasing: what was erased is gone, holds alternate."""

from collections.abc import Iterator
from itertools import groupby
from typing import Final

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from hallclient.base.language import N_
from hallclient.customers.records import Customer
from hallclient.retention.records import ErasingEnd, Erasure, LegalHold
from hallclient.store.integrity import Fault
from hallclient.store.personal import MONTH, DestroyedKey, PersonalKey

_BACK: Final = N_("Data that was erased on record can still be read.")
_UNSAID: Final = N_("A customer is erased without an erasing on record.")
_DESTROYED: Final = N_("Personal data was made illegible without an erasing on record.")
_HOLDS: Final = N_("Legal holds do not follow on from each other.")
_ENDS: Final = N_("An erasing ended with other figures than it erased.")

_IS_CUSTOMER: Final = Erasure.whose.not_like("%/%")
"""Months and items in custody are named with a slash."""


def check(session: Session, hall: str) -> Iterator[Fault]:
    """Keys on record as destroyed are gone; erased customers are on record; figures add up."""
    yield from _keys(session, hall)
    yield from _destroyed(session, hall)
    yield from _customers(session, hall)
    yield from _ends(session, hall)
    yield from _holds(session, hall)


def _keys(session: Session, hall: str) -> Iterator[Fault]:
    """A customer's key never comes back; a month's may, for text that was written late in it."""
    query = (
        select(Erasure.whose)
        .join(PersonalKey, and_(PersonalKey.hall == hall, PersonalKey.whose == Erasure.whose))
        .where(Erasure.hall == hall)
        .where(or_(PersonalKey.made_at <= Erasure.at, Erasure.whose.not_like(f"{MONTH}%")))
        .order_by(Erasure.whose)
    )
    for whose in session.scalars(query):
        yield Fault("retention.readable", f"erasures {whose}", _BACK)


def _destroyed(session: Session, hall: str) -> Iterator[Fault]:
    """No key is destroyed but by an erasing on record that names this very key."""
    same = and_(
        Erasure.hall == DestroyedKey.hall,
        Erasure.whose == DestroyedKey.whose,
        Erasure.key_id == DestroyedKey.key_id,
    )
    query = (
        select(DestroyedKey.key_id)
        .outerjoin(Erasure, same)
        .where(DestroyedKey.hall == hall, Erasure.run_id.is_(None))
    )
    for key_id in session.scalars(query):
        yield Fault("retention.unsaid", f"destroyed_keys {key_id}", _DESTROYED)


def _customers(session: Session, hall: str) -> Iterator[Fault]:
    same = and_(Erasure.hall == Customer.hall, Erasure.whose == Customer.customer_id)
    unsaid = (
        select(Customer.customer_id)
        .outerjoin(Erasure, same)
        .where(Customer.hall == hall, Customer.erased_on.is_not(None), Erasure.whose.is_(None))
    )
    for customer_id in session.scalars(unsaid):
        yield Fault("retention.unsaid", f"customers {customer_id}", _UNSAID)
    standing = (
        select(Erasure.whose)
        .outerjoin(Customer, same)
        .where(Erasure.hall == hall, _IS_CUSTOMER, Customer.erased_on.is_(None))
    )
    for whose in session.scalars(standing):
        yield Fault("retention.readable", f"erasures {whose}", _BACK)


def _ends(session: Session, hall: str) -> Iterator[Fault]:
    is_month = Erasure.whose.like(f"{MONTH}%")
    counts = {
        (run_id, bool(month)): int(count)
        for run_id, month, count in session.execute(
            select(Erasure.run_id, is_month, func.count())
            .where(Erasure.hall == hall, is_month | _IS_CUSTOMER)
            .group_by(Erasure.run_id, is_month)
        )
    }
    for end in session.scalars(select(ErasingEnd).where(ErasingEnd.hall == hall)):
        people, months = (counts.get((end.run_id, month), 0) for month in (False, True))
        if (end.customers, end.months) != (people, months):
            yield Fault("retention.figures", f"erasing_ends {end.run_id}", _ENDS)


def _holds(session: Session, hall: str) -> Iterator[Fault]:
    """Set, released, set again: 1, 2, 3, beginning with set."""
    query = (
        select(LegalHold.customer_id, LegalHold.seq, LegalHold.stands)
        .where(LegalHold.hall == hall)
        .order_by(LegalHold.customer_id, LegalHold.seq)
    )
    for customer_id, rows in groupby(session.execute(query), lambda row: row.customer_id):
        if any(row.seq != place or row.stands != (place % 2 == 1)
               for place, row in enumerate(rows, start=1)):  # fmt: skip
            yield Fault("retention.holds", f"legal_holds {customer_id}", _HOLDS)
