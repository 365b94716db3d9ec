"""Every kind of fault, and the order in which a long run goes through them.

The CI runs a little of each kind (`test_*.py` beside this); `python3 dev.py faults` runs rounds of
all of them, for as long as it is told.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from random import Random
from typing import Final

from tests.faults import hall_machine
from tests.faults.arena import Arena
from tests.faults.disk import sqlite_library
from tests.faults.kinds import clocks, damaged, full, killed, locked, power, served
from tests.faults.tally import Tally

type Strike = Callable[[Arena, Random], Tally]

CYCLES: Final = 10
"""Rounds of each kind in a whole run: 500 orders under kill -9 on either database, 200 days."""
DAYS: Final = 20
"""Random days in a round."""


def killed_in_a_file(arena: Arena, chance: Random) -> Tally:
    """kill -9 at random points, several processes, SQLite."""
    return killed.strike_apart(arena.embedded(), str(chance.random()), 50)


def killed_on_a_server(arena: Arena, chance: Random) -> Tally:
    """kill -9 at random points, several processes, PostgreSQL."""
    return killed.strike_apart(arena.served(), str(chance.random()), 50)


def power_cut(arena: Arena, chance: Random) -> Tally:
    """Writes that nobody synced are dropped, in any part, at any moment of a day."""
    return power.strike(arena.embedded(), arena.folder(), chance, orders=45, cuts=40)


def power_cut_founding(arena: Arena, chance: Random) -> Tally:
    """The same while the hall is made."""
    return power.strike_founding(arena.folder(), chance, cuts=20)


def failing_disk(arena: Arena, chance: Random) -> Tally:
    """A disk that is full or fails at every write and sync."""
    return full.strike(arena.embedded(), chance)


def read_only(arena: Arena, chance: Random) -> Tally:
    """A file that may only be read."""
    return full.strike_read_only(arena.embedded())


def lock(arena: Arena, chance: Random) -> Tally:
    """Another program holds the lock."""
    return locked.strike(arena.embedded(), chance, 10)


def server_away(arena: Arena, chance: Random) -> Tally:
    """The server is killed and started again; the line is cut, also in the middle of a commit."""
    return served.strike(arena, chance, 30)


def wrong_clock(arena: Arena, chance: Random) -> Tally:
    """The clock jumps back and forward."""
    return clocks.strike(arena.embedded(), chance, 40)


def damaged_page(arena: Arena, chance: Random) -> Tally:
    """A page of the file is overwritten."""
    return damaged.strike(arena.embedded(), arena.folder(), chance, 40)


def random_days(_arena: Arena, chance: Random) -> Tally:
    """Days by chance, event by event, against a hall in plain ints."""
    tally = Tally()
    try:
        played = hall_machine.days(DAYS, 30, chance.getrandbits(32))
    except AssertionError as differs:
        notes = getattr(differs, "__notes__", [])
        tally.unbalanced.append("\n".join([str(differs), *notes]))
        return tally
    tally.survived["random days"] += len(played)
    tally.orders += sum(event["do"] == "order" for events in played for event in events)
    return tally


ON_A_DISK_OF_OURS: Final[Mapping[str, Strike]] = {
    "power": power_cut,
    "power-founding": power_cut_founding,
    "disk": failing_disk,
    "read-only": read_only,
}
"""Kinds that need SQLite's functions, which a Python may hide."""

KINDS: Final[Mapping[str, Strike]] = {
    "kill": killed_in_a_file,
    "kill-server": killed_on_a_server,
    **(ON_A_DISK_OF_OURS if sqlite_library() else {}),
    "lock": lock,
    "server": server_away,
    "clock": wrong_clock,
    "page": damaged_page,
    "days": random_days,
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
