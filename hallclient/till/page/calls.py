"""What the till's pages may do: plain callables, bound to the desk by the composition root."""

from collections.abc import Callable
from dataclasses import dataclass

from hallclient.staff.rules import AskApproval, Signature
from hallclient.till.rules import (
    ApproveAsk,
    Approved,
    CountAsk,
    CountForAsk,
    CountSealed,
    DropAsk,
    MakeGoodAsk,
    Moved,
    OpenShiftAsk,
    PauseAsk,
    PayAsk,
    RecountAsk,
    ResumeAsk,
    ShiftOpened,
    ShiftRow,
    TakeBackAsk,
    TillView,
    TransferAsk,
)
from hallclient.ui.remote import Remote, nobody_elsewhere

type Sign = Callable[[str, str, str], Signature]
"""(code, password, permission) to the signature of the second person."""


@dataclass(frozen=True)
class ShiftCalls:
    """The clerk's way to the till.

    `changed` is told, on the UI thread, whenever a shift was opened or counted; `printed`
    whenever a slip waits for the printer. `clerk` names who asks for a signature; `remotely` is
    the way to somebody elsewhere who may give it.
    """

    till: Callable[[], TillView]
    open_shift: Callable[[OpenShiftAsk], ShiftOpened]
    drop: Callable[[DropAsk], Moved]
    take_back: Callable[[TakeBackAsk], Moved]
    transfer: Callable[[TransferAsk], Moved]
    pay: Callable[[PayAsk], Moved]
    pause: Callable[[PauseAsk], Moved]
    resume: Callable[[ResumeAsk], Moved]
    count: Callable[[CountAsk], CountSealed]
    recount: Callable[[RecountAsk], CountSealed]
    sign: Sign
    printed: Callable[[], object]
    changed: Callable[[], object]
    clerk: str = ""
    remotely: Callable[[AskApproval], Remote[Signature] | None] = nobody_elsewhere


@dataclass(frozen=True)
class ShiftsCalls:
    """The manager's way to the shifts of the day.

    `approved` is told the shift's number, on the UI thread, for the workbook to be written.
    """

    shifts: Callable[[], tuple[ShiftRow, ...]]
    result: Callable[[str], CountSealed]
    approve: Callable[[ApproveAsk], Approved]
    count_for: Callable[[CountForAsk], CountSealed]
    make_good: Callable[[MakeGoodAsk], Moved]
    sign: Sign
    printed: Callable[[], object]
    approved: Callable[[str], object]
    clerk: str = ""
