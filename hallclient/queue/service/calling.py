"""Calling and serving at a counter (叫号): next, again, missed, start, park, finish."""

from hallclient.policy.book import policy_of
from hallclient.queue import book
from hallclient.queue.rules import (
    AT_A_COUNTER,
    STATE_NAMES,
    AtCounter,
    Called,
    CalledElsewhere,
    CallTicket,
    CounterStanding,
    Finish,
    LineNotServed,
    NobodyWaiting,
    OfTicket,
    ReasonMissing,
    State,
    Step,
    StepRefused,
    Ticket,
    TicketChanged,
    choose,
    plain,
    ranked,
    rating_from,
    refuse_recall,
    run_after,
)
from hallclient.queue.service.desk import (
    free_counter,
    here,
    of_today,
    on_record,
    subject,
    ticket_of,
)
from hallclient.store.audit import Act, act
from hallclient.store.desk import Desk


def call(desk: Desk, ask: CallTicket) -> Called:
    """Calls the next customer whom the counter may serve, or one ticket out of turn.

    Counters that press together get different tickets: each takes the row of its ticket, and
    passes over rows that another has (bcgov/sbc-qsystem #272).
    Raises NobodyWaiting, CustomerHere, CounterPaused, CounterNotOpen, CounterTaken, NotPermitted;
    out of turn also TicketUnknown, TicketOver, LineNotServed, CalledElsewhere, ReasonMissing,
    StepRefused, TicketChanged; what cannot be had is on record.
    """
    with (
        on_record(desk, ask.ticket),
        act(desk, "queue.call", ask.request_id, beside=True) as doing,
    ):
        if doing.earlier is not None:
            return _called(doing)
        counter = free_counter(doing)
        one, note = _chosen(doing, counter, ask) if ask.ticket else _next(doing, counter)
        rank = ranked(one.waiting, doing.at)
        run = run_after(counter.run, rank)
        doing.subject = subject(one.serial)
        return Called(book.call(doing, one, rank, run, plain(ask.reason)), note)


def _next(doing: Act, counter: CounterStanding) -> tuple[Ticket, str]:
    fair_after = policy_of(doing.session, doing.hall, doing.at).queue_fair_after
    free = {
        one.serial: one
        for one in book.waiting(doing.session, doing.hall)
        if one.line in counter.lines
    }
    while chosen := choose(free.values(), counter.run, fair_after, doing.at):
        claimed = book.claim(doing.session, doing.hall, chosen.serial)
        if claimed is not None and claimed[0].standing.line in counter.lines:
            return claimed  # nobody transferred it between our looking and our taking
        del free[chosen.serial]
    raise NobodyWaiting


def _chosen(doing: Act, counter: CounterStanding, ask: CallTicket) -> tuple[Ticket, str]:
    if not plain(ask.reason):
        raise ReasonMissing(field="reason")
    one = of_today(doing, ask.ticket)
    stands = one.standing
    if stands.state in AT_A_COUNTER:
        raise CalledElsewhere(number=one.number, counter=stands.counter)
    if stands.state is not State.WAITING:
        raise StepRefused(number=one.number, state=STATE_NAMES[stands.state])
    if stands.line not in counter.lines:
        raise LineNotServed(counter=doing.counter, line=stands.line)
    claimed = book.claim(doing.session, doing.hall, one.serial)
    if claimed is None or claimed[0].standing.line not in counter.lines:
        raise TicketChanged(number=one.number)
    return claimed


def recall(desk: Desk, ask: AtCounter) -> Called:
    """Calls the customer at the counter again: so often, so many seconds apart.

    Raises RecallSoon, RecallsUsed, NobodyHere, StepRefused and what `call` raises of the counter.
    """
    with act(desk, "queue.recall", ask.request_id, beside=True) as doing:
        if doing.earlier is None:
            one = here(doing)
            rules = policy_of(doing.session, doing.hall, doing.at)
            if one.standing.state is State.CALLED:
                refuse_recall(
                    one.standing,
                    one.number,
                    doing.at,
                    rules.queue_recalls,
                    rules.queue_recall_seconds,
                )
            _step(doing, one, Step.RECALLED)
        return _called(doing)


def miss(desk: Desk, ask: AtCounter) -> Ticket:
    """The customer did not come (过号). Raises NobodyHere, StepRefused."""
    with act(desk, "queue.miss", ask.request_id, beside=True) as doing:
        if doing.earlier is None:
            _step(doing, here(doing), Step.MISSED)
        return ticket_of(doing)


def start(desk: Desk, ask: AtCounter) -> Called:
    """The customer sits down. Raises NobodyHere, StepRefused."""
    with act(desk, "queue.start", ask.request_id, beside=True) as doing:
        if doing.earlier is None:
            _step(doing, here(doing), Step.STARTED)
        return _called(doing)


def hold(desk: Desk, ask: AtCounter) -> Ticket:
    """Parks the customer who is being served; the counter is free for another.

    Raises NobodyHere, StepRefused.
    """
    with act(desk, "queue.hold", ask.request_id, beside=True) as doing:
        if doing.earlier is None:
            _step(doing, here(doing), Step.HELD)
        return ticket_of(doing)


def resume(desk: Desk, ask: OfTicket) -> Called:
    """Takes a parked customer up again, at this counter.

    Raises TicketUnknown, TicketOver, CustomerHere, LineNotServed, StepRefused.
    """
    with (
        on_record(desk, ask.ticket),
        act(desk, "queue.resume", ask.request_id, beside=True) as doing,
    ):
        if doing.earlier is None:
            counter = free_counter(doing)
            one = of_today(doing, ask.ticket)
            if one.standing.line not in counter.lines:
                raise LineNotServed(counter=doing.counter, line=one.standing.line)
            _step(doing, one, Step.RESUMED)
        return _called(doing)


def finish(desk: Desk, ask: Finish) -> Ticket:
    """The customer is served; with the rating, if there is one.

    Raises RatingWrong, NobodyHere, StepRefused.
    """
    rating = rating_from(ask.rating)
    with act(desk, "queue.finish", ask.request_id, beside=True) as doing:
        if doing.earlier is None:
            one = here(doing)
            book.move(doing, one, Step.FINISHED, rating=rating)
            doing.subject = subject(one.serial)
        return ticket_of(doing)


def let_go(doing: Act, serial: int, rating: int | None) -> None:
    """The same inside an act that ends more than the ticket: all of it or nothing.

    Raises TicketChanged too, when another ticket is at the counter by now.
    """
    given = rating_from(rating)
    one = here(doing)
    if one.serial != serial:
        raise TicketChanged(number=book.ticket(doing.session, doing.hall, serial).number)
    book.move(doing, one, Step.FINISHED, rating=given)


def _step(doing: Act, one: Ticket, step: Step) -> None:
    book.move(doing, one, step)
    doing.subject = subject(one.serial)


def _called(doing: Act) -> Called:
    one = ticket_of(doing)
    return Called(one, book.note_of(doing.session, doing.hall, one.serial))
