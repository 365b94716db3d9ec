"""A year of days in a busy hall, with the order of calling that the program uses (field rules 12).

`dev.py queueing` writes docs/queue-simulation.md. It proves the cap of fairness: how long customers
without priority wait when more with priority come than the counters can serve, with the cap and
without it, beside the bound that `most_calls` gives. `--days N` simulates fewer days and writes
nothing.
"""

import argparse
import heapq
import random
import sys
import time
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from hallclient.queue.rules import Rank, Waiting, choose, first_rank, most_calls, run_after
from hallclient.queue.rules.figures import nearest_rank

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "queue-simulation.md"
DAYS = 365
OPEN_SECONDS = 9 * 3600
NOW = datetime(2026, 1, 1, tzinfo=UTC)
"""Nobody has an appointment here, so the time of day changes no rank."""
NO_CAP = 10**9
CAPS = (3, 1, 0)
"""Customers with priority before one without is called; 0: never."""

HEAD = """# A year of queueing

Written by `python3 dev.py queueing`: 365 days of three invented halls, 9 hours each, with the very
function that chooses the next ticket (`hallclient/queue/rules/order.py`). Nobody waits for ever:
a counter calls somebody without priority at the latest after as many with priority as the cap
says, so of T calls at c counters at least (T - c x cap) / (cap + 1) are theirs, and who has k
others of their kind ahead is called within

    (k + 1) x (cap + 1) + c x cap

calls, whoever else comes. The simulation counts the calls of everybody and compares. Waits are in
minutes and seconds; left over are those whom nobody had called when the doors closed.

"""


@dataclass(frozen=True)
class Hall:
    """What comes to a hall, and who serves it.

    Attributes:
        tickets: a day, evenly spread on average.
        vip, care: of a hundred customers.
        rush: the times as many customers with priority in the two hours of the rush.
        service: mean seconds of one customer.
    """

    name: str
    counters: int
    tickets: int
    vip: int
    care: int
    rush: int
    service: int


HALLS = (
    Hall("An ordinary hall", 8, 800, 8, 4, 1, 300),
    Hall("A hall in a rush of VIPs", 8, 800, 25, 8, 4, 300),
    Hall("More with priority than the counters can serve", 6, 900, 80, 10, 1, 240),
)


@dataclass(frozen=True)
class _Here:
    """Somebody who waits: since which second, and what the hall had called by then."""

    one: Waiting
    came: int
    calls: int
    bound: int


