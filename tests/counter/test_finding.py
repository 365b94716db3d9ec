"""Orders found again, one by one: no sum, nothing to add up before the count."""

from collections.abc import Callable
from dataclasses import fields, replace
from typing import get_type_hints

import pytest

from hallclient.base.errors import HallError
from hallclient.base.ids import new_id
from hallclient.base.money import Fen
from hallclient.counter import service
from hallclient.counter.checks import check
from hallclient.counter.rules import (
    EndVisit,
    OrderQuery,
    OrderRow,
    RefuseService,
    TenderDraft,
    prompts,
)
from hallclient.till.rules import CountNotSealed
from tests.counter.conftest import OTHER_ID, Hall, cash, line, new_number, person, recharge, unit


def found(hall: Hall, **query: object) -> list[str]:
    rows = service.find_orders(hall.desk, OrderQuery(**query))  # type: ignore[arg-type]
    return [row.order_no for row in rows]


@pytest.fixture
def busy(hall: Hall) -> Hall:
    """Three orders: two at counter 1, one of them for a customer, one at counter 2."""
    hall.sell(recharge("13800138000"))
    hall.sell(new_number(1), customer=person())
    hall.sell(recharge("13900139000"), desk=hall.at("c2", 2))
    return hall


FIRST, SECOND, OTHER = "H00120261122010001", "H00120261122010002", "H00120261122020001"


@pytest.mark.parametrize(
    ("query", "orders"),
    [
        ({"text": FIRST}, [FIRST]),
        ({"text": "0001"}, [OTHER, FIRST]),
        ({"text": "010001"}, [FIRST]),
        ({"text": "13900139000"}, [OTHER]),
        ({"text": "19900000001"}, [SECOND]),
        ({"text": "139%"}, []),
        ({"text": "_"}, []),
        ({"counter": 1}, [SECOND, FIRST]),
        ({"clerk": "c2"}, [OTHER]),
        ({"counter": 1, "limit": 1}, [SECOND]),
        ({}, []),
    ],
)
def test_an_order_is_found_by_number_its_end_or_the_mobile(
    busy: Hall, query: dict[str, object], orders: list[str]
) -> None:
    assert found(busy, **query) == orders


def test_an_order_is_found_by_its_reversal(busy: Hall) -> None:
    reversal = busy.reverse(FIRST)
    (row,) = service.find_orders(busy.desk, OrderQuery(text=reversal.reversal_no))
    assert (row.order_no, row.reversal_no) == (FIRST, reversal.reversal_no)
    assert service.reversal_of(busy.desk, reversal.reversal_no) == reversal


def test_a_list_masks_names_and_names_the_businesses(busy: Hall) -> None:
    (row,) = service.find_orders(busy.desk, OrderQuery(text=SECOND))
    assert (row.customer, row.titles, row.copies) == ("样**", ("New number",), 0)


@pytest.mark.duty("S2-KA-23")
def test_a_list_of_orders_has_no_amounts_to_add_up() -> None:
    """Blind count: what can be added up is what must be counted."""
    hints = get_type_hints(OrderRow)
    assert not any(kind is Fen or name.endswith("_fen") for name, kind in hints.items())
    assert {field.name for field in fields(OrderRow)} == hints.keys()


@pytest.mark.duty("S2-KA-23")
def test_no_report_of_a_shift_that_still_counts(busy: Hall) -> None:
    shift = service.order_of(busy.desk, FIRST).shift_id
    with pytest.raises(CountNotSealed):
        next(service.shift_orders(busy.desk, shift))
    with pytest.raises(CountNotSealed):
        next(service.day_orders(busy.desk, service.order_of(busy.desk, FIRST).business_date))


