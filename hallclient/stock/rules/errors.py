"""What the stock room refuses, in words the clerk can act on."""

from hallclient.base.errors import HallError
from hallclient.base.language import N_


class StockUnavailable(HallError):
    """The piece is not in this hall's stock, or was used, sold or voided already."""

    code = "stock.unavailable"
    sentence = N_("{serial} is not available in this hall's stock. Choose another one.")


class HoldLost(HallError):
    """Another counter holds the piece."""

    code = "stock.held"
    sentence = N_("{serial} is held by another counter at the moment. Choose another one.")


class SerialMalformed(HallError):
    """Not a serial number."""

    code = "stock.serial"
    sentence = N_("This is not a serial number: letters and digits, ending in digits.")


class RangeMalformed(HallError):
    """First and last do not make a range."""

    code = "stock.range"
    sentence = N_("First and last number do not make a range. Check both.")


class RangeTooLong(HallError):
    """More pieces than are received at once."""

    code = "stock.range-too-long"
    sentence = N_("The range has {pieces} pieces; at most {most} go at once.")


class RangeOverlaps(HallError):
    """Part of the range is in the books already. Source: S2-KA-20, no gaps or overlaps."""

    code = "stock.overlap"
    sentence = N_("Part of this range was received before, beginning with {serial}.")


class CountedTwice(HallError):
    """One piece in two ranges of a stock-take."""

    code = "stock.counted-twice"
    sentence = N_("{serial} is in this count already.")


class NothingCounted(HallError):
    """A stock-take without a single range, and nobody said that nothing lies there."""

    code = "stock.nothing-counted"
    sentence = N_(
        "Type the ranges that lie there, or say that none does: an empty list says nothing."
    )


class StockShort(HallError):
    """Fewer pieces than asked for."""

    code = "stock.short"
    sentence = N_("Only {left} pieces of this kind are in stock.")


class StateWanted(HallError):
    """Stock leaves the books in one way or another."""

    code = "stock.state-wanted"
    sentence = N_("Choose what becomes of these pieces.")


class ReasonWanted(HallError):
    """Stock leaves the books only with a reason."""

    code = "stock.reason"
    sentence = N_("Write down why these pieces leave the stock.")
