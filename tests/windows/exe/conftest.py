"""The built Windows program, driven from outside: from Linux on a PC of the kit, or on Windows.

Run by themselves (`pytest tests/windows/exe`), after `dev.py build --windows`;
HALLCLIENT_WINDOWS_DIST names another build. They import nothing of the house: what is tested here
is what a clerk gets.
"""

import json
import os
import shutil
import subprocess
import sys
import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[3]
HERE = Path(__file__).resolve().parent
PC = ROOT / "tools" / "windows" / "pc.py"
KIT = Path(os.environ.get("HALLCLIENT_WINE") or Path.home() / ".cache" / "hallclient-wine")
DIST = Path(os.environ.get("HALLCLIENT_WINDOWS_DIST") or ROOT / "dist" / "windows" / "hallclient")
ON_WINDOWS = sys.platform == "win32"
SAMPLE = ROOT / "resources" / "sample" / "day.json"
SEALING = [
    "unshare", "-m", "sh", "-c",
    'mount --bind "$1" "$1" && mount -o remount,ro,bind "$1" && shift && exec "$@"', "sealing",
]  # fmt: skip
"""Runs what follows a folder's name where that folder takes nothing, not even from root."""
PASSWORD = "correct horse battery"


def pytest_ignore_collect(config: pytest.Config) -> bool | None:
    """Left out of a run that did not ask for them: they need a build, and Windows."""
    asked = (Path(word.split("::")[0]).resolve() for word in config.args)
    return None if any(path.is_relative_to(HERE) for path in asked) else True


@dataclass(frozen=True)
class Ended:
    """How a program ended, its output as a person reads it."""

    status: int
    out: str
    err: str

    @property
    def told(self) -> Any:
        """What it printed, as JSON."""
        return json.loads(self.out)

    def sentence(self) -> str:
        """The one line it says why it refused; fails when there is more, or a traceback."""
        lines = [line for line in self.err.splitlines() if line.strip()]
        assert len(lines) == 1, self.err
        return lines[0]


@dataclass(frozen=True)
class Pc:
    """A Windows PC: a new one for each program, or one user's whose files stay."""

    folder: Path
    user: str = ""

    def run(
        self,
        program: Path,
        *words: object,
        typed: str = "",
        settings: Mapping[str, str] | None = None,
        seconds: float = 240,
        sealed: Path | None = None,
    ) -> Ended:
        """Runs a program in this PC's folder, empty at first; nobody may write to `sealed`."""
        command = [*self._stand_in(settings or {}, seconds), str(program), *map(str, words)]
        if sealed is not None:
            command = [*SEALING, str(sealed), *command]
        done = subprocess.run(
            command, input=typed, capture_output=True, encoding="utf-8", cwd=self.folder,
            env=environment(settings or {}), timeout=seconds + 60, check=False,
        )  # fmt: skip
        return Ended(done.returncode, done.stdout, done.stderr)

    def watch(self, *words: object, settings: Mapping[str, str] | None = None) -> Any:
        """Has `watching.py` run there, on Windows' own Python; what it saw."""
        python = [] if ON_WINDOWS else ["python"]
        command = self._stand_in(settings or {}, 120, python)
        start = [sys.executable] if ON_WINDOWS else []
        done = subprocess.run(
            [*command, *start, for_windows(HERE / "watching.py"), *map(str, words)],
            capture_output=True, encoding="utf-8", cwd=self.folder,
            env=environment(settings or {}), timeout=180, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    def local_data(self) -> Path:
        """This user's `%LOCALAPPDATA%`."""
        if ON_WINDOWS:
            return Path(os.environ["LOCALAPPDATA"])
        (home,) = (
            path
            for path in (KIT / "profiles" / self.user / "prefix" / "drive_c" / "users").iterdir()
            if path.name != "Public"
        )
        return home / "AppData" / "Local"

    def _stand_in(
        self, settings: Mapping[str, str], seconds: float, verb: list[str] | None = None
    ) -> list[str]:
        if ON_WINDOWS:
            return []
        given = [f"--env={name}={value}" for name, value in settings.items()]
        user = ["--profile", self.user] if self.user else []
        command = [sys.executable, str(PC), "--timeout", str(seconds), *given, *user]
        return [*command, *(["exe"] if verb is None else verb)]


def environment(settings: Mapping[str, str]) -> dict[str, str]:
    """Nothing of the project's, and on Windows no Python on the path: a PC of the kit has none."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("HALLCLIENT_", "PYTHON", "QT_")) or name == "HALLCLIENT_WINE"
    }
    if ON_WINDOWS:
        kept |= settings
        kept["PATH"] = os.pathsep.join([rf"{kept['SYSTEMROOT']}\System32", kept["SYSTEMROOT"]])
    return kept


def for_windows(path: Path) -> str:
    """A path as Windows programs take it."""
    return str(path) if ON_WINDOWS else "Z:" + str(path.absolute()).replace("/", "\\")


@pytest.fixture(scope="session")
def dist() -> Path:
    """The folder that was built."""
    if not (DIST / "hallclient.exe").is_file():
        pytest.fail(f"no Windows program in {DIST}: run `python3 dev.py build --windows`")
    return DIST


@pytest.fixture
def cli(dist: Path) -> Path:
    """The command line."""
    return dist / "hallclient-cli.exe"


@pytest.fixture
def pc(tmp_path: Path) -> Pc:
    """A PC in an empty folder; its files are gone when the program ends."""
    folder = tmp_path / "empty"
    folder.mkdir()
    return Pc(folder)


@pytest.fixture
def user(tmp_path: Path) -> Iterator[Callable[[str], Pc]]:
    """Makes Windows users whose files stay until the test ends."""
    made: list[str] = []

    def make(name: str) -> Pc:
        folder = tmp_path / name
        folder.mkdir()
        made.append(f"test-{name}-{uuid.uuid4().hex[:8]}")
        return Pc(folder, made[-1])

    yield make
    for name in made:
        shutil.rmtree(KIT / "profiles" / name, ignore_errors=True)


@pytest.fixture
def copied(dist: Path, tmp_path: Path) -> Callable[[str], Path]:
    """Installs the program into another folder: the same files under other names."""

    def install(name: str) -> Path:
        target = tmp_path / name
        same_disk = dist.stat().st_dev == tmp_path.stat().st_dev
        shutil.copytree(dist, target, copy_function=os.link if same_disk else shutil.copyfile)
        return target

    return install
