"""A filled database of the first published version becomes one of this version, books and all.

`first_version/hall.sql.gz` is the sample day as that version wrote it; its people are invented.
"""

import gzip
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Engine, MetaData, create_engine, insert, inspect, select, text
from sqlalchemy.exc import DBAPIError

from hallclient import hall
from hallclient.customers import service as customers
from hallclient.customers.records import Customer, Subscription
from hallclient.store import migrating, schema
from hallclient.store.columns import Record
from hallclient.store.engine import open_engine
from hallclient.store.keys import FileKeyStore, KeyMissing, KeyWrong
from hallclient.store.versions import DatabaseOlder
from tests.conftest import ON_POSTGRESQL, import_all_records

FIRST = Path(__file__).with_name("first_version")

PERSONS = (
    "SELECT name FROM customers UNION SELECT document_number FROM customers"
    " UNION SELECT mobile FROM customers UNION SELECT mobile FROM subscriptions"
    " UNION SELECT address FROM customers UNION SELECT name FROM staff"
    " UNION SELECT mobile FROM order_lines UNION SELECT clerk_name FROM order_reversals"
    " UNION SELECT reason FROM stock_movements UNION SELECT carrier FROM bag_hand_overs"
    " UNION SELECT serial FROM stock_items WHERE kind = 'number' AND state <> 'in_stock'"
)


GUARD = (
    "CREATE FUNCTION hall_keep() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
)


def write_first(file: Path) -> None:
    """The books of the first version as a file."""
    with closing(sqlite3.connect(file)) as books:
        books.executescript(gzip.decompress((FIRST / "hall.sql.gz").read_bytes()).decode())
        books.commit()


def persons(file: Path) -> set[str]:
    """Everything personal that the first version wrote, but what stands in its audit log.

    The log of the first version names the ends of the ranges of numbers that were received.
    """
    with closing(sqlite3.connect(file)) as books:
        found = {word for (word,) in books.execute(PERSONS) if word}
        log = " ".join(details for (details,) in books.execute("SELECT details FROM audit"))
    return {word for word in found if word not in log}


def on_a_server(file: Path, url: str) -> None:
    """The same books on PostgreSQL, as the first version would have written them there."""
    server, source = open_engine(url), create_engine(f"sqlite:///{file}")
    books = MetaData()
    books.reflect(source)
    with server.begin() as connection, source.connect() as old:
        config = Config()
        config.set_main_option("script_location", str(migrating.MIGRATIONS))
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        there = MetaData()
        there.reflect(connection)
        for table in there.sorted_tables:
            rows = [dict(row) for row in old.execute(select(books.tables[table.name])).mappings()]
            if rows and table.name != "alembic_version":
                connection.execute(insert(table), rows)
        connection.execute(text(GUARD))
        for name in there.tables:
            if "seal" in there.tables[name].c:
                on = f"BEFORE UPDATE OR TRUNCATE ON {name}"
                run = "FOR EACH STATEMENT EXECUTE FUNCTION hall_keep()"
                connection.execute(text(f"CREATE TRIGGER keep_{name}_update {on} {run}"))
    server.dispose()
    source.dispose()


@pytest.fixture
def words(tmp_path: Path) -> set[str]:
    write_first(tmp_path / "words.db")
    return persons(tmp_path / "words.db")


@pytest.fixture
def first(tmp_path: Path, store_url: str) -> hall.HallPlace:
    """The hall as the first version left it, with its key."""
    file = tmp_path / "hall.db"
    write_first(file)
    if ON_POSTGRESQL:
        import_all_records()
        on_a_server(file, store_url)
    keys = tmp_path / "keys"
    keys.mkdir()
    for key in FIRST.glob("*.key"):
        shutil.copy(key, keys)
    return hall.HallPlace(store_url, FileKeyStore(keys))


def everything(place: hall.HallPlace) -> str:
    """All that a copy of the database holds."""
    if not ON_POSTGRESQL:
        folder = Path(place.url.removeprefix("sqlite:///")).parent
        files = [file for file in folder.glob("hall.db*") if ".before-" not in file.name]
        return "".join(file.read_bytes().decode("utf-8", "replace") for file in files)
    engine = open_engine(place.url)
    with engine.connect() as connection:
        tables = inspect(connection).get_table_names()
        rows = [
            row
            for table in tables
            for row in connection.execute(text(f"SELECT t::text FROM {table} AS t")).scalars()
        ]
    engine.dispose()
    return "\n".join(rows)


def rows(place: hall.HallPlace) -> str:
    """Every row and table, whatever the pages look like."""
    if ON_POSTGRESQL:
        return everything(place)
    with closing(sqlite3.connect(place.url.removeprefix("sqlite:///"))) as books:
        return "\n".join(books.iterdump())


def faults(place: hall.HallPlace) -> list[str]:
    opened = hall.open_hall(place)
    try:
        return [fault.code for fault in hall.verify(opened.desk)]
    finally:
        opened.close()


