"""One day with a row in every table of the books, for who wants to break them."""

from pathlib import Path

import pytest

from hallclient import hall as house
from hallclient.base.clock import ScriptClock, from_hall
from hallclient.base.ids import new_id
from hallclient.base.money import Fen
from hallclient.catalog import service as catalog
from hallclient.catalog.rules import ChangeItem, Plan
from hallclient.counter import service as counter
from hallclient.counter.rules import LineDraft, OrderDraft, RefuseService
from hallclient.customers import service as customers
from hallclient.duty import service as duty
from hallclient.duty.rules import HandBagAsk
from hallclient.play.stage import PASSWORD
from hallclient.staff import service as staff
from hallclient.staff.rules import SignInFailed
from hallclient.stock import service as stock
from hallclient.stock.rules import TakeStock
from hallclient.store.desk import Desk
from hallclient.vip.rules.lounge import lounge_standard
from tests.journeys.conftest import place_of
from tests.journeys.scripts import FLOAT_FEN, HOLDER, ON, Script, cash, new_number, paid, recharge

CARD = {"kind": "value_card", "face_fen": 3000, "count": 2}


def full_day() -> Script:
    """Two shifts that are closed, one of the next day that is open."""
    day = Script(2, document_limit=4).open(1).open(2)
    day.sell([CARD], cash(10_000), id="one")
    day.sell([new_number(1)], cash(10_000), customer=HOLDER)
    day.sell([recharge(5_000)], [*cash(2_000), paid("wechat", 3_000, "W1")], id="split")
    change = {"kind": "plan_change", "mobile": "19800000000", "plan": "basic-39"}
    day.sell([change], [], customer=HOLDER)
    day.add("reprint", order="one")
    day.add("reverse", order="one", reason="选错面值", approver="M001")
    day.add("cash_drop", amount_fen=5_000, witness="M001")
    day.add("transfer", to_counter=2, amount_fen=1_000, witness="M001")
    who = {"voucher": "P1", "approver": "M001"}
    day.add("pay_in", amount_fen=500, reason="换零", **who)
    day.add("pay_out", amount_fen=400, reason="买水", **who, remote=True)
    day.add("pause", reason="午餐").add("resume_service")
    _queue(day)
    _front_desk(day)
    _vip(day)
    _bar(day)
    held = FLOAT_FEN + 10_000 + 2_000 - 5_000 - 1_000 + 100
    goods = {"sim": 3, "value_card": 4, "invoice": 0}
    day.count(held + 500, tenders={"wechat": 3_000}, stock=goods, at="18:00")
    day.add("recount", denominations={"1000": 33}, tenders={"wechat": 3_000}, stock=goods,
            approver="M001", cause="复点")  # fmt: skip
    day.approve()
    day.count(FLOAT_FEN + 1_000, 2).approve(2)
    day.add("make_good", amount_fen=100, witness="C002")
    day.close(33_000 - FLOAT_FEN + 5_000 + 1_000 + 100)
    return day.open(2, at="19:00").sell([CARD], [paid("pos", 6_000, "P1")], counter=2)


def _queue(day: Script) -> None:
    """Customers of every fate: served, missed and put back, parked, transferred, left over."""
    day.add("open_counter").add("open_counter", 2)
    for line, name in (("A", "a1"), ("A", "a2"), ("V", "v1"), ("B", "b1"), ("A", "a3")):
        day.add("ticket", None, by="G001", line=line, id=name, note="证件齐")
    day.add("ticket", None, by="G001", line="A", id="care", care=True, booked="11:30")
    day.add("next").add("start").add("finish", rating=5)
    day.add("next").add("recall").add("missed").add("ticket_return", None, ticket="v1")
    day.add("next", 2).add("start", 2).add("park", 2).add("unpark", 2, ticket="v1")
    day.add("ticket_transfer", 2, line="C").add("ticket_cancel", None, ticket="b1")
    day.add("pause_counter", 2, reason="copy").add("resume_counter", 2)
    day.add("next", 2, ticket="a3", reason="赶车").add("start", 2).add("finish", 2)
    day.add("close_counter", 2)


