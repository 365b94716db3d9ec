"""Nobody walks away from a customer without a word, nor calls the manager without one."""

from dataclasses import replace

import pytest

from hallclient.base.errors import HallError
from hallclient.base.ids import new_id
from hallclient.counter import service
from hallclient.customers.rules import FaceResult
from hallclient.queue import book as queue_book
from hallclient.queue import checks as queue_checks
from hallclient.queue import service as queue
from hallclient.queue.rules import (
    AtCounter,
    CallTicket,
    CounterAsk,
    CounterNotPaused,
    CounterPaused,
    CounterState,
    CustomerHere,
    Finish,
    LeaveSeat,
    MoneyOrPapersOpen,
    NobodyWaiting,
    PauseReasonUnlisted,
    TakeTicket,
)
from hallclient.till import checks as till_faults
from hallclient.till import service as till
from hallclient.till.book import day_for_opening
from hallclient.till.rules import MinutesMalformed, PauseAsk, ResumeAsk, Ticked, till_checks
from hallclient.till.self_checks import checks_of
from tests.counter.conftest import Hall, line, new_number, person, recharge

ALL = frozenset(check.duty for check in till_checks("leaving"))
UNTOLD = ALL - {"S1-CT-21"}


def paused(hall: Hall) -> bool:
    shift = till.my_till(hall.desk).shift
    return bool(shift and shift.paused)


@pytest.mark.duty("S1-CT-21", "S1-CT-38")
def test_a_seat_is_left_in_the_middle_only_when_the_customer_was_told_why(hall: Hall) -> None:
    draft = hall.draft(recharge())
    service.save_draft(hall.desk, draft)
    ask = PauseAsk(new_id(), "复印", 5, UNTOLD)
    with pytest.raises(HallError) as caught:
        service.pause(hall.desk, ask)
    assert caught.value.code == "order.customer-waits"
    assert not paused(hall)
    left = service.pause(hall.desk, replace(ask, checked=ALL))
    assert paused(hall)
    assert [view.draft.request_id for view in service.drafts(hall.desk)] == [draft.request_id]
    shift_id = till.my_till(hall.desk).shift.shift_id  # type: ignore[union-attr]
    with hall.desk.read() as session:
        checks = checks_of(session, hall.desk.hall, shift_id)
    assert Ticked("S1-CT-21", left.number, ticked=True) in checks


@pytest.mark.duty("S1-CT-38")
def test_nobody_waits_when_nothing_is_half_done_at_this_counter(hall: Hall) -> None:
    service.save_draft(hall.at("c2", 2), hall.draft(recharge()))
    service.pause(hall.desk, PauseAsk(new_id(), "用餐", 30, UNTOLD))
    assert paused(hall)


@pytest.mark.duty("S1-CT-21")
def test_the_customer_is_told_why_the_manager_is_called(hall: Hall) -> None:
    cards = line("value_card", face="50", count="2")
    face = {"customer": person(face=FaceResult.NO_MATCH, face_reason="新换眼镜")}
    assert "S1-CT-21" not in hall.paid(cards).acknowledged
    assert "S1-CT-21" in hall.paid(new_number(1), **face).acknowledged
    cheaper = hall.paid(replace(cards, price="90", price_reason="老客户"))
    assert "S1-CT-21" in cheaper.acknowledged
    untold = replace(
        cheaper,
        acknowledged=cheaper.acknowledged - {"S1-CT-21"},
        signatures={"price": hall.sign("m1")},
    )
    with pytest.raises(HallError) as caught:
        service.complete(hall.desk, untold)
    assert caught.value.code == "order.prompt"


@pytest.mark.duty("S1-CT-34")
def test_a_half_done_order_lies_open_at_its_own_counter(hall: Hall) -> None:
    with hall.desk.read() as session:
        assert not service.lies_open(session, hall.desk)
    service.save_draft(hall.desk, hall.draft(recharge()))
    with hall.desk.read() as session:
        assert service.lies_open(session, hall.desk)
        assert not service.lies_open(session, hall.at("c2", 2))


def sign_of(hall: Hall) -> CounterState:
    with hall.desk.read() as session:
        stands = queue_book.counter_at(session, hall.desk.hall, hall.desk.counter)
    assert stands is not None
    return stands.state


def opened(hall: Hall) -> None:
    queue.open_counter(hall.desk, CounterAsk(new_id()), day_for_opening)


