"""Steps of tickets and counters: each leads from where it stood to where it stands."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, insert, update

from hallclient.queue.book.looking import counter_at, ticket
from hallclient.queue.records import (
    QueueCounter,
    QueueCounterEvent,
    QueueEvent,
    QueuePlace,
    QueueTicket,
)
from hallclient.queue.rules import (
    STATE_NAMES,
    CounterEvent,
    CounterNotOpen,
    CounterNotPaused,
    CounterPaused,
    CounterStanding,
    CounterState,
    Event,
    Line,
    Rank,
    Standing,
    Step,
    StepRefused,
    Ticket,
    TicketChanged,
    after,
    counter_after,
    first_rank,
    ticket_number,
)
from hallclient.store.audit import Act
from hallclient.store.sequences import next_number
from hallclient.store.unit_of_work import change_rows

# Built once: they run at every call.
_CALL = (
    update(QueuePlace)
    .where(QueuePlace.hall == bindparam("of_hall"), QueuePlace.serial == bindparam("of_serial"))
    .values(
        state=bindparam("new_state"),
        counter=bindparam("new_counter"),
        calls=bindparam("new_calls"),
        called_at=bindparam("new_called_at"),
        last_at=bindparam("new_last_at"),
        steps=bindparam("new_steps"),
    )
)
_KEEP_RUN = (
    update(QueueCounter)
    .where(
        QueueCounter.hall == bindparam("of_hall"), QueueCounter.counter == bindparam("of_counter")
    )
    .values(run=bindparam("new_run"))
)


def take(
    doing: Act,
    line: Line,
    day: date,
    *,
    care: bool,
    booked_at: datetime | None,
    customer: str,
    note: str,
) -> Ticket:
    """A new ticket of the line, with the next number of the business day."""
    ordinal = next_number(doing.session, doing.hall, f"ticket/{day:%Y%m%d}/{line.letter}")
    serial = next_number(doing.session, doing.hall, "queue-ticket")
    row: dict[str, Any] = {
        "serial": serial,
        "business_date": day,
        "number": ticket_number(line.letter, ordinal),
        "care": care,
        "booked_at": booked_at,
        "customer": customer,
        "note": note,
    }
    doing.add(QueueTicket, [row], whose=customer or None)
    rank = first_rank(care=care, priority=line.priority)
    event = _event(doing, Step.TAKEN, line=line.letter, rank=rank, place=serial, turn=0)
    stands = after(None, event)
    assert stands is not None  # noqa: S101 - a first step always leads somewhere
    place = {"serial": serial, "business_date": day, "booked_at": booked_at} | columns_of(stands)
    doing.add(QueuePlace, [place])
    _enter(doing, serial, 1, event)
    return ticket(doing.session, doing.hall, serial)


def move(doing: Act, one: Ticket, step: Step, **more: Any) -> Ticket:
    """A step of a ticket, given back as it stands then; what `more` leaves out stays as it is.

    Raises StepRefused, and TicketChanged when another desk was first.
    """
    before = one.standing
    stays = {
        "line": before.line,
        "rank": before.rank,
        "place": before.place,
        "turn": before.turn,
        "counter": doing.counter,
    }
    event = _event(doing, step, **(stays | more))
    stands = after(before, event)
    if stands is None:
        raise StepRefused(number=one.number, state=STATE_NAMES[before.state])
    done = doing.session.connection().execute(
        update(QueuePlace)
        .where(
            QueuePlace.hall == doing.hall,
            QueuePlace.serial == one.serial,
            QueuePlace.steps == before.steps,
        )
        .values(**columns_of(stands))
    )
    if done.rowcount != 1:
        raise TicketChanged(number=one.number)
    _enter(doing, one.serial, stands.steps, event)
    return replace(one, standing=stands)


def call(doing: Act, one: Ticket, rank: Rank, run: int, reason: str) -> Ticket:
    """A claimed ticket is called to the desk's counter, which has then called so many in a row.

    Everything goes with the commit: nobody else can change the rows meanwhile.
    """
    before = one.standing
    event = _event(
        doing,
        Step.CALLED,
        line=before.line,
        rank=rank,
        place=before.place,
        turn=before.turn,
        reason=reason,
    )
    stands = after(before, event)
    if stands is None:
        raise StepRefused(number=one.number, state=STATE_NAMES[before.state])
    row = {
        "of_hall": doing.hall,
        "of_serial": one.serial,
        "new_state": stands.state.value,
        "new_counter": stands.counter,
        "new_calls": stands.calls,
        "new_called_at": stands.called_at,
        "new_last_at": stands.last_at,
        "new_steps": stands.steps,
    }
    change_rows(doing.session, _CALL, [row])
    kept = {"of_hall": doing.hall, "of_counter": doing.counter, "new_run": run}
    change_rows(doing.session, _KEEP_RUN, [kept])
    _enter(doing, one.serial, stands.steps, event)
    return replace(one, standing=stands)


def _event(doing: Act, step: Step, **more: Any) -> Event:
    return Event(step, doing.at, doing.clerk, more.pop("counter", doing.counter), **more)


def _enter(doing: Act, serial: int, number: int, event: Event) -> None:
    row = {
        "ticket": serial,
        "number": number,
        "step": event.step.value,
        "at": event.at,
        "by": event.by,
        "counter": event.counter,
        "line": event.line,
        "rank": int(event.rank),
        "place": event.place,
        "turn": event.turn,
        "rating": event.rating,
        "reason": event.reason,
    }
    doing.add(QueueEvent, [row])


def columns_of(stands: Standing) -> dict[str, Any]:
    """A standing as its row has it."""
    return {
        "state": stands.state.value,
        "line": stands.line,
        "rank": int(stands.rank),
        "place": stands.place,
        "turn": stands.turn,
        "counter": stands.counter,
        "calls": stands.calls,
        "called_at": stands.called_at,
        "last_at": stands.last_at,
        "returned": stands.returned,
        "steps": stands.steps,
    }


def move_counter(doing: Act, counter: int, event: CounterEvent) -> CounterStanding:
    """A step of a counter. Raises CounterNotOpen, CounterPaused, CounterNotPaused."""
    before = counter_at(doing.session, doing.hall, counter)
    stands = counter_after(before, event)
    if stands is None:
        raise _refusal(before, counter)
    values = {
        "clerk": stands.clerk,
        "state": stands.state.value,
        "business_date": stands.business_date,
        "lines": stands.lines,
        "reason": stands.reason,
        "since": stands.since,
        "steps": stands.steps,
        "run": stands.run,
    }
    same = {"hall": doing.hall, "counter": counter}
    connection = doing.session.connection()
    if before is None:
        connection.execute(insert(QueueCounter), [same | values])
    else:
        connection.execute(
            update(QueueCounter)
            .where(QueueCounter.hall == doing.hall, QueueCounter.counter == counter)
            .values(**values)
        )
    row = {
        "counter": counter,
        "number": stands.steps,
        "step": event.step.value,
        "at": event.at,
        "by": event.by,
        "business_date": event.business_date,
        "lines": event.lines,
        "reason": event.reason,
    }
    doing.add(QueueCounterEvent, [row])
    return stands


def _refusal(before: CounterStanding | None, counter: int) -> Exception:
    if before is None or before.state is CounterState.CLOSED:
        return CounterNotOpen(counter=counter)
    refused = CounterPaused if before.state is CounterState.PAUSED else CounterNotPaused
    return refused(counter=counter)
