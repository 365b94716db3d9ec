"""Brings an older database to this version's schema; a backup is made first, and kept."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, event, func, literal_column, select, text
from sqlalchemy.orm import Session
from sqlalchemy.pool import ConnectionPoolEntry

from hallclient.store.backup import BackupFailed, database_file, write_backup
from hallclient.store.columns import Record
from hallclient.store.encrypting import refuse_wrong_key
from hallclient.store.engine import open_engine
from hallclient.store.keys import Keys
from hallclient.store.meta import database_id
from hallclient.store.schema import guard
from hallclient.store.server_backup import ToolsMissing, dump
from hallclient.store.versions import DatabaseOlder, check_version, mark

MIGRATIONS: Final = Path(__file__).parent / "migrations"
"""Alembic's folder: scripts that it runs, no package that anybody imports."""


@dataclass(frozen=True)
class Migrated:
    """What a migration did: whether there was anything to do, and where the backup lies.

    `backup` is None where nothing was done, or where a server's programs are missing on this PC.
    """

    needed: bool
    backup: Path | None = None


def migrate(
    url: str, at: datetime, keys: Callable[[str], Keys], folder: Path | None = None
) -> Migrated:
    """Upgrades the database at the URL, after a backup.

    `keys` gives the keys of a database by its id; `folder` takes the backup of a server's. The
    backup holds what the database held: in clear what an older version wrote in clear.

    Raises DatabaseNewer, DatabaseForeign, KeyMissing, KeyWrong, BackupFailed; the database is
    then as it was.
    """
    engine = open_engine(url, hurry=False)
    try:
        if not _is_older(engine):
            return Migrated(needed=False)
        with engine.connect() as connection:
            found = keys(database_id(Session(connection)) or "")
            refuse_wrong_key(connection, found)
        if engine.dialect.name == "sqlite":
            event.listen(engine, "connect", _let_tables_change)
            engine.dispose()  # the connections made before have not been told
        with engine.begin() as connection:
            _wait_for_everybody(connection)
            kept = _keep(engine, url, at, folder)
            upgrade(connection, found)
            _refuse_loose_ends(connection)
        _drop_what_was(engine)
        return Migrated(needed=True, backup=kept)
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


def _wait_for_everybody(connection: Connection) -> None:
    """Units of work under way end first; those that come later find another version, and stop.

    SQLite's one writer is this one from the beginning of the transaction.
    """
    if connection.dialect.name == "postgresql":
        name = func.hashtextextended(func.concat("hall/", literal_column("hall")), 0)
        halls = select(func.pg_advisory_xact_lock(name)).select_from(text("halls"))
        connection.execute(halls)


def _keep(engine: Engine, url: str, at: datetime, folder: Path | None) -> Path | None:
    """A copy beside an embedded database; a server's dump, where its programs are here."""
    source = database_file(url)
    if source is not None:
        target = source.with_name(f"{source.name}.before-migration-{at:%Y%m%d%H%M%S}")
        write_backup(source, target)
        return target
    if folder is None:
        return None
    target = folder / f"{engine.url.database}.before-migration-{at:%Y%m%d%H%M%S}.dump"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        dump(engine, target)
    except OSError as error:
        raise BackupFailed(name=target.name) from error
    except ToolsMissing:
        return None
    return target
