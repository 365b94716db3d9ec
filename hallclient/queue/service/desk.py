"""What every use case of the queue asks first: whose counter this is, which ticket is at it."""

from collections.abc import Iterator
from contextlib import contextmanager

from hallclient.queue import book
from hallclient.queue.rules import (
    CalledElsewhere,
    CounterNotOpen,
    CounterPaused,
    CounterStanding,
    CounterState,
    CounterTaken,
    CustomerHere,
    LineNotServed,
    NobodyHere,
    NoCounterHere,
    Ticket,
    TicketOver,
)
from hallclient.staff import book as staff
from hallclient.store.audit import Act, act
from hallclient.store.desk import Desk


def subject(serial: int) -> str:
    """What an act about a ticket is about; no personal data."""
    return f"ticket/{serial}"


@contextmanager
def on_record(desk: Desk, ticket: int) -> Iterator[None]:
    """A ticket named where it cannot be had goes on record before the person reads why.

    Called elsewhere already, of a day that is over, of a line that the counter does not serve:
    nothing was done, and nothing but this is left of it.
    """
    try:
        yield
    except (CalledElsewhere, TicketOver, LineNotServed) as refusal:
        with act(desk, "queue.refuse", beside=True) as doing:
            doing.subject = subject(ticket)
            doing.note(code=refusal.code)
        raise


def ticket_of(doing: Act) -> Ticket:
    """The ticket that the act, or the one with the same request before it, is about."""
    return book.ticket(doing.session, doing.hall, doing.number)


def _own(doing: Act) -> tuple[CounterStanding, int]:
    """The desk's counter, open and the person's own, and the ticket at it (its serial, or 0).

    Raises NotPermitted, NoCounterHere, CounterNotOpen, CounterTaken, CounterPaused.
    """
    staff.require(doing.session, doing.desk, "queue.serve")
    if doing.counter < 1:
        raise NoCounterHere
    found = book.counter_and_ticket(doing.session, doing.hall, doing.counter)
    if found is None or found[0].state is CounterState.CLOSED:
        raise CounterNotOpen(counter=doing.counter)
    stands, _ = found
    if stands.clerk != doing.clerk:
        raise CounterTaken(clerk=stands.clerk, counter=doing.counter)
    if stands.state is CounterState.PAUSED:
        raise CounterPaused(counter=doing.counter)
    return found


def free_counter(doing: Act) -> CounterStanding:
    """The desk's counter, open and the person's own, with no customer at it.

    Raises NotPermitted, NoCounterHere, CounterNotOpen, CounterTaken, CounterPaused, CustomerHere.
    """
    stands, serial = _own(doing)
    if serial:
        raise CustomerHere(number=book.ticket(doing.session, doing.hall, serial).number)
    return stands


def refuse_customer(doing: Act, counter: int) -> None:
    """Raises CustomerHere while a ticket is at the counter."""
    there = book.at_counter(doing.session, doing.hall, counter)
    if there is not None:
        raise CustomerHere(number=there.number)


def here(doing: Act) -> Ticket:
    """The ticket at the desk's own counter.

    Raises NobodyHere, and of the counter what `free_counter` raises.
    """
    _, serial = _own(doing)
    if not serial:
        raise NobodyHere
    return book.ticket(doing.session, doing.hall, serial)


def of_today(doing: Act, serial: int) -> Ticket:
    """A ticket of a day that is not closed. Raises TicketUnknown, TicketOver."""
    one = book.ticket(doing.session, doing.hall, serial)
    if book.day_ended(doing.session, doing.hall, one.business_date):
        raise TicketOver(number=one.number, day=one.business_date.isoformat())
    return one
