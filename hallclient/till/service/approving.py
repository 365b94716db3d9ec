"""The manager's part: differences booked apart, cash given back and handed in, debts paid."""

from collections.abc import Iterator

from sqlalchemy import select, update

from hallclient.base.money import Fen, positive, yuan
from hallclient.ledger import book as ledger
from hallclient.ledger.rules import TENDER_ACCOUNT, Account, Entry, Memo, Posting
from hallclient.policy.book import policy_of
from hallclient.staff.book import require, second_person
from hallclient.staff.permissions import PERMISSIONS
from hallclient.staff.rules import ApprovalNotPermitted, ApprovalSamePerson, NotPermitted
from hallclient.store.audit import Act, act
from hallclient.store.desk import Desk
from hallclient.till import book
from hallclient.till.movements import moved
from hallclient.till.records import Approval, Settled, Shift, ShiftOpening
from hallclient.till.results import approval_of, result_of
from hallclient.till.rules import (
    ApproveAsk,
    Approved,
    CountSealed,
    EarlyNotReleased,
    MakeGoodAsk,
    MoreThanOwed,
    Moved,
    MovementKind,
    OpenShift,
    RecountNeeded,
    ShiftApproved,
    ShiftNotCounted,
    ShiftState,
    TenderResult,
    checked_text,
    hand_back,
)
from hallclient.till.service.moving import Slip, record


def approve_shift(desk: Desk, ask: ApproveAsk) -> Approved:
    """Approves a counted shift; the manager at the desk is not its clerk.

    Every difference is booked for its own tender, over (长款) and short (短款) to accounts of
    their own, nothing set off (S2-KA-14, S2-KA-15). The float goes back to the fund, never more
    than was counted; the rest goes to the safe.

    Raises ApprovalSamePerson, ApprovalNotPermitted, ShiftUnknown, ShiftNotCounted,
    ShiftApproved, RecountNeeded, EarlyNotReleased: the shift stays as it was.
    """
    with act(desk, "till.approve", ask.request_id) as doing:
        if doing.earlier is None:
            note = checked_text(ask.note, field="note", needed=False)
            shift, result = _ready(doing, desk, ask)
            _settle(doing, shift, result, note)
            doing.subject = f"approval/{shift.shift_id}"
        shift_id = (doing.earlier or doing.subject).removeprefix("approval/")
        return approval_of(doing.session, doing.hall, shift_id)


def _ready(doing: Act, desk: Desk, ask: ApproveAsk) -> tuple[OpenShift, CountSealed]:
    """The shift and its count in force, now approved, if nothing stands against it."""
    shift, state = book.shift_and_state(doing.session, doing.hall, ask.shift_id)
    _require_approver(doing, desk, shift)
    if state is ShiftState.OPEN:
        raise ShiftNotCounted(shift=shift.shift_id)
    _approve(doing, shift.shift_id)
    result = result_of(doing.session, doing.hall, shift.shift_id)
    if result.recount_needed:
        limit = policy_of(doing.session, doing.hall, result.counted_at).recount_above_fen
        raise RecountNeeded(limit=yuan(limit))
    if result.early:
        if not ask.early_released:
            raise EarlyNotReleased(field="early_released", shift=shift.shift_id)
        require(doing.session, desk, "early.release")
    return shift, result


def _require_approver(doing: Act, desk: Desk, shift: OpenShift) -> None:
    """Who approves is the second person of this act, though nobody signs on another's screen."""
    if shift.clerk == doing.clerk:
        raise ApprovalSamePerson
    try:
        require(doing.session, desk, "shift.approve")
    except NotPermitted as error:
        wording = PERMISSIONS["shift.approve"]
        raise ApprovalNotPermitted(code=doing.clerk, permission=wording) from error


