"""Triage at the front desk (分流): from what a visitor comes for to where they are sent."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from types import MappingProxyType
from typing import Any, Final

from hallclient.base.language import labelled, language, tr
from hallclient.base.places import resources
from hallclient.queue.rules.triage_errors import (
    ComplaintToReception,
    NoSelfService,
    NothingTicked,
    PaperNotAsked,
    PapersUnanswered,
    PurposeUnknown,
)


class Way(StrEnum):
    """Where a visitor goes from the front desk; of a visit as it was recorded."""

    TICKET = "ticket"
    SELF_SERVICE = "self-service"
    COME_BACK = "come-back"
    RECEPTION = "reception"


@dataclass(frozen=True)
class AskedPaper:
    """Something a business asks for (证件资料), and why.

    Attributes:
        sometimes: asked for only where it applies, such as an agent's document.
    """

    code: str
    zh: str
    en: str
    why_zh: str
    why_en: str
    sometimes: bool

    @property
    def text(self) -> str:
        """Its name in the language in force."""
        return self.zh if language() == "zh" else self.en

    @property
    def why(self) -> str:
        """Why it is asked for, in the language in force."""
        return self.why_zh if language() == "zh" else self.why_en


@dataclass(frozen=True)
class Channel:
    """Where a business is done without a counter (S1-FG-08); `crowd`: said in a rush (S1-FG-24)."""

    code: str
    duty: str
    zh: str
    en: str
    how_zh: str
    how_en: str
    crowd: bool

    @property
    def text(self) -> str:
        """Its name in the language in force."""
        return self.zh if language() == "zh" else self.en

    @property
    def how(self) -> str:
        """How it is done there, in the language in force."""
        return self.how_zh if language() == "zh" else self.how_en


@dataclass(frozen=True)
class Purpose:
    """What a visitor comes for (S1-FG-02); one key at the front desk.

    Attributes:
        line: letter of the ticket.
        counter: setting of the hall that names the counter which serves it, "" for none.
        tell_zh, tell_en: told in this order (S1-FG-20).
        brief_zh, brief_en: the short answer of a crowded hall (S1-FG-09).
        kinds: codes of the businesses that it may lead to at the counter.
    """

    code: str
    key: str
    duty: str
    zh: str
    en: str
    way: Way
    line: str
    counter: str
    area_zh: str
    area_en: str
    papers: tuple[AskedPaper, ...]
    channels: tuple[Channel, ...]
    tell_zh: tuple[str, ...]
    tell_en: tuple[str, ...]
    brief_zh: str
    brief_en: str
    kinds: tuple[str, ...]

    @property
    def text(self) -> str:
        """Its name in the language in force."""
        return self.zh if language() == "zh" else self.en

    @property
    def area(self) -> str:
        """Where the visitor is shown to (S1-FG-06), in the language in force."""
        return self.area_zh if language() == "zh" else self.area_en

    @property
    def tell(self) -> tuple[str, ...]:
        """What is told, in this order, in the language in force."""
        return self.tell_zh if language() == "zh" else self.tell_en

    @property
    def brief(self) -> str:
        """The short answer, in the language in force."""
        return self.brief_zh if language() == "zh" else self.brief_en


@dataclass(frozen=True)
class Direction:
    """Where a visitor is sent, and what is said meanwhile.

    Attributes:
        counter: the named counter, 0 where any of the line does.
        missing: what they have to bring; they come back then.
        offered: channels to be suggested instead of waiting.
        taken: the channel that they go to, None while they rather wait.
        crowded: answer briefly, teach the other channels.
        whole_help: they are accompanied all the way (全程代办, S1-FG-12, S1-SG-05).
    """

    purpose: Purpose
    way: Way
    line: str
    counter: int
    missing: tuple[AskedPaper, ...]
    offered: tuple[Channel, ...]
    taken: Channel | None
    crowded: bool
    whole_help: bool


@dataclass(frozen=True)
class TriageStandard:
    """The shipped standard, read once; purposes in the order of the file.

    Attributes:
        slip_days: days after which nobody is expected back with a slip of missing papers.
    """

    slip_days: int
    papers: Mapping[str, AskedPaper]
    channels: Mapping[str, Channel]
    purposes: Mapping[str, Purpose]


RESERVED_KEYS: Final = frozenset("YN")
"""Keys that answer whether the papers are complete."""


@cache
def triage_standard() -> TriageStandard:
    """What the hall's file says; a file that says nothing useful is a fault of the installation."""
    path = resources() / "standards" / "triage.toml"
    read: dict[str, Any] = tomllib.loads(path.read_text("utf-8"))
    papers = {code: AskedPaper(code, **each) for code, each in read["papers"].items()}
    channels = {code: Channel(code, **each) for code, each in read["channels"].items()}
    purposes = {
        code: _purpose(code, each, papers, channels) for code, each in read["purposes"].items()
    }
    return TriageStandard(
        int(read["slip_days"]),
        MappingProxyType(papers),
        MappingProxyType(channels),
        MappingProxyType(purposes),
    )


