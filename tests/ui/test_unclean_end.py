"""A run that was not closed is noticed by the next one, once, with what broke."""

import faulthandler
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from hallclient.ui.unclean_end import RunningMark, UncleanEnd
from tests import crash_notes

ROOT = Path(__file__).resolve().parents[2]
AT = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _fault_handler_of_the_tests() -> Iterator[None]:
    """The mark takes the process's one fault handler; the tests' own comes back."""
    was_on = faulthandler.is_enabled()
    yield
    if was_on:
        crash_notes.listen()


def end_by(code: str, folder: Path) -> int:
    """Another process that laid down the mark and then does what the code says."""
    program = (
        "import faulthandler, os, sys; from datetime import UTC, datetime\n"
        "from pathlib import Path\n"
        "from hallclient.ui.unclean_end import RunningMark\n"
        "mark = RunningMark(Path(sys.argv[1]), 'one')\n"
        "mark.begin(datetime(2026, 11, 22, tzinfo=UTC))\n"
        f"def somewhere():\n    {code}\nsomewhere()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(folder)], cwd=ROOT, capture_output=True, check=False
    )
    return done.returncode


def test_a_run_that_was_closed_leaves_nothing(tmp_path: Path) -> None:
    assert end_by("mark.end(); mark.end()", tmp_path) == 0
    assert list(tmp_path.iterdir()) == []
    mark = RunningMark(tmp_path, "one")
    assert mark.begin(AT) is None
    mark.end()


def test_a_hard_crash_is_reported_once_with_its_place(tmp_path: Path) -> None:
    assert end_by("faulthandler._sigsegv()", tmp_path) != 0
    mark = RunningMark(tmp_path, "one")
    left = mark.begin(AT)
    assert left is not None
    assert left.file is not None
    report = left.file.read_text("utf-8")
    assert "in somewhere" in report
    assert "ended by a fault" in report
    mark.end()
    again = RunningMark(tmp_path, "one")
    assert again.begin(AT) is None
    again.end()
    assert left.file.is_file(), "kept for whoever is asked to look at it"


def test_a_power_cut_is_told_from_a_fault(tmp_path: Path) -> None:
    end_by("os._exit(1)", tmp_path)
    mark = RunningMark(tmp_path, "one")
    assert mark.begin(AT) == UncleanEnd(None)
    mark.end()


def test_a_folder_that_takes_nothing_is_the_callers_to_bear(tmp_path: Path) -> None:
    in_the_way = tmp_path / "crash"
    in_the_way.write_text("a file")
    with pytest.raises((FileExistsError, NotADirectoryError)):
        RunningMark(in_the_way, "one").begin(AT)
