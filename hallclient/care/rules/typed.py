"""What was typed, checked before anything is looked at."""

import re
from datetime import date, datetime
from typing import Final

from hallclient.base.clock import from_hall, hall_date
from hallclient.base.errors import HallError
from hallclient.base.text import printable, to_ascii
from hallclient.care.rules.errors import (
    AnswerMissing,
    PromiseMalformed,
    PromisePast,
    WordsMissing,
)

WORDS_MOST: Final = 1000
_PROMISE: Final = re.compile(
    r"(?:([0-9]{4}-[0-9]{2}-[0-9]{2})[ T]+)?([01]?[0-9]|2[0-3]):([0-5][0-9])"
)


def plain(text: str) -> str:
    """One line as it goes on record."""
    return printable(text).strip()[:WORDS_MOST]


def words_from(text: str, refusal: type[HallError] = WordsMissing, field: str = "words") -> str:
    """What was said, written or learnt; raises the refusal when that is nothing."""
    words = plain(text)
    if not words:
        raise refusal(field=field)
    return words


def answer_from(text: str) -> str:
    """The answer that was given; raises AnswerMissing."""
    return words_from(text, AnswerMissing, "answer")


def promise_from(text: str, now: datetime) -> datetime | None:
    """The instant of a promise typed as `16:30`, today, or with its day; None for nothing.

    Raises PromiseMalformed, PromisePast.
    """
    typed = to_ascii(text)
    if not typed:
        return None
    match = _PROMISE.fullmatch(typed)
    if match is None:
        raise PromiseMalformed(field="promised")
    try:
        day = date.fromisoformat(match[1]) if match[1] else hall_date(now)
    except ValueError as error:
        raise PromiseMalformed(field="promised") from error
    due = from_hall(day, int(match[2]), int(match[3]))
    if due <= now:
        raise PromisePast(field="promised")
    return due
