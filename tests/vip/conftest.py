"""A hall with a VIP host, customers on file, and what happens to guests in one line each."""

from dataclasses import dataclass, field
from datetime import UTC, timedelta

import pytest
from sqlalchemy import select
from stdnum.iso7064 import mod_11_2

from hallclient.base.clock import ScriptClock, from_hall
from hallclient.base.ids import new_id
from hallclient.customers import book as customers
from hallclient.customers.rules import DocumentDraft, DocumentKind, check_document
from hallclient.staff.rules import Role
from hallclient.store.audit import AuditRow, act
from hallclient.store.desk import Desk
from hallclient.till import book as till
from hallclient.vip import checks, service
from hallclient.vip.rules import (
    Arrive,
    DoStep,
    Enrol,
    FoundBy,
    GuestCard,
    KeepFact,
    Member,
    Reception,
    Step,
)
from tests.conftest import DAY, HALL
from tests.halls import found_with

PEOPLE = {
    "v1": Role.VIP,
    "v2": Role.VIP,
    "c1": Role.CLERK,
    "g1": Role.GUIDE,
    "m1": Role.DUTY_MANAGER,
    "a1": Role.AUDITOR,
}
NINE = from_hall(DAY, 9, 0).astimezone(UTC)
MOBILE = "13800000001"
WAY = (
    Step.GREETED, Step.CHECKED, Step.SEATED, Step.DRINK, Step.STARTED, Step.RECOMMENDED,
    Step.FINISHED, Step.ENVELOPE, Step.SEEN_OFF,
)  # fmt: skip
"""The plain way from the door to the door."""

TOLD: dict[Step, dict[str, str]] = {
    Step.SEATED: {"place": "desk"},
    Step.RECOMMENDED: {"service": "backup", "answer": "accepted"},
    Step.ENVELOPE: {"leaflets": "3"},
}


def resident(sequence: int) -> str:
    """A resident number that is well formed and belongs to nobody."""
    body = f"11000019900101{sequence:03d}"
    return body + mod_11_2.calc_check_digit(body)


@dataclass
class Vip:
    """VIP reception of a hall; host v1 sits at counter 1."""

    desk: Desk
    clock: ScriptClock
    guests: dict[str, str] = field(default_factory=dict)

    @property
    def host(self) -> Desk:
        return self.desk.acting("v1", 1)

    def time(self, after_nine: int) -> None:
        """Moves the clock to so many seconds after nine."""
        self.clock.set(NINE + timedelta(seconds=after_nine))

    def customer(self, name: str = "样例甲", mobile: str = MOBILE) -> str:
        """A customer on file; each name has a document of its own."""
        sequence = len(self.guests) + 1
        draft = DocumentDraft(
            DocumentKind.RESIDENT_ID, resident(sequence), name, valid_until="长期"
        )
        with act(self.desk, "test.customer") as doing:
            self.guests[name] = customers.ensure(doing, check_document(draft, DAY), mobile)
        return self.guests[name]

    def enrol(
        self, who: str = "样例甲", tier: str = "gold", until: str = "2027-12-31", card: str = ""
    ) -> Member | None:
        customer = self.guests.get(who) or self.customer(who)
        return service.enrol(self.host, Enrol(new_id(), customer, tier, until, card))

    def arrive(self, who: str = "样例甲", **more: object) -> Reception:
        ask = Arrive(new_id(), self.guests[who], found_by=FoundBy.CARD, **more)  # type: ignore[arg-type]
        return service.arrive(self.host, ask, till.day_for_opening)

    def step(self, one: Reception, step: Step, by: str = "v1", **more: object) -> Reception:
        told = TOLD.get(step, {}) | more
        ask = DoStep(new_id(), one.serial, step, **told)  # type: ignore[arg-type]
        return service.do_step(self.desk.acting(by, 1), ask)

    def through(self, one: Reception, *steps: Step) -> Reception:
        for step in steps:
            one = self.step(one, step)
        return one

    def guest(self, who: str = "样例甲") -> Reception:
        """A guest with a tier, at the door."""
        self.enrol(who)
        return self.arrive(who)

    def keep(self, item: str, value: str, who: str = "样例甲", **more: object) -> GuestCard:
        told = {"consent": True, "source": "told"} | more
        ask = KeepFact(new_id(), self.guests[who], item, value, **told)  # type: ignore[arg-type]
        return service.keep(self.host, ask)

    def faults(self) -> list[str]:
        with self.desk.read() as session:
            return [fault.code for fault in checks.check(session, HALL)]

    def refused(self) -> list[str]:
        """Codes of the refusals on record, in order."""
        query = select(AuditRow.details).where(AuditRow.action == "vip.refuse")
        with self.desk.read() as session:
            rows = session.scalars(query.order_by(AuditRow.seq))
            return [row["code"].removeprefix("vip.") for row in rows]


@pytest.fixture
def vip(desk: Desk, clock: ScriptClock) -> Vip:
    """A hall with its people; no customer yet."""
    with act(desk, "test.staff") as doing:
        found_with(doing, PEOPLE)
    return Vip(desk, clock)
