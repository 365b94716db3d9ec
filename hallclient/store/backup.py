"""Copies of a SQLite database: made while it is in use, checked before one replaces it."""

import os
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

from sqlalchemy import make_url

from hallclient.base.errors import HallError
from hallclient.base.language import N_


class BackupNotHere(HallError):
    """Only the embedded database is one file."""

    code = "backup.not-here"
    sentence = N_("This database is on a server: back it up there, with the server's own tools.")


class BackupDamaged(HallError):
    """The file is no sound copy of a hall's database."""

    code = "backup.damaged"
    sentence = N_("{name} is not a sound backup of a hall. The database in use was not touched.")


class BackupExists(HallError):
    """A backup never overwrites a file."""

    code = "backup.exists"
    sentence = N_("{name} exists already. Choose another name for the backup.")


class BackupFailed(HallError):
    """The folder cannot be written, or the disk is full."""

    code = "backup.failed"
    sentence = N_("The backup could not be written to {name}. Check the folder and the free space.")


def database_file(url: str) -> Path:
    """The file of an embedded database; raises BackupNotHere for a server's."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite" or not parsed.database:
        raise BackupNotHere
    return Path(parsed.database)


def write_backup(database: Path, target: Path) -> None:
    """Copies the database as of now into a new file, durably; other clients may go on writing.

    Raises BackupExists, BackupFailed; a half-written copy is taken away again.
    """
    if target.exists():
        raise BackupExists(name=target.name)
    part = target.with_name(target.name + ".part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(database)) as source, closing(sqlite3.connect(part)) as copy:
            source.backup(copy)
        with part.open("rb+") as file:
            os.fsync(file.fileno())
        part.replace(target)
    except (OSError, sqlite3.Error) as error:
        part.unlink(missing_ok=True)
        raise BackupFailed(name=target.name) from error


def check_backup(file: Path) -> None:
    """Raises BackupDamaged unless SQLite finds the whole file sound."""
    try:
        with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)) as copy:
            sound = copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            sound = sound and bool(copy.execute("SELECT count(*) FROM database_info").fetchone()[0])
    except sqlite3.Error as error:
        raise BackupDamaged(name=file.name) from error
    if not sound:
        raise BackupDamaged(name=file.name)


def put_in_place(copy: Path, database: Path, at: datetime) -> Path | None:
    """Puts a checked copy where the database is; the old one is kept beside it.

    Returns the path of the old database, or None when there was none. No client may be open.
    """
    kept = None
    if database.exists():
        with closing(sqlite3.connect(database)) as old:
            old.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        kept = database.with_name(f"{database.name}.before-{at:%Y%m%d%H%M%S}")
        database.replace(kept)
    for leftover in ("-wal", "-shm"):
        database.with_name(database.name + leftover).unlink(missing_ok=True)
    write_backup(copy, database)
    return kept
