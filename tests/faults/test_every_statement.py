"""Whatever statement fails, all is as it was, and the same request then goes through."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import event

from hallclient.base.ids import new_id
from hallclient.base.money import Fen
from hallclient.counter import service as counter
from hallclient.counter.rules import ReverseAsk
from hallclient.duty import service as duty
from hallclient.till import service as till
from hallclient.till.rules import ApproveAsk, CountAsk, DropAsk, OpenShiftAsk
from tests.counter.conftest import FLOAT, line, new_number, person, recharge
from tests.duty.conftest import TENDERS, pieces_for
from tests.faults.conftest import Hall

type Call = Callable[[], object]


class Broken(Exception):
    """The disk, the network, the power."""


def order(hall: Hall) -> Call:
    lines = (recharge(amount="20"), new_number(1), line("value_card", face="50", count="2"))
    draft = hall.paid(*lines, customer=person())
    counter.save_draft(hall.desk, draft)
    return lambda: counter.complete(hall.desk, draft)


def reverse(hall: Hall) -> Call:
    sold = hall.sell(new_number(2), line("value_card", face="50", count="1"), customer=person())
    ask = ReverseAsk(sold.order_no, "客户办错", hall.sign("m1"), new_id())
    return lambda: counter.reverse(hall.desk, ask)


def open_shift(hall: Hall) -> Call:
    ask = OpenShiftAsk(new_id(), FLOAT, hall.sign("m1"))
    return lambda: till.open_shift(hall.at("c3", 3), ask)


def drop(hall: Hall) -> Call:
    ask = DropAsk(new_id(), Fen(1_000), hall.sign("c2"))
    return lambda: till.cash_drop(hall.desk, ask)


def count(hall: Hall) -> Call:
    ask = CountAsk(new_id(), pieces_for(55_000), dict.fromkeys(TENDERS, 0))
    return lambda: till.count(hall.desk, ask)


def approve(hall: Hall) -> Call:
    ask = ApproveAsk(new_id(), hall.count_with(hall.desk, over=100), early_released=True)
    return lambda: till.approve_shift(hall.manager, ask)


def close_day(hall: Hall) -> Call:
    hall.finish()
    ask = hall.ask()
    return lambda: duty.close_day(hall.manager, ask)


@pytest.mark.parametrize(
    "command",
    [order, reverse, open_shift, drop, count, approve, close_day],
    ids=lambda command: command.__name__,
)
def test_a_failure_anywhere_leaves_nothing_behind(
    hall: Hall, command: Callable[[Hall], Call]
) -> None:
    engine, send = hall.desk.store.engine, command(hall)
    before = hall.everything()
    for stop in range(1, 200):
        left = stop

        def fail(*_: Any) -> None:
            nonlocal left
            left -= 1
            if left == 0:
                raise Broken

        event.listen(engine, "before_cursor_execute", fail)
        event.listen(engine, "commit", fail)
        try:
            answer = send()
        except Broken:
            answer = None
        finally:
            event.remove(engine, "before_cursor_execute", fail)
            event.remove(engine, "commit", fail)
        now = hall.everything()
        if now != before:  # committed; what failed came after that, or nothing did
            break
        assert answer is None
    assert stop > 5
    assert len(now["audit"]) == len(before["audit"]) + 1
    again = send()
    assert answer in (None, again)
    assert hall.everything() == now
