"""The queue at the counter page: one customer after another by keys, and the sign."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot
from sqlalchemy import text

from hallclient.app.counter_calls import counter_calls
from hallclient.base.changes import Change
from hallclient.base.ids import new_id
from hallclient.base.language import use_language
from hallclient.counter import service as counter
from hallclient.counter.page import CounterPage
from hallclient.counter.page.steps import Step
from hallclient.counter.rules import EndVisit
from hallclient.counter.rules.recommending import Reply, services
from hallclient.queue import service as queue
from hallclient.queue.rules import AtCounter, CounterState, State, TakeTicket, Ticket
from hallclient.store.desk import Desk
from hallclient.till import service as till
from hallclient.till.book import day_for_opening
from hallclient.ui.handles import find
from hallclient.ui.jobs import Lanes
from hallclient.ui.widgets.choice_box import ChoiceBox
from tests.conftest import DAY
from tests.counter.conftest import ID, Hall, person, recharge
from tests.counter.page.conftest import Around, Clerk, said, seat_of
from tests.pages import put_in_front

F2, F7, F9, F12 = Qt.Key.Key_F2, Qt.Key.Key_F7, Qt.Key.Key_F9, Qt.Key.Key_F12
SHIFT = Qt.KeyboardModifier.ShiftModifier

type AtQueue = Callable[..., Clerk]


def sitting(desk: Desk, around: Around) -> Any:
    """The calls of a clerk who may serve the queue."""
    seat, client = seat_of(desk), around
    person = replace(seat.person, permissions=frozenset({"order.make", "queue.serve"}))
    served: Any = client
    return counter_calls(served, served, replace(seat, person=person))


@pytest.fixture
def at_queue(qtbot: QtBot, hall: Hall, lanes: Lanes, around: Around) -> AtQueue:
    """The counter page of a clerk of the queue; another call is another start of the program."""

    def show(desk: Desk | None = None) -> Clerk:
        page = CounterPage(sitting(desk or hall.desk, around), lanes)
        put_in_front(qtbot, page, 1180, 680)
        clerk = Clerk(qtbot, page, hall, around)
        clerk.settle()
        return clerk

    return show


@pytest.fixture
def clerk(at_queue: AtQueue) -> Clerk:
    """Clerk c1 at counter 1, open for the queue."""
    clerk = at_queue()
    shift(clerk, F12)
    return clerk


def shift(clerk: Clerk, *keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(clerk.page.focusWidget() or clerk.page, key, SHIFT)
        clerk.settle()


def take(clerk: Clerk, line: str = "A", **more: Any) -> Ticket:
    desk = clerk.hall.at("m1", 0)
    slip = queue.take(desk, TakeTicket(new_id(), line, **more), day_for_opening)
    return slip.ticket


def number(clerk: Clerk) -> str:
    return str(clerk.page._queueing.strip.number.text())


def words(clerk: Clerk) -> str:
    return str(clerk.page._queueing.strip.words.text())


def offered(clerk: Clerk) -> set[str]:
    buttons = clerk.page._queueing.strip.buttons
    return {deed for deed, button in buttons.items() if button.isVisible()}


def states(clerk: Clerk) -> dict[str, State]:
    desk = clerk.hall.desk
    return {one.number: one.standing.state for one in queue.tickets_of_day(desk, DAY)}


def hear(clerk: Clerk, action: str) -> None:
    clerk.page.hear((Change(1, action, "ticket/1", 2, "c2"),))
    clerk.settle()


@pytest.mark.duty("S1-CT-16", "S1-CT-33")
def test_a_customer_from_the_call_to_the_rating_by_keys(clerk: Clerk) -> None:
    take(clerk, note="补卡，证件齐全", care=True)
    take(clerk)
    clerk.press(F2)
    assert number(clerk) == "A001"
    assert "special care" in words(clerk)
    assert "补卡，证件齐全" in clerk.page._queueing.strip.note.text()
    shift(clerk, Qt.Key.Key_F3)
    assert "being served" in words(clerk)
    clerk.recharge()
    clerk.finish("50")
    assert clerk.step is Step.DONE
    QTest.keyClick(clerk.page.focusWidget(), Qt.Key.Key_4)
    assert clerk.around.last is not None
    assert "4" in clerk.around.last.message
    clerk.say_all()
    clerk.go_on()
    assert clerk.step is Step.IDENTIFY
    assert states(clerk) == {"A001": State.DONE, "A002": State.WAITING}
    assert "next" in offered(clerk)
    with clerk.hall.desk.read() as session:
        rated = session.execute(text("SELECT rating FROM queue_events WHERE step = 'finished'"))
        assert [row[0] for row in rated] == [4]
        ends = session.execute(text("SELECT count(*) FROM visit_ends")).scalar_one()
    assert (ends, queue.day_figures(clerk.hall.desk, DAY).served) == (1, 1)
    clerk.press(F2)
    assert number(clerk) == "A002"


def test_the_same_customer_stays_for_another_order(clerk: Clerk) -> None:
    take(clerk)
    clerk.press(F2)
    clerk.document(ID, "样例甲")
    clerk.choose("Face comparison", clerk.page.identify.customer.ui.face._choices[0][0])
    clerk.recharge()
    assert states(clerk) == {"A001": State.SERVING}, "going on begins the service"
    clerk.finish("50")
    clerk.press(F7)
    assert clerk.code == "prompt.open"
    clerk.say_all()
    clerk.press(F7)
    assert clerk.step is Step.IDENTIFY
    assert clerk.page.identify.customer.draft().document.number == ID
    assert states(clerk) == {"A001": State.SERVING}


def test_a_customer_without_an_order_is_let_go_with_a_rating(clerk: Clerk) -> None:
    take(clerk)
    clerk.press(F2)
    shift(clerk, Qt.Key.Key_F3, F7)
    box = find(clerk.page, "Customer's rating", ChoiceBox)
    assert box.hasFocus()
    QTest.keyClick(box, Qt.Key.Key_5)
    assert clerk.around.last is not None
    assert "5" in clerk.around.last.message
    assert clerk.around.last.due_fen is None
    clerk.press(Qt.Key.Key_Return)
    assert states(clerk) == {"A001": State.DONE}
    assert clerk.around.last is None
    assert not clerk.page._queueing.strip.ask.isVisible()


def test_nobody_is_let_go_over_a_half_done_order(clerk: Clerk) -> None:
    take(clerk)
    clerk.press(F2)
    clerk.recharge()
    shift(clerk, F7)
    assert clerk.code == "order.half-done"
    assert states(clerk) == {"A001": State.SERVING}


@pytest.mark.duty("S1-CT-18")
def test_transfer_park_and_take_up_again(clerk: Clerk) -> None:
    for _ in range(2):
        take(clerk)
    clerk.press(F2)
    shift(clerk, Qt.Key.Key_F3, Qt.Key.Key_F5)
    assert states(clerk)["A001"] is State.HELD
    shift(clerk, Qt.Key.Key_F8)
    clerk.press(Qt.Key.Key_Return, Qt.Key.Key_Return)
    assert number(clerk) == "A001"
    shift(clerk, Qt.Key.Key_F6)
    clerk.choose("To line", "B")
    clerk.press(Qt.Key.Key_Return, Qt.Key.Key_Return)
    assert states(clerk)["A001"] is State.WAITING
    assert number(clerk) == ""


def test_out_of_turn_wants_a_reason_at_its_place(clerk: Clerk) -> None:
    take(clerk)
    late = take(clerk)
    shift(clerk, Qt.Key.Key_F8)
    clerk.choose("Ticket", late.serial)
    clerk.press(Qt.Key.Key_Return, Qt.Key.Key_Return)
    assert clerk.code == "queue.reason"
    assert "out of turn" in clerk.sentence("queue_reason")
    clerk.write("Reason, if out of turn", "赶火车")
    clerk.press(Qt.Key.Key_Return)
    assert number(clerk) == "A002"


def test_what_is_not_possible_is_said(clerk: Clerk) -> None:
    clerk.press(F2)
    assert clerk.code == "queue.empty"
    take(clerk)
    clerk.press(F2, F2)
    assert clerk.code == "queue.customer-here"
    shift(clerk, F2)
    assert clerk.code == "queue.recall-soon"
    shift(clerk, Qt.Key.Key_F4)
    assert states(clerk) == {"A001": State.MISSED}


@pytest.mark.duty("S1-CT-20", "S1-CT-34", "S2-KA-21")
def test_one_key_hangs_the_sign_out_and_takes_it_in(clerk: Clerk) -> None:
    shift(clerk, F9)
    clerk.choose("Reason", "copy")
    clerk.write("Minutes", "0")
    clerk.press(Qt.Key.Key_Return)
    assert clerk.code == "till.minutes" or clerk.sentence("queue_minutes")
    assert queue.counter_now(clerk.hall.desk).state is CounterState.OPEN
    clerk.write("Minutes", "15")
    clerk.press(Qt.Key.Key_Return)
    shift_open = till.my_till(clerk.hall.desk).shift
    assert shift_open is not None
    assert shift_open.paused
    assert "Copying" in words(clerk)
    assert offered(clerk) == {"back"}
    clerk.press(F2)
    assert clerk.code == "queue.paused"
    shift(clerk, F9)
    shift_open = till.my_till(clerk.hall.desk).shift
    assert shift_open is not None
    assert not shift_open.paused
    assert "next" in offered(clerk)


def test_with_a_half_done_order_nobody_leaves(clerk: Clerk) -> None:
    clerk.recharge()
    shift(clerk, F9)
    clerk.press(Qt.Key.Key_Return, Qt.Key.Key_Return)
    assert clerk.code == "queue.lies-open"
    clerk.press(Qt.Key.Key_Escape)
    assert not clerk.page._queueing.strip.ask.isVisible()
    assert clerk.step is Step.FILL


def test_after_a_restart_the_customer_is_still_at_the_counter(
    clerk: Clerk, at_queue: AtQueue
) -> None:
    take(clerk, note="带了旧卡")
    clerk.press(F2)
    again = at_queue()
    assert number(again) == "A001"
    assert "带了旧卡" in again.page._queueing.strip.note.text()


def test_the_strip_follows_other_desks(clerk: Clerk) -> None:
    assert "Nobody is waiting" in words(clerk)
    one = take(clerk)
    hear(clerk, "queue.take")
    assert "1 waiting" in words(clerk)
    clerk.press(F2)
    desk = clerk.hall.desk
    queue.miss(desk, AtCounter(new_id()))
    hear(clerk, "queue.miss")
    assert number(clerk) == ""
    assert one.number == "A001"


@pytest.mark.duty("S1-CT-17")
def test_who_waits_long_is_looked_at(clerk: Clerk) -> None:
    reminder = clerk.page._queueing.strip.reminder
    take(clerk)
    hear(clerk, "queue.take")
    assert not reminder.isVisible()
    clerk.hall.setting("queue_promise_minutes", 1)
    clerk.page._queueing.strip.show_now(replace(queue.counter_now(clerk.hall.desk), late=True))
    assert "apologise" in reminder.text()


@pytest.mark.duty("S3-FD-01", "S3-FD-04")
def test_the_customer_whom_the_front_desk_knew_is_on_the_desk(clerk: Clerk) -> None:
    paid = clerk.hall.paid(recharge(), customer=person())
    known = counter.complete(clerk.hall.desk, paid).customer_id
    take(clerk, customer=known)
    clerk.press(F2)
    assert clerk.page.identify.customer.draft() is None, "nobody is named before they sit here"
    shift(clerk, Qt.Key.Key_F3)
    shown = clerk.page.identify.customer.draft()
    assert shown.document.number == ID


def test_a_desk_without_a_number_or_the_right_has_no_strip(
    at_queue: AtQueue, hall: Hall, around: Around
) -> None:
    assert sitting(hall.at("c1", 0), around).queue is None
    served: Any = around
    assert counter_calls(served, served, seat_of(hall.desk)).queue is None
    hall.setting("queue_lines", {f"1_{letter}": False for letter in "abcv"})
    clerk = at_queue()
    assert not clerk.page._queueing.strip.isVisible()
    clerk.press(F2)
    assert clerk.code == ""


def test_the_strip_speaks_both_languages(clerk: Clerk) -> None:
    take(clerk)
    clerk.press(F2)
    use_language("zh")
    try:
        clerk.page._queueing.strip.retranslate()
        assert "已叫号" in words(clerk)
    finally:
        use_language("en")
    assert isinstance(find(clerk.page, "Find a returning customer"), QLineEdit)


def test_the_strip_never_widens_the_window(clerk: Clerk) -> None:
    wide = clerk.page.width()
    for _ in range(2):
        take(clerk, note="一句很长的话。" * 30)
    clerk.press(F2)
    shift(clerk, Qt.Key.Key_F3, Qt.Key.Key_F7)
    clerk.press(Qt.Key.Key_Return)
    shift(clerk, F9)
    assert clerk.page.minimumSizeHint().width() <= wide
    assert clerk.page.width() == wide


@pytest.mark.duty("S1-CT-09")
def test_who_leaves_without_an_order_leaves_no_papers(clerk: Clerk) -> None:
    take(clerk)
    clerk.press(F2)
    clerk.document(ID, "样例甲")
    clerk.settle()
    shift(clerk, Qt.Key.Key_F3, F7)
    clerk.press(Qt.Key.Key_Return)
    assert states(clerk) == {"A001": State.DONE}
    assert clerk.page.is_empty()
    assert counter.drafts(clerk.hall.desk) == ()


def test_who_is_parked_takes_the_half_done_order_along(clerk: Clerk) -> None:
    take(clerk)
    clerk.press(F2)
    clerk.recharge()
    shift(clerk, Qt.Key.Key_F5)
    assert states(clerk) == {"A001": State.HELD}
    assert clerk.step is Step.IDENTIFY
    assert clerk.page.is_empty()
    assert len(counter.drafts(clerk.hall.desk)) == 1


@pytest.mark.duty("S1-CT-24", "S1-CT-27", "S1-CT-31", "S1-CT-32")
def test_the_last_steps_are_recommended_counted_and_said_by_name(clerk: Clerk) -> None:
    clerk.document(ID, "欧阳样例")
    clerk.choose("Face comparison", clerk.page.identify.customer.ui.face._choices[0][0])
    clerk.press(Qt.Key.Key_F8)
    clerk.recharge()
    clerk.finish("50")
    panel = clerk.page.done
    assert "欧***" in said(panel.prompts)
    assert panel.offer.text().startswith("Recommend: ")
    clerk.write("Leaflets in the envelope", "4")
    clerk.settle()
    assert clerk.code == "visit.leaflets"
    assert "3 at most" in clerk.sentence("leaflets")
    clerk.write("Leaflets in the envelope", "2")
    clerk.choose("Answer to the recommendation", Reply.DECLINED)
    assert clerk.sentence("leaflets") == ""
    for _ in panel.prompts.missing()[:-1]:
        clerk.press(Qt.Key.Key_F8)
    clerk.go_on()
    assert clerk.step is Step.IDENTIFY
    with clerk.hall.desk.read() as session:
        row = session.execute(text("SELECT pitch, answer, leaflets FROM visit_ends")).one()
        wrong = session.execute(text("SELECT count(*) FROM audit WHERE action = 'visit.leaflets'"))
        assert wrong.scalar_one() == 1
    assert tuple(row) == ("long", "declined", 2)
    skipped = {one.step for one in counter.left_out_of_day(clerk.hall.desk, DAY)}
    assert "S1-CT-05" not in skipped, "said at the beginning"
    assert skipped >= {"S1-CT-06", "S1-CT-32"}


def test_what_was_answered_elsewhere_meanwhile_is_said_and_another_service_offered(
    clerk: Clerk,
) -> None:
    clerk.document(ID, "欧阳样例")
    clerk.choose("Face comparison", clerk.page.identify.customer.ui.face._choices[0][0])
    clerk.recharge()
    clerk.finish("50")
    panel = clerk.page.done
    before, first = panel.offer.text(), next(iter(services()))
    hall = clerk.hall
    there = hall.at("c2", 2)
    other = hall.sell(recharge(), desk=there, customer=person(name="欧阳样例"))
    plain = EndVisit(other.order_no, frozenset(other.prompts_after), new_id())
    counter.end_visit(there, replace(plain, recommended=first, reply=Reply.ACCEPTED))
    clerk.choose("Answer to the recommendation", Reply.ACCEPTED)
    for _ in panel.prompts.missing():
        clerk.press(Qt.Key.Key_F8)
    clerk.go_on()
    assert clerk.code == "recommend.owned"
    assert "has this already" in clerk.sentence("reply")
    assert panel.offer.text() != before
    clerk.go_on()
    assert clerk.step is Step.IDENTIFY


def test_courtesies_that_were_said_survive_a_restart(clerk: Clerk, at_queue: AtQueue) -> None:
    clerk.press(Qt.Key.Key_F8, Qt.Key.Key_F8)
    clerk.recharge()
    again = at_queue()
    again.page.identify.drafts.setFocus()
    again.press(Qt.Key.Key_Return)
    assert again.page.visit.said == {"S1-CT-05", "S1-CT-06"}


def test_the_change_stays_in_sight_beside_the_last_steps(clerk: Clerk) -> None:
    take(clerk)
    clerk.press(F2)
    clerk.recharge()
    clerk.finish("100")
    panel = clerk.page.done
    assert panel.rating.isVisible()
    assert panel.minimumSizeHint().width() <= panel.parentWidget().width()


@pytest.mark.duty("S1-VP-14", "S1-VP-17", "S1-VP-21", "S1-VP-28")
def test_the_steps_of_a_vip_guest_are_shown_ticked_and_counted(clerk: Clerk) -> None:
    take(clerk, "V")
    clerk.press(F2)
    clerk.document(ID, "欧阳样例")
    clerk.choose("Face comparison", clerk.page.identify.customer.ui.face._choices[0][0])
    clerk.recharge()
    shown = said(clerk.page.pay.prompts)
    assert "guest's document" in shown
    assert "Tell the guest the date of effect" in shown
    assert "Say why you need the document" not in shown
    clerk.finish("50")
    panel = clerk.page.done
    assert "remind the guest to keep it safe" in said(panel.prompts)
    assert "the guide walks the guest to the door. (欧***)" in said(panel.prompts)
    for _ in panel.prompts.missing()[:-1]:
        clerk.press(Qt.Key.Key_F8)
    clerk.go_on()
    assert clerk.step is Step.IDENTIFY
    with clerk.hall.desk.read() as session:
        ticked = session.scalars(text("SELECT acknowledged FROM visit_ends")).one()
    assert "S1-VP-17" in str(ticked)
    assert "S1-VP-21" in {one.step for one in counter.left_out_of_day(clerk.hall.desk, DAY)}
