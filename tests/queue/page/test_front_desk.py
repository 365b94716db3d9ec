"""The front desk worked by keys, in English, on the real services."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QLabel, QListWidget, QPlainTextEdit
from pytestqt.qtbot import QtBot

from hallclient.app.front_desk_calls import DAY, named_colleagues
from hallclient.base.changes import Change
from hallclient.base.language import use_language
from hallclient.care import service as care
from hallclient.care.rules import Matter
from hallclient.queue import service
from hallclient.queue.page.front_desk import FrontDeskPage
from hallclient.queue.page.front_desk_calls import FrontDeskCalls, KnownVisitor
from hallclient.queue.page.front_desk_words import Deed
from hallclient.queue.service import guiding
from hallclient.store.audit import act
from hallclient.store.desk import Desk
from hallclient.till import book as till
from hallclient.ui.handles import find
from hallclient.ui.jobs import Lanes
from hallclient.ui.widgets.choice_box import ChoiceBox
from hallclient.ui.widgets.data_table import DataTable
from tests.conftest import DAY as DAY_OF_TESTS
from tests.lists import TakeOut, take_out
from tests.pages import Hands as PageHands
from tests.pages import in_english, lanes, put_in_front
from tests.queue.conftest import Queue

__all__ = ["in_english", "lanes", "take_out"]

KNOWN = {"13800000000": (KnownVisitor("cust-1", "样** 138****0000"),)}


class Hands(PageHands[FrontDeskPage]):
    """A guide's hands."""

    def press(self, keys: str) -> None:
        """Letters and digits as they are, and Enter for a dot; all work done after each."""
        for key in keys:
            if key == ".":
                self.key(Qt.Key.Key_Return)
            else:
                QTest.keyClick(self.page.focusWidget() or self.page, key.lower())
            self.settle()

    def shown(self, name: str) -> str:
        label = find(self.page, name, QLabel)
        assert isinstance(label, QLabel)
        return label.text()

    def write(self, name: str, text: str) -> None:
        box = find(self.page, name, QPlainTextEdit)
        assert isinstance(box, QPlainTextEdit)
        box.setPlainText(text)

    def does(self, deed: Deed) -> None:
        self.page.do(deed)

    @property
    def said(self) -> str:
        return str(self.page.notice.text())

    @property
    def code(self) -> str:
        return self.page.refused.code if self.page.refused else ""

    @property
    def open(self) -> list[Matter]:
        return list(self.page.entries.ui.open.rows())


@pytest.fixture
def show(qtbot: QtBot, queue: Queue, lanes: Lanes) -> Callable[..., Hands]:
    """The front desk as somebody of the hall sees it, and the hands that work it."""

    def made(code: str = "g1", **other: Any) -> Hands:
        calls = replace(calls_of(queue.desk.acting(code, 0)), **other)
        page = FrontDeskPage(calls, lanes)
        put_in_front(qtbot, page)
        hands = Hands(qtbot, page)
        hands.settle()
        return hands

    return made


def calls_of(desk: Desk) -> FrontDeskCalls:
    taking: dict[str, Any] = {
        name: lambda ask, name=name: getattr(care, name)(desk, ask, DAY)
        for name in ("open_enquiry", "take_complaint", "take_opinion", "report_incident")
    }
    passing: dict[str, Any] = {
        name: partial(getattr(care, name), desk)
        for name in (
            "hand_over",
            "accept",
            "decline",
            "take_over",
            "promise",
            "close",
            "recommend",
        )
    }
    return FrontDeskCalls(
        guide=lambda ask: guiding.guide(desk, ask, DAY),
        crowded=partial(guiding.crowded_lines, desk),
        sent_back=partial(guiding.sent_back, desk),
        recognise=lambda text, _request: KNOWN.get(text, ()),
        open_matters=partial(care.open_matters, desk, till.open_day),
        course=partial(care.course, desk),
        room_free=partial(care.room_free, desk, till.open_day),
        call_in=lambda ask: care.call_in(desk, ask, till.open_day),
        guest_left=lambda ask: care.guest_left(desk, ask, till.open_day),
        colleagues=partial(named_colleagues, desk),
        add_note=partial(care.note, desk),
        printed=lambda: None,
        code=desk.clerk,
        may_oversee=desk.clerk == "m1",
        **taking,
        **passing,
    )


