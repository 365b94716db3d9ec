"""Counts: what two people found, beside what the register says lies in the safe."""

from collections.abc import Mapping, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hallclient.custody.book.looking import items
from hallclient.custody.records import CustodyCount, CustodyEntry, CustodyFinding
from hallclient.custody.rules import (
    Counted,
    CustodyState,
    Finding,
    ItemUnknown,
    NotCounted,
    findings,
)
from hallclient.store.audit import Act
from hallclient.store.sequences import next_number


def compare(
    doing: Act,
    found: Mapping[int, int],
    surplus: Sequence[str],
    *,
    custodian: str,
    witness: str,
    note: str,
) -> Counted:
    """Records what was found of every item in the safe; corrects nothing.

    Raises NotCounted for an item that `found` leaves out, ItemUnknown for one that is not in
    the safe (of this custodian).
    """
    booked = {
        line.number: line.standing.left
        for line in items(doing.session, doing.hall)
        if line.standing.state is CustodyState.KEPT and custodian in ("", line.standing.custodian)
    }
    for number in sorted(booked.keys() - found.keys()):
        raise NotCounted(field="found", number=number)
    for number in sorted(found.keys() - booked.keys()):
        raise ItemUnknown(field="found", number=number)
    lines = findings(booked, found, surplus)
    number = next_number(doing.session, doing.hall, "custody-count")
    head = {
        "number": number,
        "at": doing.at,
        "by": doing.clerk,
        "witness": witness,
        "custodian": custodian,
        "entries": _last_entry(doing.session, doing.hall),
        "note": note,
    }
    doing.add(CustodyCount, [head])
    rows = [
        {
            "count": number,
            "line": place,
            "item": line.item,
            "booked": line.booked,
            "found": line.found,
            "description": line.description,
        }
        for place, line in enumerate(lines, 1)
    ]
    doing.add(CustodyFinding, rows)
    return Counted(number, doing.at, doing.clerk, witness, custodian, lines)


def counted(session: Session, hall: str, number: int) -> Counted:
    """A count on record."""
    head = session.scalars(
        select(CustodyCount).where(CustodyCount.hall == hall, CustodyCount.number == number)
    ).one()
    return _counted(session, head)


def last_counts(session: Session, hall: str, most: int = 20) -> tuple[Counted, ...]:
    """The counts of the register, newest first."""
    heads = session.scalars(
        select(CustodyCount)
        .where(CustodyCount.hall == hall)
        .order_by(CustodyCount.number.desc())
        .limit(most)
    )
    return tuple(_counted(session, head) for head in heads.all())


def _counted(session: Session, head: CustodyCount) -> Counted:
    rows = session.scalars(
        select(CustodyFinding)
        .where(CustodyFinding.hall == head.hall, CustodyFinding.count == head.number)
        .order_by(CustodyFinding.line)
    )
    lines = tuple(Finding(row.item, row.booked, row.found, row.description) for row in rows)
    return Counted(head.number, head.at, head.by, head.witness, head.custodian, lines)


def _last_entry(session: Session, hall: str) -> int:
    query = select(func.max(CustodyEntry.number)).where(CustodyEntry.hall == hall)
    return session.execute(query).scalar_one() or 0