def _approve(doing: Act, shift_id: str) -> None:
    """First of all, so that nobody else approves or recounts while this goes on."""
    changed = doing.session.connection().execute(
        update(Shift)
        .where(
            Shift.hall == doing.hall,
            Shift.shift_id == shift_id,
            Shift.state == ShiftState.COUNTED.value,
        )
        .values(state=ShiftState.APPROVED.value)
    )
    if changed.rowcount != 1:
        raise ShiftApproved(shift=shift_id)


def _settle(doing: Act, shift: OpenShift, result: CountSealed, note: str) -> None:
    opening = select(ShiftOpening.float_fen).where(
        ShiftOpening.hall == doing.hall, ShiftOpening.shift_id == shift.shift_id
    )
    cash = next(one for one in result.results if one.method == "cash")
    back, takings = hand_back(doing.session.execute(opening).scalar_one(), cash.counted_fen)
    day = book.business_date(doing.session, doing.hall)
    rows = []
    for one in result.results:
        entry = difference_entry(shift.shift_id, one)
        entry_no = ledger.post(doing, entry, day) if entry else None
        rows.append(
            {
                "shift_id": shift.shift_id,
                "method": one.method,
                "expected_fen": one.expected_fen,
                "counted_fen": one.counted_fen,
                "over_fen": one.over_fen,
                "short_fen": one.short_fen,
                "entry_no": entry_no,
            }
        )
    if cash.counted_fen:
        sides = tuple(_handed_in(shift.shift_id, back, takings))
        ledger.post(doing, Entry("till.close", sides), day)
    doing.add(Settled, rows)
    approval = {
        "shift_id": shift.shift_id,
        "count_no": result.count_no,
        "at": doing.at,
        "by": doing.clerk,
        "note": note,
        "early_released": result.early,
        "float_back_fen": back,
        "takings_fen": takings,
    }
    doing.add(Approval, [approval])


def difference_entry(shift_id: str, result: TenderResult) -> Entry | None:
    """The entry that books one tender's difference; None when it agrees."""
    tender = TENDER_ACCOUNT[result.method]
    if result.over_fen:
        kind, account, amount = "till.over", Account.OVER, result.over_fen
    elif result.short_fen:
        kind, account, amount = "till.short", Account.SHORT, Fen(-result.short_fen)
    else:
        return None
    sides = (
        Posting(tender, amount, shift_id, Memo.CLOSING),
        Posting(account, -amount, shift_id, result.method),
    )
    return Entry(kind, sides)


def _handed_in(shift_id: str, back: Fen, takings: Fen) -> Iterator[Posting]:
    yield Posting(Account.TILL, -(back + takings), shift_id, Memo.CLOSING)
    if back:
        yield Posting(Account.FLOAT_FUND, back, memo=Memo.FLOAT)
    if takings:
        yield Posting(Account.SAFE, takings, memo=Memo.CLOSING)


def make_good(desk: Desk, ask: MakeGoodAsk) -> Moved:
    """A shortage is paid in (短款赔补), on a numbered slip, to the manager at the desk (S2-KA-02).

    Raises NotPermitted, ShiftUnknown, AmountNotPositive, MoreThanOwed and the approval errors.
    """
    with act(desk, "till.make-good", ask.request_id) as doing:
        if doing.earlier is not None:
            number = doing.earlier.removeprefix("moved/")
            return moved(doing.session, doing.hall, number)
        require(doing.session, desk, "shift.approve")
        shift, _ = book.shift_and_state(doing.session, doing.hall, ask.shift_id)
        amount = positive(ask.amount_fen, field="amount")
        owed = ledger.balance(doing.session, doing.hall, Account.SHORT, shift.shift_id)
        if amount > owed:
            raise MoreThanOwed(field="amount", shift=shift.shift_id, owed=yuan(owed))
        witness = second_person(doing, ask.witness, "cash.witness", amount_fen=amount)
        sides = (
            Posting(Account.SAFE, amount, memo="made-good"),
            Posting(Account.SHORT, -amount, shift.shift_id, "made-good"),
        )
        return record(doing, Slip(MovementKind.MAKE_GOOD, shift, amount, witness.code, sides=sides))
