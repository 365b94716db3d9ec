"""The lounge's list before opening, the registers of hygiene, and the slips of the day."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from hallclient.base.clock import from_hall, hall_date
from hallclient.base.language import N_, tr
from hallclient.base.text import to_ascii
from hallclient.vip.rules.bar import plain
from hallclient.vip.rules.bar_errors import (
    FailedBefore,
    ItemUnknown,
    MeasureMissing,
    NoteMissing,
    OutOfBounds,
    ResultMissing,
    SlipsDiffer,
    SlipsMalformed,
)
from hallclient.vip.rules.bar_standard import LoungeItem, item_named, lounge_standard


class Result(StrEnum):
    """合格, 不合格, 已整改."""

    PASSED = "passed"
    FAILED = "failed"
    FIXED = "fixed"


RESULT_NAMES: Final = {
    Result.PASSED: N_("Passed"),
    Result.FAILED: N_("Not passed"),
    Result.FIXED: N_("Put right"),
}

MEASURE_NAMES: Final = {
    "pieces": N_("{value} pieces"),
    "celsius": N_("{value} °C"),
    "minutes": N_("{value} minutes"),
}


@dataclass(frozen=True)
class LoungeEntry:
    """What somebody found; `value` is the figure beside it, None without one."""

    number: int
    business_date: date
    item: str
    at: datetime
    by: str
    result: Result
    value: int | None
    note: str


@dataclass(frozen=True)
class ListSignature:
    """The list before opening, signed (S1-VM-22); `failed` items had not passed then."""

    business_date: date
    at: datetime
    by: str
    failed: int


@dataclass(frozen=True)
class SlipCount:
    """Slips counted at a counter against the services in the system (S1-VP-24)."""

    number: int
    business_date: date
    counter: int
    at: datetime
    by: str
    services: int
    slips: int
    reason: str


@dataclass(frozen=True)
class EnterItem:
    """Ask: what was found; `value` as typed."""

    request_id: str
    item: str
    result: Result | None
    value: str = ""
    note: str = ""


@dataclass(frozen=True)
class SignList:
    """Ask: the list before opening is signed."""

    request_id: str


@dataclass(frozen=True)
class CountSlips:
    """Ask: so many slips are in hand at the desk's counter."""

    request_id: str
    slips: str
    reason: str = ""


def item_of(code: str) -> LoungeItem:
    """An item of the standard; raises ItemUnknown."""
    found = lounge_standard().items.get(code)
    if found is None:
        raise ItemUnknown(field="item")
    return found


def opening_items() -> tuple[LoungeItem, ...]:
    """The list before opening, in its order."""
    return tuple(item for item in lounge_standard().items.values() if item.opening)


def value_from(item: LoungeItem, text: str) -> int | None:
    """The figure beside an item, None where there is none; raises MeasureMissing."""
    if not item.measure:
        return None
    typed = to_ascii(text)
    digits = typed.removeprefix("-") if item.measure == "celsius" else typed
    if not (digits.isascii() and digits.isdecimal() and len(digits) <= 5):
        raise MeasureMissing(field="value")
    return int(typed)


def is_good(item: LoungeItem, value: int | None) -> bool:
    """Whether the figure lies where the standard wants it."""
    if value is None:
        return True
    no_upper = item.most == 0 and item.measure != "celsius"
    return item.least <= value and (no_upper or value <= item.most)


def bounds(item: LoungeItem) -> str:
    """`2 to 8 °C`, `at least 50 pieces`, in words."""
    if item.most == 0 and item.measure != "celsius":
        return tr("at least {least}", least=tr(MEASURE_NAMES[item.measure], value=item.least))
    most = tr(MEASURE_NAMES[item.measure], value=item.most)
    return tr("{least} to {most}", least=item.least, most=most)


def figure_words(entry: LoungeEntry) -> str:
    """`5 °C`; of an item that is measured no longer the bare figure."""
    if entry.value is None:
        return ""
    words = MEASURE_NAMES.get(item_named(entry.item).measure)
    return tr(words, value=entry.value) if words else str(entry.value)


def entered(
    ask: EnterItem, before: LoungeEntry | None
) -> tuple[LoungeItem, Result, int | None, str]:
    """What goes on record.

    Args:
        before: the last entry about the item on the same day, None without one.

    Raises ItemUnknown, ResultMissing, NoteMissing, MeasureMissing, OutOfBounds, FailedBefore.
    """
    item, note = item_of(ask.item), plain(ask.note)
    if ask.result is None:
        raise ResultMissing(field="result")
    broken = ask.result is Result.FAILED and not ask.value.strip()  # what shows it may be broken
    value = None if broken else value_from(item, ask.value)
    if ask.result is not Result.FAILED and not is_good(item, value):
        raise OutOfBounds(field="value", value=value, bounds=bounds(item))
    failed = item.opening and before is not None and before.result is Result.FAILED
    if ask.result is Result.PASSED and failed:
        raise FailedBefore(field="result")
    if ask.result is not Result.PASSED and not note:
        raise NoteMissing(field="note")
    return item, ask.result, value, note


def last_of_each(entries: Iterable[LoungeEntry]) -> Mapping[str, LoungeEntry]:
    """{item: its last entry}, of entries in their order."""
    return {entry.item: entry for entry in entries}


def night_from(day: date, at: datetime, closing_time: str, grace_minutes: int) -> datetime:
    """From when on a count of customers' papers is the night's: the hall's end of service.

    Args:
        day: the business day; one that was opened ahead is measured by the calendar day.
        closing_time, grace_minutes: as a till's early close is measured by them.
    Source: S1-VP-25, counted each night into the safe.
    """
    hour, minute = map(int, closing_time.split(":"))
    closing = from_hall(min(day, hall_date(at)), hour, minute)
    return closing - timedelta(minutes=grace_minutes)


def slips_from(text: str) -> int:
    """How many slips, as typed; empty is not 0. Raises SlipsMalformed."""
    typed = to_ascii(text)
    if not (typed.isascii() and typed.isdecimal() and len(typed) <= 5):
        raise SlipsMalformed(field="slips")
    return int(typed)


def refuse_unexplained(services: int, slips: int, reason: str) -> None:
    """Raises SlipsDiffer. Source: S1-VP-24, a difference is explained."""
    if services != slips and not reason:
        raise SlipsDiffer(field="reason", services=services, slips=slips)
