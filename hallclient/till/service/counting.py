"""The blind count: what was counted is sealed and committed; only then it is compared."""

from typing import Any

from sqlalchemy import bindparam, update

from hallclient.policy.book import policy_of
from hallclient.staff.book import require, second_person
from hallclient.staff.rules import ApprovalSamePerson
from hallclient.stock import book as stock
from hallclient.stock.rules import StockState
from hallclient.store.audit import Act, act
from hallclient.store.desk import Desk
from hallclient.till import book
from hallclient.till.bundles import keep_pieces
from hallclient.till.records import Count, CountedStock, CountedTotal, Shift
from hallclient.till.results import Counted, counted_beside_books, last_count_no, result_of
from hallclient.till.rules import (
    CauseMissing,
    CountAsk,
    CountForAsk,
    CountSealed,
    CountSheet,
    OpenShift,
    RecountAsk,
    ShiftApproved,
    ShiftCounted,
    ShiftNotCounted,
    ShiftState,
    StockResult,
    checked_sheet,
    checked_text,
    early_by,
)
from hallclient.till.self_checks import keep_checks

_END = (  # built once: a clerk who closes a shift waits for it
    update(Shift)
    .where(
        Shift.hall == bindparam("of_hall"),
        Shift.shift_id == bindparam("of_shift"),
        Shift.counted_at.is_(None),
    )
    .values(state=ShiftState.COUNTED.value, counted_at=bindparam("ended_at"), paused=False)
)


def count(desk: Desk, ask: CountAsk) -> CountSealed:
    """The clerk counts the own shift, which ends with it; the result is compared afterwards.

    Until the commit nothing is read of what is expected, so no refusal, audit row or digest can
    depend on it (promise 4, S2-KA-22, S2-KA-23).

    Raises TillClosed, NotYourShift, ShiftCounted and what `checked_sheet` raises; then the
    shift is open as before.
    """
    counted = None
    with act(desk, "till.count", ask.request_id) as doing:
        if doing.earlier is None:
            require(doing.session, desk, "shift.count")
            sheet = checked_sheet(ask)
            note = checked_text(ask.note, field="note", needed=False)
            shift = book.own_shift(doing.session, desk)
            _end(doing, shift)
            counted = _seal(doing, shift, sheet, 1, cause=note)
            keep_checks(doing, shift.shift_id, "closing", ask.checked)
        sealed = doing.earlier or doing.subject
    return _compared(desk, sealed, counted)


def count_for(desk: Desk, ask: CountForAsk) -> CountSealed:
    """A manager counts the shift of a clerk who is gone, before a witness (lesson 6).

    Raises ShiftUnknown, ShiftCounted, ApprovalSamePerson (the shift is the manager's own),
    ReasonMissing, the approval errors and what `checked_sheet` raises.
    """
    counted = None
    with act(desk, "till.count-for", ask.request_id) as doing:
        if doing.earlier is None:
            require(doing.session, desk, "shift.approve")
            sheet = checked_sheet(ask)
            reason = checked_text(ask.reason, field="reason")
            shift, state = book.shift_and_state(doing.session, doing.hall, ask.shift_id)
            if state is not ShiftState.OPEN:
                raise ShiftCounted(shift=shift.shift_id)
            if shift.clerk == doing.clerk:
                raise ApprovalSamePerson
            witness = second_person(doing, ask.witness, "cash.witness")
            _end(doing, shift)
            counted = _seal(doing, shift, sheet, 1, cause=reason, witness=witness.code)
        sealed = doing.earlier or doing.subject
    return _compared(desk, sealed, counted)


def recount(desk: Desk, ask: RecountAsk) -> CountSealed:
    """Counts a counted shift again with a second person; earlier counts stay (S1-FM-01).

    Raises ShiftUnknown, ShiftNotCounted, ShiftApproved, CauseMissing, the approval errors and
    what `checked_sheet` raises.
    """
    with act(desk, "till.recount", ask.request_id) as doing:
        if doing.earlier is None:
            require(doing.session, desk, "shift.count")
            sheet = checked_sheet(ask)
            cause = checked_text(ask.cause, field="cause", needed=False)
            if not cause:
                raise CauseMissing(field="cause")
            shift = _counted(doing, ask.shift_id)
            if shift.clerk != doing.clerk:  # a colleague's till is the manager's business
                require(doing.session, desk, "shift.approve")
            witness = second_person(doing, ask.approver, "shift.recount")
            if witness.code == shift.clerk:
                raise ApprovalSamePerson
            number = last_count_no(doing.session, doing.hall, shift.shift_id) + 1
            _seal(doing, shift, sheet, number, cause=cause, witness=witness.code)
        sealed = doing.earlier or doing.subject
    return _compared(desk, sealed)


