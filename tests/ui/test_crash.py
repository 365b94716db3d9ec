"""A bug: a dialog, a file without personal data, and nobody's hook forgotten."""

import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType

import pytest
from PySide6.QtCore import qWarning
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from hallclient.base.clock import ScriptClock
from hallclient.base.language import use_language
from hallclient.ui.crash import CrashCare, CrashDialog, LastRunDialog, without_personal_data
from hallclient.ui.crash_report import headline
from hallclient.ui.handles import find
from hallclient.ui.jobs import Job, Lanes


class Seen:
    def __init__(self, folder: Path, clock: ScriptClock) -> None:
        self.folder = folder
        self.lines: list[str] = []
        self.errors: list[BaseException] = []
        self.care = CrashCare(folder, clock.now, self.lines.append)

    def before(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        self.errors.append(error)

    def on_thread(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            self.errors.append(args.exc_value)

    def dialogs(self) -> list[CrashDialog]:
        return [
            window
            for window in QApplication.topLevelWidgets()
            if isinstance(window, CrashDialog) and window.isVisible()
        ]


@pytest.fixture
def seen(
    qtbot: QtBot, tmp_path: Path, clock: ScriptClock, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Seen]:
    seen = Seen(tmp_path / "crashes", clock)
    monkeypatch.setattr(sys, "excepthook", seen.before)
    monkeypatch.setattr(threading, "excepthook", seen.on_thread)
    seen.care.install()
    yield seen
    seen.care.uninstall()
    for dialog in seen.dialogs():
        dialog.reject()


def break_with(text: str) -> None:
    """As Python does with an error that nobody caught."""

    def slot() -> None:
        raise ValueError(text)

    try:
        slot()
    except ValueError as error:
        sys.excepthook(ValueError, error, error.__traceback__)


def test_one_dialog_says_what_is_safe_and_the_earlier_hook_is_called(
    qtbot: QtBot, seen: Seen
) -> None:
    break_with("first")
    break_with("second")
    qtbot.waitUntil(lambda: len(seen.dialogs()) == 1)
    assert [str(error) for error in seen.errors] == ["first", "second"]
    find(seen.dialogs()[0], "Go on working", QPushButton).click()
    assert seen.dialogs() == []
    break_with("third")
    qtbot.waitUntil(lambda: len(seen.dialogs()) == 1)


def test_the_file_names_the_place_and_holds_no_personal_data(qtbot: QtBot, seen: Seen) -> None:
    break_with("document '11010119900307123X' of 张三, mobile 13800000000, row 12")
    (file,) = seen.folder.iterdir()
    text = file.read_text("utf-8")
    assert "tests.ui.test_crash:" in text
    assert "break_with.<locals>.slot" in text
    assert "ValueError" in text
    assert "row 12" not in text, "a message may quote anything"
    for secret in ("11010119900307123X", "张三", "13800000000"):
        assert secret not in text
        assert not any(secret in line for line in seen.lines)


def test_an_error_on_another_thread_reaches_the_dialog(qtbot: QtBot, seen: Seen) -> None:
    def work() -> None:
        raise LookupError("lost")

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: len(seen.dialogs()) == 1)
    assert [type(error) for error in seen.errors] == [LookupError]


def test_a_bug_in_work_behind_the_window_reaches_the_file_and_the_dialog(
    qtbot: QtBot, seen: Seen, lanes: Lanes
) -> None:
    def work(_step: object) -> None:
        raise LookupError("13800000000")

    with qtbot.captureExceptions() as caught:
        lanes.write.start(Job(work))
        qtbot.waitUntil(lambda: bool(caught), timeout=5_000)
    (kind, error, trace) = caught[0]
    sys.excepthook(kind, error, trace)  # the test's own hook stood in front of it
    qtbot.waitUntil(lambda: len(seen.dialogs()) == 1)
    (file,) = seen.folder.iterdir()
    assert "test_crash:" in file.read_text("utf-8")


def test_the_page_in_front_is_named(qtbot: QtBot, seen: Seen) -> None:
    seen.care.at_page("counter")
    break_with("")
    (file,) = seen.folder.iterdir()
    assert "page counter\n" in file.read_text("utf-8")


def test_what_breaks_on_its_way_out_is_written_and_disturbs_nobody(
    qtbot: QtBot, seen: Seen, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Going:
        def __del__(self) -> None:
            raise ValueError("gone")

    told: list[object] = []
    monkeypatch.setattr(seen.care, "_unraised_before", told.append)
    going = Going()
    del going
    (file,) = seen.folder.iterdir()
    assert "Going.__del__" in file.read_text("utf-8")
    assert len(told) == 1
    assert seen.dialogs() == []


def test_a_bug_in_every_frame_does_not_fill_the_disk(qtbot: QtBot, seen: Seen) -> None:
    for _ in range(50):
        break_with("again")
    (file,) = seen.folder.iterdir()  # one second, one file
    assert file.read_text("utf-8").count("ValueError") == 20
    assert len(seen.lines) == 50


def test_the_dialog_says_what_is_safe_in_both_languages(qtbot: QtBot, seen: Seen) -> None:
    said = {}
    for language in ("zh", "en"):
        use_language(language)
        for dialog in (CrashDialog(None), LastRunDialog(None), LastRunDialog(seen.folder)):
            qtbot.addWidget(dialog)
            texts = [label.text() for label in dialog.findChildren(QLabel)]
            said[language, type(dialog)] = " ".join(texts)
    assert all("草稿" in said["zh", kind] for kind in (CrashDialog, LastRunDialog))
    assert all("业务查询" in said["zh", kind] for kind in (CrashDialog, LastRunDialog))
    assert all("kept as a draft" in said["en", kind] for kind in (CrashDialog, LastRunDialog))
    assert all("Order search" in said["en", kind] for kind in (CrashDialog, LastRunDialog))


def test_the_dialog_is_a_moment_to_save_what_was_typed_and_only_one(
    qtbot: QtBot, seen: Seen
) -> None:
    saved: list[bool] = []

    def save() -> None:
        saved.append(True)
        break_with("saving breaks too")

    seen.care.told.connect(save)
    break_with("first")
    qtbot.waitUntil(lambda: len(seen.dialogs()) == 1)
    qtbot.waitUntil(lambda: len(seen.errors) == 2)
    assert saved == [True]


def test_the_log_says_what_and_where_and_nothing_else() -> None:
    def slot() -> None:
        raise ValueError("张三")

    try:
        slot()
    except ValueError as error:
        line = headline(error)
    assert line.startswith("builtins.ValueError tests.ui.test_crash:")
    assert "张三" not in line


def test_a_folder_that_cannot_be_written_hides_nothing(
    qtbot: QtBot, tmp_path: Path, seen: Seen
) -> None:
    seen.folder.write_text("in the way")
    break_with("disk")
    qtbot.waitUntil(lambda: len(seen.dialogs()) == 1)
    assert any(line.startswith("crash file:") for line in seen.lines)
    assert len(seen.errors) == 1


def test_what_qt_warns_of_goes_to_the_log(qtbot: QtBot, seen: Seen) -> None:
    qWarning("odd number 13800000000")
    assert seen.lines == ["qt: odd number #"]


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("a 'b' c", "a '…' c"),
        ('key "x y"', "key '…'"),
        ("1234 and 123", "# and 123"),
        ("王 sat", "… sat"),
        (
            "duplicate key\nDETAIL:  Key (hall, name)=(H001, ANNA SAMPLE) already exists.\n[SQL]",
            "duplicate key\nDETAIL: …\n[SQL]",
        ),
    ],
)
def test_messages_lose_what_they_quote(text: str, clean: str) -> None:
    assert without_personal_data(text) == clean
