"""Nobody walks away from a customer without a word, nor calls the manager without one."""

from dataclasses import replace

import pytest

from hallclient.base.errors import HallError
from hallclient.base.ids import new_id
from hallclient.counter import service
from hallclient.customers.rules import FaceResult
from hallclient.till import service as till
from hallclient.till.rules import PauseAsk, Ticked, till_checks
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
