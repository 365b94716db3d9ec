"""What the till knows about a shift: for its clerk blind, for reports once it is counted."""

from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hallclient.base.money import Fen
from hallclient.ledger import book as ledger
from hallclient.ledger.records import PostingRow
from hallclient.ledger.rules import Account, Memo
from hallclient.policy.book import policy_of
from hallclient.store.desk import Desk
from hallclient.till import book
from hallclient.till.bundles import pieces_in
from hallclient.till.movements import movements_of, overdrawn
from hallclient.till.records import Shift
from hallclient.till.results import (
    counted_shift,
    counts_of,
    early_minutes,
    find_approval,
    result_of,
    shift_ids,
)
from hallclient.till.rules import (
    CashReckoning,
    CountSealed,
    ShiftFacts,
    ShiftRow,
    ShiftState,
    TillView,
)
from hallclient.till.self_checks import checks_of, left_open
from hallclient.till.service.moving import drop_due
from hallclient.till.service.opening import opening_of

NOTHING = Fen(0)


def my_till(desk: Desk) -> TillView:
    """The till of the person at the desk; nothing in it depends on what is expected."""
    due = drop_due(desk)
    with desk.read() as session:
        contact = policy_of(session, desk.hall, desk.now()).money_contact
        shift = book.shift_at(session, desk.hall, desk.counter)
        if shift is None or shift.clerk != desk.clerk:
            counted = _last_counted(session, desk)
            return TillView(None, None, counted, (), (), drop_due=False, contact=contact)
        return TillView(
            shift=shift,
            opened=opening_of(session, desk.hall, shift.shift_id),
            counted=None,
            movements=movements_of(session, desk.hall, shift.shift_id),
            others=_other_counters(session, desk),
            drop_due=due,
            contact=contact,
        )


def _last_counted(session: Session, desk: Desk) -> CountSealed | None:
    query = (
        select(Shift.shift_id)
        .where(
            Shift.hall == desk.hall,
            Shift.clerk == desk.clerk,
            Shift.state == ShiftState.COUNTED.value,
        )
        .order_by(Shift.counted_at.desc())
        .limit(1)
    )
    shift_id = session.scalars(query).first()
    return None if shift_id is None else result_of(session, desk.hall, shift_id)


def _other_counters(session: Session, desk: Desk) -> tuple[int, ...]:
    query = select(Shift.counter).where(
        Shift.hall == desk.hall, Shift.counted_at.is_(None), Shift.counter != desk.counter
    )
    return tuple(session.scalars(query.order_by(Shift.counter)))


def count_result(desk: Desk, shift_id: str) -> CountSealed:
    """The count in force beside the books. Raises ShiftUnknown, CountNotSealed."""
    with desk.read() as session:
        return result_of(session, desk.hall, shift_id)


def shifts_of_day(desk: Desk, business_date: date | None = None) -> tuple[ShiftRow, ...]:
    """The shifts of a business day, the open one unless a date is given, by counter.

    What is over or short is there only for shifts that are counted.
    """
    with desk.read() as session:
        day = business_date or book.open_day(session, desk.hall)
        if day is None:
            return ()
        return tuple(_row(session, desk.hall, one) for one in shift_ids(session, desk.hall, day))


def _row(session: Session, hall: str, shift_id: str) -> ShiftRow:
    shift, state = book.shift_and_state(session, hall, shift_id)
    result = None if state is ShiftState.OPEN else result_of(session, hall, shift_id)
    approved = find_approval(session, hall, shift_id)
    return ShiftRow(
        shift_id=shift_id,
        business_date=shift.business_date,
        counter=shift.counter,
        clerk=shift.clerk,
        state=state,
        paused=shift.paused,
        opened_at=shift.opened_at,
        counted_at=result.counted_at if result else None,
        early=bool(result and result.early),
        over_fen=result.over_fen if result else None,
        short_fen=result.short_fen if result else None,
        recount_needed=bool(result and result.recount_needed),
        overdrawn=bool(result and overdrawn(session, hall, shift_id)),
        unchecked=left_open(session, hall, shift_id),
        approved_by=approved.by if approved else "",
    )


def shift_facts(desk: Desk, shift_id: str) -> ShiftFacts:
    """Everything that the report of a shift needs from the till.

    Raises ShiftUnknown, CountNotSealed: before the count is sealed there is no report.
    """
    with desk.read() as session:
        return facts_of(session, desk.hall, shift_id)


def facts_of(session: Session, hall: str, shift_id: str) -> ShiftFacts:
    """The same, in an open session."""
    shift, state = counted_shift(session, hall, shift_id)
    opened = opening_of(session, hall, shift_id)
    result = result_of(session, hall, shift_id)
    counts = counts_of(session, hall, shift_id)
    early = early_minutes(session, hall, shift_id)
    return ShiftFacts(
        shift_id=shift_id,
        business_date=shift.business_date,
        counter=shift.counter,
        clerk=shift.clerk,
        state=state,
        opened_at=shift.opened_at,
        counted_at=counts[0].at,
        float_pieces=pieces_in(session, hall, f"float/{shift_id}"),
        float_fen=opened.float_fen,
        handed_fen=opened.handed_fen,
        handed_by=opened.handed_by,
        float_note=opened.note,
        cash=reckoning(session, hall, shift_id),
        movements=movements_of(session, hall, shift_id),
        counts=counts,
        results=result.results,
        early=early > 0,
        early_by=early,
        approved=find_approval(session, hall, shift_id),
        made_good_fen=_made_good(session, hall, shift_id),
        overdrawn=overdrawn(session, hall, shift_id),
        checks=checks_of(session, hall, shift_id),
    )


def reckoning(session: Session, hall: str, shift_id: str) -> CashReckoning:
    """How the expected cash of a counted shift comes about."""
    parts = ledger.by_memo(session, hall, Account.TILL, shift_id)
    return CashReckoning(
        float_fen=parts.get(Memo.FLOAT, NOTHING),
        received_fen=parts.get(Memo.RECEIVED, NOTHING),
        change_fen=Fen(-parts.get(Memo.CHANGE, NOTHING)),
        refunds_fen=parts.get(Memo.REFUND, NOTHING),
        drops_fen=parts.get(Memo.DROP, NOTHING),
        transfers_fen=parts.get(Memo.TRANSFER, NOTHING),
        paid_in_fen=parts.get(Memo.PAY_IN, NOTHING),
        paid_out_fen=parts.get(Memo.PAY_OUT, NOTHING),
        expected_fen=ledger.expected(session, hall, shift_id)["cash"],
    )


def _made_good(session: Session, hall: str, shift_id: str) -> Fen:
    query = select(func.coalesce(func.sum(PostingRow.amount_fen), 0)).where(
        PostingRow.hall == hall,
        PostingRow.account == Account.SHORT.value,
        PostingRow.shift_id == shift_id,
        PostingRow.memo == "made-good",
    )
    return Fen(-int(session.execute(query).scalar_one()))
