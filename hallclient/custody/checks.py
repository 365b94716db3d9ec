"""What `hallclient verify` asks of the custody register."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from hallclient.base.language import N_
from hallclient.custody.records import (
    CustodyCount,
    CustodyEntry,
    CustodyFinding,
    CustodyItem,
    CustodyStanding,
)
from hallclient.custody.rules import CustodyState, Standing, Step, after
from hallclient.store.integrity import Fault
from hallclient.store.sequences import last_numbers

type Standings = dict[int, Standing]


def check(session: Session, hall: str) -> Iterator[Fault]:
    """Every item stands where its entries led; every count says what was booked then."""
    yield from _gaps(session, hall)
    stands: Standings = {}
    counts = {row.number: row for row in _counts(session, hall)}
    waiting = sorted(counts.values(), key=lambda row: (row.entries, row.number))
    for entry in _entries(session, hall):
        while waiting and waiting[0].entries < entry.number:
            yield from _check_count(session, waiting.pop(0), stands)
        yield from _follow(entry, stands)
    for count in waiting:
        yield from _check_count(session, count, stands)
    yield from _compare(session, hall, stands)


def _entries(session: Session, hall: str) -> list[CustodyEntry]:
    query = select(CustodyEntry).where(CustodyEntry.hall == hall).order_by(CustodyEntry.number)
    return list(session.scalars(query))


def _counts(session: Session, hall: str) -> list[CustodyCount]:
    query = select(CustodyCount).where(CustodyCount.hall == hall).order_by(CustodyCount.number)
    return list(session.scalars(query))


def _follow(entry: CustodyEntry, stands: Standings) -> Iterator[Fault]:
    step = Step(entry.step)
    reached = after(stands.get(entry.item), step, entry.by, entry.second, entry.count)
    if reached is None or entry.by == entry.second:
        yield Fault(
            "custody.entry",
            f"custody_entries {entry.number}",
            N_("An entry of the custody register does not follow from the one before."),
        )
    if reached is not None:
        stands[entry.item] = reached


def _check_count(session: Session, count: CustodyCount, stands: Standings) -> Iterator[Fault]:
    """What a count took for booked is what the entries before it had led to."""
    booked = {
        item: standing.left
        for item, standing in stands.items()
        if standing.state is CustodyState.KEPT and count.custodian in ("", standing.custodian)
    }
    query = select(CustodyFinding).where(
        CustodyFinding.hall == count.hall, CustodyFinding.count == count.number
    )
    rows = session.scalars(query).all()
    said = {row.item: row.booked for row in rows if row.item}
    strange = [row for row in rows if not row.item and row.booked]
    if said != booked or strange or count.by == count.witness:
        yield Fault(
            "custody.count",
            f"custody_counts {count.number}",
            N_("A count of the custody register does not say what was booked then."),
        )


def _compare(session: Session, hall: str, stands: Standings) -> Iterator[Fault]:
    sentence = N_("An item in custody is not where its entries led.")
    query = select(CustodyStanding).where(CustodyStanding.hall == hall)
    kept = {
        row.number: Standing(CustodyState(row.state), row.custodian, row.holder, row.left)
        for row in session.scalars(query)
    }
    received = select(CustodyItem).where(CustodyItem.hall == hall)
    pieces = {row.number: row.pieces for row in session.scalars(received)}
    for number in sorted(kept.keys() | stands.keys() | pieces.keys()):
        alike = number in pieces and kept.get(number) == stands.get(number)
        if not alike:
            yield Fault("custody.standing", f"custody_standings {number}", sentence)
    for entry in _entries(session, hall):
        if entry.step == Step.RECEIVED.value and pieces.get(entry.item) != entry.count:
            yield Fault("custody.pieces", f"custody_items {entry.item}", sentence)


def _gaps(session: Session, hall: str) -> Iterator[Fault]:
    """Items, entries and counts are numbered without gaps."""
    last = last_numbers(session, hall)
    for name, table in (
        ("custody-item", CustodyItem),
        ("custody-entry", CustodyEntry),
        ("custody-count", CustodyCount),
    ):
        numbers = set(session.scalars(select(table.number).where(table.hall == hall)))
        for number in sorted(numbers ^ set(range(1, last.get(name, 0) + 1))):
            yield Fault(
                "custody.gap",
                f"{table.__tablename__} {number}",
                N_("A number of the custody register is missing."),
            )
