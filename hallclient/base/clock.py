"""Time from the desk's clock, never from `datetime.now()` in the middle of a rule."""

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Final, Protocol

HALL_ZONE: Final = timezone(timedelta(hours=8), "CST")
"""China has had one zone without summer time since 1992, so no zone data base is needed."""


class Clock(Protocol):
    """Tells the time: a real clock, or a script's."""

    def now(self) -> datetime:
        """The instant, aware, in UTC."""
        ...


class SystemClock:
    """The PC's clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)


class ScriptClock:
    """A clock that stands where a script or a test has put it."""

    def __init__(self, at: datetime) -> None:
        self.set(at)

    def set(self, at: datetime) -> None:
        """Moves the clock; `at` must be aware."""
        if at.tzinfo is None:
            raise ValueError("a clock needs an aware time")
        self._at = at.astimezone(UTC)

    def now(self) -> datetime:
        return self._at


def hall_time(at: datetime) -> datetime:
    """The instant in the hall's zone, for screens and papers."""
    return at.astimezone(HALL_ZONE)


def hall_date(at: datetime) -> date:
    """The calendar day in the hall; the business day may be an earlier one."""
    return hall_time(at).date()


def from_hall(day: date, hour: int, minute: int, second: int = 0) -> datetime:
    """The UTC instant of a wall-clock time in the hall."""
    local = datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=HALL_ZONE)
    return local.astimezone(UTC)


def shown_time(at: datetime) -> str:
    """`2026-11-22 09:05` in the hall's zone."""
    return hall_time(at).strftime("%Y-%m-%d %H:%M")
