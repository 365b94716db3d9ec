"""Sells in child processes that are killed at random moments; looks after each what is left.

Run by test_killed.py, in a process without threads: `kill_while_selling.py URL KILLS SEED`.
Prints how many orders were confirmed, how many requests were under way when their child died,
and how many of those turned out to be on the books.
"""

import os
import random
import select
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC

from sqlalchemy import text

from hallclient.base.clock import ScriptClock, from_hall
from hallclient.base.ids import new_id
from hallclient.books import CHECKS
from hallclient.counter import service as counter
from hallclient.counter.rules import OrderDraft
from hallclient.store.desk import Desk
from hallclient.store.engine import open_engine
from hallclient.store.integrity import check_store
from hallclient.store.keys import Keys
from hallclient.store.unit_of_work import Store
from tests.conftest import DAY
from tests.counter.conftest import Hall, recharge

LONGEST = 0.12
"""Seconds that a child lives at most: a dozen orders."""


@contextmanager
def at_counter(url: str) -> Iterator[Desk]:
    """A connection of this process's own: none may be open when it forks."""
    store = Store(open_engine(url))
    clock = ScriptClock(from_hall(DAY, 9, 0).astimezone(UTC))
    try:
        yield Desk(store, clock, Keys(audit=b"k" * 32), "H001", 1, "c1")
    finally:
        store.close()


def sell(url: str, draft: OrderDraft, news: int) -> None:
    """Until killed: says which request it sends, sends it, says the order's number."""
    with at_counter(url) as desk:
        while True:
            request = new_id()
            os.write(news, f"{request} ".encode())
            order = counter.complete(desk, replace(draft, request_id=request))
            os.write(news, f"{order.order_no}\n".encode())


def kill_one(url: str, draft: OrderDraft, chance: random.Random) -> tuple[dict[str, str], str]:
    """Confirmed requests with their orders, and the request whose answer never came, or ""."""
    heard, told = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(heard)
        sell(url, draft, told)
        os._exit(1)
    os.close(told)
    said = os.read(heard, 64)  # it has begun
    end = time.monotonic() + chance.uniform(0, LONGEST)
    while (left := end - time.monotonic()) > 0 and select.select([heard], [], [], left)[0]:
        said += os.read(heard, 4096)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    while more := os.read(heard, 4096):
        said += more
    os.close(heard)
    *whole, last = said.decode().split("\n")
    confirmed = dict(entry.split(" ") for entry in whole)
    return confirmed, last.strip() if last.endswith(" ") else ""


def look(url: str, confirmed: dict[str, str]) -> None:
    """The books are sound, each confirmed order is there once, its number without a gap."""
    with at_counter(url) as desk, desk.read() as session:
        faults = list(check_store(session, desk.hall, desk.keys.audit))
        for check in CHECKS:
            faults.extend(check(session, desk.hall))
        rows = session.execute(
            text("SELECT request_id, order_no FROM orders WHERE counter = 1 ORDER BY order_no")
        ).all()
    if faults:
        raise SystemExit(f"faults: {faults}")
    found = {row.request_id: row.order_no for row in rows}
    if {request: found.get(request) for request in confirmed} != confirmed:
        raise SystemExit("a confirmed order is gone or has another number")
    if [int(row.order_no[-4:]) for row in rows] != list(range(1, len(rows) + 1)):
        raise SystemExit("the numbers have a gap")


def requests(url: str) -> set[str]:
    """The requests that became orders."""
    with at_counter(url) as desk, desk.read() as session:
        return set(session.scalars(text("SELECT request_id FROM orders")))


def main() -> None:
    url, kills, chance = sys.argv[1], int(sys.argv[2]), random.Random(int(sys.argv[3]))  # noqa: S311
    with at_counter(url) as desk:
        draft = Hall(desk).paid(recharge(amount="20"), recharge("13900139000", "30"))
    confirmed: dict[str, str] = {}
    under_way, on_the_books = 0, 0
    for _ in range(kills):
        more, open_request = kill_one(url, draft, chance)
        confirmed |= more
        look(url, confirmed)
        if open_request:
            under_way += 1
            on_the_books += open_request in requests(url)
            with at_counter(url) as desk:
                again = replace(draft, request_id=open_request)
                confirmed[open_request] = counter.complete(desk, again).order_no
    look(url, confirmed)
    print(len(confirmed), under_way, on_the_books)


if __name__ == "__main__":
    main()