@pytest.mark.duty("S1-FG-02", "S1-FG-03", "S1-FG-04", "S1-FG-06")
def test_three_keys_give_the_ticket(show: Callable[..., Hands]) -> None:
    guide = show()
    guide.press("1y.")
    assert guide.said == "Ticket A001 is given."
    assert guide.shown("Number") == "A001"
    assert guide.shown("People ahead") == "0 people ahead"
    assert guide.shown("Expected wait") == "about 0 to 5 minutes"
    assert guide.shown("Where to") == "Where to: Counters"
    guide.press("3y.")
    assert guide.shown("Number") == "A002"
    assert guide.shown("People ahead") == "1 person ahead"


@pytest.mark.duty("S1-FG-05")
def test_three_keys_print_what_is_missing(show: Callable[..., Hands], queue: Queue) -> None:
    guide = show()
    guide.press("5n.")
    assert guide.said == "Slip 1 says what to bring."
    assert guide.shown("Where to") == "Missing: Own identity document, the original"
    (sent,) = guiding.sent_back(queue.desk)
    assert sent.missing == ("identity",)
    assert queue.order() == []


@pytest.mark.duty("S1-FG-05", "S3-FD-01")
def test_missing_papers_are_ticked_and_who_comes_back_is_not_asked_again(
    show: Callable[..., Hands], queue: Queue
) -> None:
    guide = show()
    guide.press("9n")
    guide.press(".")
    assert guide.code == "triage.not-ticked"
    guide.press(" ")
    assert guide.code == guide.said == ""
    assert guide.page.primary.text() == "Print what to bring"
    guide.key(Qt.Key.Key_Down)
    guide.press(" .")
    assert guiding.sent_back(queue.desk)[0].missing == ("licence", "unit_letter")
    table = guide.at("Sent for papers", DataTable)
    assert isinstance(table, DataTable)
    assert table.text_at(0, 1) == "Unit customers"
    table.selectRow(0)
    guide.press(".")
    assert guide.page.visitors.ui.asked.text() == "Back with what was missing on slip 1."
    guide.press(".")
    assert guide.shown("Number") == "B001"
    assert guiding.sent_back(queue.desk) == ()


@pytest.mark.duty("S1-FG-08", "S1-FG-19", "S1-FG-24")
def test_self_service_is_suggested_and_taken_by_one_key(
    show: Callable[..., Hands], queue: Queue
) -> None:
    guide = show()
    guide.press("2")
    box = find(guide.page, "Self-service", ChoiceBox)
    assert isinstance(box, ChoiceBox)
    assert box.value() == "kiosk"
    assert "Type the number at the kiosk" in guide.shown("What is told")
    guide.key(Qt.Key.Key_F6)
    guide.settle()
    assert guide.said == "Goes to self-service: Kiosk."
    guide.press("2y.")
    assert guide.shown("Suggested") == "Suggested: Kiosk"
    figures = guiding.day_at_the_desk(queue.desk, queue.take().business_date)
    assert (figures.self_service, figures.suggested, figures.tickets) == (1, 2, 1)
    guide.press("3")
    guide.key(Qt.Key.Key_F6)
    guide.settle()
    assert guide.code == "triage.no-self-service"


