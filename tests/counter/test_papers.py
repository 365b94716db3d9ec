"""What is printed is what was done: sums agree, names are masked, copies say what was said."""

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from hallclient.base.ids import new_id
from hallclient.base.money import Fen
from hallclient.counter import service
from hallclient.counter.papers import order_form, receipt, reversal_receipt
from hallclient.counter.rules import CompletedOrder, TenderDraft
from hallclient.paper.records import Paper
from hallclient.paper.values import OrderForm, Receipt
from tests.counter.conftest import (
    ID,
    OTHER_ID,
    Hall,
    cash,
    iccid,
    line,
    new_number,
    person,
    recharge,
    unit,
)


def lowered(hall: Hall) -> CompletedOrder:
    """Two lines, one of them at a lower price, split tender with change."""
    cards = replace(line("value_card", face="50", count="2"), price="90", price_reason="老客户")
    tenders = (TenderDraft("pos", "100", "P100200"), cash("50"))
    signatures = {"price": hall.sign("m1")}
    draft = hall.draft(recharge(), cards, tenders=tenders, signatures=signatures)
    return service.complete(hall.desk, draft)


def test_a_receipt_adds_up(hall: Hall) -> None:
    paper = receipt(lowered(hall))
    assert [part.amount_fen for part in paper.lines] == [5_000, 10_000]
    assert [part.amount_fen for part in paper.discounts] == [1_000]
    assert paper.total_fen == 14_000
    assert [(part.method, part.amount_fen) for part in paper.tenders] == [
        ("cash", 4_000),
        ("pos", 10_000),
    ]
    assert (paper.received_fen, paper.change_fen) == (5_000, 1_000)


def test_nothing_on_a_receipt_names_the_customer(hall: Hall) -> None:
    order = hall.sell(new_number(), customer=person())
    printed = json.dumps(receipt(order).to_payload(), ensure_ascii=False)
    for told in (ID, "样例甲", "19900000001"):
        assert told not in printed
    assert "样**" in printed
    assert "**1236" in printed


def test_the_form_has_the_whole_name_before_and_after(hall: Hall) -> None:
    hall.sell(new_number(), customer=person())
    swap = line("sim_replacement", mobile="19900000001", iccid=iccid(2))
    paper = order_form(hall.sell(swap, customer=person()))
    (change,) = paper.lines[0].changes
    assert (change.before, change.after) == (iccid(1), iccid(2))
    assert paper.customer is not None
    assert (paper.customer.name, paper.customer.document) == ("样例甲", "**1236")
    assert "手工录入" in paper.note


def test_an_organisation_and_its_agent_are_both_named(hall: Hall) -> None:
    order = hall.sell(new_number(), customer=unit(), agent=person(OTHER_ID, "样例乙"))
    paper = receipt(order)
    assert paper.customer is not None
    assert paper.agent is not None
    assert (paper.customer.name, paper.agent.name) == ("样例有限公司", "样**")


def test_a_reversal_prints_what_goes_back(hall: Hall) -> None:
    order = lowered(hall)
    paper = reversal_receipt(hall.reverse(order.order_no))
    assert (paper.kind, paper.reverses, paper.total_fen) == ("reversal", order.order_no, 14_000)
    assert sum(part.amount_fen for part in paper.tenders) == 14_000
    assert paper.approver.startswith("m1")


def test_papers_are_kept_with_the_order(hall: Hall) -> None:
    order = hall.sell(new_number(), customer=person())
    query = select(Paper.kind, Paper.payload).where(Paper.subject == order.order_no)
    with hall.desk.read() as session:
        kept = {kind: json.loads(payload) for kind, payload in session.execute(query)}
    assert Receipt.from_payload(kept["receipt"]) == receipt(order)
    assert OrderForm.from_payload(kept["form"]) == order_form(order)


def test_no_form_where_nobody_was_identified(hall: Hall) -> None:
    order = hall.sell(recharge())
    with hall.desk.read() as session:
        papers = select(Paper.kind).where(Paper.subject == order.order_no)
        assert session.scalars(papers).all() == ["receipt"]


AMOUNTS = st.lists(st.integers(1, 9_999), min_size=1, max_size=3)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data(), amounts=AMOUNTS)
@pytest.mark.duty("S2-KA-01")
def test_any_order_paid_in_any_way_agrees_on_paper_and_in_the_till(
    hall: Hall, data: Any, amounts: list[int]
) -> None:
    """Sum of lines = sum of tenders = what the till and the papers say, to the fen."""
    lines = [recharge(amount=f"{fen // 100}.{fen % 100:02d}") for fen in amounts]
    due = sum(amounts)
    in_cash = 10 * data.draw(st.integers(0, due // 10))
    by_card = due - in_cash
    extra = 10 * data.draw(st.integers(0, 500)) if in_cash else 0
    before = hall.balance("tender.pos"), hall.balance("cash.till")
    tenders = []
    if by_card:
        tenders.append(TenderDraft("pos", f"{by_card // 100}.{by_card % 100:02d}", new_id()))
    given_cash = in_cash + extra
    if given_cash:
        tenders.append(cash(f"{given_cash // 100}.{given_cash % 100:02d}"))
    order = service.complete(hall.desk, hall.draft(*lines, tenders=tenders))
    paper = receipt(order)
    assert order.change_fen == paper.change_fen == extra
    assert sum(part.amount_fen for part in paper.lines) == paper.total_fen == Fen(due)
    assert sum(part.amount_fen for part in paper.tenders) == due
    moved = hall.balance("tender.pos") - before[0], hall.balance("cash.till") - before[1]
    assert moved == (by_card, in_cash)
