"""Where people wait longer than the hall promises: the one meaning of a crowded hall."""

from datetime import datetime

from sqlalchemy.orm import Session

from hallclient.policy.book import policy_of
from hallclient.queue.book.looking import counters, waiting
from hallclient.queue.rules import CounterState, queue_standard, served_together
from hallclient.queue.rules.triage import is_crowded


def crowded_lines(session: Session, hall: str, now: datetime) -> frozenset[str]:
    """Letters of the lines in which who comes now waits longer than the hall promises.

    Reckoned with the standard's minutes of a customer: it says how full the hall is, not how
    fast it worked today. The hall is crowded when one of its lines is.
    """
    promise = policy_of(session, hall, now).queue_promise_minutes
    standing = counters(session, hall).values()
    open_now = [each.lines for each in standing if each.state is CounterState.OPEN]
    wait = [each.line for each in waiting(session, hall)]

    def is_full(letter: str, usual_seconds: int) -> bool:
        together = served_together(letter, open_now)
        ahead = sum(line in together for line in wait)
        serving = sum(letter in lines for lines in open_now)
        return is_crowded(ahead, serving, usual_seconds, promise)

    lines = queue_standard().lines.values()
    return frozenset(one.letter for one in lines if is_full(one.letter, one.usual_seconds))
