"""The audit chain: what one act writes is sealed, and any later change is named."""

from collections.abc import Callable

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from hallclient.store.audit import act
from hallclient.store.desk import Desk
from hallclient.store.integrity import check_store


def faults(desk: Desk) -> list[str]:
    with desk.read() as session:
        return [fault.code for fault in check_store(session, desk.hall, desk.keys.audit)]


def write(desk: Desk, subject: str, request_id: str | None = None) -> str | None:
    with act(desk, "test.write", request_id) as doing:
        if doing.earlier is None:
            doing.subject = subject
        return doing.earlier


def test_an_untouched_chain_has_no_fault(desk: Desk) -> None:
    for number in range(3):
        write(desk, f"thing/{number}")
    assert faults(desk) == []


def test_a_request_id_seen_before_gives_the_first_subject_and_writes_nothing(desk: Desk) -> None:
    assert write(desk, "thing/1", "r1") is None
    assert write(desk, "thing/2", "r1") == "thing/1"
    with desk.read() as session:
        assert session.execute(text("SELECT count(*) FROM audit")).scalar_one() == 1


def test_an_error_inside_an_act_leaves_no_row_and_no_gap(desk: Desk) -> None:
    with pytest.raises(ZeroDivisionError), act(desk, "test.fail"):
        _ = 1 // 0
    write(desk, "thing/1")
    assert faults(desk) == []


@pytest.mark.parametrize("verb", ["UPDATE audit SET actor = 'x'", "DELETE FROM audit"])
def test_the_database_itself_refuses_to_change_the_log(desk: Desk, verb: str) -> None:
    write(desk, "thing/1")
    with pytest.raises(DBAPIError, match="append-only"), desk.write() as session:
        session.execute(text(verb))


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("UPDATE audit SET actor = 'mallory' WHERE seq = 2", "audit.changed"),
        ("DELETE FROM audit WHERE seq = 2", "audit.gap"),
        ("DELETE FROM audit WHERE seq = 3", "audit.cut"),
    ],
)
def test_a_change_behind_the_guards_is_found(
    desk: Desk, tamper: Callable[[str], None], statement: str, code: str
) -> None:
    for number in range(3):
        write(desk, f"thing/{number}")
    tamper(statement)
    assert {code, "store.guard"} <= set(faults(desk))
