"""Movements of cash read back: one by its number, or all of a shift."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, or_, select
from sqlalchemy.orm import Session

from hallclient.ledger.records import PostingRow
from hallclient.ledger.rules import Account, Memo
from hallclient.till.bundles import pieces_in
from hallclient.till.records import CashMovement
from hallclient.till.rules import Moved, MovementKind

_TABLE: Any = CashMovement.__table__


def moved(session: Session, hall: str, number: str) -> Moved:
    """The movement with this number."""
    query = select(_TABLE).where(CashMovement.hall == hall, CashMovement.number == number)
    return _moved(session, hall, session.execute(query).one())


def movements_of(session: Session, hall: str, shift_id: str) -> tuple[Moved, ...]:
    """What moved into and out of a shift, and its pauses, in the order it happened."""
    query = select(_TABLE).where(
        CashMovement.hall == hall,
        or_(CashMovement.shift_id == shift_id, CashMovement.to_shift_id == shift_id),
    )
    rows = session.execute(query.order_by(CashMovement.at, CashMovement.number))
    return tuple(_moved(session, hall, row) for row in rows.all())


def last_pause(session: Session, hall: str, shift_id: str) -> datetime:
    """When the pause that is going on began."""
    query = select(func.max(CashMovement.at)).where(
        CashMovement.hall == hall,
        CashMovement.shift_id == shift_id,
        CashMovement.kind == MovementKind.PAUSE.value,
    )
    began = session.execute(query).scalar_one()
    if began is None:
        raise LookupError(f"shift {shift_id} is paused without a pause on record")
    return began


def overdrawn(session: Session, hall: str, shift_id: str) -> tuple[str, ...]:
    """Numbers of movements that took more out of a till than the books had in it.

    For the manager, once the shift is counted: before that it would tell what is expected.
    """
    running = (
        select(
            PostingRow.entry_no,
            func.sum(PostingRow.amount_fen)
            .over(order_by=(PostingRow.entry_no, PostingRow.line))
            .label("held"),
        )
        .where(
            PostingRow.hall == hall,
            PostingRow.account == Account.TILL.value,
            PostingRow.shift_id == shift_id,
            PostingRow.memo != Memo.CLOSING.value,
        )
        .subquery()
    )
    below = select(running.c.entry_no).where(running.c.held < 0)
    query = select(CashMovement.number).where(
        CashMovement.hall == hall,
        CashMovement.shift_id == shift_id,
        CashMovement.entry_no.in_(below),
    )
    return tuple(session.scalars(query.order_by(CashMovement.entry_no)))


def _moved(session: Session, hall: str, row: Row[Any]) -> Moved:
    return Moved(
        number=row.number,
        kind=MovementKind(row.kind),
        shift_id=row.shift_id,
        counter=row.counter,
        clerk=row.by,
        business_date=row.business_date,
        at=row.at,
        amount_fen=row.amount_fen,
        witness=row.witness,
        to_counter=row.to_counter,
        reason=row.reason,
        voucher=row.voucher,
        minutes=row.minutes,
        pieces=pieces_in(session, hall, f"moved/{row.number}"),
    )
