"""A guest from the door to the door: steps, the clock of the wait, what was left out, refusals."""

from collections.abc import Callable

import pytest

from hallclient.base.errors import HallError
from hallclient.base.ids import new_id
from hallclient.counter.rules.recommending import AnswerMissing, ServiceOwned, ServiceUnlisted
from hallclient.policy import book as policy
from hallclient.queue import service as queue
from hallclient.queue.rules import AtCounter, CallTicket, CounterAsk, TakeTicket
from hallclient.staff.rules import NotPermitted
from hallclient.store.audit import act
from hallclient.till import book as till
from hallclient.vip import service
from hallclient.vip.book import receptions
from hallclient.vip.rules import (
    Arrive,
    DemoWithoutConsent,
    DoStep,
    FoundBy,
    GuestHere,
    GuestIsNumber,
    GuestMissing,
    LeafletsMalformed,
    LeafletsTooMany,
    ReasonMissing,
    ReceptionUnknown,
    SeatMissing,
    State,
    Step,
    StepDone,
    StepOutOfOrder,
    TierLapsed,
    TierNone,
    alarm_since,
)
from tests.conftest import DAY
from tests.vip.conftest import MOBILE, WAY, Vip, resident


def alone(vip: Vip, by: str = "v1") -> list[int]:
    """Receptions of the guests whom nobody has talked to for too long, as somebody sees them."""
    here, now = service.guests_here(vip.desk.acting(by)), vip.clock.now()
    return [one.serial for one in here if alarm_since(one.standing, now, one.limit)]


@pytest.mark.duty(
    "S1-VP-08", "S1-VP-12", "S1-VP-14", "S1-VP-15", "S1-VP-16", "S1-VP-17", "S1-VP-20", "S1-VP-21"
)
def test_a_guest_goes_from_the_door_to_the_door(vip: Vip) -> None:
    one = vip.guest()
    assert (one.guest, one.tier, one.lapsed) == ("样先生", "gold", False)
    prompted = []
    for step in WAY:
        (here,) = service.guests_here(vip.host)
        prompted.append(service.course(vip.host, here.serial).next)
        one = vip.step(one, step)
    assert prompted == list(WAY)
    assert one.standing.state is State.GONE
    assert (one.standing.leaflets, one.left_out) == (3, ())
    assert service.guests_here(vip.host) == ()
    assert vip.faults() == []


@pytest.mark.duty("S1-VP-08")
def test_every_step_has_its_time_and_who_did_it(vip: Vip) -> None:
    one = vip.guest()
    vip.time(30)
    vip.step(one, Step.GREETED, by="g1")
    events = service.course(vip.host, one.serial).events
    assert [(event.step, event.by) for event in events] == [
        (Step.ARRIVED, "v1"), (Step.GREETED, "g1"),
    ]  # fmt: skip
    assert (events[1].at - events[0].at).seconds == 30


@pytest.mark.duty("S1-VP-10")
def test_a_guest_alone_for_three_minutes_is_an_alarm_until_somebody_talks(vip: Vip) -> None:
    one = vip.step(vip.guest(), Step.SEATED, place="lounge")
    vip.time(180)
    assert alone(vip) == []
    vip.time(181)
    assert alone(vip, "m1") == [one.serial]
    vip.step(one, Step.TALKED, by="g1")
    assert alone(vip) == []
    vip.time(181 + 181)
    assert len(alone(vip)) == 1
    one = vip.through(one, Step.INVITED, Step.STARTED)
    assert alone(vip) == []
    sheet = service.day_sheet(vip.host, DAY)
    assert [(row.late, [by for _, by in row.talked]) for row in sheet.rows] == [(True, ["g1"])]


def test_the_time_of_the_alarm_is_a_setting(vip: Vip) -> None:
    with act(vip.desk.acting("m1", 0), "test.policy") as doing:
        policy.set_value(doing, "vip_wait_seconds", 60, doing.at)
    vip.guest()
    vip.time(61)
    assert len(alone(vip)) == 1


