"""Which one service is recommended (推荐一项): one rule for the counter and for VIP reception.

The services are the hall's own list (`resources/standards/services.toml`).
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cache
from types import MappingProxyType
from typing import Any, Final

from hallclient.base.clock import hall_date
from hallclient.base.errors import HallError
from hallclient.base.language import N_, language
from hallclient.base.places import resources
from hallclient.base.text import printable

SHORT, LONG = "short", "long"


class ServiceUnlisted(HallError):
    """The hall does not recommend it."""

    code = "recommend.unlisted"
    sentence = N_("This service is not on the hall's list. Choose one that is recommended here.")


class ServiceOwned(HallError):
    """Never what the customer has (S1-CT-24, S1-VP-18)."""

    code = "recommend.owned"
    sentence = N_("The customer has this already. Recommend something else.")


class ServiceDeclined(HallError):
    """Nobody is asked again so soon, at whichever door they declined."""

    code = "recommend.declined"
    sentence = N_("The customer declined this on {day}. Recommend something else.")


class AnswerMissing(HallError):
    """A recommendation without what the customer said (S1-CT-27)."""

    code = "recommend.answer"
    sentence = N_("Choose what the customer said to the recommendation.")


class Reply(StrEnum):
    """What the customer said to the recommendation."""

    ACCEPTED = "accepted"
    DECLINED = "declined"
    THINKING = "thinking"
    NOT_OFFERED = "not-offered"


REPLIES: Final[Mapping[Reply, str]] = MappingProxyType(
    {
        Reply.ACCEPTED: N_("wants it"),
        Reply.DECLINED: N_("does not want it"),
        Reply.THINKING: N_("thinks it over: hotline and leaflet given"),
        Reply.NOT_OFFERED: N_("not offered"),
    }
)
"""In the order in which they are chosen; S1-CT-29 for who hesitates."""

SAID: Final = frozenset({Reply.ACCEPTED, Reply.DECLINED, Reply.THINKING})
"""Said by the customer; the other one says that nobody asked."""


@dataclass(frozen=True)
class Service:
    """What may be recommended, with a sentence for a crowded hall and more for a quiet one.

    Attributes:
        suits: words that speak for it in what the customer told.
        plans: codes of the plans that contain it.
    """

    code: str
    duty: str
    zh: str
    en: str
    suits: tuple[str, ...]
    plans: frozenset[str]
    short_zh: str
    short_en: str
    long_zh: str
    long_en: str

    @property
    def text(self) -> str:
        """Its name in the language in force."""
        return self.zh if language() == "zh" else self.en

    def pitch(self, *, short: bool) -> str:
        """What is said: 忙时一句话, 闲时一段话 (S1-CT-27)."""
        if language() == "zh":
            return self.short_zh if short else self.long_zh
        return self.short_en if short else self.long_en


@dataclass(frozen=True)
class Recommendation:
    """One service to recommend, in one sentence or a few."""

    service: str
    name: str
    words: str
    short: bool

    @property
    def pitch(self) -> str:
        """`short` or `long`, as it goes on record."""
        return SHORT if self.short else LONG


@dataclass(frozen=True)
class Answered:
    """What a customer said to a service, at the counter or in VIP reception."""

    service: str
    reply: Reply
    at: datetime


@dataclass(frozen=True)
class Known:
    """What the hall knows of a customer that speaks for a service or against it.

    Attributes:
        plans: of their numbers in service, those that take over next month too.
        in_use: services in use, in the customer's own words.
        told: whatever else they told of themselves.
        answers: to everything that was recommended before, in no order.
    """

    plans: frozenset[str] = frozenset()
    in_use: str = ""
    told: tuple[str, ...] = ()
    answers: tuple[Answered, ...] = ()


NOTHING_KNOWN: Final = Known()
"""Of somebody on no file."""


@dataclass(frozen=True)
class _Standard:
    services: Mapping[str, Service]
    again_after: timedelta


@cache
def _standard() -> _Standard:
    path = resources() / "standards" / "services.toml"
    read: dict[str, Any] = tomllib.loads(path.read_text("utf-8"))
    services = {
        code: Service(
            code, **each | {"suits": tuple(each["suits"]), "plans": frozenset(each["plans"])}
        )
        for code, each in read["services"].items()
    }
    return _Standard(MappingProxyType(services), timedelta(days=int(read["again_after_days"])))


def services() -> Mapping[str, Service]:
    """Everything that may be recommended by code, in the hall's order."""
    return _standard().services


def service_name(code: str) -> str:
    """A service's name in the language in force; one that was taken off the list by its code."""
    found = services().get(code)
    return code if found is None else found.text


def recommend(known: Known, now: datetime, *, crowded: bool) -> Recommendation | None:
    """The service that what is known speaks for most, the hall's order where nothing does.

    Never what the customer has or lately declined; None when nothing is left. Source: S1-CT-24,
    S1-VP-18.

    Args:
        crowded: people wait longer than the hall promises; it is said in one sentence then.
    """
    text = " ".join(known.told).casefold()
    free = [
        one for one in services().values() if not owns(known, one) and not declined(known, one, now)
    ]
    if not free:
        return None
    best = max(free, key=lambda one: sum(word.casefold() in text for word in one.suits))
    return Recommendation(best.code, best.text, best.pitch(short=crowded), crowded)


def owns(known: Known, service: Service) -> bool:
    """Whether a plan contains it, the customer names it as in use, or accepted it before."""
    typed = printable(known.in_use).casefold()
    return (
        bool(service.plans & known.plans)
        or any(name.casefold() in typed for name in (service.code, service.zh, service.en))
        or any(one.service == service.code and one.reply is Reply.ACCEPTED for one in known.answers)
    )


def declined(known: Known, service: Service, now: datetime) -> date | None:
    """The day on which the customer last declined it, None where they may be asked again."""
    said = [
        one.at
        for one in known.answers
        if one.service == service.code and one.reply is Reply.DECLINED
    ]
    if not said or now - max(said) >= _standard().again_after:
        return None
    return hall_date(max(said))


def refuse_recommending(service: str, reply: str, known: Known, now: datetime) -> None:
    """What goes on record as recommended is listed, answered, and none the customer has.

    Who declined it lately and accepts it now asked for it themselves. Raises ServiceUnlisted,
    AnswerMissing, ServiceOwned, ServiceDeclined.
    """
    listed = services().get(service)
    if listed is None:
        raise ServiceUnlisted(field="service")
    if reply not in set(Reply):
        raise AnswerMissing(field="reply")
    if reply not in SAID:
        return
    if owns(known, listed):
        raise ServiceOwned(field="service")
    if reply != Reply.ACCEPTED and (day := declined(known, listed, now)):
        raise ServiceDeclined(field="service", day=day.isoformat())
