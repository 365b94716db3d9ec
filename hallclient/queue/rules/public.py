"""What everybody in the hall may see (公共大屏): numbers and windows, never a name."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from hallclient.queue.rules.notices import PublicNotice
from hallclient.queue.rules.values import LineRow

STALE_SECONDS: Final = 60
"""A screen that has read nothing for longer was away: older calls are shown and not spoken."""


@dataclass(frozen=True)
class PublicCall:
    """A ticket in front of a window.

    Attributes:
        at: when it was last called, by the clock of that counter.
        called: False once the customer has come.
        seq: the place of that call among all that was done in the hall.
    """

    serial: int
    number: str
    counter: int
    at: datetime
    called: bool
    seq: int

    @property
    def key(self) -> tuple[int, int]:
        """This very call: the same ticket called again is another one."""
        return self.serial, self.seq


@dataclass(frozen=True)
class PublicView:
    """The hall's display at this moment.

    Attributes:
        at: when it was read, by the display's own clock.
        calls: who is called or served, the newest call first.
        notices: what is on show, faults first.
    """

    hall: str
    at: datetime
    calls: tuple[PublicCall, ...]
    lines: tuple[LineRow, ...]
    notices: tuple[PublicNotice, ...]


def to_announce(view: PublicView, before: PublicView) -> tuple[PublicCall, ...]:
    """Calls made between two readings, in the order in which they were made.

    What is new follows from the books, whatever the clocks of the counters say. Only when the
    screen was away in between nothing else tells how old a call is.
    """
    known = {call.key for call in before.calls}
    away = (view.at - before.at).total_seconds() > STALE_SECONDS
    fresh = (
        call
        for call in view.calls
        if call.called
        and call.key not in known
        and not (away and (view.at - call.at).total_seconds() > STALE_SECONDS)
    )
    return tuple(sorted(fresh, key=lambda call: call.seq))
