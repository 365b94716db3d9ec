"""The Windows run of `dev.py test`: what runs there, what is left out and why.

On Linux it runs in the kit (`setup.sh`, `pc.py`), on Windows as it is. The bounded part goes with
every change; the whole runs before a release, by `dev.py test --windows`.
"""

import os
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HERE = ROOT / "tools" / "windows"
KIT = Path(os.environ.get("HALLCLIENT_WINE") or Path.home() / ".cache" / "hallclient-wine")
LIBRARIES = {"HALLCLIENT_TEST_SDT": "sdt", "HALLCLIENT_TEST_WINSPOOL": "winspool"}
"""Sources in `tests/devices` that stand in for a vendor's library or the system's: where a test
looks for each once it is compiled for Windows, which has no compiler of its own."""
ON_WINDOWS = sys.platform == "win32"
SECONDS = 3 * 3600
"""After so long a run of the suite is stopped: it hangs."""
A_TEST = 900
"""Seconds for one test. pytest-timeout stops it in Python; where every thread waits for the
interpreter, the fault handler, which needs none, writes all stacks down and ends the worker."""

ITS_OWN_SERVER = "needs a PostgreSQL server of its own, which the tests start on Linux only"
BY_SIGNALS = "breaks things as Linux does: by signals, by limits, by a disk under SQLite"
BY_CHANCE = "makes days up by chance, for long; its rules are the same on every system"
AT_LENGTH = "takes long, and what it shows of pages and services is shown by others there"
_OF_FAULTS = {
    BY_SIGNALS: ("blows", "disk", "every_statement", "killed", "no_room", "power_cut", "survival"),
    ITS_OWN_SERVER: ("database", "day_on_a_server", "naughty_list"),
    BY_CHANCE: ("fuzz", "random_days"),
    AT_LENGTH: ("blindness", "naughty_pages", "pages", "personal_data", "two_people"),
}
LEFT_OUT = {
    "tests/windows/pages": "runs by itself, with the platform of clerks",
    "tests/windows/exe": "drives the built program from outside",
    "tests/house": "reads the sources, which are the same on every system",
    "tests/server": ITS_OWN_SERVER,
    "tests/away": ITS_OWN_SERVER,
    "tests/cli/test_server_backups.py": ITS_OWN_SERVER,
    **{f"tests/faults/test_{name}.py": why for why, names in _OF_FAULTS.items() for name in names},
    "tests/journeys/test_model.py": BY_CHANCE,
    "tests/journeys/test_mutations.py": BY_CHANCE,
}
"""What does not run under Windows Python, and why; what skips itself says so in its own words."""

Step = tuple[str, list[str], dict[str, str]]


def hindrance() -> str:
    """Why the Windows run is not possible here, "" when it is."""
    if ON_WINDOWS or (KIT / "stamp").is_file():
        return ""
    if not sys.platform.startswith("linux") or os.uname().machine != "x86_64":
        return "the kit that stands for a Windows PC wants Linux on x86-64"
    if shutil.which("apt-get") is None or os.geteuid() != 0:
        return "as root on Debian 12, `bash tools/windows/setup.sh` builds the kit it needs"
    return ""


def preparing() -> list[Step]:
    """The kit and Windows' packages; each ends at once when it is there."""
    if ON_WINDOWS:
        return []
    (KIT / "tests").mkdir(parents=True, exist_ok=True)
    lock = str(ROOT / "requirements.lock")
    install = ["install", "--quiet", "--no-deps", "--require-hashes", "-r", lock]
    return [
        ("the Windows kit", ["bash", str(HERE / "setup.sh")], {}),
        ("packages for Windows", [sys.executable, str(HERE / "pc.py"), *install], {}),
        *(("a library for Windows", compiled(name), {}) for name in LIBRARIES.values()),
    ]


def compiled(name: str) -> list[str]:
    """What makes a library for Windows of a source in `tests/devices`."""
    source = str(ROOT / "tests" / "devices" / f"{name}.c")
    return ["x86_64-w64-mingw32-gcc", "-O1", "-s", "-shared", "-o", str(library(name)), source]


def library(name: str) -> Path:
    """Where it lies then."""
    return KIT / "tests" / f"{name}.dll"


def bounded() -> list[Step]:
    """The program built and tried, a test a page: what every change has to pass."""
    return [build(), program("-m", "not release"), pages()]


def whole(words: list[str]) -> list[Step]:
    """All of it, before a release; with words, which go to pytest, the suite alone.

    On Windows the suite is run before, as the tests of this system.
    """
    tests = [] if ON_WINDOWS else [suite(words)]
    return tests if words else [build(), program(), pages(), *tests]


def build() -> Step:
    """The Windows program."""
    kit = [] if ON_WINDOWS else ["--windows"]
    return ("the Windows build", [sys.executable, str(ROOT / "tools" / "build.py"), *kit], {})


def program(*words: str) -> Step:
    """The tests that drive the built program."""
    command = [sys.executable, "-m", "pytest", "-q", "-rs", "tests/windows/exe", *words]
    return ("the built program", command, {})


def pages() -> Step:
    """A test for each page, one window at a time: there is one screen and one focus."""
    return python("a test a page on Windows", "windows", ["-q", "tests/windows/pages"])


def suite(words: list[str]) -> Step:
    """The suite under Windows Python."""
    bounds = [f"--timeout={A_TEST}", "-o", f"faulthandler_timeout={A_TEST + 60}"]
    bounds += ["-o", "faulthandler_exit_on_timeout=true"]
    words = ["-q", "-rs", "-n", "2", "--dist", "worksteal", *bounds, *left_out(), *words]
    return python("the suite on Windows", "offscreen", words)


def left_out() -> list[str]:
    """The same, as words for pytest."""
    return [f"--ignore={path}" for path in LEFT_OUT]


def python(name: str, platform: str, words: list[str]) -> Step:
    """A step of pytest under Windows Python, with a platform of Qt."""
    if ON_WINDOWS:
        return name, [sys.executable, "-m", "pytest", *words], {"QT_QPA_PLATFORM": platform}
    settings = {
        "QT_QPA_PLATFORM": platform,
        "PYTHONPATH": on_windows(ROOT),
        **{variable: on_windows(library(name)) for variable, name in LIBRARIES.items()},
    }
    given = [part for pair in settings.items() for part in ("--env", "=".join(pair))]
    pc = [sys.executable, str(HERE / "pc.py"), "--timeout", str(SECONDS), *given]
    return name, [*pc, "pytest", *words], {}


def on_windows(path: Path) -> str:
    """A path of this PC as the kit knows it."""
    return "Z:" + str(path.absolute()).replace("/", "\\")
