"""Tickets, counters and days of the queue, read."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby
from typing import Any, Final

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session

from hallclient.queue.records import (
    QueueCounter,
    QueueCounterEvent,
    QueueDay,
    QueueEvent,
    QueuePlace,
    QueueTicket,
)
from hallclient.queue.rules import (
    AT_A_COUNTER,
    CounterEvent,
    CounterStanding,
    CounterState,
    CounterStep,
    Event,
    Rank,
    Standing,
    State,
    Step,
    Ticket,
    TicketUnknown,
    Waiting,
)

_TICKET: tuple[Any, ...] = (
    QueueTicket.serial,
    QueueTicket.business_date,
    QueueTicket.number,
    QueueTicket.care,
    QueueTicket.booked_at,
    QueueTicket.customer,
    QueueEvent.at.label("taken_at"),
    QueuePlace.state,
    QueuePlace.line,
    QueuePlace.rank,
    QueuePlace.place,
    QueuePlace.turn,
    QueuePlace.counter,
    QueuePlace.calls,
    QueuePlace.called_at,
    QueuePlace.last_at,
    QueuePlace.returned,
    QueuePlace.steps,
)

LAST: Final = 20
"""So many customers say how long one takes at the moment."""


def _tickets() -> Select[Any]:
    return (
        select(*_TICKET)
        .join(
            QueuePlace,
            (QueuePlace.hall == QueueTicket.hall) & (QueuePlace.serial == QueueTicket.serial),
        )
        .join(
            QueueEvent,
            (QueueEvent.hall == QueueTicket.hall)
            & (QueueEvent.ticket == QueueTicket.serial)
            & (QueueEvent.number == 1),
        )
        .where(QueueTicket.hall == bindparam("hall"))
    )


# Built once: they run at every call.
_ONE = _tickets().where(QueueTicket.serial == bindparam("serial"))
_HERE = _tickets().where(
    QueuePlace.counter == bindparam("counter"),
    QueuePlace.state.in_([state.value for state in AT_A_COUNTER]),
)
_CLAIM = (
    _tickets()
    .add_columns(QueueTicket.note)
    .where(QueueTicket.serial == bindparam("serial"), QueuePlace.state == State.WAITING.value)
    .with_for_update(of=QueuePlace, skip_locked=True)
)
_WAITING = select(
    QueuePlace.serial,
    QueuePlace.line,
    QueuePlace.rank,
    QueuePlace.place,
    QueuePlace.turn,
    QueuePlace.booked_at,
).where(QueuePlace.hall == bindparam("hall"), QueuePlace.state == State.WAITING.value)
_EVENTS = (
    select(
        QueueEvent.ticket,
        QueueEvent.step,
        QueueEvent.at,
        QueueEvent.by,
        QueueEvent.counter,
        QueueEvent.line,
        QueueEvent.rank,
        QueueEvent.place,
        QueueEvent.turn,
        QueueEvent.rating,
    )
    .join(
        QueuePlace,
        (QueuePlace.hall == QueueEvent.hall) & (QueuePlace.serial == QueueEvent.ticket),
    )
    .order_by(QueueEvent.ticket, QueueEvent.number)
)
_COUNTERS = select(
    QueueCounter.counter,
    QueueCounter.clerk,
    QueueCounter.state,
    QueueCounter.business_date,
    QueueCounter.lines,
    QueueCounter.reason,
    QueueCounter.since,
    QueueCounter.steps,
    QueueCounter.run,
).where(QueueCounter.hall == bindparam("hall"))
_COUNTER = _COUNTERS.where(QueueCounter.counter == bindparam("counter"))
_COUNTER_AND_TICKET = _COUNTER.add_columns(
    select(QueuePlace.serial)
    .where(
        QueuePlace.hall == bindparam("hall"),
        QueuePlace.counter == bindparam("counter"),
        QueuePlace.state.in_([state.value for state in AT_A_COUNTER]),
    )
    .scalar_subquery()
    .label("serial")
)


def find(session: Session, hall: str, serial: int) -> Ticket | None:
    """A ticket, or None."""
    row = session.connection().execute(_ONE, {"hall": hall, "serial": serial}).one_or_none()
    return None if row is None else _ticket(row)


def ticket(session: Session, hall: str, serial: int) -> Ticket:
    """A ticket; raises TicketUnknown."""
    found = find(session, hall, serial)
    if found is None:
        raise TicketUnknown
    return found


def claim(session: Session, hall: str, serial: int) -> tuple[Ticket, str] | None:
    """A waiting ticket and its note, its row taken for this transaction; None when another has it.

    Nobody waits for another here: on a server a row that somebody else holds is passed over, and
    an embedded database has one writer.
    """
    row = session.connection().execute(_CLAIM, {"hall": hall, "serial": serial}).one_or_none()
    return None if row is None else (_ticket(row), row.note)


def at_counter(session: Session, hall: str, counter: int) -> Ticket | None:
    """The ticket that was called to a counter, or is served there; None when it has none."""
    row = session.connection().execute(_HERE, {"hall": hall, "counter": counter}).one_or_none()
    return None if row is None else _ticket(row)


def tickets_in(session: Session, hall: str, states: Iterable[State]) -> tuple[Ticket, ...]:
    """Every ticket in one of these states, of whichever day, by serial."""
    query = _tickets().where(QueuePlace.state.in_([state.value for state in states]))
    rows = session.connection().execute(query.order_by(QueueTicket.serial), {"hall": hall})
    return tuple(map(_ticket, rows))


def tickets_of(session: Session, hall: str, day: date) -> tuple[Ticket, ...]:
    """Every ticket of a business day, by serial."""
    query = _tickets().where(QueueTicket.business_date == day)
    rows = session.connection().execute(query.order_by(QueueTicket.serial), {"hall": hall})
    return tuple(map(_ticket, rows))


def note_of(session: Session, hall: str, serial: int) -> str:
    """What the front desk passed on with a ticket; "" where it said nothing, or was erased."""
    query = select(QueueTicket.note).where(QueueTicket.hall == hall, QueueTicket.serial == serial)
    return session.execute(query).scalar_one()


def waiting(session: Session, hall: str) -> list[Waiting]:
    """Everybody who waits, in no order."""
    rows = session.connection().execute(_WAITING, {"hall": hall})
    return [Waiting(row[0], row[1], Rank(row[2]), row[3], row[4], row[5]) for row in rows]


def events_of(session: Session, hall: str, day: date) -> Iterator[tuple[Event, ...]]:
    """The events of each ticket of a business day, ticket by ticket, each in order."""
    query = _EVENTS.where(QueuePlace.hall == hall, QueuePlace.business_date == day)
    return _by_ticket(session, query)


def served_last(session: Session, hall: str, day: date, line: str) -> Iterator[tuple[Event, ...]]:
    """The events of the last tickets of a line that were served on a day."""
    last = (
        select(QueuePlace.serial)
        .where(
            QueuePlace.hall == hall,
            QueuePlace.business_date == day,
            QueuePlace.line == line,
            QueuePlace.state == State.DONE.value,
        )
        .order_by(QueuePlace.last_at.desc(), QueuePlace.serial.desc())
        .limit(LAST)
    )
    query = _EVENTS.where(QueuePlace.hall == hall, QueuePlace.serial.in_(last))
    return _by_ticket(session, query)


def _by_ticket(session: Session, query: Any) -> Iterator[tuple[Event, ...]]:
    rows = session.connection().execute(query)
    for _, each in groupby(rows, key=lambda row: row.ticket):
        yield tuple(event_from(row) for row in each)


def event_from(row: Any) -> Event:
    """A step as it is on record, without what was typed about it."""
    return Event(
        Step(row.step),
        row.at,
        row.by,
        row.counter,
        row.line,
        Rank(row.rank),
        row.place,
        row.turn,
        row.rating,
    )


def day_ended(session: Session, hall: str, day: date) -> bool:
    """Whether the tickets of a business day are over."""
    query = select(QueueDay.at).where(QueueDay.hall == hall, QueueDay.business_date == day)
    return session.connection().execute(query).first() is not None


def counter_at(session: Session, hall: str, counter: int) -> CounterStanding | None:
    """Where a counter stands, None before it was ever opened for the queue."""
    row = session.connection().execute(_COUNTER, {"hall": hall, "counter": counter}).one_or_none()
    return None if row is None else _counter(row)


def counter_and_ticket(
    session: Session, hall: str, counter: int
) -> tuple[CounterStanding, int] | None:
    """A counter with the serial of the ticket at it, 0 for none; None for an unknown counter."""
    names = {"hall": hall, "counter": counter}
    row = session.connection().execute(_COUNTER_AND_TICKET, names).one_or_none()
    return None if row is None else (_counter(row), row.serial or 0)


def counters(session: Session, hall: str) -> dict[int, CounterStanding]:
    """Every counter that is open or pauses, by number."""
    query = _COUNTERS.where(QueueCounter.state != CounterState.CLOSED.value)
    rows = session.connection().execute(query.order_by(QueueCounter.counter), {"hall": hall})
    return {row.counter: _counter(row) for row in rows}


def counter_of(session: Session, hall: str, clerk: str) -> int:
    """The counter that a person has open for the queue, 0 for none."""
    query = select(QueueCounter.counter).where(
        QueueCounter.hall == hall,
        QueueCounter.clerk == clerk,
        QueueCounter.state != CounterState.CLOSED.value,
    )
    return session.connection().execute(query).scalar_one_or_none() or 0


def counter_events(
    session: Session, hall: str, day: date
) -> Iterator[tuple[int, tuple[CounterEvent, ...]]]:
    """The events of each counter on a business day, each in order."""
    query = (
        select(QueueCounterEvent)
        .where(QueueCounterEvent.hall == hall, QueueCounterEvent.business_date == day)
        .order_by(QueueCounterEvent.counter, QueueCounterEvent.number)
    )
    for counter, rows in groupby(session.scalars(query), key=lambda row: row.counter):
        yield counter, tuple(counter_event_from(row) for row in rows)


def counter_event_from(row: QueueCounterEvent) -> CounterEvent:
    """A counter's step as it is on record."""
    return CounterEvent(
        CounterStep(row.step), row.at, row.by, row.business_date, row.lines, row.reason
    )


def _counter(row: Any) -> CounterStanding:
    return CounterStanding(
        CounterState(row.state),
        row.clerk,
        row.business_date,
        row.lines,
        row.reason,
        row.since,
        row.steps,
        row.run,
    )


def _ticket(row: Any) -> Ticket:
    return Ticket(
        row.serial,
        row.business_date,
        row.number,
        row.care,
        row.booked_at,
        row.customer,
        row.taken_at,
        standing_from(row),
    )


def standing_from(row: Any) -> Standing:
    """Where a ticket stands, from its row."""
    return Standing(
        State(row.state),
        row.line,
        Rank(row.rank),
        row.place,
        row.turn,
        row.counter,
        row.calls,
        row.called_at,
        row.last_at,
        row.returned,
        row.steps,
    )
