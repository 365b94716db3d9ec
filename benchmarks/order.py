"""One order through the service against Core writing the same number of rows in one commit."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks import floor, hall
from benchmarks.measure import Figure, alternate
from hallclient.counter import service as counter
from hallclient.counter.rules import OrderDraft
from hallclient.store.desk import Desk


def drafts(desk: Desk, count: int) -> list[OrderDraft]:
    """Orders waiting to be confirmed: what the clerk typed is not part of the measure."""
    return [hall.draft(desk) for _ in range(count)]


def figures(*, quick: bool) -> Iterator[Figure]:
    """Median against the floor; p99 against the own median."""
    rounds, warm = (60, 5) if quick else (1000, 50)
    with (
        tempfile.TemporaryDirectory(prefix="hall-bench-") as folder,
        hall.working(Path(folder)) as desk,
    ):
        waiting = iter(drafts(desk, rounds + warm + 2))
        counter.complete(desk, next(waiting))
        with floor.recording(desk.store.engine) as written:
            counter.complete(desk, next(waiting))
        times = alternate(
            {
                "ours": lambda _number: counter.complete(desk, next(waiting)),
                "floor": floor.replay(written, Path(folder)),
            },
            rounds,
            warm,
        )
    ours, bare = times["ours"], times["floor"]
    rows = floor.count(written)
    yield Figure(
        f"one order, {rows} rows, durable",
        ours.median * 1000,
        bare.median * 1000,
        3.0,
        facts={"rows": rows},
    )
    yield Figure("one order, p99 to own median", ours.part(0.99) * 1000, ours.median * 1000, 3.0)
