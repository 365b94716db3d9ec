"""What was typed or pressed, checked before anything is looked at."""

import re
from datetime import date, datetime, timedelta
from typing import Final

from hallclient.base.clock import from_hall
from hallclient.base.text import printable, to_ascii
from hallclient.queue.rules.errors import (
    BookingLapsed,
    BookingMalformed,
    RatingWrong,
    RecallSoon,
    RecallsUsed,
)
from hallclient.queue.rules.figures import seconds
from hallclient.queue.rules.steps import Standing

TEXT_MOST: Final = 200
RATINGS: Final = range(1, 6)
_TIME: Final = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9])")


def plain(text: str) -> str:
    """One line as it goes on record."""
    return printable(text).strip()[:TEXT_MOST]


def booking_from(text: str, day: date, now: datetime, grace_minutes: int) -> datetime | None:
    """The instant of an appointment typed as `14:30`; None when nothing was typed.

    Raises BookingMalformed, BookingLapsed: who comes later than the grace waits like others.
    """
    typed = to_ascii(text)
    if not typed:
        return None
    match = _TIME.fullmatch(typed)
    if match is None:
        raise BookingMalformed(field="booked")
    booked = from_hall(day, int(match[1]), int(match[2]))
    if now > booked + timedelta(minutes=grace_minutes):
        raise BookingLapsed(field="booked", time=typed, minutes=grace_minutes)
    return booked


def rating_from(rating: int | None) -> int:
    """1 to 5, 0 for none; raises RatingWrong."""
    if rating is None:
        return 0
    if isinstance(rating, bool) or rating not in RATINGS:
        raise RatingWrong(field="rating")
    return rating


def refuse_recall(
    stands: Standing, number: str, now: datetime, recalls: int, apart_seconds: int
) -> None:
    """Raises RecallsUsed, RecallSoon. Source: field rules 12, up to 2 times, 20 s apart."""
    if stands.calls > recalls:
        raise RecallsUsed(number=number, calls=stands.calls)
    since = seconds(stands.last_at or now, now)
    if since < apart_seconds:
        raise RecallSoon(seconds=since, least=apart_seconds)
