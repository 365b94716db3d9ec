"""What `hallclient verify` asks of the queue."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from itertools import groupby
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from hallclient.base.language import N_
from hallclient.queue.book.looking import counter_event_from, event_from, standing_from
from hallclient.queue.book.notices import SEQUENCE as NOTICES
from hallclient.queue.book.notices import notice_from
from hallclient.queue.records import (
    QueueCounter,
    QueueCounterEvent,
    QueueDay,
    QueueEvent,
    QueueGuidance,
    QueueNotice,
    QueueNoticeStep,
    QueuePlace,
    QueueTicket,
)
from hallclient.queue.rules import (
    UNFINISHED,
    CounterEvent,
    CounterStanding,
    Event,
    Rank,
    Standing,
    State,
    Step,
    after,
    counter_after,
    run_after,
    ticket_number,
)
from hallclient.queue.rules.notices import Notice, NoticeStep, after_step
from hallclient.queue.rules.triage import Way
from hallclient.store.audit import AuditRow
from hallclient.store.integrity import Fault
from hallclient.store.sequences import last_numbers

type Runs = dict[int, int]


def check(session: Session, hall: str) -> Iterator[Fault]:
    """Numbers without gaps or doubles; every ticket, counter, day, notice is as its steps say."""
    tickets = {row.serial: row for row in _rows(session, hall, QueueTicket)}
    yield from _numbers(session, hall, tickets)
    stands: dict[int, Standing] = {}
    yield from _follow(session, hall, tickets, stands)
    yield from _places(session, hall, tickets, stands)
    yield from _counters(session, hall)
    yield from _days(session, hall, tickets, stands)
    yield from _guidances(session, hall, tickets)
    yield from _notices(session, hall)


def _rows(session: Session, hall: str, table: Any) -> list[Row[Any]]:
    columns: tuple[Any, ...] = (table.__table__,)
    return list(session.execute(select(*columns).where(table.hall == hall)))


def _numbers(session: Session, hall: str, tickets: dict[int, Row[Any]]) -> Iterator[Fault]:
    """Of each line and day from 001, and of all tickets from 1, to the last dealt out."""
    last = last_numbers(session, hall)
    dealt = {
        (name[7:15], ticket_number(name[16:], ordinal))
        for name, most in last.items()
        if name.startswith("ticket/")
        for ordinal in range(1, most + 1)
    }
    there = {(f"{row.business_date:%Y%m%d}", row.number) for row in tickets.values()}
    for day, number in sorted(dealt ^ there):
        yield _gap(f"queue_tickets {number} of {day}")
    for serial in sorted(set(range(1, last.get("queue-ticket", 0) + 1)) ^ tickets.keys()):
        yield _gap(f"queue_tickets serial {serial}")


def _gap(place: str) -> Fault:
    return Fault("queue.gap", place, N_("A ticket is missing, or its number not dealt."))


def _follow(
    session: Session, hall: str, tickets: dict[int, Row[Any]], stands: dict[int, Standing]
) -> Iterator[Fault]:
    """Each step follows from the one before; nobody was called while they were called."""
    query = select(QueueEvent).where(QueueEvent.hall == hall)
    rows = session.scalars(query.order_by(QueueEvent.ticket, QueueEvent.number))
    for serial, each in groupby(rows, key=lambda row: row.ticket):
        standing: Standing | None = None
        for ordinal, row in enumerate(each, 1):
            event = event_from(row)
            reached = after(standing, event) if row.number == ordinal else None
            first = ordinal > 1 or _begins(tickets.get(serial), event)
            if reached is None or not first or not _kept(standing, event):
                place = f"queue_events ticket {serial}, number {row.number}"
                sentence = N_("A step of a ticket does not follow from the one before.")
                yield Fault("queue.event", place, sentence)
                break
            standing = reached
        if standing is not None:
            stands[serial] = standing


def _begins(row: Row[Any] | None, event: Event) -> bool:
    """A ticket stands first in the line that its number names, as its serial says."""
    return row is not None and row.number[0] == event.line and event.place == row.serial


def _kept(before: Standing | None, event: Event) -> bool:
    """Only who is put back or transferred changes place; the line changes by a transfer alone."""
    if before is None:
        return True
    same_line = event.line == before.line
    same_place = (event.place, event.turn) == (before.place, before.turn)
    match event.step:
        case Step.TRANSFERRED:
            return same_place and not same_line and event.rank <= before.rank
        case Step.RETURNED:
            return same_line
        case Step.CALLED:
            due = event.rank is Rank.BOOKED and before.rank is Rank.OTHER
            return same_line and same_place and (due or event.rank is before.rank)
    return same_line and same_place and event.rank is before.rank


def _places(
    session: Session, hall: str, tickets: dict[int, Row[Any]], stands: dict[int, Standing]
) -> Iterator[Fault]:
    found = {row.serial: row for row in _rows(session, hall, QueuePlace)}
    for serial in sorted(found.keys() | tickets.keys() | stands.keys()):
        place, ticket = found.get(serial), tickets.get(serial)
        alike = (
            place is not None
            and ticket is not None
            and (place.business_date, place.booked_at) == (ticket.business_date, ticket.booked_at)
            and _standing(place) == stands.get(serial)
        )
        if not alike:
            sentence = N_("A ticket does not stand where its steps led.")
            yield Fault("queue.place", f"queue_places {serial}", sentence)


def _standing(row: Row[Any]) -> Standing | None:
    """What the row says, None when no ticket can stand so."""
    known = row.state in set(State) and row.rank in set(Rank)
    return standing_from(row) if known else None


def _counters(session: Session, hall: str) -> Iterator[Fault]:
    """Every counter stands where its steps led, and has called as many in a row as it says."""
    stands: dict[int, CounterStanding] = {}
    query = select(QueueCounterEvent).where(QueueCounterEvent.hall == hall)
    rows = session.scalars(query.order_by(QueueCounterEvent.counter, QueueCounterEvent.number))
    for counter, each in groupby(rows, key=lambda row: row.counter):
        standing: CounterStanding | None = None
        for ordinal, row in enumerate(each, 1):
            reached = counter_after(standing, counter_event_from(row))
            if reached is None or row.number != ordinal or not _same_day(standing, row):
                place = f"queue_counter_events {counter}, number {row.number}"
                sentence = N_("A step of a counter does not follow from the one before.")
                yield Fault("queue.counter-event", place, sentence)
                break
            standing = reached
        if standing is not None:
            stands[counter] = standing
    yield from _compare_counters(session, hall, stands)


def _same_day(before: CounterStanding | None, row: QueueCounterEvent) -> bool:
    event: CounterEvent = counter_event_from(row)
    opened = event.step.value == "opened"
    return opened or (before is not None and before.business_date == event.business_date)


def _compare_counters(
    session: Session, hall: str, stands: dict[int, CounterStanding]
) -> Iterator[Fault]:
    runs = _runs(session, hall)
    found = {row.counter: row for row in _rows(session, hall, QueueCounter)}
    for counter in sorted(found.keys() | stands.keys()):
        row, wanted = found.get(counter), stands.get(counter)
        alike = (
            row is not None
            and wanted is not None
            and (row.state, row.clerk, row.business_date, row.lines, row.reason)
            == (
                wanted.state.value,
                wanted.clerk,
                wanted.business_date,
                wanted.lines,
                wanted.reason,
            )
            and (row.since, row.steps, row.run)
            == (wanted.since, wanted.steps, runs.get(counter, 0))
        )
        if not alike:
            sentence = N_("A counter of the queue does not stand where its steps led.")
            yield Fault("queue.counter", f"queue_counters {counter}", sentence)


def _runs(session: Session, hall: str) -> Runs:
    """Customers with priority called in a row, by counter, in the order of the acts."""
    query = (
        select(QueueEvent.counter, QueueEvent.rank)
        .join(AuditRow, (AuditRow.hall == QueueEvent.hall) & (AuditRow.seal == QueueEvent.seal))
        .where(QueueEvent.hall == hall, QueueEvent.step == Step.CALLED.value)
        .order_by(AuditRow.seq)
    )
    runs: Runs = defaultdict(int)
    for counter, rank in session.execute(query):
        runs[counter] = run_after(runs[counter], Rank(rank))
    return runs


def _days(
    session: Session, hall: str, tickets: dict[int, Row[Any]], stands: dict[int, Standing]
) -> Iterator[Fault]:
    """A day that is over holds as many tickets as it says, none unfinished."""
    issued: dict[date, int] = defaultdict(int)
    left: dict[date, int] = defaultdict(int)
    unfinished: dict[date, int] = defaultdict(int)
    for serial, row in tickets.items():
        standing = stands.get(serial)
        issued[row.business_date] += 1
        left[row.business_date] += standing is not None and standing.state is State.LEFT
        unfinished[row.business_date] += standing is not None and standing.state in UNFINISHED
    for row in _rows(session, hall, QueueDay):
        day = row.business_date
        if (row.issued, row.left_over, unfinished[day]) != (issued[day], left[day], 0):
            sentence = N_("A day of the queue does not hold the tickets that it ended with.")
            yield Fault("queue.day", f"queue_days {day}", sentence)
    yield from _left_without_a_day(session, hall, left)


def _left_without_a_day(session: Session, hall: str, left: dict[date, int]) -> Iterator[Fault]:
    over = set(session.scalars(select(QueueDay.business_date).where(QueueDay.hall == hall)))
    for day in sorted(day for day, count in left.items() if count and day not in over):
        sentence = N_("Tickets were left over on a day that is not over.")
        yield Fault("queue.day", f"queue_days {day}", sentence)


def _notices(session: Session, hall: str) -> Iterator[Fault]:
    """From 1 to the last dealt out; what became of each follows step by step."""
    found = {row.serial: row for row in _rows(session, hall, QueueNotice)}
    dealt = last_numbers(session, hall).get(NOTICES, 0)
    for serial in sorted(set(range(1, dealt + 1)) ^ found.keys()):
        sentence = N_("A notice is missing, or its number not dealt.")
        yield Fault("queue.notice-gap", f"queue_notices {serial}", sentence)
    stands = {serial: notice_from(row) for serial, row in found.items()}
    steps = _rows(session, hall, QueueNoticeStep)
    for row in sorted(steps, key=lambda one: (one.notice, one.number)):
        moved = _moved(stands.get(row.notice), row)
        if moved is None:
            place = f"queue_notice_steps notice {row.notice}, number {row.number}"
            sentence = N_("A step of a notice does not follow from the one before.")
            yield Fault("queue.notice-step", place, sentence)
            continue
        stands[row.notice] = moved


def _moved(before: Notice | None, row: Row[Any]) -> Notice | None:
    if before is None or row.step not in set(NoticeStep):
        return None
    moved = after_step(before, NoticeStep(row.step), row.at, row.by, row.remark)
    return moved if moved is not None and moved.steps == row.number else None


def _guidances(session: Session, hall: str, tickets: dict[int, Row[Any]]) -> Iterator[Fault]:
    """Visitors without gaps; each with what belongs to where they were sent, and nothing else."""
    rows = {row.serial: row for row in _rows(session, hall, QueueGuidance)}
    last = last_numbers(session, hall).get("queue-guidance", 0)
    for serial in sorted(set(range(1, last + 1)) ^ rows.keys()):
        sentence = N_("A visitor of the front desk is missing.")
        yield Fault("queue.guidance-gap", f"queue_guidances {serial}", sentence)
    for serial, row in rows.items():
        slip = rows.get(row.came_back)
        told = (
            (row.way == Way.TICKET) == (row.ticket in tickets)
            and (row.way == Way.COME_BACK) == bool(row.missing)
            and (row.way == Way.SELF_SERVICE) == bool(row.channel)
            and (not row.came_back or (slip is not None and slip.way == Way.COME_BACK))
        )
        if not told:
            sentence = N_("A visitor of the front desk was sent where the record does not say.")
            yield Fault("queue.guidance", f"queue_guidances {serial}", sentence)
