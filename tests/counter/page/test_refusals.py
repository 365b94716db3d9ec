"""What is refused lands at the right step beside the right field, with its stable code."""

import pytest
from PySide6.QtCore import Qt

from hallclient.counter import service
from hallclient.counter.page.steps import Step
from hallclient.stock.rules import StockKind, StockState
from tests.counter.conftest import ID, Hall, iccid, new_number, person
from tests.counter.page.conftest import Clerk, Sit


def to_new_number(clerk: Clerk, number: str = ID) -> None:
    """A customer with face compared, and the empty form of a new number."""
    clerk.document(number, "样例甲")
    clerk.choose("Face comparison", "match")
    clerk.go_on()
    clerk.business("new_number")


@pytest.mark.parametrize(
    ("number", "valid_until", "code", "field"),
    [
        ("110000198802291235", "20400301", "document.checksum", "customer_number"),
        ("110000198813291231", "20400301", "document.date", "customer_number"),
        ("99000019880229123X", "20400301", "document.area", "customer_number"),
        (ID, "20251121", "document.expired", "customer_valid_until"),
    ],
)
def test_a_wrong_document_is_refused_before_any_business(
    clerk: Clerk, number: str, valid_until: str, code: str, field: str
) -> None:
    clerk.document(number, "样例甲", valid_until)
    clerk.go_on()
    assert (clerk.code, clerk.step) == (code, Step.IDENTIFY)
    assert clerk.sentence(field)
    clerk.document(ID, "样例甲")
    clerk.go_on()
    assert (clerk.code, clerk.step) == ("", Step.CHOOSE)


def test_two_wrong_papers_are_both_told(clerk: Clerk) -> None:
    clerk.document("110000198802291235", "样例甲")
    clerk.press(Qt.Key.Key_F10)
    clerk.write("Agent: Document number", "123")
    clerk.write("Agent: Name on the document", "样例乙")
    clerk.go_on()
    assert [error.code for error in clerk.page.refused.errors] == [
        "document.checksum",
        "document.length",
    ]
    assert clerk.sentence("customer_number")
    assert clerk.sentence("agent_number")


@pytest.mark.parametrize(
    ("amount", "code"),
    [
        ("0", "amount.not-positive"),
        ("-5", "amount.not-positive"),
        ("1.005", "amount.decimals"),
        ("6000", "amount.over-limit"),
        ("fifty", "amount.malformed"),
        ("", "field.required"),
    ],
)
def test_a_wrong_amount_stays_with_the_details(clerk: Clerk, amount: str, code: str) -> None:
    clerk.recharge(amount)
    clerk.go_on()
    assert (clerk.code, clerk.step) == (code, Step.FILL)
    assert clerk.sentence("amount")
    clerk.write("Amount", "50")
    assert clerk.sentence("amount") == "", "the sentence goes as soon as the field is changed"
    assert clerk.code == ""


def test_the_line_that_is_wrong_is_opened(clerk: Clerk) -> None:
    clerk.recharge("")
    clerk.press(Qt.Key.Key_F7)
    clerk.business("recharge")
    clerk.fill_recharge("50", "13900139000")
    clerk.go_on()
    assert clerk.code == "field.required"
    assert clerk.page.visit.place == 0
    assert clerk.page.fill.form.fields()["mobile"] == "13800138000"
    clerk.write("Amount", "20")
    clerk.press(Qt.Key.Key_Down, control=True)
    assert clerk.page.fill.form.fields()["mobile"] == "13900139000"
    clerk.go_on()
    assert clerk.step is Step.PAY
    assert clerk.page.pay.due.text() == "70.00"


def test_no_document_where_one_is_needed(clerk: Clerk) -> None:
    clerk.go_on()
    clerk.business("new_number")
    clerk.new_number(iccid=iccid(1))
    clerk.go_on()
    assert (clerk.code, clerk.step) == ("party.document-missing", Step.IDENTIFY)
    assert clerk.sentence("customer_number")


def test_the_face_must_be_compared(clerk: Clerk) -> None:
    clerk.document(ID, "样例甲")
    clerk.go_on()
    clerk.business("new_number")
    clerk.new_number(iccid=iccid(1))
    clerk.go_on()
    assert (clerk.code, clerk.step) == ("face.required", Step.IDENTIFY)
    assert clerk.sentence("customer_face")


def test_under_age(clerk: Clerk) -> None:
    to_new_number(clerk, "110000201201010018")
    clerk.new_number(iccid=iccid(1))
    clerk.go_on()
    assert (clerk.code, clerk.step) == ("document.under-age", Step.IDENTIFY)


def test_the_sixth_number(hall: Hall, clerk: Clerk) -> None:
    for number in range(1, 6):
        hall.sell(new_number(number), customer=person())
    to_new_number(clerk)
    clerk.new_number("19900000006", iccid(6))
    clerk.go_on()
    assert (clerk.code, clerk.step) == ("document.limit", Step.IDENTIFY)
    assert hall.piece(StockKind.NUMBER, "19900000006").state is StockState.IN_STOCK


