"""A clerk keeps the register by keys; the second person signs on the same screen."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from PySide6.QtCore import Qt

from hallclient.base.changes import Change
from hallclient.base.language import use_language
from hallclient.custody import service
from hallclient.custody.rules import CustodyKind, CustodyState, Item, Step
from hallclient.store.desk import Desk
from tests.custody.test_service import give_out, take_back

Show = Callable[..., Any]
Receive = Callable[..., Item]


def code(hands: Any) -> str:
    return hands.page.refused.code if hands.page.refused else ""


@pytest.mark.duty("S1-CA-07")
def test_a_receipt_book_is_received_by_keys(desk: Desk, show: Show) -> None:
    clerk = show()
    clerk.key(Qt.Key.Key_F4)
    clerk.page.ui.kind.set_value(CustodyKind.RECEIPT)
    clerk.fill("First number", "A0001")
    clerk.fill("Last number", "A0050")
    clerk.fill("Description", "收据本")
    clerk.confirm()
    assert code(clerk) == "custody.source"
    clerk.fill("From or to whom", "市公司财务部")
    clerk.confirm()
    assert clerk.asked() == "Receive: 收据本"
    clerk.sign("m1")
    assert clerk.page.notice.text() == "It is on the register, with both signatures."
    table = clerk.page.ui.register
    assert [table.text_at(0, column) for column in range(7)] == [
        "1", "Blank receipts", "收据本", "A0001–A0050", "50", "c1", "in the safe",
    ]  # fmt: skip
    assert clerk.page.ui.description.text() == ""
    assert service.register(desk)[0].standing.custodian == "c1"


@pytest.mark.duty("S1-CA-07", "S1-BO-12")
def test_all_that_somebody_keeps_is_handed_over_at_once(
    desk: Desk, receive: Receive, show: Show
) -> None:
    receive(CustodyKind.SEAL)
    receive()
    clerk = show()
    clerk.key(Qt.Key.Key_F5)
    clerk.key(Qt.Key.Key_Space)
    clerk.confirm()
    assert clerk.asked() == "Hand over: 2 items"
    clerk.sign("c2")
    assert {line.standing.custodian for line in service.register(desk)} == {"c2"}
    clerk.confirm()
    clerk.sign("m1")
    assert code(clerk) == "custody.custodian"


def test_an_item_goes_out_and_comes_back(desk: Desk, receive: Receive, show: Show) -> None:
    book = receive().number
    clerk = show()
    clerk.choose(book)
    clerk.key(Qt.Key.Key_F6)
    clerk.confirm()
    assert code(clerk) == "custody.reason"
    clerk.fill("Reason", "开收据")
    clerk.confirm()
    assert clerk.asked() == "Give out for use: 1 Blank receipts A000001–A000050 收据本"
    clerk.sign("c2")
    assert clerk.page.ui.register.text_at(0, 6) == "with c2"
    clerk.key(Qt.Key.Key_F7)
    clerk.confirm()
    assert code(clerk) == "custody.pieces"
    clerk.fill("Pieces used", "3")
    clerk.confirm()
    clerk.sign("c2")
    assert clerk.page.ui.register.text_at(0, 3) == "A000004–A000050"
    assert [entry.step for entry in service.history(desk, book)] == [
        Step.RECEIVED,
        Step.GIVEN_OUT,
        Step.TAKEN_BACK,
    ]


def test_what_was_typed_last_is_counted_and_a_step_between_costs_one_item(
    receive: Receive, show: Show
) -> None:
    receive(CustodyKind.SEAL)
    book = receive().number
    clerk = show()
    clerk.key(Qt.Key.Key_F9)
    for pieces in ("1", "50"):
        clerk.fill("Pieces found", pieces)
        clerk.key(Qt.Key.Key_Return)
        clerk.settle()
    clerk.choose(book)
    for key, reason in ((Qt.Key.Key_F6, "开收据"), (Qt.Key.Key_F7, "")):
        clerk.key(key)
        clerk.fill("Reason", reason) if reason else clerk.fill("Pieces used", "0")
        clerk.confirm()
        clerk.sign("c2")
    clerk.key(Qt.Key.Key_F9)
    table = clerk.page.ui.register
    assert [table.text_at(row, 7) for row in range(2)] == ["1", ""]
    clerk.choose(book)
    clerk.fill("Pieces found", "50")
    clerk.confirm()
    clerk.sign("c2")
    assert "0 missing, 0 too much" in clerk.page.notice.text()


def test_what_another_pc_moved_in_the_middle_of_a_count_is_counted_again(
    desk: Desk, receive: Receive, show: Show
) -> None:
    receive(CustodyKind.SEAL)
    book = receive().number
    clerk = show()
    clerk.key(Qt.Key.Key_F9)
    for pieces in ("1", "50"):
        clerk.fill("Pieces found", pieces)
        clerk.key(Qt.Key.Key_Return)
        clerk.settle()
    give_out(desk, book)
    take_back(desk, book, used="2")
    clerk.page.opened()
    clerk.settle()
    assert clerk.page.notice.text() == f"Count again what moved meanwhile: item {book}."
    assert [clerk.page.ui.register.text_at(row, 7) for row in range(2)] == ["1", ""]
    clerk.confirm()
    assert code(clerk) == "custody.not-counted"
    clerk.choose(book)
    clerk.fill("Pieces found", "48")
    clerk.confirm()
    clerk.sign("c2")
    assert "0 missing, 0 too much" in clerk.page.notice.text()


@pytest.mark.duty("S1-CA-07", "S1-FM-01")
def test_the_safe_is_counted_item_by_item_with_a_witness(
    desk: Desk, receive: Receive, show: Show
) -> None:
    receive(CustodyKind.SEAL)
    receive()
    clerk = show()
    clerk.key(Qt.Key.Key_F9)
    clerk.confirm()
    assert code(clerk) == "custody.not-counted"
    table = clerk.page.ui.register
    for row, pieces in enumerate(("1", "49")):
        clerk.fill("Pieces found", pieces)
        clerk.key(Qt.Key.Key_Return)
        clerk.qtbot.waitUntil(
            partial(lambda row, pieces: table.text_at(row, 7) == pieces, row, pieces)
        )
    assert clerk.page.focusWidget() is clerk.page.ui.surplus
    clerk.fill("Not on the register", "旧公章；；空白支票")
    clerk.confirm()
    assert clerk.asked() == "Count what is in the safe: 2 items"
    clerk.sign("g1")
    said = (
        "Count 1 of 2026-11-22 09:00 by c1 and g1: 1 missing, 2 too much. Not in the safe: item 2."
    )
    assert clerk.page.notice.text() == clerk.page.ui.lastCount.text() == said
    assert [line.standing.left for line in service.register(desk)] == [1, 50]


@pytest.mark.duty("S1-VP-25")
def test_a_customers_bankbook_is_kept_and_given_back_by_keys(desk: Desk, show: Show) -> None:
    clerk = show()
    clerk.key(Qt.Key.Key_F4)
    assert not clerk.page.ui.owner.isVisible()
    clerk.page.ui.kind.set_value(CustodyKind.BANKBOOK)
    assert clerk.page.ui.owner.isVisible()
    assert not clerk.page.ui.last.isVisible()
    clerk.fill("First number", "6200000000000001236")
    clerk.fill("Description", "活期存折")
    clerk.fill("From or to whom", "样例甲本人")
    clerk.confirm()
    assert code(clerk) == "custody.owner"
    clerk.fill("Owner", "样例甲")
    clerk.confirm()
    clerk.sign("g1")
    table = clerk.page.ui.register
    assert [table.text_at(0, column) for column in range(7)] == [
        "1", "Bankbook", "样**  活期存折", "620000*********1236", "1", "c1", "in the safe",
    ]  # fmt: skip
    clerk.choose(1)
    clerk.page.choose(Step.RETURNED)
    clerk.fill("Reason", "客户取回")
    clerk.confirm()
    assert clerk.asked() == "Return to where it came from: 1 Bankbook 620000*********1236 活期存折"
    clerk.sign("g1")
    assert code(clerk) == "custody.receiver"
    clerk.fill("From or to whom", "样例甲本人")
    clerk.confirm()
    clerk.sign("g1")
    assert service.register(desk) == ()


def test_only_who_oversees_is_offered_the_ways_out(
    desk: Desk, receive: Receive, show: Show
) -> None:
    seal = receive(CustodyKind.SEAL).number
    clerk = show("c1")
    clerk.page.ui.deed.set_value(Step.DESTROYED)
    assert clerk.page.ui.deed.value() is None
    manager = show("m1")
    manager.choose(seal)
    manager.page.choose(Step.DESTROYED)
    manager.fill("Reason", "停用")
    manager.confirm()
    manager.sign("c2")
    assert service.register(desk) == ()
    with desk.read():
        assert service.history(desk, seal)[-1].step is Step.DESTROYED


def test_an_item_that_is_gone_is_no_longer_listed(receive: Receive, show: Show) -> None:
    assert receive(CustodyKind.SEAL).standing.state is CustodyState.KEPT
    clerk = show()
    assert clerk.page.ui.history.text_at(0, 1) == "Received into custody"
    clerk.page.ui.register.set_rows(())
    assert clerk.page.ui.history.rows() == ()


def test_the_page_speaks_chinese(receive: Receive, show: Show) -> None:
    receive(CustodyKind.SEAL)
    clerk = show()
    use_language("zh")
    clerk.page.choose("count")
    assert clerk.page.ui.mine.text() == "只盘点我保管的"
    assert clerk.page.ui.register.text_at(0, 1) == "印章"


def test_an_item_read_anew_leaves_what_is_being_typed_and_chosen(
    receive: Receive, show: Show
) -> None:
    seal, book = receive(CustodyKind.SEAL).number, receive().number
    clerk = show()
    clerk.choose(book)
    clerk.key(Qt.Key.Key_F9)
    clerk.page.ui.found.setText("4")
    receive(CustodyKind.SEAL)
    page = clerk.page
    page.hear((Change(9, "custody.receive", "custody/3", 2, "c2"),))
    clerk.qtbot.waitUntil(lambda: len(page.ui.register.rows()) == 3, timeout=10_000)
    assert page.ui.found.text() == "4"
    assert page.ui.register.current().number == book != seal
