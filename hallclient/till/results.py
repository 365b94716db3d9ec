"""A sealed count compared with the books; refuses as long as nothing is sealed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import Row, bindparam, func, select
from sqlalchemy.orm import Session

from hallclient.base.money import Fen
from hallclient.ledger import book as ledger
from hallclient.policy.book import policy_of
from hallclient.policy.rules import Policy
from hallclient.till import book
from hallclient.till.bundles import pieces_in
from hallclient.till.records import (
    Approval,
    Count,
    CountedStock,
    CountedTotal,
    Settled,
    Shift,
)
from hallclient.till.rules import (
    Approved,
    CountNotSealed,
    CountRecord,
    CountSealed,
    OpenShift,
    ShiftState,
    StockResult,
    compare,
    needs_recount,
    small_change,
)

_HEAD: Final[tuple[Any, ...]] = (
    Count.count_no,
    Count.at,
    Count.by,
    Count.witness,
    Count.cause,
    Count.early_by,
)
# Built once: a clerk who closes a shift waits for these.
_OF_SHIFT = (Count.hall == bindparam("of_hall"), Count.shift_id == bindparam("of_shift"))
_LAST = select(func.coalesce(func.max(Count.count_no), 0)).where(*_OF_SHIFT)
_HEADS = select(*_HEAD).where(*_OF_SHIFT).order_by(Count.count_no)
_TOTALS = select(CountedTotal.method, CountedTotal.counted_fen).where(
    CountedTotal.hall == bindparam("of_hall"),
    CountedTotal.shift_id == bindparam("of_shift"),
    CountedTotal.count_no == bindparam("of_count"),
)
_STOCK = (
    select(CountedStock.kind, CountedStock.counted, CountedStock.booked)
    .where(
        CountedStock.hall == bindparam("of_hall"),
        CountedStock.shift_id == bindparam("of_shift"),
        CountedStock.count_no == bindparam("of_count"),
    )
    .order_by(CountedStock.kind)
)


@dataclass(frozen=True)
class Counted:
    """A sealed count as it is on the books, with the settings of its moment."""

    shift_id: str
    count_no: int
    at: datetime
    witness: str
    early: bool
    totals: Mapping[str, Fen]
    pieces: Mapping[int, int]
    stock: tuple[StockResult, ...]
    policy: Policy


def counted_shift(session: Session, hall: str, shift_id: str) -> tuple[OpenShift, ShiftState]:
    """A shift whose count is sealed, with its state. Raises ShiftUnknown, CountNotSealed."""
    shift, state = book.shift_and_state(session, hall, shift_id)
    if state is ShiftState.OPEN:
        raise CountNotSealed(shift=shift_id)
    return shift, state


def last_count_no(session: Session, hall: str, shift_id: str) -> int:
    """Number of the count in force; 0 when the shift was never counted."""
    found = session.connection().execute(_LAST, {"of_hall": hall, "of_shift": shift_id})
    return int(found.scalar_one())


def result_of(
    session: Session, hall: str, shift_id: str, count_no: int | None = None
) -> CountSealed:
    """A sealed count beside what was expected; the one in force unless a number is given.

    Raises ShiftUnknown, CountNotSealed.
    """
    heads = _heads(session, hall, shift_id)
    if not heads:
        counted_shift(session, hall, shift_id)  # says why there is none
    number = count_no or max(heads)
    head = heads[number]
    counted = Counted(
        shift_id=shift_id,
        count_no=number,
        at=head.at,
        witness=head.witness,
        early=heads[1].early_by > 0,  # the first count says; a recount is later
        totals=totals_of(session, hall, shift_id, number),
        pieces=pieces_in(session, hall, f"count/{shift_id}/{number}"),
        stock=_stock_of(session, hall, shift_id, number),
        policy=policy_of(session, hall, head.at),
    )
    return counted_beside_books(session, hall, counted)


def counted_beside_books(session: Session, hall: str, counted: Counted) -> CountSealed:
    """What a sealed and committed count means: the only place where it meets the books."""
    expected = ledger.expected(session, hall, counted.shift_id)
    results, policy = compare(expected, counted.totals), counted.policy
    return CountSealed(
        shift_id=counted.shift_id,
        count_no=counted.count_no,
        counted_at=counted.at,
        results=results,
        stock=counted.stock,
        early=counted.early,
        # two people have counted when a witness is on record
        recount_needed=not counted.witness and needs_recount(results, policy.recount_above_fen),
        little_change=small_change(counted.pieces) < policy.small_change_least_fen,
    )


def early_minutes(session: Session, hall: str, shift_id: str) -> int:
    """Minutes by which the shift was closed early: its first count says; a recount is later."""
    query = select(Count.early_by).where(
        Count.hall == hall, Count.shift_id == shift_id, Count.count_no == 1
    )
    return int(session.execute(query).scalar_one())


def totals_of(session: Session, hall: str, shift_id: str, count_no: int) -> dict[str, Fen]:
    """What one count found, for each tender."""
    wanted = {"of_hall": hall, "of_shift": shift_id, "of_count": count_no}
    rows = session.connection().execute(_TOTALS, wanted)
    return {method: Fen(fen) for method, fen in rows}


def counts_of(session: Session, hall: str, shift_id: str) -> tuple[CountRecord, ...]:
    """Every count of a shift, oldest first."""
    return tuple(
        CountRecord(
            count_no=number,
            at=head.at,
            by=head.by,
            witness=head.witness,
            cause=head.cause,
            pieces=pieces_in(session, hall, f"count/{shift_id}/{number}"),
            tenders=totals_of(session, hall, shift_id, number),
            counterfeit=pieces_in(session, hall, f"counterfeit/{shift_id}/{number}"),
            stock=_stock_of(session, hall, shift_id, number),
        )
        for number, head in _heads(session, hall, shift_id).items()
    )


def _heads(session: Session, hall: str, shift_id: str) -> dict[int, Row[Any]]:
    rows = session.connection().execute(_HEADS, {"of_hall": hall, "of_shift": shift_id})
    return {row.count_no: row for row in rows}


def _stock_of(session: Session, hall: str, shift_id: str, number: int) -> tuple[StockResult, ...]:
    wanted = {"of_hall": hall, "of_shift": shift_id, "of_count": number}
    return tuple(StockResult(*row) for row in session.connection().execute(_STOCK, wanted))


def find_approval(session: Session, hall: str, shift_id: str) -> Approved | None:
    """The approval of a shift, or None while it is not approved."""
    approved = select(Approval.by).where(Approval.hall == hall, Approval.shift_id == shift_id)
    if session.scalars(approved).first() is None:
        return None
    return approval_of(session, hall, shift_id)


def approval_of(session: Session, hall: str, shift_id: str) -> Approved:
    """The approval of an approved shift, with what was booked."""
    columns: tuple[Any, ...] = (
        Approval.at,
        Approval.by,
        Approval.note,
        Approval.early_released,
        Approval.float_back_fen,
        Approval.takings_fen,
    )
    query = select(*columns).where(Approval.hall == hall, Approval.shift_id == shift_id)
    row = session.execute(query).one()
    differences = select(
        func.coalesce(func.sum(Settled.over_fen), 0), func.coalesce(func.sum(Settled.short_fen), 0)
    ).where(Settled.hall == hall, Settled.shift_id == shift_id)
    over, short = session.execute(differences).one()
    return Approved(
        shift_id=shift_id,
        at=row.at,
        by=row.by,
        note=row.note,
        float_back_fen=row.float_back_fen,
        takings_fen=row.takings_fen,
        over_fen=Fen(int(over)),
        short_fen=Fen(int(short)),
        early_released=row.early_released,
    )


def shift_ids(session: Session, hall: str, business_date: date) -> tuple[str, ...]:
    """The shifts of a business day by counter, in the order they were opened."""
    query = select(Shift.shift_id).where(Shift.hall == hall, Shift.business_date == business_date)
    return tuple(session.scalars(query.order_by(Shift.counter, Shift.opened_at, Shift.shift_id)))
