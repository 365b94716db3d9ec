"""The log as an auditor reads it, and what verify says when somebody's rights were edited."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from hallclient.base.clock import ScriptClock
from hallclient.staff import service
from hallclient.staff.checks import check
from hallclient.staff.rules import AuditQuery, NotPermitted, SetActive
from hallclient.store.desk import Desk
from hallclient.store.integrity import check_store

PASSWORD = "correct horse"


def faults(desk: Desk) -> list[tuple[str, str]]:
    with desk.read() as session:
        return [(fault.code, fault.place) for fault in check(session, desk.hall)]


def test_the_log_is_filtered_and_paged_newest_first(manager: Desk, clock: ScriptClock) -> None:
    began = clock.now()
    clock.set(began + timedelta(hours=1))
    service.sign_in(manager, "C1", PASSWORD)
    service.sign_in(manager, "C2", PASSWORD)
    everything = service.audit_log(manager, AuditQuery())
    assert [entry.seq for entry in everything.entries] == list(range(everything.total, 0, -1))
    assert service.audit_log(manager, AuditQuery(actor="C1")).total == 1
    assert service.audit_log(manager, AuditQuery(action="staff.add")).total == 3
    assert service.audit_log(manager, AuditQuery(since=began + timedelta(minutes=1))).total == 2
    assert service.audit_log(manager, AuditQuery(until=began + timedelta(minutes=1))).total == 4
    second = service.audit_log(manager, AuditQuery(page=1, page_size=4))
    assert [entry.seq for entry in second.entries] == [2, 1]
    assert second.total == 6


def test_a_filter_is_text_and_not_a_pattern(manager: Desk) -> None:
    assert service.audit_log(manager, AuditQuery(action="%")).total == 0
    assert service.audit_log(manager, AuditQuery(action="staff_add")).total == 0


def test_only_who_may_reads_the_log(manager: Desk) -> None:
    assert service.audit_log(manager.acting("A1"), AuditQuery()).total > 0
    with pytest.raises(NotPermitted):
        service.audit_log(manager.acting("C1"), AuditQuery())


def test_a_hall_that_was_only_used_has_no_fault(manager: Desk) -> None:
    service.set_active(manager, SetActive("C2", active=False, request_id="r"))
    assert faults(manager) == []
    with manager.read() as session:
        assert list(check_store(session, manager.hall, manager.keys.audit)) == []


@pytest.mark.parametrize(
    "change",
    [
        "role = 'duty_manager'",
        "active = FALSE",
        "name = (SELECT max(name) FROM staff WHERE code <> 'C1')",
        "password_hash = 'another'",
    ],
)
def test_rights_edited_behind_the_program_are_found_with_their_place(
    manager: Desk, tamper: Callable[[str], None], change: str
) -> None:
    tamper(f"UPDATE staff SET {change} WHERE code = 'C1'")
    assert faults(manager) == [("staff.changed", "staff code C1")]


def test_a_person_taken_away_is_found(manager: Desk) -> None:
    engine = manager.store.engine
    if engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL does not let a person go whom a change names")
    with engine.connect() as connection:
        raw = connection.connection.driver_connection
        assert raw is not None
        raw.execute("PRAGMA foreign_keys=OFF")
        raw.execute("DELETE FROM staff WHERE code = 'C1'")
        raw.execute("PRAGMA foreign_keys=ON")
    assert faults(manager) == [("staff.missing", "staff code C1")]


def test_a_change_taken_off_the_record_is_found(
    manager: Desk, tamper: Callable[[str], None]
) -> None:
    service.set_active(manager, SetActive("C2", active=False, request_id="r1"))
    service.set_active(manager, SetActive("C2", active=True, request_id="r2"))
    tamper("DELETE FROM staff_changes WHERE code = 'C2' AND version = 2")
    assert ("staff.gap", "staff_changes code C2, version 3") in faults(manager)
