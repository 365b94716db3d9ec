"""Tickets through the services: taken, called, missed, put back, parked, transferred, served."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from hallclient.base.errors import HallError
from hallclient.base.ids import new_id
from hallclient.policy import book as policy
from hallclient.queue import book, service
from hallclient.queue.rules import (
    AtCounter,
    BookingLapsed,
    BookingMalformed,
    CalledElsewhere,
    CallTicket,
    CounterAsk,
    CounterNotOpen,
    CounterNotPaused,
    CounterPaused,
    CounterTaken,
    CustomerHere,
    Finish,
    Light,
    LineNotServed,
    LineUnknown,
    MoneyOrPapersOpen,
    NobodyHere,
    NobodyWaiting,
    NoCounterHere,
    NothingServed,
    OfTicket,
    PauseCounter,
    PauseReasonMissing,
    RatingWrong,
    ReasonMissing,
    RecallSoon,
    RecallsUsed,
    ReturnedBefore,
    SameLine,
    State,
    StepRefused,
    TakeTicket,
    TicketOver,
    TicketUnknown,
    WaitRange,
)
from hallclient.staff.rules import NotPermitted
from hallclient.store.audit import AuditRow, act
from hallclient.store.backup import database_file
from hallclient.store.desk import Desk
from hallclient.till import book as till
from tests.conftest import DAY, HALL
from tests.queue.conftest import Queue


def end_day(queue: Queue) -> int:
    with act(queue.desk.acting("m1", 0), "test.close") as doing:
        return book.end_day(doing)


def setting(queue: Queue, key: str, value: object) -> None:
    with act(queue.desk.acting("m1", 0), "test.policy") as doing:
        policy.set_value(doing, key, value, doing.at)


def refused(queue: Queue) -> list[tuple[str, str]]:
    """Tickets that could not be had, and the codes of why, as they are on record."""
    query = select(AuditRow.subject, AuditRow.details).where(AuditRow.action == "queue.refuse")
    with queue.desk.read() as session:
        rows = session.execute(query.order_by(AuditRow.seq)).all()
    return [(subject, details["code"]) for subject, details in rows]


def call_as(queue: Queue, clerk: str) -> object:
    return service.call(queue.desk.acting(clerk, 1), CallTicket(new_id()))


@pytest.mark.duty("S1-FG-18")
def test_each_line_counts_from_one(queue: Queue) -> None:
    assert queue.many("A", 2) + queue.many("b", 1) + queue.many("V", 1) + queue.many("A", 1) == [
        "A001", "A002", "B001", "V001", "A003",
    ]  # fmt: skip
    assert queue.faults() == []


@pytest.mark.duty("S1-FG-12", "S2-EX-09")
def test_calls_care_then_vip_then_others_and_one_without_after_three(queue: Queue) -> None:
    queue.many("A", 2)
    queue.many("V", 4)
    care = queue.take("A", care=True).number
    assert queue.served(count=7) == [care, "V001", "V002", "A001", "V003", "V004", "A002"]
    assert queue.faults() == []


def test_the_cap_is_a_setting(queue: Queue) -> None:
    setting(queue, "queue_fair_after", 1)
    queue.many("A", 2)
    queue.many("V", 3)
    assert queue.served(count=5) == ["V001", "A001", "V002", "A002", "V003"]


def test_a_counter_calls_only_lines_that_it_may_serve(queue: Queue) -> None:
    setting(queue, "queue_lines", {"2_a": False, "2_v": False})
    queue.open(2)
    queue.many("A", 1)
    with pytest.raises(NobodyWaiting):
        queue.call(2)
    assert queue.many("B", 1) == ["B001"]
    assert queue.call(2) == "B001"


def test_a_counter_that_could_call_nobody_is_not_opened(queue: Queue) -> None:
    setting(queue, "queue_lines", {f"3_{letter}": False for letter in "abcv"})
    with pytest.raises(NothingServed):
        queue.open(3)


def test_an_appointment_is_called_at_its_time_and_lapses(queue: Queue) -> None:
    queue.many("A", 1)
    booked = queue.take("A", booked="09:10").number
    assert queue.order() == ["A001", booked]
    queue.time(600)
    assert queue.order() == [booked, "A001"]
    queue.time(600 + 15 * 60 + 1)
    with pytest.raises(BookingLapsed):
        queue.take("A", booked="09:10")
    with pytest.raises(BookingMalformed):
        queue.take("A", booked="25:00")


def test_the_slip_says_people_ahead_and_about_how_long(queue: Queue) -> None:
    desk = queue.desk.acting("g1", 0)
    queue.many("A", 3)
    slip = service.take(desk, TakeTicket(new_id(), "A"), till.day_for_opening)
    assert (slip.ahead, slip.wait) == (3, WaitRange(15, 30))
    care = service.take(desk, TakeTicket(new_id(), "A", care=True), till.day_for_opening)
    assert care.ahead == 0
    queue.close()
    closed = service.take(desk, TakeTicket(new_id(), "A"), till.day_for_opening)
    assert (closed.ahead, closed.wait) == (5, None)


def test_the_slip_of_who_was_called_meanwhile_says_nobody_is_ahead(queue: Queue) -> None:
    desk, ask = queue.desk.acting("g1", 0), TakeTicket(new_id(), "V")
    queue.many("A", 3)
    service.take(desk, ask, till.day_for_opening)
    assert queue.call() == "V001"
    assert service.take(desk, ask, till.day_for_opening).ahead == 0


def test_five_served_customers_say_how_long_the_next_takes(queue: Queue) -> None:
    queue.many("A", 8)
    for number in range(5):
        queue.time(1000 * number)
        queue.call()
        queue.start()
        queue.time(1000 * number + 60)
        queue.finish()
    desk = queue.desk.acting("g1", 0)
    slip = service.take(desk, TakeTicket(new_id(), "A"), till.day_for_opening)
    assert (slip.ahead, slip.wait) == (3, WaitRange(0, 5))


@pytest.mark.duty("S3-FD-04")
def test_the_note_of_the_front_desk_is_in_front_of_the_counter(queue: Queue) -> None:
    queue.take("A", note="换卡，证件齐")
    ask = CallTicket(new_id())
    called = service.call(queue.at(1), ask)
    assert called.note == "换卡，证件齐"
    here = service.counter_now(queue.at(1)).called
    assert here is not None
    assert (here.note, here.ticket) == ("换卡，证件齐", called.ticket)
    assert service.counter_now(queue.at(2)).called is None


def test_what_the_front_desk_noted_is_nowhere_in_clear(queue: Queue) -> None:
    queue.take("A", note="换卡，证件齐", customer="0" * 32)
    file = database_file(str(queue.desk.store.engine.url))
    with queue.desk.read() as session:
        assert book.note_of(session, HALL, 1) == "换卡，证件齐"
    ((stored,),) = queue.sql("SELECT note FROM queue_tickets")
    assert "换卡" not in str(stored)
    if file is not None:
        raw = b"".join(each.read_bytes() for each in file.parent.glob("hall.db*"))
        assert "换卡".encode() not in raw


def test_called_again_twice_twenty_seconds_apart_then_missed(queue: Queue) -> None:
    queue.many("A", 1)
    queue.time(0)
    queue.call()
    queue.time(19)
    with pytest.raises(RecallSoon):
        queue.recall()
    queue.time(20)
    assert queue.recall().standing.calls == 2
    queue.time(40)
    assert queue.recall().standing.calls == 3
    queue.time(90)
    with pytest.raises(RecallsUsed):
        queue.recall()
    assert queue.miss().standing.state is State.MISSED
    with pytest.raises(NobodyWaiting):
        queue.call()
    assert queue.faults() == []


def test_who_came_late_stands_behind_the_next_three_once(queue: Queue) -> None:
    queue.many("A", 5)
    queue.call()
    queue.miss()
    queue.give_back("A001")
    assert queue.served(count=3) == ["A002", "A003", "A004"]
    assert queue.call() == "A001"
    queue.miss()
    with pytest.raises(ReturnedBefore):
        queue.give_back("A001")
    assert queue.call() == "A005"
    assert queue.faults() == []


def test_a_late_vip_stands_behind_three_as_well(queue: Queue) -> None:
    queue.many("V", 1)
    queue.many("A", 1)
    queue.call()
    queue.miss()
    queue.many("V", 4)
    queue.give_back("V001")
    assert queue.order()[:4] == ["V002", "V003", "V004", "A001"]
    assert queue.order()[4:] == ["V001", "V005"]


def test_alone_in_the_line_the_late_customer_is_next(queue: Queue) -> None:
    queue.many("A", 1)
    queue.call()
    queue.miss()
    queue.give_back("A001")
    assert queue.call() == "A001"


@pytest.mark.duty("S1-CT-18")
def test_a_transferred_customer_keeps_wait_and_place(queue: Queue) -> None:
    queue.many("A", 1)
    queue.many("B", 2)
    queue.call()
    queue.start()
    moved = queue.transfer("B")
    assert (moved.number, moved.standing.line, moved.standing.state) == (
        "A001", "B", State.WAITING,
    )  # fmt: skip
    assert queue.order() == ["A001", "B001", "B002"]
    assert queue.served(count=3) == ["A001", "B001", "B002"]
    assert queue.faults() == []


def test_a_transfer_takes_no_priority_away(queue: Queue) -> None:
    queue.many("C", 1)
    queue.many("V", 1)
    queue.transfer("C", "V001")
    assert queue.order() == ["V001", "C001"]
    with pytest.raises(SameLine):
        queue.transfer("C", "C001")


def test_a_parked_customer_leaves_the_counter_free_and_comes_back(queue: Queue) -> None:
    queue.many("A", 2)
    queue.call()
    queue.start()
    queue.hold()
    assert queue.serve() == "A002"
    assert queue.resume("A001").standing.state is State.SERVING
    assert queue.finish(rating=5).standing.state is State.DONE
    assert queue.sql("SELECT rating FROM queue_events WHERE step = 'finished' ORDER BY ticket") == [
        (5,), (0,),
    ]  # fmt: skip
    assert queue.faults() == []


def test_a_customer_may_give_up_while_nobody_serves_them(queue: Queue) -> None:
    queue.many("A", 3)
    assert queue.cancel("A002").standing.state is State.CANCELLED
    assert queue.serve() == "A001"
    assert queue.call() == "A003"
    queue.start()
    with pytest.raises(StepRefused):
        queue.cancel("A003")


def test_a_ticket_is_called_once(queue: Queue) -> None:
    queue.open(2)
    queue.many("A", 2)
    queue.call()
    with pytest.raises(CustomerHere):
        queue.call()
    with pytest.raises(CalledElsewhere):
        queue.call(2, "A001", "急")
    with pytest.raises(CalledElsewhere):
        queue.transfer("B", "A001", 2)
    assert refused(queue) == [("ticket/1", "queue.called")] * 2
    queue.miss()
    with pytest.raises(StepRefused):
        queue.call(2, "A001", "急")
    assert queue.faults() == []


def test_out_of_turn_only_with_a_reason_and_in_a_line_of_the_counter(queue: Queue) -> None:
    setting(queue, "queue_lines", {"2_c": False})
    queue.open(2)
    queue.many("A", 3)
    queue.many("C", 1)
    with pytest.raises(ReasonMissing):
        queue.call(2, "A003")
    with pytest.raises(LineNotServed):
        queue.call(2, "C001", "急")
    assert refused(queue) == [("ticket/4", "queue.line-not-served")]
    assert queue.call(2, "A003", "赶火车") == "A003"
    assert queue.faults() == []


def test_who_was_transferred_between_looking_and_taking_is_passed_over(
    queue: Queue, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a server another desk may be that quick."""
    setting(queue, "queue_lines", {"2_c": False})
    queue.open(2)
    queue.many("A", 2)
    with queue.desk.read() as session:
        before = book.waiting(session, HALL)
    queue.transfer("C", "A001")
    monkeypatch.setattr(book, "waiting", lambda _session, _hall: list(before))
    assert queue.call(2) == "A002"


