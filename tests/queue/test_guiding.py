"""The front desk through its service: one press, one act, on record; the note travels."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select, text

from hallclient.base.clock import from_hall
from hallclient.base.errors import HallError
from hallclient.base.ids import new_id
from hallclient.base.language import use_language
from hallclient.paper.records import Paper
from hallclient.policy import book as policy
from hallclient.queue import service
from hallclient.queue.rules import BookingMalformed, Rank
from hallclient.queue.rules.guiding import DeskFigures, Guided, GuideVisitor
from hallclient.queue.rules.triage import Way
from hallclient.queue.rules.triage_errors import (
    CameBackBefore,
    ComplaintToReception,
    NoSelfService,
    PaperNotAsked,
    PurposeUnknown,
    SlipLapsed,
    SlipUnknown,
)
from hallclient.queue.service import guiding
from hallclient.staff.rules import NotPermitted
from hallclient.store.audit import act
from hallclient.store.personal import ERASED, cipher_of, erase
from hallclient.store.schema import lift_guards
from hallclient.till import book as till
from tests.conftest import DAY, HALL
from tests.queue.conftest import Queue


def guide(queue: Queue, purpose: str = "general", by: str = "g1", **more: object) -> Guided:
    ask = GuideVisitor(new_id(), purpose, **more)  # type: ignore[arg-type]
    return guiding.guide(queue.desk.acting(by, 0), ask, till.day_for_opening)


def setting(queue: Queue, key: str, value: object) -> None:
    with act(queue.desk.acting("m1", 0), "test.policy") as doing:
        policy.set_value(doing, key, value, doing.at)


def papers(queue: Queue) -> list[tuple[str, str]]:
    with queue.desk.read() as session:
        return [(row.kind, row.payload) for row in session.scalars(select(Paper))]


@pytest.mark.duty("S1-FG-04", "S1-FG-18")
def test_one_press_gives_the_ticket_of_the_right_line(queue: Queue) -> None:
    slips = [guide(queue, purpose).slip for purpose in ("general", "unit", "general")]
    assert [(one.ticket.number, one.ahead) for one in slips if one] == [
        ("A001", 0), ("B001", 1), ("A002", 2),
    ]  # fmt: skip
    assert queue.order() == ["A001", "B001", "A002"]
    assert queue.faults() == []


@pytest.mark.duty("S3-FD-01", "S3-FD-04", "S1-CT-06")
def test_what_the_guide_asked_is_read_at_the_counter_and_not_asked_again(queue: Queue) -> None:
    guide(queue, "sim", note="手机丢了", customer="cust-1")
    queue.call(1)
    here = service.counter_now(queue.at(1)).called
    assert here is not None
    assert here.note == "补卡换卡；手机丢了；已看证件资料：本人有效身份证件原件"
    assert here.ticket.customer == "cust-1"
    assert queue.sql("SELECT purpose, customer, ticket FROM queue_guidances") == [
        ("sim", "cust-1", here.ticket.serial)
    ]


@pytest.mark.duty("S3-FD-04")
def test_a_long_list_of_papers_does_not_push_the_note_out(queue: Queue) -> None:
    use_language("en")
    guide(queue, "unit", note="八个号码" * 20)
    queue.open(2)
    queue.call(1)
    here = service.counter_now(queue.at(1)).called
    assert here is not None
    assert here.note.startswith("Unit customers; " + "八个号码" * 20)


@pytest.mark.duty("S1-FG-12", "S1-SG-05", "S1-SG-09")
def test_care_is_called_first_also_when_the_guard_gives_the_ticket(queue: Queue) -> None:
    guide(queue)
    care = guide(queue, care=True, by="s1")
    assert care.direction.whole_help
    assert care.slip is not None
    assert care.slip.ticket.standing.rank is Rank.CARE
    assert queue.order() == ["A002", "A001"]


@pytest.mark.duty("S1-FG-34", "S1-SG-09")
@pytest.mark.parametrize("code", ["s1", "c1", "r1", "v1", "m1"])
def test_whoever_stands_in_for_the_guide_gives_the_ticket(queue: Queue, code: str) -> None:
    sent = guide(queue, "payment", by=code)
    assert sent.slip is not None
    assert sent.direction.purpose.area == "自助缴费区"
    assert queue.sql("SELECT by FROM queue_guidances") == [(code,)]


@pytest.mark.duty("S1-FG-05")
def test_who_lacks_papers_gets_a_list_with_reasons_and_the_nearest_hall(queue: Queue) -> None:
    setting(queue, "nearest_hall", "人民路营业厅（人民路8号）")
    setting(queue, "nearest_hall_hours", "8:30-20:00")
    sent = guide(queue, "unit", missing=("licence", "unit_letter"))
    assert (sent.direction.way, sent.slip) == (Way.COME_BACK, None)
    ((kind, words),) = papers(queue)
    assert kind == "missing"
    for said in ("单位用户实名登记", "加盖公章的单位介绍信", "人民路8号", "8:30-20:00", "18:00"):
        assert said in words
    assert "handler" not in words
    (one,) = guiding.sent_back(queue.desk)
    assert one.missing_texts == ("营业执照或统一社会信用代码证书", "加盖公章的单位介绍信")
    assert queue.order() == []


@pytest.mark.duty("S1-FG-05")
def test_nobody_is_expected_back_for_ever(queue: Queue) -> None:
    slip = guide(queue, "sim", missing=("identity",)).serial
    ((_kind, words),) = papers(queue)
    assert "2026-11-29" in words
    queue.clock.set(from_hall(DAY + timedelta(days=7), 17, 0))
    assert [one.serial for one in guiding.sent_back(queue.desk)] == [slip]
    queue.clock.set(from_hall(DAY + timedelta(days=8), 9, 0))
    assert guiding.sent_back(queue.desk) == ()
    with pytest.raises(SlipLapsed) as refused:
        guide(queue, "sim", came_back=slip)
    assert refused.value.facts["day"] == "2026-11-29"
    assert guide(queue, "sim").slip is not None
    assert queue.faults() == []


@pytest.mark.duty("S3-FD-01", "S3-FD-04")
def test_what_was_said_at_the_first_visit_is_read_at_the_counter_of_the_second(
    queue: Queue,
) -> None:
    first = guide(
        queue, "sim", missing=("identity",), note="手机丢了", customer="cust-1", booked="16:30"
    )
    guide(queue, "sim", came_back=first.serial, note="带了证件")
    queue.call(1)
    here = service.counter_now(queue.at(1)).called
    assert here is not None
    assert here.note.startswith("补卡换卡；带了证件；预约 16:30；手机丢了")
    assert here.ticket.customer == "cust-1"
    assert queue.faults() == []


def test_where_both_are_too_long_what_is_said_today_is_kept(queue: Queue) -> None:
    first = guide(queue, "sim", missing=("identity",), note="早" * 150)
    guide(queue, "sim", came_back=first.serial, note="晚" * 100)
    queue.call(1)
    here = service.counter_now(queue.at(1)).called
    assert here is not None
    assert here.note.count("晚") == 100


def test_what_was_erased_since_goes_nowhere(queue: Queue) -> None:
    first = guide(queue, "sim", missing=("identity",), note="住在三号楼", customer="cust-1")
    with act(queue.desk.acting("m1", 0), "test.erase") as doing:
        erase(doing.session, HALL, "cust-1")
    with queue.desk.read() as session:
        cipher_of(session).forget()
    guide(queue, "sim", came_back=first.serial)
    assert queue.faults() == []


@pytest.mark.duty("S1-FG-05", "S3-FD-01")
def test_who_comes_back_with_the_slip_closes_it(queue: Queue) -> None:
    slip = guide(queue, "sim", missing=("identity",)).serial
    back = guide(queue, "sim", came_back=slip)
    assert back.slip is not None
    assert guiding.sent_back(queue.desk) == ()
    with pytest.raises(CameBackBefore):
        guide(queue, "sim", came_back=slip)
    with pytest.raises(SlipUnknown):
        guide(queue, "sim", came_back=back.serial)
    assert queue.faults() == []


@pytest.mark.duty("S1-FG-08", "S1-FG-19", "S1-FG-24")
def test_self_service_is_on_record_as_suggested_and_as_taken(queue: Queue) -> None:
    guide(queue, "payment")
    guide(queue, "payment", channel="kiosk")
    guide(queue, "new_number")
    guide(queue, "sim", missing=("identity",))
    guide(queue, care=True)
    assert guiding.day_at_the_desk(queue.desk, DAY) == DeskFigures(
        visitors=5, tickets=3, self_service=1, sent_back=1, suggested=2, came_back=0, care=1
    )


@pytest.mark.duty("S1-FG-09", "S1-FG-24")
def test_a_crowd_is_known_by_what_the_hall_promises(queue: Queue) -> None:
    assert guiding.crowded_lines(queue.desk) == frozenset()
    queue.many("A", 2)
    assert guiding.crowded_lines(queue.desk) == frozenset("ABCV")
    sent = guide(queue, "points")
    assert sent.direction.crowded
    assert [one.code for one in sent.direction.offered] == ["sms", "phone", "web"]
    setting(queue, "queue_promise_minutes", 60)
    assert guiding.crowded_lines(queue.desk) == frozenset()


@pytest.mark.duty("S1-FG-21")
def test_closings_are_sent_to_the_counter_of_the_setting(queue: Queue) -> None:
    assert guide(queue, "closing").direction.counter == 0
    setting(queue, "closing_counter", 5)
    assert guide(queue, "closing").direction.counter == 5
    queue.serve(1)
    queue.call(1)
    here = service.counter_now(queue.at(1)).called
    assert here is not None
    assert "5 号台席" in here.note


def test_the_slip_of_the_ticket_is_printed_where_it_is_wanted(queue: Queue) -> None:
    guide(queue)
    assert papers(queue) == []
    guide(queue, on_paper=True)
    assert [kind for kind, _ in papers(queue)] == ["ticket"]


def test_a_repeat_gives_the_first_answer_and_writes_nothing(queue: Queue) -> None:
    ask = GuideVisitor(new_id(), "sim", missing=("identity",))
    guard = queue.desk.acting("g1", 0)
    first = guiding.guide(guard, ask, till.day_for_opening)
    assert guiding.guide(guard, ask, till.day_for_opening) == first
    assert len(papers(queue)) == 1


REFUSED: list[tuple[type[HallError], Callable[[Queue], object]]] = [
    (PurposeUnknown, lambda queue: guide(queue, "haircut")),
    (ComplaintToReception, lambda queue: guide(queue, "complaint")),
    (PaperNotAsked, lambda queue: guide(queue, "general", missing=("licence",))),
    (NoSelfService, lambda queue: guide(queue, "general", channel="kiosk")),
    (SlipUnknown, lambda queue: guide(queue, came_back=7)),
    (BookingMalformed, lambda queue: guide(queue, booked="soon")),
    (NotPermitted, lambda queue: guide(queue, by="a1")),
]


@pytest.mark.parametrize(("refusal", "does"), REFUSED)
def test_what_is_wrong_is_said_and_nothing_is_written(
    queue: Queue, refusal: type[HallError], does: Callable[[Queue], object]
) -> None:
    before = queue.sql("SELECT count(*) FROM audit")
    with pytest.raises(refusal):
        does(queue)
    assert queue.sql("SELECT count(*) FROM audit") == before


CHANGED = {
    "DELETE FROM queue_guidances WHERE serial = 1": "queue.guidance-gap",
    "UPDATE queue_guidances SET ticket = 9 WHERE serial = 1": "queue.guidance",
    "UPDATE queue_guidances SET missing = '' WHERE serial = 2": "queue.guidance",
    "UPDATE queue_guidances SET way = 'ticket' WHERE serial = 2": "queue.guidance",
    "UPDATE queue_guidances SET channel = 'web' WHERE serial = 1": "queue.guidance",
    "UPDATE queue_guidances SET came_back = 1 WHERE serial = 2": "queue.guidance",
}


@pytest.mark.parametrize(("statement", "code"), CHANGED.items())
def test_a_change_from_outside_is_found(queue: Queue, statement: str, code: str) -> None:
    guide(queue)
    guide(queue, "sim", missing=("identity",))
    assert queue.faults() == []
    with queue.desk.store.write() as session:
        lift_guards(session.connection())
        session.execute(text(statement))
    assert code in queue.faults()


def test_the_note_goes_with_the_customer(queue: Queue) -> None:
    guide(queue, note="住在三号楼", customer="cust-1")
    stored = queue.sql("SELECT note FROM queue_guidances UNION SELECT note FROM queue_tickets")
    assert "三号楼" not in str(stored)
    with act(queue.desk.acting("m1", 0), "test.erase") as doing:
        erase(doing.session, HALL, "cust-1")
    queue.call(1)
    with queue.desk.read() as session:
        cipher_of(session).forget()
    here = service.counter_now(queue.at(1)).called
    assert here is not None
    assert here.note == ERASED
    assert queue.faults() == []
