"""Customer, agent, organisation, second persons: who is at the counter and who signs."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from hallclient.app.approvals import Approvals
from hallclient.base.ids import new_id
from hallclient.counter.page.steps import Step
from hallclient.devices.reader_simulator import CardFields
from hallclient.staff import service as staff
from hallclient.staff.rules import AnswerApproval
from tests.counter.conftest import ID, OTHER_ID, UNIT, Hall, iccid, new_number, person
from tests.counter.page.conftest import PASSWORD, Around, Clerk, Sit

CARD = CardFields(
    number=ID, name="样例甲", birth="19880229", valid_from="20200301", valid_until="20400301",
    address="示范路1号", authority="示范公安局", sex="1", ethnic="01",
)  # fmt: skip


def no_match(clerk: Clerk) -> None:
    """A new number, ready but for the face."""
    clerk.document(ID, "样例甲")
    clerk.choose("Face comparison", "no-match")
    clerk.write("Reason why the face is not a match", "beard")
    clerk.go_on()
    clerk.business("new_number")
    clerk.new_number(iccid=iccid(1))
    clerk.go_on()
    clerk.pay("50")
    clerk.say_all()
    clerk.go_on()


def test_a_face_that_does_not_match_asks_a_second_person(clerk: Clerk) -> None:
    no_match(clerk)
    assert clerk.dialog() is not None
    clerk.sign("m1")
    assert clerk.dialog() is None
    assert clerk.step is Step.DONE
    (order,) = clerk.orders()
    assert (order.face, order.face_approver) == ("no-match", "m1")


def test_esc_in_the_dialog_cancels_silently(clerk: Clerk) -> None:
    no_match(clerk)
    dialog = clerk.dialog()
    assert dialog is not None
    clerk.qtbot.keyClick(dialog.page, Qt.Key.Key_Escape)
    clerk.settle()
    assert (clerk.code, clerk.step, clerk.dialog()) == ("", Step.PAY, None)
    assert not clerk.page.notice.isVisible()
    assert clerk.orders() == []
    clerk.qtbot.waitUntil(clerk.page.isActiveWindow)
    clerk.go_on()
    assert clerk.dialog() is not None, "and it can be asked for again"


@pytest.mark.parametrize(
    ("signer", "code"), [("c1", "approval.not-permitted"), ("c2", "approval.not-permitted")]
)
def test_who_may_not_sign_is_refused(clerk: Clerk, signer: str, code: str) -> None:
    no_match(clerk)
    clerk.sign(signer)
    assert clerk.code in (code, "approval.same-person")
    assert clerk.step is Step.PAY
    assert clerk.orders() == []


def test_nobody_is_asked_to_sign_for_what_would_be_refused_anyway(clerk: Clerk) -> None:
    clerk.document(ID, "样例甲")
    clerk.choose("Face comparison", "no-match")
    clerk.write("Reason why the face is not a match", "beard")
    clerk.go_on()
    clerk.business("new_number")
    clerk.new_number(iccid=iccid(1))
    clerk.go_on()
    clerk.pay("20")
    clerk.say_all()
    clerk.go_on()
    assert clerk.dialog() is None
    assert clerk.code == "tender.short"


def test_a_face_that_does_not_match_needs_its_reason(clerk: Clerk) -> None:
    clerk.document(ID, "样例甲")
    clerk.choose("Face comparison", "not-possible")
    clerk.go_on()
    clerk.business("new_number")
    clerk.new_number(iccid=iccid(1))
    clerk.go_on()
    assert (clerk.code, clerk.step) == ("face.reason-missing", Step.IDENTIFY)
    assert clerk.sentence("customer_face_reason")


def test_an_agent_acts_for_the_customer(hall: Hall, clerk: Clerk) -> None:
    hall.sell(new_number(), customer=person())
    clerk.document(ID, "样例甲")
    clerk.press(Qt.Key.Key_F10)
    clerk.write("Agent: Document number", OTHER_ID)
    clerk.write("Agent: Name on the document", "样例乙")
    clerk.write("Agent: Valid until", "长期")
    clerk.go_on()
    clerk.business("plan_change")
    clerk.write("Mobile number", "19900000001")
    clerk.choose("New plan", "plus-79")
    clerk.finish()
    order = clerk.orders()[-1]
    assert order.agent is not None
    assert order.agent.name == "样例乙"


def test_an_agent_is_refused_where_the_customer_must_come(clerk: Clerk) -> None:
    clerk.document(ID, "样例甲")
    clerk.press(Qt.Key.Key_F10)
    clerk.write("Agent: Document number", OTHER_ID)
    clerk.write("Agent: Name on the document", "样例乙")
    clerk.write("Agent: Valid until", "长期")
    clerk.choose("Agent: Face comparison", "match")
    clerk.go_on()
    clerk.business("new_number")
    clerk.new_number(iccid=iccid(1))
    clerk.go_on()
    assert (clerk.code, clerk.step) == ("party.agent-refused", Step.IDENTIFY)
    assert clerk.sentence("agent_number")


def test_an_organisation_comes_with_the_person_who_handles_its_business(clerk: Clerk) -> None:
    clerk.choose("Kind of document", "uscc")
    clerk.write("Document number", UNIT)
    clerk.write("Name on the document", "样例有限公司")
    clerk.go_on()
    clerk.business("new_number")
    clerk.new_number(iccid=iccid(1))
    clerk.go_on()
    assert clerk.step is Step.IDENTIFY
    assert clerk.page.refused.errors[0].code == "party.agent-missing"
    assert clerk.page.identify.has_agent, "the agent's papers are asked for at once"
    clerk.write("Agent: Document number", ID)
    clerk.write("Agent: Name on the document", "样例甲")
    clerk.write("Agent: Valid until", "20400301")
    clerk.choose("Agent: Face comparison", "match")
    clerk.go_on()
    clerk.finish("50")
    (order,) = clerk.orders()
    assert order.customer is not None
    assert order.customer.organisation


def test_a_lower_price_with_a_signature(hall: Hall, clerk: Clerk) -> None:
    hall.sell(new_number(), customer=person())
    clerk.document(ID, "样例甲")
    clerk.choose("Face comparison", "match")
    clerk.go_on()
    clerk.business("sim_replacement")
    clerk.write("Mobile number", "19900000001")
    clerk.write("New SIM card (ICCID)", iccid(2))
    clerk.press(Qt.Key.Key_F6)
    clerk.write("Lower price", "12")
    clerk.write("Reason of the lower price", "faulty card")
    clerk.go_on()
    assert (clerk.code, clerk.step) == ("price.not-lower", Step.FILL)
    assert clerk.sentence("price")
    clerk.write("Lower price", "4")
    clerk.go_on()
    clerk.pay("4")
    clerk.say_all()
    clerk.go_on()
    clerk.sign("m1")
    assert clerk.step is Step.DONE
    order = clerk.orders()[-1]
    assert order.total_fen == 400
    assert order.lines[0].discount is not None
    assert order.lines[0].discount.approver.startswith("m1")


def test_a_lower_price_that_is_approved_elsewhere(
    qtbot: QtBot, hall: Hall, around: Around, elsewhere: Approvals, sit: Sit
) -> None:
    around.approvals = elsewhere
    clerk = sit()
    clerk.go_on()
    clerk.business("value_card")
    clerk.write("Face value", "50")
    clerk.write("Number of cards", "1")
    clerk.press(Qt.Key.Key_F6)
    clerk.write("Lower price", "45")
    clerk.write("Reason of the lower price", "old box")
    clerk.go_on()
    clerk.pay("45")
    clerk.say_all()
    clerk.go_on()
    dialog = clerk.dialog()
    assert dialog is not None
    QTest.keyClick(dialog.page, Qt.Key.Key_F6)
    manager = hall.at("m1", 0)
    qtbot.waitUntil(lambda: len(staff.open_requests(manager)) == 1)
    (asked,) = staff.open_requests(manager)
    told = {fact.label: fact.value for fact in asked.facts}
    assert (asked.amount_fen, told["Total"], told["Reason"]) == (500, "45.00", "old box")
    ask = AnswerApproval(asked.request_id, approve=True, code="m1", password=PASSWORD,
                         answer_id=new_id())  # fmt: skip
    staff.answer_approval(manager, ask)
    elsewhere.news.emit()
    qtbot.waitUntil(lambda: clerk.step is Step.DONE)
    assert clerk.orders()[-1].total_fen == 4_500


def test_a_face_is_looked_at_here(
    hall: Hall, around: Around, elsewhere: Approvals, sit: Sit
) -> None:
    around.approvals = elsewhere
    clerk = sit()
    no_match(clerk)
    dialog = clerk.dialog()
    assert dialog is not None
    QTest.keyClick(dialog.page, Qt.Key.Key_F6)
    clerk.settle()
    assert not dialog.page.waits
    assert staff.open_requests(hall.at("m1", 0)) == ()


def test_a_returning_customer_is_found_by_initials(hall: Hall, clerk: Clerk) -> None:
    hall.sell(new_number(), customer=person(mobile="13900139000"))
    clerk.write("Find a returning customer", "ylj")
    clerk.press(Qt.Key.Key_Return)
    assert clerk.page.identify.found.isVisible()
    assert ID not in clerk.page.identify.found.item(0).text()
    clerk.press(Qt.Key.Key_Return)
    draft = clerk.page.identify.customer.draft()
    assert (draft.document.number, draft.mobile) == (ID, "13900139000")
    assert draft.face is None, "a face is compared each time anew"


def test_nobody_is_found(clerk: Clerk) -> None:
    clerk.write("Find a returning customer", "zzz")
    clerk.press(Qt.Key.Key_Return)
    assert "Nobody was found" in clerk.page.notice.text()
    assert clerk.step is Step.IDENTIFY


@pytest.mark.duty("S1-CT-22")
def test_the_customers_screen_names_nobody_before_the_document_was_checked(
    clerk: Clerk, around: Around
) -> None:
    clerk.document(ID, "样例甲")
    clerk.settle()
    assert all(view is None or not view.person for view in around.shown)
    clerk.go_on()
    assert around.last is not None
    assert around.last.person.startswith("样**")
    assert not any(ID in view.person for view in around.shown if view)
    assert not any("样例甲" in view.person for view in around.shown if view)


@pytest.mark.duty("S1-CT-07")
def test_what_was_read_from_the_card_stays_read_until_it_is_changed(
    clerk: Clerk, around: Around
) -> None:
    around.reader.lay(CARD)
    clerk.press(Qt.Key.Key_F4)
    form = clerk.page.identify.customer
    assert form.draft().document.entry == "reader"
    clerk.write("Address on the document", "示范路2号")
    assert form.draft().document.entry == "reader"
    assert form.draft().document.address == "示范路2号"
    clerk.write("Name on the document", "样例丙")
    assert form.draft().document.entry == "typed"
    clerk.settle()


def test_the_card_goes_to_the_papers_where_the_clerk_is(clerk: Clerk, around: Around) -> None:
    clerk.press(Qt.Key.Key_F10)
    around.reader.lay(CARD)
    clerk.press(Qt.Key.Key_F4)
    assert clerk.page.identify.agent.draft().document.number == ID
    assert clerk.page.identify.customer.draft() is None


def test_no_card_lies_on_the_reader(clerk: Clerk) -> None:
    clerk.press(Qt.Key.Key_F4)
    assert clerk.code == "reader.no-card"
    assert clerk.step is Step.IDENTIFY


def test_the_read_button_is_where_it_works(clerk: Clerk, sit: Sit) -> None:
    def shown(who: Clerk) -> list[str]:
        return [b.accessibleName() for b in who.page._secondary if b.isVisible()]

    assert "Read card" in shown(clerk)
    clerk.go_on()
    assert "Read card" not in shown(clerk)
    assert "Read card" not in shown(sit(changed={"has_reader": False}))


def test_a_name_without_a_number_is_the_payers(clerk: Clerk) -> None:
    clerk.write("Name on the document", "样例丙")
    clerk.write("Contact mobile", "13800000000")
    clerk.go_on()
    clerk.business("recharge")
    clerk.write("Mobile number", "13800138000")
    clerk.write("Amount", "50")
    clerk.go_on()
    clerk.pay("50")
    clerk.say_all()
    clerk.go_on()
    (order,) = clerk.orders()
    assert (order.customer, order.payer) == (None, "样例丙")


def test_a_payers_name_comes_back_with_its_draft(clerk: Clerk) -> None:
    form = clerk.page.identify.customer
    clerk.write("Name on the document", "样例丙")
    draft = form.draft()
    form.load(None)
    assert form.draft() is None
    form.load(draft)
    assert (draft, form.draft().name) == (form.draft(), "样例丙")


def test_an_agent_with_a_name_alone_is_refused_at_the_document(clerk: Clerk) -> None:
    clerk.press(Qt.Key.Key_F10)
    clerk.write("Agent: Name on the document", "样例乙")
    clerk.go_on()
    clerk.business("recharge")
    clerk.write("Mobile number", "13800138000")
    clerk.write("Amount", "50")
    clerk.go_on()
    assert clerk.code == "party.agent-missing"
    assert clerk.page.identify.agent.ui.number.hasFocus()
