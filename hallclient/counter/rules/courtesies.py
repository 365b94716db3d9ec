"""Courtesies that were left out of visits, as who looks after the day sees them."""

from collections.abc import Iterable
from dataclasses import dataclass

from hallclient.counter.rules.prompts import prompts


@dataclass(frozen=True)
class LeftOut:
    """A courtesy that one clerk left out.

    Attributes:
        step: id of its standard; times: in how many visits nobody ticked it.
        visits: how many visits the clerk ended in all.
    """

    step: str
    clerk: str
    times: int
    visits: int

    @property
    def text(self) -> str:
        """What the clerk would have read, in the language in force; else the id alone."""
        found = prompts().get(self.step)
        return self.step if found is None else str(found)

    @property
    def place(self) -> int:
        """Number of the step in the visit, 0 for one that is listed no more."""
        found = prompts().get(self.step)
        return 0 if found is None else found.step


def by_frequency(found: Iterable[LeftOut]) -> tuple[LeftOut, ...]:
    """The most frequent first, then in the order of the visit."""
    return tuple(sorted(found, key=lambda one: (-one.times, one.place, one.step, one.clerk)))
