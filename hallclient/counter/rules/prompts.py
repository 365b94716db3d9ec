"""The steps of a visit (一次服务的步骤) and which of them must be ticked when."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from hallclient.base.language import language
from hallclient.base.places import resources

PAY: Final = "pay"
COMPLETE: Final = "complete"
END: Final = "end"
PROMOTION: Final = "promotion"
"""Told through the answer to each promotion, not through a tick."""


@dataclass(frozen=True)
class Prompt:
    """One step: what is said or shown to the customer.

    Attributes:
        before: what waits for the tick: `pay`, `complete` or `end`.
        when: "" always; `cash`, `change`, `document`, `copy`, `signature`, `promotion` or
            `line` only then.
        vip: asked for only where a VIP guest is served.
        instead: id of the step whose place it takes there, "" for none.
    """

    id: str
    step: int
    before: str
    mandatory: bool
    always: bool
    when: str
    zh: str
    en: str
    vip: bool = False
    instead: str = ""

    def __str__(self) -> str:
        return self.zh if language() == "zh" else self.en


@cache
def prompts() -> Mapping[str, Prompt]:
    """All steps by id, in the order of the visit."""
    with (resources() / "standards" / "prompts.toml").open("rb") as file:
        data = tomllib.load(file)
    tables = {name: entry for name, entry in data.items() if isinstance(entry, dict)}
    return {name: Prompt(id=name, **entry) for name, entry in tables.items()}


def mandatory(
    of_kinds: Iterable[str],
    *,
    document: bool,
    cash: bool,
    change: bool = False,
    copy: bool = False,
    signature: bool = False,
    vip: bool = False,
    before_end: bool = False,
) -> tuple[str, ...]:
    """Ids of the steps that must be ticked, in the order of the visit.

    Args:
        of_kinds: ids that the businesses of the order ask for.
        document: whether an identity document was shown.
        cash: whether cash changes hands.
        change: whether some of it goes back to the customer.
        copy: whether the document is copied.
        signature: whether a second person is called to sign.
        vip: whether a VIP guest is served.
        before_end: the steps after the money instead of those before it.
    """
    asked = frozenset(of_kinds)
    present = {
        "": True,
        "document": document,
        "cash": cash,
        "change": change,
        "copy": copy,
        "signature": signature,
    }
    return in_place(
        prompt
        for prompt in prompts().values()
        if prompt.mandatory
        and (vip or not prompt.vip)
        and (prompt.before == END) is before_end
        and (present.get(prompt.when, False) or (prompt.when == "line" and prompt.id in asked))
    )


def in_place(chosen: Iterable[Prompt]) -> tuple[str, ...]:
    """Ids of these steps without those whose place another of them takes."""
    steps = tuple(chosen)
    taken = {prompt.instead for prompt in steps}
    return tuple(prompt.id for prompt in steps if prompt.id not in taken)


def said(ticked: Iterable[str]) -> frozenset[str]:
    """The steps that were ticked, and those whose place they take.

    Whose guest it is may turn out between two looks; what was said is said once.
    """
    ids = frozenset(ticked)
    return ids | {known.instead for each in ids if (known := prompts().get(each))} - {""}
