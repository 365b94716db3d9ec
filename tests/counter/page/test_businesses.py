"""Each of the five businesses by keys alone, from the first field to the books."""

from datetime import date

import pytest
from PySide6.QtCore import Qt

from hallclient.counter.page.line_delegate import FACTS, PRICE
from hallclient.counter.page.steps import Step
from hallclient.customers import book as customers
from hallclient.devices.reader_simulator import CardFields
from hallclient.stock.rules import StockKind, StockState
from hallclient.ui.handles import find
from hallclient.ui.widgets.choice_box import ChoiceBox
from tests.counter.conftest import ID, Hall, iccid, new_number, person
from tests.counter.page.conftest import Around, Clerk

NUMBER = "19900000001"
CARD = CardFields(
    number=ID, name="样例甲", birth="19880229", valid_from="20200301", valid_until="20400301",
    address="示范路1号", authority="示范公安局", sex="1", ethnic="01",
)  # fmt: skip


@pytest.mark.duty("S1-CT-12", "S1-CT-13", "S2-KA-06")
def test_recharge_without_a_document_and_change_called_out(clerk: Clerk, around: Around) -> None:
    clerk.recharge("50")
    clerk.go_on()
    assert clerk.step is Step.PAY
    clerk.pay("100")
    assert clerk.page.pay.due.text() == "50.00"
    assert clerk.page.pay.received.text() == "100.00"
    assert clerk.page.pay.change.text() == "50.00"
    assert {"S1-CT-12", "S1-CT-13"} <= set(clerk.page.pay.prompts.missing())
    clerk.say_all()
    clerk.go_on()
    assert (clerk.code, clerk.step) == ("", Step.DONE)
    (order,) = clerk.orders()
    assert (order.total_fen, order.received_fen, order.change_fen) == (5_000, 10_000, 5_000)
    assert clerk.page.done.change.text() == "50.00"
    assert "50.00 yuan change, please count it" in clerk.page.done.spoken.text()
    assert around.last is not None
    assert (around.last.received_fen, around.last.change_fen) == (10_000, 5_000)
    assert around.printed == 1


@pytest.mark.duty("S1-CT-15")
def test_the_promotion_is_told_before_the_money_is_taken(clerk: Clerk) -> None:
    clerk.recharge("100")
    clerk.go_on()
    box = clerk.page.pay.terms.first_open()
    assert box is not None
    assert box.hasFocus(), "the work at payment begins with what must be told"
    clerk.pay("100")
    clerk.say_all()
    clerk.go_on()
    assert clerk.code == "promotion.unacknowledged"
    assert clerk.orders() == []
    assert clerk.sentence("lines_0_answers")
    clerk.choose("Customer's answer to {name}", "accepted", name="充100元送5元")
    clerk.go_on()
    assert clerk.step is Step.DONE
    assert [offer.answer for offer in clerk.orders()[0].lines[0].offers] == ["accepted"]


@pytest.mark.duty("S1-CT-14")
def test_what_was_read_out_counts_no_more_when_the_amount_changes(clerk: Clerk) -> None:
    clerk.recharge("50")
    clerk.go_on()
    clerk.pay("100")
    clerk.say_all()
    assert clerk.page.pay.prompts.missing() == ()
    clerk.press(Qt.Key.Key_Escape)
    clerk.write("Amount", "60")
    clerk.settle()
    clerk.go_on()
    assert "S1-CT-14" in clerk.page.pay.prompts.missing()
    clerk.go_on()
    assert clerk.code == "order.prompt"
    assert clerk.orders() == []
    clerk.finish()
    assert clerk.orders()[0].change_fen == 4_000


@pytest.mark.duty("S1-CT-37")
def test_new_number_with_the_card_reader(clerk: Clerk, around: Around) -> None:
    around.reader.lay(CARD)
    clerk.press(Qt.Key.Key_F4)
    assert clerk.page.identify.customer.draft().document.number == ID
    assert ID not in clerk.page.identify.customer.seen_title.text()
    clerk.choose("Face comparison", "match")
    clerk.go_on()
    clerk.business("khrw")
    assert find(clerk.page, "Plan", ChoiceBox).count() == 5
    clerk.new_number(NUMBER, iccid(1))
    piece = clerk.hall.piece(StockKind.NUMBER, NUMBER)
    assert piece.held_by == clerk.page.draft().request_id, "held while the form is open"
    clerk.go_on()
    assert {"S1-CT-07", "S1-CT-37"} <= set(clerk.page.pay.prompts.missing())
    clerk.finish("50")
    (order,) = clerk.orders()
    assert order.customer is not None
    assert order.customer.entry == "reader"
    assert order.face == "match"
    assert clerk.hall.piece(StockKind.NUMBER, NUMBER).state is StockState.SOLD
    with clerk.hall.desk.read() as session:
        opened = customers.subscription(session, "H001", NUMBER)
    assert opened is not None
    assert (opened.plan, opened.iccid) == ("basic-39", iccid(1))


