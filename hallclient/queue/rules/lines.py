"""The lines of the hall, who serves them, and the pauses of a counter; the words are data."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any, Final

from hallclient.base.language import language
from hallclient.base.places import resources
from hallclient.base.text import printable
from hallclient.queue.rules.errors import LineUnknown, PauseReasonMissing, PauseReasonUnlisted

DIGITS: Final = 3
_USUAL: Final = 600
"""Seconds of a customer in a line that the hall has no more."""


@dataclass(frozen=True)
class Line:
    """A line (队列); `duty` is the id of the service standard that it comes from.

    Attributes:
        priority: called before the others, within the cap of fairness.
        usual_seconds: of one customer, as long as the day has told nothing better.
    """

    letter: str
    duty: str
    zh: str
    en: str
    priority: bool
    usual_seconds: int

    @property
    def text(self) -> str:
        """The line's name in the language in force."""
        return self.zh if language() == "zh" else self.en


@dataclass(frozen=True)
class PauseReason:
    """Why a counter stands empty; `approved` is a break that is no time at the counter."""

    code: str
    duty: str
    zh: str
    en: str
    approved: bool

    @property
    def text(self) -> str:
        """The words on the sign, in the language in force."""
        return self.zh if language() == "zh" else self.en


@dataclass(frozen=True)
class Saying:
    """A reminder for whoever sits at the counter, from the standard `duty`."""

    duty: str
    zh: str
    en: str

    def __str__(self) -> str:
        return self.zh if language() == "zh" else self.en


@dataclass(frozen=True)
class QueueStandard:
    """The shipped standard, read once; `says` is by the moment that a reminder is about."""

    lines: Mapping[str, Line]
    serves: Mapping[str, str]
    pauses: Mapping[str, PauseReason]
    says: Mapping[str, Saying]


@cache
def queue_standard() -> QueueStandard:
    """What the hall's file says; a file that says nothing useful is a fault of the installation."""
    path = resources() / "standards" / "queue.toml"
    read: dict[str, Any] = tomllib.loads(path.read_text("utf-8"))
    lines = {
        letter: Line(
            letter, each["duty"], each["zh"], each["en"], each["priority"],
            60 * int(each["usual_minutes"]),
        )
        for letter, each in read["lines"].items()
    }  # fmt: skip
    pauses = {
        code: PauseReason(code, each["duty"], each["zh"], each["en"], each["break"])
        for code, each in read["pauses"].items()
    }
    says = {moment: Saying(**each) for moment, each in read["says"].items()}
    return QueueStandard(
        MappingProxyType(lines),
        MappingProxyType(read["serves"]),
        MappingProxyType(pauses),
        MappingProxyType(says),
    )


def line_of(letter: str) -> Line:
    """The line with this letter, upper or lower case; raises LineUnknown."""
    found = queue_standard().lines.get(letter.strip().upper())
    if found is None:
        raise LineUnknown(field="line")
    return found


def kept_line(letter: str) -> Line:
    """The line of a ticket that is there; one that the hall has no more goes by its letter."""
    return queue_standard().lines.get(letter) or Line(letter, "", letter, letter, False, _USUAL)


def pause_reason(code: str) -> PauseReason:
    """A reason of the standard; raises PauseReasonMissing."""
    found = queue_standard().pauses.get(code)
    if found is None:
        raise PauseReasonMissing(field="reason")
    return found


def kept_reason(code: str) -> PauseReason:
    """The reason of a pause on record; one that is listed no more is no approved break."""
    return queue_standard().pauses.get(code) or PauseReason(code, "", code, code, False)


def pause_reason_named(text: str) -> PauseReason:
    """A reason of the standard by its code or its words; raises PauseReasonUnlisted."""
    said, known = printable(text).strip().casefold(), queue_standard().pauses.values()
    for reason in known:
        if said in (reason.code, reason.zh, reason.en.casefold()):
            return reason
    listed = ", ".join(reason.text for reason in known)
    raise PauseReasonUnlisted(field="reason", reasons=listed)


def served_lines(role: str, counter: int, exceptions: Mapping[str, bool]) -> str:
    """The letters that a counter may serve with a person of this role at it, in order.

    Args:
        exceptions: the hall's setting, `3_v` to whether counter 3 serves line V.
    """
    usual = queue_standard().serves.get(role, "")
    return "".join(
        letter
        for letter in sorted(queue_standard().lines)
        if exceptions.get(f"{counter}_{letter.lower()}", letter in usual)
    )


def ticket_number(letter: str, ordinal: int) -> str:
    """`A001`: the letter and three digits, from 001 on each business day.

    What comes after 999 has a fourth digit: no number is used twice on a day. Source: field
    rules 12.
    """
    if ordinal < 1:
        raise ValueError(f"tickets count from 1: {ordinal=}")
    return f"{letter}{ordinal:0{DIGITS}d}"
