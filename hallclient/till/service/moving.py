"""Cash that moves without an order, and the empty seat. Never refused for what is expected."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

from sqlalchemy import func, select, update

from hallclient.base.money import Fen, positive
from hallclient.base.text import typed_number
from hallclient.ledger import book as ledger
from hallclient.ledger.records import PostingRow
from hallclient.ledger.rules import Account, Entry, Memo, Posting
from hallclient.policy.book import policy_of
from hallclient.staff.book import require, second_person
from hallclient.store.audit import Act, act
from hallclient.store.desk import Desk
from hallclient.store.personal import readable_since
from hallclient.store.sequences import next_number
from hallclient.till import book
from hallclient.till.bundles import keep_pieces
from hallclient.till.movements import last_pause, moved
from hallclient.till.records import CashMovement, Shift
from hallclient.till.rules import (
    CounterClosed,
    DropAsk,
    Moved,
    MovementKind,
    OpenShift,
    PauseAsk,
    PayAsk,
    ResumeAsk,
    SameCounter,
    TakeBackAsk,
    TillNotPaused,
    TillPaused,
    TransferAsk,
    VoucherMissing,
    VoucherUsed,
    checked_bundle,
    checked_minutes,
    checked_text,
)
from hallclient.till.self_checks import keep_checks
from hallclient.till.slips import ask_for_slip

LETTERS: Final[Mapping[MovementKind, str]] = {
    MovementKind.DROP: "D",
    MovementKind.TAKE_BACK: "B",
    MovementKind.TRANSFER: "T",
    MovementKind.PAY_IN: "I",
    MovementKind.PAY_OUT: "O",
    MovementKind.MAKE_GOOD: "M",
    MovementKind.PAUSE: "P",
    MovementKind.RESUME: "R",
}
"""First letter of a slip's number; each kind is numbered on its own, without gaps."""


NO_MONEY: Final = Fen(0)


@dataclass(frozen=True)
class Slip:
    """A movement about to be written."""

    kind: MovementKind
    shift: OpenShift
    amount_fen: Fen = NO_MONEY
    witness: str = ""
    to: OpenShift | None = None
    reason: str = ""
    voucher: str = ""
    minutes: int = 0
    sides: tuple[Posting, ...] = ()
    pieces: Mapping[int, int] = field(default_factory=dict)


def cash_drop(desk: Desk, ask: DropAsk) -> Moved:
    """Takes cash out of the till into the safe (投款), on a numbered slip (S1-CA-03, S2-KA-26).

    More than the books have in the till is not refused here, since a refusal would tell what
    is expected: the manager sees it when approving the shift.

    Raises TillClosed, AmountNotPositive, AmountOverLimit, PiecesDiffer and the approval errors.
    """
    with act(desk, "till.drop", ask.request_id) as doing:
        if doing.earlier is not None:
            return _again(doing)
        require(doing.session, desk, "cash.drop")
        shift = book.own_shift(doing.session, desk)
        amount = _amount(doing, ask.amount_fen)
        pieces = checked_bundle(ask.denominations, amount)
        witness = second_person(doing, ask.witness, "cash.witness", amount_fen=amount)
        sides = (
            Posting(Account.TILL, -amount, shift.shift_id, Memo.DROP),
            Posting(Account.SAFE, amount, memo=Memo.DROP),
        )
        slip = Slip(MovementKind.DROP, shift, amount, witness.code, sides=sides, pieces=pieces)
        return record(doing, slip)


def take_back(desk: Desk, ask: TakeBackAsk) -> Moved:
    """Brings cash back from the safe: a mistaken drop is corrected by its opposite (S1-FM-03).

    Raises TillClosed, AmountNotPositive, AmountOverLimit, ReasonMissing and the approval errors.
    """
    with act(desk, "till.take-back", ask.request_id) as doing:
        if doing.earlier is not None:
            return _again(doing)
        require(doing.session, desk, "cash.drop")
        shift = book.own_shift(doing.session, desk)
        amount = _amount(doing, ask.amount_fen)
        reason = checked_text(ask.reason, field="reason")
        approver = second_person(doing, ask.approver, "shift.approve", amount_fen=amount)
        sides = (
            Posting(Account.TILL, amount, shift.shift_id, Memo.DROP),
            Posting(Account.SAFE, Fen(-amount), memo=Memo.DROP),
        )
        slip = Slip(
            MovementKind.TAKE_BACK, shift, amount, approver.code, reason=reason, sides=sides
        )
        return record(doing, slip)


