"""Matters and their steps, read."""

from datetime import date
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from hallclient.care.records import CareEvent, CareMatter, CareStanding
from hallclient.care.rules import (
    Event,
    Kind,
    Matter,
    MatterUnknown,
    Place,
    Standing,
    State,
    Step,
    Told,
)


def _query(hall: str) -> Select[CareMatter, CareStanding]:
    return (
        select(CareMatter, CareStanding)
        .join(
            CareStanding,
            (CareStanding.hall == CareMatter.hall) & (CareStanding.number == CareMatter.number),
        )
        .where(CareMatter.hall == hall)
        .order_by(CareMatter.number)
    )


def matter(session: Session, hall: str, number: int) -> Matter:
    """A matter; raises MatterUnknown."""
    row = session.execute(_query(hall).where(CareMatter.number == number)).one_or_none()
    if row is None:
        raise MatterUnknown
    return _matter(row)


def matters(session: Session, hall: str, *, day: date | None = None) -> tuple[Matter, ...]:
    """Every open matter by number; of a business day the closed ones as well."""
    query = _query(hall)
    if day is None:
        query = query.where(CareStanding.state == State.OPEN.value)
    else:
        query = query.where(CareMatter.business_date == day)
    return tuple(_matter(row) for row in session.execute(query))


def guests(session: Session, hall: str, day: date | None) -> tuple[Place, ...]:
    """Where the guests are whose complaints were taken down on a business day and are open.

    Nobody stays in the hall overnight: a complaint may be open for days, its guest is not there.
    """
    query = (
        select(CareStanding.place)
        .join(
            CareMatter,
            (CareMatter.hall == CareStanding.hall) & (CareMatter.number == CareStanding.number),
        )
        .where(
            CareStanding.hall == hall,
            CareStanding.state == State.OPEN.value,
            CareStanding.place != Place.ELSEWHERE.value,
            CareMatter.business_date == day,
        )
    )
    return tuple(Place(place) for place in session.scalars(query))


def events(session: Session, hall: str, number: int) -> tuple[Told, ...]:
    """The steps of a matter, in order, with what was written about each."""
    query = (
        select(CareEvent)
        .where(CareEvent.hall == hall, CareEvent.matter == number)
        .order_by(CareEvent.number)
    )
    return tuple(Told(event_from(row), row.words) for row in session.scalars(query))


def event_from(row: Any) -> Event:
    """A step as it is on record, without what was written about it."""
    return Event(Step(row.step), row.at, row.by, row.to, row.due, Place(row.place))


def standing_from(row: Any) -> Standing:
    """Where a matter stands, from its row."""
    return Standing(
        State(row.state),
        row.owner,
        row.offered_to,
        row.due,
        Place(row.place),
        row.since,
        row.steps,
    )


def _matter(row: Any) -> Matter:
    kept, stands = row
    return Matter(
        kept.number,
        kept.business_date,
        Kind(kept.kind),
        kept.topic,
        kept.channel,
        kept.customer,
        kept.words,
        kept.contact,
        standing_from(stands),
    )
