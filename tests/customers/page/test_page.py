"""The customer page: masked until a reason is on record, worked by keys alone."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from sqlalchemy import select, text

from hallclient.base.changes import Change
from hallclient.base.ids import new_id
from hallclient.base.language import use_language
from hallclient.customers import book, service
from hallclient.customers.page import CustomerCalls, CustomerPage
from hallclient.customers.records import CustomerAccess
from hallclient.customers.rules import (
    AmendCustomer,
    CustomerOrder,
    DocumentDraft,
    DocumentKind,
    TakeOver,
)
from hallclient.store.audit import act
from hallclient.store.desk import Desk
from hallclient.ui.conflict import ConflictDialog
from hallclient.ui.jobs import Lanes

NUMBER = "110000198802291236"
MOBILE = "13812345678"
ORDER = CustomerOrder(
    "H0012026112201" + "0001", datetime(2026, 11, 22, 1, 5, tzinfo=UTC), "充值缴费", reversed=False
)

Keys = Callable[[CustomerPage], Any]


def enter(desk: Desk, number: str, name: str, mobile: str) -> str:
    draft = DocumentDraft(
        DocumentKind.RESIDENT_ID, number, name, valid_until="长期", address="示范路1号"
    )
    return service.take_over(
        desk, TakeOver(draft, mobile, "P39", "89860025000000000127", f"t-{mobile}")
    )


@pytest.fixture
def page(clerk: Desk, lanes: Lanes) -> CustomerPage:
    enter(clerk, NUMBER, "样例甲", MOBILE)
    enter(clerk, "44000020000101004X", "杨柳", "13900000000")
    calls = CustomerCalls(
        look_up=partial(service.look_up, clerk),
        view=partial(service.view, clerk),
        orders=lambda _customer_id: (ORDER,),
        unmask=partial(service.unmask, clerk),
        amend=partial(service.amend, clerk),
        end_service=partial(service.end_service, clerk.acting("M1")),
    )
    return CustomerPage(calls, lanes)


def everything_shown(page: CustomerPage) -> str:
    ui = page.ui
    cells = [
        table.text_at(row, column)
        for table in (ui.found, ui.subscriptions, ui.orders)
        for row in range(len(table.rows()))
        for column in range(4)
    ]
    texts = (ui.facts.toPlainText(), ui.mobile.text(), ui.address.text())
    return "\n".join((*cells, *texts, page.notice.text()))


def search(page: CustomerPage, keys: Keys, words: str = "ylj") -> Any:
    clerk = keys(page)
    clerk.fill("Find a customer", words)
    clerk.key(Qt.Key.Key_Return)
    return clerk


@pytest.mark.parametrize("words", ["ylj", "样例甲", NUMBER, MOBILE])
def test_a_customer_is_found_and_shown_masked(page: CustomerPage, keys: Keys, words: str) -> None:
    search(page, keys, words)
    ui = page.ui
    assert [ui.found.text_at(0, column) for column in range(4)] == [
        "样**",
        "110000********1236",
        "138****5678",
        "1",
    ]
    assert ui.subscriptions.text_at(0, 0) == "138****5678"
    assert ui.subscriptions.text_at(0, 1) == "P39"
    assert ui.orders.text_at(0, 0) == ORDER.order_no
    assert ui.orders.text_at(0, 1) == "2026-11-22 09:05"
    shown = everything_shown(page)
    assert all(secret not in shown for secret in (NUMBER, MOBILE, "样例甲", "示范路"))


def test_another_row_shows_another_customer(page: CustomerPage, keys: Keys) -> None:
    clerk = search(page, keys, "yl")
    assert len(page.ui.found.rows()) == 2
    first = page.ui.facts.toPlainText()
    clerk.key(Qt.Key.Key_Down)
    assert page.ui.facts.toPlainText() != first
    assert page.ui.found.current().document_number in page.ui.facts.toPlainText()


def test_nobody_found_says_what_to_do(page: CustomerPage, keys: Keys) -> None:
    search(page, keys, "zzz")
    assert "Nobody found" in page.notice.text()
    assert page.ui.found.rows() == ()
    assert page.ui.search.hasFocus()
    assert not page.ui.unmask.isEnabled()


@pytest.mark.duty("S3-AG-05", "S3-VS-03")
def test_full_values_come_only_with_a_reason(page: CustomerPage, keys: Keys, clerk: Desk) -> None:
    hands = search(page, keys)
    hands.key(Qt.Key.Key_F7)
    assert page.refused is not None
    assert page.refused.code == "customer.reason-missing"
    assert NUMBER not in everything_shown(page)
    hands.fill("Reason", "the customer asks for a copy")
    hands.key(Qt.Key.Key_F7)
    shown = everything_shown(page)
    assert all(value in shown for value in (NUMBER, MOBILE, "样例甲", "示范路1号"))
    with clerk.read() as session:
        reasons = session.execute(select(CustomerAccess.reason)).scalars().all()
    assert reasons == ["the customer asks for a copy"]


def unmasked(page: CustomerPage, keys: Keys) -> Any:
    hands = search(page, keys, "yl")
    hands.fill("Reason", "the customer asks")
    hands.key(Qt.Key.Key_F7)
    full = {NUMBER, "44000020000101004X"}
    assert any(number in everything_shown(page) for number in full)
    return hands


@pytest.mark.parametrize("leave", ["another row", "escape", "another page", "another search"])
def test_full_values_go_when_the_clerk_goes_on(page: CustomerPage, keys: Keys, leave: str) -> None:
    hands = unmasked(page, keys)
    if leave == "another row":
        page.ui.found.setFocus()
        hands.key(Qt.Key.Key_Down)
    elif leave == "escape":
        hands.key(Qt.Key.Key_Escape)
    elif leave == "another page":
        page.hide()
        page.show()
    else:
        hands.key(Qt.Key.Key_F3)
    shown = everything_shown(page)
    assert all(number not in shown for number in (NUMBER, "44000020000101004X", "示范路1号"))


@pytest.mark.duty("S3-FD-05")
def test_contact_data_are_changed_with_a_reason(page: CustomerPage, keys: Keys) -> None:
    hands = search(page, keys)
    hands.fill("Contact mobile", "13700000000")
    hands.fill("Reason", "application of today")
    hands.key(Qt.Key.Key_F8)
    assert "is changed" in page.notice.text()
    assert "137****0000" in page.ui.facts.toPlainText()
    assert page.ui.mobile.text() == ""


def test_a_clerk_corrects_no_name(page: CustomerPage, keys: Keys) -> None:
    hands = search(page, keys)
    hands.fill("Corrected name", "样例乙")
    hands.fill("Reason", "looked at the card")
    hands.key(Qt.Key.Key_F8)
    assert page.refused is not None
    assert page.refused.code == "permission.denied"


def test_a_wrong_mobile_is_told_beside_its_field(page: CustomerPage, keys: Keys) -> None:
    hands = search(page, keys)
    hands.fill("Contact mobile", "137")
    hands.fill("Reason", "application of today")
    hands.key(Qt.Key.Key_F8)
    assert page.refused is not None
    assert page.refused.code == "mobile.length"
    assert page.ui.mobile.hasFocus()
    assert page.ui.mobile.text() == "137"


def test_f3_begins_anew_and_escape_leaves_at_the_end(
    page: CustomerPage, keys: Keys, qtbot: QtBot
) -> None:
    hands = search(page, keys)
    hands.key(Qt.Key.Key_F3)
    assert (page.ui.search.text(), page.ui.found.rows()) == ("", ())
    assert page.ui.search.hasFocus()
    with qtbot.waitSignal(page.went_back):
        hands.key(Qt.Key.Key_Escape)


def test_an_empty_search_asks_nobody(page: CustomerPage, keys: Keys, clerk: Desk) -> None:
    search(page, keys, " ")
    with clerk.read() as session:
        query = text("SELECT count(*) FROM audit WHERE action = 'customer.look-up'")
        assert session.execute(query).scalar_one() == 0


def test_the_page_reads_chinese_when_the_language_changes(page: CustomerPage, keys: Keys) -> None:
    search(page, keys)
    use_language("zh")
    page._retranslate_all()
    assert "居民身份证" in page.ui.facts.toPlainText()


def elsewhere(clerk: Desk, page: CustomerPage, mobile: str) -> None:
    """Another counter changes the customer on show."""
    chosen = page.ui.found.current().customer_id
    service.amend(clerk, AmendCustomer(chosen, mobile, "", "客户来电更正", f"other-{mobile}"))


def on_file(clerk: Desk, page: CustomerPage) -> str:
    chosen = page.ui.found.current().customer_id
    return service.unmask(clerk, chosen, "核对资料", new_id()).mobile


def test_data_changed_elsewhere_is_shown_and_what_is_typed_stays(
    page: CustomerPage, keys: Keys, clerk: Desk, qtbot: QtBot
) -> None:
    search(page, keys)
    page.ui.address.setText("示范路2号")
    elsewhere(clerk, page, "13987654321")
    page.hear((Change(99, "customer.amend", "customer/x", 2, "c2"),))
    qtbot.waitUntil(lambda: "139****4321" in page.ui.facts.toPlainText(), timeout=10_000)
    assert page.ui.address.text() == "示范路2号"
    assert MOBILE not in everything_shown(page)


@pytest.mark.parametrize("keep_mine", [True, False])
def test_two_counters_change_one_mobile_and_the_second_chooses(
    page: CustomerPage,
    keys: Keys,
    clerk: Desk,
    qtbot: QtBot,
    keep_mine: bool,  # noqa: FBT001
) -> None:
    hands = search(page, keys)
    page.ui.mobile.setText("13711112222")
    page.ui.reason.setText("客户来电更正")
    elsewhere(clerk, page, "13987654321")
    hands.key(Qt.Key.Key_F8)
    qtbot.waitUntil(lambda: bool(page.findChildren(ConflictDialog)), timeout=10_000)
    dialog = page.findChildren(ConflictDialog)[0]
    assert [(one.theirs, one.mine) for one in dialog.differences] == [
        ("139****4321", "13711112222")
    ]
    with qtbot.waitSignal((page.lanes.write if keep_mine else page.lanes.read).idle):
        (dialog.page.primary if keep_mine else dialog.page.theirs).click()
    assert on_file(clerk, page) == ("13711112222" if keep_mine else "13987654321")
    assert page.ui.mobile.text() == ""


def test_another_field_changed_elsewhere_is_no_conflict(
    page: CustomerPage, keys: Keys, clerk: Desk
) -> None:
    hands = search(page, keys)
    page.ui.address.setText("示范路2号")
    page.ui.reason.setText("客户来电更正")
    elsewhere(clerk, page, "13987654321")
    hands.key(Qt.Key.Key_F8)
    assert page.findChildren(ConflictDialog) == []
    assert on_file(clerk, page) == "13987654321"
    chosen = page.ui.found.current().customer_id
    assert service.unmask(clerk, chosen, "核对资料", new_id()).address == "示范路2号"


def test_a_chosen_number_stays_chosen_when_its_card_is_replaced_elsewhere(
    page: CustomerPage, keys: Keys, clerk: Desk, qtbot: QtBot
) -> None:
    search(page, keys)
    page.ui.subscriptions.selectRow(0)
    chosen = page.ui.subscriptions.current().subscription_id
    with act(clerk, "test.sim") as doing:
        book.replace_sim(doing, MOBILE, "89860025000000000135")
    page.hear((Change(99, "order.complete", "order/x", 2, "c2"),))
    qtbot.waitUntil(lambda: page.ui.subscriptions.text_at(0, 2).endswith("135"), timeout=10_000)
    assert page.ui.subscriptions.current().subscription_id == chosen


def test_a_number_leaves_service_against_a_reason(page: CustomerPage, keys: Keys) -> None:
    clerk = search(page, keys)
    page.ui.subscriptions.selectRow(0)
    clerk.key(Qt.Key.Key_F9)
    assert page.refused is not None
    assert page.refused.code == "customer.reason-missing"
    clerk.fill("Reason", "cancelled at the carrier")
    clerk.key(Qt.Key.Key_F9)
    assert page.ui.subscriptions.text_at(0, 1) == "P39, left service"
    assert "Numbers in service  0" in page.ui.facts.toPlainText()
