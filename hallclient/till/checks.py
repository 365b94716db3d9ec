"""What `hallclient verify` asks of the till: states and sums computed again from sealed rows."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from hallclient.base.language import N_
from hallclient.base.money import Fen
from hallclient.ledger import book as ledger
from hallclient.ledger.records import PostingRow
from hallclient.ledger.rules import TENDER_ACCOUNT, Account, Memo
from hallclient.store.integrity import Fault
from hallclient.store.sequences import last_numbers
from hallclient.till.bundles import pieces_in
from hallclient.till.records import (
    Approval,
    BusinessDay,
    CashMovement,
    Count,
    DayEvent,
    Settled,
    Shift,
    ShiftOpening,
)
from hallclient.till.results import last_count_no, totals_of
from hallclient.till.rules import MovementKind, ShiftState, compare, total_of

_IN_THE_TILL: Final = {
    MovementKind.DROP: -1,
    MovementKind.TAKE_BACK: 1,
    MovementKind.TRANSFER: -1,
    MovementKind.PAY_IN: 1,
    MovementKind.PAY_OUT: -1,
}
"""What moves a till's cash, and which way."""


def check(session: Session, hall: str) -> Iterator[Fault]:
    """Business days, shifts and their states, floats, counts, slips, approvals."""
    yield from _days(session, hall)
    yield from _shifts(session, hall)
    yield from _slips(session, hall)
    for shift_id in session.scalars(
        select(ShiftOpening.shift_id)
        .where(ShiftOpening.hall == hall)
        .order_by(ShiftOpening.at, ShiftOpening.shift_id)
    ).all():
        yield from _float(session, hall, shift_id)
        yield from _counts(session, hall, shift_id)
        yield from _movements(session, hall, shift_id)
        yield from _approval(session, hall, shift_id)


def _days(session: Session, hall: str) -> Iterator[Fault]:
    """`business_days` must be what the events make of it."""
    wanted: dict[date, tuple[datetime, datetime | None]] = {}
    events = select(
        DayEvent.event_no, DayEvent.what, DayEvent.business_date, DayEvent.moved_from, DayEvent.at
    ).where(DayEvent.hall == hall)
    for number, event in enumerate(session.execute(events.order_by(DayEvent.event_no)), start=1):
        if event.event_no != number:
            place = f"business_day_events {number}"
            yield Fault("till.day-gap", place, N_("A business day event is missing."))
            return
        opened_at, _ = wanted.pop(event.moved_from or event.business_date, (event.at, None))
        closed_at = event.at if event.what == "closed" else None
        wanted[event.business_date] = opened_at, closed_at
    rows = select(BusinessDay.business_date, BusinessDay.opened_at, BusinessDay.closed_at)
    found: dict[date, tuple[datetime, datetime | None]] = {
        day: (opened_at, closed_at)
        for day, opened_at, closed_at in session.execute(rows.where(BusinessDay.hall == hall))
    }
    for day in sorted(wanted.keys() | found.keys()):
        if found.get(day) != wanted.get(day):
            place = f"business_days {day}"
            yield Fault("till.day", place, N_("A business day is not as it was opened or closed."))


def _shifts(session: Session, hall: str) -> Iterator[Fault]:
    """Every shift stands where its sealed rows say: opened, paused, counted, approved."""
    columns: tuple[Any, ...] = (Shift.__table__,)
    rows = session.execute(select(*columns).where(Shift.hall == hall)).all()
    openings: tuple[Any, ...] = (ShiftOpening.__table__,)
    opened = {
        row.shift_id: row
        for row in session.execute(select(*openings).where(ShiftOpening.hall == hall))
    }
    for row in rows:
        place = f"shifts {row.shift_id}"
        opening = opened.pop(row.shift_id, None)
        if opening is None or not _same_start(row, opening):
            yield Fault("till.shift", place, N_("A shift is not as it was opened."))
        elif (row.state, row.counted_at, row.paused) != _state(session, hall, row.shift_id):
            yield Fault("till.state", place, N_("The state of a shift is not what was recorded."))
    for shift_id in opened:
        yield Fault("till.shift", f"shifts {shift_id}", N_("A shift is not as it was opened."))
    yield from _shift_numbers(session, hall, {row.shift_id for row in rows})


