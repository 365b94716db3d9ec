"""Numbers of SIM cards and handsets: ICCID, IMEI, IMSI; source: field rules 7."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from hallclient.base.places import resources
from hallclient.base.text import typed_number
from hallclient.customers.rules.errors import (
    HandsetCharacters,
    HandsetChecksum,
    HandsetLength,
    IccidCharacters,
    IccidChecksum,
    IccidIssuer,
    IccidLength,
    SubscriberCharacters,
    SubscriberIssuer,
    SubscriberLength,
)
from hallclient.customers.rules.numbers import luhn_fits

LETTERS: Final = "letters"
"""Why a card number could not be verified: it holds a vendor's letters, so Luhn says nothing."""


@dataclass(frozen=True)
class Iccid:
    """A SIM card's number (卡号).

    Attributes:
        issuer: carrier code such as `cmcc`, "" when the issuer's digits are not in our list.
        verified: False when the number holds letters and so has no Luhn verdict.
        reason: `letters` when not verified, else "".
    """

    number: str
    issuer: str
    issuer_text: str
    verified: bool
    reason: str = ""


@dataclass(frozen=True)
class Handset:
    """A handset's number: an IMEI, or an IMEISV, which has no check digit."""

    number: str
    verified: bool


@dataclass(frozen=True)
class Subscriber:
    """An IMSI with the carrier its network code belongs to."""

    number: str
    issuer: str
    issuer_text: str


def check_iccid(text: str, *, field: str = "iccid") -> Iccid:
    """Checks a card number as typed; the filler `F` of the 19-digit form is dropped.

    Raises IccidLength, IccidCharacters, IccidIssuer, IccidChecksum. For a card that is in
    stock under exactly this number a Luhn failure is a warning only: ask `luhn_fits` then.
    """
    number = typed_number(text)
    if len(number) == 20 and number.endswith("F"):
        number = number[:-1]
    if len(number) not in (19, 20):
        raise IccidLength(field=field)
    if re.fullmatch(r"[0-9A-Z]+", number) is None:
        raise IccidCharacters(field=field)
    if not number.startswith("8986"):
        raise IccidIssuer(field=field)
    issuer, issuer_text = _carrier("iccid", number[4:6])
    if not number.isdecimal():
        return Iccid(number, issuer, issuer_text, verified=False, reason=LETTERS)
    if not luhn_fits(number):
        raise IccidChecksum(field=field)
    return Iccid(number, issuer, issuer_text, verified=True)


def check_imei(text: str, *, field: str = "imei") -> Handset:
    """Checks a handset number: 15 digits by Luhn, 16 (IMEISV) by form alone."""
    number = typed_number(text)
    if len(number) not in (15, 16):
        raise HandsetLength(field=field)
    if re.fullmatch(r"[0-9]+", number) is None:
        raise HandsetCharacters(field=field)
    if len(number) == 16:
        return Handset(number, verified=False)
    if not luhn_fits(number):
        raise HandsetChecksum(field=field)
    return Handset(number, verified=True)


def check_imsi(text: str, *, field: str = "imsi") -> Subscriber:
    """Checks a subscriber identity: 15 digits, country 460, a known network code."""
    number = typed_number(text)
    if len(number) != 15:
        raise SubscriberLength(field=field)
    if re.fullmatch(r"[0-9]+", number) is None:
        raise SubscriberCharacters(field=field)
    issuer, issuer_text = _carrier("imsi", number[3:5])
    if number[:3] != "460" or not issuer:
        raise SubscriberIssuer(field=field)
    return Subscriber(number, issuer, issuer_text)


@cache
def _issuers() -> dict[str, Any]:
    with (resources() / "standards" / "sim_issuers.toml").open("rb") as file:
        return tomllib.load(file)


def _carrier(kind: str, digits: str) -> tuple[str, str]:
    for code, carrier in _issuers()["carrier"].items():
        if digits in carrier[kind]:
            return code, carrier["name"]
    return "", ""