@pytest.mark.duty("S1-VP-09", "S1-VP-22")
def test_a_guest_in_the_lounge_is_invited_and_thanked_before_attendance(vip: Vip) -> None:
    one = vip.step(vip.guest(), Step.SEATED, place="lounge")
    assert one.standing.state is State.LOUNGE
    with pytest.raises(StepOutOfOrder):
        vip.step(one, Step.STARTED)
    assert vip.step(one, Step.INVITED).standing.state is State.DESK
    assert vip.refused() == ["order"]


@pytest.mark.duty("S1-VP-06", "S1-VP-18", "S1-VP-20")
def test_mandatory_steps_that_were_left_out_are_counted(vip: Vip) -> None:
    one = vip.through(
        vip.guest(), Step.GREETED, Step.SEATED, Step.STARTED, Step.FINISHED, Step.SEEN_OFF
    )
    assert one.left_out == ("checked", "drink", "recommended", "envelope")
    sheet = service.day_sheet(vip.host, DAY)
    assert dict(sheet.left_out) == dict.fromkeys(
        (Step.CHECKED, Step.DRINK, Step.RECOMMENDED, Step.ENVELOPE), 1
    )


@pytest.mark.duty("S1-VP-10", "S1-VP-22")
def test_what_did_not_apply_was_not_left_out(vip: Vip) -> None:
    one = vip.guest()
    vip.time(200)
    one = vip.step(vip.through(one, Step.GREETED, Step.CHECKED), Step.LEFT, reason="赶时间")
    assert one.left_out == ("drink", "talked")


@pytest.mark.duty("S1-VP-13")
def test_an_internal_call_is_explained_as_often_as_there_is_one(vip: Vip) -> None:
    one = vip.through(vip.guest(), Step.SEATED, Step.STARTED, Step.CALL, Step.CALL)
    assert one.standing.done.count(Step.CALL) == 2


@pytest.mark.duty("S1-VP-19")
def test_a_demonstrator_is_called_over_with_consent_only(vip: Vip) -> None:
    one = vip.through(vip.guest(), Step.SEATED, Step.STARTED)
    with pytest.raises(DemoWithoutConsent):
        vip.step(one, Step.DEMO)
    assert vip.refused() == ["demo-consent"]
    assert Step.DEMO in vip.step(one, Step.DEMO, consent=True).standing.done


@pytest.mark.duty("S1-VP-17")
def test_a_fourth_leaflet_is_refused_and_on_record(vip: Vip) -> None:
    one = vip.through(vip.guest(), Step.SEATED, Step.STARTED, Step.FINISHED)
    with pytest.raises(LeafletsTooMany) as refusal:
        vip.step(one, Step.ENVELOPE, leaflets="4")
    assert "4" in str(refusal.value)
    assert vip.refused() == ["leaflets"]
    assert vip.step(one, Step.ENVELOPE, leaflets="３").standing.leaflets == 3


@pytest.mark.duty("S1-VP-12")
def test_a_lapsed_tier_is_said_and_recorded_and_the_host_decides(vip: Vip) -> None:
    vip.enrol(until="2026-11-22")
    vip.time(86_400)
    with pytest.raises(TierLapsed) as refusal:
        vip.arrive()
    assert "2026-11-22" in str(refusal.value)
    assert vip.refused() == ["tier-lapsed"]
    one = vip.arrive(anyway=True)
    assert (one.tier, one.lapsed) == ("gold", True)


def test_a_tier_holds_to_the_end_of_its_last_day(vip: Vip) -> None:
    vip.enrol(until="2026-11-22")
    assert not vip.arrive().lapsed


@pytest.mark.duty("S1-VP-12")
def test_without_a_tier_a_customer_is_received_by_decision(vip: Vip) -> None:
    vip.customer()
    with pytest.raises(TierNone):
        vip.arrive()
    assert vip.arrive(anyway=True).lapsed
    assert vip.refused() == ["no-tier"]


def test_somebody_on_no_file_is_received_by_name(vip: Vip) -> None:
    ask = Arrive(new_id(), who="样例公司 王总", anyway=True)
    one = service.arrive(vip.host, ask, till.day_for_opening)
    assert (one.guest, one.customer_id) == ("样例公司 王总", "")
    with pytest.raises(GuestMissing):
        service.arrive(vip.host, Arrive(new_id(), who=" "), till.day_for_opening)


