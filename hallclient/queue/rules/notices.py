"""Notices of the hall (大厅公告): what is put up, how long it shows, what becomes of it."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from functools import cache
from types import MappingProxyType
from typing import Any, Final

from hallclient.base.clock import from_hall, hall_date
from hallclient.base.errors import HallError
from hallclient.base.language import N_, language
from hallclient.base.places import resources
from hallclient.base.text import printable, to_ascii

REMARK_MOST: Final = 200
_INSTANT: Final = re.compile(
    r"(?:([0-9]{4})-([0-9]{1,2})-([0-9]{1,2}) +)?([01]?[0-9]|2[0-3]):([0-5][0-9])"
)


class NoticeKind(StrEnum):
    """What is put up."""

    ANNOUNCEMENT = "announcement"
    FAULT = "fault"
    PROMOTION = "promotion"


class NoticeStep(StrEnum):
    """What becomes of a notice: maintenance was called about a fault; it was taken down."""

    REPORTED = "reported"
    TAKEN_DOWN = "taken-down"


class NoticeState(StrEnum):
    """Whether a notice shows."""

    PLANNED = "planned"
    SHOWN = "shown"
    OVER = "over"
    TAKEN_DOWN = "taken-down"


NOTICE_STATE_NAMES: Final = {
    NoticeState.PLANNED: N_("planned"),
    NoticeState.SHOWN: N_("on show"),
    NoticeState.OVER: N_("over"),
    NoticeState.TAKEN_DOWN: N_("removed"),
}

NOTICE_PERMISSIONS: Final = MappingProxyType(
    {
        NoticeKind.ANNOUNCEMENT: "notice.put_up",
        NoticeKind.FAULT: "notice.fault",
        NoticeKind.PROMOTION: "notice.put_up",
    }
)
"""A fault may be put up by whoever finds it (S1-FG-28), everything else by who answers for it."""


class NoticeKindUnknown(HallError):
    """Not one of the three."""

    code = "notice.kind"
    sentence = N_("Choose whether this is an announcement, a fault or an offer.")


class NoticeTextMissing(HallError):
    """Nothing to read."""

    code = "notice.text"
    sentence = N_("Type the notice in Chinese; of a fault, what is out of service.")


class NoticeTextLong(HallError):
    """Nobody reads it at ten metres."""

    code = "notice.long"
    sentence = N_("{length} characters cannot be read from afar. Use {most} at most.")


class NoticeTimeMalformed(HallError):
    """Not a time."""

    code = "notice.time"
    sentence = N_("Type a time as 18:00, or as 2026-11-22 18:00.")


class NoticePeriodWrong(HallError):
    """A notice that would never show."""

    code = "notice.period"
    sentence = N_("The notice would never show: it ends before it begins, or has ended already.")


class FaultWithoutEnd(HallError):
    """A fault is shown as long as it lasts. Source: S1-FG-28."""

    code = "notice.fault-end"
    sentence = N_("A fault is shown from now until it is mended. Leave the times out.")


class NoticeUnknown(HallError):
    """No such notice."""

    code = "notice.unknown"
    sentence = N_("Choose a notice that hangs.")


class RemarkLong(HallError):
    """It would be cut; what stands in a record is what somebody wrote."""

    code = "notice.remark"
    sentence = N_("The remark has {length} characters; {most} are possible. Shorten it.")


class NoticeDown(HallError):
    """It hangs no more."""

    code = "notice.down"
    sentence = N_("The notice was taken down already.")


class NotAFault(HallError):
    """Maintenance mends faults."""

    code = "notice.no-fault"
    sentence = N_("Maintenance is called about a fault only.")


class ReportedBefore(HallError):
    """Once is enough for the record."""

    code = "notice.reported"
    sentence = N_("Maintenance was called about this fault already.")


class RemedyMissing(HallError):
    """How a fault ended is part of its record. Source: S1-FG-28."""

    code = "notice.remedy"
    sentence = N_("Write down how the fault was mended.")


@dataclass(frozen=True)
class KindWords:
    """A kind of notice as the standard words it; `duty` is the id it comes from."""

    duty: str
    zh: str
    en: str
    words_zh: str
    words_en: str

    @property
    def text(self) -> str:
        """Its name in the language in force."""
        return self.zh if language() == "zh" else self.en


@dataclass(frozen=True)
class NoticeStandard:
    """The shipped standard, read once; `most` characters can be read from afar."""

    most: int
    kinds: Mapping[NoticeKind, KindWords]


@cache
def notice_standard() -> NoticeStandard:
    """What the hall's file says."""
    path = resources() / "standards" / "notices.toml"
    read: dict[str, Any] = tomllib.loads(path.read_text("utf-8"))
    kinds = {NoticeKind(code): KindWords(**each) for code, each in read["kinds"].items()}
    return NoticeStandard(int(read["most"]), MappingProxyType(kinds))