def test_a_ticket_of_a_closed_day_is_over(queue: Queue) -> None:
    queue.open(2)
    queue.many("A", 4)
    queue.call()
    queue.miss()
    queue.call()
    queue.call(2)
    queue.start(2)
    assert end_day(queue) == 3
    states = queue.sql("SELECT state FROM queue_places ORDER BY serial")
    assert states == [("missed",), ("left",), ("left",), ("left",)]
    for step in (queue.give_back, queue.cancel):
        with pytest.raises(TicketOver):
            step("A001")
    with pytest.raises(TicketOver):
        queue.transfer("B", "A004")
    with pytest.raises(CounterNotOpen):
        queue.call()
    queue.open(1)
    with pytest.raises(TicketOver):
        queue.call(1, "A004", "昨天的号")
    with pytest.raises(TicketOver):
        queue.resume("A003")
    assert service.board(queue.desk).aside == ()
    assert [code for _ticket, code in refused(queue)] == ["queue.day-over"] * 5
    assert queue.faults() == []
    assert end_day(queue) == 0


def test_midnight_ends_nothing(queue: Queue) -> None:
    queue.many("A", 1)
    queue.desk.clock.set(queue.desk.now() + timedelta(hours=20))  # type: ignore[attr-defined]
    assert queue.order() == ["A001"]
    assert queue.serve() == "A001"


