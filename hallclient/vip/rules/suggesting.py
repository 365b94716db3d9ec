"""Which service is recommended: one that is not in use, the one that what is known speaks for."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from hallclient.base.text import printable
from hallclient.vip.rules.standard import Service, vip_standard


@dataclass(frozen=True)
class Suggestion:
    """What to recommend and how: `short` in a busy hall (忙时一句话, 闲时一段话)."""

    service: str
    name: str
    words: str
    short: bool


def suggest(
    in_use: str, known: Iterable[str], answered: Collection[str], *, waiting: int
) -> Suggestion | None:
    """One service for this guest, None when nothing is left. Source: S1-VP-18, S1-CT-27.

    Args:
        in_use: services in use as the profile has them; never recommended.
        known: everything else that the profile says.
        answered: services that the guest accepted or declined before; not asked again.
        waiting: how many people wait in the hall.
    """
    text = " ".join(known).casefold()
    free = [
        service
        for service in vip_standard().services.values()
        if service.code not in answered and not owns(in_use, service)
    ]
    if not free:
        return None
    best = max(free, key=lambda service: sum(word.casefold() in text for word in service.suits))
    short = waiting >= vip_standard().busy_from
    return Suggestion(best.code, best.text, best.pitch(short=short), short)


def owns(in_use: str, service: Service) -> bool:
    """Whether the services in use name this one, by code or by either name."""
    typed = printable(in_use).casefold()
    return any(name.casefold() in typed for name in (service.code, service.zh, service.en))