def test_a_card_of_another_hall(clerk: Clerk) -> None:
    to_new_number(clerk)
    clerk.new_number(iccid=iccid(4711))
    assert clerk.sentence("iccid")
    clerk.go_on()
    assert (clerk.code, clerk.step) == ("stock.unavailable", Step.FILL)


def test_a_number_that_another_counter_holds_is_told_at_once(hall: Hall, clerk: Clerk) -> None:
    service.hold(hall.at("c2", 2), "draft-of-c2", "number", "19900000003")
    to_new_number(clerk)
    clerk.write("Number from the pool", "19900000003")
    clerk.press(Qt.Key.Key_Tab)
    assert clerk.code == "stock.held"
    assert clerk.sentence("mobile")
    clerk.write("Number from the pool", "19900000004")
    clerk.press(Qt.Key.Key_Tab)
    assert clerk.code == ""
    assert hall.piece(StockKind.NUMBER, "19900000004").held_by == clerk.page.visit.request_id


def test_a_number_given_up_is_free_for_others(hall: Hall, clerk: Clerk) -> None:
    to_new_number(clerk)
    for number in ("19900000005", "19900000006"):
        clerk.write("Number from the pool", number)
        clerk.press(Qt.Key.Key_Tab)
    assert hall.piece(StockKind.NUMBER, "19900000005").held_by == ""
    assert hall.piece(StockKind.NUMBER, "19900000006").held_by == clerk.page.visit.request_id


def test_a_number_sold_elsewhere_between_price_and_order(hall: Hall, clerk: Clerk) -> None:
    to_new_number(clerk)
    clerk.new_number("19900000001", iccid(1))
    clerk.go_on()
    clerk.pay("50")
    clerk.say_all()
    service.release(hall.desk, clerk.page.visit.request_id)
    hall.sell(new_number(1), customer=person("44000020000101004X"), desk=hall.at("c2", 2))
    clerk.go_on()
    assert (clerk.code, clerk.step) == ("stock.unavailable", Step.FILL)
    assert clerk.sentence("mobile") or clerk.sentence("iccid")
    assert clerk.orders() == []


@pytest.mark.parametrize(
    ("tender", "code", "field"),
    [
        (("30", "cash", ""), "tender.short", "tenders"),
        (("60", "pos", "P-1"), "tender.exceeds", "tenders"),
        (("50", "wechat", ""), "tender.reference", "tenders_0_reference"),
        (("5.555", "cash", ""), "amount.decimals", "tenders_0_amount"),
    ],
)
def test_a_wrong_payment_stays_at_payment(
    clerk: Clerk, tender: tuple[str, str, str], code: str, field: str
) -> None:
    clerk.recharge()
    clerk.go_on()
    clerk.pay(*tender)
    clerk.say_all()
    clerk.go_on()
    assert (clerk.code, clerk.step) == (code, Step.PAY)
    assert clerk.sentence(field)
    assert clerk.orders() == []


def test_a_reference_used_before(clerk: Clerk) -> None:
    for _ in range(2):
        clerk.recharge()
        clerk.go_on()
        clerk.pay("50", "alipay", "A-77")
        clerk.say_all()
        clerk.go_on()
        if clerk.step is Step.DONE:
            clerk.say_all()
            clerk.go_on()
    assert (clerk.code, clerk.step) == ("tender.reference", Step.PAY)
    assert "used for an earlier payment" in clerk.sentence("tenders_0_reference")
    assert len(clerk.orders()) == 1


def test_no_shift_is_open(hall: Hall, sit: Sit) -> None:
    clerk = sit(hall.at("c1", 3))
    clerk.recharge()
    clerk.go_on()
    assert (clerk.code, clerk.step) == ("till.closed", Step.FILL)


@pytest.mark.duty("S1-CL-06")
def test_a_business_that_cannot_be_accepted_is_recorded_with_its_reason(clerk: Clerk) -> None:
    clerk.recharge()
    clerk.press(Qt.Key.Key_F12)
    clerk.press(Qt.Key.Key_Return)
    assert clerk.code == "reason.required"
    assert clerk.sentence("reason")
    clerk.write("Reason why it cannot be accepted", "号码已停机")
    clerk.press(Qt.Key.Key_Return)
    assert clerk.step is Step.CHOOSE
    assert clerk.page.visit.lines == []
    with clerk.hall.desk.read() as session:
        from sqlalchemy import select

        from hallclient.counter.records import ServiceRefusal

        row = session.scalars(select(ServiceRefusal)).one()
        assert (row.kind, row.reason, row.clerk) == ("recharge", "号码已停机", "c1")
