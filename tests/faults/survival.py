"""Every kind of fault, and the order in which a long run goes through them.

The CI runs a little of each kind (`test_*.py` beside this); `python3 dev.py faults` runs rounds of
all of them, for as long as it is told.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from random import Random
from typing import Final

from tests.faults.arena import Arena
from tests.faults.kinds import killed
from tests.faults.tally import Tally

type Strike = Callable[[Arena, Random], Tally]

CYCLES: Final = 10
"""Rounds of each kind in a whole run: 500 orders under kill -9 on either database."""


def killed_in_a_file(arena: Arena, chance: Random) -> Tally:
    """kill -9 at random points, several processes, SQLite."""
    return killed.strike_apart(arena.embedded(), str(chance.random()), 50)


def killed_on_a_server(arena: Arena, chance: Random) -> Tally:
    """kill -9 at random points, several processes, PostgreSQL."""
    return killed.strike_apart(arena.served(), str(chance.random()), 50)


KINDS: Final[Mapping[str, Strike]] = {
    "kill": killed_in_a_file,
    "kill-server": killed_on_a_server,
}


@dataclass(frozen=True)
class Round:
    """One round: which kind, and the seed of all that happens in it."""

    number: int
    kind: str
    seed: str

    def run(self, arena: Arena) -> Tally:
        """Strikes and looks afterwards."""
        return KINDS[self.kind](arena, Random(self.seed))


def planned(seed: int, kinds: tuple[str, ...] = tuple(KINDS)) -> Iterator[Round]:
    """Rounds without end, the same for the same seed; every kind once in each cycle."""
    chance, number = Random(seed), 0
    while True:
        for kind in chance.sample(kinds, len(kinds)):
            number += 1
            yield Round(number, kind, f"{seed}/{number}/{kind}")
