"""A whole hall at once: counters do not wait for each other, and the books have no gap for it."""

import threading
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYet
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import text

from hallclient.counter import service as counter
from hallclient.counter.papers import order_papers
from hallclient.counter.rules import CompletedOrder
from hallclient.counter.service import completing
from hallclient.staff import service as staff
from hallclient.staff.rules import AddPerson, Role
from hallclient.store.desk import Desk
from hallclient.store.sequences import last_numbers
from hallclient.till import service as till
from hallclient.till.rules import PauseAsk
from tests.concurrency.conftest import at_once, codes
from tests.conftest import ON_POSTGRESQL
from tests.counter.conftest import OTHER_ID, line, new_number, person, recharge
from tests.faults.conftest import PASSWORD, Hall

COUNTERS = 8
ROUNDS = 6


@pytest.fixture
def crew(hall: Hall) -> list[Desk]:
    """Eight counters with a shift open at each; two of them have sold something already."""
    desks = [hall.desk, hall.at("c2", 2)]
    for number in range(3, COUNTERS + 1):
        ask = AddPerson(f"n{number}", f"样例{number}", Role.CLERK, PASSWORD, f"add-n{number}")
        staff.add_person(hall.manager, ask)
        desks.append(hall.at(f"n{number}", number))
        hall.open(desks[-1])
    return desks


def deadlocks(hall: Hall) -> int:
    """How often the server had to end one of two that waited for each other."""
    if not ON_POSTGRESQL:
        return 0
    query = "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"
    with hall.desk.read() as session:
        return int(session.execute(text(query)).scalar_one())


def test_eight_counters_work_at_once_without_a_gap_a_double_or_a_deadlock(
    hall: Hall, crew: list[Desk]
) -> None:
    work = {
        desk.counter: [
            hall.paid(recharge(amount="20"), line("value_card", face="50", count="1"), desk=desk)
            for _ in range(ROUNDS)
        ]
        for desk in crew
    }

    def sell(desk: Desk) -> list[str]:
        return [counter.complete(desk, draft).order_no for draft in work[desk.counter]]

    sold = at_once(*(lambda desk=desk: sell(desk) for desk in crew))
    assert codes(sold) == []
    for desk, numbers in zip(crew, sold, strict=True):
        before = 1 if desk.counter <= 2 else 0
        wanted = [f"{before + each:04d}" for each in range(1, ROUNDS + 1)]
        assert [number[-4:] for number in numbers] == wanted  # type: ignore[attr-defined]
    with hall.desk.read() as session:
        last = last_numbers(session, hall.desk.hall)
        found = session.execute(text("SELECT count(*), max(seq) FROM audit")).one()
    assert last["audit"] == found[0] == found[1]
    assert deadlocks(hall) == 0


def test_crossing_orders_of_stock_and_customers_do_not_wait_in_a_ring(
    hall: Hall, crew: list[Desk]
) -> None:
    """What each wants is held by the other, in either order of typing."""
    other, third = crew[1:3]
    for turn in range(6):
        one, two = f"050000000{10 + 2 * turn}", f"050000000{11 + 2 * turn}"
        first, second = 2 * turn + 1, 2 * turn + 2
        wanted = [
            (hall.desk, hall.paid(*(line("value_card", first=each) for each in (one, two)))),
            (other, hall.paid(*(line("value_card", first=each) for each in (two, one)))),
            (third, hall.paid(line("value_card", face="50", count="1"))),
            (third, hall.paid(new_number(first), customer=person())),
            (other, hall.paid(new_number(second), customer=person(OTHER_ID, "样例乙"))),
        ]
        ends = at_once(
            *(
                lambda desk=desk, draft=draft: counter.complete(desk, draft)
                for desk, draft in wanted
            )
        )
        assert set(codes(ends)) <= {"stock.unavailable", "document.limit"}
    assert deadlocks(hall) == 0


@dataclass(frozen=True)
class Held:
    """An order at counter 1 that stops in its midst until it may go on."""

    order: Future[str]
    go: threading.Event


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch, hall: Hall) -> Iterator[Held]:
    """The order has begun, holds what it sells, and has not been given its numbers."""
    midst, go = threading.Event(), threading.Event()

    def wait_at_counter_1(order: CompletedOrder) -> Any:
        if order.counter == 1:
            midst.set()
            assert go.wait(timeout=30)
        return order_papers(order)

    monkeypatch.setattr(completing, "order_papers", wait_at_counter_1)
    draft = hall.paid(recharge(amount="20"))
    with ThreadPoolExecutor(1) as pool:
        order = pool.submit(lambda: counter.complete(hall.desk, draft).order_no)
        assert midst.wait(timeout=30)
        yield Held(order, go)
        go.set()


@pytest.mark.skipif(not ON_POSTGRESQL, reason="SQLite has one writer; a client waits its turn")
def test_an_order_does_not_wait_for_another_counter(hall: Hall, held: Held) -> None:
    assert hall.sell(recharge(amount="30"), desk=hall.at("c2", 2)).order_no
    assert not held.order.done()
    held.go.set()
    assert held.order.result(timeout=30)


def test_who_needs_the_hall_to_stand_still_waits_for_every_order(hall: Hall, held: Held) -> None:
    with ThreadPoolExecutor(1) as pool:
        pause = pool.submit(till.pause, hall.at("c2", 2), PauseAsk("p1", "用餐", 30))
        with pytest.raises(NotYet):
            pause.result(timeout=0.2)
        held.go.set()
        assert held.order.result(timeout=30)
        assert pause.result(timeout=30).number
