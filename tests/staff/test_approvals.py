"""A second person elsewhere: asked, answered once, good once, and for what was asked only."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from hallclient.base.clock import ScriptClock
from hallclient.base.errors import HallError
from hallclient.staff import book, checks, service
from hallclient.staff.permissions import PERMISSIONS, permission_table
from hallclient.staff.rules import (
    AddPerson,
    AnswerApproval,
    ApprovalRequest,
    AskApproval,
    AuditQuery,
    ChangeRole,
    RequestFact,
    RequestState,
    Role,
    SetActive,
    Signature,
    content_text,
)
from hallclient.store.audit import act
from hallclient.store.desk import Desk
from tests.staff.conftest import PASSWORD

CONTENT = ("reverse", "H00120261122010001", "wrong amount")
FACTS = (RequestFact("Order number", "H00120261122010001"), RequestFact("Total", "50.00"))
ASK = AskApproval("order.reverse", CONTENT, FACTS, 5_000)


def answer(
    desk: Desk,
    request: ApprovalRequest,
    code: str = "M1",
    *,
    reason: str = "",
    approve: bool = True,
) -> ApprovalRequest:
    ask = AnswerApproval(request.request_id, approve, code, PASSWORD, f"{code}-{reason}", reason)
    return service.answer_approval(desk, ask)


def use(
    desk: Desk,
    signature: Signature | None,
    content: object = CONTENT,
    permission: str = "order.reverse",
    amount_fen: int = 5_000,
) -> str:
    with act(desk, "test.use") as doing:
        signer = book.second_person(
            doing, signature, permission, amount_fen=amount_fen, content=content
        )
        return signer.code


def code_of(does: Callable[[], object]) -> str:
    with pytest.raises(HallError) as refused:
        does()
    return refused.value.code


def actions(manager: Desk) -> list[str]:
    found = service.audit_log(manager, AuditQuery(action="approval.")).entries
    return [entry.action for entry in reversed(found)]


def faults(desk: Desk) -> list[str]:
    with desk.read() as session:
        return [fault.code for fault in checks.check(session, desk.hall)]


def test_a_request_is_seen_approved_and_used_as_a_signature(manager: Desk, clerk: Desk) -> None:
    asked = service.ask_approval(clerk, ASK)
    assert (asked.state, asked.seconds_left) == (RequestState.WAITING, 120)
    (seen,) = service.open_requests(manager)
    assert (seen.first, seen.first_name, seen.counter) == ("C1", "Person C1", 1)
    assert (seen.facts, seen.amount_fen, seen.wording) == (
        FACTS,
        5_000,
        PERMISSIONS["order.reverse"],
    )
    answer(manager, asked)
    assert service.open_requests(manager) == ()
    found = service.approval(clerk, asked.request_id)
    assert (found.state, found.by, found.by_name) == (RequestState.APPROVED, "M1", "Manager One")
    assert use(clerk, found.signature) == "M1"
    assert actions(manager) == ["approval.ask", "approval.approve"]
    entry = service.audit_log(manager, AuditQuery(action="test.")).entries[0]
    assert "permission=order.reverse by=M1 signed_at=" in entry.details
    assert f"request={asked.request_id}" in entry.details
    assert faults(manager) == []


def test_only_who_asked_finds_the_signature(manager: Desk, clerk: Desk) -> None:
    asked = service.ask_approval(clerk, ASK)
    answer(manager, asked)
    assert service.approval(manager, asked.request_id).signature is None
    assert service.approval(clerk.acting("C2"), asked.request_id).signature is None


def test_a_refusal_has_a_reason_and_leaves_no_signature(manager: Desk, clerk: Desk) -> None:
    asked = service.ask_approval(clerk, ASK)
    assert code_of(lambda: answer(manager, asked, approve=False, reason="  ")) == "approval.reason"
    answer(manager, asked, approve=False, reason="receipt first")
    found = service.approval(clerk, asked.request_id)
    assert (found.state, found.reason) == (RequestState.REFUSED, "receipt first")
    assert found.signature is None
    assert actions(manager) == ["approval.ask", "approval.refuse"]


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"content": ("reverse", "H00120261122010002", "wrong amount")}, "approval.changed"),
        ({"amount_fen": 5_001}, "approval.changed"),
        ({"content": None}, "approval.not-remote"),
        ({"permission": "price.override"}, "approval.not-permitted"),
    ],
)
def test_an_approval_is_good_for_what_was_asked_only(
    manager: Desk, clerk: Desk, changed: dict[str, object], code: str
) -> None:
    asked = service.ask_approval(clerk, ASK)
    answer(manager, asked)
    signature = service.approval(clerk, asked.request_id).signature
    assert code_of(lambda: use(clerk, signature, **changed)) == code  # type: ignore[arg-type]
    assert use(clerk, signature) == "M1"  # what was refused has used nothing up


def test_an_approval_is_good_once_and_for_who_asked(manager: Desk, clerk: Desk) -> None:
    asked = service.ask_approval(clerk, ASK)
    answer(manager, asked)
    signature = service.approval(clerk, asked.request_id).signature
    assert code_of(lambda: use(clerk.acting("C2"), signature)) == "approval.changed"
    use(clerk, signature)
    assert code_of(lambda: use(clerk, signature)) == "approval.used"
    assert service.approval(clerk, asked.request_id).signature is None


def test_a_signature_cannot_be_turned_into_one_of_a_request(manager: Desk, clerk: Desk) -> None:
    asked = service.ask_approval(clerk, ASK)
    answer(manager, asked)
    remote = service.approval(clerk, asked.request_id).signature
    assert remote is not None
    assert code_of(lambda: use(clerk, replace(remote, request=""))) == "approval.missing"
    at_hand = service.sign(clerk, "M1", PASSWORD, "order.reverse")
    forged = replace(at_hand, request=asked.request_id)
    assert code_of(lambda: use(clerk, forged)) == "approval.missing"
    assert use(clerk, at_hand) == "M1"  # the other way goes on as before


def test_an_approval_ends_two_minutes_after_it_was_given(
    manager: Desk, clerk: Desk, clock: ScriptClock
) -> None:
    asked = service.ask_approval(clerk, ASK)
    answer(manager, asked)
    signature = service.approval(clerk, asked.request_id).signature
    clock.set(clock.now() + timedelta(seconds=121))
    assert code_of(lambda: use(clerk, signature)) == "approval.expired"


@pytest.mark.parametrize("permission", sorted(set(PERMISSIONS) - permission_table().remote))
def test_what_has_to_be_seen_is_not_approved_from_elsewhere(clerk: Desk, permission: str) -> None:
    ask = AskApproval(permission, CONTENT, FACTS)
    assert code_of(lambda: service.ask_approval(clerk, ask)) == "approval.not-remote"


@pytest.mark.duty("S1-FM-01")
def test_no_witness_of_money_or_papers_is_elsewhere() -> None:
    assert permission_table().remote == {
        "order.reverse",
        "price.override",
        "cash.pay_out",
        "stock.write_off",
    }


def test_nobody_is_asked_in_vain(manager: Desk, clerk: Desk) -> None:
    too_much = replace(ASK, amount_fen=5_000_001)
    assert code_of(lambda: service.ask_approval(clerk, too_much)) == "approval.nobody"
    assert code_of(lambda: service.ask_approval(manager, ASK)) == "approval.nobody"
    assert actions(manager) == []


def test_the_rights_are_those_of_who_answers(manager: Desk, clerk: Desk) -> None:
    asked = service.ask_approval(clerk, ASK)
    assert service.open_requests(clerk.acting("C2")) == ()
    assert code_of(lambda: answer(manager, asked, "C2")) == "approval.not-permitted"
    assert code_of(lambda: answer(manager, asked, "C1")) == "approval.same-person"
    assert answer(clerk.acting("C2"), asked, "M1").by == "M1"  # their code, whoever is signed in


def test_a_wrong_password_answers_nothing_and_is_on_record(manager: Desk, clerk: Desk) -> None:
    asked = service.ask_approval(clerk, ASK)
    wrong = AnswerApproval(asked.request_id, approve=True, code="M1", password="wrong words",
                           answer_id="a1")  # fmt: skip
    assert code_of(lambda: service.answer_approval(manager, wrong)) == "signin.failed"
    assert service.approval(clerk, asked.request_id).state is RequestState.WAITING
    tried = service.audit_log(manager, AuditQuery(action="staff.sign-in-failed"))
    assert tried.total == 1


def test_the_rights_are_asked_again_when_the_approval_is_used(manager: Desk, clerk: Desk) -> None:
    service.add_person(manager, AddPerson("M2", "Two", Role.DUTY_MANAGER, PASSWORD, "add-m2"))
    asked = service.ask_approval(clerk, ASK)
    answer(manager, asked, "M2")
    signature = service.approval(clerk, asked.request_id).signature
    service.set_active(manager, SetActive("M2", active=False, request_id="gone"))
    assert code_of(lambda: use(clerk, signature)) == "approval.not-permitted"
    service.set_active(manager, SetActive("M2", active=True, request_id="back"))
    service.change_role(manager, ChangeRole("M2", Role.CLERK, "down"))
    assert code_of(lambda: use(clerk, signature)) == "approval.not-permitted"


def test_what_was_withdrawn_can_no_longer_be_approved(manager: Desk, clerk: Desk) -> None:
    asked = service.ask_approval(clerk, ASK)
    other = clerk.acting("C2")
    assert code_of(lambda: service.withdraw_approval(other, asked.request_id)) == "approval.unknown"
    service.withdraw_approval(clerk, asked.request_id)
    assert service.open_requests(manager) == ()
    assert code_of(lambda: answer(manager, asked)) == "approval.withdrawn"
    assert service.withdraw_approval(clerk, asked.request_id).state is RequestState.WITHDRAWN
    assert actions(manager) == ["approval.ask", "approval.withdraw"]


def test_what_was_answered_can_no_longer_be_withdrawn(manager: Desk, clerk: Desk) -> None:
    asked = service.ask_approval(clerk, ASK)
    answer(manager, asked)
    withdraw = lambda: service.withdraw_approval(clerk, asked.request_id)  # noqa: E731
    assert code_of(withdraw) == "approval.answered"
    assert use(clerk, service.approval(clerk, asked.request_id).signature) == "M1"


def test_the_second_of_two_managers_is_told_who_was_first(manager: Desk, clerk: Desk) -> None:
    service.add_person(manager, AddPerson("M2", "Two", Role.DUTY_MANAGER, PASSWORD, "add-m2"))
    asked = service.ask_approval(clerk, ASK)
    answer(manager.acting("M2"), asked, "M2", approve=False, reason="no")
    with pytest.raises(HallError) as refused:
        answer(manager, asked)
    assert (refused.value.code, refused.value.facts) == ("approval.answered", {"code": "M2"})


def test_the_same_answer_again_changes_nothing(manager: Desk, clerk: Desk) -> None:
    asked = service.ask_approval(clerk, ASK)
    answer(manager, asked)
    assert answer(manager, asked).state is RequestState.APPROVED
    assert actions(manager) == ["approval.ask", "approval.approve"]


def test_an_answer_that_comes_too_late_puts_the_end_on_record(
    manager: Desk, clerk: Desk, clock: ScriptClock
) -> None:
    asked = service.ask_approval(clerk, ASK)
    clock.set(clock.now() + timedelta(seconds=119))
    assert service.approval(clerk, asked.request_id).seconds_left == 1
    clock.set(clock.now() + timedelta(seconds=1))
    assert service.approval(clerk, asked.request_id).state is RequestState.TIMED_OUT
    assert service.open_requests(manager) == ()
    assert code_of(lambda: answer(manager, asked)) == "approval.timed-out"
    assert code_of(lambda: answer(manager, asked)) == "approval.timed-out"
    assert actions(manager) == ["approval.ask", "approval.time-out"]
    assert service.withdraw_approval(clerk, asked.request_id).state is RequestState.TIMED_OUT


def test_who_gives_up_after_the_time_puts_the_end_on_record(
    manager: Desk, clerk: Desk, clock: ScriptClock
) -> None:
    asked = service.ask_approval(clerk, ASK)
    clock.set(clock.now() + timedelta(seconds=121))
    assert service.withdraw_approval(clerk, asked.request_id).state is RequestState.TIMED_OUT
    assert actions(manager) == ["approval.ask", "approval.time-out"]


def test_a_restarted_desk_finds_its_request_again(manager: Desk, clerk: Desk) -> None:
    asked = service.ask_approval(clerk, ASK)
    again = service.ask_approval(clerk, replace(ASK))
    assert again.request_id == asked.request_id
    answer(manager, asked)
    found = service.ask_approval(clerk, ASK)
    assert (found.request_id, found.state) == (asked.request_id, RequestState.APPROVED)
    use(clerk, found.signature)
    assert service.ask_approval(clerk, ASK).request_id != asked.request_id


def test_an_approval_that_is_too_old_is_asked_for_anew(
    manager: Desk, clerk: Desk, clock: ScriptClock
) -> None:
    asked = service.ask_approval(clerk, ASK)
    answer(manager, asked)
    clock.set(clock.now() + timedelta(seconds=121))
    later = service.ask_approval(clerk, ASK)
    assert (later.request_id == asked.request_id, later.state) == (False, RequestState.WAITING)


def test_another_request_of_a_desk_withdraws_the_one_before(manager: Desk, clerk: Desk) -> None:
    asked = service.ask_approval(clerk, ASK)
    elsewhere = service.ask_approval(replace(clerk, counter=2), ASK)
    later = service.ask_approval(clerk, replace(ASK, content=("another",)))
    waiting = [one.request_id for one in service.open_requests(manager)]
    assert waiting == [elsewhere.request_id, later.request_id]
    assert service.approval(clerk, asked.request_id).state is RequestState.WITHDRAWN
    assert faults(manager) == []


def test_equal_content_is_the_same_and_nothing_else_is() -> None:
    one = {"b": (1, "x"), "a": frozenset({"2", "1"})}
    assert content_text(one) == content_text({"a": {"1", "2"}, "b": [1, "x"]})
    different = [
        ("a", "b"),
        ("ab",),
        ("a", None, "b"),
        {"a": "b"},
        "ab",
        ("a", ("b",)),
        (1,),
        ("1",),
        {1},
        {"1"},
        {1: "x"},
        {"1": "x"},
        {RequestFact("a", "b")},
        {RequestFact("a", "c")},
    ]
    assert len({content_text(value) for value in different}) == len(different)
    with pytest.raises(TypeError):
        content_text(object())


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE approval_ends SET by = 'C1'",
        "UPDATE approval_ends SET state = 'refused'",
        "UPDATE approval_ends SET state = 'made-up'",
        "UPDATE approval_uses SET by = 'C2'",
        "UPDATE approval_requests SET expires_at = asked_at",
    ],
)
def test_verify_finds_an_approval_that_could_not_have_been(
    manager: Desk, clerk: Desk, tamper: Callable[[str], None], change: str
) -> None:
    asked = service.ask_approval(clerk, ASK)
    answer(manager, asked)
    use(clerk, service.approval(clerk, asked.request_id).signature)
    assert faults(manager) == []
    tamper(change)
    assert faults(manager) == ["staff.approval"]


def test_the_managers_clock_may_be_ahead(manager: Desk, clerk: Desk, clock: ScriptClock) -> None:
    now = clock.now()
    asked = service.ask_approval(clerk, ASK)
    clock.set(now + timedelta(seconds=40))
    answer(manager, asked)
    clock.set(now)
    assert use(clerk, service.approval(clerk, asked.request_id).signature) == "M1"
    assert faults(manager) == []
