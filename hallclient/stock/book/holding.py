"""Holds: a piece kept for a draft while its form is open. No fact of the books, so not sealed."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import update
from sqlalchemy.orm import Session

from hallclient.stock.book.hiding import kept
from hallclient.stock.book.looking import free_piece
from hallclient.stock.book.statements import HOLD
from hallclient.stock.records import StockItem
from hallclient.stock.rules import Held, HoldLost, StockKind, StockState, shown


def hold(
    session: Session,
    hall: str,
    kind: StockKind,
    serial: str,
    holder: str,
    at: datetime,
    minutes: int,
) -> Held:
    """Keeps a piece for a draft, or renews its hold.

    Raises StockUnavailable, HoldLost.
    """
    until = at + timedelta(minutes=minutes)
    where = {
        "of_hall": hall,
        "of_kind": kind.value,
        "serials": kept(session, kind, [serial]),
        "from_state": StockState.IN_STOCK.value,
        "holder": holder,
        "at": at,
        "until": until,
    }
    if session.connection().execute(HOLD, where).rowcount != 1:
        free_piece(session, hall, kind, serial, holder, at)
        raise HoldLost(serial=shown(kind, serial))
    return Held(serial, until)


def release(session: Session, hall: str, holder: str, keep: Sequence[str] = ()) -> None:
    """Lets go of everything a draft holds, but for the serials to keep."""
    session.connection().execute(
        update(StockItem)
        .where(
            StockItem.hall == hall,
            StockItem.held_by == holder,
            StockItem.serial.not_in([*keep, *kept(session, StockKind.NUMBER, keep)]),
        )
        .values(held_by="", held_until=None)
    )
