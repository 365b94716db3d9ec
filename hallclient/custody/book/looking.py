"""Lines of the register and their entries, read."""

from datetime import datetime
from typing import Final

from sqlalchemy import Row, Select, func, select
from sqlalchemy.orm import Session

from hallclient.custody.records import CustodyEntry, CustodyItem, CustodyStanding
from hallclient.custody.rules import (
    KINDS,
    CustodyKind,
    CustodyState,
    Entry,
    Item,
    ItemUnknown,
    Standing,
    Step,
    serials_of,
)

KEY: Final = "custody/"
"""Begins `whose` of the key under which an item is described: it may lie here for years."""


def _lines(hall: str) -> Select[CustodyItem, CustodyStanding]:
    return (
        select(CustodyItem, CustodyStanding)
        .join(
            CustodyStanding,
            (CustodyStanding.hall == hall) & (CustodyStanding.number == CustodyItem.number),
        )
        .where(CustodyItem.hall == hall)
        .order_by(CustodyItem.number)
    )


def items(session: Session, hall: str, *, gone: bool = False) -> tuple[Item, ...]:
    """The lines of the register; with `gone` also those that left custody."""
    query = _lines(hall)
    if not gone:
        query = query.where(CustodyStanding.state != CustodyState.GONE.value)
    return tuple(_item(row) for row in session.execute(query))


def find(session: Session, hall: str, number: int) -> Item | None:
    """One line, or None."""
    row = session.execute(_lines(hall).where(CustodyItem.number == number)).first()
    return None if row is None else _item(row)


def item(session: Session, hall: str, number: int) -> Item:
    """One line; raises ItemUnknown."""
    found = find(session, hall, number)
    if found is None:
        raise ItemUnknown(number=number)
    return found


def entries(session: Session, hall: str, number: int) -> tuple[Entry, ...]:
    """What happened to an item, in order."""
    query = (
        select(CustodyEntry)
        .where(CustodyEntry.hall == hall, CustodyEntry.item == number)
        .order_by(CustodyEntry.number)
    )
    return tuple(
        Entry(
            row.number,
            row.item,
            row.at,
            Step(row.step),
            row.by,
            row.second,
            row.count if row.step == Step.TAKEN_BACK.value else 0,
            row.outside,
            row.reason,
        )
        for row in session.scalars(query)
    )


def gone_before(session: Session, hall: str, moment: datetime) -> tuple[int, ...]:
    """Items that had left custody for good before this moment."""
    query = (
        select(CustodyStanding.number)
        .join(
            CustodyEntry,
            (CustodyEntry.hall == hall) & (CustodyEntry.item == CustodyStanding.number),
        )
        .where(CustodyStanding.hall == hall, CustodyStanding.state == CustodyState.GONE.value)
        .group_by(CustodyStanding.number)
        .having(func.max(CustodyEntry.at) < moment)
    )
    return tuple(session.scalars(query.order_by(CustodyStanding.number)))


def _item(row: Row[CustodyItem, CustodyStanding]) -> Item:
    kept, stands = row
    kind = CustodyKind(kept.kind)
    unused = ""
    if kept.first and stands.left:
        place = kept.pieces - stands.left if KINDS[kind].used_up else 0
        unused = serials_of(kept.first, kept.last).at(place)
    standing = Standing(CustodyState(stands.state), stands.custodian, stands.holder, stands.left)
    own = kept.own_number or ""
    return Item(
        kept.number,
        kind,
        kept.first or own,
        kept.last or own,
        unused or own,
        kept.pieces,
        kept.description,
        kept.owner,
        standing,
    )