@pytest.mark.duty("S1-FG-12", "S1-SG-05", "S1-SG-09")
def test_the_guard_helps_who_needs_help(show: Callable[..., Hands], queue: Queue) -> None:
    queue.many("A", 2)
    guard = show("s1")
    guard.press("1y")
    care_box = guard.at("Needs help: called first, accompanied", QCheckBox)
    QTest.keyClick(care_box, Qt.Key.Key_Space)
    guard.confirm()
    assert guard.said == "Ticket A003: accompany the customer all the way."
    assert queue.order()[0] == "A003"


@pytest.mark.duty("S1-FG-20", "S1-FG-09")
def test_what_is_told_is_read_from_the_desk(show: Callable[..., Hands], queue: Queue) -> None:
    guide = show()
    guide.press("3")
    assert guide.shown("What is told") == "Tell in this order: Brands → Plans → Offers"
    queue.many("A", 3)
    guide.page.hear((Change(9, "queue.take", "ticket/3", 2, "g2"),))
    guide.qtbot.waitUntil(lambda: "Crowded" in guide.shown("What is told"), timeout=10_000)


@pytest.mark.duty("S1-SG-06", "S1-SG-08")
def test_the_guard_reads_where_to_lead_people_and_that_it_is_crowded(
    show: Callable[..., Hands], queue: Queue
) -> None:
    queue.many("A", 3)
    guard = show("s1")
    guard.press("2")
    assert "Crowded, say briefly: The kiosk takes it at once" in guard.shown("What is told")
    guard.press("y.")
    assert guard.shown("Where to") == "Where to: Kiosks"
    assert guard.shown("Suggested") == (
        "Suggested: Kiosk, Text message hall, Telephone hall, Web hall"
    )


@pytest.mark.duty("S3-FD-01", "S3-FD-04", "S1-CT-06")
def test_the_note_and_the_customer_travel_to_the_counter(
    show: Callable[..., Hands], queue: Queue
) -> None:
    guide = show()
    guide.press("5y")
    guide.fill("Note", "手机丢了")
    guide.fill("Customer", "13800000000")
    guide.press(".")
    assert guide.said == "样** 138****0000"
    guide.confirm()
    queue.call(1)
    here = service.counter_now(queue.at(1)).called
    assert here is not None
    assert here.ticket.customer == "cust-1"
    assert here.note.startswith("SIM replacement; 手机丢了; Papers seen")
    guide.press("1y.")
    queue.start(1)
    queue.finish(1)
    queue.call(1)
    after = service.counter_now(queue.at(1)).called
    assert after is not None
    assert after.ticket.customer == ""


def test_who_is_not_on_file_gets_a_ticket_as_well(show: Callable[..., Hands]) -> None:
    guide = show()
    guide.press("1")
    guide.confirm()
    assert guide.code == "triage.papers"
    guide.press("y")
    guide.fill("Customer", "139")
    guide.press(".")
    assert "Nobody is on file" in guide.said
    guide.confirm()
    assert guide.shown("Number") == "A001"


@pytest.mark.parametrize(
    ("keys", "done"),
    [("5n.", "Slip 1 says what to bring."), ("2", "Goes to self-service: Kiosk.")],
)
def test_an_appointment_without_a_ticket_is_said_to_keep_no_place(
    show: Callable[..., Hands], keys: str, done: str
) -> None:
    guide = show()
    guide.press(keys[0])
    guide.fill("Appointment", "16:30")
    if keys == "2":
        guide.key(Qt.Key.Key_F6)
        guide.settle()
    else:
        find(guide.page, "Papers that are missing", QListWidget).setFocus()
        guide.press(keys[1:])
    kept = "The appointment 16:30 is in the note; it keeps no place in the queue."
    assert guide.said == f"{done} {kept}"
    guide.press("1y.")
    assert guide.said == "Ticket A001 is given."


