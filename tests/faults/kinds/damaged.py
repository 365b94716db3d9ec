"""A page of the file is not what was written: somebody is told, or nothing of the books differs."""

import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from functools import partial
from pathlib import Path
from random import Random
from typing import Final

from hallclient import hall as house
from hallclient.duty import service as duty
from hallclient.store.integrity import Fault
from hallclient.till import service as till
from tests.counter.conftest import recharge
from tests.faults.ground import SEATS, Ground, refusal
from tests.faults.tally import Tally

PAGE: Final = 4_096
TOLD: Final = {"database.damaged", "database.foreign", "database.absent", "database.unreachable"}
"""What a client may be told when it opens the file or looks into it."""

type Spoil = Callable[[bytearray, int, Random], None]


def zeros(content: bytearray, at: int, _: Random) -> None:
    """A page that was never written."""
    content[at : at + PAGE] = bytes(PAGE)


def rubbish(content: bytearray, at: int, chance: Random) -> None:
    """A page of anything."""
    content[at : at + PAGE] = chance.randbytes(PAGE)


def another(content: bytearray, at: int, chance: Random) -> None:
    """A page that was written to the wrong place."""
    other = chance.randrange(len(content) // PAGE) * PAGE
    content[at : at + PAGE] = content[other : other + PAGE]


def one_bit(content: bytearray, at: int, chance: Random) -> None:
    """One bit fell over."""
    content[at + chance.randrange(PAGE)] ^= 1 << chance.randrange(8)


def one_sector(content: bytearray, at: int, chance: Random) -> None:
    """A sector of the page holds anything."""
    sector = at + chance.randrange(PAGE // 512) * 512
    content[sector : sector + 512] = chance.randbytes(512)


WAYS: Final[dict[str, Spoil]] = {
    "page of zeros": zeros,
    "page of rubbish": rubbish,
    "page of another place": another,
    "one bit changed": one_bit,
    "one sector of rubbish": one_sector,
}


def strike(ground: Ground, folder: Path, chance: Random, pages: int) -> Tally:
    """Works a day; then spoils one page of a copy, and a client opens it, so many times."""
    work(ground)
    tally, whole = Tally(), ground.file.read_bytes()
    rows = dump(ground.file)
    for number in range(pages):
        name = chance.choice(list(WAYS))
        at = chance.randrange(len(whole) // PAGE) * PAGE
        content = bytearray(whole)
        WAYS[name](content, at, chance)
        if content == whole:
            continue
        spoilt = ground.copied(folder / str(number))
        spoilt.file.write_bytes(content)
        told = what_is_told(spoilt, tally)
        tally.survived[name] += 1
        if not told and (dump(spoilt.file) != rows or not sound(spoilt.file)):
            tally.unbalanced.append(f"{name} at page {at // PAGE + 1} is told by nobody")
    return tally


def work(ground: Ground) -> None:
    """A few orders and the close of the day."""
    with ground.opened() as hall:
        for number, clerk in SEATS.items():
            desk = hall.at(clerk, number)
            for _ in range(4):
                hall.sell(recharge(amount="20"), desk=desk)
            hall.approve(hall.count_with(desk))
        hall.close()


def what_is_told(ground: Ground, tally: Tally) -> list[str]:
    """The refusals and the faults that a client is told of who opens, looks and verifies."""
    told: list[str] = []
    opened: list[house.OpenHall] = []
    told.append(refusal(tally, lambda: opened.append(house.open_hall(ground.place))))
    for hall in opened:
        desk = hall.desk.acting("m1", 1)
        faults: list[Fault] = []
        told.append(refusal(tally, partial(look_around, hall)))
        told.append(refusal(tally, lambda: faults.extend(house.verify(desk))))  # noqa: B023
        told += [fault.code for fault in faults]
        hall.close()
    codes = [code for code in told if code]
    refusals = {code for code in codes if code.startswith("database.")}
    tally.unclear += [f"told as {code}" for code in refusals - TOLD]
    return codes


def look_around(hall: house.OpenHall) -> None:
    """What a manager looks at."""
    desk = hall.desk.acting("m1", 1)
    till.my_till(desk)
    till.shifts_of_day(desk)
    duty.last_closed(desk)


def dump(file: Path) -> dict[str, list[tuple[object, ...]]] | None:
    """Every row of every table, read by sqlite3 alone; None when that cannot be."""
    with suppress(sqlite3.Error), closing(sqlite3.connect(file)) as plain:
        plain.text_factory = bytes
        names = plain.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
        return {
            str(name): sorted(plain.execute(f"SELECT * FROM {name.decode()} NOT INDEXED"), key=repr)
            for (name,) in names.fetchall()
        }
    return None


def sound(file: Path) -> bool:
    """Whether SQLite finds nothing wrong with the file."""
    with suppress(sqlite3.Error), closing(sqlite3.connect(file)) as plain:
        found = plain.execute("PRAGMA integrity_check").fetchone()
        return bool(found == ("ok",))
    return False
