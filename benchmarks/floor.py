"""The floor of an order: SQLAlchemy Core writing the same rows in one durable commit.

The rows are those of a real order, recorded while it is written; the tables have the same columns
and the same indexes, but no rule, no guard and no foreign key. A row that the order changes (a
sequence, a card's state) is a row written too: the floor inserts one in its stead.
"""

import pickle
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
from sqlalchemy.orm import Session, registry

import hallclient.tables  # noqa: F401 - so that every table is known
from hallclient.store.columns import Record
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
    merged, tables = _tables(engine, written)

    def write(number: int) -> None:
        with engine.begin() as connection:
            for table, rows in merged.items():
                fresh = [_renamed(table, row, number) for row in rows]
                connection.execute(insert(tables[table.name]), fresh)

    return write


def replay_through_orm(engine: Engine, written: Written) -> Callable[[int], object]:
    """The same by plain ORM: an object for each row, all added, one flush, one commit."""
    merged, tables = _tables(engine, written)
    mapping = registry()
    classes = {table: type(f"Row_{table.name}", (), {}) for table in merged}
    for table, made in classes.items():
        mapping.map_imperatively(made, tables[table.name])

    def write(number: int) -> None:
        with Session(engine) as session, session.begin():
            for table, rows in merged.items():
                for row in rows:
                    one = classes[table]()
                    for name, value in _renamed(table, row, number).items():
                        setattr(one, name, value)
                    session.add(one)

    return write


def keep(written: Written, file: Path) -> None:
    """Writes the recorded rows down for other processes of the same benchmark."""
    plain = [(table.name, rows) for table, rows in written]
    file.write_bytes(pickle.dumps(plain))


def kept(file: Path) -> Written:
    """The rows that were kept, with the tables they belong to."""
    known = {**Record.metadata.tables, CHANGED.name: CHANGED}
    plain = pickle.loads(file.read_bytes())  # noqa: S301 - written by the benchmark itself
    return [(known[name], rows) for name, rows in plain]


def _tables(engine: Engine, written: Written) -> tuple[dict[Table, Rows], dict[str, Table]]:
    """The rows by table, and where they go."""
    metadata = MetaData()
    merged: dict[Table, Rows] = {}
    for table, rows in written:
        merged.setdefault(table, []).extend(rows)
    tables = {table.name: _copy(table, metadata) for table in merged}
    metadata.create_all(engine)
    return merged, tables


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
            own = f"{number:010d}"  # in the place of the value's end: columns are no wider
            fresh[column.name] = (value[: -len(own)] or value) + own
        elif isinstance(value, int):
            fresh[column.name] = value + number * 1000
    return fresh
