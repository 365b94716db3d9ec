"""Backups of a database on a server, with PostgreSQL's own programs where they are installed.

A password goes to them through the environment, never on the command line, which every user of
the PC can read.
"""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from sqlalchemy import URL, Engine, inspect, text

from hallclient.base.errors import HallError
from hallclient.base.language import N_
from hallclient.store.backup import BackupDamaged, BackupFailed, refuse_taken
from hallclient.store.refused import RightMissing

_PLACES: Final = ("/usr/lib/postgresql", "C:/Program Files/PostgreSQL")
"""Where installers put the programs, a folder for each version, beside what PATH says."""
_VERSION: Final = re.compile(r"\(PostgreSQL\)\s+([0-9]+)")
_MAY_MAKE_TABLES: Final = text("SELECT has_schema_privilege(current_schema(), 'CREATE')")
_NO_WINDOW: Final = getattr(subprocess, "CREATE_NO_WINDOW", 0)


class ToolsMissing(HallError):
    """PostgreSQL's own programs make and restore the backups of a server."""

    code = "backup.tools"
    sentence = N_(
        "Backups of this database need {program} of PostgreSQL {version} or newer on this PC. "
        "Install it, or back up on the server."
    )


class RestoreNotEmpty(HallError):
    """A backup is never restored over anything."""

    code = "backup.not-empty"
    sentence = N_("There is something in this database. Make an empty one and restore into that.")


def dump(engine: Engine, target: Path) -> None:
    """Writes the whole database into a new file, in PostgreSQL's custom format.

    Raises ToolsMissing, BackupExists, BackupFolderMissing, BackupFailed.
    """
    program = _program("pg_dump", server_version(engine))
    refuse_taken(target)
    part = target.with_name(target.name + ".part")
    try:
        words = ["--format=custom", "--no-owner", "--no-privileges", f"--file={part}"]
        _run(program, words, engine.url)
        with part.open("rb+") as file:
            os.fsync(file.fileno())
        part.replace(target)
    except (OSError, subprocess.CalledProcessError) as error:
        part.unlink(missing_ok=True)
        raise BackupFailed(name=target.name) from error


def check_dump(file: Path, version: int) -> None:
    """Raises BackupDamaged unless the file can be read to its end, ToolsMissing."""
    try:
        _run(_program("pg_restore", version), ["--file=" + os.devnull, str(file)], None)
    except (OSError, subprocess.CalledProcessError) as error:
        raise BackupDamaged(name=file.name) from error


def load(engine: Engine, file: Path) -> None:
    """Restores a dump into an empty database, whole or not at all.

    Raises ToolsMissing, BackupDamaged, RightMissing.
    """
    program = _program("pg_restore", server_version(engine))
    with engine.connect() as connection:
        if not connection.execute(_MAY_MAKE_TABLES).scalar():
            raise RightMissing
    words = ["--exit-on-error", "--single-transaction", "--no-owner", "--no-privileges", str(file)]
    try:
        _run(program, words, engine.url)
    except (OSError, subprocess.CalledProcessError) as error:
        raise BackupDamaged(name=file.name) from error


def unload(engine: Engine) -> None:
    """Empties a database again that was empty before `load`."""
    here = "current_schema()::regnamespace"
    functions = text(
        f"SELECT oid::regprocedure::text FROM pg_proc WHERE pronamespace = {here}"  # noqa: S608
        " AND proname LIKE 'hall\\_%'"
    )
    with engine.begin() as connection:
        for table in inspect(connection).get_table_names():
            connection.execute(text(f'DROP TABLE "{table}" CASCADE'))
        for function in connection.execute(functions).scalars().all():
            connection.execute(text(f"DROP FUNCTION {function}"))


def server_version(engine: Engine) -> int:
    """The server's major version."""
    with engine.connect() as connection:
        return int((connection.dialect.server_version_info or (0,))[0])


def _program(name: str, version: int) -> Path:
    """The newest of the programs of this name that is as new as the server."""
    found = [(_version_of(program), program) for program in _programs(name)]
    fit = [pair for pair in found if pair[0] >= version]
    if not fit:
        raise ToolsMissing(program=name, version=version)
    return max(fit)[1]


def _programs(name: str) -> Iterator[Path]:
    on_path = shutil.which(name)
    if on_path:
        yield Path(on_path)
    for place in map(Path, _PLACES):
        versions = place.glob("*/bin") if place.is_absolute() else ()  # else it is another system's
        for folder in versions:
            inside = shutil.which(name, path=str(folder))
            if inside:
                yield Path(inside)


def _version_of(program: Path) -> int:
    try:
        said = _run(program, ["--version"], None)
    except (OSError, subprocess.CalledProcessError):
        return 0
    match = _VERSION.search(said)
    return int(match[1]) if match else 0


def _run(program: Path, words: Sequence[str], address: URL | None) -> str:
    """Runs one of the programs on the database of the address."""
    named = [] if address is None else [f"--dbname={_named(address)}"]
    done = subprocess.run(  # noqa: S603 - PostgreSQL's program, words of ours, no shell
        [str(program), *named, *words],
        env={**os.environ, **_secrets(address)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=True,
        encoding="utf-8",
        errors="replace",
        creationflags=_NO_WINDOW,
    )
    return done.stdout


def _named(address: URL) -> str:
    """The address as libpq takes it, without what is secret."""
    parts = {
        "host": address.host,
        "port": address.port,
        "user": address.username,
        "dbname": address.database,
        **{name: value for name, value in address.query.items() if name not in _LEFT_OUT},
    }
    return " ".join(f"{name}={_quoted(value)}" for name, value in parts.items() if value)


_LEFT_OUT: Final = ("password", "sslpassword", "options")
"""Of an address's query: secrets, and time limits that are meant for who stands at a counter."""


def _quoted(value: object) -> str:
    text = str(value).replace("\\", "\\\\").replace("'", "\\'")
    return f"'{text}'"


def _secrets(address: URL | None) -> Mapping[str, str]:
    secret = address and (address.password or address.query.get("password"))
    return {"PGPASSWORD": str(secret)} if secret else {}
