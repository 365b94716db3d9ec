"""Counts: what two people found, beside what the register says lies in the safe."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hallclient.custody.book.looking import items
from hallclient.custody.records import (
    CustodyCount,
    CustodyEntry,
    CustodyFinding,
    CustodyItem,
)
from hallclient.custody.rules import (
    KINDS,
    Counted,
    CustodyState,
    Finding,
    Item,
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


def not_counted(session: Session, hall: str, since: datetime, custodian: str = "") -> int:
    """Customers' papers in custody that no count from then on has seen into the safe (S1-VP-25).

    A count is good for a custodian until one of their papers moves. What is given out is not in
    the safe, so that no count has seen it.

    Args:
        custodian: whose papers; "" for everybody's.
    """
    papers: dict[str, list[Item]] = defaultdict(list)
    for line in items(session, hall):
        if KINDS[line.kind].owned and custodian in ("", line.standing.custodian):
            papers[line.standing.custodian].append(line)
    return sum(
        sum(line.standing.state is not CustodyState.KEPT for line in lines)
        if _seen(session, hall, since, whose, [line.number for line in lines])
        else len(lines)
        for whose, lines in papers.items()
    )


def _seen(
    session: Session, hall: str, since: datetime, custodian: str, papers: Sequence[int]
) -> bool:
    """Whether this custodian was counted since then, and none of their papers moved after it."""
    query = select(func.max(CustodyCount.entries)).where(
        CustodyCount.hall == hall,
        CustodyCount.at >= since,
        CustodyCount.custodian.in_(("", custodian)),
    )
    before = session.execute(query).scalar_one_or_none()
    if before is None:
        return False
    owned = [kind.value for kind, rule in KINDS.items() if rule.owned]
    moved = (
        select(CustodyEntry.number)
        .join(
            CustodyItem,
            (CustodyItem.hall == CustodyEntry.hall) & (CustodyItem.number == CustodyEntry.item),
        )
        .where(
            CustodyEntry.hall == hall,
            CustodyEntry.number > before,
            CustodyItem.kind.in_(owned),
            CustodyEntry.item.in_(papers)
            | (CustodyEntry.by == custodian)
            | (CustodyEntry.second == custodian),
        )
    )
    return session.execute(moved.limit(1)).first() is None


def _last_entry(session: Session, hall: str) -> int:
    query = select(func.max(CustodyEntry.number)).where(CustodyEntry.hall == hall)
    return session.execute(query).scalar_one() or 0
