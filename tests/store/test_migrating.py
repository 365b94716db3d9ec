"""A database of an earlier version becomes one of this version, and a copy of it is kept."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text

from hallclient.store import migrating, versions
from hallclient.store.columns import Record
from hallclient.store.engine import open_engine
from hallclient.store.schema import create_schema, missing_guards
from hallclient.store.trouble import DatabaseDamaged
from tests.conftest import ON_POSTGRESQL, import_all_records

AT = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)


class Kept:
    """The keys of the database."""

    def get(self, name: str) -> bytes:
        return b"k" * 32

    def put(self, name: str, secret: bytes) -> None:
        raise AssertionError(name)


LATER = '''"""A later version: one more column."""

import sqlalchemy as sa
from alembic import op

revision = "9001"
down_revision = "0009"


def upgrade() -> None:
    op.add_column("database_info", sa.Column("place", sa.String(8), nullable=True))
'''

pytestmark = pytest.mark.skipif(ON_POSTGRESQL, reason="the migrations of an embedded database")


def made_of(connection: Connection) -> dict[str, object]:
    """Everything SQLite knows of tables, indexes and triggers, but Alembic's own."""
    query = "SELECT type, name, sql FROM sqlite_master WHERE sql NOT LIKE '%alembic%'"
    found: dict[str, object] = {}
    for kind, name, sql in connection.execute(text(query)):
        plain = sql.replace("(", ",").replace('"', "")  # a table made anew has its name quoted
        parts = [" ".join(part.split()) for part in plain.split(",")]
        found[f"{kind} {name}"] = sorted(parts) if kind == "table" else parts
    return found


def test_migrating_from_nothing_makes_the_very_schema(tmp_path: Path) -> None:
    import_all_records()
    migrated, made = (open_engine(f"sqlite:///{tmp_path / name}") for name in ("a.db", "b.db"))
    with migrated.begin() as connection:
        migrating.upgrade(connection)
    create_schema(made)
    with migrated.connect() as one, made.connect() as other:
        context = MigrationContext.configure(one, opts={"compare_type": True})
        assert compare_metadata(context, Record.metadata) == []
        assert missing_guards(one) == []
        assert made_of(one) == made_of(other)
        versions.check_version(one)
    migrated.dispose()
    made.dispose()


def test_a_guard_that_does_nothing_is_missed(tmp_path: Path) -> None:
    import_all_records()
    engine = open_engine(f"sqlite:///{tmp_path / 'hall.db'}")
    create_schema(engine)
    with engine.begin() as connection:
        connection.execute(text("DROP TRIGGER keep_audit_delete"))
        idle = "CREATE TRIGGER keep_audit_delete BEFORE DELETE ON audit BEGIN SELECT 1; END"
        connection.execute(text(idle))
        assert missing_guards(connection) == ["keep_audit_delete"]
    engine.dispose()


def test_the_version_asked_for_is_the_newest_migration() -> None:
    script = ScriptDirectory(str(migrating.MIGRATIONS))
    assert script.get_current_head() == versions.HEAD


@pytest.fixture
def later(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """This program, one version on."""
    folder = tmp_path / "migrations"
    shutil.copytree(migrating.MIGRATIONS, folder)
    (folder / "versions" / "9001_later.py").write_text(LATER, "utf-8")
    monkeypatch.setattr(migrating, "MIGRATIONS", folder)
    monkeypatch.setattr(versions, "HEAD", "9001")


@pytest.fixture
def older(tmp_path: Path) -> str:
    """A database of this version."""
    import_all_records()
    url = f"sqlite:///{tmp_path / 'hall.db'}"
    engine = open_engine(url)
    create_schema(engine)
    engine.dispose()
    return url


def test_an_older_database_is_backed_up_and_brought_on(older: str, later: None) -> None:
    engine = open_engine(older)
    with engine.connect() as connection, pytest.raises(versions.DatabaseOlder):
        versions.check_version(connection)
    kept = migrating.migrate(older, AT, Kept()).backup
    assert kept is not None
    assert kept.name == "hall.db.before-migration-20261122010000"
    with engine.connect() as connection:
        versions.check_version(connection)
        assert "place" in {c["name"] for c in inspect(connection).get_columns("database_info")}
        assert missing_guards(connection) == []
    copy = open_engine(f"sqlite:///{kept}")
    with copy.connect() as connection, pytest.raises(versions.DatabaseOlder):
        versions.check_version(connection)
    copy.dispose()
    engine.dispose()


def test_a_database_of_this_version_is_left_alone(older: str) -> None:
    assert migrating.migrate(older, AT, Kept()) == migrating.Migrated(needed=False)
    assert list(Path(older.removeprefix("sqlite:///")).parent.glob("*.before-*")) == []


def test_a_newer_database_is_refused(older: str) -> None:
    engine = open_engine(older)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        connection.exec_driver_sql("PRAGMA user_version = 9999")
    engine.dispose()
    with pytest.raises(versions.DatabaseNewer):
        migrating.migrate(older, AT, Kept())


@pytest.mark.parametrize("version", ["1002", "0000"])
def test_a_version_that_the_file_itself_denies_is_damage(older: str, version: str) -> None:
    """One bit of a page makes 1002 of 0002: nobody has to update their PC for that."""
    engine = open_engine(older)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :it"), {"it": version})
    with engine.connect() as connection, pytest.raises(DatabaseDamaged):
        versions.check_version(connection)
    engine.dispose()


def test_a_mark_that_the_table_denies_is_damage(older: str) -> None:
    engine = open_engine(older)
    with engine.begin() as connection:
        connection.exec_driver_sql("PRAGMA user_version = 770")
    versions.keep_to_version(engine)
    with engine.connect() as connection, pytest.raises(DatabaseDamaged):
        connection.exec_driver_sql("SELECT 1")
    engine.dispose()