def test_a_counted_shift_is_reported_order_by_order(busy: Hall) -> None:
    split = (cash("100"), TenderDraft("pos", "30", "P9"))
    draft = busy.draft(line("value_card", face="50", count="2"), customer=unit(), tenders=split)
    cards = service.complete(busy.desk, draft)
    reversal = busy.reverse(FIRST)
    busy.count(busy.desk)
    rows = list(service.shift_orders(busy.desk, cards.shift_id))
    assert [row.number for row in rows] == [FIRST, SECOND, cards.order_no, reversal.reversal_no]
    first, _second, third, back = rows
    assert (first.reversed_by, third.reversed_by) == (reversal.reversal_no, "")
    assert third.tenders == {"cash": 7_000, "pos": 3_000}
    assert (third.cash_received_fen, third.change_fen, third.references) == (10_000, 3_000, "P9")
    assert (third.customer, third.hour) == ("样例有限公司", 9)
    assert third.lines[0].details.startswith("50.00 2 05000000001-05000000002")
    assert (back.reverses, back.total_fen, back.tenders) == (FIRST, -5_000, {"cash": -5_000})
    assert back.lines[0].total_fen == -5_000
    assert sum(row.total_fen for row in rows) == sum(
        fen for row in rows for fen in row.tenders.values()
    )


def test_a_day_is_reported_over_all_counters(busy: Hall) -> None:
    for clerk, counter in (("c1", 1), ("c2", 2)):
        busy.count(busy.at(clerk, counter))
    day = service.order_of(busy.desk, FIRST).business_date
    assert [row.number for row in service.day_orders(busy.desk, day)] == [FIRST, SECOND, OTHER]


# the visit


@pytest.mark.duty("S1-CT-09", "S1-CT-30")
def test_a_visit_ends_when_papers_are_back_and_the_envelope_is_handed_over(hall: Hall) -> None:
    order = hall.sell(new_number(), customer=person())
    assert {"S1-CT-09", "S1-CT-30"} <= set(order.prompts_after)
    half = EndVisit(order.order_no, frozenset({"S1-CT-30"}), new_id())
    with pytest.raises(HallError) as caught:
        service.end_visit(hall.desk, half)
    assert caught.value.code == "order.prompt"
    assert str(prompts()["S1-CT-09"]) in str(caught.value)
    whole = replace(half, acknowledged=frozenset(order.prompts_after))
    for _ in range(3):
        service.end_visit(hall.desk, whole)


@pytest.mark.duty("S1-CL-06")
def test_a_business_that_cannot_be_accepted_is_on_record_with_its_reason(hall: Hall) -> None:
    ask = RefuseService("new_number", "证件照片与本人不符", new_id())
    first = service.refuse_service(hall.desk, ask)
    assert service.refuse_service(hall.desk, ask) == first
    assert (first.number, first.reason) == (1, "证件照片与本人不符")
    with pytest.raises(HallError) as caught:
        service.refuse_service(hall.desk, RefuseService("new_number", " ", new_id()))
    assert caught.value.code == "reason.required"


# verify


@pytest.mark.parametrize(
    ("statement", "code", "place"),
    [
        ("UPDATE orders SET total_fen = total_fen + 1 WHERE order_no LIKE '%0001'",
         "order.lines", f"orders {FIRST}"),
        ("UPDATE order_lines SET total_fen = 1 WHERE order_no LIKE '%010001'",
         "order.lines", f"orders {FIRST}"),
        ("UPDATE order_tenders SET amount_fen = 1 WHERE order_no LIKE '%010001'",
         "order.tenders", f"orders {FIRST}"),
        ("UPDATE orders SET entry_no = entry_no + 1 WHERE order_no LIKE '%010001'",
         "order.entry", f"orders {FIRST}"),
        ("UPDATE order_reversals SET total_fen = 1",
         "order.reversal", "order_reversals H0012026112201R0001"),
        ("UPDATE orders SET counter = 7 WHERE order_no LIKE '%010001'",
         "order.gap", "order/20261122/01"),
    ],
)  # fmt: skip
def test_a_row_changed_by_hand_is_found_and_named(
    busy: Hall, tamper: Callable[[str], None], statement: str, code: str, place: str
) -> None:
    busy.reverse(SECOND)
    tamper(statement)
    with busy.desk.read() as session:
        faults = [(fault.code, fault.place) for fault in check(session, busy.desk.hall)]
    assert (code, place) in faults


def test_another_persons_orders_are_found_by_customer(busy: Hall) -> None:
    order = busy.sell(new_number(2), customer=person(OTHER_ID, "样例乙"))
    assert found(busy, customer_id=order.customer_id) == [order.order_no]