def test_tickets_survive_a_restart(queue: Queue) -> None:
    queue.many("A", 2)
    queue.call()
    queue.desk.store.engine.dispose()
    assert queue.order() == ["A002"]
    assert queue.start().number == "A001"


@pytest.mark.duty("S1-CT-20", "S1-CT-34")
def test_a_counter_pauses_with_a_reason_and_nothing_open(queue: Queue) -> None:
    queue.many("A", 1)
    with pytest.raises(PauseReasonMissing):
        queue.pause(reason="tired")
    with pytest.raises(MoneyOrPapersOpen):
        queue.pause(lies_open=True)
    queue.call()
    with pytest.raises(CustomerHere):
        queue.pause()
    queue.start()
    queue.finish()
    queue.pause()
    for refused in (queue.call, queue.start, queue.pause):
        with pytest.raises(CounterPaused):
            refused()
    queue.back()
    with pytest.raises(CounterNotPaused):
        queue.back()
    assert queue.faults() == []


@pytest.mark.duty("S1-SG-07")
def test_the_board_shows_which_counters_are_free_busy_and_paused(queue: Queue) -> None:
    queue.open(2, 3)
    queue.many("A", 3)
    queue.time(0)
    queue.call(2)
    queue.pause(3, "copy")
    queue.time(300)
    board = service.board(queue.desk)
    lights = [(row.counter, row.clerk, row.light, row.number, row.reason) for row in board.counters]
    assert lights == [
        (1, "c1", Light.FREE, "", ""),
        (2, "c2", Light.BUSY, "A001", ""),
        (3, "c3", Light.PAUSED, "", "copy"),
    ]
    line = next(row for row in board.lines if row.letter == "A")
    assert (line.waiting, line.longest) == (2, 300)
    assert [row.number for row in board.waiting] == ["A002", "A003"]


