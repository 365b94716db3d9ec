"""About how long everybody who waits still has to wait, for the list at the front desk."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from hallclient.policy.book import policy_of
from hallclient.queue import book
from hallclient.queue.book.numbering import newest_day
from hallclient.queue.rules import (
    CounterState,
    QueueRow,
    WaitRange,
    call_order,
    course,
    expected_wait,
    kept_line,
    served_together,
    usual_seconds,
)


def with_waits(
    session: Session, hall: str, rows: Sequence[QueueRow], now: datetime
) -> tuple[QueueRow, ...]:
    """The rows with the wait that a slip would say now; None where no counter serves the line."""
    expected = {
        serial: wait
        for letter in {row.line for row in rows}
        for serial, wait in _of_line(session, hall, letter, now).items()
    }
    return tuple(replace(row, expected=expected.get(row.serial)) for row in rows)


def _of_line(
    session: Session, hall: str, letter: str, now: datetime
) -> dict[int, WaitRange | None]:
    counters = book.counters(session, hall).values()
    open_now = [each.lines for each in counters if each.state is CounterState.OPEN]
    together = served_together(letter, open_now)
    waiting = [each for each in book.waiting(session, hall) if each.line in together]
    fair = policy_of(session, hall, now).queue_fair_after
    serving = sum(letter in lines for lines in open_now)
    usual = _usual(session, hall, letter, now)
    return {
        one.serial: expected_wait(ahead, usual, serving)
        for ahead, one in enumerate(call_order(waiting, 0, fair, now))
        if one.line == letter
    }


def _usual(session: Session, hall: str, letter: str, now: datetime) -> int:
    """Seconds of one customer of the line, of those served on the newest day that has tickets."""
    day = newest_day(session, hall)
    events = () if day is None else book.served_last(session, hall, day, letter)
    handled = [course(each, now).handled for each in events]
    return usual_seconds(handled, kept_line(letter).usual_seconds)
