"""The queue page: tickets by hand, the board of counters, figures that plain SQL agrees with."""

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QTableView,
)
from pytestqt.qtbot import QtBot

from hallclient.app.backstage import Seat
from hallclient.app.queue_calls import board_calls, day_figures
from hallclient.base.changes import Change
from hallclient.base.errors import HallError
from hallclient.base.ids import new_id
from hallclient.base.language import use_language
from hallclient.paper import service as paper
from hallclient.queue import book, service
from hallclient.queue.page.board import QueuePage
from hallclient.queue.page.board_words import Deed, span
from hallclient.queue.rules import TakeTicket
from hallclient.staff.rules import Role, SignedIn
from hallclient.store.audit import act
from hallclient.till import book as till
from hallclient.ui.jobs import Lanes
from hallclient.ui.widgets.choice_box import ChoiceBox
from tests.conftest import DAY
from tests.pages import PatientHands, put_in_front
from tests.queue.conftest import Queue, instants

F4, F5, F6, F7, F9 = (
    Qt.Key.Key_F4, Qt.Key.Key_F5, Qt.Key.Key_F6, Qt.Key.Key_F7, Qt.Key.Key_F9,
)  # fmt: skip


class Hands(PatientHands[QueuePage]):
    """Hands on the queue page."""

    printed = 0

    def choose(self, name: str, value: object) -> None:
        box = self.at(name, ChoiceBox)
        assert isinstance(box, ChoiceBox)
        box.set_value(value)

    def numbers(self) -> list[str]:
        return [row.number for row in self.page.ui.waiting.rows()]

    def cells(self, name: str) -> list[list[str]]:
        table = getattr(self.page.ui, name)
        columns = table.model().columnCount()
        return [
            [table.text_at(row, column) for column in range(columns)]
            for row in range(len(table.rows()))
        ]

    def figure(self, name: str) -> str:
        return dict(self.cells("figures"))[name]

    def said(self) -> str:
        return str(self.page.notice.text())

    def code(self) -> str:
        refused = self.page.refused
        return "" if refused is None else refused.code


type Show = Callable[..., Hands]


@pytest.fixture
def show(qtbot: QtBot, queue: Queue, lanes: Lanes) -> Show:
    """The page as somebody has it; the guide g1 stands at no counter."""

    class Client:
        def print_papers(self) -> None:
            Hands.printed += 1

    def made(code: str = "g1", counter: int = 0) -> Hands:
        client: Any = Client()
        rights = frozenset({"queue.ticket"} | ({"queue.serve"} if code == "r1" else set()))
        person = SignedIn(code, code, Role.RECEPTION if code == "r1" else Role.GUIDE, rights)
        seat = Seat(queue.desk.acting(code, counter), person, "", 5, (), {})
        page = QueuePage(board_calls(client, seat), lanes)
        put_in_front(qtbot, page)
        hands = Hands(qtbot, page)
        hands.settle()
        return hands

    return made


@pytest.mark.duty("S1-SG-06", "S1-SG-08", "S3-FD-04")
def test_a_ticket_is_taken_by_keys_and_its_slip_goes_to_the_printer(
    show: Show, queue: Queue
) -> None:
    queue.many("A", 2)
    hands, before = show(), Hands.printed
    hands.key(F4)
    hands.choose("Line", "B")
    hands.fill("For the counter", "单位开户")
    hands.confirm()
    assert hands.numbers() == ["A001", "A002", "B001"]
    assert "Ticket B001: 2 ahead" in hands.said()
    assert Hands.printed == before + 1
    desk = queue.desk.acting("g1", 0)
    assert [job.subject for job in paper.waiting(desk)] == [f"ticket/{DAY:%Y%m%d}-B001"]
    hands.choose("Line", "V")
    hands.page.ui.care.setChecked(True)
    hands.confirm()
    assert hands.numbers()[0] == "V001"
    assert "care" in hands.cells("waiting")[0][2]


