"""From the call at a counter to the hall's display, which is another process.

`python -m benchmarks.display see FOLDER URL ROUNDS` is the display as `hallclient screen` runs it,
full HD and drawn; `… write FOLDER URL` are the counters, a process of their own. Before each call
a customer is served and another takes a ticket, so that the call comes while the display is busy
with what was done just before: the worst moment, and the usual one.
"""

import json
import os
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from functools import partial
from itertools import cycle
from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication

from benchmarks import hall
from benchmarks.changes import Other, is_past, on_file, on_server, turn_until
from benchmarks.measure import Figure, Times, child
from hallclient import hall as house
from hallclient.app.public_screen import Display, DisplayOpening
from hallclient.base.ids import new_id
from hallclient.queue import service as queue
from hallclient.queue.rules import AtCounter, CallTicket, CounterAsk, Finish, TakeTicket
from hallclient.queue.rules.notices import PutUpNotice
from hallclient.queue.service import notices
from hallclient.staff import service as staff
from hallclient.staff.rules import AddPerson, Role
from hallclient.store.desk import Desk
from hallclient.till import book as till

GOAL = 500.0
COUNTERS = 8
WAITING = 100
THINK_SECONDS = 0.6
"""At most this long passes before the next call: it meets the display at any moment."""
SIZE = QSize(1920, 1080)


def figures(*, quick: bool) -> Iterator[Figure]:
    """The wait that 99 of 100 calls stay within, on a file and on a server."""
    rounds = 20 if quick else 300
    for name, place in (("SQLite", on_file), ("PostgreSQL", on_server)):
        with tempfile.TemporaryDirectory(prefix="hall-bench-") as folder, place() as url:
            _found(Path(folder), url)
            seen = child("benchmarks.display", "see", folder, url, rounds)
        work = f"a call seen on the display, p99, {name}"
        yield Figure(work, seen.pop("p99_ms"), None, GOAL, facts=seen)


def _found(folder: Path, url: str) -> None:
    """A hall of eight counters with a hundred waiting and two notices on show."""
    hall.make(folder, url)
    opened = house.open_hall(hall.place(folder, url))
    manager = opened.desk.acting(hall.MANAGER, 0)
    for number in range(1, COUNTERS + 1):
        ask = AddPerson(f"A{number:03d}", f"样例{number}", Role.CLERK, hall.PASSWORD, new_id())
        staff.add_person(manager, ask)
        here = hall.at_counter(opened.desk, number)
        queue.open_counter(here, CounterAsk(new_id()), till.day_for_opening)
    for _ in range(WAITING):
        _take(opened.desk)
    for kind, text in (("fault", "自助缴费机 2 号"), ("announcement", "今日 17:00 系统维护")):
        notices.put_up(manager, PutUpNotice(new_id(), kind, text))
    opened.close()


def _take(desk: Desk) -> None:
    ask = TakeTicket(new_id(), "A")
    queue.take(desk.acting(hall.MANAGER, 0), ask, till.day_for_opening)


def write(folder: Path, url: str) -> None:
    """Calls a customer for every line it reads; says which one, and when it was committed."""
    opened = house.open_hall(hall.place(folder, url))
    counters = cycle(hall.at_counter(opened.desk, each) for each in range(1, COUNTERS + 1))
    print("ready", flush=True)
    for _line in sys.stdin:
        here = next(counters)
        if queue.counter_now(here).called is not None:
            queue.start(here, AtCounter(new_id()))
            queue.finish(here, Finish(new_id()))
        _take(opened.desk)
        called = queue.call(here, CallTicket(new_id()))
        print(json.dumps([called.ticket.number, time.monotonic()]), flush=True)
    opened.close()


def see(folder: Path, url: str, rounds: int) -> dict[str, float]:
    """Milliseconds from commit to drawn."""
    os.environ["HALLCLIENT_DATA_FOLDER"] = str(folder / "data")
    os.environ["HALLCLIENT_CONFIG"] = str(folder / "settings.toml")
    QApplication.instance() or QApplication([])
    place = hall.place(folder, url)
    display = Display(DisplayOpening(place.url, say=lambda _call: None))
    display.start()
    display.screen.resize(SIZE)
    turn_until(lambda: display.following)
    other = Other(folder, url, "benchmarks.display")
    try:
        return _watch(display, other, rounds)
    finally:
        other.close()
        display.close()


def _watch(display: Display, other: Other, rounds: int) -> dict[str, float]:
    chance = random.Random(20261122)
    seen: list[float] = []
    for called in range(1, rounds + 1):
        rest = time.monotonic() + chance.random() * THINK_SECONDS
        turn_until(partial(is_past, rest))
        other.begin()
        turn_until(partial(_is_called, display, called))
        QApplication.processEvents()  # what was changed is drawn in the turn after
        at = time.monotonic()
        number, committed = other.told()
        if number not in display.screen.texts():
            raise RuntimeError(f"{number} is not on the display")
        seen.append(max(0.0, at - committed))
    times = Times(tuple(seen))
    return {"p99_ms": times.part(0.99) * 1000, "median_ms": times.median * 1000}


def _is_called(display: Display, number: int) -> bool:
    """Whether this ticket is on the display; they are called in the order of their numbers."""
    return f"A{number:03d}" in display.screen.texts()


if __name__ == "__main__":
    if sys.argv[1] == "write":
        write(Path(sys.argv[2]), sys.argv[3])
    else:
        print(json.dumps(see(Path(sys.argv[2]), sys.argv[3], int(sys.argv[4]))))
