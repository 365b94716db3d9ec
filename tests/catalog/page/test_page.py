"""The catalogue on the screen: everybody reads prices, the manager decides the next ones."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from hallclient.base.clock import ScriptClock, from_hall
from hallclient.base.ids import new_id
from hallclient.base.money import Fen
from hallclient.catalog import service
from hallclient.catalog.page import CatalogCalls
from hallclient.catalog.rules import ChangeItem, Plan, defaults
from hallclient.store.desk import Desk
from tests.catalog.page.conftest import Hands
from tests.conftest import DAY

Show = Callable[[CatalogCalls], Hands]


def test_every_item_is_listed_with_its_price(calls: CatalogCalls, hands: Show) -> None:
    page = hands(calls).page
    rows = page.ui.items.rows()
    assert {row.item.code for row in rows} == {*defaults().plans, *defaults().promotions}
    assert [page.ui.items.text_at(0, at) for at in (0, 2, 4)] == ["Plan", "9.00", "on sale"]
    assert [line.number for line in page.ui.versions.rows()] == [0]


def test_a_price_is_changed_from_a_day_on(
    calls: CatalogCalls, desk: Desk, clock: ScriptClock, hands: Show
) -> None:
    manager = hands(calls)
    manager.choose("basic-39")
    assert manager.page.ui.name.hasFocus()
    assert manager.page.ui.code.isReadOnly()
    manager.form(monthly_fee="49", effective="2026-12-01")
    manager.confirm()
    assert manager.page.notice.text().endswith("holds from 2026-12-01 on.")
    assert service.read(desk).plan("basic-39").monthly_fee_fen == 3_900
    (row,) = [row for row in manager.page.ui.items.rows() if row.item.code == "basic-39"]
    assert (str(row.changes_on), row.item.monthly_fee_fen) == ("2026-12-01", 3_900)
    assert [line.number for line in manager.page.ui.versions.rows()] == [1, 0]
    assert manager.page.ui.monthly_fee.text() == "39.00", "what holds today is shown again"
    clock.set(from_hall(DAY.replace(month=12, day=1), 9, 0))
    assert service.read(desk).plan("basic-39").monthly_fee_fen == 4_900


def test_a_plan_is_withdrawn_and_stays_on_record(
    calls: CatalogCalls, desk: Desk, hands: Show
) -> None:
    manager = hands(calls)
    manager.choose("senior-9")
    manager.page.ui.on_sale.setFocus()
    manager.key(Qt.Key.Key_Space)
    manager.confirm()
    assert not service.read(desk).plans["senior-9"].on_sale
    assert manager.page.ui.items.text_at(0, 4) == "withdrawn"


def test_a_new_promotion_is_added_by_keys(calls: CatalogCalls, desk: Desk, hands: Show) -> None:
    manager = hands(calls)
    manager.key(Qt.Key.Key_F6)
    assert manager.page.ui.code.hasFocus()
    manager.form(code="year-end", name="年末充200送15", min="200", bonus="15", starts="20261201")
    manager.form(ends="20261231", text="一次充值满200元，\n赠送话费15元。")
    manager.confirm()
    assert list(manager.page.errors.sentences()) == ["kind"]
    manager.page.ui.kind.set_value("recharge")
    manager.confirm()
    offer = service.read(desk).promotions["year-end"]
    assert (offer.min_fen, offer.bonus_fen, str(offer.ends)) == (20_000, 1_500, "2026-12-31")
    assert "\n" not in offer.text
    assert manager.page.ui.items.current().item == offer


def test_an_item_of_tomorrow_is_listed_and_not_sold(
    calls: CatalogCalls, desk: Desk, hands: Show
) -> None:
    later = ChangeItem(Plan("new", "新", Fen(1)), new_id(), DAY.replace(day=30), new=True)
    service.change(desk, later)
    manager = hands(calls)
    manager.choose("new")
    at = [row.item.code for row in manager.page.ui.items.rows()].index("new")
    assert [manager.page.ui.items.text_at(at, column) for column in (4, 5)] == [
        "not yet",
        "2026-11-30",
    ]


@pytest.mark.parametrize(
    ("fields", "field", "code"),
    [
        ({"name": ""}, "name", "catalog.malformed"),
        ({"monthly_fee": "-1"}, "monthly_fee", "catalog.malformed"),
        ({"monthly_fee": ""}, "monthly_fee", "amount.malformed"),
        ({"deposit": "1.005"}, "deposit", "amount.decimals"),
        ({"text": "很" * 301}, "text", "catalog.malformed"),
        ({"effective": "2026-11-21"}, "effective", "policy.effective-past"),
        ({"effective": "tomorrow"}, "effective", "day.malformed"),
    ],
)
def test_what_cannot_be_sold_is_refused_beside_its_field(
    calls: CatalogCalls, desk: Desk, hands: Show, fields: dict[str, str], field: str, code: str
) -> None:
    manager = hands(calls)
    manager.choose("basic-39")
    manager.form(**fields)
    manager.confirm()
    assert manager.page.refused is not None
    assert (manager.page.refused.code, list(manager.page.errors.sentences())) == (code, [field])
    assert service.versions(desk) == ()


def test_a_code_that_is_taken_is_refused_and_esc_leaves_the_new_item(
    calls: CatalogCalls, hands: Show
) -> None:
    manager = hands(calls)
    manager.key(Qt.Key.Key_F5)
    manager.form(code="basic-39", name="再来一个", monthly_fee="1", deposit="0")
    manager.confirm()
    assert list(manager.page.errors.sentences()) == ["code"]
    manager.key(Qt.Key.Key_Escape)
    assert manager.page.errors.sentences() == {}
    assert manager.page.ui.code.text() == manager.page.ui.items.current().item.code


def test_a_clerk_reads_prices_and_changes_none(
    calls: CatalogCalls, desk: Desk, hands: Show
) -> None:
    clerk = hands(replace(calls, may_change=False))
    clerk.choose("max-129")
    page = clerk.page
    assert page.ui.monthly_fee.text() == "129.00"
    assert page.ui.monthly_fee.isReadOnly()
    assert not page.primary.isVisible()
    assert not page.ui.effective.isVisible()
    page.on_primary()
    clerk.settle()
    assert service.versions(desk) == ()


def test_what_is_typed_survives_a_look_into_another_room(calls: CatalogCalls, hands: Show) -> None:
    manager = hands(calls)
    manager.choose("basic-39")
    manager.form(monthly_fee="49")
    manager.page.opened()
    manager.settle()
    assert manager.page.ui.monthly_fee.text() == "49"
