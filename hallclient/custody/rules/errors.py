"""What the custody register refuses, in words that can be acted on."""

from hallclient.base.errors import HallError
from hallclient.base.language import N_


class KindMissing(HallError):
    """Nobody said what it is."""

    code = "custody.kind"
    sentence = N_("Choose what comes into custody.")


class DescriptionMissing(HallError):
    """A line that nobody can tell from the next."""

    code = "custody.description"
    sentence = N_("Describe it so that it can be told from others, such as the words on a seal.")


class SourceMissing(HallError):
    """Where it came from is part of the record."""

    code = "custody.source"
    sentence = N_("Write down from whom it came.")


class ReceiverMissing(HallError):
    """A customer's paper that left, nobody knows to whom. Source: S1-VP-25."""

    code = "custody.receiver"
    sentence = N_("Write down to whom it was given: the owner, or who fetched it for them.")


class OneNumber(HallError):
    """Customers' papers come one by one. Source: S1-VP-25."""

    code = "custody.one-number"
    sentence = N_("A customer's paper has one number. Receive each paper on a line of its own.")


class OwnerMissing(HallError):
    """A customer's property without the customer."""

    code = "custody.owner"
    sentence = N_("Name the customer it belongs to.")


class NumberMissing(HallError):
    """A blank form without its number."""

    code = "custody.number"
    sentence = N_("Type the first and the last number.")


class RangeMalformed(HallError):
    """First and last do not make a range."""

    code = "custody.range"
    sentence = N_("First and last number do not make a range: same beginning, ending in digits.")


class RangeOverlaps(HallError):
    """The number is on the register. Source: S0-GN-01, no gaps and no number twice."""

    code = "custody.overlap"
    sentence = N_("Part of this range is on the register already, with item {number}.")


class ItemUnknown(HallError):
    """No such line."""

    code = "custody.unknown"
    sentence = N_("There is no item {number} on the custody register.")


class NothingChosen(HallError):
    """Nothing to hand over."""

    code = "custody.nothing"
    sentence = N_("Choose an item of the register first.")


class StepRefused(HallError):
    """The step does not follow from where the item is."""

    code = "custody.state"
    sentence = N_("This cannot be done with item {number}: it is {state}.")


class NotCustodian(HallError):
    """Somebody else answers for it."""

    code = "custody.custodian"
    sentence = N_(
        "{custodian} keeps item {number}. They do this, or the duty manager with a reason."
    )


class CustodyChanged(HallError):
    """Another desk was first."""

    code = "custody.changed"
    sentence = N_("Item {number} was changed at another desk meanwhile. Look at it again.")


class ReasonMissing(HallError):
    """Why is part of the record."""

    code = "custody.reason"
    sentence = N_("Write down what for, or why.")


class PiecesWrong(HallError):
    """Not a number of pieces."""

    code = "custody.pieces"
    sentence = N_("Type how many pieces, 0 to {most}.")


class NotCounted(HallError):
    """An item nobody looked for; not counted is not none."""

    code = "custody.not-counted"
    sentence = N_("Item {number} is not counted yet. Type 0 when it is not there.")
