"""Several PCs at the same moment: none doubled, none lost."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from hallclient.base.errors import HallError
from hallclient.base.ids import new_id
from hallclient.base.money import Fen
from hallclient.ledger.rules import Account
from hallclient.till import service
from hallclient.till.checks import check
from hallclient.till.rules import ApproveAsk, CountAsk, DropAsk, OpenShiftAsk
from tests.till.conftest import FLOAT, NO_TENDERS, Hall, pieces_for

CLERKS = ("c1", "c2", "c3", "m2")


def at_once(*calls: Callable[[], object]) -> list[str]:
    """Starts all calls together; their outcomes: "done" or the code of the refusal."""
    start = Barrier(len(calls))

    def one(call: Callable[[], object]) -> str:
        start.wait(timeout=10)
        try:
            call()
        except HallError as refusal:
            return refusal.code
        return "done"

    with ThreadPoolExecutor(len(calls)) as pool:
        return sorted(pool.map(one, calls))


def test_one_counter_opened_by_four_clerks_opens_once(hall: Hall) -> None:
    """Lesson 8."""
    outcomes = at_once(*(lambda who=who: hall.open(hall.at(who, 1)) for who in CLERKS))
    assert outcomes == ["done"] + ["till.shift-open"] * 3
    assert hall.balance(Account.TILL) == 50_000


def test_one_clerk_opening_four_counters_opens_one(hall: Hall) -> None:
    outcomes = at_once(
        *(lambda number=number: hall.open(hall.at("c1", number)) for number in (1, 2, 3, 4))
    )
    assert outcomes == ["done"] + ["till.shift-open"] * 3


def test_a_request_sent_three_times_at_once_has_one_effect(hall: Hall) -> None:
    """Lesson 9: a repeat that overtakes the first try."""
    asks = OpenShiftAsk("r", FLOAT, hall.sign("m1"))
    assert at_once(*[lambda: service.open_shift(hall.desk, asks)] * 3) == ["done"] * 3
    drop = DropAsk("d", Fen(100), hall.sign("c2"))
    assert at_once(*[lambda: service.cash_drop(hall.desk, drop)] * 3) == ["done"] * 3
    count = CountAsk("c", pieces_for(49_900), NO_TENDERS)
    assert at_once(*[lambda: service.count(hall.desk, count)] * 3) == ["done"] * 3
    assert hall.balances() == {
        Account.TILL: 49_900,
        Account.FLOAT_FUND: -50_000,
        Account.SAFE: 100,
    }


def test_sales_during_a_count_are_in_it_or_refused(hall: Hall) -> None:
    """Lesson 7: no sale ends up in a shift after its count."""
    shift = hall.open().shift
    sales = [lambda: hall.sell(1_000)] * 5
    outcomes = at_once(*sales, lambda: hall.count(50_000))
    sold = outcomes.count("done") - 1
    assert outcomes.count("till.closed") == 5 - sold
    assert service.count_result(hall.desk, shift.shift_id).short_fen == sold * 1_000


@pytest.mark.parametrize("managers", [("m1", "m1"), ("m1", "m2")])
def test_two_approvals_book_once(hall: Hall, managers: tuple[str, str]) -> None:
    shift = hall.open().shift
    hall.count(49_000)
    asks = [ApproveAsk(new_id(), shift.shift_id, early_released=True) for _ in managers]
    outcomes = at_once(
        *(
            lambda who=who, ask=ask: service.approve_shift(hall.at(who, 0), ask)
            for who, ask in zip(managers, asks, strict=True)
        )
    )
    assert outcomes == ["done", "till.approved"]
    assert hall.balance(Account.SHORT) == 1_000


def test_four_counters_close_together(hall: Hall) -> None:
    desks = [hall.at(who, number) for number, who in enumerate(CLERKS, start=1)]
    for desk in desks:
        hall.open(desk)
        hall.sell(1_000, desk=desk)
    assert at_once(*(lambda desk=desk: hall.count(51_000, desk) for desk in desks)) == ["done"] * 4
    with hall.desk.read() as session:
        assert list(check(session, hall.desk.hall)) == []
