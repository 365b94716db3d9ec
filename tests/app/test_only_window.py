"""One window for each person and hall on a PC; everything else may run beside it."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import grimp
import pytest
from pytestqt.qtbot import QtBot

from hallclient.app import start
from hallclient.app.doorbell import ring
from hallclient.app.only_window import OnlyWindow, OpenAlready, window_name
from hallclient.base.errors import HallError
from hallclient.look import first_places
from tests.app.conftest import WINDOW

ROOT = Path(__file__).resolve().parents[2]
SERVER = "postgresql+psycopg://clerk:secret@hall.example:5433/hall"


@pytest.fixture
def first(qapp: object, tmp_path: Path) -> Iterator[OnlyWindow]:
    """The window that is open already."""
    window = OnlyWindow(WINDOW, tmp_path)
    assert window.take()
    window.listen()
    assert window.listens
    yield window
    window.close()


@contextmanager
def started(code: str, folder: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process of ours that does what the code says, with `window` already made."""
    begin = (
        "import sys; from pathlib import Path; from PySide6.QtCore import QCoreApplication\n"
        "from hallclient.app.only_window import OnlyWindow\n"
        "application = QCoreApplication([])\n"
        f"window = OnlyWindow({WINDOW!r}, Path(sys.argv[1]))\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", begin + code, str(folder)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        yield process
        process.kill()


def test_a_second_start_calls_the_first_and_ends(qtbot: QtBot, tmp_path: Path) -> None:
    places = first_places()
    first = OnlyWindow(window_name(places.database, places.data_folder), places.data_folder)
    assert first.take()
    first.listen()
    with qtbot.waitSignal(first.called, timeout=60_000):
        second = subprocess.Popen([sys.executable, "-m", "hallclient"], cwd=ROOT)
    assert second.wait(timeout=60) == 0
    first.close()


def test_a_start_that_is_called_twice_comes_forward_twice(
    qtbot: QtBot, first: OnlyWindow, tmp_path: Path
) -> None:
    code = "from hallclient.app.doorbell import ring; sys.exit(not ring(window.name))"
    for _ in range(2):
        with (
            qtbot.waitSignal(first.called, timeout=30_000),
            started(code, tmp_path) as second,
        ):
            qtbot.waitUntil(lambda process=second: process.poll() is not None, timeout=30_000)
            assert second.returncode == 0


def test_a_killed_start_leaves_nothing_in_the_way(qtbot: QtBot, tmp_path: Path) -> None:
    """Neither its lock nor its socket: the next start is the only one, and is heard."""
    code = "assert window.take(); window.listen(); print(window.listens, flush=True); input()"
    window = OnlyWindow(WINDOW, tmp_path)
    with started(code, tmp_path) as killed:
        assert killed.stdout is not None
        assert killed.stdout.readline().strip() == "True"
        assert not window.take()
    assert window.take()
    window.listen()
    assert window.listens
    window.close()


def test_a_first_window_that_is_just_being_drawn_is_waited_for(
    qtbot: QtBot, tmp_path: Path
) -> None:
    code = "from hallclient.app.doorbell import ring; print(1, flush=True)\n"
    first = OnlyWindow(WINDOW, tmp_path)
    with started(code + "sys.exit(not ring(window.name))", tmp_path) as second:
        assert second.stdout is not None
        second.stdout.readline()
        with qtbot.waitSignal(first.called, timeout=30_000):
            first.listen()
        assert second.wait(timeout=30) == 0
    first.close()


def test_a_first_window_that_does_not_answer_is_said(
    qapp: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    places = first_places()
    deaf = OnlyWindow(window_name(places.database, places.data_folder), places.data_folder)
    assert deaf.take()
    told: list[HallError] = []
    monkeypatch.setattr(start, "tell", told.append)
    monkeypatch.setattr(start, "ring", lambda name: ring(name, 0.3))
    assert start.run() == 1
    deaf.close()
    (error,) = told
    assert isinstance(error, OpenAlready)
    assert "任务管理器" in str(error)


def test_a_folder_that_takes_no_lock_keeps_nobody_from_working(tmp_path: Path) -> None:
    in_the_way = tmp_path / "data"
    in_the_way.write_text("a file", "utf-8")
    assert OnlyWindow(WINDOW, in_the_way).take()


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (SERVER, SERVER.replace("secret", "else").replace("clerk", "owner"), True),
        (SERVER, SERVER + "?sslpassword=secret", True),
        (SERVER, SERVER.replace("/hall", "/demo"), False),
        (SERVER, SERVER.replace("5433", "5434"), False),
        ("postgresql:///hall?host=a", "postgresql:///hall?host=b", False),
        ("sqlite:///hall.db", f"sqlite:///{Path('hall.db').absolute()}", True),
        ("sqlite:///hall.db?timeout=9", "sqlite:///hall.db", True),
        ("sqlite:///a#b.db", "sqlite:///a#c.db", False),
        ("postgresql://[", "postgresql://hall:port/", True),
    ],
)
def test_the_name_is_of_the_hall_and_not_of_who_signs_in_there(
    one: str,
    other: str,
    same: bool,  # noqa: FBT001 - a case
    tmp_path: Path,
) -> None:
    names = window_name(one, tmp_path), window_name(other, tmp_path)
    assert (names[0] == names[1]) is same
    assert "secret" not in names[0]


def test_another_person_of_the_same_pc_has_a_window_of_their_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = set()
    for user in ("li", "王 芳"):
        for variable in ("LOGNAME", "USERNAME"):
            monkeypatch.setenv(variable, user)
        names.add(window_name(SERVER, tmp_path))
    names.add(window_name(SERVER, tmp_path / "elsewhere"))
    assert len(names) == 3
    assert all(name.isascii() and len(name) < 40 for name in names)


def test_only_the_window_program_asks_whether_it_is_the_only_one() -> None:
    """The command line, played days, the demo and displays open as many windows as they want."""
    graph = grimp.build_graph("hallclient", cache_dir=None)
    assert graph.find_modules_that_directly_import("hallclient.app.doorbell") == {
        "hallclient.app.only_window",
        "hallclient.app.start",
    }
    assert graph.find_modules_that_directly_import("hallclient.app.only_window") == {
        "hallclient.app.start"
    }
    assert graph.find_modules_that_directly_import("hallclient.app.start") == {
        "hallclient.app",
        "hallclient.app.public_screen",
        "hallclient.play.open_demo",
    }


def test_nobody_else_may_open_the_lock_file(tmp_path: Path) -> None:
    window = OnlyWindow(WINDOW, tmp_path)
    assert window.take()
    (file,) = tmp_path.iterdir()
    assert os.name == "nt" or file.stat().st_mode & 0o077 == 0
    window.close()