@pytest.mark.parametrize(
    ("do", "refusal"),
    [
        (lambda queue: queue.take("X"), LineUnknown),
        (lambda queue: queue.finish(rating=6), RatingWrong),
        (lambda queue: queue.finish(), NobodyHere),
        (lambda queue: queue.recall(), NobodyHere),
        (lambda queue: queue.call(2), CounterNotOpen),
        (
            lambda queue: service.call(queue.desk.acting("c2", 0), CallTicket(new_id())),
            NoCounterHere,
        ),
        (lambda queue: queue.open(1), CounterTaken),
        (lambda queue: queue.call(), NobodyWaiting),
        (lambda queue: service.cancel(queue.at(1), OfTicket(new_id(), 99)), TicketUnknown),
        (
            lambda queue: service.call(queue.desk.acting("c2", 1), CallTicket(new_id())),
            CounterTaken,
        ),
        (
            lambda queue: service.call(queue.desk.acting("g1", 1), CallTicket(new_id())),
            NotPermitted,
        ),
        (
            lambda queue: service.open_counter(
                queue.desk.acting("c1", 2), CounterAsk(new_id()), till.day_for_opening
            ),
            CounterTaken,
        ),
        (
            lambda queue: service.open_counter(
                queue.desk.acting("c2", 0), CounterAsk(new_id()), till.day_for_opening
            ),
            NoCounterHere,
        ),
        (
            lambda queue: service.take(
                queue.desk.acting("a1", 0), TakeTicket(new_id(), "A"), till.day_for_opening
            ),
            NotPermitted,
        ),
    ],
)
def test_what_is_refused_leaves_nothing(
    queue: Queue, do: Callable[[Queue], object], refusal: type[HallError]
) -> None:
    before = queue.sql("SELECT count(*) FROM audit")
    with pytest.raises(refusal):
        do(queue)
    assert queue.sql("SELECT count(*) FROM audit") == before
    assert queue.faults() == []


