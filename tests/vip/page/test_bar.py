"""The bar's page worked by keys, in English, on the real services."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from hallclient.base.changes import Change
from hallclient.base.clock import ScriptClock
from hallclient.base.ids import new_id
from hallclient.base.language import use_language
from hallclient.custody import service as custody
from hallclient.custody.rules import CountCustody, CustodyKind, ReceiveItem
from hallclient.store.desk import Desk
from hallclient.ui.jobs import Lanes
from hallclient.vip import service as vip_service
from hallclient.vip.page.bar import BarPage
from hallclient.vip.page.bar_calls import BarCalls
from hallclient.vip.page.bar_words import Deed
from hallclient.vip.rules import Step
from hallclient.vip.rules.bar import Outcome
from hallclient.vip.rules.lounge import Result, opening_items
from hallclient.vip.service import bar as service
from hallclient.vip.service import lounge
from hallclient.vip.service.bar_report import export_bar_day
from tests.conftest import DAY
from tests.pages import Hands as PageHands
from tests.pages import in_english, lanes, put_in_front, signing
from tests.vip.bars import Bar, bar_in, signed
from tests.vip.conftest import MOBILE, Vip

__all__ = ["in_english", "lanes"]

Show = Callable[[], "Hands"]


class Hands(PageHands[BarPage]):
    """Hands at the bar."""

    @property
    def code(self) -> str:
        return self.page.refused.code if self.page.refused else ""

    def press(self, key: Qt.Key) -> None:
        self.key(key)
        self.settle()

    def column(self, table: str, column: int) -> list[str]:
        widget = getattr(self.page.ui, table)
        return [widget.text_at(row, column) for row in range(len(widget.rows()))]


@pytest.fixture
def bar(desk: Desk) -> Bar:
    return bar_in(desk)


@pytest.fixture
def at_desk(qtbot: QtBot, lanes: Lanes, tmp_path: Path) -> Callable[[Desk], Hands]:
    """The bar's page as somebody sees it at a desk, and the hands that work it."""

    def made(here: Desk) -> Hands:
        calls = BarCalls(
            board=partial(service.board, here),
            guests=partial(vip_service.guests_here, here),
            day=partial(lounge.day_of_lounge, here),
            receive=partial(service.receive, here),
            open_batch=partial(service.open_batch, here),
            ask=partial(service.ask_drink, here),
            bring=partial(service.bring, here),
            decline=partial(service.decline, here),
            write_off=partial(service.write_off, here),
            count=partial(service.count, here),
            enter=partial(lounge.enter, here),
            sign_list=partial(lounge.sign, here),
            count_slips=partial(lounge.count_slips, here),
            report=partial(export_bar_day, here, tmp_path),
            sign=signing(lambda code, _permission: signed(here, code)),
            clerk="v1",
        )
        page = BarPage(calls, lanes)
        put_in_front(qtbot, page, 1180, 680)
        page.opened()
        hands = Hands(qtbot, page)
        hands.settle()
        return hands

    return made


@pytest.fixture
def show(bar: Bar, at_desk: Callable[[Desk], Hands]) -> Show:
    """As v1 sees it at PC 8."""
    return partial(at_desk, bar.desk)


@pytest.mark.duty("S0-BA-03")
def test_a_batch_is_received_by_keys(bar: Bar, show: Show) -> None:
    host = show()
    host.press(Qt.Key.Key_F7)
    host.confirm()
    assert host.code == "bar.goods"
    host.page.ui.goods.set_value("juice")
    host.fill("Servings", "12")
    host.fill("Best before", "2026-11-25")
    host.confirm()
    assert host.page.notice.text() == "On record: Receive a batch"
    assert [host.page.ui.stock.text_at(0, column) for column in range(5)] == [
        "1", "Orange juice", "2026-11-25 near", "", "12",
    ]  # fmt: skip
    assert "Orange juice batch 1" in host.page.ui.stockNote.text()
    assert bar.left() == {1: 12}


