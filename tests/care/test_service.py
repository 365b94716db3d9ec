"""Enquiries and complaints through the services: taken down, passed on, promised, answered."""

from collections.abc import Callable

import pytest

from hallclient.base.errors import HallError
from hallclient.base.ids import new_id
from hallclient.care import service
from hallclient.care.rules import (
    AnswerMissing,
    CannotTake,
    CauseMissing,
    ChannelUnknown,
    ColleagueMissing,
    GuestGone,
    IncidentUnknown,
    Kind,
    MatterClosed,
    MatterUnknown,
    NotAtWork,
    NoteEmpty,
    NotOffered,
    NotOwner,
    NotWaiting,
    OfferEmpty,
    OpenEnquiry,
    OwnMatter,
    Place,
    PromiseMalformed,
    PromiseMissing,
    PromisePast,
    ReasonMissing,
    RoomTaken,
    Step,
    WithWords,
    WordsMissing,
)
from hallclient.policy import book as policy
from hallclient.staff.rules import NotPermitted
from hallclient.store.audit import act
from hallclient.till import book as till
from tests.care.conftest import Floor


def steps(floor: Floor, number: int) -> list[tuple[Step, str]]:
    return [(told.event.step, told.event.by) for told in service.course(floor.desk, number)]


@pytest.mark.duty("S1-FG-14")
def test_who_is_asked_first_has_it_until_another_accepts(floor: Floor) -> None:
    one = floor.enquiry("g1")
    assert (one.number, one.standing.owner, one.open) == (1, "g1", True)
    offered = floor.offer(1, "g1", "c1").standing
    assert (offered.owner, offered.offered_to) == ("g1", "c1")
    taken = floor.accept(1, "c1").standing
    assert (taken.owner, taken.offered_to) == ("c1", "")
    closed = floor.close(1, "c1", "三个工作日内安装")
    assert not closed.open
    assert steps(floor, 1) == [
        (Step.OPENED, "g1"), (Step.OFFERED, "g1"), (Step.ACCEPTED, "c1"), (Step.CLOSED, "c1"),
    ]  # fmt: skip
    assert floor.faults() == []


@pytest.mark.duty("S1-FG-14")
def test_who_declines_leaves_it_with_its_owner(floor: Floor) -> None:
    floor.enquiry("g1")
    floor.offer(1, "g1", "c1")
    assert floor.decline(1, "c1").standing.owner == "g1"
    with pytest.raises(NotOffered):
        floor.accept(1, "c1")
    assert service.course(floor.desk, 1)[-1].words == "不归我办"


@pytest.mark.duty("S1-FG-14")
def test_what_is_open_is_seen_by_all_and_mine_comes_first(floor: Floor) -> None:
    for by in ("g1", "g2", "c1"):
        floor.enquiry(by)
    floor.promise(2, "g2", "15:00")
    floor.offer(3, "c1", "g2")
    assert floor.open("g1") == [1, 2, 3]
    assert floor.open("g2") == [3, 2, 1]
    assert floor.open("a1") == [2, 1, 3]
    owners = floor.sql("SELECT count(*) FROM care_standings WHERE owner = ''")
    assert owners == [(0,)]


@pytest.mark.duty("S1-FG-14", "S0-CM-12")
def test_an_answer_is_given_at_once_or_promised_by_a_time(floor: Floor) -> None:
    assert not floor.enquiry("g1", answer="在二楼").open
    one = floor.enquiry("g1", contact="138", promised="16:30")
    assert one.standing.due is not None
    floor.time(16, 29)
    assert not one.late(floor.clock.now())
    floor.time(16, 31)
    assert one.late(floor.clock.now())
    assert floor.promise(one.number, "g1", "2026-11-24 10:00").standing.due is not None
    assert floor.faults() == []


@pytest.mark.duty("S1-SG-10")
def test_the_opinion_book_comes_with_a_promised_answer(floor: Floor) -> None:
    with pytest.raises(PromiseMissing):
        floor.opinion("s1", promised="")
    one = floor.opinion("s1")
    assert (one.kind, one.standing.owner) == (Kind.OPINION, "s1")
    assert one.standing.due is not None


@pytest.mark.duty("S1-FG-22", "S1-FG-32")
def test_a_complaint_goes_to_the_reception_room_with_its_first_words(floor: Floor) -> None:
    one = floor.complaint("g1", "你们多扣了我三十块", contact="王先生")
    assert (one.words, one.channel, one.standing.place) == (
        "你们多扣了我三十块", "visit", Place.ROOM,
    )  # fmt: skip
    assert one.standing.owner == "g1"
    with pytest.raises(NotOffered):
        floor.accept(1, "c1")
    assert floor.accept(1, "r1").standing.owner == "r1"
    assert floor.close(1, "r1").standing.place is Place.ELSEWHERE
    assert floor.faults() == []


