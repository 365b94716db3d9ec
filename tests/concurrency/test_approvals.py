"""Two at the same moment about one request for approval: one wins, the other reads a sentence."""

import pytest

from hallclient.base.ids import new_id
from hallclient.counter import service as counter
from hallclient.counter.rules import ReverseAsk
from hallclient.staff import service as staff
from hallclient.staff.rules import (
    AddPerson,
    AnswerApproval,
    ApprovalRequest,
    AskApproval,
    RequestState,
    Role,
)
from tests.concurrency.conftest import at_once, codes
from tests.counter.conftest import recharge
from tests.faults.conftest import Hall, faults

PASSWORD = "second-cup-8"


class Asked:
    """A reversal that waits for approval, and two managers who may give it."""

    def __init__(self, hall: Hall) -> None:
        self.hall = hall
        for code in ("m8", "m9"):
            manager = AddPerson(code, f"值班{code}", Role.DUTY_MANAGER, PASSWORD, new_id())
            staff.add_person(hall.at("m1", 0), manager)
        order = hall.sell(recharge(amount="20"))
        self.ask = ReverseAsk(order.order_no, "客户办错", None, new_id())
        wanted = AskApproval("order.reverse", self.ask.content, (), order.total_fen)
        self.request = staff.ask_approval(hall.desk, wanted)

    def answer(self, code: str, *, approve: bool = True) -> ApprovalRequest:
        ask = AnswerApproval(
            self.request.request_id, approve, code, PASSWORD, new_id(), "收据未收回"
        )
        return staff.answer_approval(self.hall.at(code, 0), ask)

    def withdraw(self) -> ApprovalRequest:
        return staff.withdraw_approval(self.hall.desk, self.request.request_id)

    def found(self) -> ApprovalRequest:
        return staff.approval(self.hall.desk, self.request.request_id)


@pytest.fixture
def asked(hall: Hall) -> Asked:
    return Asked(hall)


@pytest.mark.parametrize("second_approves", [True, False])
def test_two_managers_answer_once(asked: Asked, second_approves: bool) -> None:  # noqa: FBT001
    ends = at_once(lambda: asked.answer("m8"), lambda: asked.answer("m9", approve=second_approves))
    assert codes(ends) == ["approval.answered"]
    (answer,) = [end for end in ends if isinstance(end, ApprovalRequest)]
    assert (asked.found().state, asked.found().by) == (answer.state, answer.by)
    assert faults(asked.hall.desk) == []


def test_what_is_approved_and_withdrawn_at_once_is_one_of_the_two(asked: Asked) -> None:
    ends = at_once(lambda: asked.answer("m8"), asked.withdraw)
    found = asked.found()
    if found.state is RequestState.WITHDRAWN:
        assert codes(ends) == ["approval.withdrawn"]
        assert found.signature is None
    else:
        assert codes(ends) == ["approval.answered"]
        assert found.signature is not None
    assert faults(asked.hall.desk) == []


def test_one_approval_is_used_once(asked: Asked) -> None:
    """The same clerk at two PCs of one counter: the order goes back once in any case."""
    asked.answer("m8")
    signature = asked.found().signature
    one, other = (
        ReverseAsk(asked.ask.order_no, asked.ask.reason, signature, new_id()) for _ in range(2)
    )
    desk = asked.hall.desk
    ends = at_once(lambda: counter.reverse(desk, one), lambda: counter.reverse(desk, other))
    assert len(codes(ends)) == 1
    assert codes(ends)[0] in ("order.reversed", "approval.used")
    assert faults(asked.hall.desk) == []


def test_a_desk_that_asks_twice_at_once_waits_for_one_answer(asked: Asked) -> None:
    wanted = AskApproval("order.reverse", ("another",), (), 2_000)
    desk = asked.hall.desk
    one, other = at_once(*(lambda: staff.ask_approval(desk, wanted) for _ in range(2)))
    assert isinstance(one, ApprovalRequest)
    assert isinstance(other, ApprovalRequest)
    assert one.request_id == other.request_id
    assert asked.found().state is RequestState.WITHDRAWN
    assert [each.request_id for each in staff.open_requests(asked.hall.at("m8", 0))] == [
        one.request_id
    ]
    assert faults(asked.hall.desk) == []
