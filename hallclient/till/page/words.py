"""How shifts, movements and results read on the till's screens."""

from typing import Final

from hallclient.base.clock import hall_time
from hallclient.base.language import N_, tr
from hallclient.base.money import yuan
from hallclient.till.rules import (
    TENDER_NAMES,
    CountSealed,
    Moved,
    MovementKind,
    ShiftRow,
    ShiftState,
    TenderResult,
    TillView,
)
from hallclient.ui.widgets.data_table import Column

MOVEMENT_NAMES: Final = {
    MovementKind.DROP: N_("Drop to the safe"),
    MovementKind.TAKE_BACK: N_("Taken back from the safe"),
    MovementKind.TRANSFER: N_("Transfer to a counter"),
    MovementKind.PAY_IN: N_("Pay in"),
    MovementKind.PAY_OUT: N_("Pay out"),
    MovementKind.MAKE_GOOD: N_("Shortage made good"),
    MovementKind.PAUSE: N_("Pause service"),
    MovementKind.RESUME: N_("Resume service"),
}
STATE_NAMES: Final = {
    ShiftState.OPEN: N_("open"),
    ShiftState.COUNTED: N_("counted"),
    ShiftState.APPROVED: N_("approved"),
}


LITTLE_CHANGE: Final = N_("There is little small change: ask the manager for some.")


def contact_of(view: TillView) -> str:
    """Whom to call about money, "" where the hall has not said (S2-KA-28)."""
    return tr("About money call {contact}", contact=view.contact) if view.contact else ""


def time_of(moved: Moved) -> str:
    """`09:05` in the hall."""
    return hall_time(moved.at).strftime("%H:%M")


def other_side(moved: Moved) -> str:
    """With whom: the other counter, the witness, or for how long the seat was empty."""
    if moved.kind in (MovementKind.PAUSE, MovementKind.RESUME):
        return tr("{minutes} min", minutes=moved.minutes)
    if moved.to_counter:
        return tr(
            "{source} → {target}, {witness}",
            source=moved.counter,
            target=moved.to_counter,
            witness=moved.witness,
        )
    return moved.witness


MOVEMENT_COLUMNS: Final = (
    Column[Moved](N_("Slip number"), lambda row: row.number, width=16),
    Column[Moved](N_("Time"), time_of, width=8),
    Column[Moved](N_("What happens"), lambda row: tr(MOVEMENT_NAMES[row.kind]), width=22),
    Column[Moved](
        N_("Amount"),
        lambda row: yuan(row.amount_fen) if row.amount_fen else "",
        number=True,
        width=14,
    ),
    Column[Moved](N_("With"), other_side, width=18),
    Column[Moved](N_("Reason"), lambda row: " ".join(filter(None, (row.reason, row.voucher)))),
)

RESULT_COLUMNS: Final = (
    Column[TenderResult](N_("Tender"), lambda row: tr(TENDER_NAMES[row.method])),
    Column[TenderResult](N_("Expected"), lambda row: yuan(row.expected_fen), number=True, width=14),
    Column[TenderResult](N_("Counted"), lambda row: yuan(row.counted_fen), number=True, width=14),
    Column[TenderResult](N_("Over"), lambda row: _unless_zero(row.over_fen), number=True, width=12),
    Column[TenderResult](
        N_("Short"), lambda row: _unless_zero(row.short_fen), number=True, width=12
    ),
)


def _state(row: ShiftRow) -> str:
    return tr(N_("paused")) if row.paused else tr(STATE_NAMES[row.state])


SHIFT_COLUMNS: Final = (
    Column[ShiftRow](N_("Shift"), lambda row: row.shift_id, width=18),
    Column[ShiftRow](N_("Clerk"), lambda row: row.clerk, width=10),
    Column[ShiftRow](N_("State"), _state, width=14),
    Column[ShiftRow](N_("Opened"), lambda row: hall_time(row.opened_at).strftime("%H:%M"), width=9),
    Column[ShiftRow](
        N_("Counted at"),
        lambda row: hall_time(row.counted_at).strftime("%H:%M") if row.counted_at else "",
        width=9,
    ),
    Column[ShiftRow](N_("Over"), lambda row: _if_told(row.over_fen), number=True, width=12),
    Column[ShiftRow](N_("Short"), lambda row: _if_told(row.short_fen), number=True, width=12),
    Column[ShiftRow](N_("To look at"), lambda row: ", ".join(warnings_of(row))),
)


def warnings_of(row: ShiftRow) -> tuple[str, ...]:
    """What the manager should look at before approving."""
    told = (
        (row.early, N_("closed early")),
        (row.recount_needed, N_("recount needed")),
        (row.overdrawn, N_("more taken out than was there")),
        (row.unchecked, N_("own checks not all ticked")),
    )
    return tuple(tr(text) for holds, text in told if holds)


def till_state(view: TillView) -> str:
    """The clerk's open shift in one line."""
    if view.shift is None or view.opened is None:
        return ""
    text = tr(
        "Shift {shift} · since {time} · float {float} yuan",
        shift=view.shift.shift_id,
        time=hall_time(view.shift.opened_at).strftime("%H:%M"),
        float=yuan(view.opened.float_fen),
    )
    paused = tr("Service is paused") if view.shift.paused else ""
    return " · ".join(filter(None, (text, paused, contact_of(view))))


def sealed_state(sealed: CountSealed) -> str:
    """A sealed count in one line."""
    return tr(
        "Shift {shift} · count {number} · {time}",
        shift=sealed.shift_id,
        number=sealed.count_no,
        time=hall_time(sealed.counted_at).strftime("%H:%M"),
    )


def sealed_hint(sealed: CountSealed) -> str:
    """What follows the count."""
    told = [
        tr("Over is handed in, short is made good; neither covers the other."),
        tr("Counted before the end of service: the manager is told.") if sealed.early else "",
        tr("The difference is large: count again with a second person (F11).")
        if sealed.recount_needed
        else "",
        tr("Little small change is left for the next shift.") if sealed.little_change else "",
    ]
    return "\n".join(line for line in told if line)


def _unless_zero(fen: int) -> str:
    return yuan(fen) if fen else ""


def _if_told(fen: int | None) -> str:
    return "" if fen is None else yuan(fen)