def _amount(doing: Act, amount: Fen) -> Fen:
    """The amount, if one movement may be so large.

    The limit is the hall's own figure and knows nothing of the till, so it tells nothing of what
    is expected; it keeps a typing error from becoming the day's books.
    """
    most = policy_of(doing.session, doing.hall, doing.at).movement_most_fen
    return positive(amount, most=most, field="amount")


def transfer(desk: Desk, ask: TransferAsk) -> Moved:
    """Hands cash to another counter, before a witness; both shifts are open.

    Raises TillClosed, SameCounter, CounterClosed, AmountNotPositive, PiecesDiffer and the
    approval errors.
    """
    with act(desk, "till.transfer", ask.request_id) as doing:
        if doing.earlier is not None:
            return _again(doing)
        require(doing.session, desk, "cash.transfer")
        shift = book.own_shift(doing.session, desk)
        if ask.to_counter == shift.counter:
            raise SameCounter(field="to_counter", counter=shift.counter)
        to = book.shift_at(doing.session, doing.hall, ask.to_counter)
        if to is None:
            raise CounterClosed(field="to_counter", counter=ask.to_counter)
        amount = _amount(doing, ask.amount_fen)
        pieces = checked_bundle(ask.denominations, amount)
        witness = second_person(doing, ask.witness, "cash.witness", amount_fen=amount)
        sides = (
            Posting(Account.TILL, -amount, shift.shift_id, Memo.TRANSFER),
            Posting(Account.TILL, amount, to.shift_id, Memo.TRANSFER),
        )
        slip = Slip(
            MovementKind.TRANSFER, shift, amount, witness.code, to=to, sides=sides, pieces=pieces
        )
        return record(doing, slip)


def pay(desk: Desk, ask: PayAsk) -> Moved:
    """Cash into or out of the till that belongs to no order, with reason and voucher (S1-CA-01).

    Paying out of takings needs a manager's signature (不坐支, S1-CA-04).

    Raises TillClosed, AmountNotPositive, ReasonMissing, VoucherMissing and the approval errors.
    """
    with act(desk, f"till.pay-{ask.direction}", ask.request_id) as doing:
        if doing.earlier is not None:
            return _again(doing)
        require(doing.session, desk, "cash.pay_in_out")
        shift = book.own_shift(doing.session, desk)
        amount = _amount(doing, ask.amount_fen)
        reason = checked_text(ask.reason, field="reason")
        voucher = checked_text(ask.voucher, field="voucher", needed=False)
        if not voucher:
            raise VoucherMissing(field="voucher")
        inward = ask.direction == "in"
        kind, memo, other, effect = (
            (MovementKind.PAY_IN, Memo.PAY_IN, Account.PAID_IN, amount)
            if inward
            else (MovementKind.PAY_OUT, Memo.PAY_OUT, Account.PAID_OUT, Fen(-amount))
        )
        _refuse_used(doing, kind, voucher)
        needed, content = ("cash.witness", None) if inward else ("cash.pay_out", ask.content)
        witness = second_person(doing, ask.witness, needed, amount_fen=amount, content=content)
        sides = (
            Posting(Account.TILL, effect, shift.shift_id, memo),
            Posting(other, -effect, memo=memo),
        )
        slip = Slip(kind, shift, amount, witness.code, reason=reason, voucher=voucher, sides=sides)
        return record(doing, slip)


def pause(desk: Desk, ask: PauseAsk) -> Moved:
    """Leaves the seat (暂停服务): nothing is sold here until it is resumed (S2-KA-21).

    Raises TillClosed, TillPaused, ReasonMissing, MinutesMalformed.
    """
    with act(desk, "till.pause", ask.request_id) as doing:
        return leave(doing, ask)


def leave(doing: Act, ask: PauseAsk) -> Moved:
    """The same inside an act that pauses more than the till: all of it or nothing."""
    if doing.earlier is not None:
        return _again(doing)
    shift = book.own_shift(doing.session, doing.desk)
    reason = checked_text(ask.reason, field="reason")
    minutes = checked_minutes(ask.minutes)
    if not _turn(doing, shift, paused=True):
        raise TillPaused(counter=shift.counter)
    left = record(doing, Slip(MovementKind.PAUSE, shift, reason=reason, minutes=minutes))
    keep_checks(doing, shift.shift_id, "leaving", ask.checked, left.number)
    return left


def resume(desk: Desk, ask: ResumeAsk) -> Moved:
    """Is back at the seat; the record says how long it was empty.

    Raises TillClosed, TillNotPaused.
    """
    with act(desk, "till.resume", ask.request_id) as doing:
        return come_back(doing)


