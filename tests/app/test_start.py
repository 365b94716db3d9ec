"""The window program from its start to its end."""

import faulthandler
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from hallclient import hall as house
from hallclient.app import start
from hallclient.app.only_window import OnlyWindow
from hallclient.app.start import WindowRun, room_wanted
from hallclient.look import first_places
from hallclient.staff.page.sign_in import SignInPage
from hallclient.store.keys import open_key_store
from hallclient.ui.crash import LastRunDialog
from tests import crash_notes
from tests.app.conftest import PASSWORD, WINDOW

ROOT = Path(__file__).resolve().parents[2]

type Begin = Callable[[], WindowRun]


@pytest.fixture
def begin(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Begin]:
    """Starts runs as the program does, and ends them as it does."""
    runs: list[WindowRun] = []
    was_on = faulthandler.is_enabled()

    def begun() -> WindowRun:
        only = OnlyWindow(WINDOW, tmp_path)
        assert only.take()
        run = WindowRun(qapp, only)
        runs.append(run)
        run.start()
        qtbot.waitUntil(lambda: only.listens, timeout=20_000)
        qtbot.waitUntil(lambda: not run.client.busy, timeout=20_000)
        return run

    yield begun
    for run in runs:
        run.end()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # no loop ends here
    if was_on:
        crash_notes.listen()


def said() -> list[LastRunDialog]:
    windows = QApplication.topLevelWidgets()
    return [one for one in windows if isinstance(one, LastRunDialog) and one.isVisible()]


def crash_folder() -> Path:
    return first_places().data_folder / "crash"


def test_a_run_leaves_no_mark_and_lets_the_next_one_in(begin: Begin) -> None:
    before = sys.excepthook
    run = begin()
    assert sys.excepthook != before
    assert (crash_folder() / f"{WINDOW}.running").is_file()
    run.end()
    assert run.all_ended
    assert list(crash_folder().iterdir()) == []
    assert sys.excepthook == before
    begin().end()
    assert said() == []


def test_the_demo_has_the_same_care_and_lets_any_number_run(tmp_path: Path) -> None:
    """A bug there leaves its report in the demo's folder; this PC's own is not touched."""
    code = (
        "import sys\n"
        "from pathlib import Path\n"
        "from PySide6.QtCore import QTimer\n"
        "from PySide6.QtWidgets import QApplication\n"
        "from hallclient.app import start\n"
        "from hallclient.play.demo import demo_script\n"
        "from hallclient.play.open_demo import open_demo\n"
        "class Run(start.WindowRun):\n"
        "    def start(self):\n"
        "        super().start()\n"
        "        QTimer.singleShot(0, lambda: 1 / 0)\n"
        "        QTimer.singleShot(1000, self.leave)\n"
        "    def leave(self):\n"
        "        if self.session is None:\n"
        "            QTimer.singleShot(100, self.leave)\n"
        "        else:\n"
        "            QApplication.quit()\n"
        "start.WindowRun = Run\n"
        "script = demo_script(orders=0, counters=1, seed=0)\n"
        "raise SystemExit(open_demo(Path(sys.argv[1]), script))\n"
    )
    words = [sys.executable, "-c", code, str(tmp_path / "demo")]
    done = subprocess.run(words, cwd=ROOT, timeout=120, check=False)
    assert done.returncode == 0
    (report,) = (tmp_path / "demo" / "crash").iterdir()
    assert "ZeroDivisionError" in report.read_text("utf-8")
    assert not crash_folder().exists()


def test_a_run_that_was_cut_off_is_said_once(begin: Begin) -> None:
    crash_folder().mkdir(parents=True)
    (crash_folder() / f"{WINDOW}.running").write_bytes(b"")
    run = begin()
    (dialog,) = said()
    dialog.accept()
    run.end()
    begin()
    assert said() == []


def test_quitting_closes_everything(begin: Begin, qapp: QApplication, tmp_path: Path) -> None:
    """At the end of a session nothing but this signal comes: the process is ended behind it."""
    run = begin()
    qapp.aboutToQuit.emit()
    assert run.all_ended
    assert list(crash_folder().iterdir()) == []
    assert OnlyWindow(WINDOW, tmp_path).take(), "the next start need not wait"


def test_a_call_brings_the_window_forward(begin: Begin, qtbot: QtBot) -> None:
    run = begin()
    window = run.client.window
    window.showMinimized()
    run._only.called.emit()
    assert not window.isMinimized()
    with qtbot.waitActive(window):
        pass


def test_the_program_ends_beside_a_thread_that_never_does(tmp_path: Path) -> None:
    """A driver that hangs must not leave an unseen process that holds the lock."""
    code = (
        "import threading\n"
        "from PySide6.QtCore import QTimer\n"
        "from hallclient.app import start\n"
        "from hallclient.ui.jobs import Job\n"
        "start.QUIT_SECONDS = 0.3\n"
        "class Run(start.WindowRun):\n"
        "    def start(self):\n"
        "        super().start()\n"
        "        self.client.paper.start(Job(lambda _step: threading.Event().wait()))\n"
        "        QTimer.singleShot(0, self.client.window.close)\n"
        "start.WindowRun = Run\n"
        "raise SystemExit(start.run())\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, timeout=60, check=False)
    assert done.returncode == 0
    assert list(crash_folder().iterdir()) == []


def test_a_screen_that_is_too_small_is_said_once_and_the_window_fits(
    begin: Begin, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    places = first_places()
    new = house.NewHall("H001", "样例营业厅", "M001", "值班甲", PASSWORD)
    place = house.HallPlace(places.database, open_key_store(places.keys_folder))
    house.create_hall(place, new).close()
    monkeypatch.setattr(start, "SMALLEST", QSize(2_000, 1_000))
    run = begin()
    page = run.client.window.findChild(SignInPage)
    assert page is not None
    qtbot.waitUntil(lambda: "2000 x 1000" in page.notice.text())
    screen = run.client.window.screen().availableSize()
    assert run.client.window.width() <= screen.width()


@pytest.mark.parametrize(
    ("room", "enough"),
    [
        (QSize(1366, 728), True),
        (QSize(1093, 574), True),  # 1366x768 at 125 %
        (QSize(910, 472), False),  # 1366x768 at 150 %
        (QSize(1280, 500), False),
    ],
)
def test_what_a_screen_must_show(room: QSize, enough: bool) -> None:  # noqa: FBT001 - a case
    said = room_wanted(room)
    assert (said == "") is enough
    assert enough or str(room.width()) in said


def test_the_window_has_the_programs_icon(begin: Begin, qapp: QApplication) -> None:
    run = begin()
    assert not run.client.window.windowIcon().pixmap(32, 32).isNull()
    qapp.setWindowIcon(QIcon())
