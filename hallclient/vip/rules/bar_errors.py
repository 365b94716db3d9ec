"""What bar and lounge refuse, in words that can be acted on."""

from hallclient.base.errors import HallError
from hallclient.base.language import N_


class GoodsUnknown(HallError):
    """Not in the book of drinks and consumables."""

    code = "bar.goods"
    sentence = N_("Choose a drink or a consumable of the bar's list.")


class NotServed(HallError):
    """A consumable is not ordered."""

    code = "bar.not-served"
    sentence = N_("{goods} is not ordered by guests. Choose a drink.")


class ServingsWrong(HallError):
    """Not a number of servings."""

    code = "bar.servings"
    sentence = N_("Type a number of servings, {least} to {most}.")


class DateMalformed(HallError):
    """Not a day of the calendar. Source: S0-BA-03, by batch with its date."""

    code = "bar.date"
    sentence = N_("Type the best-before date as 2026-12-31.")


class ReceivedExpired(HallError):
    """Nothing past its date comes into the book."""

    code = "bar.received-expired"
    sentence = N_("This batch is past its date, {day}. Send it back.")


class OutOfStock(HallError):
    """Not a serving of it is left."""

    code = "bar.out-of-stock"
    sentence = N_("{goods}: {left} left, {servings} asked for. Offer the guest another drink.")


class OutOfDate(HallError):
    """What is left is past its date and is not served (S0-BA-07)."""

    code = "bar.out-of-date"
    sentence = N_(
        "{goods}: what is left is past its date, {day}. Write it off and offer another drink."
    )


class BatchUnknown(HallError):
    """No such batch in the book, or nothing is left of it."""

    code = "bar.batch"
    sentence = N_("There is no batch {number} with anything left.")


class BatchShort(HallError):
    """More than there is."""

    code = "bar.batch-short"
    sentence = N_("Batch {number} holds {left} servings, not {servings}.")


class BatchOpened(HallError):
    """Opened once; from then on it keeps for some days only."""

    code = "bar.opened"
    sentence = N_("Batch {number} was opened already, on {day}.")


class CauseMissing(HallError):
    """Why is part of the record (S0-BA-07)."""

    code = "bar.cause"
    sentence = N_("Choose why it is written off.")


class OrderUnknown(HallError):
    """No such drink order."""

    code = "bar.order"
    sentence = N_("There is no drink order {number}.")


class OrderEnded(HallError):
    """Brought, declined or refused: once."""

    code = "bar.order-ended"
    sentence = N_("Drink order {number} is settled already: {outcome}.")


class BatchNotCounted(HallError):
    """A batch that nobody looked for; not counted is not none."""

    code = "bar.not-counted"
    sentence = N_("Batch {number} is not counted yet. Type 0 when nothing is left.")


class BatchMoved(HallError):
    """What was counted is not what the book is held against any more."""

    code = "bar.moved"
    sentence = N_("Batch {number} moved meanwhile. Count it again.")


class NoOrderChosen(HallError):
    """Nothing to bring."""

    code = "bar.no-order"
    sentence = N_("Choose a drink that waits.")


class NoBatchChosen(HallError):
    """Nothing to open or write off."""

    code = "bar.no-batch"
    sentence = N_("Choose a batch of the stock.")


class ItemUnknown(HallError):
    """Not on the lounge's list."""

    code = "lounge.item"
    sentence = N_("Choose an item of the lounge's list.")


class ResultMissing(HallError):
    """Every item is answered."""

    code = "lounge.result"
    sentence = N_("Choose the result: passed, not passed or put right.")


class NoteMissing(HallError):
    """What is wrong, or what was done about it."""

    code = "lounge.note"
    sentence = N_("Write down what is wrong, or what was done about it.")


class MeasureMissing(HallError):
    """A register holds a figure."""

    code = "lounge.measure"
    sentence = N_("Type the figure beside the item, as a whole number.")


class OutOfBounds(HallError):
    """What is measured wrong has not passed."""

    code = "lounge.bounds"
    sentence = N_("{value} is not good: {bounds}. This item has not passed.")


class FailedBefore(HallError):
    """A fault stays on record; it is put right, not made undone."""

    code = "lounge.failed-before"
    sentence = N_("This item did not pass today. Choose put right, and say what was done.")


class ItemsUnanswered(HallError):
    """The list is signed whole (S1-VM-22)."""

    code = "lounge.unanswered"
    sentence = N_("{count} items of the list have no result yet. The first: {item}.")


class ListSigned(HallError):
    """Once a day."""

    code = "lounge.signed"
    sentence = N_("The list of {day} is signed already, by {by}.")


class SlipsMalformed(HallError):
    """Not a number of slips."""

    code = "slips.number"
    sentence = N_("Type how many slips you have in hand.")


class SlipsDiffer(HallError):
    """A difference is explained (S1-VP-24)."""

    code = "slips.differ"
    sentence = N_("{services} services in the system, {slips} slips in hand. Write down why.")


class NoCounter(HallError):
    """Slips are counted where they were made out."""

    code = "slips.counter"
    sentence = N_("This PC has no counter number. See its settings.")