def test_nothing_lies_on_top_of_anything(show: Show) -> None:
    hands = show("r1", 8)
    hands.key(Qt.Key.Key_F12, Qt.KeyboardModifier.ShiftModifier)
    for key in (F4, F5, F7):
        hands.key(key)
        parts = [
            (part.objectName(), QRect(part.mapTo(hands.page, QPoint()), part.size()))
            for kind in (QLabel, QLineEdit, QComboBox, QCheckBox, QTableView)
            for part in hands.page.findChildren(kind)
            if part.isVisible() and not isinstance(part.parent(), QAbstractScrollArea)
        ]
        assert [
            (name, other)
            for at, (name, place) in enumerate(parts)
            for other, there in parts[at + 1 :]
            if place.intersects(there)
        ] == []


def test_a_ticket_that_was_taken_leaves_the_day_of_the_figures(show: Show, queue: Queue) -> None:
    hands = show()
    hands.key(F9)
    hands.fill("Figures of the day", DAY.isoformat())
    hands.key(F4)
    hands.choose("Line", "B")
    hands.confirm()
    assert hands.page.ui.day.text() == DAY.isoformat()


def test_what_is_wrong_stands_at_its_field(show: Show) -> None:
    hands = show()
    hands.key(F4)
    hands.confirm()
    assert hands.page.errors.sentences() == {"line": "Choose one of the hall's lines."}
    hands.choose("Line", "A")
    hands.fill("Appointment", "25:00")
    hands.confirm()
    assert hands.page.errors.sentences() == {"booked": "Type the time of the appointment as 14:30."}
    assert hands.numbers() == []


@pytest.mark.duty("S1-CT-18")
def test_given_up_put_back_and_transferred_by_number(show: Show, queue: Queue) -> None:
    queue.many("A", 3)
    queue.call()
    queue.miss()
    hands = show()
    assert hands.numbers() == ["A002", "A003", "A001"]
    hands.key(F6)
    hands.fill("Ticket number", "a001")
    hands.confirm()
    assert hands.cells("waiting")[-1][0] == "A001"
    hands.key(F5)
    hands.fill("Ticket number", "A002")
    hands.confirm()
    assert hands.numbers() == ["A003", "A001"]
    hands.key(F7)
    hands.fill("Ticket number", "A003")
    hands.choose("Line", "C")
    hands.fill("Reason", "宽带故障")
    hands.confirm()
    assert {row.number: row.line for row in hands.page.ui.waiting.rows()}["A003"] == "C"
    assert queue.faults() == []


def test_tickets_that_are_not_to_be_had_are_said_at_the_number(show: Show, queue: Queue) -> None:
    queue.many("A", 2)
    queue.call()
    hands = show()
    hands.key(F7)
    for number, code in (("X9", "queue.unknown"), ("", "queue.unknown"), ("A001", "queue.called")):
        hands.fill("Ticket number", number)
        hands.choose("Line", "B")
        hands.confirm()
        assert hands.code() == code
        assert list(hands.page.errors.sentences()) == ["number"]
    hands.key(F6)
    hands.fill("Ticket number", "A002")
    hands.confirm()
    assert hands.code() == "queue.state"


def test_a_slip_of_yesterday_is_told_as_what_it_is(show: Show, queue: Queue) -> None:
    queue.many("A", 2)
    with act(queue.desk, "day.close") as doing:
        book.end_day(doing)
    with pytest.raises(HallError) as caught:
        service.ticket_numbered(queue.desk, "A002")
    assert caught.value.code == "queue.day-over"
    hands = show()
    hands.key(F5)
    hands.fill("Ticket number", "A002")
    hands.confirm()
    assert DAY.isoformat() in hands.page.errors.sentences()["number"]


@pytest.mark.duty("S1-SG-07")
def test_the_board_shows_who_is_busy_free_and_paused_and_since_when(
    show: Show, queue: Queue
) -> None:
    queue.open(2, 3)
    queue.many("A", 1)
    queue.time(300)
    queue.call(1)
    queue.pause(2, "copy")
    hands = show()
    cells = hands.cells("counters")
    assert [row[1] for row in cells] == ["busy A001", "paused Copying", "idle"]
    assert [row[2] for row in cells] == ["c1", "c2", "c3"]
    assert cells[1][4] == "09:05"
    queue.back(2)
    hands.page.hear((Change(1, "queue.back", "queue-counter/2", 2, "c2"),))
    hands.qtbot.waitUntil(lambda: hands.cells("counters")[1][1] == "idle")


