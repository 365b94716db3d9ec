"""Requests by several people at once, against a plain model: one end each, one use each."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from hallclient.base.clock import ScriptClock
from hallclient.base.errors import HallError
from hallclient.base.ids import new_id
from hallclient.staff import book, checks, service
from hallclient.staff.rules import (
    AddPerson,
    AnswerApproval,
    ApprovalRequest,
    AskApproval,
    RequestFact,
    Role,
    Signature,
)
from hallclient.store.audit import act
from hallclient.store.desk import Desk
from tests.conftest import ON_POSTGRESQL
from tests.staff.conftest import PASSWORD

CLERKS, MANAGERS = ("C1", "C2"), ("M1", "M2")
WAITS, LIFE = 120, 120
LIMIT = 5_000_000


@dataclass
class Asked:
    """What the model knows of one request."""

    first: str
    content: int
    amount_fen: int
    asked_at: int
    state: str = "waiting"
    by: str = ""
    ended_at: int = 0
    used: bool = False
    signature: Signature | None = None

    def now(self, clock: int) -> str:
        late = self.state == "waiting" and clock >= self.asked_at + WAITS
        return "timed-out" if late else self.state

    def fresh(self, clock: int) -> bool:
        return self.state == "approved" and not self.used and clock <= self.ended_at + LIFE


class Approvals(RuleBasedStateMachine):
    """The services on the left, a dictionary on the right."""

    desk: Desk
    clock: ScriptClock

    def __init__(self) -> None:
        super().__init__()
        self.seconds = 0
        self.began = self.clock.now()
        self.known: dict[str, Asked] = {}

    # -- what people do -----------------------------------------------------------------

    @rule(
        first=st.sampled_from((*CLERKS, "C1", "M1")),
        content=st.sampled_from((1, 1, 2)),
        amount=st.sampled_from((LIMIT, LIMIT, LIMIT + 1)),
    )
    def ask(self, first: str, content: int, amount: int) -> None:
        ask = AskApproval("order.reverse", ("order", content), (RequestFact("Total", "1"),), amount)
        code, request = self.tried(lambda: service.ask_approval(self.at(first), ask))
        if amount > LIMIT:
            assert code == "approval.nobody"
            return
        assert code == ""
        mine = [(key, one) for key, one in self.known.items() if one.first == first]
        standing = [(key, one) for key, one in mine
                    if one.now(self.seconds) == "waiting" or one.fresh(self.seconds)]  # fmt: skip
        same = [key for key, one in standing if (one.content, one.amount_fen) == (content, amount)]
        if same:
            assert request.request_id == max(same)
            return
        assert request.request_id not in self.known
        for _key, one in standing:
            if one.state == "waiting":
                one.state, one.by, one.ended_at = "withdrawn", first, self.seconds
        self.known[request.request_id] = Asked(first, content, amount, self.seconds)

    @precondition(lambda self: self.known)
    @rule(
        data=st.data(),
        who=st.sampled_from((*MANAGERS, "C2")),
        approve=st.sampled_from((True, True, False)),
    )
    def answer(self, data: st.DataObject, who: str, approve: bool) -> None:  # noqa: FBT001
        key, one = self.some(data)
        ask = AnswerApproval(key, approve, who, PASSWORD, new_id(), "no")
        code, _ = self.tried(lambda: service.answer_approval(self.at(who), ask))
        assert code == self.answered(one, who)
        if code == "approval.timed-out":
            one.state = "timed-out"
        if not code:
            state = "approved" if approve else "refused"
            one.state, one.by, one.ended_at = state, who, self.seconds

    def answered(self, one: Asked, who: str) -> str:
        ended = {"withdrawn": "approval.withdrawn", "timed-out": "approval.timed-out"}
        if one.state != "waiting":
            return ended.get(one.state, "approval.answered")
        if who == one.first:
            return "approval.same-person"
        if who not in MANAGERS:
            return "approval.not-permitted"
        return ended.get(one.now(self.seconds), "")

    @precondition(lambda self: self.known)
    @rule(data=st.data(), who=st.sampled_from((*CLERKS, "M1")))
    def withdraw(self, data: st.DataObject, who: str) -> None:
        key, one = self.some(data)
        code, _ = self.tried(lambda: service.withdraw_approval(self.at(who), key))
        if who != one.first:
            assert code == "approval.unknown"
        elif one.state in ("approved", "refused"):
            assert code == "approval.answered"
        else:
            assert code == ""
            if one.state == "waiting":
                late = one.now(self.seconds) == "timed-out"
                one.state = "timed-out" if late else "withdrawn"

    @precondition(lambda self: self.any_approved())
    @rule(data=st.data(), changed=st.booleans())
    def use(self, data: st.DataObject, changed: bool) -> None:  # noqa: FBT001
        """With the signature as it was found when it was first looked at, used or not since."""
        key, one = self.some(data, "approved")
        found = service.approval(self.at(one.first), key).signature
        one.signature = one.signature or found
        if one.signature is None:
            return
        content = ("order", one.content + 1 if changed else one.content)
        code, _ = self.tried(lambda: self.second(one, content))
        if self.seconds > one.ended_at + LIFE:
            assert code == "approval.expired"
        elif one.used:
            assert code == "approval.used"
        else:
            assert code == ("approval.changed" if changed else "")
            one.used = one.used or not changed

    def second(self, one: Asked, content: object) -> str:
        with act(self.at(one.first), "test.use") as doing:
            return book.second_person(
                doing, one.signature, "order.reverse", amount_fen=one.amount_fen, content=content
            ).code

    @rule(seconds=st.sampled_from((1, 20, 61, 120)))
    def wait(self, seconds: int) -> None:
        self.seconds += seconds
        self.clock.set(self.began + timedelta(seconds=self.seconds))

    # -- what must hold -----------------------------------------------------------------

    @invariant()
    def every_request_is_as_the_model_says(self) -> None:
        for key, one in self.known.items():
            found = service.approval(self.at(one.first), key)
            assert found.state == one.now(self.seconds)
            assert (found.signature is not None) == (one.state == "approved" and not one.used)

    @invariant()
    def a_manager_sees_what_waits_and_is_not_their_own(self) -> None:
        for who in (*MANAGERS, *CLERKS):
            seen = {one.request_id for one in service.open_requests(self.at(who))}
            waits = {key for key, one in self.known.items() if one.now(self.seconds) == "waiting"}
            own = {key for key in waits if self.known[key].first == who}
            assert seen == (waits - own if who in MANAGERS else set())

    def teardown(self) -> None:
        with self.desk.read() as session:
            assert list(checks.check(session, self.desk.hall)) == []

    # -- helpers ------------------------------------------------------------------------

    def at(self, who: str) -> Desk:
        return self.desk.acting(who, 1)

    def some(self, data: st.DataObject, state: str = "") -> tuple[str, Asked]:
        """One of the latest requests; of those in this state, if a state is given."""
        found = [(key, one) for key, one in self.known.items() if state in ("", one.state)][-3:]
        return found[-1 - data.draw(st.integers(0, len(found) - 1))]

    def any_approved(self) -> bool:
        return any(one.state == "approved" for one in self.known.values())

    @staticmethod
    def tried(does: Any) -> tuple[str, ApprovalRequest]:
        try:
            return "", does()
        except HallError as refused:
            return refused.code, None  # type: ignore[return-value]


@pytest.mark.duty("S0-MG-06")
def test_several_people_ask_answer_and_withdraw_as_a_plain_model_does(
    manager: Desk, clock: ScriptClock
) -> None:
    """One hall for all the days that are tried: each begins hours after the one before."""
    service.add_person(manager, AddPerson("M2", "Two", Role.DUTY_MANAGER, PASSWORD, "add-m2"))

    class InThisHall(Approvals):
        def __init__(self) -> None:
            clock.set(clock.now() + timedelta(hours=1))
            self.desk, self.clock = manager, clock
            super().__init__()

    run_state_machine_as_test(
        InThisHall,
        settings=settings(
            max_examples=8 if ON_POSTGRESQL else 20,
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