def test_a_date_is_asked_of_what_has_one(bar: Bar, show: Show) -> None:
    host = show()
    host.press(Qt.Key.Key_F7)
    assert host.page.ui.bestBefore.isVisible()
    host.fill("Best before", "2020-01-01")
    host.page.ui.goods.set_value("paper_cups")
    assert not host.page.ui.bestBefore.isVisible()
    host.page.ui.goods.set_value("juice")
    assert (host.page.ui.bestBefore.isVisible(), host.page.ui.bestBefore.text()) == (True, "")


def test_a_result_that_was_chosen_stays_when_another_pc_does_something(
    bar: Bar, show: Show
) -> None:
    host = show()
    host.press(Qt.Key.Key_F6)
    host.page.ui.list.selectRow(0)
    host.page.ui.result.set_value(Result.FAILED)
    host.fill("Note", "昨天的报纸")
    bar.enter("pots")
    host.page.hear((Change(9, "lounge.enter", "lounge-entry/1", 9, "v2"),))
    host.qtbot.waitUntil(lambda: "Passed" in host.column("list", 1), timeout=10_000)
    assert host.page.ui.result.value() is Result.FAILED
    host.confirm()
    assert host.column("list", 1)[0] == "Not passed"


@pytest.mark.duty("S1-VP-06", "S1-VP-07", "S0-BA-01", "S0-BA-02")
def test_a_guest_is_asked_and_served_by_keys(bar: Bar, show: Show, clock: ScriptClock) -> None:
    bar.receive()
    host = show()
    host.press(Qt.Key.Key_F4)
    assert host.page.ui.words.text() == "Would you like tea, coffee or mineral water?"
    assert host.page.focusWidget() is host.page.ui.goods
    host.page.ui.goods.set_value("tea")
    host.fill("Seat", "2")
    host.confirm()
    assert host.column("orders", 1) == ["Green tea × 1"]
    clock.set(clock.now() + timedelta(minutes=4))
    host.page.opened()
    host.settle()
    assert host.column("orders", 0) == ["4:00 late"]
    host.press(Qt.Key.Key_F5)
    assert host.page.ui.words.text() == "Here is your Green tea. Please enjoy it."
    host.page.ui.phrased.setFocus()
    host.press(Qt.Key.Key_Space)
    host.confirm()
    (order,) = service.orders(bar.desk, DAY)
    assert (order.outcome, order.phrased, order.seat) == (Outcome.BROUGHT, True, "2")
    assert host.column("orders", 1) == []
    host.page.choose(Deed.BRING)
    host.confirm()
    assert host.code == "bar.no-order"


def test_what_was_wrong_in_a_field_goes_with_the_field(bar: Bar, show: Show) -> None:
    host = show()
    host.press(Qt.Key.Key_F4)
    host.confirm()
    assert set(host.page.errors.sentences()) == {"goods"}
    host.press(Qt.Key.Key_F9)
    assert (host.page.errors.sentences(), host.page.notice.text()) == ({}, "")


@pytest.mark.duty("S1-VP-06")
def test_a_guest_with_a_long_name_leaves_the_tables_their_room(
    vip: Vip, at_desk: Callable[[Desk], Hands]
) -> None:
    host = at_desk(vip.host)
    before = host.page.ui.list.width()
    vip.customer("样例", MOBILE)
    vip.keep("address", "新疆样例贸易发展有限责任公司采购与物流部阿卜杜拉·买买提江总经理", "样例")
    vip.enrol("样例")
    vip.arrive("样例")
    host.page.opened()
    host.settle()
    assert host.page.ui.guest.isVisible()
    assert host.page.ui.list.width() >= before - 20


def test_a_guest_who_wants_nothing_is_a_choice_too(bar: Bar, show: Show) -> None:
    host = show()
    host.press(Qt.Key.Key_F4)
    host.confirm()
    assert host.code == "bar.goods"
    host.page.ui.goods.set_value("")
    host.confirm()
    assert [one.outcome for one in service.orders(bar.desk, DAY)] == [Outcome.DECLINED]


