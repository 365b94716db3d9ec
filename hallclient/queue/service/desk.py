"""What every use case of the queue asks first: whose counter this is, which ticket is at it."""

from hallclient.queue import book
from hallclient.queue.rules import (
    CounterNotOpen,
    CounterPaused,
    CounterStanding,
    CounterState,
    CounterTaken,
    CustomerHere,
    NobodyHere,
    Ticket,
    TicketOver,
)
from hallclient.staff import book as staff
from hallclient.store.audit import Act


def subject(serial: int) -> str:
    """What an act about a ticket is about; no personal data."""
    return f"ticket/{serial}"


def ticket_of(doing: Act) -> Ticket:
    """The ticket that the act, or the one with the same request before it, is about."""
    serial = int((doing.earlier or doing.subject).removeprefix("ticket/"))
    return book.ticket(doing.session, doing.hall, serial)


def own_counter(doing: Act) -> CounterStanding:
    """The desk's counter, open and the person's own; one unit of work at a time has it.

    Raises NotPermitted, CounterNotOpen, CounterTaken, CounterPaused.
    """
    staff.require(doing.session, doing.desk, "queue.serve")
    stands = book.counter_at(doing.session, doing.hall, doing.counter)
    if stands is None or stands.state is CounterState.CLOSED:
        raise CounterNotOpen(counter=doing.counter)
    if stands.clerk != doing.clerk:
        raise CounterTaken(clerk=stands.clerk, counter=doing.counter)
    if stands.state is CounterState.PAUSED:
        raise CounterPaused(counter=doing.counter)
    return stands


def free_counter(doing: Act) -> CounterStanding:
    """The same, with no customer at it. Raises CustomerHere too."""
    stands = own_counter(doing)
    refuse_customer(doing, doing.counter)
    return stands


def refuse_customer(doing: Act, counter: int) -> None:
    """Raises CustomerHere while a ticket is at the counter."""
    there = book.at_counter(doing.session, doing.hall, counter)
    if there is not None:
        raise CustomerHere(number=there.number)


def here(doing: Act) -> Ticket:
    """The ticket at the desk's own counter. Raises NobodyHere and what `own_counter` raises."""
    own_counter(doing)
    one = book.at_counter(doing.session, doing.hall, doing.counter)
    if one is None:
        raise NobodyHere
    return one


def of_today(doing: Act, serial: int) -> Ticket:
    """A ticket of a day that is not closed. Raises TicketUnknown, TicketOver."""
    one = book.ticket(doing.session, doing.hall, serial)
    if book.day_ended(doing.session, doing.hall, one.business_date):
        raise TicketOver(number=one.number, day=one.business_date.isoformat())
    return one
