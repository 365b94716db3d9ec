"""Bookings of key customers and promised calls: who is expected when, and what became of it."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from hallclient.base.clock import from_hall, hall_date
from hallclient.base.language import N_
from hallclient.base.text import printable, to_ascii
from hallclient.vip.rules.errors import (
    BookingEarly,
    BookingMalformed,
    BookingOver,
    BookingPast,
    BookingUnclear,
)

WORDS_MOST: Final = 120
_TIME: Final = re.compile(
    r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})[ T]+([01]?[0-9]|2[0-3]):([0-5][0-9])"
)


class BookingKind(StrEnum):
    """What is promised."""

    VISIT = "visit"
    CALL = "call"


BOOKING_KIND_NAMES: Final = {
    BookingKind.VISIT: N_("Visit of a key customer"),
    BookingKind.CALL: N_("Promised call"),
}


class BookingState(StrEnum):
    """What became of it."""

    DUE = "due"
    KEPT = "kept"
    MISSED = "missed"
    CANCELLED = "cancelled"


BOOKING_STATE_NAMES: Final = {
    BookingState.DUE: N_("still to come"),
    BookingState.KEPT: N_("kept"),
    BookingState.MISSED: N_("not kept by the guest"),
    BookingState.CANCELLED: N_("called off"),
}


@dataclass(frozen=True)
class Booking:
    """One booking; `who` is masked where it names a customer on file."""

    serial: int
    kind: BookingKind
    at: datetime
    who: str
    purpose: str
    host: str
    customer_id: str
    made_by: str
    state: BookingState
    ended_at: datetime | None
    reason: str

    @property
    def day(self) -> date:
        """The day in the hall."""
        return hall_date(self.at)


def booking_time(text: str, now: datetime) -> datetime:
    """The instant typed as `2026-12-01 14:30`; raises BookingMalformed, BookingPast."""
    match = _TIME.fullmatch(to_ascii(text).replace("/", "-"))
    year, month, day, hour, minute = map(int, match.groups()) if match else (0, 0, 0, 0, 0)
    try:
        at = from_hall(date(year, month, day), hour, minute)
    except ValueError as error:
        raise BookingMalformed(field="at") from error
    if at < now:
        raise BookingPast(field="at")
    return at


def booking_words(who: str, purpose: str, *, known: bool) -> tuple[str, str]:
    """Who comes and what for, as it goes on record; raises BookingUnclear."""
    words = tuple(printable(text).strip()[:WORDS_MOST] for text in (who, purpose))
    if not words[1] or not (words[0] or known):
        raise BookingUnclear(field="who" if words[1] else "purpose")
    return words[0], words[1]


def refuse_ending(one: Booking, state: BookingState, now: datetime) -> None:
    """Raises BookingOver, BookingEarly."""
    if one.state is not BookingState.DUE:
        raise BookingOver(state=BOOKING_STATE_NAMES[one.state])
    if state is BookingState.MISSED and one.at > now:
        raise BookingEarly
