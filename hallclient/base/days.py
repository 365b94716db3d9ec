"""A day as people type it."""

import re
from datetime import date

from hallclient.base.errors import HallError
from hallclient.base.language import N_
from hallclient.base.text import to_ascii

_DAY = re.compile(r"([0-9]{4})[-/.]?([0-9]{2})[-/.]?([0-9]{2})")


class DayMalformed(HallError):
    """Not a day of the calendar."""

    code = "day.malformed"
    sentence = N_("Type a day as 2026-11-22.")


def day_from_text(text: str, *, field: str = "") -> date | None:
    """A day as typed, 2026-11-22 or 20261122; None when nothing was. Raises DayMalformed."""
    plain = to_ascii(text)
    if not plain:
        return None
    match = _DAY.fullmatch(plain)
    if match is None:
        raise DayMalformed(field=field)
    try:
        return date(*(int(part) for part in match.groups()))
    except ValueError:
        raise DayMalformed(field=field) from None