def _shift_numbers(session: Session, hall: str, there: set[str]) -> Iterator[Fault]:
    """Shifts of one day and counter are numbered from 1 to the last one dealt out."""
    dealt = {
        f"{name.removeprefix('shift/').replace('/', '-')}-{ordinal}"
        for name, last in last_numbers(session, hall).items()
        if name.startswith("shift/")
        for ordinal in range(1, last + 1)
    }
    for shift_id in sorted(dealt ^ there):
        place = f"shifts {shift_id}"
        yield Fault("till.shift-gap", place, N_("A shift is missing, or its number not dealt."))


def _same_start(row: Row[Any], opening: Row[Any]) -> bool:
    return (row.business_date, row.counter, row.clerk, row.opened_at) == (
        opening.business_date,
        opening.counter,
        opening.clerk,
        opening.at,
    )


def _state(session: Session, hall: str, shift_id: str) -> tuple[str, datetime | None, bool]:
    counted_at = session.scalars(
        select(Count.at).where(Count.hall == hall, Count.shift_id == shift_id, Count.count_no == 1)
    ).first()
    approved = session.scalars(
        select(Approval.at).where(Approval.hall == hall, Approval.shift_id == shift_id)
    ).first()
    if approved is not None:
        return ShiftState.APPROVED.value, counted_at, False
    if counted_at is not None:
        return ShiftState.COUNTED.value, counted_at, False
    signs = dict(
        session.execute(
            select(CashMovement.kind, func.count())
            .where(CashMovement.hall == hall, CashMovement.shift_id == shift_id)
            .group_by(CashMovement.kind)
        ).all()
    )
    paused = signs.get(MovementKind.PAUSE.value, 0) > signs.get(MovementKind.RESUME.value, 0)
    return ShiftState.OPEN.value, None, paused


def _slips(session: Session, hall: str) -> Iterator[Fault]:
    """Numbers of one kind and day run from 1 to the last one dealt out (S2-KA-26)."""
    found: dict[str, list[int]] = defaultdict(list)
    numbers = select(CashMovement.number).where(CashMovement.hall == hall)
    for number in session.scalars(numbers):
        found[f"moved/{number[0]}/{number[1:9]}"].append(int(number[9:]))
    last = {
        name: number
        for name, number in last_numbers(session, hall).items()
        if name.startswith("moved/")
    }
    for name in sorted(found.keys() | last.keys()):
        there, wanted = sorted(found[name]), list(range(1, last.get(name, 0) + 1))
        if there != wanted:
            missing = next(iter(set(there) ^ set(wanted)))
            place = f"cash_movements {name.removeprefix('moved/')}/{missing}"
            yield Fault("till.slip", place, N_("A slip is missing, or its number was not given."))


def _float(session: Session, hall: str, shift_id: str) -> Iterator[Fault]:
    said = session.scalars(
        select(ShiftOpening.float_fen).where(
            ShiftOpening.hall == hall, ShiftOpening.shift_id == shift_id
        )
    ).one()
    booked = ledger.by_memo(session, hall, Account.TILL, shift_id).get(Memo.FLOAT, Fen(0))
    if not said == booked == total_of(pieces_in(session, hall, f"float/{shift_id}")):
        place = f"shift_openings {shift_id}"
        yield Fault("till.float", place, N_("The float, its pieces and the books differ."))


def _counts(session: Session, hall: str, shift_id: str) -> Iterator[Fault]:
    """Numbered from 1, every tender there, and the cash what its pieces are worth."""
    numbers = session.scalars(
        select(Count.count_no)
        .where(Count.hall == hall, Count.shift_id == shift_id)
        .order_by(Count.count_no)
    ).all()
    for wanted, number in enumerate(numbers, start=1):
        place = f"counts {shift_id}/{number}"
        if number != wanted:
            yield Fault("till.count-gap", place, N_("A count is missing."))
        totals = totals_of(session, hall, shift_id, number)
        worth = total_of(pieces_in(session, hall, f"count/{shift_id}/{number}"))
        if totals.keys() != TENDER_ACCOUNT.keys() or totals["cash"] != worth:
            yield Fault("till.count", place, N_("A count and its pieces differ."))