def test_plan_change_from_next_month(hall: Hall, clerk: Clerk) -> None:
    hall.sell(new_number(), customer=person())
    clerk.document(ID, "样例甲")
    clerk.go_on()
    clerk.business("tcbg")
    clerk.write("Mobile number", NUMBER)
    clerk.choose("New plan", "plus-79")
    assert find(clerk.page, "Takes effect", ChoiceBox).value() == "next-month"
    clerk.finish()
    assert clerk.step is Step.DONE
    with hall.desk.read() as session:
        changed = customers.subscription(session, "H001", NUMBER)
    assert changed is not None
    assert (changed.plan, changed.next_plan) == ("basic-39", "plus-79")
    assert changed.next_plan_from == date(2026, 12, 1)


def test_sim_replacement_kills_the_old_card(hall: Hall, clerk: Clerk) -> None:
    hall.sell(new_number(), customer=person())
    clerk.document(ID, "样例甲")
    clerk.choose("Face comparison", "match")
    clerk.go_on()
    clerk.business("bhk")
    clerk.write("Mobile number", NUMBER)
    clerk.write("New SIM card (ICCID)", iccid(2))
    clerk.settle()
    clerk.finish("10")
    assert clerk.orders()[-1].total_fen == 1_000
    assert hall.piece(StockKind.SIM, iccid(2)).state is StockState.USED
    assert hall.piece(StockKind.SIM, iccid(1)).state is StockState.VOID


def test_value_cards_by_face_and_number(clerk: Clerk) -> None:
    clerk.go_on()
    clerk.business("yjk")
    clerk.write("Face value", "50")
    clerk.write("Number of cards", "2")
    clerk.settle()
    assert "05000000001-05000000002" in clerk.page.order.lines.item(0).data(FACTS)
    clerk.finish("100")
    assert clerk.orders()[0].total_fen == 10_000
    assert clerk.hall.piece(StockKind.VALUE_CARD, "05000000002").state is StockState.SOLD


@pytest.mark.duty("S2-KA-05")
def test_two_businesses_in_one_order_with_split_tender(clerk: Clerk) -> None:
    clerk.recharge("50")
    clerk.press(Qt.Key.Key_F7)
    clerk.business("value_card")
    clerk.write("Face value", "50")
    clerk.settle()
    assert [clerk.page.order.lines.item(row).data(PRICE) for row in range(2)] == ["50.00"] * 2
    clerk.go_on()
    assert "S2-KA-05" in clerk.page.pay.prompts.missing()
    clerk.pay("30", "wechat", "WX-1")
    assert clerk.page.pay.missing.text() == "70.00"
    clerk.press(Qt.Key.Key_F9)
    clerk.choose("Payment {number}: method", "cash", number=2)
    clerk.press(Qt.Key.Key_F5)
    assert find(clerk.page, "Payment {number}: amount", number=2).text() == "70.00"
    clerk.say_all()
    clerk.go_on()
    (order,) = clerk.orders()
    assert [(t.method, t.amount_fen) for t in order.tenders] == [("wechat", 3_000), ("cash", 7_000)]
    assert [line.kind for line in order.lines] == ["recharge", "value_card"]


def test_only_what_the_person_may_do_is_on_the_list(hall: Hall, clerk: Clerk) -> None:
    clerk.go_on()
    assert clerk.page.kinds.list.count() == len(clerk.page.calls.kinds) == 5


@pytest.mark.duty("S1-CT-30")
def test_the_visit_ends_when_everything_was_handed_over(clerk: Clerk) -> None:
    clerk.recharge()
    clerk.finish("50")
    assert clerk.step is Step.DONE
    clerk.go_on()
    assert clerk.code == "prompt.open"
    assert clerk.step is Step.DONE
    clerk.say_all()
    clerk.go_on()
    assert clerk.step is Step.IDENTIFY
    assert clerk.page.is_empty()
    assert clerk.around.last is None, "the customer's screen greets the next one"
