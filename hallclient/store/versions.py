"""The schema's version: written when a database is made, asked each time one is opened."""

from typing import Any, Final

from sqlalchemy import Connection, Engine, event, inspect, text

from hallclient.base.errors import HallError
from hallclient.base.language import N_
from hallclient.store.trouble import DatabaseDamaged

HEAD: Final = "0009"
"""The newest migration in `migrations/versions`; a test compares the two."""

TABLE: Final = "alembic_version"  # Alembic's own name, so that it finds the version it expects
READ_ONLY: Final = "hall_read_only"
"""Execution option of a connection that only reads: its transaction takes no write lock."""

# VOLATILE: it looks afresh when it is called, and so sees what was committed while the statement
# that calls it waited for its turn.
_ASKED: Final = (
    "CREATE OR REPLACE FUNCTION hall_version() RETURNS text LANGUAGE plpgsql VOLATILE AS "
    "$$ BEGIN RETURN (SELECT version_num FROM alembic_version); END $$"
)


class DatabaseNewer(HallError):
    """A newer program made or upgraded this database; writing with this one could harm it."""

    code = "database.newer"
    sentence = N_("This database belongs to a newer version of the program. Update this PC first.")


class DatabaseOlder(HallError):
    """The database has to be brought to this version first."""

    code = "database.older"
    sentence = N_(
        "This database is of an older version. Run `hallclient migrate`; it backs up first."
    )


class DatabaseForeign(HallError):
    """The file or schema is none of ours."""

    code = "database.foreign"
    sentence = N_(
        "This is not a database of this program. Check the database address in the settings."
    )


def stamp(connection: Connection) -> None:
    """Writes down that the schema is of this version."""
    connection.execute(
        text(f"CREATE TABLE IF NOT EXISTS {TABLE} (version_num VARCHAR(32) NOT NULL PRIMARY KEY)")
    )
    connection.execute(text(f"DELETE FROM {TABLE}"))  # noqa: S608 - a constant
    connection.execute(text(f"INSERT INTO {TABLE} VALUES (:head)"), {"head": HEAD})  # noqa: S608
    mark(connection)


def mark(connection: Connection) -> None:
    """Puts the version where every unit of work sees it without a round trip of its own.

    In an embedded database that is a number in the file's first page; a server's clients call
    a function in the statement with which each unit begins (`turns.py`).
    """
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"PRAGMA user_version = {int(HEAD)}")
    else:
        connection.execute(text(_ASKED))


def refuse_other(found: str | None) -> None:
    """Raises DatabaseNewer or DatabaseOlder unless a unit of work finds this version.

    Somebody brought the database to another version while this client was open.
    """
    if found is not None and found != HEAD:
        raise DatabaseNewer if found > HEAD else DatabaseOlder


def keep_to_version(engine: Engine) -> None:
    """Has every unit of work of an embedded database look at the version before it writes."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "begin", _look_before_writing)


def _look_before_writing(connection: Connection) -> None:
    if not connection.get_execution_options().get(READ_ONLY, False):
        raw: Any = connection.connection.driver_connection
        (found,) = raw.execute("PRAGMA user_version").fetchone()
        if found not in (0, int(HEAD)):  # 0: nobody has marked it
            (written,) = raw.execute(f"SELECT version_num FROM {TABLE}").fetchone()  # noqa: S608
            refuse_other(_agreed(found, written))


def check_version(connection: Connection) -> None:
    """Raises DatabaseNewer, DatabaseOlder or DatabaseForeign unless the schema is this one.

    DatabaseDamaged where the two places of an embedded database contradict each other.
    """
    if not inspect(connection).has_table(TABLE):
        raise DatabaseForeign
    found = connection.execute(text(f"SELECT version_num FROM {TABLE}")).scalar()  # noqa: S608
    if found is None:
        raise DatabaseForeign
    if found != HEAD and connection.dialect.name == "sqlite":
        _agreed(connection.exec_driver_sql("PRAGMA user_version").scalar_one(), found)
    refuse_other(found)


def _agreed(marked: int, written: str) -> str:
    """The version of which an embedded database says in both places that it is.

    Raises DatabaseDamaged where they differ: told as a newer or an older version, a broken page
    would send people to update or to migrate.
    """
    if marked and f"{marked:04d}" != written:
        raise DatabaseDamaged
    return written
