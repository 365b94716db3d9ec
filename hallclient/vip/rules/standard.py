"""The shipped standard of VIP reception (`resources/standards/vip.toml`), read once."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any, Final, Literal

from hallclient.base.language import language
from hallclient.base.places import resources

type Form = Literal["text", "day", "date"]
type Applies = Literal["", "lounge", "waited", "served"]

KEY: Final = "key."
"""Before the name of a field of the key customer's card, where it stands among the facts."""


@dataclass(frozen=True)
class Words:
    """A thing with a name in both languages; `duty` is the id of the service standard."""

    code: str
    duty: str
    zh: str
    en: str

    @property
    def text(self) -> str:
        """In the language in force."""
        return self.zh if language() == "zh" else self.en


@dataclass(frozen=True)
class Tier(Words):
    """A grade of VIP; `rank` 1 is the highest."""

    rank: int


@dataclass(frozen=True)
class StepRule(Words):
    """What a host does, says, and whether it may be left out.

    Attributes:
        asked: prompted in its turn; the others have a key for when they are needed.
        when: where it applies; "" to every guest.
    """

    mandatory: bool
    asked: bool
    when: Applies


@dataclass(frozen=True)
class Item(Words):
    """One thing that is kept of a guest; `masked` is shown in full for a reason only."""

    form: Form
    masked: bool

    @property
    def needs_consent(self) -> bool:
        """What the guest told of themselves; the key customer's card is the hall's own register."""
        return not self.code.startswith(KEY)


@dataclass(frozen=True)
class CardLine(Words):
    """A line of the card of the post (S1-VP-29); `meanwhile`: beside a visit, no step of one."""

    what_zh: str
    what_en: str
    meanwhile: bool

    @property
    def what(self) -> str:
        """What is done, in the language in force."""
        return self.what_zh if language() == "zh" else self.what_en


@dataclass(frozen=True)
class VipStandard:
    """The whole of it; `items` are the profile's and the card's, these under `key.NAME`."""

    tiers: Mapping[str, Tier]
    steps: Mapping[str, StepRule]
    items: Mapping[str, Item]
    sources: Mapping[str, Words]
    card: tuple[CardLine, ...]


@cache
def vip_standard() -> VipStandard:
    """What the hall's file says; a file that says nothing useful is a fault of the installation."""
    path = resources() / "standards" / "vip.toml"
    read: dict[str, Any] = tomllib.loads(path.read_text("utf-8"))
    profile = {name: Item(name, **each) for name, each in read["profile"].items()}
    card = {
        f"{KEY}{name}": Item(f"{KEY}{name}", **each, form="text", masked=False)
        for name, each in read["key"].items()
    }
    return VipStandard(
        _each(Tier, read["tiers"]),
        _each(StepRule, read["steps"]),
        MappingProxyType(profile | card),
        MappingProxyType(
            {name: Words(name, "S1-VP-23", **each) for name, each in read["sources"].items()}
        ),
        tuple(_each(CardLine, read["card"]).values()),
    )


def _each[T: Words](kind: type[T], tables: Mapping[str, Any]) -> Mapping[str, T]:
    return MappingProxyType({name: kind(name, **each) for name, each in tables.items()})


def profile_items() -> tuple[Item, ...]:
    """The profile (个性化资料), in order."""
    return tuple(item for item in vip_standard().items.values() if item.needs_consent)


def card_items() -> tuple[Item, ...]:
    """The six fields of 三知三有, in order."""
    return tuple(item for item in vip_standard().items.values() if not item.needs_consent)


def tier_text(tier: str) -> str:
    """A tier's name in the language in force, "" for none; one that was taken out by its code."""
    found = vip_standard().tiers.get(tier)
    return found.text if found else tier
