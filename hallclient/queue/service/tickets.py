"""Tickets away from the counters: taken, given up, put back, passed to another line."""

from collections.abc import Callable
from datetime import date

from hallclient.policy.book import policy_of
from hallclient.queue import book
from hallclient.queue.rules import (
    AT_A_COUNTER,
    CalledElsewhere,
    CounterState,
    OfTicket,
    ReturnedBefore,
    SameLine,
    Slip,
    State,
    Step,
    TakeTicket,
    Ticket,
    TransferTicket,
    booking_from,
    call_order,
    course,
    expected_wait,
    first_rank,
    kept_line,
    line_of,
    people_ahead,
    plain,
    put_back,
    served_together,
    usual_seconds,
)
from hallclient.queue.service.desk import here, of_today, on_record, subject, ticket_of
from hallclient.queue.service.slips import put_on_paper
from hallclient.staff import book as staff
from hallclient.store.audit import Act, act
from hallclient.store.desk import Desk
from hallclient.store.turns import wait_for_turn

type DayOf = Callable[[Act], date]
"""The business day that what is done now belongs to; who keeps it stands beside this room."""


def take(desk: Desk, ask: TakeTicket, day_of: DayOf) -> Slip:
    """Takes a ticket (取号); the slip says people ahead and about how long.

    On paper it is asked for in the same act: no number without its slip, no slip without its
    number. Raises LineUnknown, BookingMalformed, BookingLapsed, NotPermitted: nothing was written.
    """
    line = line_of(ask.line)
    with act(desk, "queue.take", ask.request_id, beside=True) as doing:
        if doing.earlier is None:
            staff.require(doing.session, desk, "queue.ticket")
            wait_for_turn(doing.session, f"{doing.hall}/queue-ticket")
            day = day_of(doing)
            grace = policy_of(doing.session, doing.hall, doing.at).booking_grace_minutes
            one = book.take(
                doing,
                line,
                day,
                care=ask.care,
                booked_at=booking_from(ask.booked, day, doing.at, grace),
                customer=ask.customer,
                note=plain(ask.note),
            )
            doing.subject = subject(one.serial)
            if ask.on_paper:
                put_on_paper(doing, slip_of(doing, ticket_of(doing)))
        return slip_of(doing, ticket_of(doing))


def slip_of(doing: Act, one: Ticket) -> Slip:
    """Ahead are all who wait together with the ticket and are called before it."""
    counters = book.counters(doing.session, doing.hall).values()
    open_now = [each.lines for each in counters if each.state is CounterState.OPEN]
    together = served_together(one.standing.line, open_now)
    waiting = [each for each in book.waiting(doing.session, doing.hall) if each.line in together]
    fair = policy_of(doing.session, doing.hall, doing.at).queue_fair_after
    ahead = people_ahead(call_order(waiting, 0, fair, doing.at), one.serial)
    serving = sum(one.standing.line in lines for lines in open_now)
    events = book.served_last(doing.session, doing.hall, one.business_date, one.standing.line)
    handled = [course(each, doing.at).handled for each in events]
    usual = usual_seconds(handled, kept_line(one.standing.line).usual_seconds)
    return Slip(one, ahead, expected_wait(ahead, usual, serving))


def cancel(desk: Desk, ask: OfTicket) -> Ticket:
    """The customer gives up. Raises TicketUnknown, TicketOver, StepRefused, NotPermitted."""
    with (
        on_record(desk, ask.ticket),
        act(desk, "queue.cancel", ask.request_id, beside=True) as doing,
    ):
        if doing.earlier is None:
            staff.require(doing.session, desk, "queue.ticket")
            book.move(doing, of_today(doing, ask.ticket), Step.CANCELLED)
            doing.subject = subject(ask.ticket)
        return ticket_of(doing)


def give_back(desk: Desk, ask: OfTicket) -> Ticket:
    """A late customer is put back behind the next three, once.

    Raises TicketUnknown, TicketOver (take a new one), ReturnedBefore, StepRefused, NotPermitted.
    """
    with (
        on_record(desk, ask.ticket),
        act(desk, "queue.return", ask.request_id, beside=True) as doing,
    ):
        if doing.earlier is None:
            staff.require(doing.session, desk, "queue.ticket")
            one = of_today(doing, ask.ticket)
            if one.standing.returned and one.standing.state is State.MISSED:
                raise ReturnedBefore(number=one.number)
            fair = policy_of(doing.session, doing.hall, doing.at).queue_fair_after
            line = [each for each in book.waiting(doing.session, doing.hall)
                    if each.line == one.standing.line]  # fmt: skip
            order = call_order(line, 0, fair, doing.at)
            rank, place, turn = put_back(one.waiting, order, doing.at)
            book.move(doing, one, Step.RETURNED, rank=rank, place=place, turn=turn)
            doing.subject = subject(one.serial)
        return ticket_of(doing)


def transfer(desk: Desk, ask: TransferTicket) -> Ticket:
    """Into another line, keeping the wait (S1-CT-18); from the desk's counter, or a waiting one.

    A rank is never lost by it. Raises LineUnknown, SameLine, TicketUnknown, TicketOver,
    CalledElsewhere, NobodyHere, StepRefused, NotPermitted.
    """
    line = line_of(ask.line)
    with (
        on_record(desk, ask.ticket),
        act(desk, "queue.transfer", ask.request_id, beside=True) as doing,
    ):
        if doing.earlier is None:
            staff.require(doing.session, desk, "queue.ticket")
            one = _elsewhere(doing, ask.ticket) if ask.ticket else here(doing)
            if one.standing.line == line.letter:
                raise SameLine(number=one.number, line=line.letter)
            rank = min(one.standing.rank, first_rank(care=one.care, priority=line.priority))
            reason = plain(ask.reason)
            book.move(doing, one, Step.TRANSFERRED, line=line.letter, rank=rank, reason=reason)
            doing.subject = subject(one.serial)
        return ticket_of(doing)


def _elsewhere(doing: Act, serial: int) -> Ticket:
    one = of_today(doing, serial)
    if one.standing.state in AT_A_COUNTER:
        raise CalledElsewhere(number=one.number, counter=one.standing.counter)
    return one
