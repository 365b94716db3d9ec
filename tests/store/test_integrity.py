"""Seals: rows and acts read side by side, whatever order they lie in; found in two processes."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import text

from hallclient import inspection
from hallclient.base.progress import silent
from hallclient.policy import book
from hallclient.store import integrity
from hallclient.store.audit import act
from hallclient.store.desk import Desk
from hallclient.store.integrity import check_store
from hallclient.store.schema import guard, guarded_tables, missing_guards
from tests.conftest import ON_POSTGRESQL

Tamper = Callable[[str], None]


@pytest.fixture
def busy(desk: Desk) -> Desk:
    """A hall with three settings, each an act of its own."""
    with act(desk, "test.found") as doing:
        book.found_hall(doing, "示范营业厅")
    for value in ("08:00", "08:30", "09:00"):
        with act(desk, "test.set") as doing:
            book.set_value(doing, "opening_time", value, desk.now())
            doing.subject = f"setting/{value}"
            doing.note(value=value)
    return desk


def faults(desk: Desk) -> list[tuple[str, str]]:
    with desk.read() as session:
        found = check_store(session, desk.hall, desk.keys.audit)
        return [(fault.code, fault.place) for fault in found if fault.code != "store.guard"]


def test_what_was_written_holds(busy: Desk) -> None:
    assert faults(busy) == []


def test_a_row_that_lies_elsewhere_than_it_was_written_is_no_fault(
    busy: Desk, tamper: Tamper
) -> None:
    columns = 'hall, "key", version, value, effective_from, set_by, set_at, seal'
    tamper(f"CREATE TABLE kept AS SELECT {columns} FROM settings")
    tamper("DELETE FROM settings")
    tamper(f"INSERT INTO settings ({columns}) SELECT {columns} FROM kept ORDER BY version DESC")
    assert faults(busy) == []


@pytest.mark.parametrize(
    ("statement", "code", "place"),
    [
        ("UPDATE settings SET value = '\"07:00\"' WHERE version = 2", "audit.digest", "version 2"),
        ("DELETE FROM settings WHERE version = 3", "audit.digest", "setting/09:00"),
        ("UPDATE settings SET seal = 'x' WHERE version = 1", "audit.unsealed", "version 1"),
        (
            "UPDATE settings SET seal = (SELECT seal FROM audit WHERE seq = 4) WHERE version = 1",
            "audit.digest",
            "setting/08:00",
        ),
        ("UPDATE audit SET details = '{}' WHERE seq = 3", "audit.changed", "audit seq 3"),
        ("UPDATE audit SET previous = mac WHERE seq = 2", "audit.link", "audit seq 2"),
    ],
)
def test_what_was_changed_is_named_with_its_place(
    busy: Desk, tamper: Tamper, statement: str, code: str, place: str
) -> None:
    tamper(statement)
    assert any(found[0] == code and place in found[1] for found in faults(busy)), faults(busy)


def test_a_digest_put_in_place_of_another_without_the_key_is_named(
    busy: Desk, tamper: Tamper
) -> None:
    with act(busy, "test.nothing"):
        pass  # its digest is that of no rows at all
    tamper("DELETE FROM settings WHERE version = 3")
    tamper(
        "INSERT INTO reseals (hall, seal, digest, mac) SELECT a.hall, a.seal, b.digest, b.mac"
        " FROM audit a, audit b WHERE a.seq = 4 AND b.seq = 5"
    )
    assert [code for code, _ in faults(busy)] == ["audit.forged"]


GUARD = (
    "CREATE OR REPLACE TRIGGER keep_audit_delete BEFORE DELETE ON {table}"
    " FOR EACH STATEMENT EXECUTE FUNCTION {function}"
)
NOTHING = "RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$"


@pytest.mark.skipif(not ON_POSTGRESQL, reason="guards of a server can be switched off")
@pytest.mark.parametrize(
    "statements",
    [
        ["ALTER TABLE audit DISABLE TRIGGER keep_audit_delete"],
        ["ALTER TABLE audit ENABLE REPLICA TRIGGER keep_audit_delete"],
        ["DROP TRIGGER keep_audit_delete ON audit"],
        [
            "DROP TRIGGER keep_audit_delete ON audit",
            GUARD.format(table="drafts", function="hall_keep('is append-only')"),
        ],
        [
            f"CREATE FUNCTION nothing() {NOTHING}",
            GUARD.format(table="audit", function="nothing()"),
        ],
    ],
    ids=["disabled", "for replicas", "dropped", "of another table", "that does nothing"],
)
def test_a_guard_of_a_server_that_keeps_nothing_is_missed(
    busy: Desk, statements: list[str]
) -> None:
    with busy.write() as session:
        connection = session.connection()
        guard(connection)
        assert missing_guards(connection) == []
        for statement in statements:
            connection.execute(text(statement))
        assert missing_guards(connection) == ["keep_audit_delete"]


@pytest.mark.skipif(not ON_POSTGRESQL, reason="guards of a server share a function")
def test_guards_whose_function_does_nothing_are_all_missed(busy: Desk) -> None:
    with busy.write() as session:
        connection = session.connection()
        connection.execute(text(f"CREATE OR REPLACE FUNCTION hall_keep() {NOTHING}"))
        assert len(missing_guards(connection)) == 2 * len(guarded_tables())


def test_with_another_key_nothing_holds(busy: Desk) -> None:
    other = replace(busy, keys=replace(busy.keys, audit=b"x" * 32))
    assert {"audit.changed", "audit.digest"} <= {code for code, _ in faults(other)}


def test_two_processes_find_what_one_finds(
    busy: Desk, tamper: Tamper, monkeypatch: pytest.MonkeyPatch
) -> None:
    tamper("DELETE FROM settings WHERE version = 2")
    alone = inspection.inspect(busy)
    monkeypatch.setattr(inspection, "APART_FROM", 1)
    told: list[tuple[int, int]] = []
    together = inspection.inspect(busy, lambda done, total: told.append((done, total)))
    assert (together.faults, together.count) == (alone.faults, alone.count)
    assert not together.good
    assert told[-1][0] == told[-1][1]


def test_the_first_are_told_and_the_rest_counted(
    busy: Desk, tamper: Tamper, monkeypatch: pytest.MonkeyPatch
) -> None:
    tamper("DELETE FROM settings")
    everything = inspection.inspect(busy)
    monkeypatch.setattr(inspection, "MOST_KEPT", 2)
    few = inspection.inspect(busy)
    assert few.faults == everything.faults[:2]
    assert few.count == everything.count > 2


def test_the_fast_way_and_the_thorough_way_agree_on_sound_books(
    busy: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    with busy.read() as session:
        if session.get_bind().dialect.name == "sqlite":
            assert integrity._all_hold(session, busy.hall, busy.keys.audit, silent)
    monkeypatch.setattr(integrity, "_all_hold", lambda *_: False)
    assert faults(busy) == []