@dataclass
class Told:
    """What a simulated stretch of days came to.

    Attributes:
        waits: seconds until the call, of customers without priority (True) and with it.
        left: how many nobody had called when the doors closed.
        worst: the most calls until somebody without priority was called, in 1/1,000 of the bound.
        beyond: how many of them the bound did not hold for.
    """

    waits: dict[bool, list[int]] = field(default_factory=lambda: {True: [], False: []})
    left: Counter[bool] = field(default_factory=Counter)
    worst: int = 0
    beyond: int = 0

    def note(self, here: _Here, calls: int) -> None:
        """Somebody without priority was called, or not yet, after so many calls of the hall."""
        self.worst = max(self.worst, 1000 * (calls - here.calls) // here.bound)
        self.beyond += calls - here.calls > here.bound


@dataclass
class _Day:
    """One day: who waits, by rank in the order of arrival, and what each counter has called."""

    hall: Hall
    fair_after: int
    told: Told
    chance: random.Random
    calls: int = 0

    def run(self) -> None:
        """From the first arrival until the doors close; who waits then is left over."""
        self.lanes: dict[Rank, deque[_Here]] = {rank: deque() for rank in Rank}
        self.free = [(0, counter) for counter in range(self.hall.counters)]
        self.runs = [0] * self.hall.counters
        for at, one in _arrivals(self.hall, self.chance):
            self._call_until(at)
            lane = self.lanes[one.rank]
            bound = most_calls(len(lane), self.hall.counters, self.fair_after)
            lane.append(_Here(one, at, self.calls, bound))
        self._call_until(OPEN_SECONDS)
        for rank, lane in self.lanes.items():
            self.told.left[rank is Rank.OTHER] += len(lane)
        for here in self.lanes[Rank.OTHER]:
            self.told.note(here, self.calls)

    def _call_until(self, until: int) -> None:
        """Every counter that is free before this second calls whoever is next."""
        while self.free[0][0] < until:
            since, counter = self.free[0]
            heads = [lane[0].one for lane in self.lanes.values() if lane]
            chosen = choose(heads, self.runs[counter], self.fair_after, NOW)
            if chosen is None:
                heapq.heapreplace(self.free, (until, counter))
                continue
            here = self.lanes[chosen.rank].popleft()
            self.runs[counter] = run_after(self.runs[counter], chosen.rank)
            self.calls += 1
            ordinary = chosen.rank is Rank.OTHER
            begun = max(since, here.came)
            self.told.waits[ordinary].append(begun - here.came)
            if ordinary:
                self.told.note(here, self.calls)
            length = self.chance.gammavariate(2.0, self.hall.service / 2.0)
            heapq.heapreplace(self.free, (begun + max(20, int(length)), counter))


def _arrivals(hall: Hall, chance: random.Random) -> Iterator[tuple[int, Waiting]]:
    """Second and customer, in order of arrival; more with priority during the rush."""
    at, serial = 0.0, 0
    while (at := at + chance.expovariate(hall.tickets / OPEN_SECONDS)) < OPEN_SECONDS:
        serial += 1
        rush = hall.rush if OPEN_SECONDS // 3 < at < OPEN_SECONDS // 3 + 7200 else 1
        drawn = chance.random() * 100
        care, vip = drawn < hall.care * rush, drawn < (hall.care + hall.vip) * rush
        rank = first_rank(care=care, priority=vip)
        yield int(at), Waiting(serial, "V" if vip else "A", rank, serial)


def simulate(hall: Hall, fair_after: int, days: int) -> Told:
    """So many days of a hall, always the same ones."""
    told, chance = Told(), random.Random(20261122)  # noqa: S311 - the same days again
    for _ in range(days):
        _Day(hall, fair_after, told, chance).run()
    return told


def report(days: int) -> tuple[str, bool]:
    """The tables, and whether the bound held for everybody."""
    parts, sound = [], True
    for hall in HALLS:
        rows, ends = [], []
        for cap in CAPS:
            told = simulate(hall, cap or NO_CAP, days)
            rows += [_row(cap, told, ordinary=ordinary) for ordinary in (True, False)]
            if cap:
                sound = sound and not told.beyond
                ends.append(_end(cap, told))
        parts.append("\n".join([*_head(hall), *rows, "", *ends]))
    return "\n\n".join(parts) + "\n", sound


def _head(hall: Hall) -> list[str]:
    rush = f", {hall.rush} times as many for two hours" if hall.rush > 1 else ""
    return [
        f"## {hall.name}",
        "",
        f"{hall.counters} counters, {hall.tickets} tickets a day, {hall.service} s a customer.",
        f"VIP {hall.vip} %, special care {hall.care} %{rush}.",
        "",
        "| cap | who | called | mean wait | P90 | longest | left over |",
        "| --- | --- | ---: | ---: | ---: | ---: | ---: |",
    ]


def _row(cap: int, told: Told, *, ordinary: bool) -> str:
    waits = sorted(told.waits[ordinary])
    spans = [sum(waits) // max(1, len(waits)), nearest_rank(waits, 90) or 0, max(waits, default=0)]
    who = "without priority" if ordinary else "with priority"
    cells = [str(cap or "none"), who, f"{len(waits):,}", *map(_span, spans)]
    return "| " + " | ".join([*cells, f"{told.left[ordinary]:,}"]) + " |"


def _span(seconds: int) -> str:
    return f"{seconds // 60}:{seconds % 60:02d}"


def _end(cap: int, told: Told) -> str:
    if told.beyond:
        return f"With a cap of {cap} the bound did not hold for {told.beyond:,} of them."
    return (
        f"With a cap of {cap} nobody without priority waited for more calls than the bound; the "
        f"nearest\ncame to {told.worst / 10:.1f} % of it."
    )


def main() -> int:
    """Simulates, and writes the page; exit status 1 when the bound did not hold."""
    parser = argparse.ArgumentParser(prog="dev.py queueing")
    parser.add_argument("--days", type=int, default=0, metavar="N")
    days = parser.parse_args().days
    begun = time.perf_counter()
    tables, sound = report(days or DAYS)
    if days:
        print(tables)
    else:
        PAGE.write_text(HEAD + tables, "utf-8")
    print(f"{time.perf_counter() - begun:.1f} s", file=sys.stderr)
    return 0 if sound else 1


if __name__ == "__main__":
    sys.exit(main())
