"""Two people where two are needed: who may, who signed, and when that no longer counts."""

from dataclasses import replace
from datetime import timedelta

import pytest

from hallclient.base.clock import ScriptClock
from hallclient.base.errors import HallError
from hallclient.staff import book, service
from hallclient.staff.rules import (
    ApprovalExpired,
    ApprovalMissing,
    ApprovalNotPermitted,
    ApprovalSamePerson,
    AuditQuery,
    ChangeRole,
    NotPermitted,
    Role,
    SetActive,
    Signature,
    StaffUnknown,
)
from hallclient.store.audit import act
from hallclient.store.desk import Desk

PASSWORD = "correct horse"
LIMIT = 50_000  # of price.override, for a duty manager


def approve(
    desk: Desk,
    signature: Signature | None,
    permission: str = "order.reverse",
    *,
    first: str | None = None,
    amount_fen: int = 0,
) -> str:
    with act(desk, "test.approve") as doing:
        signer = book.second_person(
            doing, signature, permission, first=first, amount_fen=amount_fen
        )
        return signer.code


def refused(desk: Desk, signature: Signature | None, **more: object) -> type[HallError]:
    with pytest.raises(HallError) as refusal:
        approve(desk, signature, **more)  # type: ignore[arg-type]
    return type(refusal.value)


@pytest.mark.duty("S0-MG-06")
def test_an_approval_is_on_record_with_who_for_what_and_when(clerk: Desk) -> None:
    signature = service.sign(clerk, "M1", PASSWORD)
    assert approve(clerk, signature, amount_fen=5000) == "M1"
    entry = service.audit_log(clerk.acting("M1"), AuditQuery(action="test.")).entries[0]
    assert entry.actor == "C1"
    assert "permission=order.reverse by=M1 signed_at=2026-11-22T01:00:00+00:00 fen=5000" in (
        entry.details
    )


@pytest.mark.duty("S0-MG-06")
def test_two_approvals_in_one_act_are_both_on_record(clerk: Desk) -> None:
    signature = service.sign(clerk, "M1", PASSWORD)
    with act(clerk, "test.approve") as doing:
        book.second_person(doing, signature, "face.override")
        book.second_person(doing, signature, "price.override", amount_fen=100)
        noted = [approval["permission"] for approval in doing.details["approvals"]]
    assert noted == ["face.override", "price.override"]


@pytest.mark.duty("S2-KA-03")
def test_a_waiver_without_a_manager_is_refused(clerk: Desk) -> None:
    assert refused(clerk, None, permission="price.override") is ApprovalMissing
    other_clerk = service.sign(clerk, "C2", PASSWORD)
    assert refused(clerk, other_clerk, permission="price.override") is ApprovalNotPermitted


@pytest.mark.duty("S0-MG-05")
def test_a_manager_approves_up_to_the_limit_of_the_role(clerk: Desk) -> None:
    signature = service.sign(clerk, "M1", PASSWORD)
    assert approve(clerk, signature, "price.override", amount_fen=LIMIT) == "M1"
    over = refused(clerk, signature, permission="price.override", amount_fen=LIMIT + 1)
    assert over is ApprovalNotPermitted


@pytest.mark.duty("S1-FM-01")
def test_the_second_person_is_never_the_first(manager: Desk) -> None:
    own = service.sign(manager, "M1", PASSWORD)
    assert refused(manager, own) is ApprovalSamePerson
    assert refused(manager.acting("C1"), own, first="M1") is ApprovalSamePerson
    assert approve(manager, own, first="C1") == "M1"


def test_a_signature_ends_after_two_minutes(clerk: Desk, clock: ScriptClock) -> None:
    signature = service.sign(clerk, "M1", PASSWORD)
    clock.set(clock.now() + timedelta(seconds=120))
    assert approve(clerk, signature) == "M1"
    clock.set(clock.now() + timedelta(seconds=1))
    assert refused(clerk, signature) is ApprovalExpired


def test_rights_are_read_again_when_the_signature_is_used(manager: Desk) -> None:
    service.change_role(manager, ChangeRole("C2", Role.DUTY_MANAGER, "up"))
    clerk = manager.acting("C1")
    signature = service.sign(clerk, "C2", PASSWORD)
    service.set_active(manager, SetActive("C2", active=False, request_id="leave"))
    assert refused(clerk, signature) is ApprovalNotPermitted
    service.set_active(manager, SetActive("C2", active=True, request_id="back"))
    service.change_role(manager, ChangeRole("C2", Role.CLERK, "down"))
    assert refused(clerk, signature) is ApprovalNotPermitted


def test_a_signature_that_a_page_made_up_counts_as_none(clerk: Desk) -> None:
    real = service.sign(clerk, "C2", PASSWORD)
    assert refused(clerk, replace(real, code="M1")) is ApprovalMissing
    assert refused(clerk, replace(real, code="M1", role=Role.DUTY_MANAGER)) is ApprovalMissing


def test_a_signature_for_one_permission_is_no_signature_for_another(clerk: Desk) -> None:
    signature = service.sign(clerk, "M1", PASSWORD, "face.override")
    assert approve(clerk, signature, "face.override") == "M1"
    assert refused(clerk, signature, permission="order.reverse") is ApprovalNotPermitted


def test_a_refused_approval_leaves_nothing(clerk: Desk) -> None:
    refused(clerk, None)
    assert service.audit_log(clerk.acting("M1"), AuditQuery(action="test.")).total == 0


@pytest.mark.parametrize(
    ("code", "permission", "amount", "allowed"),
    [
        ("C1", "order.make", 0, True),
        ("C1", "order.reverse", 0, False),
        ("M1", "price.override", LIMIT, True),
        ("M1", "price.override", LIMIT + 1, False),
        ("A1", "audit.read", 0, True),
        ("A1", "order.make", 0, False),
        ("C9", "order.make", 0, False),
        ("", "order.make", 0, False),
    ],
)
def test_require_follows_the_table(
    manager: Desk, code: str, permission: str, amount: int, *, allowed: bool
) -> None:
    desk = manager.acting(code)
    with desk.read() as session:
        if allowed:
            book.require(session, desk, permission, amount)
        else:
            with pytest.raises(NotPermitted):
                book.require(session, desk, permission, amount)


def test_a_person_of_another_hall_is_nobody_here(manager: Desk) -> None:
    with manager.read() as session:
        assert book.person(session, manager.hall, "M1").name == "Manager One"
        with pytest.raises(StaffUnknown):
            book.person(session, "H002", "M1")
