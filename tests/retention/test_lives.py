"""Random lives of customers over years, against a plain model: never early, always when due."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hallclient.retention import service
from tests.retention.conftest import Archive, document

PERIOD_MONTHS = 24
PEOPLE = 3
FRESH = count(1)

STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("pass"), st.integers(1, 500)),
        st.tuples(st.sampled_from(["visit", "open", "end", "hold", "release"]),
                  st.integers(0, PEOPLE - 1)),
        st.just(("erase", 0)),
    ),
    min_size=4,
    max_size=24,
)  # fmt: skip


@dataclass
class Model:
    """One person as the law sees them; nothing here knows how the program does it."""

    sequence: int
    customer_id: str = ""
    last: date = date.min
    numbers: int = 0
    held: bool = False

    def is_due(self, today: date) -> bool:
        """Two whole years have passed since anything was done, and nothing stands against it."""
        if not self.customer_id or self.numbers or self.held:
            return False
        try:
            until = self.last.replace(year=self.last.year + PERIOD_MONTHS // 12)
        except ValueError:
            until = date(self.last.year + PERIOD_MONTHS // 12, 3, 1)
        return today > until


class Lives:
    """The program and the model, side by side."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self.today = date(2026, 11, 22)
        self.people = [Model(next(FRESH)) for _ in range(PEOPLE)]
        archive.on(self.today)

    def step(self, what: str, value: int) -> None:
        if what == "pass":
            self.today += timedelta(days=value)
            self.archive.on(self.today)
        elif what == "erase":
            self.erase()
        else:
            getattr(self, what)(self.people[value])

    def visit(self, person: Model) -> None:
        person.customer_id = self.archive.check_in(person.sequence)
        person.last = self.today

    def open(self, person: Model) -> None:
        mobile = f"1{3_000_000_000 + next(FRESH)}"
        person.customer_id = self.archive.take_over(person.sequence, mobile)
        person.last, person.numbers = self.today, person.numbers + 1

    def end(self, person: Model) -> None:
        if person.numbers:
            self.archive.end(person.customer_id)
            person.last, person.numbers = self.today, person.numbers - 1

    def hold(self, person: Model) -> None:
        if person.customer_id and not person.held:
            self.archive.hold(person.customer_id)
            person.held = True

    def release(self, person: Model) -> None:
        if person.held:
            self.archive.release(person.customer_id)
            person.held = False

    def erase(self) -> None:
        """Exactly who is due is announced, and exactly they are gone afterwards."""
        due = [person for person in self.people if person.is_due(self.today)]
        plan = service.plan(self.archive.manager)
        ours = {person.customer_id for person in self.people if person.customer_id}
        announced = {one.customer_id for one in plan.customers if not one.held} & ours
        assert announced == {person.customer_id for person in due}
        if plan.count or plan.months:
            self.archive.erase()
        for person in due:
            person.customer_id, person.last = "", date.min
        self.compare()

    def compare(self) -> None:
        for person in self.people:
            found = self.archive.found(document(person.sequence).number)
            assert found == ({person.customer_id} if person.customer_id else set())


def bury(lives: Lives) -> None:
    """The end of every life: all holds released, all numbers ended, and two years passed."""
    for person in lives.people:
        lives.release(person)
        while person.numbers:
            lives.end(person)
    lives.step("pass", 800)
    lives.erase()


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=STEPS)
def test_nobody_is_erased_early_everybody_when_due_and_the_held_never(archive, steps) -> None:
    lives = Lives(archive)
    for what, value in steps:
        lives.step(what, value)
    lives.compare()
    bury(lives)
    assert all(not person.customer_id for person in lives.people)
    assert archive.faults() == []