def test_a_drink_that_is_out_is_said_and_another_may_be_asked_for(bar: Bar, show: Show) -> None:
    bar.receive("coffee")
    host = show()
    host.press(Qt.Key.Key_F4)
    host.page.ui.goods.set_value("tea")
    host.confirm()
    assert host.code == "bar.out-of-stock"
    assert "Green tea: 0 left, 1 asked for" in host.page.refused.__str__()
    host.page.ui.goods.set_value("coffee")
    host.confirm()
    assert [one.outcome for one in service.orders(bar.desk, DAY)] == [Outcome.REFUSED, None]


@pytest.mark.duty("S0-BA-07")
def test_a_write_off_is_signed_by_who_may_approve_it(bar: Bar, show: Show) -> None:
    bar.receive()
    host = show()
    host.page.ui.stock.selectRow(0)
    host.page.choose(Deed.WRITE_OFF)
    host.fill("Servings", "2")
    host.confirm()
    assert host.code == "bar.cause"
    host.page.ui.cause.set_value("broken")
    host.confirm()
    assert host.asked() == "Write servings off: Green tea batch 1: 2, Broken or spilt"
    host.sign("g1")
    assert host.code == "approval.not-permitted"
    host.confirm()
    host.sign("m1")
    assert bar.left() == {1: 8}


@pytest.mark.duty("S0-BA-08")
def test_the_bar_is_counted_batch_by_batch_with_a_witness(bar: Bar, show: Show) -> None:
    bar.receive()
    bar.receive("coffee")
    host = show()
    host.press(Qt.Key.Key_F9)
    host.confirm()
    assert host.code == "bar.not-counted"
    host.page.ui.stock.selectRow(0)
    for servings in ("9", "11"):
        host.fill("Servings found", servings)
        host.press(Qt.Key.Key_Return)
    assert host.column("stock", 5) == ["9", "11"]
    assert host.page.focusWidget() is host.page.ui.note
    host.confirm()
    assert host.asked() == "Count the bar: 2 batches"
    host.sign("g1")
    said = "Bar counted 2026-11-22 09:00 by v1 and g1: 1 missing, 1 too much"
    assert host.page.notice.text() == said
    assert said in host.page.ui.stockNote.text()
    assert bar.left() == {1: 9, 2: 11}


def test_what_was_typed_last_is_counted_without_enter(bar: Bar, show: Show) -> None:
    bar.receive()
    host = show()
    host.press(Qt.Key.Key_F9)
    host.page.ui.stock.selectRow(0)
    host.fill("Servings found", "ten")
    host.confirm()
    assert host.code == "bar.servings"
    host.fill("Servings found", "10")
    host.confirm()
    host.sign("g1")
    assert host.page.notice.text().endswith("0 missing, 0 too much")


@pytest.mark.duty("S0-BA-07")
def test_a_drink_past_its_date_is_said_and_on_record(
    bar: Bar, show: Show, clock: ScriptClock
) -> None:
    bar.receive("coffee", "4", "2026-11-22")
    clock.set(clock.now() + timedelta(days=1))
    host = show()
    assert host.column("stock", 2) == ["2026-11-22 expired"]
    host.press(Qt.Key.Key_F4)
    host.page.ui.goods.set_value("coffee")
    host.confirm()
    assert host.code == "bar.out-of-date"
    assert "past its date, 2026-11-22. Write it off" in host.page.notice.text()
    (order,) = service.orders(bar.desk, DAY + timedelta(days=1))
    assert (order.outcome, order.cause) == (Outcome.REFUSED, "bar.out-of-date")


def test_a_last_cup_that_went_elsewhere_is_said_and_no_hidden_field_is_marked(
    bar: Bar, show: Show
) -> None:
    bar.receive(servings="1")
    orders = [bar.ask(), bar.ask()]
    host = show()
    bar.bring(orders[0])
    host.press(Qt.Key.Key_F5)
    host.page.ui.orders.selectRow(1)
    host.confirm()
    assert (host.code, host.page.errors.sentences()) == ("bar.out-of-stock", {})
    assert "Green tea: 0 left, 1 asked for" in host.page.notice.text()
    assert host.column("orders", 1) == []
    assert [one.outcome for one in service.orders(bar.desk, DAY)] == [
        Outcome.BROUGHT, Outcome.REFUSED,
    ]  # fmt: skip