def come_back(doing: Act) -> Moved:
    """The same inside an act that resumes more than the till."""
    if doing.earlier is not None:
        return _again(doing)
    shift = book.own_shift(doing.session, doing.desk)
    if not _turn(doing, shift, paused=False):
        raise TillNotPaused(counter=shift.counter)
    since = last_pause(doing.session, doing.hall, shift.shift_id)
    minutes = max(0, (doing.at - since) // timedelta(minutes=1))
    return record(doing, Slip(MovementKind.RESUME, shift, minutes=minutes))


def _turn(doing: Act, shift: OpenShift, *, paused: bool) -> bool:
    """Whether the sign was turned; False when it hung that way already."""
    turned = doing.session.connection().execute(
        update(Shift)
        .where(
            Shift.hall == doing.hall,
            Shift.shift_id == shift.shift_id,
            Shift.counted_at.is_(None),
            Shift.paused.is_(not paused),
        )
        .values(paused=paused)
    )
    return turned.rowcount == 1


def drop_due(desk: Desk) -> bool:
    """Whether the clerk ought to bring cash to the safe.

    Reckoned from the cash that customers handed over since the last drop, before change, which
    the clerk typed order by order. Float, change, refunds and transfers are left out on
    purpose: so the answer depends on nothing that the clerk is not to know, and the expected
    amount cannot be felt out by watching when it turns (`docs/decisions.md`).
    """
    with desk.read() as session:
        shift = book.shift_at(session, desk.hall, desk.counter)
        if shift is None or shift.clerk != desk.clerk:
            return False
        last_drop = select(func.coalesce(func.max(CashMovement.entry_no), 0)).where(
            CashMovement.hall == desk.hall,
            CashMovement.shift_id == shift.shift_id,
            CashMovement.kind == MovementKind.DROP.value,
        )
        taken = select(func.coalesce(func.sum(PostingRow.amount_fen), 0)).where(
            PostingRow.hall == desk.hall,
            PostingRow.account == Account.TILL.value,
            PostingRow.shift_id == shift.shift_id,
            PostingRow.memo == Memo.RECEIVED.value,
            # + 0 keeps SQLite on the index of sums: by the key it would read the whole journal
            PostingRow.entry_no + 0 > last_drop.scalar_subquery(),
        )
        limit = policy_of(session, desk.hall, desk.now()).till_limit_fen
        return bool(session.execute(taken).scalar_one() > limit)


def record(doing: Act, slip: Slip) -> Moved:
    """Posts and writes a movement and asks for its slip, numbered in the open business day."""
    day = book.ensure_business_day(doing)
    letter = LETTERS[slip.kind]
    ordinal = next_number(doing.session, doing.hall, f"moved/{letter}/{day:%Y%m%d}")
    number = f"{letter}{day:%Y%m%d}{ordinal:04d}"
    entry_no = None
    if slip.sides:
        entry_no = ledger.post(doing, Entry(f"till.{slip.kind}", slip.sides), day)
    row = {
        "number": number,
        "kind": slip.kind.value,
        "shift_id": slip.shift.shift_id,
        "to_shift_id": slip.to.shift_id if slip.to else None,
        "business_date": day,
        "counter": slip.shift.counter,
        "to_counter": slip.to.counter if slip.to else 0,
        "amount_fen": slip.amount_fen,
        "reason": slip.reason,
        "voucher": slip.voucher,
        "minutes": slip.minutes,
        "witness": slip.witness,
        "entry_no": entry_no,
        "at": doing.at,
        "by": doing.clerk,
    }
    doing.add(CashMovement, [row])
    keep_pieces(doing, f"moved/{number}", slip.pieces)
    doing.subject = f"moved/{number}"
    done = moved(doing.session, doing.hall, number)
    ask_for_slip(doing, done)
    return done


def _refuse_used(doing: Act, kind: MovementKind, voucher: str) -> None:
    """One voucher pays once; spaces and capitals do not make another one.

    What was erased with its month is not asked about: each would be looked up in vain.
    """
    used = select(CashMovement.voucher).where(
        CashMovement.hall == doing.hall,
        CashMovement.kind == kind.value,
        CashMovement.at >= readable_since(doing.session, doing.hall),
    )
    if typed_number(voucher) in {typed_number(other) for other in doing.session.scalars(used)}:
        raise VoucherUsed(field="voucher")


def _again(doing: Act) -> Moved:
    """The movement that the same request made before."""
    return moved(doing.session, doing.hall, str(doing.earlier).removeprefix("moved/"))