def _movements(session: Session, hall: str, shift_id: str) -> Iterator[Fault]:
    """Each slip moved in the books what it says."""
    rows = session.execute(
        select(
            CashMovement.number, CashMovement.kind, CashMovement.amount_fen, CashMovement.entry_no
        )
        .where(CashMovement.hall == hall, CashMovement.shift_id == shift_id)
        .order_by(CashMovement.number)
    ).all()
    for row in rows:
        sign = _IN_THE_TILL.get(MovementKind(row.kind))
        booked = 0 if row.entry_no is None else _booked(session, hall, row.entry_no, shift_id)
        if sign is not None and booked != sign * row.amount_fen:
            place = f"cash_movements {row.number}"
            yield Fault("till.movement", place, N_("A slip and the books differ."))


def _booked(session: Session, hall: str, entry_no: int, shift_id: str) -> int:
    query = select(func.coalesce(func.sum(PostingRow.amount_fen), 0)).where(
        PostingRow.hall == hall,
        PostingRow.entry_no == entry_no,
        PostingRow.account == Account.TILL.value,
        PostingRow.shift_id == shift_id,
    )
    return int(session.execute(query).scalar_one())


def _approval(session: Session, hall: str, shift_id: str) -> Iterator[Fault]:
    """What an approval settled is what the journal expects and the count in force found."""
    columns: tuple[Any, ...] = (Approval.count_no, Approval.float_back_fen, Approval.takings_fen)
    approval = session.execute(
        select(*columns).where(Approval.hall == hall, Approval.shift_id == shift_id)
    ).one_or_none()
    if approval is None:
        return
    place = f"shift_approvals {shift_id}"
    if approval.count_no != last_count_no(session, hall, shift_id):
        yield Fault("till.approval", place, N_("An approval rests on another count."))
        return
    counted = totals_of(session, hall, shift_id, approval.count_no)
    if counted.keys() != TENDER_ACCOUNT.keys():
        return
    wanted = {
        one.method: (one.expected_fen, one.counted_fen, one.over_fen, one.short_fen)
        for one in compare(ledger.expected(session, hall, shift_id), counted)
    }
    if wanted != _settled(session, hall, shift_id):
        yield Fault("till.settled", place, N_("What was settled is not what the books expect."))
    if _differences(wanted) != _booked_differences(session, hall, shift_id):
        yield Fault("till.difference", place, N_("A difference is not booked as it was found."))
    handed_in = approval.float_back_fen + approval.takings_fen
    left = ledger.balance(session, hall, Account.TILL, shift_id)
    if handed_in != counted["cash"] or left != 0:
        yield Fault("till.handed-in", place, N_("An approved till is not empty in the books."))


def _settled(session: Session, hall: str, shift_id: str) -> dict[str, tuple[Fen, Fen, Fen, Fen]]:
    rows = session.execute(
        select(
            Settled.method,
            Settled.expected_fen,
            Settled.counted_fen,
            Settled.over_fen,
            Settled.short_fen,
        ).where(Settled.hall == hall, Settled.shift_id == shift_id)
    )
    return {row[0]: (row[1], row[2], row[3], row[4]) for row in rows}


def _differences(
    wanted: Mapping[str, tuple[Fen, Fen, Fen, Fen]],
) -> tuple[dict[str, int], dict[str, int]]:
    over = {method: -one[2] for method, one in wanted.items() if one[2]}
    short = {method: int(one[3]) for method, one in wanted.items() if one[3]}
    return over, short


def _booked_differences(
    session: Session, hall: str, shift_id: str
) -> tuple[dict[str, int], dict[str, int]]:
    """Booked at the approval, by tender; what was made good since is left out."""
    over, short = (
        {
            memo: int(fen)
            for memo, fen in ledger.by_memo(session, hall, account, shift_id).items()
            if memo in TENDER_ACCOUNT
        }
        for account in (Account.OVER, Account.SHORT)
    )
    return over, short
