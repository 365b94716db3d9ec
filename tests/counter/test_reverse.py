"""Reversal: everything back where it was, by two people, once; copies counted."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from hallclient.base.clock import ScriptClock
from hallclient.base.errors import HallError
from hallclient.base.ids import new_id
from hallclient.counter import book, service
from hallclient.counter.checks import check
from hallclient.counter.records import Reversal
from hallclient.counter.rules import LineDraft, TenderDraft
from hallclient.customers import book as customers
from hallclient.ledger import book as ledger
from hallclient.ledger.rules import Account
from hallclient.paper.records import Paper
from hallclient.stock import checks as stock_checks
from hallclient.stock.rules import StockKind, StockState
from hallclient.till import book as till
from hallclient.till.rules import TillClosed
from tests.counter.conftest import Hall, cash, iccid, line, new_number, person, recharge

EVERYTHING = (
    recharge(),
    new_number(3, deposit="60"),
    line("value_card", face="50", count="2"),
)


def refused(hall: Hall, order_no: str, **more: Any) -> str:
    with pytest.raises(HallError) as caught:
        hall.reverse(order_no, **more)
    return caught.value.code


@pytest.mark.duty("S1-FM-03")
def test_a_reversal_puts_everything_back(hall: Hall) -> None:
    order = hall.sell(*EVERYTHING, customer=person())
    reversal = hall.reverse(order.order_no)
    assert reversal.reversal_no == "H0012026112201R0001"
    assert reversal.total_fen == order.total_fen == 21_000
    assert hall.balance(Account.PREPAID) == hall.balance(Account.VALUE_CARDS) == 0
    assert hall.piece(StockKind.NUMBER, "19900000003").state is StockState.IN_STOCK
    assert hall.piece(StockKind.SIM, iccid(3)).state is StockState.IN_STOCK
    assert hall.piece(StockKind.VALUE_CARD, "05000000001").state is StockState.IN_STOCK
    with hall.desk.read() as session:
        assert customers.subscription(session, hall.desk.hall, "19900000003") is None
        for checked in (check, stock_checks.check):
            assert list(checked(session, hall.desk.hall)) == []
    assert service.order_of(hall.desk, order.order_no).reversal_no == reversal.reversal_no


def test_money_goes_back_by_the_way_it_came(hall: Hall) -> None:
    split = (TenderDraft("wechat", "20", "W1"), cash("100"))
    order = service.complete(hall.desk, hall.draft(recharge(amount="50"), tenders=split))
    other = hall.at("c2", 2)
    reversal = hall.reverse(order.order_no, desk=other)
    assert [(part.method, part.amount_fen, part.reference) for part in reversal.refunds] == [
        ("wechat", 2_000, "W1"),
        ("cash", 3_000, ""),
    ]
    with hall.desk.read() as session:
        paying = till.open_shift(session, other).shift_id
    assert hall.expected(paying)["cash"] == 50_000 - 3_000
    assert hall.expected(paying)["wechat"] == -2_000
    assert hall.expected(order.shift_id)["cash"] == 50_000 + 3_000


def test_a_replaced_card_lives_again(hall: Hall) -> None:
    hall.sell(new_number(1), customer=person())
    swap = line("sim_replacement", mobile="19900000001", iccid=iccid(2))
    order = hall.sell(swap, customer=person())
    hall.reverse(order.order_no)
    assert hall.piece(StockKind.SIM, iccid(1)).state is StockState.USED
    assert hall.piece(StockKind.SIM, iccid(2)).state is StockState.IN_STOCK


def test_a_reversed_number_can_be_sold_again(hall: Hall) -> None:
    hall.reverse(hall.sell(new_number(1), customer=person()).order_no)
    order = hall.sell(new_number(1), customer=person())
    assert hall.piece(StockKind.NUMBER, "19900000001").order_no == order.order_no


def test_an_order_is_reversed_once(hall: Hall) -> None:
    order = hall.sell(recharge())
    asked = {"request_id": new_id(), "approver": hall.sign("m1")}
    first = hall.reverse(order.order_no, **asked)
    assert hall.reverse(order.order_no, **asked) == first
    assert hall.reverse(order.order_no, **asked) == first
    assert refused(hall, order.order_no) == "order.reversed"
    assert hall.balance(Account.PREPAID) == 0


@pytest.mark.duty("S0-MG-14", "S0-GN-05")
def test_a_reversal_takes_two_people_within_their_limit(hall: Hall) -> None:
    order = hall.sell(recharge())
    for approver, code in (
        (None, "approval.missing"),
        (hall.sign("c1"), "approval.same-person"),
        (hall.sign("c2"), "approval.not-permitted"),
    ):
        assert refused(hall, order.order_no, approver=approver) == code
    assert service.order_of(hall.desk, order.order_no).reversal_no == ""


@pytest.mark.duty("S0-MG-14", "S0-MG-05")
def test_nobody_approves_a_reversal_above_their_limit(hall: Hall) -> None:
    """Eleven payments of 5,000 yuan are more than the duty manager's 50,000."""
    lines = [recharge(amount="5000") for _ in range(11)]
    tenders = (TenderDraft("pos", "30000", "P1"), TenderDraft("pos", "25000", "P2"))
    answered = [replace(one, answers=told(hall, one)) for one in lines]
    order = service.complete(hall.desk, hall.draft(*answered, tenders=tenders))
    assert order.total_fen == 5_500_000
    assert refused(hall, order.order_no) == "approval.not-permitted"
    assert service.order_of(hall.desk, order.order_no).reversal_no == ""