def test_an_empty_hall_says_what_to_do(show: Show, queue: Queue) -> None:
    queue.close()
    hands = show()
    assert hands.numbers() == []
    assert "F4" in hands.page.ui.waiting._empty
    assert "0 waiting" in hands.page.ui.waitingHeading.text()


def test_the_list_says_how_long_it_still_takes(show: Show, queue: Queue) -> None:
    queue.many("A", 3)
    queue.many("C", 1)
    queue.close()
    hands = show()
    assert {row[4] for row in hands.cells("waiting")} == {"no counter open"}
    queue.open(1)
    hands.page.refresh()
    hands.settle()
    assert [row[4] for row in hands.cells("waiting")] == [
        "0 to 5 min", "5 to 10 min", "10 to 20 min", "30 to 60 min",
    ]  # fmt: skip
    slip = service.take(
        queue.desk.acting("g1", 0),
        TakeTicket(new_id(), "A"),
        till.day_for_opening,
    )
    (row,) = [one for one in service.board(queue.desk).waiting if one.number == slip.ticket.number]
    assert row.expected == slip.wait


def some_day(queue: Queue, seed: int) -> None:
    """Customers come, are called, missed, parked, served; some give up, some still wait."""
    dice, at = Random(seed), 0  # noqa: S311 - a made-up day
    queue.open(2)
    for _ in range(120):
        at += dice.randrange(5, 90)
        queue.time(at)
        counter = dice.choice((1, 2))
        do: list[Callable[[], object]] = [
            lambda: queue.take(dice.choice("AABV"), care=dice.random() < 0.1),
            lambda counter=counter: queue.call(counter),
            lambda counter=counter: queue.start(counter),
            lambda counter=counter: queue.finish(counter, dice.choice((None, 3, 5))),
            lambda counter=counter: queue.miss(counter),
            lambda: queue.cancel(dice.choice(queue.order())),
        ]
        try:
            dice.choices(do, (4, 4, 4, 4, 1, 1))[0]()
        except (HallError, IndexError):
            continue