@pytest.mark.duty("S1-FG-23")
def test_while_the_room_is_taken_the_guest_rests_and_the_cause_is_learnt(floor: Floor) -> None:
    floor.complaint("g1")
    assert not floor.room_free
    with pytest.raises(CauseMissing):
        floor.complaint("g2", "没人理我")
    waiting = floor.complaint("g2", "没人理我", cause="排了四十分钟")
    assert waiting.standing.place is Place.REST
    assert service.course(floor.desk, 2)[1].words == "排了四十分钟"
    with pytest.raises(RoomTaken):
        floor.call_in(2)
    floor.accept(1, "r1")
    floor.close(1, "r1")
    assert floor.call_in(2).standing.place is Place.ROOM
    with pytest.raises(NotWaiting):
        floor.call_in(2)
    assert floor.faults() == []


@pytest.mark.duty("S1-FG-22", "S1-FG-23")
def test_the_room_is_free_once_the_guest_has_gone_though_the_complaint_is_open(
    floor: Floor,
) -> None:
    floor.complaint("g1")
    floor.complaint("g2", "没人理我", cause="排了四十分钟")
    left = floor.guest_left(1, "s1")
    assert (left.open, left.standing.owner, left.standing.place) == (True, "g1", Place.ELSEWHERE)
    assert floor.room_free
    assert floor.call_in(2).standing.place is Place.ROOM
    with pytest.raises(GuestGone):
        floor.guest_left(1)
    assert floor.open("g1") == [1, 2]
    assert steps(floor, 1) == [(Step.OPENED, "g1"), (Step.GUEST_LEFT, "s1")]
    assert floor.close(1, "g1").standing.place is Place.ELSEWHERE
    assert floor.faults() == []


def test_who_goes_from_the_rest_area_is_not_called_in(floor: Floor) -> None:
    floor.complaint("g1")
    floor.complaint("g2", cause="账单")
    floor.guest_left(2)
    floor.guest_left(1)
    with pytest.raises(NotWaiting):
        floor.call_in(2)
    assert floor.faults() == []


@pytest.mark.duty("S1-FG-22")
def test_nobody_is_in_the_room_from_the_day_before(floor: Floor) -> None:
    floor.complaint("g1")
    floor.complaint("g2", cause="账单")
    floor.next_day()
    assert floor.room_free
    assert {one.standing.place for one in floor.seen()} == {Place.ELSEWHERE}
    with pytest.raises(NotWaiting):
        floor.call_in(2)
    with pytest.raises(GuestGone):
        floor.guest_left(1)
    assert floor.complaint("g1").standing.place is Place.ROOM
    assert floor.faults() == []


def test_the_number_of_rooms_is_a_setting(floor: Floor) -> None:
    with act(floor.at("m1"), "test.policy") as doing:
        policy.set_value(doing, "reception_rooms", 2, doing.at)
    assert [floor.complaint().standing.place for _ in range(2)] == [Place.ROOM, Place.ROOM]


def test_a_complaint_by_phone_needs_no_room(floor: Floor) -> None:
    assert floor.complaint("g1", channel="phone").standing.place is Place.ELSEWHERE
    assert floor.room_free


def test_the_receptionist_has_what_they_take_down(floor: Floor) -> None:
    assert floor.complaint("r1").standing.offered_to == ""


@pytest.mark.duty("S1-FG-25", "S1-FG-26", "S1-FG-29", "S1-FG-30")
@pytest.mark.parametrize(
    "topic", ["leaflets", "kiosk_paper", "promotion_no_leaflet", "call_record_print"]
)
def test_what_happens_on_the_floor_is_written_down_and_seen_to(floor: Floor, topic: str) -> None:
    one = floor.incident("g1", topic)
    assert (one.kind, one.topic, one.standing.owner) == (Kind.INCIDENT, topic, "g1")
    assert [each.topic for each in floor.seen()] == [topic]
    floor.offer(1, "g1", "m1")
    floor.accept(1, "m1")
    floor.close(1, "m1", "已补")
    assert floor.open("m1") == []


