"""Two counters, one piece: exactly one of them gets it, whoever is first."""

import threading
from collections.abc import Callable

import pytest

from hallclient.base.errors import HallError
from hallclient.counter import service
from hallclient.counter.checks import check
from hallclient.counter.rules import CompletedOrder, OrderDraft
from hallclient.stock import checks as stock_checks
from hallclient.store.desk import Desk
from tests.counter.conftest import OTHER_ID, Hall, iccid, line, new_number, person, recharge


def together(*works: Callable[[], CompletedOrder]) -> list[CompletedOrder | str]:
    """What becomes of works that start at the same moment, each on its own connection."""
    gate = threading.Barrier(len(works))
    ends: list[CompletedOrder | str] = [""] * len(works)

    def run(place: int) -> None:
        gate.wait(timeout=10)
        try:
            ends[place] = works[place]()
        except HallError as error:
            ends[place] = error.code

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(works))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return ends


def order(desk: Desk, draft: OrderDraft) -> Callable[[], CompletedOrder]:
    return lambda: service.complete(desk, draft)


def sound(hall: Hall) -> bool:
    with hall.desk.read() as session:
        checks = (check, stock_checks.check)
        return not [fault for each in checks for fault in each(session, hall.desk.hall)]


@pytest.mark.parametrize("attempt", range(3))
def test_two_counters_sell_one_number_once(hall: Hall, attempt: int) -> None:
    mine = hall.paid(new_number(1), customer=person())
    theirs = hall.paid(new_number(1, iccid=iccid(2)), customer=person(OTHER_ID, "样例乙"))
    ends = together(order(hall.desk, mine), order(hall.at("c2", 2), theirs))
    assert sorted(type(end).__name__ for end in ends) == ["CompletedOrder", "str"]
    assert "stock.unavailable" in ends
    assert sound(hall)


def test_two_counters_selling_the_last_cards_sell_each_once(hall: Hall) -> None:
    cards = line("value_card", face="50", count="20")
    mine, theirs, third = (hall.paid(cards) for _ in range(3))
    desks = (hall.desk, hall.at("c2", 2), hall.desk)
    ends = together(*map(order, desks, (mine, theirs, third)))
    assert sorted(end if isinstance(end, str) else "" for end in ends) == ["", "", "stock.short"]
    assert sound(hall)


def test_one_draft_sent_from_three_lanes_is_one_order(hall: Hall) -> None:
    draft = hall.paid(recharge())
    ends = together(*[order(hall.desk, draft)] * 3)
    assert len({end.order_no for end in ends if isinstance(end, CompletedOrder)}) == 1
    assert ends[0] == ends[1] == ends[2]


def test_the_fifth_number_is_opened_once(hall: Hall) -> None:
    for number in range(1, 5):
        hall.sell(new_number(number), customer=person())
    drafts = [hall.paid(new_number(number), customer=person()) for number in (5, 6)]
    ends = together(*map(order, (hall.desk, hall.at("c2", 2)), drafts))
    assert "document.limit" in ends
    assert sound(hall)