def test_a_guest_is_received_once_at_a_time(vip: Vip) -> None:
    one = vip.guest()
    with pytest.raises(GuestHere):
        vip.arrive()
    vip.step(one, Step.LEFT, reason="改日再来")
    assert vip.arrive().serial == one.serial + 1


def test_the_same_request_twice_is_one_step(vip: Vip) -> None:
    ask = DoStep("once", vip.guest().serial, Step.GREETED)
    first, second = (service.do_step(vip.host, ask) for _ in range(2))
    assert first == second
    assert second.standing.steps == 2


@pytest.mark.duty("S2-EX-09")
def test_attendance_is_linked_to_the_ticket_of_the_vip_line(vip: Vip) -> None:
    one = vip.step(vip.guest(), Step.SEATED)
    ticket = queue.take(vip.host, TakeTicket(new_id(), "V"), till.day_for_opening).ticket
    queue.open_counter(vip.host, CounterAsk(new_id()), till.day_for_opening)
    queue.call(vip.host, CallTicket(new_id()))
    queue.start(vip.host, AtCounter(new_id()))
    assert vip.step(one, Step.STARTED).standing.ticket == ticket.serial


@pytest.mark.duty("S1-VP-18")
def test_what_is_in_use_is_never_recommended(vip: Vip) -> None:
    one = vip.guest()
    vip.keep("services", "通讯录云备份、国际漫游流量包")
    vip.keep("interests", "跑步，买了新手表")
    suggestion = service.course(vip.host, one.serial).suggestion
    assert suggestion is not None
    assert suggestion.service == "watch"
    vip.through(one, Step.SEATED, Step.STARTED)
    with pytest.raises(ServiceOwned):
        vip.step(one, Step.RECOMMENDED, service="backup", answer="accepted")
    assert vip.refused() == ["recommend.owned"]
    one = vip.step(one, Step.RECOMMENDED, service="watch", answer="declined")
    assert (one.standing.service, one.standing.answer) == ("watch", "declined")
    vip.step(one, Step.LEFT, reason="急事")
    again = service.course(vip.host, vip.arrive().serial).suggestion
    assert again is not None
    assert again.service == "broadband"


@pytest.mark.duty("S1-VP-18")
def test_a_busy_hall_gets_one_sentence_a_quiet_one_gets_more(vip: Vip) -> None:
    one = vip.guest()
    quiet = service.course(vip.host, one.serial).suggestion
    for _ in range(5):
        queue.take(vip.host, TakeTicket(new_id(), "A"), till.day_for_opening)
    busy = service.course(vip.host, one.serial).suggestion
    assert quiet is not None
    assert busy is not None
    assert (quiet.short, busy.short, quiet.service) == (False, True, busy.service)
    assert len(busy.words) < len(quiet.words)


@pytest.mark.parametrize(
    ("step", "told", "refusal"),
    [
        (Step.SEATED, {"place": "garden"}, SeatMissing),
        (Step.LEFT, {"reason": "x"}, ReasonMissing),
        (Step.FINISHED, {}, StepOutOfOrder),
        (Step.ENVELOPE, {"leaflets": "two"}, LeafletsMalformed),
        (Step.ENVELOPE, {"leaflets": ""}, LeafletsMalformed),
        (Step.RECOMMENDED, {"service": "tea"}, ServiceUnlisted),
        (Step.RECOMMENDED, {"answer": "perhaps"}, AnswerMissing),
        (Step.RECOMMENDED, {"answer": "not-offered"}, AnswerMissing),
    ],
)
def test_a_step_told_wrongly_is_refused_and_nothing_is_written(
    vip: Vip, step: Step, told: dict[str, object], refusal: type[HallError]
) -> None:
    one = vip.guest()
    with pytest.raises(refusal):
        vip.step(one, step, **told)
    assert service.course(vip.host, one.serial).reception.standing.steps == 1


