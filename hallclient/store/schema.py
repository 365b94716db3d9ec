"""The schema made and guarded: rows of append-only tables cannot be changed, by anyone."""

import re
from collections.abc import Iterable
from typing import Any, Final

from sqlalchemy import Connection, Engine, Table, inspect, text

from hallclient.store.columns import Record
from hallclient.store.versions import stamp

CHANNEL: Final = "hall_acts"
"""What the clients of a server listen on; the payload of a notice is the hall's code."""

_KEEP_BODY: Final = " BEGIN RAISE EXCEPTION '% %', TG_TABLE_NAME, TG_ARGV[0]; END "
_KEEP: Final = (
    f"CREATE OR REPLACE FUNCTION hall_keep() RETURNS trigger LANGUAGE plpgsql AS $${_KEEP_BODY}$$"
)

_TELL: Final = (
    "CREATE OR REPLACE FUNCTION hall_tell() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN PERFORM pg_notify('{CHANNEL}', NEW.hall); RETURN NULL; END $$"
)
_TELL_OF_AUDIT: Final = (
    "CREATE OR REPLACE TRIGGER tell_audit_insert AFTER INSERT ON audit "
    "FOR EACH ROW EXECUTE FUNCTION hall_tell()"
)

# VOLATILE: it sees the row that was committed while the statement waited for the chain's number.
_LAST_MAC: Final = (
    "CREATE OR REPLACE FUNCTION hall_mac(of_hall text, of_seq bigint) RETURNS text "
    "LANGUAGE plpgsql VOLATILE AS "
    "$$ BEGIN RETURN (SELECT mac FROM audit WHERE hall = of_hall AND seq = of_seq); END $$"
)


def create_schema(engine: Engine) -> None:
    """Creates every table that is known (import the rooms' records first) and its guards."""
    with engine.begin() as connection:
        Record.metadata.create_all(connection)
        guard(connection)
        stamp(connection)


def append_only_tables() -> list[Table]:
    """Tables whose rows are never updated or deleted."""
    return [table for table in Record.metadata.sorted_tables if table.info.get("append_only")]


def guarded_tables() -> list[Table]:
    """Those, and the ones whose rows are final from some moment on: closed days, for one."""
    tables = Record.metadata.sorted_tables
    return [table for table in tables if table.info.keys() & {"append_only", "final_when"}]


def guard(connection: Connection) -> None:
    """Puts the triggers in place that refuse UPDATE and DELETE; safe to repeat."""
    if connection.dialect.name == "postgresql":
        connection.execute(text(_KEEP))
    for table in guarded_tables():
        for statement in _guards(table, connection.dialect.name).values():
            connection.execute(text(statement))
    _tell_of_acts(connection)


def lift_guards(connection: Connection) -> None:
    """Takes down the guards that stand, for a migration; `guard` puts them back."""
    inspector = inspect(connection)
    for name in inspector.get_table_names():
        for each in _guard_names(name):
            on = "" if connection.dialect.name == "sqlite" else f" ON {name}"
            connection.execute(text(f"DROP TRIGGER IF EXISTS {each}{on}"))


def _tell_of_acts(connection: Connection) -> None:
    """Has a server notify the other clients when an act is committed; see `changes.py`.

    A trigger needs no round trip of its own. A notice takes a lock of the whole database at
    commit: the audit row comes last in its act, and the hall's acts wait for one another there.
    """
    if connection.dialect.name == "postgresql":
        for statement in (_TELL, _TELL_OF_AUDIT, _LAST_MAC):
            connection.execute(text(statement))


def missing_guards(connection: Connection) -> list[str]:
    """Names of guards that ought to be there and are not: somebody took them away, or what they
    do."""
    there = {name: _plain(sql) for name, sql in _guards_there(connection)}
    return [
        name
        for table in guarded_tables()
        for name, sql in _guards(table, connection.dialect.name).items()
        if there.get(name) != _plain(sql)
    ]


def _guards_there(connection: Connection) -> Iterable[Any]:
    """Every guard by name, as the database tells it; on a server those that act, as they should."""
    if connection.dialect.name == "sqlite":
        query = text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        return connection.execute(query)
    query = text(
        "SELECT tgname, pg_get_triggerdef(pg_trigger.oid, true)"
        " FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid"
        " WHERE NOT tgisinternal AND prosrc = :body"
        " AND tgenabled IN ('O', 'A')"  # on what clients write
    )
    return connection.execute(query, {"body": _KEEP_BODY})


def _plain(sql: str) -> str:
    """The same for a statement and for what the database keeps of it; a server words WHEN anew."""
    bare = sql.replace("IF NOT EXISTS ", "").replace("OR REPLACE ", "").replace('"', "")
    return " ".join(re.sub(r"WHEN \(.*\) EXECUTE", "EXECUTE", bare).split())


def is_empty(engine: Engine) -> bool:
    """Whether the database holds no table at all."""
    return not inspect(engine).get_table_names()


def _guard_names(table: str) -> tuple[str, str]:
    return f"keep_{table}_update", f"keep_{table}_delete"


def _guards(table: Table, dialect: str) -> dict[str, str]:
    """The table's two triggers by name."""
    when = table.info.get("final_when")
    what = "is append-only" if when is None else "is final"
    on_update, on_delete = _guard_names(table.name)
    if dialect == "sqlite":
        only = f"WHEN OLD.{when} " if when else ""
        return {
            name: f"CREATE TRIGGER IF NOT EXISTS {name} BEFORE {verb} ON {table.name} {only}"
            f"BEGIN SELECT RAISE(ABORT, '{table.name} {what}'); END"
            for name, verb in ((on_update, "UPDATE"), (on_delete, "DELETE"))
        }
    each, truncate = (f"ROW WHEN (OLD.{when})", "") if when else ("STATEMENT", " OR TRUNCATE")
    return {
        name: f"CREATE OR REPLACE TRIGGER {name} BEFORE {verb} ON {table.name} "
        f"FOR EACH {each} EXECUTE FUNCTION hall_keep('{what}')"
        for name, verb in ((on_update, f"UPDATE{truncate}"), (on_delete, "DELETE"))
    }
