"""Brings an older database to this version's schema; a backup is made first, and kept."""

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, event, func, inspect, literal_column, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from sqlalchemy.pool import ConnectionPoolEntry

from hallclient.store.backup import BackupFailed, database_file, write_backup
from hallclient.store.columns import Record
from hallclient.store.encrypting import refuse_wrong_key
from hallclient.store.engine import open_engine
from hallclient.store.keys import Keys, KeyStore, keys_of
from hallclient.store.meta import database_id
from hallclient.store.personal import KeyVersion
from hallclient.store.rotation import checked_keys
from hallclient.store.schema import guard
from hallclient.store.server_backup import ToolsMissing, dump
from hallclient.store.versions import TABLE as VERSION_TABLE
from hallclient.store.versions import DatabaseOlder, check_version, mark

MIGRATIONS: Final = Path(__file__).parent / "migrations"
"""Alembic's folder: scripts that it runs, no package that anybody imports."""

_LEFT: Final = 0x68616C6C
"""The note that clear text is left: SQLite's application id, a server's comment on the version."""


@dataclass(frozen=True)
class Migrated:
    """What a migration did.

    Attributes:
        needed: whether there was anything to do.
        backup: where it lies; None where nothing was done, or where a server's programs are
            missing on this PC.
        wiped: False while the database still holds, in pages that are not in use, what was
            encrypted or dropped; the next call tries it again.
    """

    needed: bool
    backup: Path | None = None
    wiped: bool = True


def migrate(url: str, at: datetime, keys: KeyStore, folder: Path | None = None) -> Migrated:
    """Upgrades the database at the URL, after a backup.

    `keys` has the keys of the database; `folder` takes the backup of a server's. The backup holds
    what the database held: in clear what an older version wrote in clear.

    Raises DatabaseNewer, DatabaseForeign, KeyMissing, KeyWrong, BackupFailed; the database is
    then as it was.
    """
    engine = open_engine(url, hurry=False)
    try:
        if not _is_older(engine):
            return Migrated(needed=False, wiped=not _is_left(engine) or _wiped(engine))
        with engine.connect() as connection:
            found = _keys(connection, keys)
        if engine.dialect.name == "sqlite":
            event.listen(engine, "connect", _let_tables_change)
            engine.dispose()  # the connections made before have not been told
        with engine.begin() as connection:
            _wait_for_everybody(connection)
            kept = _keep(engine, url, at, folder)
            upgrade(connection, found)
            _refuse_loose_ends(connection)
            _note_left(connection)
        return Migrated(needed=True, backup=kept, wiped=_wiped(engine))
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


def _keys(connection: Connection, store: KeyStore) -> Keys:
    """All keys that the database has had; raises KeyMissing, KeyWrong."""
    identity = database_id(Session(connection)) or ""
    renewable = inspect(connection).has_table(KeyVersion.__tablename__)
    found = checked_keys(connection, store, identity) if renewable else keys_of(store, identity)
    refuse_wrong_key(connection, found)
    return found


def _let_tables_change(connection: Any, _entry: ConnectionPoolEntry) -> None:
    """SQLite changes a column by making the table anew: rows that refer to it must bear that."""
    connection.execute("PRAGMA foreign_keys=OFF")


def _refuse_loose_ends(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        loose = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
        if loose is not None:
            raise LookupError(f"a migration left rows of {loose[0]} without what they refer to")


def _wiped(engine: Engine) -> bool:
    """Takes clear text that was encrypted, or dropped, out of the database; whether it could."""
    try:
        return _written_anew(engine) if engine.dialect.name == "sqlite" else _vacuumed(engine)
    except (DBAPIError, sqlite3.Error):  # no room for it, or somebody has a table in use
        return False


def _written_anew(engine: Engine) -> bool:
    with closing(engine.raw_connection()) as pooled:  # outside of any transaction
        file: Any = pooled.driver_connection
        file.execute("VACUUM")
        busy = file.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        if not busy:
            file.execute("PRAGMA application_id = 0")
    return not busy


def _vacuumed(engine: Engine) -> bool:
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for table in Record.metadata.sorted_tables:
            connection.execute(text(f"VACUUM FULL {table.name}"))
        connection.execute(text(f"COMMENT ON TABLE {VERSION_TABLE} IS NULL"))
    return True


def _note_left(connection: Connection) -> None:
    """Says in the database itself that clear text is left in it, until that was taken out."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"PRAGMA application_id = {_LEFT}")
    else:
        connection.execute(text(f"COMMENT ON TABLE {VERSION_TABLE} IS '{_LEFT}'"))


def _is_left(engine: Engine) -> bool:
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            return connection.exec_driver_sql("PRAGMA application_id").scalar() == _LEFT
        note = f"SELECT obj_description('{VERSION_TABLE}'::regclass, 'pg_class')"
        return connection.execute(text(note)).scalar() == str(_LEFT)


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