@pytest.mark.duty("S3-FD-01")
def test_a_number_that_was_typed_is_looked_up_before_the_ticket_is_given(
    show: Callable[..., Hands], queue: Queue
) -> None:
    guide = show()
    guide.press("1y")
    guide.fill("Customer", "13800000000")
    guide.confirm()
    assert guide.said == "样** 138****0000"
    assert guide.shown("Number") == "—"
    guide.confirm()
    assert guide.said == "Ticket A001 is given."
    queue.call(1)
    here = service.counter_now(queue.at(1)).called
    assert here is not None
    assert here.ticket.customer == "cust-1"
    guide.press("2")
    guide.fill("Customer", "139")
    guide.key(Qt.Key.Key_F6)
    guide.settle()
    assert "Nobody is on file" in guide.said
    guide.key(Qt.Key.Key_F6)
    guide.settle()
    assert guide.said == "Goes to self-service: Kiosk."


def test_an_answer_without_a_purpose_is_refused(show: Callable[..., Hands]) -> None:
    guide = show()
    for key in "yn":
        guide.press(key)
        assert guide.code == "triage.purpose"
    guide.press("1")
    assert guide.code == ""
    guide.confirm()
    assert guide.code == "triage.papers"
    guide.key(Qt.Key.Key_Escape)
    assert guide.said == ""


def test_enter_held_down_gives_one_ticket(show: Callable[..., Hands], queue: Queue) -> None:
    guide = show()
    guide.press("0......")
    assert queue.order() == ["V001"]


def test_what_was_said_of_one_visitor_is_gone_at_the_next_complaint(
    show: Callable[..., Hands],
) -> None:
    guide = show()
    guide.press("1y.")
    guide.press("8")
    assert guide.said == ""
    guide.confirm()
    assert guide.code == "care.words"
    guide.key(Qt.Key.Key_Escape)
    assert guide.said == ""


def test_an_answer_about_a_number_that_was_taken_back_is_nobodys(
    show: Callable[..., Hands],
) -> None:
    """The server was slow, and the next visitor stands there."""
    visitors = show().page.visitors
    visitors.ui.visitor.setText("13800000000")
    visitors.clear()
    assert visitors.recognised("13800000000", KNOWN["13800000000"]) == ""
    visitors.choose("sim")
    visitors.complete()
    assert visitors.ask("r1", self_service=False).customer == ""


def test_who_complains_is_not_the_next_visitor(show: Callable[..., Hands], queue: Queue) -> None:
    guide = show()
    guide.fill("Customer", "13800000000")
    guide.press(".")
    guide.page.visitors.ui.purposes.setFocus()
    guide.press("8")
    guide.write("What was said", "多扣了三十块")
    guide.confirm()
    assert guide.open[0].customer == "cust-1"
    assert guide.page.primary.text() == "Put on record"
    guide.key(Qt.Key.Key_Escape)
    guide.press("1y.")
    queue.call(1)
    here = service.counter_now(queue.at(1)).called
    assert here is not None
    assert here.ticket.customer == ""


def test_a_slip_of_a_business_that_is_listed_no_more_asks_for_another(
    show: Callable[..., Hands], take_out: TakeOut
) -> None:
    guide = show()
    guide.press("tn")
    guide.press(" .")
    take_out("triage.toml", "purposes.transfer")
    guide.page.retranslate()
    table = guide.at("Sent for papers", DataTable)
    assert isinstance(table, DataTable)
    assert table.text_at(0, 1) == "transfer"
    table.selectRow(0)
    guide.press(".")
    assert guide.code == "triage.purpose"


def test_without_a_purpose_it_is_asked_for(show: Callable[..., Hands]) -> None:
    guide = show()
    guide.confirm()
    assert guide.code == "triage.purpose"
    guide.press("1")
    guide.key(Qt.Key.Key_Escape)
    guide.confirm()
    assert guide.code == "triage.purpose"


def test_digits_in_a_note_are_no_keys(show: Callable[..., Hands]) -> None:
    guide = show()
    guide.press("1y")
    guide.fill("Note", "3n9")
    guide.confirm()
    assert guide.shown("Number") == "A001"


