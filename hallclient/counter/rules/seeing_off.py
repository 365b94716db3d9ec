"""The last steps of a visit: one service recommended, papers into the envelope, what was left out.

The services are the hall's own list (`resources/standards/vip.toml`), the same for every customer.
"""

import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from types import MappingProxyType
from typing import Any, Final

from hallclient.base.errors import HallError
from hallclient.base.language import N_, language
from hallclient.base.places import resources
from hallclient.base.text import to_ascii
from hallclient.counter.rules.prompts import END, PAY, prompts

LEAFLETS_MOST: Final = 3
"""Leaflets in one envelope. Source: S1-CT-31."""
SHORT, LONG = "short", "long"


class LeafletsMany(HallError):
    """A fourth leaflet (S1-CT-31)."""

    code = "visit.leaflets"
    sentence = N_("{count} leaflets: an envelope takes {most} at most. Take some out.")


class LeafletsMalformed(HallError):
    """Not a number of leaflets."""

    code = "visit.leaflets-number"
    sentence = N_("Type how many leaflets are in the envelope, 0 to {most}.")


class AnswerMissing(HallError):
    """A recommendation without what the customer said (S1-CT-27)."""

    code = "visit.answer"
    sentence = N_("Choose what the customer said to the recommendation.")


class Reply(StrEnum):
    """What the customer said to the recommendation."""

    ACCEPTED = "accepted"
    DECLINED = "declined"
    THINKING = "thinking"
    NOT_OFFERED = "not-offered"


REPLIES: Final[Mapping[Reply, str]] = MappingProxyType(
    {
        Reply.ACCEPTED: N_("wants it"),
        Reply.DECLINED: N_("does not want it"),
        Reply.THINKING: N_("thinks it over: hotline and leaflet given"),
        Reply.NOT_OFFERED: N_("not offered"),
    }
)
"""In the order in which they are chosen; S1-CT-29 for who hesitates."""


@dataclass(frozen=True)
class Recommendation:
    """One service to recommend, in one sentence or a few (忙时一句话, 闲时一段话)."""

    service: str
    name: str
    words: str
    short: bool

    @property
    def pitch(self) -> str:
        """`short` or `long`, as it goes on record."""
        return SHORT if self.short else LONG


@dataclass(frozen=True)
class Envelope:
    """So many leaflets are about to go into the envelope of an order."""

    order_no: str
    leaflets: int
    request_id: str


@cache
def _standard() -> tuple[Mapping[str, Any], int]:
    path = resources() / "standards" / "vip.toml"
    read: dict[str, Any] = tomllib.loads(path.read_text("utf-8"))
    return MappingProxyType(read["services"]), int(read["busy_from"])


def services() -> tuple[str, ...]:
    """Codes of everything that may be recommended, in order."""
    return tuple(_standard()[0])


def recommend(answered: Collection[str], *, waiting: int) -> Recommendation | None:
    """The first service that the customer has not answered to yet, None when none is left.

    Args:
        answered: what they accepted, which they have, or declined, which nobody repeats.
        waiting: how many people wait in the hall; many make it one sentence (S1-CT-27).
    """
    listed, busy_from = _standard()
    free = next((code for code in listed if code not in answered), None)
    if free is None:
        return None
    words, short = listed[free], waiting >= busy_from
    tongue = "zh" if language() == "zh" else "en"
    pitch = words[f"{SHORT if short else LONG}_{tongue}"]
    return Recommendation(free, words[tongue], pitch, short)


def leaflets_from(text: str) -> int | None:
    """How many leaflets, None where nothing was typed. Raises LeafletsMalformed, LeafletsMany."""
    plain = to_ascii(text)
    if not plain:
        return None
    if not (plain.isascii() and plain.isdecimal() and len(plain) <= len("99")):
        raise LeafletsMalformed(field="leaflets", most=LEAFLETS_MOST)
    return checked_leaflets(int(plain))


def checked_leaflets(count: int) -> int:
    """Raises LeafletsMalformed below zero, LeafletsMany above three."""
    if isinstance(count, bool) or count < 0:
        raise LeafletsMalformed(field="leaflets", most=LEAFLETS_MOST)
    if count > LEAFLETS_MOST:
        raise LeafletsMany(field="leaflets", count=count, most=LEAFLETS_MOST)
    return count


def courtesies(before: str, *, document: bool = True) -> tuple[str, ...]:
    """Ids of the steps that nobody has to tick; those left out are counted.

    Args:
        before: `pay` or `end`: the beginning of the visit or its end.
        document: whether an identity document was shown.
    """
    return tuple(
        prompt.id
        for prompt in prompts().values()
        if not prompt.mandatory
        and prompt.before == before
        and (prompt.always or (document and prompt.when == "document"))
    )


def left_out(acknowledged: Collection[str], *, document: bool) -> tuple[str, ...]:
    """Which of the visit's courtesies were not ticked, in the order of the visit."""
    wanted = courtesies(PAY, document=document) + courtesies(END, document=document)
    return tuple(each for each in wanted if each not in acknowledged)