def _purpose(
    code: str,
    read: dict[str, Any],
    papers: Mapping[str, AskedPaper],
    channels: Mapping[str, Channel],
) -> Purpose:
    return Purpose(
        code=code,
        key=read["key"],
        duty=read["duty"],
        zh=read["zh"],
        en=read["en"],
        way=Way(read["way"]),
        line=read["line"],
        counter=read.get("counter", ""),
        area_zh=read["area_zh"],
        area_en=read["area_en"],
        papers=tuple(papers[each] for each in read["papers"]),
        channels=tuple(channels[each] for each in read["self_service"]),
        tell_zh=tuple(read["tell_zh"]),
        tell_en=tuple(read["tell_en"]),
        brief_zh=read["brief_zh"],
        brief_en=read["brief_en"],
        kinds=tuple(read["kinds"]),
    )


def purpose_of(code: str) -> Purpose:
    """The purpose with this code; raises PurposeUnknown."""
    found = triage_standard().purposes.get(code)
    if found is None:
        raise PurposeUnknown(field="purpose")
    return found


def slip_holds_until(given: date) -> date:
    """The last day of a slip of missing papers that was given on this day."""
    return given + timedelta(days=triage_standard().slip_days)


def is_crowded(waiting: int, counters: int, usual_seconds: int, promise_minutes: int) -> bool:
    """Whether who comes now waits longer than the hall promises; with no counter open, anybody."""
    if not waiting:
        return False
    return counters < 1 or waiting * usual_seconds > 60 * promise_minutes * counters


def offered(purpose: Purpose, *, crowded: bool, care: bool) -> tuple[Channel, ...]:
    """What is suggested instead of waiting; nobody who needs help is sent to a machine."""
    return () if care else tuple(one for one in purpose.channels if crowded or not one.crowd)


def direct(
    code: str,
    *,
    missing: Sequence[str] = (),
    channel: str = "",
    care: bool = False,
    crowded: bool = False,
    counter: int = 0,
) -> Direction:
    """Where a visitor goes.

    Missing papers send them home with a list (S1-FG-05), whatever else; self-service needs none.

    Args:
        missing: codes of papers that they do not have with them.
        channel: the self-service that they go to instead, "" when they rather wait.
        counter: the named counter of this purpose, 0 for none.

    Raises PurposeUnknown, PaperNotAsked, NoSelfService, ComplaintToReception.
    """
    purpose = purpose_of(code)
    if purpose.way is Way.RECEPTION:
        raise ComplaintToReception(field="purpose")
    lacking = _lacking(purpose, missing)
    taken = _taken(purpose, channel)
    way = Way.SELF_SERVICE if taken else Way.COME_BACK if lacking else Way.TICKET
    return Direction(
        purpose=purpose,
        way=way,
        line=purpose.line if way is Way.TICKET else "",
        counter=counter if way is Way.TICKET else 0,
        missing=() if taken else lacking,
        offered=offered(purpose, crowded=crowded, care=care),
        taken=taken,
        crowded=crowded,
        whole_help=care,
    )


def refuse_unanswered(purpose: Purpose, missing: Sequence[str], *, complete: bool | None) -> None:
    """Raises PapersUnanswered, NothingTicked: what the counter reads as seen was asked for.

    Args:
        complete: what the visitor answered, None while nobody has asked.
    """
    asked = any(not paper.sometimes for paper in purpose.papers)
    if asked and complete is None and not missing:
        raise PapersUnanswered(field="papers")
    if complete is False and not missing:
        raise NothingTicked(field="papers")


def _lacking(purpose: Purpose, missing: Sequence[str]) -> tuple[AskedPaper, ...]:
    asked = {paper.code: paper for paper in purpose.papers}
    if any(code not in asked for code in missing):
        raise PaperNotAsked(field="papers", purpose=purpose.text)
    return tuple(paper for code, paper in asked.items() if code in missing)


def _taken(purpose: Purpose, code: str) -> Channel | None:
    if not code:
        return None
    for channel in purpose.channels:
        if channel.code == code:
            return channel
    raise NoSelfService(field="self_service", purpose=purpose.text)


def noted(direction: Direction, typed: str, booked: str) -> str:
    """What goes on record of a visitor: of an appointment only the ticket takes its time over."""
    if direction.way is Way.TICKET or not booked.strip():
        return typed
    return tr("; ").join(filter(None, (tr("appointment {time}", time=booked.strip()), typed)))


def passed_on(direction: Direction, typed: str) -> str:
    """What the counter reads of the visit (S3-FD-04): nothing of it is asked again (S3-FD-01).

    The longest comes last: a note is cut where it is too long.
    """
    lacked = {paper.code for paper in direction.missing}
    seen = [
        paper.text
        for paper in direction.purpose.papers
        if not paper.sometimes and paper.code not in lacked
    ]
    parts = [direction.purpose.text]
    if direction.counter:
        parts.append(tr("counter {counter}", counter=direction.counter))
    if direction.whole_help:
        parts.append(tr("accompanied all the way"))
    parts.append(typed)
    if seen:
        parts.append(labelled(tr("Papers seen"), tr(", ").join(seen)))
    return tr("; ").join(filter(None, parts))