@pytest.mark.duty("S1-FG-22", "S1-FG-23", "S1-FG-32")
def test_a_complaint_goes_to_the_room_or_waits_with_its_cause(
    show: Callable[..., Hands],
) -> None:
    guide = show()
    guide.press("8")
    assert guide.page.focusWidget() is guide.page.entries.ui.words
    guide.write("What was said", "多扣了三十块")
    guide.confirm()
    assert guide.said == "Number 1: show the guest to the reception room."
    guide.does(Deed.COMPLAINT)
    assert "taken" in guide.shown("Reception room")
    guide.write("What was said", "没人理我")
    guide.confirm()
    assert guide.code == "care.cause"
    guide.fill("Cause", "排了四十分钟")
    guide.confirm()
    assert guide.said == "Number 2: the room is taken, seat the guest in the rest area."
    receptionist = show("r1")
    receptionist.key(Qt.Key.Key_F11)
    table = receptionist.page.entries.ui.open
    table.selectRow(0)
    receptionist.confirm()
    assert receptionist.said == "Number 1: the guest has gone; g1 stays responsible."
    assert receptionist.shown("Reception room") == "Reception room: free"
    receptionist.key(Qt.Key.Key_F10)
    table.selectRow(1)
    receptionist.confirm()
    assert receptionist.said == "Number 2: show the guest to the reception room."
    receptionist.confirm()
    assert receptionist.code == "care.not-waiting"
    receptionist.does(Deed.ACCEPT)
    assert table.text_at(0, 3) == "g1 → reception room"
    table.selectRow(0)
    receptionist.settle()
    assert receptionist.shown("First words") == "多扣了三十块"
    receptionist.confirm()
    assert receptionist.open[0].standing.owner == "r1"


@pytest.mark.duty("S1-FG-22")
def test_the_room_is_free_at_once_when_the_day_is_closed(
    show: Callable[..., Hands], queue: Queue
) -> None:
    guide = show()
    guide.press("8")
    guide.write("What was said", "多扣了三十块")
    guide.confirm()
    assert "taken" in guide.shown("Reception room")
    assert guide.page.entries.ui.open.text_at(0, 5) == "in the room"
    with act(queue.desk.acting("m1", 0), "test.close") as doing:
        till.close_business_day(doing, DAY_OF_TESTS)
    guide.page.hear((Change(9, "day.close", "day/1", 0, "m1"),))
    guide.qtbot.waitUntil(lambda: "free" in guide.shown("Reception room"), timeout=10_000)
    guide.settle()
    assert guide.page.entries.ui.open.text_at(0, 5) == ""
    assert len(guide.open) == 1


@pytest.mark.duty("S1-FG-14")
def test_an_enquiry_is_handed_over_by_keys_and_stays_somebodys(
    show: Callable[..., Hands],
) -> None:
    guide = show()
    guide.key(Qt.Key.Key_F4)
    guide.write("What was said", "宽带几天能装")
    guide.confirm()
    assert guide.said == "Number 1 is on record; g1 is responsible."
    guide.key(Qt.Key.Key_F7)
    box = find(guide.page, "To whom", ChoiceBox)
    assert isinstance(box, ChoiceBox)
    guide.confirm()
    assert guide.code == "care.to"
    box.set_value("c1")
    guide.confirm()
    assert guide.said == "Number 1 stays yours until it is accepted."
    guide.key(Qt.Key.Key_F8)
    guide.confirm()
    assert guide.code == "care.own"
    guide.key(Qt.Key.Key_F9)
    guide.confirm()
    assert guide.code == "care.answer"
    clerk = show("c1")
    assert clerk.page.ui.parts.tabText(1) == "Enquiries and complaints (1, to you: 1)"
    clerk.key(Qt.Key.Key_F8)
    clerk.confirm()
    clerk.key(Qt.Key.Key_F9)
    clerk.fill("Answer", "三个工作日")
    clerk.confirm()
    assert clerk.said == "Number 1 is answered and closed."
    assert clerk.open == []
    assert clerk.page.ui.parts.tabText(1) == "Enquiries and complaints"


