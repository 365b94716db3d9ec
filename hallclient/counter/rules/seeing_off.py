"""The last steps of a visit: papers into the envelope, what was left out."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from hallclient.base.errors import HallError
from hallclient.base.language import N_
from hallclient.base.text import to_ascii
from hallclient.counter.rules.prompts import END, PAY, in_place, prompts

LEAFLETS_MOST: Final = 3
"""Leaflets in one envelope. Source: S1-CT-31."""


class LeafletsMany(HallError):
    """A fourth leaflet (S1-CT-31)."""

    code = "visit.leaflets"
    sentence = N_("{count} leaflets: an envelope takes {most} at most. Take some out.")


class LeafletsMalformed(HallError):
    """Not a number of leaflets."""

    code = "visit.leaflets-number"
    sentence = N_("Type how many leaflets are in the envelope, 0 to {most}.")


@dataclass(frozen=True)
class Envelope:
    """So many leaflets are about to go into the envelope of an order."""

    order_no: str
    leaflets: int
    request_id: str


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


def courtesies(before: str, *, document: bool = True, vip: bool = False) -> tuple[str, ...]:
    """Ids of the steps that nobody has to tick; those left out are counted.

    Args:
        before: `pay` or `end`: the beginning of the visit or its end.
        document: whether an identity document was shown.
        vip: whether a VIP guest is served.
    """
    return in_place(
        prompt
        for prompt in prompts().values()
        if not prompt.mandatory
        and (vip or not prompt.vip)
        and prompt.before == before
        and (prompt.always or (document and prompt.when == "document"))
    )


def left_out(
    acknowledged: Collection[str], *, document: bool, vip: bool = False
) -> tuple[str, ...]:
    """Which of the visit's courtesies were not ticked, in the order of the visit."""
    wanted = courtesies(PAY, document=document, vip=vip)
    wanted += courtesies(END, document=document, vip=vip)
    return tuple(each for each in wanted if each not in acknowledged)
