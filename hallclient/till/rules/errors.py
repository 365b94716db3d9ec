"""Refusals of the till. Before a count is sealed, none of them knows what is expected."""

from hallclient.base.errors import HallError
from hallclient.base.language import N_
from hallclient.base.pieces import PiecesMissing


class TillClosed(HallError):
    """No shift is open at the counter, so nothing can be sold or moved there."""

    code = "till.closed"
    sentence = N_("No shift is open at this counter. Open one by counting the float.")


class NotYourShift(TillClosed):
    """A shift stays with the clerk who opened it, whoever signs in at the same PC (lesson 27)."""

    code = "till.not-yours"
    sentence = N_("The shift at this counter is {clerk}'s. Only {clerk} can work in it.")


class TillPaused(HallError):
    """The seat is left (暂停服务): nothing is sold until service is resumed."""

    code = "till.paused"
    sentence = N_("Service at this counter is paused. Resume it first.")


class TillNotPaused(HallError):
    """Resuming what goes on."""

    code = "till.not-paused"
    sentence = N_("Service at this counter is not paused.")


class ShiftOpen(HallError):
    """One open shift for each counter and each clerk; somebody was first (lesson 8)."""

    code = "till.shift-open"
    sentence = N_(
        "A shift is open already: counter {counter}, clerk {clerk}. Count and close it first."
    )


class NoCounter(HallError):
    """A shift needs a counter; the manager's room has none."""

    code = "till.no-counter"
    sentence = N_("This desk is no counter. Open a shift at a counter.")


class ShiftUnknown(HallError):
    """Nobody opened a shift with this number."""

    code = "till.shift-unknown"
    sentence = N_("There is no shift {shift}.")


class ShiftNotCounted(HallError):
    """Approval follows the count."""

    code = "till.not-counted"
    sentence = N_("Shift {shift} has not been counted yet.")


class ShiftCounted(HallError):
    """The count is sealed; only a recount with a second person follows it."""

    code = "till.counted"
    sentence = N_("Shift {shift} has been counted. Only a recount with a second person can follow.")


class ShiftApproved(HallError):
    """An approved shift is final; what is found later goes into the open day."""

    code = "till.approved"
    sentence = N_("Shift {shift} is approved and cannot change any more.")


class FloatDiffers(HallError):
    """The clerk counted another float than was handed over; blocks until explained (S2-KA-16)."""

    code = "till.float-differs"
    sentence = N_(
        "Counted {counted} yuan, handed over {handed} yuan. Count again, or explain the "
        "difference in the note."
    )


class CountNotSealed(HallError):
    """Nothing about a shift's money is told before its count is sealed (盲点)."""

    code = "count.not-sealed"
    sentence = N_("The report exists once shift {shift} has been counted.")


class UnknownDenomination(HallError):
    """No legal face, or one that is not handled at a till."""

    code = "count.unknown-denomination"
    sentence = N_("There is no note or coin of {face} yuan to count.")


class TotalMissing(PiecesMissing):
    """A tender left empty is not counted, which is not the same as none (lesson 1)."""

    sentence = N_("Not counted yet: {method}. Type 0 where nothing was taken.")


class UnknownTender(HallError):
    """No way of paying whose total is counted."""

    code = "count.unknown-tender"
    sentence = N_("There is no total to count for {method}.")


class TotalMalformed(HallError):
    """A total is whole fen."""

    code = "count.total"
    sentence = N_("The total of {method} is not an amount.")


class UnknownStock(HallError):
    """No kind of goods that is counted at a counter."""

    code = "count.unknown-stock"
    sentence = N_("There are no goods of the kind {kind} to count.")


class CounterfeitFace(HallError):
    """Pieces set aside without their face."""

    code = "count.counterfeit-face"
    sentence = N_("Choose the face of the counterfeit pieces.")


class PiecesDiffer(HallError):
    """The bundle is not what the slip says (S2-KA-25)."""

    code = "count.pieces-differ"
    sentence = N_("The pieces add up to {pieces} yuan, the slip says {amount} yuan.")


class CauseMissing(HallError):
    """A recount says why."""

    code = "count.cause-missing"
    sentence = N_("Write down why the shift is counted again.")


class RecountNeeded(HallError):
    """A difference above the hall's setting is counted again by two people (S1-FM-01)."""

    code = "count.recount-needed"
    sentence = N_(
        "The difference is above {limit} yuan. A recount with a second person comes first."
    )


class EarlyNotReleased(HallError):
    """Closed before the end of service (提前结账): the manager says so knowingly (S1-VM-47)."""

    code = "approval.early"
    sentence = N_("Shift {shift} was closed early. Confirm that you release it.")


class ReasonMissing(HallError):
    """What leaves the ordinary course is explained."""

    code = "cash.reason-missing"
    sentence = N_("Write down the reason.")


class VoucherMissing(HallError):
    """No payment without a valid voucher (S1-CA-01)."""

    code = "cash.voucher-missing"
    sentence = N_("Nothing is paid without a voucher. Type its number.")


class VoucherUsed(HallError):
    """The voucher stands behind an earlier payment already."""

    code = "cash.voucher-used"
    sentence = N_("This voucher was used for an earlier payment. Check its number.")


class MinutesMalformed(HallError):
    """How long the seat will be empty."""

    code = "cash.minutes"
    sentence = N_("Type how many minutes the counter pauses, from 1 to {most}.")


class TextTooLong(HallError):
    """More than the papers can show."""

    code = "text.too-long"
    sentence = N_("At most {most} characters, please.")


class SameCounter(HallError):
    """A transfer goes to another counter."""

    code = "transfer.same-counter"
    sentence = N_("Choose another counter; this is counter {counter}.")


class CounterMissing(HallError):
    """Where the cash goes was not said."""

    code = "transfer.counter-missing"
    sentence = N_("Choose the counter that the cash goes to.")


class CounterClosed(HallError):
    """Cash goes only where somebody answers for it."""

    code = "transfer.counter-closed"
    sentence = N_("No shift is open at counter {counter}.")


class MoreThanOwed(HallError):
    """A shortage is made good up to what is owed; more would be an overage."""

    code = "short.more-than-owed"
    sentence = N_("Shift {shift} still owes {owed} yuan, not more.")


class DayNotOpen(HallError):
    """The business day was closed meanwhile, or never began."""

    code = "day.not-open"
    sentence = N_("The business day {day} is not open.")
