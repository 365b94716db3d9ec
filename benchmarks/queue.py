"""The next ticket on a durable PostgreSQL: a hall of 20 counters, 3,000 tickets on its day.

One counter presses by itself; then eight press at the same moment, each in a process of its own as
on eight PCs, round after round until the day is over. Timed is the whole click: the choice, its
rows, seal and commit. Between the rounds the customers are served and others take tickets, so that
about a hundred wait all day.
"""

import multiprocessing
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing.synchronize import Barrier
from pathlib import Path

from benchmarks import hall
from benchmarks.measure import Figure, Times
from hallclient import hall as house
from hallclient.base.ids import new_id
from hallclient.queue import service as queue
from hallclient.queue.rules import AtCounter, CallTicket, CounterAsk, Finish, TakeTicket
from hallclient.staff import service as staff
from hallclient.staff.rules import AddPerson, Role
from hallclient.store.desk import Desk
from hallclient.till import book as till
from tools import postgres

COUNTERS = 20
AT_ONCE = 8
WAITING = 100
LINES = "AAAABAAVAC"
"""The lines of ten customers one after another; every thirteenth has the care flag."""
_gate: Barrier


def figures(*, quick: bool) -> Iterator[Figure]:
    """Median of one counter, median and p99 of eight at once."""
    tickets = 400 if quick else 3_000
    making = postgres.Making(settings=postgres.DURABLE)
    with tempfile.TemporaryDirectory(prefix="hall-bench-") as name, postgres.server(making) as at:
        postgres.command(at, "CREATE DATABASE hall")
        folder, url = Path(name), postgres.url(at, "hall")
        hall.make(folder, url)
        opened = house.open_hall(hall.place(folder, url))
        try:
            _open(opened.desk)
            for number in range(WAITING):
                _take(opened.desk, number)
            alone = Times(tuple(_one(opened.desk, number) for number in range(tickets // 8)))
            together = _together(folder, url, (tickets - WAITING - tickets // 8) // AT_ONCE)
            faults = house.verify(opened.desk)
        finally:
            opened.close()
    if faults:
        raise RuntimeError(f"the books are not sound: {faults[:3]}")
    facts = {"p99_ms": alone.part(0.99) * 1000}
    yield Figure("next ticket, one counter", alone.median * 1000, None, 10.0, facts=facts)
    facts = {"median_ms": together.median * 1000, "clicks": len(together.seconds)}
    p99 = together.part(0.99) * 1000
    yield Figure(f"next ticket, {AT_ONCE} counters at once, p99", p99, None, 50.0, facts=facts)


def _open(desk: Desk) -> None:
    manager = desk.acting(hall.MANAGER, 0)
    for number in range(1, COUNTERS + 1):
        code = f"A{number:03d}"
        ask = AddPerson(code, f"样例{number}", Role.CLERK, hall.PASSWORD, new_id())
        staff.add_person(manager, ask)
        here = hall.at_counter(desk, number)
        queue.open_counter(here, CounterAsk(new_id()), till.day_for_opening)


def _take(desk: Desk, number: int) -> None:
    ask = TakeTicket(new_id(), LINES[number % len(LINES)], care=number % 13 == 0)
    queue.take(desk.acting(hall.MANAGER, 0), ask, till.day_for_opening)


def _one(desk: Desk, number: int) -> float:
    """One click at counter 1, timed; the customer is served, another one comes."""
    here = hall.at_counter(desk, 1)
    taken = _click(here)
    _serve(here)
    _take(desk, number)
    return taken


def _click(here: Desk) -> float:
    begun = time.perf_counter()
    queue.call(here, CallTicket(new_id()))
    return time.perf_counter() - begun


def _serve(here: Desk) -> None:
    queue.start(here, AtCounter(new_id()))
    queue.finish(here, Finish(new_id()))


def _together(folder: Path, url: str, rounds: int) -> Times:
    context = multiprocessing.get_context("spawn")
    gate = context.Barrier(AT_ONCE)
    with ProcessPoolExecutor(AT_ONCE, context, _remember, (gate,)) as pool:
        work = [pool.submit(_counter, folder, url, each + 1, rounds) for each in range(AT_ONCE)]
        return Times(tuple(second for each in work for second in each.result()))


def _remember(gate: Barrier) -> None:
    global _gate
    _gate = gate


def _counter(folder: Path, url: str, number: int, rounds: int) -> list[float]:
    """One of the eight, in a process of its own; its first click is not timed."""
    opened = house.open_hall(hall.place(folder, url))
    here = hall.at_counter(opened.desk, number)
    taken = []
    try:
        for turn in range(rounds):
            _take(opened.desk, number + turn * AT_ONCE)
            _gate.wait()
            taken.append(_click(here))
            _gate.wait()  # all have called before anybody goes on
            _serve(here)
    finally:
        opened.close()
    return taken[1:]
