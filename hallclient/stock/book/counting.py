"""Stock-takes (盘点): what two people found, beside the books."""

from collections.abc import Set as AbstractSet

from sqlalchemy import select
from sqlalchemy.orm import Session

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
    booked = set(doing.session.connection().execute(query).scalars())
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
        "missing": list(taken.missing),
        "surplus": list(taken.surplus),
        "note": note,
    }
    doing.add(StockTake, [row])
    return taken


def stock_taken(session: Session, hall: str, number: int) -> StockTaken:
    """A stock-take on record."""
    query = select(StockTake).where(StockTake.hall == hall, StockTake.number == number)
    row = session.scalars(query).one()
    return StockTaken(
        number=row.number,
        kind=StockKind(row.kind),
        found=row.found,
        booked=row.booked,
        missing=tuple(row.missing),
        surplus=tuple(row.surplus),
    )
