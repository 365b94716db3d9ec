"""Brings an older database to this version's schema; a backup is made first, and kept."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, event, make_url, text
from sqlalchemy.orm import Session
from sqlalchemy.pool import ConnectionPoolEntry

from hallclient.store.backup import database_file, write_backup
from hallclient.store.columns import Record
from hallclient.store.encrypting import refuse_wrong_key
from hallclient.store.engine import open_engine
from hallclient.store.keys import Keys
from hallclient.store.meta import database_id
from hallclient.store.schema import guard
from hallclient.store.versions import DatabaseOlder, check_version, mark

MIGRATIONS: Final = Path(__file__).parent / "migrations"
"""Alembic's folder: scripts that it runs, no package that anybody imports."""


def migrate(url: str, at: datetime, keys: Callable[[str], Keys]) -> Path | None:
    """Upgrades the database at the URL; returns the backup's path, None where none was needed.

    `keys` gives the keys of a database by its id. The backup holds what it held: in clear what
    an older version wrote in clear.

    Raises DatabaseNewer, DatabaseForeign, KeyMissing, KeyWrong, BackupFailed; the database is
    then as it was.
    """
    engine = open_engine(url, hurry=False)
    try:
        if not _is_older(engine):
            return None
        with engine.connect() as connection:
            found = keys(database_id(Session(connection)) or "")
            refuse_wrong_key(connection, found)
        kept = _keep(url, at)
        if engine.dialect.name == "sqlite":
            event.listen(engine, "connect", _let_tables_change)
            engine.dispose()  # the connections made before have not been told
        with engine.begin() as connection:
            upgrade(connection, found)
            _refuse_loose_ends(connection)
        _drop_what_was(engine)
        return kept
    finally:
        engine.dispose()


def upgrade(connection: Connection, keys: Keys | None = None) -> None:
    """Runs every migration that is missing, and puts the guards in place.

    A database that holds rows needs its keys: older rows are encrypted, marks are made of them.
    """
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    config.attributes["keys"] = keys
    command.upgrade(config, "head")
    guard(connection)
    mark(connection)


def _let_tables_change(connection: Any, _entry: ConnectionPoolEntry) -> None:
    """SQLite changes a column by making the table anew: rows that refer to it must bear that."""
    connection.execute("PRAGMA foreign_keys=OFF")


def _refuse_loose_ends(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        loose = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
        if loose is not None:
            raise LookupError(f"a migration left rows of {loose[0]} without what they refer to")


def _drop_what_was(engine: Engine) -> None:
    """Clear text that was encrypted, or dropped, is in the file no longer."""
    with engine.connect() as connection:
        raw = connection.connection.driver_connection
        assert raw is not None  # noqa: S101 - the connection was made a line above
        if engine.dialect.name == "sqlite":
            connection.rollback()
            for statement in ("VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)"):
                raw.execute(statement)
            return
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for table in Record.metadata.sorted_tables:
            connection.execute(text(f"VACUUM FULL {table.name}"))


def _is_older(engine: Engine) -> bool:
    with engine.connect() as connection:
        try:
            check_version(connection)
        except DatabaseOlder:
            return True
    return False


def _keep(url: str, at: datetime) -> Path | None:
    """A copy beside an embedded database; a server's is the server's to back up."""
    if make_url(url).get_backend_name() != "sqlite":
        return None
    source = database_file(url)
    target = source.with_name(f"{source.name}.before-migration-{at:%Y%m%d%H%M%S}")
    write_backup(source, target)
    return target
