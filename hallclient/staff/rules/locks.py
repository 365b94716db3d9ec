"""How long a code is locked after failed sign-ins."""

from datetime import datetime, timedelta
from typing import Final

LONGEST_LOCK: Final = timedelta(hours=1)
"""The doubling stops here, so that nobody is locked out for the whole day."""


def lock_time(failures: int, after: int, first_seconds: int) -> timedelta:
    """How long a code is locked after this many failures in a row.

    Args:
        failures: in a row, >= 0; after: failures that cause the first lock, >= 1;
        first_seconds: length of the first lock; each further failure doubles it.
    Returns:
        Zero below `after`, never more than LONGEST_LOCK.
    """
    if failures < after:
        return timedelta(0)
    doublings = min(failures - after, 32)
    return min(timedelta(seconds=first_seconds * 2**doublings), LONGEST_LOCK)


def seconds_left(locked_until: datetime | None, now: datetime) -> int:
    """Whole seconds until the lock ends, rounded up; 0 when it is not locked."""
    if locked_until is None or locked_until <= now:
        return 0
    return -((now - locked_until) // timedelta(seconds=1))
