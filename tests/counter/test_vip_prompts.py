"""At the VIP desk the counter's own flow asks for the prompts of VIP reception."""

from dataclasses import replace

import pytest

from hallclient.base.ids import new_id
from hallclient.counter import service
from hallclient.counter.rules import EndVisit, PromptMissing, mandatory, prompts
from hallclient.counter.rules.prompts import said
from hallclient.counter.rules.seeing_off import courtesies, left_out
from hallclient.queue import service as queue
from hallclient.queue.rules import AtCounter, CallTicket, CounterAsk, TakeTicket
from hallclient.till.book import day_for_opening
from hallclient.vip import service as vip
from hallclient.vip.book.attending import guest_at
from hallclient.vip.rules import Arrive, DoStep, Reception, Step
from tests.conftest import DAY
from tests.counter.conftest import Hall, person, recharge
from tests.counter.test_leaving import codes

PAY = {"S1-VP-14", "S1-VP-28"}
END = {"S1-VP-17"}
REPLACED = {"S1-CT-07", "S1-CT-37", "S1-CT-30"}


def called(hall: Hall, line: str = "V") -> None:
    """The next customer of a line sits at counter 1."""
    queue.open_counter(hall.desk, CounterAsk(new_id()), day_for_opening)
    queue.take(hall.desk, TakeTicket(new_id(), line), day_for_opening)
    queue.call(hall.desk, CallTicket(new_id()))
    queue.start(hall.desk, AtCounter(new_id()))


def reception(hall: Hall, *steps: Step, counter: int = 1) -> Reception:
    """A guest without a ticket, attended to at a counter; the duty manager is the host."""
    host = hall.at("m1", counter)
    one = vip.arrive(host, Arrive(new_id(), who="样例公司 王总", anyway=True), day_for_opening)
    for step in (Step.SEATED, Step.STARTED, *steps):
        one = vip.do_step(host, DoStep(new_id(), one.serial, step, place="desk", reason="急事"))
    return one


@pytest.mark.duty("S1-VP-14", "S1-VP-15", "S1-VP-16", "S1-VP-17", "S1-VP-20", "S1-VP-28")
def test_a_guests_prompts_take_the_place_of_the_counters(hall: Hall) -> None:
    called(hall)
    draft = hall.draft(recharge(), customer=person(), copy_for="档案")
    asked = set(hall.quote(draft).prompts)
    assert asked >= {*PAY, "S1-VP-15", "S1-CT-14", "S2-KA-05"}
    assert not asked & {*REPLACED, "S1-CT-08"}


@pytest.mark.parametrize("line", ["A", "B"])
def test_who_comes_with_another_ticket_is_served_as_ever(hall: Hall, line: str) -> None:
    called(hall, line)
    asked = set(hall.quote(hall.draft(recharge(), customer=person())).prompts)
    assert not asked & PAY
    assert "S1-CT-07" in asked
    assert not hall.sell(recharge(), customer=person()).vip


@pytest.mark.duty("S1-VP-14", "S1-VP-28")
def test_without_a_guests_prompt_nothing_goes_on_the_books(hall: Hall) -> None:
    called(hall)
    draft = hall.paid(recharge(), customer=person())
    with pytest.raises(PromptMissing) as refusal:
        service.complete(hall.desk, replace(draft, acknowledged=draft.acknowledged - {"S1-VP-28"}))
    assert str(prompts()["S1-VP-28"]) in str(refusal.value)
    order = service.complete(hall.desk, draft)
    assert order.vip
    assert service.order_of(hall.desk, order.order_no).prompts_after == order.prompts_after
    assert set(order.prompts_after) >= END
    assert not set(order.prompts_after) & REPLACED


@pytest.mark.duty("S1-VP-17", "S1-VP-18", "S1-VP-21")
def test_the_end_of_a_guests_visit_is_ticked_and_counted(hall: Hall) -> None:
    called(hall)
    order = hall.sell(recharge(), customer=person())
    plain = EndVisit(order.order_no, frozenset(order.prompts_after), new_id())
    with pytest.raises(PromptMissing):
        service.end_visit(hall.desk, replace(plain, acknowledged=plain.acknowledged - END))
    service.end_visit(hall.desk, plain)
    skipped = {one.step for one in service.left_out_of_day(hall.desk, DAY)}
    assert skipped >= {"S1-VP-18", "S1-VP-21", "S1-CT-16"}
    assert not skipped & {"S1-CT-24", "S1-CT-32"}
    assert codes(hall) == []


@pytest.mark.duty("S1-VP-14")
def test_a_guest_without_a_ticket_is_known_by_the_reception(hall: Hall) -> None:
    def is_guest(counter: int = 1) -> bool:
        with hall.desk.read() as session:
            return guest_at(session, hall.desk.hall, counter, hall.desk.now())

    assert not is_guest()
    one = reception(hall)
    assert (is_guest(), is_guest(2), is_guest(0)) == (True, False, False)
    draft = hall.draft(recharge(), customer=person())
    assert set(service.quote(hall.desk, draft, guest_at).prompts) >= PAY
    vip.do_step(hall.at("m1", 1), DoStep(new_id(), one.serial, Step.FINISHED))
    assert not is_guest(), "who comes next is no guest"


def test_a_reception_that_nobody_ended_says_nothing_of_who_sits_there_with_a_ticket(
    hall: Hall,
) -> None:
    reception(hall)
    called(hall, "A")
    with hall.desk.read() as session:
        assert not guest_at(session, hall.desk.hall, 1, hall.desk.now())


def test_a_guest_with_a_ticket_of_any_line_is_known_by_the_reception(hall: Hall) -> None:
    called(hall, "A")
    reception(hall)
    with hall.desk.read() as session:
        assert guest_at(session, hall.desk.hall, 1, hall.desk.now())


@pytest.mark.parametrize("end", [Step.FINISHED, Step.LEFT])
def test_the_counter_is_free_of_a_guest_who_was_attended_to_or_left(hall: Hall, end: Step) -> None:
    reception(hall, end)
    with hall.desk.read() as session:
        assert not guest_at(session, hall.desk.hall, 1, hall.desk.now())


def test_what_was_said_before_it_is_known_to_be_no_guest_is_said(hall: Hall) -> None:
    called(hall)
    draft = hall.paid(recharge(), customer=person())
    assert not service.complete(hall.at("c2", 2), draft).vip


def test_the_order_of_the_visit_stays() -> None:
    asked = mandatory((), document=True, cash=False, copy=True, vip=True)
    assert asked == ("S1-VP-14", "S1-VP-15", "S1-VP-28")
    assert courtesies("end", vip=True) == ("S1-VP-18", "S1-CT-16", "S1-VP-21")
    assert courtesies("end") == ("S1-CT-24", "S1-CT-16", "S1-CT-32")
    assert left_out(courtesies("pay") + courtesies("end", vip=True), document=True, vip=True) == ()
    assert said({"S1-VP-14", "S1-CT-14"}) == {"S1-VP-14", "S1-CT-07", "S1-CT-14"}


def test_every_prompt_of_a_guest_takes_the_place_of_one_that_is_asked_at_the_same_moment() -> None:
    known = prompts()
    for prompt in known.values():
        if prompt.instead:
            other = known[prompt.instead]
            assert prompt.vip
            assert (prompt.step, prompt.before) == (other.step, other.before)
            assert prompt.mandatory is other.mandatory
