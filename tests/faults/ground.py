"""A hall that faults are let loose on, opened anew by whoever comes to it, and looked at after.

Everything goes the program's own way (`hall.open_hall`, keys in files), so that a child process
or a second PC finds the hall as a client would.
"""

import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sqlalchemy import event, text

from hallclient import hall as house
from hallclient.base.clock import ScriptClock, from_hall
from hallclient.base.errors import HallError
from hallclient.base.ids import new_id
from hallclient.counter import service as counter
from hallclient.counter.rules import OrderDraft
from hallclient.store.keys import FileKeyStore
from tests.conftest import DAY, HALL
from tests.counter.conftest import recharge
from tests.faults.conftest import PASSWORD, Hall, cheap_passwords, people_and_goods
from tests.faults.tally import Tally

SEATS = {1: "c1", 2: "c2", 3: "c3"}
"""Counters with the clerks whose shifts are open there."""

type Refuse = Callable[[], object]


@dataclass(frozen=True)
class Ground:
    """Where the hall is: its database and the folder of its keys."""

    url: str
    keys: Path

    @property
    def place(self) -> house.HallPlace:
        """As the program is told of it."""
        return house.HallPlace(self.url, FileKeyStore(self.keys))

    @property
    def file(self) -> Path:
        """The file of an embedded database."""
        return Path(self.url.removeprefix("sqlite:///"))

    @contextmanager
    def opened(self, *pragmas: str) -> Iterator[Hall]:
        """A client of its own, at counter 1, at nine in the morning.

        `pragmas` are said to an embedded database on each of its connections.
        """

        def prepare(made: Any, _: Any) -> None:
            for pragma in pragmas:
                made.execute(f"PRAGMA {pragma}")

        opened = house.open_hall(self.place, ScriptClock(from_hall(DAY, 9, 0)))
        engine = opened.desk.store.engine
        if pragmas:
            engine.dispose()  # the connection that opened the hall has not been told
            event.listen(engine, "connect", prepare)
        try:
            yield Hall(opened.desk.acting(SEATS[1], 1))
        finally:
            opened.close()

    def copied(self, folder: Path) -> "Ground":
        """A copy of an embedded database that nobody has open."""
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(self.file, folder / "hall.db")
        return Ground(f"sqlite:///{folder / 'hall.db'}", self.keys)


def found(url: str, keys: Path) -> Ground:
    """Makes a furnished hall with a shift open at each counter."""
    ground = Ground(url, keys)
    with cheap_passwords():
        new = house.NewHall(HALL, "示范营业厅", "m1", "m1", PASSWORD)
        made = house.create_hall(ground.place, new, ScriptClock(from_hall(DAY, 8, 30)))
        people_and_goods(made.desk.acting("m1", 0))
        made.close()
    with ground.opened() as hall:
        for number, clerk in SEATS.items():
            hall.open(hall.at(clerk, number))
    return ground


def sample_draft(ground: Ground) -> OrderDraft:
    """Two lines, paid in cash, every prompt said; give it a request id of its own."""
    with ground.opened() as hall:
        return hall.paid(recharge(amount="20"), recharge("13900139000", "30"))


def complete_again(ground: Ground, draft: OrderDraft, request: str) -> str:
    """Sends a request whose answer never came once more; the order's number."""
    with ground.opened() as hall:
        return counter.complete(hall.desk, replace(draft, request_id=request)).order_no


def requests(ground: Ground) -> set[str]:
    """The requests that became orders."""
    with ground.opened() as hall, hall.desk.read() as session:
        return set(session.scalars(text("SELECT request_id FROM orders")))


def look(ground: Ground, confirmed: Mapping[str, str], *, books: bool = True) -> Tally:
    """What a client finds that comes afterwards.

    `confirmed` holds requests and the numbers their callers were told. Books that are not asked
    for are not verified: it takes longer than the rest.
    """
    tally = Tally(orders=len(confirmed))
    with ground.opened() as hall:
        if books:
            faults = house.verify(hall.desk)
            tally.unbalanced += [f"{fault.code} {fault.place}" for fault in faults]
        with hall.desk.read() as session:
            rows = session.execute(
                text("SELECT request_id, order_no, counter FROM orders ORDER BY order_no")
            ).all()
    found = {row.request_id: row.order_no for row in rows}
    tally.lost += [no for request, no in confirmed.items() if found.get(request) != no]
    tally.doubled += [] if len(found) == len(rows) else ["a request became two orders"]
    for number in SEATS:
        dealt = [int(row.order_no[-4:]) for row in rows if row.counter == number]
        if sorted(dealt) != list(range(1, len(dealt) + 1)):
            tally.unbalanced.append(f"numbers of counter {number}: {dealt}")
    return tally


def refusal(tally: Tally, call: Refuse) -> str:
    """The code that the call is refused with, "" when it was done.

    What is no sentence is put down as unclear, where it was raised.
    """
    try:
        call()
    except HallError as refused:
        if not str(refused):
            tally.unclear.append(f"{refused.code} says nothing")
        return refused.code
    except Exception as bug:  # noqa: BLE001 - a traceback is what the clerk must never see
        tally.unclear.append(f"{type(bug).__name__}: {bug}")
        return "bug"
    return ""


def new_request(draft: OrderDraft) -> OrderDraft:
    """The same order for the next customer."""
    return replace(draft, request_id=new_id())
