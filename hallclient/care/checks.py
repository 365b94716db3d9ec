"""What `hallclient verify` asks of enquiries, complaints, opinions and incidents."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from hallclient.base.language import N_
from hallclient.care.book import event_from, standing_from
from hallclient.care.records import CareEvent, CareMatter, CareStanding
from hallclient.care.rules import Place, Standing, State, after
from hallclient.store.integrity import Fault
from hallclient.store.sequences import last_numbers


def check(session: Session, hall: str) -> Iterator[Fault]:
    """Numbers without gaps; every matter stands where its steps led, and is somebody's."""
    numbers = set(session.scalars(select(CareMatter.number).where(CareMatter.hall == hall)))
    last = last_numbers(session, hall).get("care-matter", 0)
    for number in sorted(numbers ^ set(range(1, last + 1))):
        sentence = N_("A number of what was taken down is missing.")
        yield Fault("care.gap", f"care_matters {number}", sentence)
    stands: dict[int, Standing] = {}
    yield from _follow(session, hall, stands)
    yield from _compare(session, hall, numbers, stands)


def _follow(session: Session, hall: str, stands: dict[int, Standing]) -> Iterator[Fault]:
    columns: tuple[Any, ...] = (CareEvent.__table__,)
    query = select(*columns).where(CareEvent.hall == hall)
    rows = session.execute(query.order_by(CareEvent.matter, CareEvent.number))
    for matter, each in groupby(rows, key=lambda row: row.matter):
        standing: Standing | None = None
        for ordinal, row in enumerate(each, 1):
            reached = after(standing, event_from(row)) if row.number == ordinal else None
            if reached is None:
                place = f"care_events matter {matter}, number {row.number}"
                sentence = N_("A step of a matter does not follow from the one before.")
                yield Fault("care.event", place, sentence)
                break
            standing = reached
        if standing is not None:
            stands[matter] = standing


def _compare(
    session: Session, hall: str, numbers: set[int], stands: dict[int, Standing]
) -> Iterator[Fault]:
    columns: tuple[Any, ...] = (CareStanding.__table__,)
    query = select(*columns).where(CareStanding.hall == hall)
    found = {row.number: row for row in session.execute(query)}
    for number in sorted(found.keys() | numbers | stands.keys()):
        row = found.get(number)
        alike = number in numbers and row is not None and _standing(row) == stands.get(number)
        if not alike or row is None or not row.owner:
            sentence = N_("A matter does not stand where its steps led.")
            yield Fault("care.standing", f"care_standings {number}", sentence)


def _standing(row: Row[Any]) -> Standing | None:
    """What the row says, None when no matter can stand so."""
    known = row.state in set(State) and row.place in set(Place)
    return standing_from(row) if known else None
