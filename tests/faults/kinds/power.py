"""The power goes while the hall sells, counts and closes: what was confirmed is on the disk.

The whole day is worked once on a disk that remembers (`disk.py`); then the file as it could be
after a cut at any moment is opened by a client, again and again.
"""

from dataclasses import replace
from functools import partial
from pathlib import Path
from random import Random
from typing import Final

from hallclient.base.errors import HallError
from hallclient.base.ids import new_id
from hallclient.counter import service as counter
from hallclient.counter.rules import OrderDraft
from hallclient.duty import service as duty
from tests.faults.disk import Disk, after_power_cut, listening
from tests.faults.ground import (
    SEATS,
    Ground,
    complete_again,
    found,
    look,
    refusal,
    requests,
    sample_draft,
)
from tests.faults.tally import Tally

PAGES: Final = 40
"""Pages in the log of writes after which they go to the database: often, to be cut there too."""


def work(ground: Ground, orders: int, *, careless: bool = False) -> Disk:
    """Sells in three runs and closes the day; the log of all that reached the disk.

    `careless` has SQLite confirm before the disk does, to see that a cut is noticed.
    """
    draft = sample_draft(ground)
    with listening(ground.file.parent) as disk:
        for _ in range(3):
            sit(ground, disk, draft, orders // 3, careless=careless)
        with ground.opened() as hall:
            for number, clerk in SEATS.items():
                hall.approve(hall.count_with(hall.at(clerk, number)))
            closed = hall.close()
            disk.mark(f"closed {closed.number}")
    return disk


def sit(ground: Ground, disk: Disk, draft: OrderDraft, orders: int, *, careless: bool) -> None:
    """A client is opened, sells and is closed."""
    pragmas = [f"wal_autocheckpoint = {PAGES}", *(["synchronous = OFF"] if careless else [])]
    with ground.opened(*pragmas) as hall:
        for _ in range(orders):
            request = new_id()
            disk.mark(f"asked {request}")
            order = counter.complete(hall.desk, replace(draft, request_id=request))
            disk.mark(f"order {request} {order.order_no}")


def cut(disk: Disk, steps: int, folder: Path, keys: Path, chance: Random) -> Ground:
    """The hall as it lies on the disk after a cut."""
    folder.mkdir()
    for name, content in after_power_cut(disk, steps, chance).items():
        (folder / name).write_bytes(content)
    return Ground(f"sqlite:///{folder / 'hall.db'}", keys)


def told(disk: Disk, steps: int) -> tuple[dict[str, str], str, bool]:
    """Orders that were confirmed until then, the request under way, whether the day was closed."""
    confirmed, under_way, closed = dict[str, str](), "", False
    for step in disk.steps[:steps]:
        if step.what != "mark":
            continue
        what, *words = step.name.split(" ")
        if what == "asked":
            under_way = words[0]
        elif what == "order":
            confirmed[words[0]], under_way = words[1], ""
        closed = closed or what == "closed"
    return confirmed, under_way, closed


def strike(ground: Ground, folder: Path, chance: Random, orders: int, cuts: int) -> Tally:
    """Works a day and cuts the power at so many moments of it."""
    draft = sample_draft(ground)
    disk = work(ground, orders)
    tally = Tally()
    for place in moments(disk, chance, cuts):
        after = cut(disk, place, folder / str(place), ground.keys, chance)
        tally.add(survived(disk, place, after, draft))
    return tally


def moments(disk: Disk, chance: Random, cuts: int) -> list[int]:
    """When the power goes: half of the times just before or after something was synced."""
    syncs = [place for place, step in enumerate(disk.steps) if step.what == "sync"]
    by_syncs = {chance.choice(syncs) + chance.randint(0, 1) for _ in range(cuts // 2)}
    anywhere = {chance.randrange(len(disk.steps) + 1) for _ in range(cuts - len(by_syncs))}
    return sorted(by_syncs | anywhere)


def survived(disk: Disk, place: int, after: Ground, draft: OrderDraft) -> Tally:
    """Opens the hall after a cut, looks for all that was confirmed, goes on with what was not."""
    confirmed, under_way, closed = told(disk, place)
    try:
        tally = look(after, confirmed)
        tally.survived["power cut"] += 1
        if under_way and not closed:
            known = under_way in requests(after)
            tally.survived["of these in an order" if not known else "of these after a commit"] += 1
            again = complete_again(after, draft, under_way)
            tally.add(replace(look(after, {under_way: again}, books=False), orders=0))
        with after.opened() as hall:
            if closed and duty.last_closed(hall.manager) is None:
                tally.lost.append("the closed day")
    except HallError as refused:
        return Tally(lost=[f"after step {place}: {refused.code}"])
    return tally


def strike_founding(folder: Path, chance: Random, cuts: int) -> Tally:
    """The power goes while a hall is being made: it is made the next time, or was."""
    folder.mkdir(exist_ok=True)
    home = folder / "founded"
    home.mkdir()
    with listening(home) as disk:
        found(f"sqlite:///{home / 'hall.db'}", folder / "keys")
    tally = Tally()
    for place in moments(disk, chance, cuts):
        after = cut(disk, place, folder / f"cut{place}", folder / "keys", chance)
        codes = [refusal(tally, partial(look_in, after))]
        if codes != [""]:
            refusal(tally, partial(found, after.url, after.keys))
            codes.append(refusal(tally, partial(look_in, after)))
        tally.survived["power cut while founding"] += 1
        if codes[-1]:
            tally.lost.append(f"after step {place}: {codes}")
    return tally


def look_in(ground: Ground) -> None:
    """A client opens the hall."""
    with ground.opened() as hall:
        assert hall.desk.hall
