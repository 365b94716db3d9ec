"""Business done on paper while the database or the power was away, and entered later (补录)."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from hallclient.base.clock import from_hall, hall_date
from hallclient.base.days import DayMalformed, day_from_text
from hallclient.base.errors import HallError
from hallclient.base.language import N_
from hallclient.base.text import printable, to_ascii

REASON_MOST: Final = 200
_TIME = re.compile(r"(?:(\S+)\s+)?([01]?[0-9]|2[0-3]):?([0-5][0-9])")


@dataclass(frozen=True)
class LateEntry:
    """Why an order is on the books later than it was done (S2-CS-16).

    Attributes:
        done_at: UTC instant at which it was done on paper; the order's own `at` is the entry.
        approver: code of the second person, who has seen the paper; `approver_name` beside it.
    """

    done_at: datetime
    reason: str
    approver: str = ""
    approver_name: str = ""


class LateTime(HallError):
    """Not a time of day, or none although a reason stands there."""

    code = "late.time"
    sentence = N_("Type the time at which it was done as 14:05.")


class LateOutsideDay(HallError):
    """Before the business day that is open, or still to come."""

    code = "late.outside-day"
    sentence = N_("A later entry must have been done on business day {day} and before now.")


class LateReason(HallError):
    """A later entry without its reason."""

    code = "late.reason"
    sentence = N_("Write down why this is entered only now.")


def read_late(done_at: str, reason: str, business_date: date, now: datetime) -> LateEntry | None:
    """A later entry as typed, read and checked; None where nothing was typed.

    Args:
        done_at: `14:05`, or `2026-11-22 23:40` where the business day has two calendar days.
        now: the instant of the entry; without a day the latest such time before it is meant.
    Raises:
        LateTime, LateOutsideDay, LateReason: `field` is `late.done_at` or `late.reason`.
    """
    why = printable(reason).strip()[:REASON_MOST]
    if not to_ascii(done_at) and not why:
        return None
    at = _time(to_ascii(done_at), business_date, now)
    if at is None or hall_date(at) < business_date:
        raise LateOutsideDay(field="late.done_at", day=business_date.isoformat())
    if not why:
        raise LateReason(field="late.reason")
    return LateEntry(at, why)


def _time(typed: str, business_date: date, now: datetime) -> datetime | None:
    """The instant; None when it is still to come."""
    match = _TIME.fullmatch(typed)
    if match is None:
        raise LateTime(field="late.done_at")
    try:
        named = day_from_text(match[1] or "")
    except DayMalformed:
        raise LateTime(field="late.done_at") from None
    days = [named] if named else [business_date + timedelta(days=1), business_date]
    at = (from_hall(day, int(match[2]), int(match[3])) for day in days)
    return next((one for one in at if one <= now), None)