def test_who_takes_over_is_asked_only_where_something_is_handed_over(
    show: Callable[..., Hands],
) -> None:
    asked: list[int] = []
    guide = show(colleagues=lambda: asked.append(1) or (("c1", "c1 陈"),))
    guide.key(Qt.Key.Key_F4)
    guide.write("What was said", "宽带几天能装")
    guide.confirm()
    guide.page.hear((Change(9, "staff.sign-in", "staff/c1", 0, "c1"),))
    guide.settle()
    assert asked == []
    guide.key(Qt.Key.Key_F7)
    guide.settle()
    assert asked == [1]
    guide.page.hear((Change(10, "staff.sign-in", "staff/c2", 0, "c2"),))
    guide.qtbot.waitUntil(lambda: asked == [1, 1], timeout=10_000)


@pytest.mark.duty("S1-SG-10")
def test_the_guard_takes_the_opinion_book_with_a_promise(show: Callable[..., Hands]) -> None:
    guard = show("s1")
    guard.does(Deed.OPINION)
    guard.write("What was said", "椅子少")
    guard.confirm()
    assert guard.code == "care.promise"
    guard.fill("Answer by", "16:30")
    guard.confirm()
    assert guard.page.entries.ui.open.text_at(0, 4) == "11-22 16:30"


@pytest.mark.duty("S1-FG-26", "S1-FG-25")
def test_an_incident_is_chosen_from_the_list(show: Callable[..., Hands]) -> None:
    guide = show()
    guide.does(Deed.INCIDENT)
    guide.confirm()
    assert guide.code == "care.incident"
    box = find(guide.page, "What has happened there", ChoiceBox)
    assert isinstance(box, ChoiceBox)
    box.set_value("kiosk_paper")
    guide.confirm()
    assert guide.open[0].title == "Kiosk: paper out or jammed"


def test_only_the_manager_is_offered_to_take_over(show: Callable[..., Hands]) -> None:
    assert Deed.TAKE_OVER not in deeds(show("g1"))
    assert Deed.TAKE_OVER in deeds(show("m1"))


def deeds(hands: Hands) -> list[object]:
    box = hands.page.entries.ui.deed
    box.set_value(Deed.TAKE_OVER)
    return [box.value()]


def test_keys_of_triage_rest_while_entries_are_in_front(show: Callable[..., Hands]) -> None:
    guide = show()
    guide.does(Deed.CLOSE)
    table = guide.at("Open", DataTable)
    QTest.keyClick(table, "3")
    guide.settle()
    assert not guide.page.at_triage
    guide.key(Qt.Key.Key_Escape)
    assert guide.page.at_triage


@pytest.mark.duty("S1-FG-35")
def test_the_card_of_the_post_is_a_tab_away(show: Callable[..., Hands]) -> None:
    guide = show()
    guide.page.ui.parts.setCurrentIndex(2)
    card = guide.at("Service card", DataTable)
    assert isinstance(card, DataTable)
    assert [card.text_at(row, 0) for row in range(3)] == ["Greet", "Ask", "Answer"]
    assert not guide.page.primary.isVisible()
    use_language("zh")
    guide.page.retranslate()
    assert card.text_at(0, 1) == "客户走近三米以内，微笑点头问好"


def test_the_page_speaks_chinese(show: Callable[..., Hands]) -> None:
    guide = show()
    guide.press("5n")
    use_language("zh")
    guide.page.retranslate()
    papers = guide.page.visitors.ui.papers
    assert isinstance(papers, QListWidget)
    assert papers.item(0).text() == "本人有效身份证件原件"
    assert papers.item(0).checkState() is Qt.CheckState.Checked
    assert guide.page.visitors.ui.purposes.text_at(1, 1) == "缴费充值"
    assert guide.page.primary.text() == "打印补资料单"
