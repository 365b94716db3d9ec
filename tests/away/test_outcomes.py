"""The connection breaks at the commit: it is found out whether the work was done, and never twice.

Every use case that carries a request id stands here for its kind: an order, its reversal, cash
into the safe, the count, the close of the day.
"""

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import text

from hallclient.base.errors import HallError, OutcomeUnknown
from hallclient.base.ids import new_id
from hallclient.base.money import Fen
from hallclient.counter import service as counter
from hallclient.counter.rules import ReverseAsk
from hallclient.duty import service as duty
from hallclient.store.trouble import DatabaseUnreachable
from hallclient.store.unit_of_work import Store
from hallclient.till import book as till_book
from hallclient.till import service as till
from hallclient.till.rules import CountAsk, DropAsk
from tests.counter.conftest import recharge
from tests.duty.conftest import pieces_for
from tests.faults.conftest import Hall
from tools import postgres
from tools.proxy import Proxy, Strike

type Work = Callable[[], object]
TENDERS = dict.fromkeys(("pos", "wechat", "alipay", "transfer"), 0)


def order(hall: Hall) -> Work:
    draft = hall.paid(recharge(amount="20"))
    return lambda: counter.complete(hall.desk, draft).order_no


def reversal(hall: Hall) -> Work:
    sold = hall.sell(recharge(amount="20"))
    ask = ReverseAsk(sold.order_no, "客户办错", hall.sign("m1"), new_id())
    return lambda: counter.reverse(hall.desk, ask).reversal_no


def drop(hall: Hall) -> Work:
    ask = DropAsk(new_id(), Fen(1_000), hall.sign("m1"))
    return lambda: till.cash_drop(hall.desk, ask)


def count(hall: Hall) -> Work:
    with hall.desk.read() as session:
        shift = till_book.own_shift(session, hall.desk)
    ask = CountAsk(new_id(), pieces_for(hall.expected(shift.shift_id)["cash"]), TENDERS)
    return lambda: till.count(hall.desk, ask)


def close(hall: Hall) -> Work:
    """The shift of counter 1 was counted a moment ago."""
    hall.count_with(hall.at("c2", 2))
    for row in till.shifts_of_day(hall.manager):
        hall.approve(row.shift_id)
    ask = hall.ask()
    return lambda: duty.close_day(hall.manager, ask).number


USE_CASES = (order, reversal, drop, count, close)
"""In the order in which one day can take them."""


def unknown(work: Work) -> OutcomeUnknown:
    """The work is done while the connection breaks: nobody knows."""
    with pytest.raises(OutcomeUnknown) as caught:
        work()
    assert str(caught.value)
    return caught.value


def acts(hall: Hall) -> int:
    with hall.desk.read() as session:
        return int(session.execute(text("SELECT count(*) FROM audit")).scalar_one())


@pytest.mark.parametrize("strike", [Strike.BEFORE, Strike.AFTER, Strike.WITH])
def test_cut_at_the_commit_it_is_found_out_and_the_same_request_gives_what_came_of_it(
    hall: Hall, proxy: Proxy, strike: Strike
) -> None:
    for use_case in USE_CASES:
        work, before = use_case(hall), acts(hall)
        proxy.at_commit(strike)
        taken = unknown(work).was_taken()
        if strike is not Strike.WITH:
            assert taken is (strike is Strike.AFTER)
        assert acts(hall) == before + taken
        assert work() == work()
        assert acts(hall) == before + 1


def test_cut_before_the_commit_was_sent_nothing_is_unknown(hall: Hall, proxy: Proxy) -> None:
    """At every message of an order: until the commit is sent nothing can have been done."""
    draft, before = hall.paid(recharge(amount="20")), acts(hall)
    hall.desk.store.engine.dispose()  # a connection of before would only be found out and replaced
    messages, refusal = 0, HallError
    while refusal is not OutcomeUnknown:
        messages += 1
        proxy.cut_after(messages)
        with pytest.raises((DatabaseUnreachable, OutcomeUnknown)) as caught:
            counter.complete(hall.desk, draft)
        refusal = type(caught.value)
        assert acts(hall) == before
    assert messages > 10
    proxy.cut_after(0)
    counter.complete(hall.desk, draft)
    assert acts(hall) == before + 1


def test_a_server_killed_at_the_commit_is_asked_once_it_runs_again(
    hall: Hall, proxy: Proxy, server: postgres.Server
) -> None:
    draft, before = hall.paid(recharge(amount="20")), acts(hall)
    proxy.at_commit(Strike.AFTER)
    error = unknown(lambda: counter.complete(hall.desk, draft))
    server.kill()
    try:
        with pytest.raises(DatabaseUnreachable):
            error.was_taken()
    finally:
        server.start()
    assert error.was_taken() is True
    assert acts(hall) == before + 1


def test_an_answer_that_does_not_come_is_not_waited_for_for_ever(
    hall: Hall, proxy: Proxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft, before = hall.paid(recharge(amount="20")), acts(hall)
    monkeypatch.setattr("hallclient.store.patience.ANSWER", 0.3)
    proxy.at_commit(Strike.HELD)
    assert unknown(lambda: counter.complete(hall.desk, draft)).was_taken() is True
    assert acts(hall) == before + 1
    proxy.stall()
    with pytest.raises(DatabaseUnreachable):
        acts(hall)
    proxy.cut()
    proxy.flow()
    assert acts(hall) == before + 1


def test_who_asked_to_be_told_is_refused_at_once_until_the_database_is_back(
    hall: Hall, proxy: Proxy
) -> None:
    store, told = Store(hall.desk.store.engine), []
    desk = replace(hall.desk, store=store)
    store.refuse_when_away(lambda: told.append("away"))
    proxy.refuse()
    for _ in range(3):
        with pytest.raises(HallError):
            counter.drafts(desk)
    assert told == ["away"]
    with pytest.raises(DatabaseUnreachable):
        store.knock()
    proxy.listen()
    with pytest.raises(DatabaseUnreachable):
        counter.drafts(desk)  # until somebody has knocked
    store.knock()
    assert counter.drafts(desk) == ()
