"""What everybody in the hall may see (公共大屏): numbers and windows, never a name."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from hallclient.queue.rules.notices import PublicNotice
from hallclient.queue.rules.values import LineRow

STALE_SECONDS: Final = 60
"""A call that is older when it is first seen is shown and not spoken: the screen was away."""


@dataclass(frozen=True)
class PublicCall:
    """A ticket in front of a window.

    Attributes:
        at: when it was last called; `called` is False once the customer has come.
    """

    serial: int
    number: str
    counter: int
    at: datetime
    called: bool

    @property
    def key(self) -> tuple[int, datetime]:
        """This very call: the same ticket called again is another one."""
        return self.serial, self.at


@dataclass(frozen=True)
class PublicView:
    """The hall's display at this moment.

    Attributes:
        calls: who is called or served, the newest call first.
        notices: what is on show, faults first.
    """

    hall: str
    at: datetime
    calls: tuple[PublicCall, ...]
    lines: tuple[LineRow, ...]
    notices: tuple[PublicNotice, ...]


def to_announce(
    calls: Iterable[PublicCall], known: Iterable[PublicCall], now: datetime
) -> tuple[PublicCall, ...]:
    """Calls that nobody has announced yet, in the order in which they were made."""
    keys = {call.key for call in known}
    fresh = (
        call
        for call in calls
        if call.called and call.key not in keys and (now - call.at).total_seconds() <= STALE_SECONDS
    )
    return tuple(sorted(fresh, key=lambda call: (call.at, call.serial)))
