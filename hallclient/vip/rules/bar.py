"""Drinks and consumables by batch: what is good, which batch goes first, what a count says."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from hallclient.base.language import N_, tr
from hallclient.base.text import printable, to_ascii
from hallclient.vip.rules.bar_errors import (
    CauseMissing,
    DateMalformed,
    GoodsUnknown,
    NotServed,
    ReceivedExpired,
    ServingsWrong,
)
from hallclient.vip.rules.bar_standard import Goods, Words, goods_named, lounge_standard

TEXT_MOST: Final = 200
RECEIVED_MOST: Final = 9999


class DrinkStep(StrEnum):
    """What happens to a batch; SHORT and OVER are found by a count and never set off."""

    RECEIVED = "received"
    OPENED = "opened"
    SERVED = "served"
    WRITTEN_OFF = "written_off"
    SHORT = "short"
    OVER = "over"


TAKES: Final[Mapping[DrinkStep, int]] = {
    DrinkStep.RECEIVED: 1,
    DrinkStep.OPENED: 0,
    DrinkStep.SERVED: -1,
    DrinkStep.WRITTEN_OFF: -1,
    DrinkStep.SHORT: -1,
    DrinkStep.OVER: 1,
}
"""How a step changes what is left."""


class Outcome(StrEnum):
    """How a drink order ended."""

    BROUGHT = "brought"
    DECLINED = "declined"
    REFUSED = "refused"
    LEFT = "left"
    """Still waiting when the day was closed: nobody brought it."""


OUTCOME_NAMES: Final = {
    Outcome.BROUGHT: N_("brought to the seat"),
    Outcome.DECLINED: N_("declined by the guest"),
    Outcome.REFUSED: N_("out of stock or date"),
    Outcome.LEFT: N_("not brought before the day was closed"),
}


@dataclass(frozen=True)
class Batch:
    """A batch of the book.

    Attributes:
        best_before: the last good day, None where there is none.
        good_until: the same once it is opened, when that is sooner.
        left: servings in the book.
    """

    number: int
    goods: str
    received: int
    best_before: date | None
    good_until: date | None
    opened_on: date | None
    left: int
    received_at: datetime

    def expired(self, day: date) -> bool:
        """Whether it is past its date on this day."""
        return self.good_until is not None and self.good_until < day

    def near(self, day: date, days: int) -> bool:
        """Whether its date comes within so many days, or is past (临期饮品)."""
        return self.good_until is not None and self.good_until <= day + timedelta(days=days)


@dataclass(frozen=True)
class DrinkOrder:
    """A drink asked of a guest.

    Attributes:
        reception: serial of the guest's reception, 0 without one.
        goods: "" when the guest wanted nothing.
        outcome: None while it waits.
        phrased: it was brought with the words of the standard.
        cause: code of the refusal where it was out of stock or date.
    """

    number: int
    business_date: date
    at: datetime
    by: str
    reception: int
    seat: str
    goods: str
    servings: int
    outcome: Outcome | None = None
    ended_at: datetime | None = None
    ended_by: str = ""
    phrased: bool = False
    cause: str = ""


def drink_words(order: DrinkOrder) -> str:
    """`Green tea ordered`: what a guest drinks, and how it stands."""
    name = goods_named(order.goods).text
    state = tr("ordered") if order.outcome is None else tr(OUTCOME_NAMES[order.outcome])
    return f"{name} {state}".strip()


@dataclass(frozen=True)
class CountLine:
    """A batch as the daily count found it.

    Attributes:
        booked, counted: servings by the book and on the shelf.
        written_off, served: servings that left the book on this business day.
    """

    batch: int
    goods: str
    booked: int
    counted: int
    written_off: int
    served: int

    @property
    def short(self) -> int:
        """Servings of the book that were not there; of consumables this is what was used."""
        return max(0, self.booked - self.counted)

    @property
    def over(self) -> int:
        """Servings that were there beyond the book; never set off against what is short."""
        return max(0, self.counted - self.booked)

    @property
    def used(self) -> int:
        """What guests had: served, and of consumables what is gone."""
        consumable = not goods_named(self.goods).served
        return self.served + (self.short if consumable else 0)

    @property
    def missing(self) -> int:
        """Servings of a drink of which nobody knows where they went."""
        return self.short if goods_named(self.goods).served else 0


@dataclass(frozen=True)
class DrinkCount:
    """A count on record (盘点)."""

    number: int
    business_date: date
    at: datetime
    by: str
    witness: str
    lines: tuple[CountLine, ...]


@dataclass(frozen=True)
class ReceiveDrinks:
    """Ask: a batch comes in; servings and date as typed."""

    request_id: str
    goods: str
    servings: str
    best_before: str = ""


@dataclass(frozen=True)
class OpenBatch:
    """Ask: a pack is opened."""

    request_id: str
    batch: int


@dataclass(frozen=True)
class AskDrink:
    """Ask: what a guest chose; `goods` "" when they want nothing."""

    request_id: str
    goods: str
    servings: str = "1"
    reception: int = 0
    seat: str = ""


@dataclass(frozen=True)
class BringDrink:
    """Ask: an order is brought to the seat; `phrased` when the words of the standard were said."""

    request_id: str
    order: int
    phrased: bool = True


@dataclass(frozen=True)
class DeclineDrink:
    """Ask: the guest does not want it any more."""

    request_id: str
    order: int


@dataclass(frozen=True)
class WriteOff:
    """Ask: servings of a batch are written off (报损); a second person signs."""

    request_id: str
    batch: int
    servings: str
    cause: str
    note: str = ""

    @property
    def content(self) -> tuple[object, ...]:
        """What a second person elsewhere approves."""
        return (self.batch, self.servings, self.cause, self.note)


@dataclass(frozen=True)
class CountDrinks:
    """Ask: the bar is counted; every batch with anything left is named, also with 0.

    Attributes:
        left: {batch: servings in the book when it was counted}; a batch that moved since is counted
            again. One that is not named is not held against anything.
    """

    request_id: str
    found: Mapping[int, int]
    note: str = ""
    left: Mapping[int, int] = field(default_factory=dict)


def plain(text: str) -> str:
    """One line as it goes on record."""
    return printable(text).strip()[:TEXT_MOST]


def goods_of(code: str) -> Goods:
    """A drink or consumable of the list; raises GoodsUnknown."""
    found = lounge_standard().goods.get(code)
    if found is None:
        raise GoodsUnknown(field="goods")
    return found


def drink_of(code: str) -> Goods:
    """A drink of the list; raises GoodsUnknown, NotServed."""
    goods = goods_of(code)
    if not goods.served:
        raise NotServed(field="goods", goods=goods.text)
    return goods


def cause_of(code: str) -> Words:
    """Why something is written off; raises CauseMissing."""
    found = lounge_standard().causes.get(code)
    if found is None:
        raise CauseMissing(field="cause")
    return found


def servings_from(text: str, most: int, field: str = "servings", least: int = 1) -> int:
    """A whole number of servings; empty is not 0. Raises ServingsWrong."""
    typed = to_ascii(text)
    whole = typed.isascii() and typed.isdecimal() and len(typed) <= 6
    if not whole or not least <= int(typed) <= most:
        raise ServingsWrong(field=field, least=least, most=most)
    return int(typed)


def best_before_from(text: str, goods: Goods, day: date) -> date | None:
    """The best-before date as typed or as it is printed on a pack, None for what has none.

    Raises DateMalformed, ReceivedExpired.
    """
    if not goods.dated:
        return None
    parts = to_ascii(text).replace("/", "-").replace(".", "-").split("-")
    try:
        found = date.fromisoformat("-".join(part.strip().zfill(2) for part in parts))
    except ValueError as error:
        raise DateMalformed(field="bestBefore") from error
    if found < day:
        raise ReceivedExpired(field="bestBefore", day=found.isoformat())
    return found


def good_until(goods: Goods, best_before: date | None, opened_on: date | None) -> date | None:
    """The last good day of a batch: its date, or sooner once it was opened."""
    if best_before is None or opened_on is None or not goods.keeps_days:
        return best_before
    return min(best_before, opened_on + timedelta(days=goods.keeps_days))


def in_order(batches: Iterable[Batch], goods: str, day: date) -> tuple[Batch, ...]:
    """The batches of which this is served, first in first out; none that is past its date.

    Source: S0-WA-04, first in, first out by batch.
    """
    good = (each for each in batches if each.goods == goods and each.left and not each.expired(day))
    return tuple(sorted(good, key=lambda each: each.number))


def portions(
    batches: Sequence[Batch], goods: str, servings: int, day: date
) -> tuple[tuple[Batch, int], ...]:
    """From which batches so many servings come, the oldest first; () when there are not enough."""
    found: list[tuple[Batch, int]] = []
    missing = servings
    for each in in_order(batches, goods, day):
        taken = min(missing, each.left)
        found.append((each, taken))
        missing -= taken
        if not missing:
            return tuple(found)
    return ()