@dataclass(frozen=True)
class PutUpNotice:
    """Put a notice up, as typed.

    Attributes:
        zh: what it says; of a fault, what is out of service. en: the same in English, or "".
        from_time, until: `18:00` of today or `2026-11-22 18:00`; "" is now, and until it is
            taken down.
    """

    request_id: str
    kind: str
    zh: str
    en: str = ""
    from_time: str = ""
    until: str = ""


@dataclass(frozen=True)
class OfNotice:
    """A step of a notice that hangs; `remark` of a fault taken down says how it was mended."""

    request_id: str
    notice: int
    remark: str = ""


@dataclass(frozen=True)
class PublicNotice:
    """A notice that hangs, as everybody in the hall may read it; nobody is named in its text.

    Attributes:
        until_at: None until it is taken down.
    """

    serial: int
    kind: NoticeKind
    zh: str
    en: str
    from_at: datetime
    until_at: datetime | None

    def state(self, now: datetime) -> NoticeState:
        """Whether it shows at this moment."""
        if now < self.from_at:
            return NoticeState.PLANNED
        over = self.until_at is not None and now >= self.until_at
        return NoticeState.OVER if over else NoticeState.SHOWN

    @property
    def text(self) -> str:
        """What is read on the screen, in the language in force; Chinese where there is no other."""
        words = notice_standard().kinds[self.kind]
        chinese = language() == "zh" or not self.en
        said, sign = (self.zh, words.words_zh) if chinese else (self.en, words.words_en)
        return " ".join(filter(None, (said, sign)))


@dataclass(frozen=True)
class Notice(PublicNotice):
    """A notice with who put it up, and what became of it.

    Attributes:
        reported_at, down_at: None as long as that has not happened; `remark` is the last one's.
    """

    at: datetime
    by: str
    reported_at: datetime | None = None
    reported_by: str = ""
    down_at: datetime | None = None
    down_by: str = ""
    remark: str = ""
    steps: int = 0

    def state(self, now: datetime) -> NoticeState:
        return NoticeState.TAKEN_DOWN if self.down_at is not None else super().state(now)


def after_step(
    notice: Notice, step: NoticeStep, at: datetime, by: str, remark: str
) -> Notice | None:
    """Where a step leads; None when it does not follow."""
    if notice.down_at is not None or at < notice.at:
        return None
    moved = replace(notice, remark=remark, steps=notice.steps + 1)
    if step is NoticeStep.TAKEN_DOWN:
        return replace(moved, down_at=at, down_by=by)
    if notice.kind is not NoticeKind.FAULT or notice.reported_at is not None:
        return None
    return replace(moved, reported_at=at, reported_by=by)


def on_screen[Shown: PublicNotice](notices: Iterable[Shown], now: datetime) -> tuple[Shown, ...]:
    """What shows at this moment: faults first, in each the order in which they were put up."""
    shown = [each for each in notices if each.state(now) is NoticeState.SHOWN]
    return tuple(sorted(shown, key=lambda each: (each.kind is not NoticeKind.FAULT, each.serial)))


def kind_from(code: str) -> NoticeKind:
    """Raises NoticeKindUnknown."""
    if code not in set(NoticeKind):
        raise NoticeKindUnknown(field="kind")
    return NoticeKind(code)


def notice_texts(zh: str, en: str) -> tuple[str, str]:
    """Both texts as they go on record. Raises NoticeTextMissing, NoticeTextLong."""
    texts = printable(zh).strip(), printable(en).strip()
    if not texts[0]:
        raise NoticeTextMissing(field="zh")
    most = notice_standard().most
    for field, text, room in (("zh", texts[0], most), ("en", texts[1], 2 * most)):
        if len(text) > room:
            raise NoticeTextLong(field=field, length=len(text), most=room)
    return texts


def remark_from(typed: str) -> str:
    """What is typed about a step, as it goes on record. Raises RemarkLong."""
    remark = printable(typed).strip()
    if len(remark) > REMARK_MOST:
        raise RemarkLong(field="remark", length=len(remark), most=REMARK_MOST)
    return remark


def period_from(ask: PutUpNotice, now: datetime) -> tuple[datetime, datetime | None]:
    """From when until when a notice shows.

    Raises FaultWithoutEnd, NoticeTimeMalformed, NoticePeriodWrong.
    """
    typed = to_ascii(ask.from_time), to_ascii(ask.until)
    if any(typed) and ask.kind == NoticeKind.FAULT:
        raise FaultWithoutEnd(field="from_time" if typed[0] else "until")
    begins = _instant(typed[0], now, "from_time") or now
    ends = _instant(typed[1], now, "until")
    if ends is not None and ends <= max(begins, now):
        raise NoticePeriodWrong(field="until")
    return begins, ends


def _instant(typed: str, now: datetime, field: str) -> datetime | None:
    if not typed:
        return None
    match = _INSTANT.fullmatch(typed)
    if match is None:
        raise NoticeTimeMalformed(field=field)
    day = hall_date(now)
    try:
        if match[1]:
            day = day.replace(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        raise NoticeTimeMalformed(field=field) from None
    return from_hall(day, int(match[4]), int(match[5]))
