"""Reading a typed number: its form, its check characters, its dates."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from hallclient.base.text import to_ascii, typed_number
from hallclient.customers.rules.documents import LONG_TERM, Sex
from hallclient.customers.rules.errors import DocumentDate, DocumentValidity

EARLIEST_BIRTH: Final = date(1900, 1, 1)


@dataclass(frozen=True)
class NumberFacts:
    """What a checked document number says by itself.

    Attributes:
        number: normalised, as it goes on record.
        valid_until: only from a passport's machine-readable line.
        facts: further parts for `hallclient check`, such as `area` or `country`.
    """

    number: str
    birth: date | None = None
    sex: Sex | None = None
    valid_until: date | None = None
    facts: Mapping[str, str] = field(default_factory=dict)


def mod_11_2_fits(number: str) -> bool:
    """Whether the last character is the ISO 7064 MOD 11-2 check character of the others."""
    from stdnum.iso7064 import mod_11_2  # slow to import, and the first page needs no check

    return bool(mod_11_2.is_valid(number))


def luhn_fits(number: str) -> bool:
    """Whether the last digit is the Luhn check digit of the others."""
    from stdnum import luhn

    return bool(luhn.is_valid(number))


def mrz_check_digit(text: str) -> int:
    """The check digit of a field of a machine-readable zone.

    Weights 7 3 1, letters A=10 to Z=35, `<`=0, sum mod 10. Source: ICAO Doc 9303.
    """
    values = (0 if char == "<" else int(char, 36) for char in text)
    return sum(value * (7, 3, 1)[place % 3] for place, value in enumerate(values)) % 10


def compact_date(text: str) -> date | None:
    """The day written as eight ASCII digits; None when the calendar has no such day."""
    if re.fullmatch(r"[0-9]{8}", text) is None:
        return None
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        return None


def calendar_date(text: str, *, field: str = "number") -> date:
    """The same, where a day must be: raises DocumentDate."""
    day = compact_date(text)
    if day is None:
        raise DocumentDate(field=field)
    return day


def typed_date(text: str | None, *, field: str) -> date | None:
    """A date as typed (`20400301`, `2040-03-01`, `2040.03.01`); None for nothing typed.

    Raises DocumentValidity.
    """
    plain = re.sub(r"[./]", "", typed_number(text or ""))
    if not plain:
        return None
    day = compact_date(plain)
    if day is None:
        raise DocumentValidity(field=field)
    return day


def typed_end(text: str | None, *, field: str) -> date | str | None:
    """The end of validity as typed: a date, `LONG_TERM`, or None. Raises DocumentValidity."""
    if text is not None and to_ascii(text) == LONG_TERM:
        return LONG_TERM
    return typed_date(text, field=field)


def age_on(birth: date, on: date) -> int:
    """Completed years; who was born on 29 February turns on 1 March in common years."""
    return on.year - birth.year - ((on.month, on.day) < (birth.month, birth.day))
