"""Nothing typed is lost, nothing is done twice."""

import threading
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from sqlalchemy import func, select

from hallclient.base.clock import ScriptClock
from hallclient.base.money import Fen
from hallclient.counter import service
from hallclient.counter.page.steps import Step
from hallclient.counter.records import Order
from hallclient.counter.rules import OrderDraft, Quote
from hallclient.stock.rules import StockKind
from hallclient.ui.jobs import Lanes
from tests.counter.conftest import ID, Hall, iccid
from tests.counter.page.conftest import CONTROL, Clerk, Sit


def count_orders(hall: Hall) -> int:
    with hall.desk.read() as session:
        return session.execute(select(func.count()).select_from(Order)).scalar_one()


def test_the_draft_is_saved_as_it_is_typed_and_offered_after_a_crash(
    hall: Hall, sit: Sit, qapp: Any
) -> None:
    clerk = sit()
    clerk.document(ID, "样例甲")
    clerk.write("Contact mobile", "13900139000")
    clerk.choose("Face comparison", "match")
    clerk.go_on()
    clerk.business("new_number")
    clerk.new_number("19900000002", iccid(2), "plus-79")
    clerk.go_on()
    clerk.pay("200")
    clerk.say_all()
    before = clerk.page.draft()
    lanes = Lanes.open()  # the program was started again: nothing of the old page is left
    again = sit(lanes=lanes)
    offered = again.page.identify.drafts
    assert offered.count() == 1
    offered.setFocus()
    again.press(Qt.Key.Key_Return)
    assert again.step is Step.PAY
    assert again.page.draft() == before
    again.go_on()
    assert again.step is Step.DONE
    order = service.order_of(hall.desk, again.page.visit.order.order_no)
    assert order.request_id == before.request_id
    assert service.drafts(hall.desk) == ()
    lanes.close()


def test_a_moment_after_the_last_key_the_draft_is_saved_by_itself(hall: Hall, clerk: Clerk) -> None:
    clerk.go_on()
    clerk.business("recharge")
    clerk.write("Amount", "50")
    assert clerk.page.about_to_work

    def kept() -> bool:
        fields = [each.draft.lines[0].fields for each in service.drafts(hall.desk)]
        return [each["amount"] for each in fields] == ["50"]

    clerk.qtbot.waitUntil(kept, timeout=10_000)


def test_a_half_filled_draft_comes_back_where_it_was_left(sit: Sit) -> None:
    clerk = sit()
    clerk.recharge("")
    again = sit()
    again.page.identify.drafts.setFocus()
    again.press(Qt.Key.Key_Return)
    assert (again.step, again.code) == (Step.FILL, ""), "nobody is scolded for not having finished"
    assert again.page.fill.form.fields() == {"mobile": "13800138000", "amount": ""}


def test_ctrl_d_voids_the_draft_without_anybody_else(hall: Hall, clerk: Clerk) -> None:
    clerk.document(ID, "样例甲")
    clerk.go_on()
    clerk.business("new_number")
    clerk.new_number("19900000002", iccid(2))
    assert len(service.drafts(hall.desk)) == 1
    clerk.press(Qt.Key.Key_D, control=True)
    assert clerk.step is Step.IDENTIFY
    assert clerk.page.is_empty()
    assert service.drafts(hall.desk) == ()
    assert hall.piece(StockKind.NUMBER, "19900000002").held_by == ""


def test_f11_sets_the_order_aside_with_what_it_holds(hall: Hall, clerk: Clerk) -> None:
    clerk.document(ID, "样例甲")
    clerk.go_on()
    clerk.business("new_number")
    clerk.new_number("19900000002", iccid(2))
    draft_id = clerk.page.visit.request_id
    clerk.press(Qt.Key.Key_F11)
    assert clerk.page.is_empty()
    assert hall.piece(StockKind.NUMBER, "19900000002").held_by == draft_id
    clerk.recharge()
    clerk.finish("50")
    assert clerk.step is Step.DONE
    clerk.say_all()
    clerk.go_on()
    assert clerk.page.identify.drafts.count() == 1


def test_ctrl_enter_twice_is_one_order(hall: Hall, clerk: Clerk) -> None:
    clerk.recharge()
    clerk.go_on()
    clerk.pay("50")
    clerk.say_all()
    for _ in range(3):
        QTest.keyClick(clerk.page, Qt.Key.Key_Return, CONTROL)
    clerk.settle()
    assert clerk.step is Step.DONE
    assert count_orders(hall) == 1


def test_a_lost_answer_and_a_second_try_is_one_order(hall: Hall, sit: Sit) -> None:
    """The order was made, the answer did not arrive: the same request id gets the same order."""
    from hallclient.base.errors import HallError

    class LineLost(HallError):
        code = "test.lost"
        sentence = "The line was lost."

    lost = [True]

    def complete(draft: OrderDraft) -> Any:
        order = service.complete(hall.desk, draft)
        if lost.pop() if lost else False:
            raise LineLost
        return order

    clerk = sit(changed={"complete": complete})
    clerk.recharge()
    clerk.finish("50")
    assert clerk.code == "test.lost"
    clerk.go_on()
    assert clerk.step is Step.DONE
    assert count_orders(hall) == 1


