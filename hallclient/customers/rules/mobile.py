"""Mobile numbers of the mainland; source: field rules 6."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from typing import Any

from hallclient.base.places import resources
from hallclient.base.text import typed_number
from hallclient.customers.rules.errors import MobileCharacters, MobileLength, MobilePrefix


@dataclass(frozen=True)
class Mobile:
    """A mobile number (手机号码).

    Attributes:
        carrier: code of who issued its prefix, such as `cmcc`, "" when not known. A hint only:
            numbers move between carriers (携号转网).
        resale: the prefix belongs to resellers on that carrier's network.
        as_of: the day of the prefix list, ISO.
    """

    number: str
    carrier: str
    carrier_text: str
    resale: bool
    as_of: str


def check_mobile(text: str, *, field: str = "mobile") -> Mobile:
    """Checks a number as typed; `+86`, `0086`, spaces and hyphens are dropped.

    Raises MobileLength, MobileCharacters, MobilePrefix. An unknown prefix refuses nothing.
    """
    number = typed_number(text).removeprefix("+86").removeprefix("0086")
    if len(number) != 11:
        raise MobileLength(field=field)
    if re.fullmatch(r"[0-9]+", number) is None:
        raise MobileCharacters(field=field)
    if re.match(r"1[3-9]", number) is None:
        raise MobilePrefix(field=field)
    owners = _owners()
    owner = owners.get(number[:4]) or owners.get(number[:3]) or {}
    return Mobile(
        number,
        owner.get("code", ""),
        owner.get("name", ""),
        owner.get("resale", False),
        _list()["as_of"].isoformat(),
    )


@cache
def _list() -> dict[str, Any]:
    with (resources() / "standards" / "mobile_prefixes.toml").open("rb") as file:
        return tomllib.load(file)


@cache
def _owners() -> dict[str, dict[str, Any]]:
    """Prefix of three or four digits to its owner; the longer prefix is the narrower."""
    return {prefix: owner for owner in _list()["owner"] for prefix in owner["prefixes"]}
