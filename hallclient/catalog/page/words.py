"""What the catalogue's page may ask for, and the lines and columns of its tables."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from hallclient.base.clock import shown_time
from hallclient.base.language import N_, tr
from hallclient.base.money import Fen, yuan
from hallclient.catalog.rules import (
    Catalogue,
    ChangeItem,
    ItemVersion,
    Plan,
    Promotion,
    defaults,
)
from hallclient.ui.widgets.data_table import Column

type Item = Plan | Promotion
type Key = tuple[bool, str]
"""Whether it is a plan, and its code."""


@dataclass(frozen=True)
class CatalogCalls:
    """The way to the catalogue, bound to the desk by the composition root.

    Attributes:
        kinds: (code, English title) of the businesses that promotions may belong to.
        today: the calendar day in the hall.
        may_change: whether the person at the desk holds `policy.change`.
    """

    read: Callable[[], Catalogue]
    versions: Callable[[], tuple[ItemVersion, ...]]
    change: Callable[[ChangeItem], Catalogue]
    today: Callable[[], date]
    kinds: tuple[tuple[str, str], ...]
    may_change: bool


@dataclass(frozen=True)
class VersionLine:
    """One version of an item; number 0 is what the program was delivered with."""

    item: Item
    number: int
    effective_from: date | None = None
    decided: str = ""


@dataclass(frozen=True)
class ItemLine:
    """An item as it is today, or will be first if it has not `begun`; when it changes next."""

    item: Item
    begun: bool
    changes_on: date | None
    versions: tuple[VersionLine, ...]

    @property
    def key(self) -> Key:
        """What tells it from the others."""
        return key_of(self.item)

    @property
    def newest(self) -> int:
        """Number of the version decided last; 0 as delivered."""
        return max((line.number for line in self.versions), default=0)


def key_of(item: Item) -> Key:
    """Plans and promotions have codes of their own."""
    return isinstance(item, Plan), item.code


def item_lines(
    today: Catalogue, versions: Iterable[ItemVersion], day: date
) -> tuple[ItemLine, ...]:
    """Every plan, then every promotion, those included that begin later."""
    items: tuple[Item, ...] = (*today.plans.values(), *today.promotions.values())
    known = {key_of(item): item for item in items}
    begun = frozenset(known)
    decided: dict[Key, list[ItemVersion]] = {}
    for version in versions:
        decided.setdefault(key_of(version.item), []).append(version)
        known.setdefault(key_of(version.item), version.item)
    order = sorted(known, key=lambda key: (not key[0], _price(known[key]), key[1]))
    return tuple(_line(known[key], decided.get(key, []), day, begun=key in begun) for key in order)


def _line(item: Item, decided: list[ItemVersion], day: date, *, begun: bool) -> ItemLine:
    later = (version.effective_from for version in decided if version.effective_from > day)
    return ItemLine(item, begun, min(later, default=None), tuple(_versions(item, decided)))


def _versions(item: Item, decided: list[ItemVersion]) -> Iterator[VersionLine]:
    """The newest decision first, what was delivered last."""
    for version in reversed(decided):
        who = f"{version.set_by}  {shown_time(version.set_at)}"
        yield VersionLine(version.item, version.version, version.effective_from, who)
    delivered = defaults().plans if isinstance(item, Plan) else defaults().promotions
    if item.code in delivered:
        yield VersionLine(delivered[item.code], 0)


def _price(item: Item) -> Fen:
    return item.monthly_fee_fen if isinstance(item, Plan) else item.min_fen


def _second(item: Item) -> Fen:
    return item.deposit_fen if isinstance(item, Plan) else item.bonus_fen


def day_text(day: date | None) -> str:
    """An ISO date, "" where that side is open."""
    return "" if day is None else day.isoformat()


def _sort(item: Item) -> str:
    return tr("Plan") if isinstance(item, Plan) else tr("Promotion")


def sale_text(item: Item) -> str:
    """Whether it may be sold, in words."""
    return tr("on sale") if item.on_sale else tr("withdrawn")


ITEM_COLUMNS: Final = (
    Column[ItemLine](N_("Sort"), lambda line: _sort(line.item), width=9),
    Column[ItemLine](N_("Title"), lambda line: line.item.name, width=18),
    Column[ItemLine](N_("Fee or from"), lambda line: yuan(_price(line.item)), number=True, width=9),
    Column[ItemLine](
        N_("Deposit or bonus"), lambda line: yuan(_second(line.item)), number=True, width=14
    ),
    Column[ItemLine](
        N_("State"), lambda line: sale_text(line.item) if line.begun else tr("not yet"), width=9
    ),
    Column[ItemLine](N_("Changes on"), lambda line: day_text(line.changes_on)),
)

VERSION_COLUMNS: Final = (
    Column[VersionLine](
        N_("Version"), lambda line: str(line.number) if line.number else tr("delivered"), width=8
    ),
    Column[VersionLine](N_("From day"), lambda line: day_text(line.effective_from), width=10),
    Column[VersionLine](
        N_("Fee or from"), lambda line: yuan(_price(line.item)), number=True, width=9
    ),
    Column[VersionLine](
        N_("Deposit or bonus"), lambda line: yuan(_second(line.item)), number=True, width=14
    ),
    Column[VersionLine](N_("State"), lambda line: sale_text(line.item), width=8),
    Column[VersionLine](N_("Decided by"), lambda line: line.decided),
)
