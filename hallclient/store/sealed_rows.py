"""Sealed rows read back as the text that was sealed: exactly, or fast from an embedded database.

A row's text is what `audit.canonical` made of it before it was written. What is stored encrypted
was sealed encrypted, so nothing is opened here.
"""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    ColumnElement,
    Table,
)
from sqlalchemy import text as plain_sql
from sqlalchemy.orm import Session

from hallclient.store.audit import AuditRow, Reseal, canonical
from hallclient.store.columns import Record, as_stored

AT_ONCE = 500
"""Rows fetched at a time, so that a million of them need no more memory than these."""

type Line = tuple[str, str]
"""A row's seal, and its text with the name of its table, as the digest takes it."""


def sealed_tables() -> list[Table]:
    """Every table whose rows belong to acts, but the acts' own."""
    own = AuditRow.__tablename__, Reseal.__tablename__
    return [table for table in tables_of_halls() if "seal" in table.c and table.name not in own]


def tables_of_halls() -> list[Table]:
    """Every table that holds rows of a hall."""
    return [table for table in Record.metadata.sorted_tables if "hall" in table.c]


def line_of(table: str, row: dict[str, Any]) -> str:
    """The text of one row."""
    return f"{table}\n{canonical(row)}\n"


def place_of(table: Table, row: Any) -> str:
    """`postings entry_no 17, line 2`: where a row is, for people."""
    keys = (
        f"{column.name} {row[column.name]}" for column in table.primary_key if column.name != "hall"
    )
    return f"{table.name} {', '.join(keys)}"


def as_written(session: Session, hall: str, table: Table) -> Iterator[Line]:
    """Every row of the table in an embedded database, in the order in which they were written.

    One writer at a time wrote them, so this is also the order of their acts. SQLite itself makes
    the text where it can, which is several times as fast.
    """
    if any(isinstance(column.type, JSON) for column in table.c):
        return _typed_lines(session, hall, table)
    return _made_by_sqlite(session, hall, table)


def _typed_lines(session: Session, hall: str, table: Table) -> Iterator[Line]:
    query = as_stored(table).where(plain_sql("+hall = :of_hall"))  # + keeps any index out of it
    query = query.order_by(plain_sql(_order(table))).execution_options(yield_per=AT_ONCE)
    for row in session.connection().execute(query, {"of_hall": hall}).mappings():
        yield row["seal"], line_of(table.name, dict(row))


def _made_by_sqlite(session: Session, hall: str, table: Table) -> Iterator[Line]:
    columns = sorted(table.c, key=lambda column: column.name)
    query = (
        f"SELECT seal, '{table.name}' || char(10) || {json_of(columns)} || char(10)"  # noqa: S608
        f" FROM {table.name} WHERE +hall = ? ORDER BY {_order(table)}"  # our own names only
    )
    rows: Iterator[Line] = raw(session).execute(query, [hall])
    for absent in absent_members(columns):
        rows = _without(rows, absent)
    return rows


def raw(session: Session) -> Any:
    """SQLite's own connection, in the session's transaction."""
    return session.connection().connection.driver_connection


def json_of(columns: list[Column[Any]]) -> str:
    """The expression that makes a row's JSON: as `canonical` does, but absent values are null."""
    return f"json_object({', '.join(f"'{one.name}', {_value(one)}" for one in columns)})"


def absent_members(columns: list[Column[Any]]) -> list[str]:
    """What `json_of` writes for each column that may be absent; a text never holds it bare,
    because a quotation mark inside a text is written with a backslash."""
    last = columns[-1].name
    return [
        f',"{one.name}":null' if one.name == last else f'"{one.name}":null,'
        for one in columns
        if one.nullable
    ]


def _without(rows: Iterator[Line], absent: str) -> Iterator[Line]:
    return ((seal, text.replace(absent, "")) for seal, text in rows)


def _value(column: Column[Any]) -> str:
    name = f'"{column.name}"'
    if isinstance(column.type, Boolean):
        return f"json(CASE {name} WHEN 1 THEN 'true' WHEN 0 THEN 'false' END)"
    return name


def _order(table: Table) -> str:
    if table.dialect_options["sqlite"]["with_rowid"]:
        return "rowid"
    return ", ".join(column.name for column in table.primary_key)


def by_seal(session: Session, table: Table) -> ColumnElement[str]:
    """The seal, sorted byte by byte on every database, as Python does."""
    seal: Column[str] = table.c.seal
    return seal.collate("C" if session.get_bind().dialect.name == "postgresql" else "BINARY")
