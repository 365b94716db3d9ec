"""What a round of faults came to: how many were survived, and what was not."""

from collections import Counter
from dataclasses import dataclass, field


@dataclass
class Tally:
    """The count of one round, or of many added up.

    Attributes:
        survived: faults by what they were, each looked after when it was over.
        orders: orders whose receipt was confirmed to the caller, all looked for afterwards.
        lost: confirmed orders that were not there, or under another number.
        doubled: requests that became more than one order.
        unbalanced: what `verify` named, or a number that was missing.
        unclear: what reached the caller and was no sentence.
    """

    survived: Counter[str] = field(default_factory=Counter)
    orders: int = 0
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    unbalanced: list[str] = field(default_factory=list)
    unclear: list[str] = field(default_factory=list)

    @property
    def clean(self) -> bool:
        """Whether every promise was kept."""
        return not (self.lost or self.doubled or self.unbalanced or self.unclear)

    def add(self, other: "Tally") -> None:
        """Adds another round."""
        self.survived += other.survived
        self.orders += other.orders
        self.lost += other.lost
        self.doubled += other.doubled
        self.unbalanced += other.unbalanced
        self.unclear += other.unclear

    def wrong(self) -> list[str]:
        """Each promise that was not kept, a line each."""
        named = {
            "lost": self.lost,
            "doubled": self.doubled,
            "unbalanced": self.unbalanced,
            "unclear": self.unclear,
        }
        return [f"{name}: {what}" for name, found in named.items() for what in found]
