"""The hall at this moment, the figures of a day, and the plain list."""

from dataclasses import replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from hallclient.policy.book import policy_of
from hallclient.queue import book
from hallclient.queue.rules import (
    AT_A_COUNTER,
    Board,
    Called,
    CounterNow,
    CounterRow,
    CounterState,
    Figures,
    Light,
    LineRow,
    QueueRow,
    State,
    Ticket,
    call_order,
    course,
    figures,
    presence,
    queue_standard,
    seconds,
    served_lines,
)
from hallclient.queue.service.expecting import with_waits
from hallclient.staff import book as staff
from hallclient.store.desk import Desk


def board(desk: Desk) -> Board:
    """Lines, counters 忙/闲/暂停 (S1-SG-07), who waits and who is aside, at this moment."""
    now = desk.now()
    with desk.read() as session:
        waiting = _waiting(session, desk.hall, now)
        aside = book.tickets_in(session, desk.hall, (State.HELD, State.MISSED))
        return Board(
            lines=tuple(_line(letter, waiting) for letter in sorted(queue_standard().lines)),
            counters=_counters(session, desk.hall),
            waiting=with_waits(session, desk.hall, waiting, now),
            aside=tuple(
                _row(one, now)
                for one in aside
                if not book.day_ended(session, desk.hall, one.business_date)
            ),
        )


def counter_now(desk: Desk) -> CounterNow:
    """What the person at the desk's counter sees of the queue."""
    now = desk.now()
    with desk.read() as session:
        stands = book.counter_at(session, desk.hall, desk.counter)
        if stands is None or stands.state is CounterState.CLOSED:
            lines = _would_serve(session, desk)
            return _seen(session, desk, CounterNow(desk.counter, CounterState.CLOSED, lines), now)
        view = CounterNow(
            desk.counter,
            stands.state,
            stands.lines,
            elsewhere="" if stands.clerk == desk.clerk else stands.clerk,
            reason=stands.reason,
            minutes=seconds(stands.since, now) // 60,
        )
        return _seen(session, desk, view, now)


def _would_serve(session: Session, desk: Desk) -> str:
    person = staff.find_person(session, desk.hall, desk.clerk)
    exceptions = policy_of(session, desk.hall, desk.now()).queue_lines
    role = "" if person is None else person.role.value
    return served_lines(role, desk.counter, exceptions)


def _seen(session: Session, desk: Desk, view: CounterNow, now: datetime) -> CounterNow:
    waiting = tuple(row for row in _waiting(session, desk.hall, now) if row.line in view.lines)
    held = book.tickets_in(session, desk.hall, (State.HELD,))
    promise = 60 * policy_of(session, desk.hall, now).queue_promise_minutes
    one = book.at_counter(session, desk.hall, desk.counter)
    called = None if one is None else Called(one, book.note_of(session, desk.hall, one.serial))
    return replace(
        view,
        called=called,
        waited=0 if one is None else _row(one, now).waited,
        waiting=waiting,
        parked=tuple(_row(each, now) for each in held if each.standing.line in view.lines),
        late=any(row.waited > promise for row in waiting),
    )


def day_figures(desk: Desk, day: date) -> Figures:
    """Waits, service, missed, abandoned, use of counters: of a business day, live or over."""
    now = desk.now()
    with desk.read() as session:
        courses = [course(events, now) for events in book.events_of(session, desk.hall, day)]
        there = [
            presence(counter, events, now)
            for counter, events in book.counter_events(session, desk.hall, day)
        ]
        promise = policy_of(session, desk.hall, now).queue_promise_minutes
    return figures(courses, there, 60 * promise)


def tickets_of_day(desk: Desk, day: date) -> tuple[Ticket, ...]:
    """Every ticket of a business day, by serial."""
    with desk.read() as session:
        return book.tickets_of(session, desk.hall, day)


def _waiting(session: Session, hall: str, now: datetime) -> tuple[QueueRow, ...]:
    tickets = {one.serial: one for one in book.tickets_in(session, hall, (State.WAITING,))}
    fair_after = policy_of(session, hall, now).queue_fair_after
    order = call_order((one.waiting for one in tickets.values()), 0, fair_after, now)
    return tuple(_row(tickets[one.serial], now) for one in order)


def _row(one: Ticket, now: datetime) -> QueueRow:
    waited = seconds(one.taken_at, one.standing.called_at or now)
    stands = one.standing
    return QueueRow(
        one.serial, one.number, stands.line, stands.state, one.care, waited, one.booked_at
    )


def _line(letter: str, waiting: tuple[QueueRow, ...]) -> LineRow:
    waits = [row.waited for row in waiting if row.line == letter]
    return LineRow(letter, len(waits), max(waits, default=0))


def _counters(session: Session, hall: str) -> tuple[CounterRow, ...]:
    there = {one.standing.counter: one for one in book.tickets_in(session, hall, AT_A_COUNTER)}
    rows = []
    for counter, stands in book.counters(session, hall).items():
        one = there.get(counter)
        light = Light.BUSY if one else Light.FREE
        if stands.state is CounterState.PAUSED:
            light = Light.PAUSED
        number = one.number if one else ""
        rows.append(
            CounterRow(
                counter, stands.clerk, light, stands.lines, number, stands.reason, stands.since
            )
        )
    return tuple(rows)