def test_a_step_is_done_once_and_none_after_the_guest_has_gone(vip: Vip) -> None:
    one = vip.step(vip.guest(), Step.GREETED)
    with pytest.raises(StepDone):
        vip.step(one, Step.GREETED)
    vip.step(one, Step.LEFT, reason="赶时间")
    with pytest.raises(StepOutOfOrder):
        vip.step(one, Step.GREETED)
    with pytest.raises(ReceptionUnknown):
        service.do_step(vip.host, DoStep(new_id(), 99, Step.GREETED))


@pytest.mark.duty("S1-VP-12", "S1-VP-08")
@pytest.mark.parametrize(
    ("typed", "by"),
    [
        ("vip8 0001", FoundBy.CARD),
        (MOBILE, FoundBy.NUMBER),
        (resident(1), FoundBy.NUMBER),
        ("样例甲", FoundBy.NAME),
        ("ylj", FoundBy.NAME),
    ],
)
def test_a_guest_is_recognised_by_card_mobile_document_and_name(
    vip: Vip, typed: str, by: FoundBy
) -> None:
    vip.enrol(card="VIP80001", tier="diamond")
    (guest,) = service.recognise(vip.host, typed)
    assert guest.member is not None
    assert (guest.found_by, guest.member.tier, guest.address) == (by, "diamond", "样先生")
    assert guest.customer.name == "样**"


def test_guests_with_a_tier_come_first(vip: Vip) -> None:
    vip.customer("样例甲一", "13800000002")
    vip.enrol("样例甲二")
    vip.customer("样例甲三", "13800000003")
    found = service.recognise(vip.host, "样例甲")
    assert [guest.member is not None for guest in found] == [True, False, False]


def test_the_days_end_ends_receptions_that_are_unfinished(vip: Vip) -> None:
    vip.guest()
    with act(vip.desk.acting("m1", 0), "test.close") as doing:
        assert receptions.end_day(doing) == 1
    assert service.guests_here(vip.host) == ()
    assert vip.faults() == []


@pytest.mark.parametrize("code", ["c1", "a1"])
def test_who_receives_nobody_is_told(vip: Vip, code: str) -> None:
    vip.enrol()
    desk = vip.desk.acting(code, 1)
    ask = Arrive(new_id(), vip.guests["样例甲"])
    for use in (
        lambda: service.recognise(desk, MOBILE),
        lambda: service.guests_here(desk),
        lambda: service.arrive(desk, ask, till.day_for_opening),
    ):
        with pytest.raises(NotPermitted):
            use()


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("DELETE FROM vip_steps WHERE number = 2", "vip.step"),
        ("DELETE FROM vip_steps", "vip.step"),
        ("UPDATE vip_steps SET step = 'finished' WHERE number = 2", "vip.step"),
        ("UPDATE dealt_numbers SET last = 2 WHERE name = 'vip-reception'", "vip.gap"),
        ("UPDATE vip_members SET tier = 'diamond'", "vip.member"),
        ("UPDATE vip_members SET card_mark = 'x'", "vip.member"),
        ("DELETE FROM vip_members", "vip.member"),
        ("UPDATE vip_days SET mark = 'x'", "vip.day"),
        ("UPDATE vip_facts SET consent = false", "vip.fact"),
        ("UPDATE vip_facts SET version = 3", "vip.fact"),
    ],
)
def test_books_changed_behind_the_program_are_found(
    vip: Vip, tamper: Callable[[str], None], statement: str, code: str
) -> None:
    one = vip.guest()
    vip.through(one, Step.GREETED, Step.SEATED)
    vip.keep("birthday", "1980-05-06")
    assert vip.faults() == []
    tamper(statement)
    assert code in vip.faults()


@pytest.mark.parametrize("typed", ["13800000000", "138 0000 0000", "VIP800012", "１３８００００"])
def test_a_number_that_nobody_is_on_file_under_is_no_guests_name(vip: Vip, typed: str) -> None:
    """It would stand on the alarm, the bar's page and its report, where names stand."""
    with pytest.raises(GuestIsNumber) as refused:
        service.arrive(vip.host, Arrive(new_id(), who=typed, anyway=True), till.day_for_opening)
    assert refused.value.field == "guest"
    assert service.guests_here(vip.host) == ()
