"""The disk is full, fails, or may not be written, at every single write of a piece of work.

Each time: one sentence, everything as it was, and the same request goes through when the disk
is itself again.
"""

from collections.abc import Callable
from functools import partial
from random import Random
from typing import Final

from hallclient.base.ids import new_id
from hallclient.base.money import Fen
from hallclient.counter import service as counter
from hallclient.counter.rules import ReverseAsk
from hallclient.store.desk import Desk
from hallclient.till import service as till
from hallclient.till.rules import CountAsk, DropAsk
from tests.counter.conftest import line, new_number, person, recharge
from tests.duty.conftest import TENDERS, pieces_for
from tests.faults.conftest import Hall
from tests.faults.disk import FSYNC_FAILED, FULL, Disk, Step, listening
from tests.faults.ground import SEATS, Ground, look, refusal
from tests.faults.tally import Tally

type Call = Callable[[Desk], object]
"""Sends one and the same request from a desk."""

SENTENCES: Final = {FULL: {"database.full"}, FSYNC_FAILED: {"database.unreachable"}}
"""What may be said of each failure."""
SMALL_LOG: Final = "wal_autocheckpoint = 8"
"""The log of writes goes to the database often, so that this fails too."""
NAMES: Final = {FULL: "disk full", FSYNC_FAILED: "fsync failed"}


def order(hall: Hall, turn: int) -> Call:
    """A number, a card and a recharge."""
    lines = (recharge(amount="20"), new_number(turn), line("value_card", face="50", count="2"))
    draft = hall.paid(*lines, customer=person())
    return lambda desk: counter.complete(desk, draft)


def draft(hall: Hall, turn: int) -> Call:
    """What is typed is kept."""
    typed = hall.draft(recharge(amount="20"))
    return lambda desk: counter.save_draft(desk, typed)


def reverse(hall: Hall, turn: int) -> Call:
    """An order is undone."""
    sold = hall.sell(line("value_card", face="50", count="1"))
    ask = ReverseAsk(sold.order_no, "客户办错", hall.sign("m1"), new_id())
    return lambda desk: counter.reverse(desk, ask)


def drop(hall: Hall, turn: int) -> Call:
    """Cash goes to the safe."""
    ask = DropAsk(new_id(), Fen(1_000), hall.sign("c2"))
    return lambda desk: till.cash_drop(desk, ask)


def count(hall: Hall, turn: int) -> Call:
    """The shift is counted."""
    ask = CountAsk(new_id(), pieces_for(50_000), dict.fromkeys(TENDERS, 0))
    return lambda desk: till.count(desk.acting(SEATS[turn], turn), ask)


WORK: Final = (order, draft, reverse, drop, count)


def strike(ground: Ground, chance: Random) -> Tally:
    """Every write of one piece of work after the other fails, each in one way."""
    tally = Tally()
    with listening(ground.file.parent) as disk, ground.opened(SMALL_LOG) as hall:
        for work in [*chance.sample(WORK[:-1], len(WORK) - 1), count]:
            for turn, code in enumerate((FULL, FSYNC_FAILED), 1):
                send = work(hall, turn)
                tally.add(every_step_fails(hall, disk, send, code))
                if refused := refusal(tally, partial(send, hall.desk)):
                    tally.lost.append(f"{work.__name__} is refused afterwards: {refused}")
    tally.add(look(ground, {}))
    return tally


def every_step_fails(hall: Hall, disk: Disk, send: Call, code: int) -> Tally:
    """Fails at the first step of the kind, then at the second, … until the work is done.

    What is done although a step failed (a checkpoint may wait) must stay done.
    """
    tally, kind = Tally(), "write" if code == FULL else "sync"
    before = hall.everything()
    for stop in range(1, 400):
        plan = FailFrom(kind, stop, code)
        disk.plan = plan
        refused = refusal(tally, partial(send, hall.desk))
        disk.plan = None
        if not plan.failed:
            break
        tally.survived[NAMES[code]] += 1
        if not refused:
            before = hall.everything()
        elif refused not in SENTENCES[code]:
            tally.unclear.append(f"{NAMES[code]} is told as {refused}")
        if hall.everything() != before:
            tally.lost.append(f"{NAMES[code]} at {kind} {stop} left something behind")
    return tally


class FailFrom:
    """From the n-th step of a kind on, all of that kind fail: a full disk stays full."""

    def __init__(self, kind: str, stop: int, code: int) -> None:
        self._kind, self._left, self._code = kind, stop, code
        self.failed = False

    def __call__(self, step: Step) -> int:
        self._left -= step.what == self._kind
        self.failed = self.failed or self._left == 0
        return self._code if self.failed and step.what == self._kind else 0


def strike_read_only(ground: Ground) -> Tally:
    """The file may only be read: looking goes on, nothing else, and one sentence says why."""
    tally = Tally()
    with ground.opened() as hall:
        calls = [work(hall, 1) for work in WORK]
        rows = hall.everything()
    with listening(ground.file.parent) as disk:
        disk.read_only = True
        with ground.opened() as hall:
            for name, call in zip(WORK, calls, strict=True):
                refused = refusal(tally, partial(call, hall.desk))
                tally.survived["read-only file"] += 1
                if refused != "database.read-only":
                    tally.unclear.append(f"{name.__name__} on a read-only file: {refused}")
            if refusal(tally, lambda: till.my_till(hall.desk)):
                tally.unclear.append("a read-only file cannot be read")
            if hall.everything() != rows:
                tally.lost.append("a read-only file was changed")
    tally.add(look(ground, {}))
    return tally
