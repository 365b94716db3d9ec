"""What every PC of a hall may learn of an act: that it was done, where, by whom, about what."""

from collections.abc import Sequence, Set
from dataclasses import dataclass
from typing import Final

ANY: Final = "*"
"""Follows everything."""


@dataclass(frozen=True, slots=True)
class Change:
    """An act on record (操作), as the other clients hear of it; no personal data.

    Attributes:
        seq: its place in the hall's chain, from 1, without gaps.
        action: `room.verb`, such as `order.complete`.
        subject: what it is about, such as `order/H1202611220100001`.
        counter: number of the counter, 0 for the manager's room.
        actor: staff code.
    """

    seq: int
    action: str
    subject: str
    counter: int
    actor: str

    @property
    def room(self) -> str:
        """The action's first part, such as `order`."""
        return self.action.partition(".")[0]


def touches(changes: Sequence[Change], follows: Set[str]) -> bool:
    """Whether any change is followed, by its action or its action's room."""
    if ANY in follows:
        return bool(changes)
    return any(change.action in follows or change.room in follows for change in changes)