def served(hall: Hall) -> None:
    """A customer sits at the counter."""
    queue.take(hall.desk, TakeTicket(new_id(), "A"), day_for_opening)
    queue.call(hall.desk, CallTicket(new_id()))
    queue.start(hall.desk, AtCounter(new_id()))


def codes(hall: Hall) -> list[str]:
    with hall.desk.read() as session:
        return [fault.code for room in (queue_checks, till_faults) for fault in
                room.check(session, hall.desk.hall)]  # fmt: skip


@pytest.mark.duty("S1-CT-20", "S2-KA-21")
def test_one_act_hangs_out_the_sign_and_pauses_the_till(hall: Hall) -> None:
    opened(hall)
    ask = LeaveSeat(new_id(), "meal", 30, ALL)
    service.leave_seat(hall.desk, ask)
    service.leave_seat(hall.desk, ask)  # a double click
    assert (sign_of(hall), paused(hall)) == (CounterState.PAUSED, True)
    service.back_at_seat(hall.desk, CounterAsk(new_id()))
    assert (sign_of(hall), paused(hall)) == (CounterState.OPEN, False)
    with pytest.raises(CounterNotPaused):
        service.back_at_seat(hall.desk, CounterAsk(new_id()))
    assert codes(hall) == []


@pytest.mark.duty("S1-CT-34")
def test_nobody_leaves_a_customer_money_or_papers_and_nothing_is_half_done(hall: Hall) -> None:
    opened(hall)
    served(hall)
    with pytest.raises(CustomerHere):
        service.leave_seat(hall.desk, LeaveSeat(new_id(), "meal", 30, ALL))
    with pytest.raises(CustomerHere):
        service.pause(hall.desk, PauseAsk(new_id(), "用餐", 30, ALL))
    queue.finish(hall.desk, Finish(new_id()))
    service.save_draft(hall.desk, hall.draft(recharge()))
    with pytest.raises(MoneyOrPapersOpen):
        service.leave_seat(hall.desk, LeaveSeat(new_id(), "meal", 30, ALL))
    with pytest.raises(MoneyOrPapersOpen):
        service.pause(hall.desk, PauseAsk(new_id(), "用餐", 30, ALL))
    assert (sign_of(hall), paused(hall)) == (CounterState.OPEN, False)


def test_what_the_till_refuses_leaves_the_sign_where_it_hung(hall: Hall) -> None:
    opened(hall)
    with pytest.raises(MinutesMalformed):
        service.leave_seat(hall.desk, LeaveSeat(new_id(), "meal", 0, ALL))
    assert (sign_of(hall), paused(hall)) == (CounterState.OPEN, False)


def test_the_page_of_the_shift_turns_the_same_sign(hall: Hall) -> None:
    opened(hall)
    with pytest.raises(PauseReasonUnlisted):
        service.pause(hall.desk, PauseAsk(new_id(), "累了", 30, ALL))
    assert (sign_of(hall), paused(hall)) == (CounterState.OPEN, False)
    ask = PauseAsk(new_id(), "小休", 10, ALL)
    assert service.pause(hall.desk, ask) == service.pause(hall.desk, ask)
    assert (sign_of(hall), paused(hall)) == (CounterState.PAUSED, True)
    back = ResumeAsk(new_id())
    assert service.resume(hall.desk, back) == service.resume(hall.desk, back)
    assert (sign_of(hall), paused(hall)) == (CounterState.OPEN, False)


def test_a_till_that_pauses_already_stays_so_and_both_come_back(hall: Hall) -> None:
    service.pause(hall.desk, PauseAsk(new_id(), "累了", 30, ALL))
    opened(hall)
    service.leave_seat(hall.desk, LeaveSeat(new_id(), "copy", 5))
    assert (sign_of(hall), paused(hall)) == (CounterState.PAUSED, True)
    service.resume(hall.desk, ResumeAsk(new_id()))
    assert (sign_of(hall), paused(hall)) == (CounterState.OPEN, False)


def test_a_desk_without_a_till_has_the_sign_alone(hall: Hall) -> None:
    desk = hall.at("m1", 5)
    queue.open_counter(desk, CounterAsk(new_id()), day_for_opening)
    service.leave_seat(desk, LeaveSeat(new_id(), "fetch", 0))
    with pytest.raises(CounterPaused):
        queue.call(desk, CallTicket(new_id()))
    service.back_at_seat(desk, CounterAsk(new_id()))
    with pytest.raises(NobodyWaiting):
        queue.call(desk, CallTicket(new_id()))