@pytest.mark.duty("S0-BA-08")
def test_a_guest_served_in_the_middle_of_a_count_costs_that_batch_only(
    bar: Bar, show: Show
) -> None:
    bar.receive()
    bar.receive("coffee")
    bar.ask()
    host = show()
    host.press(Qt.Key.Key_F9)
    host.page.ui.stock.selectRow(0)
    for servings in ("10", "10"):
        host.fill("Servings found", servings)
        host.press(Qt.Key.Key_Return)
    host.press(Qt.Key.Key_F5)
    host.page.ui.orders.selectRow(0)
    host.confirm()
    host.press(Qt.Key.Key_F9)
    assert host.column("stock", 5) == ["", "10"]
    assert host.page.notice.text() == "Count again what moved meanwhile: batch 1."
    host.confirm()
    assert host.code == "bar.not-counted"
    host.page.ui.stock.selectRow(0)
    host.fill("Servings found", "9")
    host.press(Qt.Key.Key_Return)
    host.confirm()
    host.sign("g1")
    assert bar.left() == {1: 9, 2: 10}
    assert service.board(bar.desk).counts[0].lines[0].missing == 0


def test_what_another_pc_served_in_the_middle_of_a_count_is_counted_again(
    bar: Bar, show: Show
) -> None:
    """Also of the batch in front, whose figure stands in the field, and of one typed only."""
    bar.receive()
    bar.receive("coffee")
    host = show()
    host.press(Qt.Key.Key_F9)
    host.page.ui.stock.selectRow(0)
    for servings in ("10", "10"):
        host.fill("Servings found", servings)
        host.press(Qt.Key.Key_Return)
    for _ in range(2):
        bar.serve("coffee")
        host.page.opened()
        host.settle()
        assert host.page.notice.text() == "Count again what moved meanwhile: batch 2."
        assert host.page.ui.found.text() == ""
        host.confirm()
        assert host.code == "bar.not-counted"
        host.page.ui.stock.selectRow(1)
        host.fill("Servings found", "9")  # no Enter: the next serving goes out before
    host.fill("Servings found", "8")
    host.confirm()
    host.sign("g1")
    assert bar.left() == {1: 10, 2: 8}


@pytest.mark.duty("S1-VP-03", "S1-VP-04", "S1-VP-05", "S0-BA-04", "S0-BA-05", "S0-BA-06")
def test_the_list_before_opening_is_gone_through_and_signed_by_keys(bar: Bar, show: Show) -> None:
    host = show()
    assert host.page.ui.listNote.text() == "10 items have no result yet."
    host.press(Qt.Key.Key_F6)
    host.page.ui.list.selectRow(0)
    host.press(Qt.Key.Key_Return)
    for item in opening_items():
        assert host.page.ui.words.text() == item.en
        assert host.page.ui.value.isVisible() == bool(item.measure)
        if item.measure:
            host.fill("Measured", "5" if item.code == "fridge" else "80")
        host.confirm()
        assert host.code == ""
    assert host.page.ui.listNote.text() == "0 items have no result yet."
    host.page.choose(Deed.SIGN)
    host.confirm()
    assert host.page.ui.listNote.text() == (
        "The list of 2026-11-22 was signed 09:00 by v1; not passed then: 0"
    )
    assert len(lounge.day_of_lounge(bar.desk).entries) == 10


def test_a_fault_offers_to_be_put_right(bar: Bar, show: Show) -> None:
    bar.enter("newspapers", Result.FAILED, note="昨天的报纸")
    host = show()
    host.page.ui.list.selectRow(0)
    host.page.choose(Deed.ENTER)
    assert host.page.ui.result.value() is Result.FIXED
    assert host.page.ui.words.text() == "Newspapers are of today: 昨天的报纸"
    host.confirm()
    assert host.code == "lounge.note"
    host.fill("Note", "已更换")
    host.confirm()
    assert host.column("list", 1)[0] == "Put right"