def told(hall: Hall, one: LineDraft) -> dict[str, str]:
    """Every promotion of a line, declined."""
    (quoted,) = hall.quote(hall.draft(one)).lines
    return {offer.code: "declined" for offer in quoted.offers}


@pytest.mark.duty("S2-MK-06", "S0-GN-05")
def test_a_missing_original_receipt_is_on_record(hall: Hall) -> None:
    order = hall.sell(recharge())
    hall.reverse(order.order_no, receipt_missing="客户遗失")
    with hall.desk.read() as session:
        row = session.scalars(select(Reversal)).one()
    assert (row.receipt_missing, row.reason) == ("客户遗失", "客户办错")


def test_a_reversal_needs_a_reason(hall: Hall) -> None:
    order = hall.sell(recharge())
    assert refused(hall, order.order_no, reason=" \n") == "reason.required"


def test_an_order_that_does_not_exist_is_not_reversed(hall: Hall) -> None:
    assert refused(hall, "H001202611220199999") == "order.unknown"


def test_a_reversal_needs_an_open_shift(hall: Hall) -> None:
    order = hall.sell(recharge())
    hall.count(hall.desk)
    with pytest.raises(TillClosed):
        hall.reverse(order.order_no)


@pytest.mark.parametrize(
    "later",
    [
        line("sim_replacement", mobile="19900000001", iccid=iccid(2)),
        line("plan_change", mobile="19900000001", plan="max-129", effective="now"),
        recharge("19900000001"),
    ],
)
def test_an_order_that_a_later_one_stands_on_stays(hall: Hall, later: LineDraft) -> None:
    first = hall.sell(new_number(1), customer=person())
    second = hall.sell(later, customer=person())
    assert refused(hall, first.order_no) == "order.depended-on"
    assert hall.piece(StockKind.NUMBER, "19900000001").state is StockState.SOLD
    hall.reverse(second.order_no)
    hall.reverse(first.order_no)


def test_a_late_reversal_stands_in_the_open_day_and_says_so(hall: Hall, clock: ScriptClock) -> None:
    from hallclient.store.audit import act

    order = hall.sell(recharge())
    for clerk, counter in (("c1", 1), ("c2", 2)):
        hall.count(hall.at(clerk, counter))
    with act(hall.desk, "test.close") as doing:
        till.close_business_day(doing, order.business_date)
    clock.set(clock.now() + timedelta(days=1))
    hall.open(hall.desk)
    reversal = hall.reverse(order.order_no)
    assert reversal.late
    assert str(reversal.business_date) == "2026-11-23"
    with hall.desk.read() as session:
        sums = ledger.day_sums(session, hall.desk.hall, order.business_date)
    assert sums[Account.PREPAID] == -5_000


# copies


@pytest.mark.duty("S2-KA-18")
def test_copies_are_marked_and_counted(hall: Hall) -> None:
    order = hall.sell(new_number(), customer=person())
    asked = new_id()
    first = service.reprint(hall.desk, order.order_no, asked)
    assert service.reprint(hall.desk, order.order_no, asked) == first
    second = service.reprint(hall.desk, order.order_no, new_id())
    assert (first.count, second.count) == (1, 2)
    assert service.order_of(hall.desk, order.order_no).copies == 2
    with hall.desk.read() as session:
        papers = session.execute(
            select(Paper.kind, Paper.copy)
            .where(Paper.subject == order.order_no)
            .order_by(Paper.kind, Paper.copy)
        ).all()
    assert [tuple(paper) for paper in papers] == [
        (kind, copy) for kind in ("form", "receipt") for copy in (0, 1, 2)
    ]


def test_a_reversal_has_its_own_paper_and_copies(hall: Hall) -> None:
    reversal = hall.reverse(hall.sell(recharge()).order_no)
    copied = service.reprint(hall.desk, reversal.reversal_no, new_id())
    assert (copied.number, copied.count) == (reversal.reversal_no, 1)
    with hall.desk.read() as session:
        assert book.copies(session, hall.desk.hall, [reversal.order.order_no]) == {
            reversal.order.order_no: 0
        }


def test_what_was_never_made_is_not_printed(hall: Hall) -> None:
    with pytest.raises(HallError) as caught:
        service.reprint(hall.desk, "H001", new_id())
    assert caught.value.code == "order.unknown"