def _front_desk(day: Script) -> None:
    """A visitor sent for papers, an enquiry, a complaint in other hands, a fault mended."""
    day.add("triage", None, by="G001", purpose="new_number", missing=["identity"])
    day.add("enquiry", None, by="G001", words="问套餐资费", answer="按公示说明")
    day.add("complaint_taken", None, by="G001", id="told", words="账单有误", cause="账单")
    day.add("enquiry_hand_over", None, by="G001", matter="told", to="M001")
    day.add("enquiry_accept", None, by="M001", matter="told")
    day.add("notice", None, by="G001", id="sign", kind="fault", text="自助机 1 号")
    day.add("notice_report", None, by="G001", notice="sign")
    day.add("notice_down", None, by="G001", notice="sign", remark="已修复")


def _vip(day: Script) -> None:
    """A guest from the door, a piece of their profile, two bookings."""
    day.add("vip_arrive", None, by="C003", id="guest", who="19800000001", anyway=True)
    day.add("vip_enrol", None, by="C003", reception="guest", tier="gold", valid_until="2030-01-01")
    day.add("vip_step", None, by="C003", reception="guest", step="greeted")
    day.add("vip_keep", None, by="C003", reception="guest", item="drink", value="绿茶",
            consent=True, source="told")  # fmt: skip
    day.add("vip_keep", None, by="C003", reception="guest", item="birthday", value="1980-05-06",
            consent=True, source="told")  # fmt: skip
    booking = {"due": "2026-12-01 10:00", "purpose": "续约", "host": "C003"}
    day.add("vip_book", None, by="C003", id="visit", who="样例公司", **booking)
    day.add("vip_booking_end", None, by="C003", booking="visit", state="cancelled", reason="改期")


def _bar(day: Script) -> None:
    """Drinks in, asked for, brought, broken, counted; the list; papers and slips."""
    day.add("drinks_in", None, by="C003", id="tea", goods="tea", servings=9,
            best_before="2027-06-30")  # fmt: skip
    day.add("drink_ask", None, by="C003", id="cup", goods="tea", guest="guest")
    day.add("drink_bring", None, by="C003", drink="cup")
    day.add("drinks_write_off", None, by="C003", batch="tea", servings=1, cause="broken",
            approver="M001")  # fmt: skip
    day.add("drinks_count", None, by="C003", witness="G001", found={"tea": 7})
    for item in lounge_standard().items.values():
        value = {} if not item.measure else {"value": str(item.least)}
        day.add("lounge_item", None, by="C003", item=item.code, **value)
    day.add("lounge_sign", None, by="C003")
    day.add("slips_count", by="C003", slips=5, note="一张作废")
    day.add("custody_in", None, by="C003", id="papers", kind="bankbook", number="B-1",
            owner="试验客户", description="存折", witness="M002")  # fmt: skip
    day.add("custody_count", None, by="C003", witness="M002", missing=["papers"])


def and_the_rest(database: Path) -> None:
    """What a day script has no word for."""
    clock = ScriptClock(from_hall(ON, 20, 0))
    opened = house.open_hall(place_of(database), clock)
    manager, clerk = opened.desk.acting("M001", 0), opened.desk.acting("C002", 2)
    try:
        _bag(manager)
        _goods(manager)
        _customers(clerk)
        _half_done(clerk)
    finally:
        opened.close()


def _bag(manager: Desk) -> None:
    witness = staff.sign(manager, "C001", PASSWORD, "bag.witness")
    duty.hand_over_bag(manager, HandBagAsk("B1", "押运一号", witness, new_id()))


def _goods(manager: Desk) -> None:
    plan = Plan("local-5", "本地五元", Fen(500))
    catalog.change(manager, ChangeItem(plan, new_id()))
    witness = staff.sign(manager, "C001", PASSWORD, "cash.witness")
    stock.take_stock(manager, TakeStock("invoice", (), new_id()), witness)


def _customers(clerk: Desk) -> None:
    (found,) = customers.find(clerk, HOLDER["document"]["number"])
    customers.unmask(clerk, found.customer_id, "顾客在场核对", new_id())


def _half_done(clerk: Desk) -> None:
    counter.refuse_service(clerk, RefuseService("recharge", "系统维护", new_id()))
    line = LineDraft("recharge", {"mobile": "19800000000", "amount": "10"})
    counter.save_draft(clerk, OrderDraft(new_id(), None, None, (line,)))
    with pytest.raises(SignInFailed):
        staff.sign(clerk, "C001", "not the password", "cash.witness")