@pytest.mark.duty("S1-VP-24")
def test_slips_are_counted_at_the_end_of_the_day(bar: Bar, show: Show) -> None:
    host = show()
    assert "Services at counter 8: 0, slips not counted yet." in host.page.ui.dayNote.text()
    host.page.choose(Deed.SLIPS)
    host.fill("Slips in hand", "1")
    host.confirm()
    assert host.code == "slips.differ"
    assert set(host.page.errors.sentences()) == {"note"}
    host.fill("Note", "重打一份未销毁")
    host.confirm()
    assert "slips counted 1." in host.page.ui.dayNote.text()


@pytest.mark.duty("S1-VP-25")
def test_a_customers_paper_that_was_not_found_is_said_on_the_page(bar: Bar, show: Show) -> None:
    paper = ReceiveItem(
        CustodyKind.RENTAL_PAPERS, "租机协议", "样例甲本人", new_id(), "ZJ0001", "", "样例甲"
    )
    custody.receive(bar.desk, paper, signed(bar.desk, "g1"))
    custody.count(bar.desk, CountCustody({1: 0}, new_id()), signed(bar.desk, "g1"))
    said = show().page.ui.dayNote.text()
    assert "Not in the safe then: item 1. 1 to be counted for the night." in said


def test_what_another_pc_does_is_shown_and_what_is_typed_stays(bar: Bar, show: Show) -> None:
    bar.receive()
    host = show()
    host.press(Qt.Key.Key_F4)
    host.page.ui.goods.set_value("tea")
    host.fill("Seat", "3")
    bar.ask(seat="1")
    host.page.hear((Change(9, "bar.ask", "drink-order/1", 9, "v2"),))
    host.qtbot.waitUntil(lambda: host.column("orders", 2) == ["1"], timeout=10_000)
    assert (host.page.ui.goods.value(), host.page.ui.seat.text()) == ("tea", "3")


def test_the_page_speaks_chinese(bar: Bar, show: Show) -> None:
    bar.receive()
    host = show()
    use_language("zh")
    host.page.choose(Deed.ASK)
    host.page.retranslate()
    assert host.page.ui.words.text() == "请问您喝茶、咖啡还是矿泉水？"
    assert host.column("stock", 1) == ["绿茶"]


@pytest.mark.duty("S0-BA-09")
def test_the_daily_report_is_written_by_its_key(
    show: Show, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    host = show()
    monkeypatch.setattr(host.page.lanes.read, "start", pytest.fail)  # it goes on record: it writes
    host.press(Qt.Key.Key_F12)
    assert host.page.notice.text() == "The daily report is in bar-2026-11-22.xlsx."
    assert (tmp_path / "bar-2026-11-22.xlsx").is_file()


@pytest.mark.duty("S1-VP-06", "S1-VP-10")
def test_a_guest_of_the_reception_gets_a_drink_and_is_not_left_waiting(
    vip: Vip, at_desk: Callable[[Desk], Hands]
) -> None:
    one = vip.through(vip.guest(), Step.GREETED, Step.CHECKED, Step.SEATED)
    Bar(vip.host).receive()
    vip.time(240)
    host = at_desk(vip.host)
    assert "4:00" in host.page.ui.alarm.text()
    host.press(Qt.Key.Key_F4)
    assert host.page.focusWidget() is host.page.ui.guest
    host.page.ui.guest.set_value(one.serial)
    host.page.ui.goods.set_value("tea")
    host.confirm()
    assert [order.reception for order in service.board(vip.host).waiting] == [one.serial]
    assert host.column("orders", 2) == [one.guest]
    assert vip_service.course(vip.host, one.serial).events[-1].step is Step.DRINK
    vip.step(one, Step.TALKED)
    host.page.hear((Change(9, "vip.step", "vip-reception/1", 9, "v2"),))
    host.qtbot.waitUntil(lambda: host.page.ui.alarm.text() == "", timeout=10_000)