def test_the_manager_takes_over_what_somebody_left(floor: Floor) -> None:
    floor.enquiry("g1")
    with pytest.raises(NotPermitted):
        floor.take_over(1, "c1")
    assert floor.take_over(1, "m1").standing.owner == "m1"
    with pytest.raises(OwnMatter):
        floor.take_over(1, "m1")


def test_anybody_adds_what_they_learn(floor: Floor) -> None:
    floor.complaint("g1")
    floor.note(1, "c1", "客户昨天来过")
    assert service.course(floor.desk, 1)[-1].words == "客户昨天来过"


@pytest.mark.duty("S1-FG-17")
def test_an_enquiry_may_become_an_offer_on_record(floor: Floor) -> None:
    floor.enquiry("g1", "流量总是不够用")
    service.recommend(floor.at("g1"), WithWords(new_id(), 1, "59元套餐，客户考虑"))
    told = service.course(floor.desk, 1)[-1]
    assert (told.event.step, told.words) == (Step.RECOMMENDED, "59元套餐，客户考虑")
    assert floor.faults() == []


def test_a_repeat_gives_the_first_answer_and_writes_nothing(floor: Floor) -> None:
    ask = OpenEnquiry(new_id(), "几点关门")
    first = service.open_enquiry(floor.at("g1"), ask, till.day_for_opening)
    assert service.open_enquiry(floor.at("g1"), ask, till.day_for_opening) == first
    assert floor.sql("SELECT count(*) FROM care_events") == [(1,)]


REFUSED: list[tuple[type[HallError], Callable[[Floor], object]]] = [
    (WordsMissing, lambda floor: floor.enquiry(words=" ")),
    (WordsMissing, lambda floor: floor.complaint(words="")),
    (ChannelUnknown, lambda floor: floor.complaint(channel="pigeon")),
    (IncidentUnknown, lambda floor: floor.incident(topic="flood")),
    (PromiseMalformed, lambda floor: floor.enquiry(promised="soon")),
    (PromiseMalformed, lambda floor: floor.enquiry(promised="2026-02-30 10:00")),
    (PromisePast, lambda floor: floor.enquiry(promised="08:59")),
    (PromiseMissing, lambda floor: floor.promise(1, "g1", "")),
    (OwnMatter, lambda floor: floor.accept(1, "g1")),
    (OwnMatter, lambda floor: floor.offer(1, "g1", "g1")),
    (NotOffered, lambda floor: floor.accept(1, "g2")),
    (NotOwner, lambda floor: floor.offer(1, "g2", "c1")),
    (NotOwner, lambda floor: floor.close(1, "g2")),
    (NotOwner, lambda floor: floor.promise(1, "g2", "16:00")),
    (NotAtWork, lambda floor: floor.offer(1, "g1", "zz")),
    (NotAtWork, lambda floor: floor.offer(1, "g1", "*")),
    (CannotTake, lambda floor: floor.offer(1, "g1", "a1")),
    (ColleagueMissing, lambda floor: floor.offer(1, "g1", " ")),
    (GuestGone, lambda floor: floor.guest_left(1)),
    (AnswerMissing, lambda floor: floor.close(1, "g1", " ")),
    (ReasonMissing, lambda floor: floor.decline(1, "g2", "")),
    (ReasonMissing, lambda floor: floor.take_over(1, "m1", "")),
    (NoteEmpty, lambda floor: floor.note(1, "g1", "")),
    (OfferEmpty, lambda floor: service.recommend(floor.at("g1"), WithWords(new_id(), 1, ""))),
    (NotWaiting, lambda floor: floor.call_in(1)),
    (MatterUnknown, lambda floor: floor.close(9, "g1")),
    (NotPermitted, lambda floor: floor.enquiry("a1")),
]


@pytest.mark.parametrize(("refusal", "does"), REFUSED)
def test_what_is_wrong_is_said_and_nothing_is_written(
    floor: Floor, refusal: type[HallError], does: Callable[[Floor], object]
) -> None:
    floor.enquiry("g1")
    before = floor.sql("SELECT count(*) FROM audit")
    with pytest.raises(refusal):
        does(floor)
    assert floor.sql("SELECT count(*) FROM audit") == before
    assert floor.faults() == []


def test_nothing_follows_the_answer(floor: Floor) -> None:
    floor.enquiry("g1", answer="在二楼")
    for step in (
        lambda: floor.offer(1, "g1", "c1"),
        lambda: floor.accept(1, "c1"),
        lambda: floor.note(1, "g1", "又来问"),
        lambda: floor.close(1, "g1"),
        lambda: floor.take_over(1),
    ):
        with pytest.raises(MatterClosed):
            step()