@pytest.mark.parametrize("seed", [3, 11])
def test_the_figures_are_those_of_plain_sql(show: Show, queue: Queue, seed: int) -> None:
    some_day(queue, seed)
    hands = show()
    rows = instants(
        queue.sql(
            "SELECT ticket,"
            " min(CASE WHEN step = 'taken' THEN at END),"
            " min(CASE WHEN step = 'called' THEN at END),"
            " min(CASE WHEN step = 'started' THEN at END),"
            " max(CASE WHEN step = 'finished' THEN at END),"
            " sum(CASE WHEN step = 'missed' THEN 1 ELSE 0 END),"
            " sum(CASE WHEN step = 'cancelled' THEN 1 ELSE 0 END)"
            " FROM queue_events GROUP BY ticket ORDER BY ticket"
        )
    )
    waits = sorted(_gap(row[1], row[2]) for row in rows if row[2] is not None)
    served = [_gap(row[3], row[4]) for row in rows if row[4] is not None]
    gone = sum(bool(row[5]) or bool(row[6]) for row in rows)
    (waiting,) = queue.sql("SELECT count(*) FROM queue_places WHERE state = 'waiting'")[0]
    assert hands.figure("Tickets taken") == str(len(rows))
    assert hands.figure("Called") == str(len(waits))
    assert hands.figure("Mean wait") == span(_rounded(sum(waits), len(waits)))
    assert hands.figure("Nine in ten waited at most") == span(waits[-(-9 * len(waits) // 10) - 1])
    assert hands.figure("Served") == str(len(served))
    assert hands.figure("Mean time of service") == span(_rounded(sum(served), len(served)))
    assert hands.figure("Waiting now") == str(waiting)
    share = _rounded(10_000 * gone, len(rows) - int(str(waiting)))
    assert hands.figure("Abandoned") == f"{share // 100}.{share % 100:02d} %"
    late = _rounded(10_000 * sum(wait > 600 for wait in waits), len(waits))
    assert hands.figure("Waited longer than promised") == f"{late // 100}.{late % 100:02d} %"


def _gap(start: Any, end: Any) -> int:
    assert isinstance(start, datetime)
    return (end - start) // timedelta(seconds=1)


def _rounded(total: int, count: int) -> int:
    """Half up, in whole numbers."""
    return (2 * total + count) // (2 * count)


def test_the_figures_of_an_earlier_day(show: Show, queue: Queue) -> None:
    queue.served(count=0)
    queue.many("A", 2)
    queue.serve()
    hands = show()
    assert hands.figure("Tickets taken") == "2"
    hands.key(F9)
    hands.fill("Figures of the day", (DAY - timedelta(days=1)).isoformat())
    hands.key(Qt.Key.Key_Return)
    assert hands.cells("figures") == []
    hands.fill("Figures of the day", "tomorrow")
    hands.key(Qt.Key.Key_Return)
    assert hands.page.errors.sentences() == {"day": "Type a day as 2026-11-22."}
    hands.fill("Figures of the day", DAY.isoformat())
    hands.key(Qt.Key.Key_Return)
    assert hands.figure("Served") == "1"
    assert day_figures(queue.desk, DAY) == day_figures(queue.desk, None)


def test_a_day_that_is_half_typed_is_left_in_peace(show: Show, queue: Queue) -> None:
    queue.many("A", 2)
    hands = show()
    hands.key(F9)
    hands.fill("Figures of the day", "2026-1")
    hands.page._each_minute()
    hands.page.hear((Change(1, "queue.take", "ticket/1", 2, "c2"),))
    hands.settle()
    assert hands.page.errors.sentences() == {}
    assert hands.figure("Tickets taken") == "2"


def test_a_number_goes_with_its_ticket_unless_another_was_typed(show: Show, queue: Queue) -> None:
    queue.many("A", 3)
    hands = show()
    hands.page.ui.waiting.selectRow(0)
    hands.key(F5)
    assert hands.page.ui.number.text() == "A001"
    queue.call()
    hands.page._each_minute()
    hands.settle()
    assert hands.page.ui.number.text() == ""
    hands.page.ui.waiting.selectRow(0)
    assert hands.page.ui.number.text() == "A002"
    hands.fill("Ticket number", "A003")
    queue.time(600)
    hands.page._each_minute()  # the chosen row has waited longer, and is the same one
    hands.settle()
    assert hands.page.ui.number.text() == "A003"
    queue.start()
    queue.finish()
    queue.call()
    hands.page._each_minute()
    hands.settle()
    assert (hands.numbers(), hands.page.ui.number.text()) == (["A003"], "A003")


def test_it_speaks_chinese(show: Show, queue: Queue) -> None:
    queue.many("A", 1)
    hands = show()
    use_language("zh")
    try:
        hands.page.retranslate()
        assert hands.page.ui.waitingHeading.text() == "1人等候：A 1"
        assert hands.page.ui.line.itemText(0) == "A  一般业务"
    finally:
        use_language("en")
    assert hands.page.deed is Deed.TAKE


@pytest.mark.duty("S1-CT-19")
def test_the_reception_room_calls_without_a_counter_page(show: Show, queue: Queue) -> None:
    queue.take("C", note="资费争议")
    queue.take("A")
    hands, held = show("r1", 8), Qt.KeyboardModifier.ShiftModifier
    assert hands.page.calling is not None
    strip = hands.page.calling.strip
    hands.key(Qt.Key.Key_F12, held)
    hands.key(Qt.Key.Key_F2)
    assert strip.number.text() == "C001"
    assert "资费争议" in strip.note.text()
    hands.key(Qt.Key.Key_F3, held)
    hands.key(Qt.Key.Key_F7, held)
    hands.choose("Customer's rating", 5)
    hands.key(Qt.Key.Key_Return)
    assert service.day_figures(queue.desk, DAY).served == 1
    hands.key(Qt.Key.Key_F2)
    assert hands.code() == "queue.empty", "line A is not the reception room's"
    hands.key(Qt.Key.Key_F9, held)
    hands.key(Qt.Key.Key_Escape)
    assert not strip.ask.is_open
    hands.key(Qt.Key.Key_F12, held)
    assert queue.faults() == []


def test_who_has_no_counter_has_no_strip(show: Show) -> None:
    assert show().page.calling is None
    assert show("r1", 0).page.calling is None
