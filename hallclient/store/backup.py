"""Copies of a SQLite database: made while it is in use, checked before one replaces it.

Also the rule by which kept copies go: so many days, so many months, never the newest.
"""

import os
import re
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Final

from sqlalchemy import make_url

from hallclient.base.errors import HallError
from hallclient.base.language import N_

_KEPT: Final = re.compile(r"hall-(?P<hall>.+)-(?P<at>[0-9]{8}-[0-9]{6})\.(db|dump)")
_STAMP: Final = "%Y%m%d-%H%M%S"


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


class BackupFolderMissing(HallError):
    """A folder is never made in silence: it may be a drive that is not plugged in."""

    code = "backup.folder"
    sentence = N_("There is no folder {name}. Plug in the drive or make the folder, then repeat.")


class DatabaseInUse(HallError):
    """A client holds the file open, so that nothing can take its place."""

    code = "backup.in-use"
    sentence = N_("The database is open. Close the program on every PC, then restore again.")


def database_file(url: str) -> Path | None:
    """The file of an embedded database; None for a server's."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite" or not parsed.database:
        return None
    return Path(parsed.database)


def kept_name(hall: str, at: datetime, suffix: str) -> str:
    """`hall-H001-20261122-101500.db`: the file of a backup that is kept by the rule."""
    return f"hall-{hall}-{at.strftime(_STAMP)}.{suffix}"


def refuse_taken(target: Path) -> None:
    """Raises BackupExists, BackupFolderMissing."""
    if target.exists():
        raise BackupExists(name=target.name)
    if not target.parent.is_dir():
        raise BackupFolderMissing(name=str(target.parent))


def outdated(files: Iterable[Path], hall: str, daily: int, monthly: int) -> tuple[Path, ...]:
    """The hall's backups that the rule keeps no longer; files of any other name are nobody's.

    Of each of the last `daily` days that have one the newest stays, and of each of the last
    `monthly` months; the newest of all stays whatever the rule says.
    """
    dated = sorted(_dated(files, hall), reverse=True)
    newest_of = {at[:8]: file for at, file in reversed(dated)}
    newest_in = {at[:6]: file for at, file in reversed(dated)}
    stays = {file for _, file in dated[:1]}
    for of, most in ((newest_of, daily), (newest_in, monthly)):
        stays |= {of[time] for time in sorted(of, reverse=True)[:most]}
    return tuple(file for _, file in dated if file not in stays)


def _dated(files: Iterable[Path], hall: str) -> Iterable[tuple[str, Path]]:
    for file in files:
        match = _KEPT.fullmatch(file.name)
        if match is not None and match["hall"] == hall:
            yield match["at"], file


def write_backup(database: Path, target: Path, *, still: bool = False) -> None:
    """Copies the database as of now into a new file, durably; other clients may go on writing.

    `still` says that nobody does: then it may lie where nothing can be written.

    Raises BackupExists, BackupFolderMissing, BackupFailed; a half-written copy is taken away.
    """
    refuse_taken(target)
    part = target.with_name(target.name + ".part")
    try:
        part.unlink(missing_ok=True)  # of a PC that was switched off
        opened = _still(database) if still else sqlite3.connect(database)
        with closing(opened) as source, closing(sqlite3.connect(part)) as copy:
            source.backup(copy)
        with part.open("rb+") as file:
            os.fsync(file.fileno())
        part.replace(target)
    except (OSError, sqlite3.Error) as error:
        part.unlink(missing_ok=True)
        raise BackupFailed(name=target.name) from error


def _still(file: Path) -> sqlite3.Connection:
    """A file that nobody writes, opened so that SQLite writes nothing beside it either.

    A log beside it is read as well: that needs a place where SQLite can write.
    """
    log = file.with_name(f"{file.name}-wal")
    how = "mode=ro" if log.exists() else "mode=ro&immutable=1"
    return sqlite3.connect(f"{file.resolve().as_uri()}?{how}", uri=True)


def check_backup(file: Path) -> None:
    """Raises BackupDamaged unless SQLite finds the whole file sound."""
    try:
        with closing(_still(file)) as copy:
            sound = copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            sound = sound and bool(copy.execute("SELECT count(*) FROM database_info").fetchone()[0])
    except sqlite3.Error as error:
        raise BackupDamaged(name=file.name) from error
    if not sound:
        raise BackupDamaged(name=file.name)


def put_in_place(copy: Path, database: Path, at: datetime) -> Path | None:
    """Puts a checked copy, which lies beside it, where the database is; the old one is kept.

    Returns the path of the old database, or None when there was none. No client may be open.
    Raises DatabaseInUse, BackupFailed: the database is then as it was.
    """
    kept = database.with_name(f"{database.name}.before-{at:%Y%m%d%H%M%S}")
    was_there = database.exists()
    try:
        if was_there:
            _empty_log(database)
            _move(database, kept)
        for leftover in ("-wal", "-shm"):
            database.with_name(database.name + leftover).unlink(missing_ok=True)
        copy.replace(database)
    except OSError as error:
        if was_there and not database.exists():
            _move(kept, database)
        if isinstance(error, PermissionError):  # Windows holds what a program has open
            raise DatabaseInUse from error
        raise BackupFailed(name=database.name) from error
    return kept if was_there else None


def _move(database: Path, to: Path) -> None:
    """With its log, if there is one: of a damaged database both are all that there is."""
    for end in ("", "-wal"):
        file = database.with_name(database.name + end)
        if file.exists():
            file.replace(to.with_name(to.name + end))


def _empty_log(database: Path) -> None:
    """Writes the log of the old database into its file, so that it is whole by itself.

    Of one that is damaged the log stays beside it.
    """
    try:
        with closing(sqlite3.connect(database, timeout=1)) as old:
            busy = old.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    except sqlite3.OperationalError as error:
        raise DatabaseInUse from error
    except sqlite3.DatabaseError:
        return
    if busy:
        raise DatabaseInUse
