"""Orders on a durable PostgreSQL against Core and ORM writing the same rows there.

The server is the wheel's, in a folder of its own, with its own settings: fsync and
synchronous_commit are on, clients come through its Unix socket.
"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks import fleet, floor, hall
from benchmarks.fleet import Crew, Done, Orders
from benchmarks.measure import Figure, Times, alternate
from hallclient import hall as house
from hallclient.counter import service as counter
from hallclient.store.desk import Desk
from hallclient.store.engine import open_engine
from tools import postgres

COUNTERS = 20
FAR = 10_000_000
"""No two rows of the floors have the same number, whoever writes them, and when."""


def figures(*, quick: bool) -> Iterator[Figure]:
    """One client; twenty with think time; twenty without."""
    with tempfile.TemporaryDirectory(prefix="hall-bench-") as name, _server() as (ours, floors):
        folder = Path(name)
        with hall.working(folder, COUNTERS, cards=60_000, url=ours) as desk:
            yield _one_client(desk, folder, floors, quick=quick)
            yield from _many(ours, floors, folder, quick=quick)
            faults = house.verify(desk)
    if faults:
        raise RuntimeError(f"the books are not sound: {faults[:3]}")


@contextmanager
def _server() -> Iterator[tuple[str, str]]:
    """URLs of an empty database for the hall and of one for the floors."""
    with postgres.server(postgres.Making(settings=postgres.DURABLE)) as socket:
        for name in ("hall", "floors"):
            postgres.command(socket, f"CREATE DATABASE {name}")
        yield postgres.url(socket, "hall"), postgres.url(socket, "floors")


def _one_client(desk: Desk, folder: Path, floors: str, *, quick: bool) -> Figure:
    rounds, warm = (60, 5) if quick else (1000, 50)
    rows = fleet.recorded(desk, folder)
    engine = open_engine(floors)
    waiting = iter([hall.draft(desk) for _ in range(rounds + warm)])
    times = alternate(
        {
            "ours": lambda _number: counter.complete(desk, next(waiting)),
            "floor": floor.replay_on(engine, floor.kept(folder / "rows.pickle")),
        },
        rounds,
        warm,
    )
    engine.dispose()
    ours, bare = times["ours"].median, times["floor"].median
    facts = {"rows": rows, "p99_ms": times["ours"].part(0.99) * 1000}
    return Figure(
        f"one order on PostgreSQL, {rows} rows", ours * 1000, bare * 1000, 3.0, facts=facts
    )


def _many(ours: str, floors: str, folder: Path, *, quick: bool) -> Iterator[Figure]:
    """Both ways take turns, each over the same spans: what else the PC does falls on both."""
    spans = 1 if quick else 3
    crew = Crew(COUNTERS)

    def both(floor_way: str, seconds: float, think: float) -> tuple[list[Done], list[Done]]:
        done: dict[str, list[Done]] = {"ours": [], floor_way: []}
        for span in range(spans):
            for way, url in (("ours", ours), (floor_way, floors)):
                first = (span + 1) * FAR + (0 if think else spans * FAR)
                done[way].append(crew.work(Orders(way, url, str(folder), seconds, think, first)))
        return done["ours"], done[floor_way]

    try:
        mine, theirs = both("core", 5.0 if quick else 30.0, think=1.0)
        yield Figure(f"{COUNTERS} counters with think time, p99", _p99(mine), _p99(theirs), 3.0)
        mine, theirs = both("orm", 5.0 if quick else 20.0, think=0.0)
        facts = {"orders_per_second": _rate(mine), "orm_per_second": _rate(theirs)}
        yield Figure(
            f"{COUNTERS} counters at once, 1,000 orders",
            1000 / _rate(mine),
            1000 / _rate(theirs),
            2.0,
            unit="s",
            facts=facts,
        )
    finally:
        crew.go_home()


def _p99(done: list[Done]) -> float:
    every = tuple(second for each in done for second in each.times.seconds)
    return Times(every).part(0.99) * 1000


def _rate(done: list[Done]) -> float:
    return sum(len(each.times.seconds) for each in done) / sum(each.span for each in done)
