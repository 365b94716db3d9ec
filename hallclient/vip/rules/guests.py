"""A guest: the tier and its term, how they are addressed, by what they were recognised."""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from hallclient.base.language import N_, tr
from hallclient.base.text import to_ascii, typed_number
from hallclient.customers.rules import CustomerView
from hallclient.vip.rules.errors import (
    CardMalformed,
    DateMalformed,
    EnrolledInPast,
    GuestIsNumber,
    TierLapsed,
    TierNone,
    TierUnknown,
)
from hallclient.vip.rules.standard import Tier, tier_text, vip_standard

_CARD: Final = re.compile(r"[A-Z0-9]{4,24}")
IDENTITY_DIGITS: Final = 18
NO_DATE: Final = (0, 0, 0)
"""What was typed is no date at all: the calendar refuses it."""

_DATE: Final = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")

_ALL_DOUBLE: Final = (
    "欧阳司马上官诸葛皇甫令狐慕容尉迟东方司徒夏侯公孙长孙宇文轩辕端木"
    "南宫西门独孤百里东郭呼延闻人澹台公冶太史申屠钟离濮阳淳于单于拓跋"
)
_DOUBLE: Final = frozenset(_ALL_DOUBLE[at : at + 2] for at in range(0, len(_ALL_DOUBLE), 2))
"""Surnames of two characters (复姓)."""


_NUMBER: Final = re.compile(r"[0-9]{6}")


def guest_named(words: str, *, field: str) -> str:
    """The name of a guest on no file, as it is shown and read out to the whole post.

    Raises GuestIsNumber: a mobile, a document or a card is no name.
    """
    if _NUMBER.search(typed_number(words)):
        raise GuestIsNumber(field=field)
    return words


class FoundBy(StrEnum):
    """By what a guest was recognised."""

    CARD = "card"
    NUMBER = "number"
    NAME = "name"
    WORD = "word"


@dataclass(frozen=True)
class Member:
    """A customer with a VIP tier, the card masked.

    Attributes:
        valid_until: the last day of the tier.
    """

    customer_id: str
    tier: str
    card: str
    valid_until: date
    version: int


@dataclass(frozen=True)
class Guest:
    """Somebody who was recognised: customer, tier where there is one, how they are addressed.

    Attributes:
        lapsed: there was a tier, whose last day is past.
    """

    customer: CustomerView
    member: Member | None
    address: str
    found_by: FoundBy
    lapsed: bool = False


def surname(name: str) -> str:
    """The surname, for greeting and farewell; a unit's name and foreign names need care.

    Of two characters where it is a double surname and something follows; in Latin letters what
    stands before a comma, else the last word.
    """
    name = name.strip()
    if name.isascii():
        head, comma, _ = name.partition(",")
        return head.strip() if comma else name.split(" ")[-1]
    return name[:2] if name[:2] in _DOUBLE and len(name) > 2 else name[:1]


def addressed(name: str, form: str, number: str, *, organisation: bool) -> str:
    """How a guest is spoken to: as they asked to be, a unit by its name, else by surname.

    Args:
        number: of the document; the seventeenth digit of eighteen says Mr or Ms (GB 11643).
    """
    if form or organisation or not surname(name):
        return form or name
    if len(number) == IDENTITY_DIGITS and number[:-1].isdecimal():
        odd = int(number[-2]) % 2
        return tr(N_("Mr {surname}") if odd else N_("Ms {surname}"), surname=surname(name))
    return tr("Mr or Ms {surname}", surname=surname(name))


def tier_of(code: str) -> Tier:
    """A tier of the standard; raises TierUnknown."""
    found = vip_standard().tiers.get(code.strip())
    if found is None:
        raise TierUnknown(field="tier")
    return found


def card_from(text: str) -> str:
    """A VIP card's number in its one form, "" where none was typed; raises CardMalformed."""
    card = typed_number(text)
    if card and not _CARD.fullmatch(card):
        raise CardMalformed(field="card")
    return card


def date_from(text: str, field: str) -> date:
    """A day typed as `2027-12-31`; raises DateMalformed."""
    match = _DATE.fullmatch(to_ascii(text).replace("/", "-").replace(".", "-"))
    year, month, day = map(int, match.groups()) if match else NO_DATE
    try:
        return date(year, month, day)
    except ValueError as error:
        raise DateMalformed(field=field) from error


def term_from(text: str, today: date) -> date:
    """The last day of a tier; raises DateMalformed, EnrolledInPast."""
    day = date_from(text, "valid_until")
    if day < today:
        raise EnrolledInPast(field="valid_until")
    return day


def refuse_tier(member: Member | None, today: date, *, expected: bool) -> None:
    """Raises TierNone, TierLapsed: a host may then decide to receive the guest all the same.

    Args:
        expected: a visit is booked for today: it takes no tier, but says nothing of a lapsed one.
    """
    if member is None:
        if not expected:
            raise TierNone
    elif member.valid_until < today:
        raise TierLapsed(tier=tier_text(member.tier), day=member.valid_until.isoformat())


def entitled(member: Member | None, today: date) -> bool:
    """Whether a tier is in force today."""
    return member is not None and member.valid_until >= today
