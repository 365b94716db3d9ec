"""Backups and what is done with them: made, checked, kept by the rule, put back.

A backup is as encrypted as the database; the keys are no part of it (`docs/backup.md`). Only a
copy that was opened and verified gets its name, so whatever has such a name is a good one.
"""

from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Engine

from hallclient.base.clock import Clock, hall_time
from hallclient.base.errors import HallError
from hallclient.base.progress import Step, silent
from hallclient.hall import HallPlace, lent_engine, open_hall
from hallclient.inspection import inspect
from hallclient.store import backup as files
from hallclient.store import server_backup as server
from hallclient.store.audit import act
from hallclient.store.desk import Desk
from hallclient.store.schema import is_empty
from hallclient.store.trouble import in_a_sentence

if TYPE_CHECKING:
    from hallclient.settings import Settings

SUBJECT = "backup"
"""What the acts about backups have as their subject, so that the last ones are found at once."""


@dataclass(frozen=True)
class Rule:
    """Where backups are kept, and how many: of the last days, and of the last months."""

    folder: Path
    daily: int = 30
    monthly: int = 12

    @classmethod
    def of(cls, settings: "Settings") -> "Rule":
        """The rule of this PC."""
        return cls(settings.backup_folder, settings.backup_daily, settings.backup_monthly)


def backup(place: HallPlace, target: Path) -> None:
    """Writes a consistent copy of the database while it is in use, under a name of its own.

    Goes on record where the hall can be opened: all its books leave it. A database that cannot
    is copied all the same, for whoever is to look at it.

    Raises BackupExists, BackupFolderMissing, BackupFailed, ToolsMissing.
    """
    with lent_engine(place, must_exist=True) as engine:
        _write(place, engine, target)
    with suppress(HallError), closing(open_hall(place)) as opened:
        _note(opened.desk, "backup.copied", file=target.name)


def keep_backup(
    place: HallPlace, rule: Rule, clock: Clock | None = None, step: Step = silent
) -> Path:
    """Writes a backup into the rule's folder, verifies it, and lets go of those that are too old.

    Made or failed, it goes on record for the duty manager; the audit row of a success names the
    file. What fails leaves every earlier backup where it is.

    Raises as `backup`, and BackupDamaged when the copy does not verify.
    """
    with closing(open_hall(place, clock)) as opened:
        return _on_record(opened.desk, place, rule, step)


def _on_record(desk: Desk, place: HallPlace, rule: Rule, step: Step) -> Path:
    at = hall_time(desk.now())
    suffix = "dump" if files.database_file(place.url) is None else "db"
    target = rule.folder / files.kept_name(desk.hall, at, suffix)
    try:
        _make_own_folder(place, rule.folder)
        with in_a_sentence():  # the tools of a server ask it outside of any unit of work
            _kept(desk, place, target, step)
    except HallError as error:
        facts = {name: str(value) for name, value in error.facts.items()}
        _note(desk, "backup.failed", code=error.code, reason=error.sentence, facts=facts)
        raise
    _note(desk, "backup.made", file=target.name, bytes=target.stat().st_size)
    for old in files.outdated(rule.folder.iterdir(), desk.hall, rule.daily, rule.monthly):
        with suppress(OSError):  # somebody is looking at it: the next backup takes it away
            old.unlink()
    return target


def _make_own_folder(place: HallPlace, folder: Path) -> None:
    """A folder beside the database is ours to make; any other may be a drive that is missing."""
    database = files.database_file(place.url)
    if database is not None and folder.parent == database.parent:
        folder.mkdir(exist_ok=True)


def _kept(desk: Desk, place: HallPlace, target: Path, step: Step) -> None:
    unchecked = target.with_name(f"unchecked-{target.name}")
    files.refuse_taken(target)
    try:
        unchecked.unlink(missing_ok=True)
        _write(place, desk.store.engine, unchecked)
        _check(place, desk.store.engine, unchecked, step)
        unchecked.replace(target)
    except OSError as error:
        raise files.BackupFailed(name=target.name) from error
    finally:
        for end in ("", "-wal", "-shm"):
            unchecked.with_name(unchecked.name + end).unlink(missing_ok=True)


def _write(place: HallPlace, engine: Engine, target: Path) -> None:
    database = files.database_file(place.url)
    if database is None:
        server.dump(engine, target)
    else:
        files.write_backup(database, target)


def _check(place: HallPlace, engine: Engine, copy: Path, step: Step = silent) -> None:
    """Raises BackupDamaged unless the copy opens and its books verify.

    A server's dump is read to its end; its books are verified when it is restored.
    """
    if files.database_file(place.url) is None:
        server.check_dump(copy, server.server_version(engine))
        return
    files.check_backup(copy)
    _verify(HallPlace(f"sqlite:///{copy}", place.keys, place.hall), copy.name, step)


def _verify(place: HallPlace, name: str, step: Step) -> datetime:
    """Opens a restored database and verifies its books; the moment by its desk's clock."""
    with closing(open_hall(place, hurry=False)) as opened:
        if not inspect(opened.desk, step).good:
            raise files.BackupDamaged(name=name)
        return opened.desk.now()


def _note(desk: Desk, action: str, **details: Any) -> None:
    with act(desk, action) as doing:
        doing.subject = SUBJECT
        doing.note(**details)


def restore(place: HallPlace, copy: Path, step: Step = silent) -> Path | None:
    """Checks the backup, books included, then puts it in place; goes on record there.

    An embedded database that was there is kept beside it: its path, or None. On a server a dump
    goes into an empty database only.

    Raises BackupDamaged (also when its books do not check), KeyMissing, KeyWrong, DatabaseInUse,
    BackupFailed, RestoreNotEmpty, ToolsMissing: what was there is then as it was.
    """
    kept = None
    with lent_engine(place, must_exist=False) as engine:
        database = files.database_file(place.url)
        if database is None:
            _load(place, engine, copy, step)
        else:
            kept = _swap(place, database, copy, step)
    with closing(open_hall(place)) as opened:
        _note(opened.desk, "backup.restored", file=copy.name)
    return kept


def _load(place: HallPlace, engine: Engine, copy: Path, step: Step) -> None:
    if not is_empty(engine):
        raise server.RestoreNotEmpty
    server.load(engine, copy)
    try:
        _verify(place, copy.name, step)
    except HallError:
        server.unload(engine)
        raise


def _swap(place: HallPlace, database: Path, copy: Path, step: Step) -> Path | None:
    """The backup itself stays as it is: a copy beside the database is checked and put in place."""
    files.check_backup(copy)
    beside = database.with_name(f"{database.name}.restoring")
    leftovers = [beside.with_name(beside.name + end) for end in ("", "-wal", "-shm")]
    try:
        for leftover in leftovers:
            leftover.unlink(missing_ok=True)
        files.write_backup(copy, beside, still=True)
        at = _verify(HallPlace(f"sqlite:///{beside}", place.keys, place.hall), copy.name, step)
        return files.put_in_place(beside, database, at)
    finally:
        for leftover in leftovers:
            leftover.unlink(missing_ok=True)