def test_it_is_refused_until_it_is_migrated(first: hall.HallPlace) -> None:
    with pytest.raises(DatabaseOlder):
        hall.open_hall(first)


def test_after_the_migration_its_books_hold(first: hall.HallPlace) -> None:
    hall.migrate(first)
    assert faults(first) == []


def test_after_the_migration_its_schema_is_this_version_s(first: hall.HallPlace) -> None:
    hall.migrate(first)
    import_all_records()
    engine = open_engine(first.url)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Record.metadata) == []
        assert schema.missing_guards(connection) == []
    engine.dispose()


def test_after_the_migration_nobody_is_legible(first: hall.HallPlace, words: set[str]) -> None:
    before = everything(first)
    kept = hall.migrate(first).backup
    after = everything(first)
    assert len(words) > 100
    assert {word for word in words if word not in before} == set()
    assert {word for word in words if word in after} == set()
    assert (kept is None) == ON_POSTGRESQL


def test_clear_text_that_could_not_be_taken_out_is_taken_out_the_next_time(
    first: hall.HallPlace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_room(_engine: Engine) -> bool:
        raise sqlite3.OperationalError("database or disk is full")

    with monkeypatch.context() as full:
        for way in ("_written_anew", "_vacuumed"):
            full.setattr(migrating, way, no_room)
        assert not hall.migrate(first).wiped
        assert not hall.migrate(first).wiped
    assert faults(first) == []
    assert hall.migrate(first) == migrating.Migrated(needed=False)
    monkeypatch.setattr(migrating, "_wiped", no_room)
    hall.migrate(first)  # there is nothing left to do


def test_after_the_migration_everybody_is_found(first: hall.HallPlace, words: set[str]) -> None:
    hall.migrate(first)
    opened = hall.open_hall(first)
    try:
        with opened.desk.read() as session:
            names = set(session.scalars(select(Customer.name)))
            mobiles = session.scalars(select(Subscription.mobile)).all()
        assert names <= words
        assert all(customers.find(opened.desk, mobile) for mobile in mobiles)
    finally:
        opened.close()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE sequences SET last = last + 1 WHERE name = 'audit'",  # of every act
        "INSERT INTO order_drafts VALUES ('H001', 'd1', 1, 'c1', '2026-11-22 01:00:00', 'x', '')",
        "UPDATE order_drafts SET content = '{}'",
    ],
)
def test_after_the_migration_a_client_of_the_first_version_writes_no_more(
    first: hall.HallPlace, statement: str
) -> None:
    engine = open_engine(first.url)
    with engine.connect() as connection:
        with connection.begin() as trial:
            connection.execute(text(statement))
            trial.rollback()
        hall.migrate(first)
        with pytest.raises(DBAPIError):
            connection.execute(text(statement))
    engine.dispose()


def test_what_lies_in_custody_goes_under_the_key_of_its_entry(first: hall.HallPlace) -> None:
    engine = open_engine(first.url)
    with engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO custody_items"
                " (hall, number, kind, first, last, pieces, description, owner, seal)"
                " SELECT hall, 901, 'lost', '', '', 1, 'bag', '', seal FROM audit WHERE seq = 1"
            )
        )
    hall.migrate(first)
    query = "SELECT whose, key_id FROM personal_keys WHERE whose = 'custody/901'"
    with engine.connect() as connection:
        ((_, key_id),) = connection.execute(text(query)).all()
        written = connection.execute(text("SELECT description FROM custody_items")).scalars()
        assert key_id in [each.split(".")[2] for each in written]
    engine.dispose()


def test_an_act_that_was_tampered_with_before_is_named_afterwards(first: hall.HallPlace) -> None:
    engine = open_engine(first.url)
    with engine.begin() as connection:
        schema.lift_guards(connection)
        number = connection.execute(text("SELECT min(order_no) FROM orders")).scalar_one()
        change = text("UPDATE orders SET parties = '{}' WHERE order_no = :number")
        connection.execute(change, {"number": number})
    engine.dispose()
    hall.migrate(first)
    assert "audit.digest" in faults(first)


def test_with_a_wrong_key_it_stays_as_it_was(first: hall.HallPlace, tmp_path: Path) -> None:
    before = rows(first)
    [file] = (tmp_path / "keys").iterdir()
    file.write_text("00" * 32, "ascii")
    with pytest.raises(KeyWrong):
        hall.migrate(first)
    assert rows(first) == before
    assert list(tmp_path.glob("*.before-*")) == []


def test_without_its_key_it_stays_as_it_was(first: hall.HallPlace, tmp_path: Path) -> None:
    before = rows(first)
    with pytest.raises(KeyMissing):
        hall.migrate(hall.HallPlace(first.url, FileKeyStore(tmp_path / "none")))
    assert rows(first) == before
