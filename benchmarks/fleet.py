"""Counters at work in processes of their own, all at once: what each commit took, and how many.

`python -m benchmarks.fleet NUMBER` is one counter: it reads what to do as a line of JSON, says
"ready", waits for another line, works, and prints what each of its commits took.
"""

import json
import random
import subprocess
import sys
import time
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from benchmarks import floor, hall
from benchmarks.measure import ROOT, Times, Work
from hallclient import hall as house
from hallclient.base.ids import new_id
from hallclient.counter import service as counter
from hallclient.store.desk import Desk
from hallclient.store.engine import open_engine

PATIENCE = 300


@dataclass(frozen=True)
class Orders:
    """What a fleet does.

    Attributes:
        way: `ours`, or the floor `core` or `orm`.
        url: of the hall's database, or of the one that holds the floor's tables.
        folder: where the hall's keys lie, and the recorded rows of the floor.
        seconds: how long it goes on.
        think: at most this many seconds pass between two orders of a counter, evenly drawn.
    """

    way: str
    url: str
    folder: str
    seconds: float
    think: float
    first: int = 0


@dataclass(frozen=True)
class Done:
    """What a fleet did: seconds of each commit, and the span from the first to the last."""

    times: Times
    span: float

    @property
    def rate(self) -> float:
        """Orders a second."""
        return len(self.times.seconds) / self.span


class Crew:
    """Twenty counters, a process each, that wait for work together."""

    def __init__(self, counters: int) -> None:
        self._processes = [_start(number) for number in range(1, counters + 1)]

    def work(self, orders: Orders) -> Done:
        """Has every counter write one order, lets them go at the same moment, gathers the times."""
        for process in self._processes:
            print(json.dumps(asdict(orders)), file=process.stdin, flush=True)
        for process in self._processes:
            _read(process, "ready")
        for process in self._processes:
            print("go", file=process.stdin, flush=True)
        answers = [json.loads(_read(process)) for process in self._processes]
        seconds = tuple(each for answer in answers for each in answer["seconds"])
        begun = min(answer["begin"] for answer in answers)
        return Done(Times(seconds), max(answer["end"] for answer in answers) - begun)

    def go_home(self) -> None:
        """Ends the processes."""
        for process in self._processes:
            process.communicate(timeout=PATIENCE)


def _start(number: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "benchmarks.fleet", str(number)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def _read(process: subprocess.Popen[str], wanted: str = "") -> str:
    line = process.stdout.readline().strip() if process.stdout else ""
    if not line or (wanted and line != wanted):
        raise RuntimeError(f"a counter ended: {line}")
    return line


def recorded(desk: Desk, folder: Path) -> int:
    """Notes the rows of one order for the floors; returns how many they are."""
    with floor.recording(desk.store.engine) as written:
        counter.complete(desk, hall.draft(desk))
    floor.keep(written, folder / "rows.pickle")
    return floor.count(written)


def _ours(orders: Orders, number: int) -> Work:
    """Orders like the first one, each with a request id of its own; nothing else is typed."""
    opened = house.open_hall(hall.place(Path(orders.folder), orders.url))
    desk = hall.at_counter(opened.desk, number)
    pattern = hall.draft(desk)
    return lambda _number: counter.complete(desk, replace(pattern, request_id=new_id()))


def _way(orders: Orders, number: int) -> Work:
    if orders.way == "ours":
        return _ours(orders, number)
    writing = floor.replay_on if orders.way == "core" else floor.replay_through_orm
    return writing(open_engine(orders.url), floor.kept(Path(orders.folder) / "rows.pickle"))


def _counter(number: int) -> None:
    """One counter: told what to do line by line; the first order of each task is not timed."""
    ways: dict[str, Work] = {}
    for line in sys.stdin:
        orders = Orders(**json.loads(line))
        write = ways.get(orders.way) or _way(orders, number)
        ways[orders.way] = write
        begin = orders.first + number * 100_000
        write(begin)
        print("ready", flush=True)
        sys.stdin.readline()
        print(json.dumps(_timed(write, orders, begin)), flush=True)


def _timed(write: Work, orders: Orders, begin: int) -> dict[str, Any]:
    draw = random.Random(begin)
    begun, taken = time.monotonic(), list[float]()
    while time.monotonic() - begun < orders.seconds:
        time.sleep(draw.random() * orders.think)
        started = time.perf_counter()
        write(begin + 1 + len(taken))
        taken.append(time.perf_counter() - started)
    return {"begin": begun, "end": time.monotonic(), "seconds": taken}


if __name__ == "__main__":
    _counter(int(sys.argv[1]))