def test_esc_goes_a_step_back_and_loses_nothing(clerk: Clerk) -> None:
    clerk.document(ID, "样例甲")
    clerk.go_on()
    clerk.business("recharge")
    clerk.fill_recharge("60")
    clerk.go_on()
    clerk.pay("100.00")
    before = clerk.page.draft()
    steps = []
    for _ in range(3):
        clerk.press(Qt.Key.Key_Escape)
        steps.append(clerk.step)
    assert steps == [Step.FILL, Step.CHOOSE, Step.IDENTIFY]
    clerk.go_on()
    assert clerk.step is Step.FILL
    clerk.go_on()
    assert clerk.step is Step.PAY
    assert clerk.page.draft() == before


def test_another_choice_takes_the_place_of_an_untouched_form(clerk: Clerk) -> None:
    clerk.go_on()
    clerk.business("plan_change")
    clerk.press(Qt.Key.Key_Escape)
    clerk.business("recharge")
    assert [line.kind for line in clerk.page.draft().lines] == ["recharge"]
    clerk.fill_recharge()
    clerk.press(Qt.Key.Key_F7)
    clerk.press(Qt.Key.Key_Escape)
    assert clerk.step is Step.FILL, "another business was not wanted after all"
    clerk.press(Qt.Key.Key_F3)
    assert clerk.page.visit.lines == []


def test_a_price_that_was_overtaken_is_not_shown(hall: Hall, sit: Sit) -> None:
    held, asked = threading.Event(), threading.Event()

    def quote(draft: OrderDraft) -> Quote:
        found = service.quote(hall.desk, draft)
        if draft.lines and draft.lines[0].fields["amount"] == "10":
            asked.set()
            assert held.wait(timeout=10)
        return found

    clerk = sit(changed={"quote": quote})
    clerk.go_on()
    clerk.business("recharge")
    clerk.write("Mobile number", "13800138000")
    clerk.settle()
    totals: list[int] = []
    clerk.page.order.total.set_fen = lambda fen, *_tone: totals.append(fen)
    clerk.write("Amount", "10")
    clerk.qtbot.waitUntil(asked.is_set, timeout=10_000)
    clerk.write("Amount", "20")
    clerk.page._keeper.save_now()
    held.set()
    clerk.settle()
    assert Fen(1_000) not in totals
    assert totals[-1] == 2_000


def test_a_visit_that_was_dropped_is_not_priced_any_more(hall: Hall, sit: Sit) -> None:
    held, asked = threading.Event(), threading.Event()

    def quote(draft: OrderDraft) -> Quote:
        asked.set()
        assert held.wait(timeout=10)
        return service.quote(hall.desk, draft)

    clerk = sit(changed={"quote": quote})
    clerk.go_on()
    clerk.page.kinds.choose_current()
    clerk.qtbot.waitUntil(asked.is_set, timeout=10_000)
    QTest.keyClick(clerk.page, Qt.Key.Key_D, CONTROL)
    clerk.qtbot.waitUntil(lambda: clerk.step is Step.IDENTIFY, timeout=10_000)
    held.set()
    clerk.settle()
    assert clerk.page.visit.quote is None
    assert clerk.page.order.total.text() == "—"


def test_an_unknown_payment_is_parked_until_somebody_has_looked(hall: Hall, clerk: Clerk) -> None:
    clerk.recharge()
    clerk.go_on()
    clerk.pay("50", "wechat")
    clerk.page.pay.tenders.rows[0].unknown.setFocus()
    clerk.press(Qt.Key.Key_Space)
    clerk.say_all()
    clerk.go_on()
    assert clerk.code == "tender.unknown"
    clerk.press(Qt.Key.Key_D, control=True)
    assert clerk.code == "tender.unknown", "such a draft cannot be dropped"
    clerk.press(Qt.Key.Key_F11)
    assert clerk.page.is_empty()
    assert "payment outcome unknown" in clerk.page.identify.drafts.item(0).text()
    clerk.page.identify.drafts.setFocus()
    clerk.press(Qt.Key.Key_Return)
    assert clerk.step is Step.PAY
    row = clerk.page.pay.tenders.rows[0]
    assert not row.amount.isEnabled()
    row.arrived.click()
    clerk.settle()
    assert clerk.code == "reason.required"
    assert clerk.sentence("tenders_0_note")
    clerk.write("Payment {number}: reference", "4200001", number=1)
    clerk.write("Payment {number}: where it was looked up", "merchant app", number=1)
    row.arrived.click()
    clerk.settle()
    assert clerk.code == ""
    clerk.say_all()
    clerk.go_on()
    assert clerk.step is Step.DONE
    assert clerk.orders()[0].tenders[0].reference == "4200001"


def test_an_unknown_payment_that_did_not_arrive_is_paid_otherwise(clerk: Clerk) -> None:
    clerk.recharge()
    clerk.go_on()
    clerk.pay("50", "alipay", "A-1")
    clerk.page.pay.tenders.rows[0].unknown.click()
    clerk.settle()
    clerk.write("Payment {number}: where it was looked up", "merchant app", number=1)
    clerk.page.pay.tenders.rows[0].lost.click()
    clerk.settle()
    assert clerk.page.pay.tenders.drafts() == ()
    clerk.finish("50")
    assert clerk.step is Step.DONE


def test_the_draft_is_priced_for_the_day_and_kept_with_its_time(
    hall: Hall, clock: ScriptClock, clerk: Clerk
) -> None:
    clerk.recharge()
    (view,) = service.drafts(hall.desk)
    assert view.saved_at == clock.now()
    assert pytest.approx(view.counter) == 1
