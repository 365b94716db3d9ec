"""The floor of an order: SQLAlchemy Core writing the same rows in one durable commit.

The rows are those of a real order, recorded while it is written; the tables have the same columns
and the same indexes, but no rule, no guard and no foreign key. A row that the order changes (a
sequence, a card's state) is a row written too: the floor inserts one in its stead.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import (
    Column,
    CursorResult,
    Delete,
    Engine,
    Index,
    Insert,
    Integer,
    MetaData,
    String,
    Table,
    Update,
    event,
    insert,
)

from hallclient.store.engine import open_engine

Rows = list[dict[str, Any]]
Written = list[tuple[Table, Rows]]

CHANGED = Table(
    "changed",
    MetaData(),
    Column("hall", String(16), primary_key=True),
    Column("name", String(64), primary_key=True),
    Column("last", Integer),
)
"""Stands for rows that were changed in place."""


@contextmanager
def recording(engine: Engine) -> Iterator[Written]:
    """Notes every row that is inserted, changed or deleted through Core meanwhile."""
    seen: Written = []

    def note(
        _connection: Any, clause: Any, many: Any, one: Any, _options: Any, result: CursorResult[Any]
    ) -> None:
        if isinstance(clause, Insert) and isinstance(clause.table, Table):
            rows = [dict(row) for row in (many or ([one] if one else []))]
            seen.append((clause.table, rows))
        elif isinstance(clause, Update | Delete):
            changed = [{"hall": "H001", "name": "changed", "last": 1}]
            # with RETURNING the driver counts only what has been fetched: one row then
            seen.append((CHANGED, changed * max(result.rowcount, 1)))

    event.listen(engine, "after_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "after_execute", note)


def replay(written: Written, folder: Path) -> Callable[[int], object]:
    """A work that writes the recorded rows again, under new keys, in one commit of a new file.

    One statement for each table, as a person would who knows all rows beforehand.
    """
    return replay_on(open_engine(f"sqlite:///{folder / 'floor.db'}"), written)


def replay_on(engine: Engine, written: Written) -> Callable[[int], object]:
    """The same on any database, in tables that are made there unless they are there."""
    metadata = MetaData()
    merged: dict[Table, Rows] = {}
    for table, rows in written:
        merged.setdefault(table, []).extend(rows)
    tables = {table.name: _copy(table, metadata) for table in merged}
    metadata.create_all(engine)

    def write(number: int) -> None:
        with engine.begin() as connection:
            for table, rows in merged.items():
                fresh = [_renamed(table, row, number) for row in rows]
                connection.execute(insert(tables[table.name]), fresh)

    return write


def count(written: Written) -> int:
    """How many rows an order writes."""
    return sum(len(rows) for _, rows in written)


def _copy(table: Table, metadata: MetaData) -> Table:
    columns = [Column(column.name, column.type) for column in table.columns]
    copied = Table(table.name, metadata, Column("row_id", Integer, primary_key=True), *columns)
    keys = [tuple(column.name for column in table.primary_key)]
    keys += [tuple(column.name for column in index.columns) for index in table.indexes]
    for number, names in enumerate(keys):
        Index(f"ix_{table.name}_{number}", *(copied.c[name] for name in names))
    return copied


def _renamed(table: Table, row: dict[str, Any], number: int) -> dict[str, Any]:
    """The row under keys of its own: no two orders share a place in an index."""
    fresh = dict(row)
    for column in table.primary_key:
        value = row[column.name]
        if column.name != "hall" and isinstance(column.type, String) and isinstance(value, str):
            fresh[column.name] = f"{value}{number:07d}"
        elif isinstance(value, int):
            fresh[column.name] = value + number * 1000
    return fresh
