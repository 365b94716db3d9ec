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
