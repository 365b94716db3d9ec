"""Clients at several counters sell and are killed without warning (kill -9), again and again.

Run in a process without threads, as it forks: `python -m tests.faults.kinds.killed URL KEYS
ORDERS SEED` prints the tally as JSON.
"""

import json
import os
import select
import signal
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy import Engine, event

from hallclient.base.ids import new_id
from hallclient.counter import service as counter
from hallclient.counter.rules import OrderDraft
from tests.faults.ground import SEATS, Ground, complete_again, look, requests, sample_draft
from tests.faults.tally import Tally

LONGEST = 0.06
"""Seconds after which a child is killed at the latest, counted from its first request."""
STATEMENTS = 60
"""Statements after which a child kills itself at the latest: a few orders."""
LOOK_EVERY = 12
"""Rounds of deaths between two looks through all the books."""


@dataclass
class Child:
    """A client that sells at a counter until it dies."""

    process: int
    pipe: int
    deadline: float
    said: bytes = b""
    confirmed: dict[str, str] = field(default_factory=dict)
    under_way: str = ""

    def listen(self) -> bool:
        """Takes in what it says; False when it has died."""
        more = os.read(self.pipe, 4_096)
        self.said += more
        return bool(more)

    def bury(self) -> None:
        """Sorts what it said: requests with their orders, and the one without an answer."""
        os.close(self.pipe)
        os.waitpid(self.process, 0)
        *whole, last = self.said.decode().split("\n")
        self.confirmed = dict(entry.split(" ") for entry in whole)
        self.under_way = last.strip() if last.endswith(" ") else ""


def strike(ground: Ground, chance: Random, orders: int) -> Tally:
    """Kills clients until this many orders are confirmed; looks after them in between."""
    draft = sample_draft(ground)
    tally, confirmed, deaths = Tally(), dict[str, str](), 0
    while len(confirmed) < orders:
        children = [begin(ground, draft, number, chance) for number in SEATS]
        wait_for_deaths(children)
        for child in children:
            confirmed |= child.confirmed
            tally.survived["killed"] += 1
        for child in children:
            if child.under_way:
                known = child.under_way in requests(ground)
                tally.survived["killed after the commit" if known else "killed in an order"] += 1
                confirmed[child.under_way] = complete_again(ground, draft, child.under_way)
        deaths += 1
        tally.add(replace(look(ground, confirmed, books=deaths % LOOK_EVERY == 0), orders=0))
    tally.add(look(ground, confirmed))
    return tally


def begin(ground: Ground, draft: OrderDraft, number: int, chance: Random) -> Child:
    """Starts a client at a counter, with its death already settled."""
    by_itself = chance.random() < 0.5
    dies_at = chance.randint(1, STATEMENTS) if by_itself else 0
    lives = LONGEST if by_itself else chance.uniform(0, LONGEST)
    heard, told = os.pipe()
    process = os.fork()
    if process == 0:
        os.close(heard)
        sell(ground, draft, number, dies_at, told)
        os._exit(1)
    os.close(told)
    return Child(process, heard, lives)


def sell(ground: Ground, draft: OrderDraft, number: int, dies_at: int, news: int) -> None:
    """Until killed: says which request it sends, sends it, says the order's number."""
    with ground.opened() as hall:
        desk = hall.at(SEATS[number], number)
        if dies_at:
            die_at(desk.store.engine, dies_at)
        while True:
            request = new_id()
            os.write(news, f"{request} ".encode())
            order = counter.complete(desk, replace(draft, request_id=request))
            os.write(news, f"{order.order_no}\n".encode())


def die_at(engine: Engine, statement: int) -> None:
    """Kills this very process before the n-th statement or commit from now."""
    left = statement

    def tick(*_: Any) -> None:
        nonlocal left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(engine, "before_cursor_execute", tick)
    event.listen(engine, "commit", tick)


def wait_for_deaths(children: list[Child]) -> None:
    """Each dies by itself, or when its time has come; its time begins with its first request."""
    alive = {child.pipe: child for child in children}
    while alive:
        soonest = min(child.deadline if child.said else 60 for child in alive.values())
        begun = time.monotonic()
        ready, _, _ = select.select(list(alive), [], [], max(0, soonest))
        passed = time.monotonic() - begun
        for child in list(alive.values()):
            if child.said:
                child.deadline -= passed
            if child.pipe in ready and not child.listen():
                alive.pop(child.pipe).bury()
            elif child.deadline <= 0:
                os.kill(child.process, signal.SIGKILL)
                child.deadline = LONGEST


def strike_apart(ground: Ground, seed: str, orders: int) -> Tally:
    """The same in a process of its own, without threads, as forking needs it."""
    words = [sys.executable, "-m", __name__, ground.url, str(ground.keys), str(orders), seed]
    root = Path(__file__).resolve().parents[3]
    settings = {**os.environ, "PYTHONPATH": str(root)}
    ended = subprocess.run(
        words, check=False, capture_output=True, text=True, env=settings, cwd=root, timeout=300
    )
    if ended.returncode:
        return Tally(unclear=[ended.stderr[-2_000:] or f"status {ended.returncode}"])
    plain = json.loads(ended.stdout)
    return Tally(**plain | {"survived": Counter(plain["survived"])})


def main(words: list[str]) -> None:
    """See the module."""
    url, keys, orders, seed = words
    tally = strike(Ground(url, Path(keys)), Random(seed), int(orders))
    json.dump(vars(tally), sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1:])
