"""`hallclient verify` finds any row of the books that was changed, taken away or slipped in."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import Table

import hallclient.books  # noqa: F401 - every room's tables
from hallclient.store.columns import Record
from hallclient.store.schema import append_only_tables
from tests.journeys import plain
from tests.journeys.conftest import faults_in, played_text
from tests.journeys.forging import change, delete, forge, forging, row_ids
from tests.journeys.full import and_the_rest, full_day

NOT_THE_BOOKS = {"drafts", "sign_in_tries", "database_info", "key_versions"}
"""What comes and goes; and the name of the keys, without which the database does not open."""

FREE = {
    ("stock_items", "held_by"),  # a hold ends by itself
    ("stock_items", "held_until"),
    ("stock_items", "place"),  # which phone number is offered first
    ("print_jobs", "place"),  # how far a printing came is on no record: it must be possible
    ("print_jobs", "tries"),
    ("print_jobs", "code"),
    ("print_jobs", "next_at"),
    ("print_jobs", "done_at"),
}
"""Columns on which no book depends."""

TABLES = [
    table
    for table in Record.metadata.sorted_tables
    if "hall" in table.c and table.name not in NOT_THE_BOOKS
]
OTHER_ROOMS = (
    "approval_",
    "destroyed_keys",
    "eras",
    "late_entries",
    "legal_holds",
    "paper_remains",
    "reseals",
)
"""Tables, by how they begin, for which a day's script has no word; their own tests tamper."""


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory, _own_keys: None) -> Path:
    """A hall with a row in every table."""
    day = played_text(full_day(), tmp_path_factory.mktemp("full"))
    assert day.codes() == full_day().codes
    and_the_rest(day.database)
    return day.database


@pytest.fixture
def books(full: Path, tmp_path: Path) -> Path:
    """A copy to be broken."""
    return Path(shutil.copyfile(full, tmp_path / "hall.db"))


def named(table: Table) -> pytest.param:
    """A parameter that says which table."""
    return pytest.param(table, id=table.name)


def test_an_untouched_hall_has_no_fault_and_no_empty_table(full: Path) -> None:
    assert faults_in(full) == ()
    empty = {name for name, count in plain.row_counts(full).items() if not count}
    assert {name for name in empty if not name.startswith(OTHER_ROOMS)} == set()


@pytest.mark.parametrize("table", [named(table) for table in append_only_tables()])
@pytest.mark.parametrize("verb", ["UPDATE {0} SET {1} = 'X'", "DELETE FROM {0}"])
def test_with_its_guards_the_database_itself_refuses(full: Path, table: Table, verb: str) -> None:
    with closing(sqlite3.connect(full)) as connection:
        if not row_ids(connection, table):
            pytest.skip("a room of another issue")
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            connection.execute(verb.format(table.name, next(iter(table.c)).name))


@pytest.mark.parametrize("table", [named(table) for table in TABLES])
def test_a_changed_value_is_found(books: Path, full: Path, table: Table) -> None:
    """In a sealed table one column stands for all, the seal covers them alike."""
    chance = Random(table.name)  # noqa: S311 - which row, always the same
    columns = [
        c.name for c in table.columns if c.name != "hall" and (table.name, c.name) not in FREE
    ]
    for column in columns if "seal" not in table.c else chance.sample(columns, 1):
        shutil.copyfile(full, books)
        with forging(books) as connection:
            keys = row_ids(connection, table)
            changed = bool(keys) and change(connection, table, chance.choice(keys), column)
        if changed:
            assert told(books), column


@pytest.mark.parametrize("table", [named(table) for table in TABLES])
def test_a_missing_row_is_found(books: Path, table: Table) -> None:
    with forging(books) as connection:
        keys = row_ids(connection, table)
        if not keys or table.name == "halls":
            pytest.skip("a room of another issue" if not keys else "the hall is not there at all")
        delete(connection, table, keys[len(keys) // 2])
    assert told(books)


@pytest.mark.parametrize("table", [named(table) for table in TABLES])
def test_a_forged_row_is_found(books: Path, table: Table) -> None:
    with forging(books) as connection:
        forge(connection, table)
    assert told(books)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE journal SET business_date = 'yesterday' WHERE entry_no = 2",
        "UPDATE shifts SET opened_at = 'early' WHERE counter = 1",
        "UPDATE audit SET details = '{' WHERE seq = 3",
        "UPDATE stock_items SET kind = 'gold' WHERE serial = '30000009'",
        "UPDATE cash_movements SET kind = 'theft' WHERE kind = 'drop'",
        "UPDATE order_lines SET total_fen = 'much' WHERE line = 1",
    ],
)
def test_a_value_that_makes_no_sense_is_a_fault_and_no_crash(books: Path, statement: str) -> None:
    with forging(books) as connection:
        assert connection.execute(statement).rowcount
    assert told(books)


def test_guards_that_are_gone_are_named(books: Path) -> None:
    with closing(sqlite3.connect(books)) as connection:
        connection.execute("DROP TRIGGER keep_journal_update")
    assert [(f.code, f.place) for f in faults_in(books)] == [("store.guard", "keep_journal_update")]


def test_an_index_that_does_not_lead_to_its_row_is_damage(books: Path) -> None:
    """No value on which a book depends is changed: only SQLite itself can see it."""
    with closing(sqlite3.connect(books)) as connection:
        connection.execute("PRAGMA writable_schema = ON")
        index = connection.execute("SELECT * FROM sqlite_master WHERE name = 'ix_stock_holds'")
        hidden = index.fetchone()
        connection.execute("DELETE FROM sqlite_master WHERE name = 'ix_stock_holds'")
        connection.commit()
    with closing(sqlite3.connect(books)) as connection:
        connection.execute("UPDATE stock_items SET held_by = 'nobody' WHERE serial = '30000009'")
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute("INSERT INTO sqlite_master VALUES (?, ?, ?, ?, ?)", hidden)
        connection.commit()
    (fault,) = faults_in(books)
    assert fault.code == "store.damaged"
    assert "ix_stock_holds" in fault.place


def told(books: Path) -> bool:
    """Whether something is found, and every finding has a place."""
    faults = faults_in(books)
    return bool(faults) and all(fault.place for fault in faults)
