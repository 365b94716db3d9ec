"""What is kept of a guest: the profile (个性化资料) with consent, the six fields of 三知三有."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from hallclient.base.text import printable, to_ascii
from hallclient.vip.rules.errors import (
    BirthdayMalformed,
    ConsentMissing,
    FactUnknown,
    SourceMissing,
)
from hallclient.vip.rules.guests import date_from
from hallclient.vip.rules.standard import Item, card_items, profile_items, vip_standard

FACT_MOST: Final = 300
_DAY: Final = re.compile(r"(?:([0-9]{4})-)?([0-9]{1,2})-([0-9]{1,2})")
_LEAP: Final = 2000
"""A year that has a 29 February."""


@dataclass(frozen=True)
class Fact:
    """One thing that is kept, as it was last written.

    Attributes:
        value: masked where the standard says so; "" was taken back.
        version: of this item for this guest, from 1; 0 nothing was ever written.
    """

    item: str
    value: str
    masked: bool
    source: str
    by: str
    at: datetime | None
    version: int


@dataclass(frozen=True)
class GuestCard:
    """Profile and key customer's card of one guest, every item in the order of the standard.

    Attributes:
        retired: what is on file of items that were taken out of the standard; it can be taken
            back, not written anew.
    """

    customer_id: str
    profile: tuple[Fact, ...]
    card: tuple[Fact, ...]
    retired: tuple[Fact, ...] = ()

    @property
    def profile_filled(self) -> int:
        """How many items of the profile there are."""
        return filled(self.profile)

    @property
    def card_filled(self) -> int:
        """How many of the six fields there are (S3-AG-03)."""
        return filled(self.card)


def filled(facts: Sequence[Fact]) -> int:
    """How many of them say something."""
    return sum(bool(fact.value) for fact in facts)


def item_of(code: str) -> Item:
    """An item of the standard; raises FactUnknown."""
    found = vip_standard().items.get(code)
    if found is None:
        raise FactUnknown(field="item")
    return found


def item_named(code: str) -> Item:
    """An item that is on file; one taken out of the standard goes by its code and is masked."""
    found = vip_standard().items.get(code)
    return found or Item(code, "", code, code, form="text", masked=True)


def fact_from(item: Item, text: str) -> str:
    """What was typed, in the form in which it is kept; raises BirthdayMalformed, DateMalformed."""
    typed = printable(text).strip()[:FACT_MOST]
    if not typed or item.form == "text":
        return typed
    if item.form == "date":
        return date_from(typed, "value").isoformat()
    return _birthday(typed)


def _birthday(typed: str) -> str:
    """`1980-11-22`, or `11-22` where the year was not told."""
    match = _DAY.fullmatch(to_ascii(typed).replace("/", "-").replace(".", "-"))
    year, month, date_in_month = match.groups() if match else ("0", "0", "0")
    try:
        day = date(int(year or _LEAP), int(month), int(date_in_month))
    except ValueError as error:
        raise BirthdayMalformed(field="value") from error
    return day.isoformat() if year else f"{day:%m-%d}"


def refuse_without_consent(item: Item, *, consent: bool, source: str) -> None:
    """Raises ConsentMissing, SourceMissing; the hall's own register needs neither."""
    if not item.needs_consent:
        return
    if not consent:
        raise ConsentMissing(field="agreed")
    if source not in vip_standard().sources:
        raise SourceMissing(field="source")


def shown(item: Item, value: str) -> tuple[str, bool]:
    """A value as it is shown without a reason, and whether that hides anything.

    Of a birthday the day stays, which is what it is kept for; of everything else that is masked
    the first character.
    """
    if not item.masked or not value:
        return value, False
    if item.form == "day":
        return (f"****-{value[-5:]}", True) if len(value) > 5 else (value, False)
    return value[:1] + "*" * min(len(value) - 1, 6), len(value) > 1


def day_key(item: Item, value: str) -> str:
    """What a day is looked for by: `11-22` of a birthday, the date of what ends; "" for text."""
    if item.form == "text" or not value:
        return ""
    return value[-5:] if item.form == "day" else value


def birthday_keys(today: date) -> tuple[str, ...]:
    """Birthdays that are kept today; of a 29 February in other years on the 28th."""
    keys = [f"{today:%m-%d}"]
    if (today.month, today.day) == (2, 28) and (today + timedelta(days=1)).month == 3:
        keys.append("02-29")
    return tuple(keys)


def ending_keys(today: date, days: int) -> tuple[str, ...]:
    """Dates from today on, so many days ahead."""
    return tuple((today + timedelta(days=ahead)).isoformat() for ahead in range(days + 1))


def in_order(facts: dict[str, Fact], *, card: bool) -> tuple[Fact, ...]:
    """Every item of the profile or the card, those without a value too."""
    items = card_items() if card else profile_items()
    blank = [
        Fact(item.code, "", masked=False, source="", by="", at=None, version=0) for item in items
    ]
    return tuple(facts.get(each.item, each) for each in blank)


def retired(facts: dict[str, Fact]) -> tuple[Fact, ...]:
    """What is on file of items that are in the standard no longer."""
    items = vip_standard().items
    return tuple(fact for code, fact in facts.items() if code not in items and fact.value)