def _counted(doing: Act, shift_id: str) -> OpenShift:
    """A shift that is counted and not approved, its row locked against an approval meanwhile."""
    shift, state = book.shift_and_state(doing.session, doing.hall, shift_id)
    if state is ShiftState.OPEN:
        raise ShiftNotCounted(shift=shift_id)
    held = doing.session.connection().execute(
        update(Shift)
        .where(
            Shift.hall == doing.hall,
            Shift.shift_id == shift_id,
            Shift.state == ShiftState.COUNTED.value,
        )
        .values(state=ShiftState.COUNTED.value)
    )
    if held.rowcount != 1:
        raise ShiftApproved(shift=shift_id)
    return shift


def _end(doing: Act, shift: OpenShift) -> None:
    """Takes the shift from open to counted; orders that come later find no open shift."""
    ended = doing.session.connection().execute(
        _END, {"of_hall": doing.hall, "of_shift": shift.shift_id, "ended_at": doing.at}
    )
    if ended.rowcount != 1:
        raise ShiftCounted(shift=shift.shift_id)


def _seal(
    doing: Act, shift: OpenShift, sheet: CountSheet, number: int, *, cause: str, witness: str = ""
) -> Counted:
    """Writes what was counted, and nothing else; an open shift's first count has number 1."""
    shift_id = shift.shift_id
    policy = policy_of(doing.session, doing.hall, doing.at)
    early = early_by(doing.at, shift.business_date, policy.closing_time, policy.early_grace_minutes)
    head: dict[str, Any] = {
        "shift_id": shift_id,
        "count_no": number,
        "at": doing.at,
        "by": doing.clerk,
        "witness": witness,
        "cause": cause,
        "early_by": early if number == 1 else 0,
    }
    key = {"shift_id": shift_id, "count_no": number}
    doing.add(Count, [head])
    doing.add(
        CountedTotal,
        [{**key, "method": name, "counted_fen": fen} for name, fen in sheet.totals.items()],
    )
    keep_pieces(doing, f"count/{shift_id}/{number}", sheet.pieces)
    keep_pieces(doing, f"counterfeit/{shift_id}/{number}", sheet.counterfeit)
    stock_found = _seal_stock(doing, key, sheet)
    doing.subject = f"count/{shift_id}/{number}"
    return Counted(
        shift_id=shift_id,
        count_no=number,
        at=doing.at,
        witness=witness,
        early=head["early_by"] > 0,
        totals=sheet.totals,
        pieces=sheet.pieces,
        stock=stock_found,
        policy=policy,
    )


def _seal_stock(doing: Act, key: dict[str, object], sheet: CountSheet) -> tuple[StockResult, ...]:
    """Goods beside the books of this very moment: other counters go on selling (S0-WA-09)."""
    booked = dict.fromkeys(sheet.stock, 0)
    if not booked:
        return ()
    for found in stock.counts(doing.session, doing.hall):
        if found.kind.value in booked and found.state is StockState.IN_STOCK:
            booked[found.kind.value] += found.pieces
    rows = [
        {**key, "kind": kind, "counted": counted, "booked": booked[kind]}
        for kind, counted in sheet.stock.items()
    ]
    doing.add(CountedStock, rows)
    return tuple(
        StockResult(kind, counted, booked[kind]) for kind, counted in sorted(sheet.stock.items())
    )


def _compared(desk: Desk, subject: str, counted: Counted | None = None) -> CountSealed:
    """What the sealed count means; read after the commit.

    What has just been written need not be read again: then only the books are asked.
    """
    _, shift_id, number = subject.split("/")
    with desk.read() as session:
        if counted is not None:
            return counted_beside_books(session, desk.hall, counted)
        return result_of(session, desk.hall, shift_id, int(number))
