"""Who sees whose data is on record: looking up, exporting, seeing in full (查看留痕)."""

from pathlib import Path

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from hallclient.app.counter_calls import searching
from hallclient.app.counter_rooms import with_plan_names
from hallclient.catalog import service as catalog
from hallclient.counter import service
from hallclient.counter.rules import OrderQuery
from hallclient.customers import service as customers
from hallclient.duty import service as duty
from hallclient.store.audit import AuditRow
from tests.counter.conftest import ID, Hall, line, new_number, person, recharge

MOBILE = "13800138000"


def acts(hall: Hall, action: str) -> list[tuple[str, object]]:
    """Who did this, and what is noted of it."""
    query = select(AuditRow.actor, AuditRow.details).where(AuditRow.action == action)
    with hall.desk.read() as session:
        return [(row.actor, row.details) for row in session.execute(query.order_by(AuditRow.seq))]


@pytest.mark.duty("S3-VS-03", "S3-AG-05")
def test_orders_looked_up_by_a_mobile_are_on_record_once_for_each_search(hall: Hall) -> None:
    hall.sell(recharge(MOBILE), customer=person())
    find = searching(hall.desk)
    query = OrderQuery(text=MOBILE)
    (row,) = find(query)
    assert row.customer == "样**"
    assert find(query) == (row,)  # read anew, because somebody sold something
    assert acts(hall, "order.look-up") == [("c1", {"found": 1})]
    find(OrderQuery(text=MOBILE))
    assert len(acts(hall, "order.look-up")) == 2


@pytest.mark.duty("S3-VS-03")
def test_an_order_found_by_its_number_or_without_a_word_looks_nobody_up(hall: Hall) -> None:
    order = hall.sell(recharge(MOBILE))
    find = searching(hall.desk)
    assert [row.order_no for row in find(OrderQuery(text=order.order_no))] == [order.order_no]
    assert [row.order_no for row in find(OrderQuery())] == [order.order_no]
    assert acts(hall, "order.look-up") == []


@pytest.mark.duty("S3-VS-03", "S3-AG-05")
def test_an_order_in_full_shows_the_document_masked(hall: Hall) -> None:
    order = hall.sell(recharge(MOBILE), customer=person())
    found = service.order_of(hall.desk, order.order_no)
    assert found.customer is not None
    assert ID not in str(found)
    assert found.customer.number_masked == "**1236"


def test_a_customers_plans_are_called_by_their_names(hall: Hall) -> None:
    order = hall.sell(new_number(1), customer=person())
    hall.sell(
        line("plan_change", mobile="19900000001", plan="max-129", effective="next-month"),
        customer=person(),
    )
    (shown,) = with_plan_names(
        hall.desk, customers.view(hall.desk, order.customer_id)
    ).subscriptions
    plans = catalog.read(hall.desk).plans
    assert (shown.plan, shown.next_plan) == (plans["basic-39"].name, plans["max-129"].name)


@pytest.mark.duty("S3-VS-03", "S3-AG-05")
def test_an_exported_workbook_is_on_record_and_shows_nobody_in_full(
    hall: Hall, tmp_path: Path
) -> None:
    order = hall.sell(recharge(MOBILE), customer=person())
    hall.count(hall.desk)
    path = duty.export_shift(hall.desk, order.shift_id, tmp_path / "shift.xlsx")
    assert [who for who, _details in acts(hall, "report.export")] == ["c1"]
    book = load_workbook(path)
    words = str([row for sheet in book for row in sheet.iter_rows(values_only=True)])
    assert order.order_no in words
    assert all(hidden not in words for hidden in (ID, "样例甲", MOBILE))
