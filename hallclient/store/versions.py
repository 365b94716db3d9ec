"""The schema's version: written when a database is made, asked each time one is opened."""

from typing import Final

from sqlalchemy import Connection, inspect, text

from hallclient.base.errors import HallError
from hallclient.base.language import N_

HEAD: Final = "0002"
"""The newest migration in `migrations/versions`; a test compares the two."""

_TABLE: Final = "alembic_version"  # Alembic's own name, so that it finds the version it expects


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
        text(f"CREATE TABLE IF NOT EXISTS {_TABLE} (version_num VARCHAR(32) NOT NULL PRIMARY KEY)")
    )
    connection.execute(text(f"DELETE FROM {_TABLE}"))  # noqa: S608 - a constant
    connection.execute(text(f"INSERT INTO {_TABLE} VALUES (:head)"), {"head": HEAD})  # noqa: S608


def check_version(connection: Connection) -> None:
    """Raises DatabaseNewer, DatabaseOlder or DatabaseForeign unless the schema is this one."""
    if not inspect(connection).has_table(_TABLE):
        raise DatabaseForeign
    found = connection.execute(text(f"SELECT version_num FROM {_TABLE}")).scalar()  # noqa: S608
    if found is None:
        raise DatabaseForeign
    if found > HEAD:
        raise DatabaseNewer
    if found < HEAD:
        raise DatabaseOlder
