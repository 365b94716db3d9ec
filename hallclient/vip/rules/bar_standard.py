"""The shipped standard of bar and lounge, read from `resources/standards/lounge.toml`."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

from hallclient.base.language import language
from hallclient.base.places import resources


@dataclass(frozen=True)
class Words:
    """An entry that people read, with the id of its duty."""

    code: str
    duty: str
    zh: str
    en: str

    @property
    def text(self) -> str:
        """In the language in force."""
        return self.zh if language() == "zh" else self.en


@dataclass(frozen=True)
class Goods(Words):
    """A drink or a consumable (饮品物料) of the book.

    Attributes:
        served: guests order it; else it is used up unasked, and the daily count says how much.
        dated: it has a best-before date.
        keeps_days: days that an opened pack keeps, 0 for until its date.
    """

    served: bool
    dated: bool
    keeps_days: int


@dataclass(frozen=True)
class Club(Words):
    """How guests of a kind of club are asked; `offer` is empty for an open question."""

    offer: tuple[str, ...]


@dataclass(frozen=True)
class LoungeItem(Words):
    """What is looked at in the lounge.

    Attributes:
        opening: it is on the list before opening; else it is a register of hygiene.
        measure: what is typed beside the result: "" for nothing, pieces, celsius, minutes.
        least, most: where the measure is good, both included; most 0: as much as one likes.
    """

    opening: bool
    measure: str
    least: int
    most: int


@dataclass(frozen=True)
class LoungeStandard:
    """All of the file, read once."""

    late_seconds: int
    near_days: int
    servings_most: int
    goods: Mapping[str, Goods]
    clubs: Mapping[str, Club]
    phrases: Mapping[str, Words]
    causes: Mapping[str, Words]
    items: Mapping[str, LoungeItem]


@cache
def lounge_standard() -> LoungeStandard:
    """What the hall's file says; a file that says nothing useful is a fault of the installation."""
    path = resources() / "standards" / "lounge.toml"
    read: dict[str, Any] = tomllib.loads(path.read_text("utf-8"))
    clubs = {
        code: Club(code, **{**each, "offer": tuple(each["offer"])})
        for code, each in read.get("clubs", {}).items()
    }
    return LoungeStandard(
        late_seconds=read["bar"]["late_seconds"],
        near_days=read["bar"]["near_days"],
        servings_most=read["bar"]["servings_most"],
        goods=MappingProxyType(
            {code: Goods(code, **each) for code, each in read.get("goods", {}).items()}
        ),
        clubs=MappingProxyType(clubs),
        phrases=_words(read.get("phrases", {})),
        causes=_words(read.get("causes", {})),
        items=MappingProxyType(
            {code: LoungeItem(code, **each) for code, each in read.get("items", {}).items()}
        ),
    )


def goods_named(code: str) -> Goods:
    """A drink or consumable that the books hold; one taken out of the list goes by its code.

    Of that it is no longer known whether guests order it. It counts as a drink, so that what is
    short of it is missing and not used up.
    """
    found = lounge_standard().goods.get(code)
    return found or Goods(code, "", code, code, served=True, dated=True, keeps_days=0)


def item_named(code: str) -> LoungeItem:
    """An item that was looked at; one taken out of the list goes by its code."""
    found = lounge_standard().items.get(code)
    return found or LoungeItem(code, "", code, code, opening=False, measure="", least=0, most=0)


def _words(entries: Mapping[str, Any]) -> Mapping[str, Words]:
    return MappingProxyType({code: Words(code, **each) for code, each in entries.items()})


def club_of(code: str) -> Club:
    """How this hall asks; a kind of club that the file does not know asks in no set words."""
    found = lounge_standard().clubs.get(code)
    return found or Club(code, "", "", "", offer=())
