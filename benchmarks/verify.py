"""`hallclient verify` over closed days of really sealed orders: how many in a second."""

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.many import hall_of
from benchmarks.measure import Figure
from hallclient.inspection import inspect

GOAL = 20_000
"""Orders a second at least; as microseconds for each order at most 50."""


def figures(*, quick: bool) -> Iterator[Figure]:
    """The best of three runs: all of it, chain, seals, journal, stock, numbers and closed days."""
    orders = 20_000 if quick else 200_000
    with (
        tempfile.TemporaryDirectory(prefix="hall-bench-") as name,
        hall_of(Path(name), orders) as many,
    ):
        seconds = []
        for _ in range(1 if quick else 3):
            begun = time.perf_counter()
            verdict = inspect(many.desk)
            seconds.append(time.perf_counter() - begun)
            if not verdict.good:
                raise RuntimeError(f"the books made for measuring are wrong: {verdict.faults[:3]}")
    each = min(seconds) / many.orders * 1_000_000
    facts = {"orders": many.orders, "acts": verdict.acts, "orders a second": round(1e6 / each)}
    yield Figure("verify, for each order", each, None, 1e6 / GOAL, unit="µs", facts=facts)
