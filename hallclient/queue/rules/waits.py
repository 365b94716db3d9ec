"""What the slip says: how many are ahead, and about how long it will take."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from hallclient.queue.rules.order import Waiting

STEP: Final = 5
"""Minutes; a wait is said in steps of these."""
ENOUGH: Final = 5
"""Customers served today from which on their mean says more than the standard."""


@dataclass(frozen=True)
class WaitRange:
    """About how long, in minutes, both ends included; the variance is large (lessons 3)."""

    least: int
    most: int


def expected_wait(ahead: int, mean_seconds: int, counters: int) -> WaitRange | None:
    """People ahead x mean service / open counters, a quarter less to a quarter more.

    None when no counter serves the line at the moment: nobody can say.
    """
    if counters < 1:
        return None
    about = ahead * mean_seconds
    step = 60 * STEP * counters
    least = 3 * about // (4 * step)
    most = -(-5 * about // (4 * step))
    return WaitRange(least * STEP, max(most, least + 1) * STEP)


def usual_seconds(handled: Sequence[int], standard: int) -> int:
    """Seconds of one customer: the mean of those served today, before that the standard's."""
    return sum(handled) // len(handled) if len(handled) >= ENOUGH else standard


def people_ahead(order: Sequence[Waiting], serial: int) -> int:
    """How many of those who wait together are called before this ticket; 0 once it was called."""
    return next((n for n, one in enumerate(order) if one.serial == serial), 0)


def served_together(letter: str, counters: Iterable[str]) -> str:
    """The lines that wait together with this one: all that a counter serves which serves it.

    Args:
        counters: the letters of each counter that is open.
    """
    return "".join(sorted({letter, *(each for one in counters if letter in one for each in one)}))
