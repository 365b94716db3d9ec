"""What the queue refuses, in words that can be acted on."""

from hallclient.base.errors import HallError
from hallclient.base.language import N_


class LineUnknown(HallError):
    """No such letter."""

    code = "queue.line"
    sentence = N_("Choose one of the hall's lines.")


class LineNotServed(HallError):
    """The counter may not serve the line. Source: field rules 12."""

    code = "queue.line-not-served"
    sentence = N_("Counter {counter} does not serve line {line}. Transfer the customer instead.")


class NothingServed(HallError):
    """A counter at which nobody could be called."""

    code = "queue.nothing-served"
    sentence = N_("With {clerk} at it, counter {counter} serves no line. See the hall's settings.")


class PauseReasonMissing(HallError):
    """The sign says why (S1-CT-20)."""

    code = "queue.pause-reason"
    sentence = N_("Choose why the counter pauses.")


class PauseReasonUnlisted(HallError):
    """Typed where it could not be chosen, and none of those that the sign has."""

    code = "queue.pause-reason-unlisted"
    sentence = N_("This counter is open for the queue; its sign says one of: {reasons}.")


class BookingMalformed(HallError):
    """Not a time of the day."""

    code = "queue.booking"
    sentence = N_("Type the time of the appointment as 14:30.")


class BookingLapsed(HallError):
    """The customer came too late for the appointment."""

    code = "queue.booking-lapsed"
    sentence = N_(
        "The appointment at {time} is more than {minutes} minutes past. Take a ticket without it."
    )


class TicketUnknown(HallError):
    """No such ticket."""

    code = "queue.unknown"
    sentence = N_("There is no such ticket.")


class TicketOver(HallError):
    """A ticket of a day that is closed."""

    code = "queue.day-over"
    sentence = N_("Ticket {number} is of {day}, which is closed. Take a new ticket.")


class StepRefused(HallError):
    """The step does not follow from where the ticket is."""

    code = "queue.state"
    sentence = N_("This cannot be done with ticket {number}: it is {state}.")


class CalledElsewhere(HallError):
    """Somebody else has the customer; a ticket is called once."""

    code = "queue.called"
    sentence = N_("Ticket {number} was called to counter {counter} already.")


class TicketChanged(HallError):
    """Another desk was first."""

    code = "queue.changed"
    sentence = N_("Ticket {number} was changed at another desk meanwhile. Look at it again.")


class NobodyWaiting(HallError):
    """Nobody is left whom this counter may call."""

    code = "queue.empty"
    sentence = N_("Nobody is waiting whom this counter may call.")


class NobodyHere(HallError):
    """The counter has no customer."""

    code = "queue.nobody"
    sentence = N_("There is no customer at this counter. Call the next one.")


class CustomerHere(HallError):
    """One customer at a time."""

    code = "queue.customer-here"
    sentence = N_("Ticket {number} is still at this counter. Finish, park or transfer it first.")


class RecallSoon(HallError):
    """A customer needs time to walk. Source: field rules 12."""

    code = "queue.recall-soon"
    sentence = N_("Called {seconds} seconds ago: call again after {least} seconds.")


class RecallsUsed(HallError):
    """Called as often as it may be. Source: field rules 12."""

    code = "queue.recalls-used"
    sentence = N_("Ticket {number} was called {calls} times. Mark it as missed.")


class ReturnedBefore(HallError):
    """A late customer is put back once. Source: field rules 12."""

    code = "queue.returned"
    sentence = N_("Ticket {number} was put back once already. Take a new ticket.")


class SameLine(HallError):
    """A transfer leads to another line."""

    code = "queue.same-line"
    sentence = N_("Ticket {number} is in line {line} already.")


class ReasonMissing(HallError):
    """Out of turn: why is part of the record."""

    code = "queue.reason"
    sentence = N_("Write down why this customer is called out of turn.")


class RatingWrong(HallError):
    """Not a rating."""

    code = "queue.rating"
    sentence = N_("A rating is a number from 1 to 5; leave it out when the customer gave none.")


class CounterNotOpen(HallError):
    """Nobody has opened the counter for the queue."""

    code = "queue.counter-closed"
    sentence = N_("Counter {counter} is not open for the queue. Open it first.")


class CounterTaken(HallError):
    """One person at one counter."""

    code = "queue.counter-taken"
    sentence = N_("{clerk} is open for the queue at counter {counter}. Close it there first.")


class NoCounterHere(HallError):
    """A desk without a number."""

    code = "queue.no-counter"
    sentence = N_("Customers are called to a counter. Work at one of the hall's counters.")


class CounterPaused(HallError):
    """The sign hangs out."""

    code = "queue.paused"
    sentence = N_("Counter {counter} pauses. Take the sign in first.")


class CounterNotPaused(HallError):
    """Nothing to resume."""

    code = "queue.not-paused"
    sentence = N_("Counter {counter} does not pause.")


class MoneyOrPapersOpen(HallError):
    """Nobody leaves open money or papers (S1-CT-34)."""

    code = "queue.lies-open"
    sentence = N_("Money or papers lie open at this counter. Finish or put them away first.")
