"""Opening a shift: the float counted by the clerk, handed over by somebody who signs."""

from datetime import date

from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from hallclient.base.money import Fen, yuan
from hallclient.ledger import book as ledger
from hallclient.ledger.rules import Account, Entry, Memo, Posting
from hallclient.policy.book import policy_of
from hallclient.staff.book import require, second_person
from hallclient.store.audit import Act, act
from hallclient.store.desk import Desk
from hallclient.store.sequences import next_number
from hallclient.till import book
from hallclient.till.bundles import keep_pieces, pieces_in
from hallclient.till.records import Shift, ShiftOpening
from hallclient.till.rules import (
    FloatDiffers,
    NoCounter,
    OpenShiftAsk,
    ShiftOpen,
    ShiftOpened,
    ShiftState,
    checked_pieces,
    checked_text,
    small_change,
    total_of,
)
from hallclient.till.self_checks import keep_checks
from hallclient.till.slips import ask_for_float_slip


def open_shift(desk: Desk, ask: OpenShiftAsk) -> ShiftOpened:
    """Opens a shift at the desk's counter; both persons have confirmed the float (S2-KA-16).

    Raises UnknownDenomination, PiecesMalformed, PiecesMissing, FloatDiffers (no note explains
    the difference), ShiftOpen, NoCounter and the approval errors: nothing was written.
    """
    with act(desk, "till.open", ask.request_id) as doing:
        if doing.earlier is not None:
            return opening_of(doing.session, doing.hall, doing.earlier.removeprefix("shift/"))
        require(doing.session, desk, "shift.open")
        pieces = checked_pieces(ask.denominations)
        counted = total_of(pieces)
        handed = counted if ask.handed_fen is None else ask.handed_fen
        note = checked_text(ask.note, field="note", needed=False)
        if handed != counted and not note:
            raise FloatDiffers(field="note", counted=yuan(counted), handed=yuan(handed))
        hander = second_person(doing, ask.handed_over, "float.hand_over", amount_fen=counted)
        _refuse_second(doing)
        day = book.day_for_opening(doing)
        shift_id = _begin(doing, day)
        row = {
            "shift_id": shift_id,
            "business_date": day,
            "counter": doing.counter,
            "clerk": doing.clerk,
            "at": doing.at,
            "float_fen": counted,
            "handed_fen": handed,
            "handed_by": hander.code,
            "note": note,
            "entry_no": _post_float(doing, shift_id, counted, day),
        }
        doing.add(ShiftOpening, [row])
        keep_pieces(doing, f"float/{shift_id}", pieces)
        keep_checks(doing, shift_id, "opening", ask.checked)
        doing.subject = f"shift/{shift_id}"
        if handed != counted:
            doing.note(float_difference=counted - handed)
        opened = opening_of(doing.session, doing.hall, shift_id)
        ask_for_float_slip(doing, opened, pieces)
        return opened


def _refuse_second(doing: Act) -> None:
    """Raises NoCounter, ShiftOpen: also for a clerk whose shift is open at another counter."""
    if doing.counter < 1:
        raise NoCounter
    other = book.shift_at(doing.session, doing.hall, doing.counter) or book.shift_of(
        doing.session, doing.hall, doing.clerk
    )
    if other is not None:
        raise ShiftOpen(counter=other.counter, clerk=other.clerk)


def _begin(doing: Act, day: date) -> str:
    ordinal = next_number(doing.session, doing.hall, f"shift/{day:%Y%m%d}/{doing.counter:02d}")
    shift_id = f"{day:%Y%m%d}-{doing.counter:02d}-{ordinal}"
    row = {
        "hall": doing.hall,
        "shift_id": shift_id,
        "business_date": day,
        "counter": doing.counter,
        "clerk": doing.clerk,
        "opened_at": doing.at,
        "state": ShiftState.OPEN.value,
        "paused": False,
        "counted_at": None,
    }
    try:
        doing.session.connection().execute(insert(Shift), [row])
    except IntegrityError as clash:  # another client was first, after we looked
        raise ShiftOpen(counter=doing.counter, clerk=doing.clerk) from clash
    return shift_id


def _post_float(doing: Act, shift_id: str, counted: Fen, day: date) -> int | None:
    if counted == 0:
        return None
    sides = (
        Posting(Account.TILL, counted, shift_id, Memo.FLOAT),
        Posting(Account.FLOAT_FUND, -counted, memo=Memo.FLOAT),
    )
    return ledger.post(doing, Entry("till.float", sides), day)


def opening_of(session: Session, hall: str, shift_id: str) -> ShiftOpened:
    """How a shift began, with the shift as it is now. Raises ShiftUnknown."""
    shift, _ = book.shift_and_state(session, hall, shift_id)
    row = session.execute(
        select(
            ShiftOpening.float_fen,
            ShiftOpening.handed_fen,
            ShiftOpening.handed_by,
            ShiftOpening.note,
        ).where(ShiftOpening.hall == hall, ShiftOpening.shift_id == shift_id)
    ).one()
    pieces = pieces_in(session, hall, f"float/{shift_id}")
    least = policy_of(session, hall, shift.opened_at).small_change_least_fen
    little = small_change(pieces) < least
    return ShiftOpened(shift, row.float_fen, row.handed_fen, row.handed_by, row.note, little)
