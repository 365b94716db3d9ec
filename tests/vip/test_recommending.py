"""One service is recommended, whichever door a customer comes through: both know the answers."""

from dataclasses import replace
from datetime import UTC, timedelta

import pytest
from sqlalchemy import text

from hallclient.base.clock import ScriptClock, from_hall
from hallclient.base.ids import new_id
from hallclient.counter import service as counter
from hallclient.counter.rules import CompletedOrder, EndVisit
from hallclient.counter.rules.recommending import (
    Recommendation,
    Reply,
    ServiceDeclined,
    ServiceOwned,
    services,
)
from hallclient.queue import service as queue
from hallclient.queue.rules import TakeTicket
from hallclient.store.desk import Desk
from hallclient.till import book as till
from hallclient.vip import service as vip
from hallclient.vip.book.knowing import known_of
from hallclient.vip.rules import Arrive, DoStep, KeepFact, Reception, Step
from tests.conftest import DAY
from tests.counter.conftest import Hall, furnish, new_number, person, recharge

FIRST, SECOND, THIRD, *_ = services()


class Doors(Hall):
    """A customer at counter 1, and the same one as a guest of the duty manager at counter 2."""

    @property
    def host(self) -> Desk:
        return self.desk.acting("m1", 2)

    def order(self) -> CompletedOrder:
        return self.sell(recharge(), customer=person())

    def at_counter(self) -> str:
        return _code(counter.recommendation(self.desk, self.order().order_no, known_of))

    def says(self, service: str, reply: Reply) -> None:
        """The customer answers at the end of a visit to the counter."""
        order = self.order()
        plain = EndVisit(order.order_no, frozenset(order.prompts_after), new_id())
        ask = replace(plain, recommended=service, reply=reply)
        counter.end_visit(self.desk, ask, known_of)

    def received(self) -> Reception:
        ask = Arrive(new_id(), self.order().customer_id, anyway=True)
        one = vip.arrive(self.host, ask, till.day_for_opening)
        for step in (Step.SEATED, Step.STARTED):
            vip.do_step(self.host, DoStep(new_id(), one.serial, step, place="desk"))
        return one

    def at_the_lounge(self) -> str:
        one = self.received()
        found = _code(vip.course(self.host, one.serial).suggestion)
        self.leaves(one)
        return found

    def leaves(self, one: Reception) -> None:
        vip.do_step(self.host, DoStep(new_id(), one.serial, Step.LEFT, reason="赶时间"))

    def guest_says(self, service: str, reply: Reply) -> None:
        """The guest answers in a reception."""
        one = self.received()
        ask = DoStep(new_id(), one.serial, Step.RECOMMENDED, service=service, answer=reply)
        try:
            vip.do_step(self.host, ask)
        finally:
            self.leaves(one)

    def acts(self, action: str) -> list[str]:
        query = text("SELECT subject FROM audit WHERE action = :action ORDER BY seq")
        with self.desk.read() as session:
            return list(session.scalars(query, {"action": action}))


def _code(found: Recommendation | None) -> str:
    assert found is not None
    return found.service


@pytest.fixture
def doors(desk: Desk) -> Doors:
    doors = Doors(furnish(desk))
    doors.open(doors.desk)
    return doors


@pytest.mark.duty("S1-CT-24", "S1-VP-18", "S3-FD-01")
@pytest.mark.parametrize("reply", [Reply.ACCEPTED, Reply.DECLINED])
def test_what_was_answered_at_one_door_is_not_asked_at_the_other(
    doors: Doors, reply: Reply
) -> None:
    assert (doors.at_counter(), doors.at_the_lounge()) == (FIRST, FIRST)
    doors.says(FIRST, reply)
    assert (doors.at_counter(), doors.at_the_lounge()) == (SECOND, SECOND)
    doors.guest_says(SECOND, reply)
    assert (doors.at_counter(), doors.at_the_lounge()) == (THIRD, THIRD)


def test_a_refusal_is_respected_for_its_period(doors: Doors, clock: ScriptClock) -> None:
    doors.guest_says(FIRST, Reply.DECLINED)
    with pytest.raises(ServiceDeclined):
        doors.says(FIRST, Reply.THINKING)
    clock.set(from_hall(DAY, 9, 0).astimezone(UTC) + timedelta(days=90, minutes=1))
    with doors.desk.read() as session:
        known = known_of(session, doors.desk.hall, _customer(doors))
    assert [one.reply for one in known.answers] == [Reply.DECLINED]
    one = vip.arrive(
        doors.host, Arrive(new_id(), _customer(doors), anyway=True), till.day_for_opening
    )
    assert _code(vip.course(doors.host, one.serial).suggestion) == FIRST


def _customer(doors: Doors) -> str:
    with doors.desk.read() as session:
        return str(session.scalars(text("SELECT customer_id FROM customers")).one())


def test_a_plan_that_contains_it_and_a_guests_own_words_are_known_at_both(doors: Doors) -> None:
    doors.sell(new_number(plan="max-129"), customer=person())
    assert (doors.at_counter(), doors.at_the_lounge()) == (SECOND, SECOND)
    keep = KeepFact(
        new_id(), _customer(doors), "services", services()[SECOND].zh, consent=True, source="told"
    )
    vip.keep(doors.host, keep)
    assert (doors.at_counter(), doors.at_the_lounge()) == (THIRD, THIRD)


def test_what_the_customer_has_is_refused_at_both_and_on_record(doors: Doors) -> None:
    doors.guest_says(FIRST, Reply.ACCEPTED)
    for door in (doors.says, doors.guest_says):
        with pytest.raises(ServiceOwned):
            door(FIRST, Reply.DECLINED)
    assert len(doors.acts("visit.refuse")) == len(doors.acts("vip.refuse")) == 1
    assert doors.acts("visit.refuse")[0].startswith("visit/")


@pytest.mark.duty("S1-CT-27")
def test_both_doors_mean_the_same_by_a_crowded_hall(doors: Doors) -> None:
    one, order = doors.received(), doors.order()

    def short() -> set[bool]:
        found = (
            counter.recommendation(doors.desk, order.order_no, known_of),
            vip.course(doors.host, one.serial).suggestion,
        )
        return {each.short for each in found if each is not None}

    assert short() == {False}
    queue.take(doors.desk, TakeTicket(new_id(), "A"), till.day_for_opening)
    assert short() == {True}, "nobody serves the line: nobody knows how long"
