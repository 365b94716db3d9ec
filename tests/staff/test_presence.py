"""Sign-in: no hint to who guesses, a growing lock, everything on record."""

from datetime import timedelta

import pytest

from hallclient.base.clock import ScriptClock
from hallclient.policy import service as policy
from hallclient.policy.rules import ChangePolicy
from hallclient.staff import passwords, service
from hallclient.staff.rules import (
    AuditQuery,
    Role,
    SetActive,
    SignInFailed,
    SignInLocked,
    UnlockOther,
    is_genuine,
)
from hallclient.store.columns import Record
from hallclient.store.desk import Desk

PASSWORD = "correct horse"


def fail(desk: Desk, code: str, times: int) -> None:
    for _ in range(times):
        with pytest.raises((SignInFailed, SignInLocked)):
            service.sign_in(desk, code, "wrong password")


def actions(manager: Desk) -> list[str]:
    return [entry.action for entry in service.audit_log(manager, AuditQuery()).entries]


def test_the_right_password_opens_the_desk_with_the_rights_of_the_role(manager: Desk) -> None:
    signed_in = service.sign_in(manager.acting(""), "C1", PASSWORD)
    assert (signed_in.code, signed_in.role) == ("C1", Role.CLERK)
    assert "order.make" in signed_in.permissions
    assert "order.reverse" not in signed_in.permissions


def test_who_got_the_password_from_somebody_else_is_told(manager: Desk) -> None:
    assert service.sign_in(manager, "C1", PASSWORD).password_given
    assert not service.sign_in(manager, "M1", PASSWORD).password_given


def test_wrong_password_unknown_code_and_person_who_left_are_told_the_same(manager: Desk) -> None:
    service.set_active(manager, SetActive("C2", active=False, request_id="r"))
    said = set()
    for code, password in (("C1", "wrong password"), ("C9", PASSWORD), ("C2", PASSWORD)):
        with pytest.raises(SignInFailed) as refused:
            service.sign_in(manager.acting(""), code, password)
        said.add((str(refused.value), refused.value.field))
    assert len(said) == 1


def test_a_code_that_nobody_has_costs_a_hash_as_well(
    manager: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    spent: list[str] = []
    for name in ("matches", "matches_nobody"):
        monkeypatch.setattr(passwords, name, lambda *_, name=name: spent.append(name) or False)
    fail(manager, "C1", 1)
    fail(manager, "C9", 1)
    assert spent == ["matches", "matches_nobody"]


@pytest.mark.parametrize("code", ["C1", "C9"])
def test_the_fifth_failure_locks_and_each_further_one_doubles(
    manager: Desk, clock: ScriptClock, code: str
) -> None:
    fail(manager, code, 4)
    for seconds in (30, 60, 120, 240):
        with pytest.raises(SignInLocked) as locked:
            service.sign_in(manager, code, "wrong password")
        assert locked.value.facts["seconds"] == seconds
        clock.set(clock.now() + timedelta(seconds=seconds))


def test_while_locked_even_the_right_password_is_not_looked_at(
    manager: Desk, clock: ScriptClock
) -> None:
    fail(manager, "C1", 5)
    clock.set(clock.now() + timedelta(seconds=10))
    with pytest.raises(SignInLocked) as locked:
        service.sign_in(manager, "C1", PASSWORD)
    assert locked.value.facts["seconds"] == 20
    clock.set(clock.now() + timedelta(seconds=20))
    assert service.sign_in(manager, "C1", PASSWORD).code == "C1"


def test_a_success_forgets_the_failures(manager: Desk) -> None:
    fail(manager, "C1", 4)
    service.sign_in(manager, "C1", PASSWORD)
    fail(manager, "C1", 4)
    assert service.sign_in(manager, "C1", PASSWORD).code == "C1"


def test_failed_approvals_count_as_failed_sign_ins_do(clerk: Desk) -> None:
    for _ in range(4):
        with pytest.raises(SignInFailed):
            service.sign(clerk, "M1", "wrong password")
    with pytest.raises(SignInLocked):
        service.sign(clerk, "M1", "wrong password")
    with pytest.raises(SignInLocked):
        service.sign_in(clerk, "M1", PASSWORD)


def test_a_lock_of_one_code_does_not_lock_another(manager: Desk) -> None:
    fail(manager, "C1", 5)
    assert service.sign_in(manager, "C2", PASSWORD).code == "C2"


def test_a_signature_is_genuine_and_stays_on_the_clerks_record(clerk: Desk) -> None:
    signature = service.sign(clerk, "M1", PASSWORD, "order.reverse")
    assert is_genuine(clerk.keys.audit, signature)
    assert (signature.code, signature.purpose) == ("M1", "order.reverse")
    entry = service.audit_log(clerk.acting("M1"), AuditQuery(action="staff.sign")).entries[0]
    assert (entry.actor, entry.subject) == ("C1", "staff/M1")


@pytest.mark.duty("S3-AG-05")
def test_a_locked_screen_opens_for_the_same_person_only(clerk: Desk) -> None:
    service.lock(clerk, idle=True)
    with pytest.raises(UnlockOther):
        service.unlock(clerk, "M1", PASSWORD)
    with pytest.raises(SignInFailed):
        service.unlock(clerk, "C1", "wrong password")
    assert service.unlock(clerk, "C1", PASSWORD).code == "C1"


@pytest.mark.duty("S3-AG-05")
def test_coming_failing_locking_unlocking_and_leaving_are_all_on_record(clerk: Desk) -> None:
    service.sign_in(clerk, "C1", PASSWORD)
    fail(clerk, "C1", 1)
    service.lock(clerk, idle=False)
    service.unlock(clerk, "C1", PASSWORD)
    service.sign_out(clerk)
    assert actions(clerk.acting("M1"))[:5] == [
        "staff.sign-out",
        "staff.unlock",
        "staff.lock",
        "staff.sign-in-failed",
        "staff.sign-in",
    ]


def test_what_was_typed_is_nowhere_in_the_database(manager: Desk) -> None:
    with pytest.raises(SignInFailed):
        service.sign_in(manager, "my-secret-in-the-wrong-field", "another secret")
    with manager.read() as session:
        dump = "\n".join(
            str(tuple(row))
            for table in Record.metadata.sorted_tables
            for row in session.execute(table.select())
        )
    assert "Manager One" in dump
    for typed in ("my-secret", "another secret", PASSWORD):
        assert typed not in dump


def test_a_try_that_was_under_way_when_the_lock_fell_does_not_get_through(
    manager: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    matches = passwords.matches

    def meanwhile(kept: str, password: str) -> bool:
        monkeypatch.setattr(passwords, "matches", matches)
        fail(manager, "C1", 5)
        return matches(kept, password)

    monkeypatch.setattr(passwords, "matches", meanwhile)
    with pytest.raises(SignInLocked):
        service.sign_in(manager, "C1", PASSWORD)


def test_the_halls_own_lock_out_is_used(manager: Desk) -> None:
    policy.change(manager, ChangePolicy("lockout_after", 2, None, "p1"))
    fail(manager, "C1", 1)
    with pytest.raises(SignInLocked):
        service.sign_in(manager, "C1", "wrong password")
