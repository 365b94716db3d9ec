"""Changes books behind the program's back, as who holds the file and knows SQL could."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import JSON, Boolean, Date, Integer, Table

from hallclient.store.columns import UtcDateTime


@contextmanager
def forging(database: Path) -> Iterator[sqlite3.Connection]:
    """A connection without guards; they are put back, so that nothing tells but the rows."""
    with closing(sqlite3.connect(database)) as connection:
        query = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
        guards = connection.execute(query).fetchall()
        for name, _ in guards:
            connection.execute(f"DROP TRIGGER {name}")
        yield connection
        for _, statement in guards:
            connection.execute(statement)
        connection.commit()


def row_ids(connection: sqlite3.Connection, table: Table) -> list[tuple[Any, ...]]:
    """The keys of all rows."""
    names = ", ".join(column.name for column in table.primary_key)
    return connection.execute(f'SELECT {names} FROM "{table.name}" ORDER BY {names}').fetchall()


def change(connection: sqlite3.Connection, table: Table, key: tuple[Any, ...], column: str) -> bool:
    """Changes one value of a row to another of its kind; False when SQLite refuses."""
    where = _where(table)
    query = f'SELECT "{column}" FROM "{table.name}" WHERE {where}'
    (before,) = connection.execute(query, key).fetchone()
    after = another(table, column, before)
    try:
        statement = f'UPDATE "{table.name}" SET "{column}" = ? WHERE {where}'
        connection.execute(statement, (after, *key))
    except sqlite3.IntegrityError:
        return False
    return True


def delete(connection: sqlite3.Connection, table: Table, key: tuple[Any, ...]) -> None:
    """Takes one row away."""
    connection.execute(f'DELETE FROM "{table.name}" WHERE {_where(table)}', key)


def forge(connection: sqlite3.Connection, table: Table) -> None:
    """Adds a row that looks like one that is there, or like nothing in particular."""
    names = [column.name for column in table.columns]
    listed = ", ".join(f'"{name}"' for name in names)
    marks = ", ".join("?" for _ in names)
    for row in _models(connection, table, listed):
        for column in _own(table):
            row[column] = another(table, column, row[column])
        try:
            connection.execute(
                f'INSERT INTO "{table.name}" ({listed}) VALUES ({marks})', list(row.values())
            )
        except sqlite3.IntegrityError:
            continue
        return
    raise AssertionError(f"no row could be forged in {table.name}")


def _models(connection: sqlite3.Connection, table: Table, listed: str) -> Iterator[dict[str, Any]]:
    names = [column.name for column in table.columns]
    for row in connection.execute(f'SELECT {listed} FROM "{table.name}"').fetchall():
        yield dict(zip(names, row, strict=True))
    yield {name: _plausible(table, name) for name in names}


def another(table: Table, column: str, value: Any) -> Any:
    """Another value that the column could hold."""
    kind = table.columns[column].type
    if value is None:
        return _plausible(table, column)
    if isinstance(kind, Boolean):
        return 1 - value
    if isinstance(kind, Integer):
        return value + 1
    if isinstance(kind, UtcDateTime):
        return (datetime.fromisoformat(value) + timedelta(seconds=1)).isoformat(
            timespec="microseconds"
        )
    if isinstance(kind, Date):
        return (date.fromisoformat(value) + timedelta(days=7)).isoformat()
    if isinstance(kind, JSON):
        return json.dumps({"instead": value})
    return f"{value[:-1]}{'1' if value[-1:] == '0' else '0'}"


def _plausible(table: Table, column: str) -> Any:
    kind = table.columns[column].type
    if isinstance(kind, Boolean | Integer):
        return 1
    if isinstance(kind, UtcDateTime):
        return "2026-11-20T10:00:00.000000+00:00"
    if isinstance(kind, Date):
        return "2026-11-20"
    if isinstance(kind, JSON):
        return "{}"
    return "H009" if column == "hall" else "x1"


def _own(table: Table) -> list[str]:
    """Columns that must differ: the last of the key, and of each other unique index."""
    found = [list(table.primary_key)[-1].name]
    found += [list(index.columns)[-1].name for index in table.indexes if index.unique]
    return [name for name in dict.fromkeys(found) if name != "hall"] or ["hall"]


def _where(table: Table) -> str:
    return " AND ".join(f'"{column.name}" = ?' for column in table.primary_key)
