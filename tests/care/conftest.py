"""A hall with people on its floor, and what they take down in one line each."""

from dataclasses import dataclass

import pytest
from sqlalchemy import text

from hallclient.base.clock import ScriptClock, from_hall
from hallclient.base.ids import new_id
from hallclient.care import checks, service
from hallclient.care.rules import (
    HandOver,
    Matter,
    OfMatter,
    OpenEnquiry,
    PromiseAnswer,
    ReportIncident,
    TakeComplaint,
    TakeOpinion,
    WithWords,
)
from hallclient.staff.rules import Role
from hallclient.store.audit import act
from hallclient.store.desk import Desk
from hallclient.till import book as till
from tests.conftest import DAY, HALL
from tests.halls import found_with

PEOPLE = {
    "g1": Role.GUIDE,
    "g2": Role.GUIDE,
    "s1": Role.GUARD,
    "c1": Role.CLERK,
    "r1": Role.RECEPTION,
    "m1": Role.DUTY_MANAGER,
    "a1": Role.AUDITOR,
}


@dataclass
class Floor:
    """The floor of a hall; people are named by their codes."""

    desk: Desk
    clock: ScriptClock

    def at(self, code: str) -> Desk:
        return self.desk.acting(code, 0)

    def time(self, hour: int, minute: int) -> None:
        """Moves the clock to a time of the day."""
        self.clock.set(from_hall(DAY, hour, minute))

    def enquiry(self, by: str = "g1", words: str = "宽带几天能装", **more: str) -> Matter:
        ask = OpenEnquiry(new_id(), words, **more)
        return service.open_enquiry(self.at(by), ask, till.day_for_opening)

    def opinion(self, by: str = "s1", words: str = "椅子少", promised: str = "16:30") -> Matter:
        ask = TakeOpinion(new_id(), words, promised)
        return service.take_opinion(self.at(by), ask, till.day_for_opening)

    def complaint(self, by: str = "g1", words: str = "多扣了我三十块", **more: str) -> Matter:
        ask = TakeComplaint(new_id(), words, **more)
        return service.take_complaint(self.at(by), ask, till.day_for_opening)

    def incident(self, by: str = "g1", topic: str = "kiosk_paper", words: str = "") -> Matter:
        ask = ReportIncident(new_id(), topic, words)
        return service.report_incident(self.at(by), ask, till.day_for_opening)

    def offer(self, number: int, by: str, to: str) -> Matter:
        return service.hand_over(self.at(by), HandOver(new_id(), number, to))

    def accept(self, number: int, by: str) -> Matter:
        return service.accept(self.at(by), OfMatter(new_id(), number))

    def decline(self, number: int, by: str, why: str = "不归我办") -> Matter:
        return service.decline(self.at(by), WithWords(new_id(), number, why))

    def take_over(self, number: int, by: str = "m1", why: str = "g1 已下班") -> Matter:
        return service.take_over(self.at(by), WithWords(new_id(), number, why))

    def promise(self, number: int, by: str, promised: str) -> Matter:
        return service.promise(self.at(by), PromiseAnswer(new_id(), number, promised))

    def note(self, number: int, by: str, words: str) -> Matter:
        return service.note(self.at(by), WithWords(new_id(), number, words))

    def call_in(self, number: int, by: str = "g1") -> Matter:
        return service.call_in(self.at(by), OfMatter(new_id(), number), till.open_day)

    def guest_left(self, number: int, by: str = "g1") -> Matter:
        return service.guest_left(self.at(by), OfMatter(new_id(), number), till.open_day)

    def next_day(self) -> None:
        """The business day is closed; the next one stands ready."""
        with act(self.desk, "test.close") as doing:
            day = till.open_day(doing.session, HALL)
            assert day is not None
            till.close_business_day(doing, day)

    @property
    def room_free(self) -> bool:
        """Whether the reception room takes a guest."""
        return service.room_free(self.desk, till.open_day)

    def seen(self, code: str = "m1") -> tuple[Matter, ...]:
        """What is open, as this person sees it."""
        return service.open_matters(self.at(code), till.open_day)

    def close(self, number: int, by: str, answer: str = "已说明") -> Matter:
        return service.close(self.at(by), WithWords(new_id(), number, answer))

    def open(self, code: str = "g1") -> list[int]:
        """Numbers of what is open, as this person sees it."""
        return [one.number for one in self.seen(code)]

    def faults(self) -> list[str]:
        with self.desk.read() as session:
            return [fault.code for fault in checks.check(session, HALL)]

    def sql(self, statement: str) -> list[tuple[object, ...]]:
        """Plain SQL over the books, as anybody could write it."""
        with self.desk.read() as session:
            return [tuple(row) for row in session.execute(text(statement))]


@pytest.fixture
def floor(desk: Desk, clock: ScriptClock) -> Floor:
    """A hall whose people are at work."""
    with act(desk, "test.staff") as doing:
        found_with(doing, PEOPLE)
    return Floor(desk, clock)
