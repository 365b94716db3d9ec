"""Numbers on blank forms: a run without gaps, used from its beginning."""

import re
from dataclasses import dataclass
from typing import Final

from hallclient.base.text import printable, typed_number
from hallclient.custody.rules.errors import NumberMissing, RangeMalformed

NUMBER_MOST: Final = 32
PIECES_MOST: Final = 100_000
_NUMBER = re.compile(r"(.*?)([0-9]{1,18})")


@dataclass(frozen=True)
class Serials:
    """A run of numbers with the same beginning: `prefix` and `low` to `high` of `width` digits."""

    prefix: str
    width: int
    low: int
    high: int

    @property
    def pieces(self) -> int:
        """How many."""
        return self.high - self.low + 1

    def at(self, place: int) -> str:
        """The number at a place, from 0."""
        return f"{self.prefix}{self.low + place:0{self.width}d}"

    def meets(self, other: "Serials") -> bool:
        """Whether the two have a number in common."""
        return (
            (self.prefix, self.width) == (other.prefix, other.width)
            and self.low <= other.high
            and other.low <= self.high
        )


def serials_of(first: str, last: str) -> Serials:
    """First and last number as typed; an empty last one means a single piece.

    Raises NumberMissing, RangeMalformed.
    """
    low, high = typed_number(printable(first)), typed_number(printable(last))
    if not low:
        raise NumberMissing(field="first")
    start, end = _NUMBER.fullmatch(low), _NUMBER.fullmatch(high or low)
    if start is None or len(low) > NUMBER_MOST:
        raise RangeMalformed(field="first")
    if end is None or start[1] != end[1] or len(start[2]) != len(end[2]):
        raise RangeMalformed(field="last")
    run = Serials(start[1], len(start[2]), int(start[2]), int(end[2]))
    if not 1 <= run.pieces <= PIECES_MOST:
        raise RangeMalformed(field="last")
    return run
