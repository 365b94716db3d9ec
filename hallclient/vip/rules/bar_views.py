"""What bar and lounge show: the board of the bar, the day of the lounge."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from hallclient.base.clock import hall_date
from hallclient.vip.rules.bar import TAKES, Batch, DrinkCount, DrinkOrder, DrinkStep
from hallclient.vip.rules.bar_standard import Goods, club_of, lounge_standard
from hallclient.vip.rules.lounge import ListSignature, LoungeEntry, SlipCount


@dataclass(frozen=True)
class BarBoard:
    """The bar at one instant.

    Attributes:
        club: kind of club, which decides how guests are asked (S1-VP-07).
        counts: the last count of the bar, or none.
    """

    now: datetime
    club: str
    waiting: tuple[DrinkOrder, ...]
    batches: tuple[Batch, ...]
    counts: tuple[DrinkCount, ...]

    @property
    def today(self) -> date:
        """The day that dates on packs are held against: the calendar's, not the books'."""
        return hall_date(self.now)

    @property
    def question(self) -> str:
        """How a guest is asked here, in the language in force."""
        return club_of(self.club).text

    @property
    def offer(self) -> tuple[Goods, ...]:
        """The drinks that are named to a guest: two or three, or all that are served."""
        served = tuple(each for each in lounge_standard().goods.values() if each.served)
        named = club_of(self.club).offer
        return tuple(each for each in served if each.code in named) or served

    @property
    def near(self) -> tuple[Batch, ...]:
        """Batches whose date is near or past, the soonest first (临期饮品)."""
        days = lounge_standard().near_days
        found = [each for each in self.batches if each.near(self.today, days)]
        return tuple(sorted(found, key=lambda each: (each.good_until or self.today, each.number)))

    def waited(self, order: DrinkOrder) -> int:
        """Seconds for which an order has waited."""
        return max(0, int((self.now - order.at).total_seconds()))

    def late(self, order: DrinkOrder) -> bool:
        """Whether it waits longer than the standard has it (S0-BA-01)."""
        return self.waited(order) > lounge_standard().late_seconds


@dataclass(frozen=True)
class Undone:
    """What somebody of the bar would leave undone (S1-VP-24, S1-VP-25, S0-BA-08, S1-VP-27).

    Attributes:
        papers: customers' papers in their custody, not counted into the safe for the night.
        bar: they moved drinks on this business day, and no count came after.
        slips: services at their counter that no count of the slips has seen.
        drinks: orders that they took down and nobody has brought.
    """

    papers: int = 0
    bar: bool = False
    slips: int = 0
    drinks: int = 0


@dataclass(frozen=True)
class BatchDay:
    """A batch over a business day: what it began with, and what each step moved, in servings."""

    batch: Batch
    opening: int
    moved: Mapping[DrinkStep, int]

    @property
    def closing(self) -> int:
        """What is left at the end of the day."""
        return self.opening + sum(TAKES[step] * count for step, count in self.moved.items())

    def by(self, step: DrinkStep) -> int:
        """Servings that a step moved."""
        return self.moved.get(step, 0)


@dataclass(frozen=True)
class LoungeDay:
    """The lounge on a business day.

    Attributes:
        entries: what was found, in order; signature: of the list before opening.
        services: in the system at the desk's counter; slips: every count of them.
        custody: customers' papers in custody; uncounted: those of them not yet counted into the
            safe for the night; missing: items that the last count of custody did not find.
        counted_at: when that was, None where nothing was ever counted.
    """

    day: date
    counter: int
    entries: tuple[LoungeEntry, ...]
    signature: ListSignature | None
    services: int
    slips: tuple[SlipCount, ...]
    custody: int
    uncounted: int
    missing: tuple[int, ...]
    counted_at: datetime | None
    drinks: tuple[DrinkCount, ...]
