"""Stock-takes (盘点): what two people found, beside the books."""

from collections.abc import Set as AbstractSet

from sqlalchemy import select
from sqlalchemy.orm import Session

from hallclient.stock.book.hiding import kept, plain
from hallclient.stock.records import StockItem, StockTake
from hallclient.stock.rules import StockKind, StockState, StockTaken
from hallclient.store.audit import Act
from hallclient.store.sequences import next_number


def compare(
    doing: Act, kind: StockKind, found: AbstractSet[str], witness: str, note: str
) -> StockTaken:
    """Records what was found of a kind beside what the books have in stock."""
    query = select(StockItem.serial).where(
        StockItem.hall == doing.hall,
        StockItem.kind == kind.value,
        StockItem.state == StockState.IN_STOCK.value,
    )
    session = doing.session
    stored = session.connection().execute(query).scalars().all()
    booked = {plain(session, kind, serial) for serial in stored}
    taken = StockTaken(
        number=next_number(doing.session, doing.hall, "stock-take"),
        kind=kind,
        found=len(found),
        booked=len(booked),
        missing=tuple(sorted(booked - found)),
        surplus=tuple(sorted(found - booked)),
    )
    row = {
        "number": taken.number,
        "at": doing.at,
        "kind": kind.value,
        "by": doing.clerk,
        "witness": witness,
        "found": taken.found,
        "booked": taken.booked,
        "missing": kept(session, kind, taken.missing),
        "surplus": kept(session, kind, taken.surplus),
        "note": note,
    }
    doing.add(StockTake, [row])
    return taken


def stock_taken(session: Session, hall: str, number: int) -> StockTaken:
    """A stock-take on record."""
    query = select(StockTake).where(StockTake.hall == hall, StockTake.number == number)
    row = session.scalars(query).one()
    kind = StockKind(row.kind)
    return StockTaken(
        number=row.number,
        kind=kind,
        found=row.found,
        booked=row.booked,
        missing=tuple(plain(session, kind, serial) for serial in row.missing),
        surplus=tuple(plain(session, kind, serial) for serial in row.surplus),
    )