def _same(desk: Desk, again: Callable[[str], object]) -> None:
    request = new_id()
    assert again(request) == again(request) == again(request)


def test_a_repeated_request_is_done_once(queue: Queue) -> None:
    """Every command, sent three times (promise 2)."""
    guide, desk, day_of = queue.desk.acting("g1", 0), queue.at(1), till.day_for_opening
    _same(desk, lambda r: service.take(guide, TakeTicket(r, "A"), day_of))
    _same(desk, lambda r: service.take(guide, TakeTicket(r, "A"), day_of).ticket.number)
    queue.time(0)
    _same(desk, lambda r: service.call(desk, CallTicket(r)))
    queue.time(30)
    _same(desk, lambda r: service.recall(desk, AtCounter(r)))
    _same(desk, lambda r: service.start(desk, AtCounter(r)))
    _same(desk, lambda r: service.hold(desk, AtCounter(r)))
    _same(desk, lambda r: service.resume(desk, OfTicket(r, 1)))
    _same(desk, lambda r: service.finish(desk, Finish(r, 4)))
    _same(desk, lambda r: service.call(desk, CallTicket(r)))
    _same(desk, lambda r: service.miss(desk, AtCounter(r)))
    _same(desk, lambda r: service.give_back(guide, OfTicket(r, 2)))
    _same(desk, lambda r: service.cancel(guide, OfTicket(r, 2)))
    _same(desk, lambda r: service.pause(desk, PauseCounter(r, "rest"), lambda _session: False))
    _same(desk, lambda r: service.back(desk, CounterAsk(r)))
    _same(desk, lambda r: service.close_counter(desk, CounterAsk(r)))
    _same(desk, lambda r: service.open_counter(desk, CounterAsk(r), day_of))
    assert queue.sql("SELECT count(*) FROM queue_tickets") == [(2,)]
    assert queue.sql("SELECT count(*) FROM queue_events") == [(7 + 5,)]
    assert queue.sql("SELECT count(*) FROM queue_counter_events") == [(5,)]
    assert queue.faults() == []


def test_the_worked_sample_through_the_services(queue: Queue) -> None:
    """Field rules 12, second by second; counter 1 has a break of 300 s."""
    queue.close()
    moments: list[tuple[int, Callable[[], object]]] = [
        (0, lambda: queue.open(1, 2)),
        (0, lambda: queue.take("A")),
        (60, lambda: queue.take("V")),
        (120, lambda: queue.call(2, "V001", "VIP台席")),
        (120, lambda: queue.take("A")),
        (150, lambda: queue.start(2)),
        (240, lambda: queue.take("A")),
        (300, lambda: queue.call(1)),
        (330, lambda: queue.start(1)),
        (930, lambda: queue.finish(1)),
        (960, lambda: queue.call(1)),
        (990, lambda: queue.start(1)),
        (1050, lambda: queue.finish(2)),
        (1290, lambda: queue.finish(1)),
        (1320, lambda: queue.call(1)),
        (1400, lambda: queue.miss(1)),
        (2000, lambda: queue.pause(1, "meal")),
        (2300, lambda: queue.back(1)),
        (3600, lambda: queue.close(1)),
        (3600, lambda: queue.close(2)),
    ]
    for second, do in moments:
        queue.time(second)
        do()
    queue.time(9999)
    found = service.day_figures(queue.desk, DAY)
    assert (found.mean_wait, found.p90_wait, found.late) == (570, 1080, 5000)
    assert (found.mean_handled, found.missed_share, found.abandoned) == (600, 2500, 2500)
    assert (found.by_counter, found.use) == ({1: 2727, 2: 2500}, 2609)
    assert queue.faults() == []
