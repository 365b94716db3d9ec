"""Counters that press together (promise 2, lesson 26): two tickets, none twice, none lost."""

import multiprocessing
from collections import Counter
from concurrent.futures import ProcessPoolExecutor

import pytest

from hallclient.base.clock import SystemClock
from hallclient.base.errors import HallError
from hallclient.base.ids import new_id
from hallclient.queue import service
from hallclient.queue.rules import AtCounter, CallTicket, Finish, OfTicket, TakeTicket
from hallclient.store.desk import Desk
from hallclient.store.engine import open_engine
from hallclient.store.keys import Keys
from hallclient.store.unit_of_work import Store
from hallclient.till import book as till
from tests.concurrency.conftest import at_once, codes
from tests.conftest import HALL
from tests.queue.conftest import Queue

EIGHT = range(1, 9)


def numbers(ends: list[object]) -> list[str]:
    """The tickets that were called."""
    return sorted(end.ticket.number for end in ends if not isinstance(end, str))  # type: ignore[attr-defined]


def test_two_counters_that_press_together_get_two_tickets(queue: Queue) -> None:
    queue.open(2)
    for _ in range(10):
        wanted = queue.many("A", 2)
        ends = at_once(
            *(lambda c=c: service.call(queue.at(c), CallTicket(new_id())) for c in (1, 2))
        )
        assert numbers(ends) == wanted
        for counter in (1, 2):
            queue.start(counter)
            queue.finish(counter)
    assert queue.faults() == []


def test_eight_counters_and_five_customers(queue: Queue) -> None:
    queue.open(*EIGHT[1:])
    wanted = queue.many("A", 5)
    ends = at_once(*(lambda c=c: service.call(queue.at(c), CallTicket(new_id())) for c in EIGHT))
    assert numbers(ends) == wanted
    assert codes(ends) == ["queue.empty"] * 3
    assert queue.faults() == []


def test_one_click_that_arrives_eight_times_calls_once(queue: Queue) -> None:
    queue.many("A", 8)
    request = new_id()
    ends = at_once(*(lambda: service.call(queue.at(1), CallTicket(request)) for _ in range(8)))
    assert numbers(ends) == ["A001"] * 8
    assert len(queue.order()) == 7


def test_a_customer_is_called_or_gives_up(queue: Queue) -> None:
    for number in range(1, 9):
        one = queue.take("A")
        ends = at_once(
            lambda: service.call(queue.at(1), CallTicket(new_id())),
            lambda one=one: service.cancel(
                queue.desk.acting("g1", 0), OfTicket(new_id(), one.serial)
            ),
        )
        state = queue.sql(f"SELECT state FROM queue_places WHERE serial = {number}")
        assert set(codes(ends)) <= {"queue.empty", "queue.changed"}
        assert state in ([("called",)], [("cancelled",)])
        if state == [("called",)]:
            queue.miss(1)
    assert queue.faults() == []


def test_tickets_taken_together_have_numbers_of_their_own(queue: Queue) -> None:
    guide = queue.desk.acting("g1", 0)
    ends = at_once(
        *(
            lambda: service.take(guide, TakeTicket(new_id(), "A"), till.day_for_opening)
            for _ in range(8)
        )
    )
    found = sorted(end.ticket.number for end in ends)  # type: ignore[attr-defined]
    assert found == [f"A00{number}" for number in EIGHT]
    assert queue.faults() == []


def work(url: str, counter: int) -> list[str]:
    """A counter in a process of its own, as on another PC: serves until nobody waits."""
    store = Store(open_engine(url))
    keys = Keys(audit=b"k" * 32)
    desk = Desk(store, SystemClock(), keys, HALL, counter, f"c{counter}")
    called: list[str] = []
    try:
        while True:
            called.append(service.call(desk, CallTicket(new_id())).ticket.number)
            service.start(desk, AtCounter(new_id()))
            service.finish(desk, Finish(new_id()))
    except HallError as refusal:
        assert refusal.code == "queue.empty"  # noqa: PT017 - in a process of its own
    finally:
        store.close()
    return called


@pytest.mark.timeout(240)
def test_four_processes_serve_everybody_once(queue: Queue, store_url: str) -> None:
    queue.open(2, 3, 4)
    wanted = queue.many("A", 20) + queue.many("V", 20)
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(4, mp_context=context) as pool:
        parts = list(pool.map(work, [store_url] * 4, range(1, 5)))
    assert Counter(number for part in parts for number in part) == Counter(wanted)
    assert queue.faults() == []
