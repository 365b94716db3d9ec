"""`hallclient verify`: every check of the store and of every room, in one pass over the books.

In a large embedded database the acts are read in a process of their own, and SQLite looks through
its file in a thread, beside the rooms' checks: the processors share the work, and none of it needs
more memory than for one act.
"""

import multiprocessing
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from typing import Final

from sqlalchemy.orm import Session

from hallclient.base.errors import HallError
from hallclient.base.progress import Step, silent
from hallclient.store.audit import CHAIN
from hallclient.store.desk import Desk
from hallclient.store.engine import open_engine
from hallclient.store.integrity import (
    Check,
    Fault,
    check_file,
    check_store,
    halls_with_rows,
    senseless,
    unreadable,
)
from hallclient.store.sequences import last_numbers
from hallclient.store.unit_of_work import Store

MOST_KEPT: Final = 1_000
"""Faults that are told one by one; the rest are counted."""
APART_FROM: Final = 20_000
"""Acts from which on a second process is worth its start."""

type Found = Callable[[], Iterator[Fault]]
"""Hands over what was found, once."""


@dataclass
class Verdict:
    """What an inspection found: the first faults in the order of the house, and how many in all.

    Attributes:
        acts: how many acts were checked.
    """

    faults: list[Fault] = field(default_factory=list)
    count: int = 0
    acts: int = 0

    @property
    def good(self) -> bool:
        """Whether the books balance and nothing was changed."""
        return not self.count

    def add(self, fault: Fault) -> None:
        """One more fault; one that is among the kept ones already is the same one again."""
        if fault not in self.faults:
            self.count += 1
            if len(self.faults) < MOST_KEPT:
                self.faults.append(fault)


def inspect(desk: Desk, step: Step = silent) -> Verdict:
    """Checks the books of every hall that has any.

    A check that stumbles over a row which no program of ours wrote is a fault, not an error.
    """
    verdict = Verdict()
    with ThreadPoolExecutor(1) as beside, desk.read() as session:
        file = beside.submit(_damage, desk)
        halls = sorted({desk.hall, *halls_with_rows(session)})
        acts = {hall: last_numbers(session, hall).get(CHAIN, 0) for hall in halls}
        verdict.acts = sum(acts.values())
        progress = _Progress(step, 2 * verdict.acts)
        found = [
            fault for hall in halls for fault in _faults(desk, session, hall, acts[hall], progress)
        ]
        for fault in (*file.result(), *found):
            verdict.add(fault)
    step(progress.total, progress.total)
    return verdict


def _damage(desk: Desk) -> list[Fault]:
    """What is wrong with the file itself, which SQLite reads through without holding Python up."""
    with desk.read() as session:
        return list(check_file(session))


class _Progress:
    """Half of the way is the acts, the other half the rooms."""

    def __init__(self, step: Step, total: int) -> None:
        self._step = step
        self._done = {"acts": 0, "rooms": 0}
        self.total = total

    def tell(self, part: str, done: int) -> None:
        self._done[part] = done
        self._step(min(sum(self._done.values()), self.total), self.total)


def _faults(
    desk: Desk, session: Session, hall: str, acts: int, progress: _Progress
) -> Iterator[Fault]:
    from hallclient.books import CHECKS

    with _store_of(desk, session, hall, acts, progress) as store:
        rooms: list[Fault] = []
        for number, check in enumerate(CHECKS, start=1):
            rooms += _bounded(_found_by(check, session, hall))
            progress.tell("rooms", acts * number // len(CHECKS))
        yield from store()
    yield from rooms


def _bounded(found: Iterator[Fault]) -> list[Fault]:
    """The faults of one check; a hundred times the most that are told is enough to count."""
    return [fault for fault, _ in zip(found, range(100 * MOST_KEPT), strict=False)]


def _found_by(check: Check, session: Session, hall: str) -> Iterator[Fault]:
    try:
        yield from check(session, hall)
    except (ValueError, TypeError, LookupError):
        found = tuple(unreadable(session, hall))
        yield from found or (senseless(check.__module__),)


@contextmanager
def _store_of(
    desk: Desk, session: Session, hall: str, acts: int, progress: _Progress
) -> Iterator[Found]:
    """The store's own check: beside the rooms' where that pays, else after them."""
    url = session.connection().engine.url
    key = desk.keys.audit

    def here(session: Session, hall: str) -> Iterator[Fault]:
        return check_store(session, hall, key, lambda done, _: progress.tell("acts", done))

    if acts < APART_FROM or url.get_backend_name() != "sqlite":
        yield lambda: _found_by(here, session, hall)
        return
    spawn = multiprocessing.get_context("spawn")
    ours, theirs = spawn.Pipe(duplex=False)
    beside = spawn.Process(
        target=_check_apart, args=(theirs, url.render_as_string(False), hall, key), daemon=True
    )
    beside.start()
    theirs.close()
    try:
        yield lambda: _apart_or_here(ours, progress, here, session, hall)
    finally:
        beside.kill()
        beside.join()
        ours.close()


def _apart_or_here(
    pipe: Connection, progress: _Progress, here: Check, session: Session, hall: str
) -> Iterator[Fault]:
    """What the other process found; where it came to no end, this one looks and says why."""
    try:
        found = list(_told_by(pipe, progress))
    except EOFError:
        found = list(_found_by(here, session, hall))
    yield from found


def _told_by(pipe: Connection, progress: _Progress) -> Iterator[Fault]:
    """What the other process says, until it has said all; EOFError when it ended before."""
    while (said := pipe.recv()) is not None:
        if isinstance(said, Fault):
            yield said
        else:
            progress.tell("acts", said)


def _check_apart(pipe: Connection, url: str, hall: str, key: bytes) -> None:
    """In the other process: the store's check, told through the pipe."""
    import hallclient.tables  # noqa: F401 - every room's tables

    store = Store(open_engine(url, hurry=False))

    def check(session: Session, hall: str) -> Iterator[Fault]:
        return check_store(session, hall, key, lambda done, _: pipe.send(done))

    try:
        with store.read() as session:
            for fault in _bounded(_found_by(check, session, hall)):
                pipe.send(fault)
        pipe.send(None)
    except HallError:  # the database refuses: who waits finds out at the other end
        return
    finally:
        store.close()
        pipe.close()
