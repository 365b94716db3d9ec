"""The built program by itself: what it answers, where it keeps things, from wherever it is run."""

import subprocess
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from threading import Thread

import pytest

from benchmarks.many import hall_of
from hallclient import __version__
from tests.windows.exe.conftest import ON_WINDOWS, PASSWORD, SEALING, Ended, Pc, for_windows
from tools import packed

LONG = 20
"""Looks, 50 ms from one to the next: a helper at work is there for seconds."""
ONE_USER_ONLY = pytest.mark.skipif(ON_WINDOWS, reason="would write into this user's own folders")


def state(folder: Path) -> dict[str, tuple[int, int]]:
    """Size and time of every file."""
    return {
        path.relative_to(folder).as_posix(): (path.stat().st_size, path.stat().st_mtime_ns)
        for path in packed.files(folder)
    }


def test_it_says_its_version(pc: Pc, cli: Path) -> None:
    ended = pc.run(cli, "--version")
    assert (ended.status, ended.out, ended.err) == (0, f"hallclient {__version__}\n", "")


def test_wrong_usage_is_status_2(pc: Pc, cli: Path) -> None:
    assert pc.run(cli, "no-such-command").status == 2


def test_it_checks_values_from_standard_input(pc: Pc, cli: Path) -> None:
    ended = pc.run(cli, "check", "rmb", "-", "--json", typed="1234.50\nabc\n")
    assert ended.status == 1
    good, bad = (line for line in ended.out.splitlines())
    assert "壹仟贰佰叁拾肆元伍角整" in good
    assert '"valid": false' in bad


def test_chinese_stands_on_a_console_of_code_page_936(pc: Pc, cli: Path) -> None:
    seen = pc.watch("console", for_windows(cli), "check", "rmb", "1234.5", "--json")
    assert (seen["status"], seen["code_page"]) == (0, 936)
    assert "壹仟贰佰叁拾肆元伍角整" in seen["text"]


@ONE_USER_ONLY
def test_each_user_has_a_hall_of_their_own_under_local_app_data(
    user: Callable[[str], Pc], cli: Path, dist: Path
) -> None:
    before = state(dist)
    first, second = user("first"), user("second")
    made = first.run(cli, "init", "--hall", "样例营业厅", typed=f"{PASSWORD}\n")
    assert (made.status, made.err) == (0, "")
    own = first.local_data() / "hallclient"
    assert (own / "hall.db").is_file()
    assert not (own / "keys").exists()  # Windows' own key store has the key
    assert first.run(cli, "verify", "--json").told == {"good": True, "faults": []}
    assert first.run(cli, "init", typed=f"{PASSWORD}\n").sentence()
    assert list(first.folder.iterdir()) == []

    absent = second.run(cli, "verify")
    assert absent.status == 1
    assert absent.sentence()
    assert not (second.local_data() / "hallclient" / "hall.db").exists()
    assert second.run(cli, "init", typed=f"{PASSWORD}\n").status == 0
    assert second.run(cli, "verify").status == 0
    assert state(dist) == before


@ONE_USER_ONLY
def test_a_backup_is_kept_as_the_window_asks_for_it(
    user: Callable[[str], Pc], dist: Path, cli: Path
) -> None:
    """The program without a console makes it, beside the window."""
    pc = user("backup")
    pc.run(cli, "init", typed=f"{PASSWORD}\n")
    assert pc.run(dist / "hallclient.exe", "backup").status == 0
    (kept,) = (pc.local_data() / "hallclient" / "backups").iterdir()
    assert kept.stat().st_size > 100_000


def test_it_runs_in_a_folder_with_chinese_and_blanks_in_its_name(
    pc: Pc, copied: Callable[[str], Path]
) -> None:
    folder = copied("营业厅 台席 (一)")
    before = state(folder)
    settings = {"HALLCLIENT_DATA_FOLDER": for_windows(pc.folder / "账目 与 设置")}
    program = folder / "hallclient-cli.exe"
    assert pc.run(program, "init", typed=f"{PASSWORD}\n", settings=settings).status == 0
    assert (pc.folder / "账目 与 设置" / "hall.db").is_file()
    assert state(folder) == before


@ONE_USER_ONLY
def test_it_runs_where_nobody_may_write_to_it(
    user: Callable[[str], Pc], copied: Callable[[str], Path], tmp_path: Path
) -> None:
    tried = tmp_path / "tried"
    tried.mkdir()
    words = [*SEALING, str(tried), "touch", str(tried / "file")]
    told = subprocess.run(words, capture_output=True, encoding="utf-8", check=False).stderr
    if "Read-only file system" not in told:
        pytest.skip("folders can be sealed by root on Linux only")
    folder, pc = copied("program"), user("plain")
    program = folder / "hallclient-cli.exe"
    assert pc.run(program, "init", typed=f"{PASSWORD}\n", sealed=folder).status == 0
    assert pc.run(program, "verify", "--json", sealed=folder).told["good"]
    assert pc.run(program, "backup", sealed=folder).status == 0


def test_the_portable_program_runs_where_it_was_unpacked(
    pc: Pc, dist: Path, tmp_path: Path
) -> None:
    top = f"hallclient-{__version__}"
    with zipfile.ZipFile(dist.parent / f"{top}-windows-portable.zip") as archive:
        archive.extractall(tmp_path / "stick")
    program = tmp_path / "stick" / top / "hallclient-cli.exe"
    assert pc.run(program, "--version").out == f"hallclient {__version__}\n"


@pytest.mark.release
@pytest.mark.timeout(700)
@pytest.mark.skipif(ON_WINDOWS, reason="looks into the list of processes as Linux has it")
def test_verify_looks_with_two_processes(pc: Pc, cli: Path, tmp_path: Path) -> None:
    """From 20,000 acts on; the second one is the program itself, which must not begin anew."""
    with hall_of(tmp_path / "many", 21_000):
        pass
    settings = {
        "HALLCLIENT_DATA_FOLDER": for_windows(tmp_path / "many"),
        "HALLCLIENT_KEYS_FOLDER": for_windows(tmp_path / "many" / "keys"),
    }
    ended: list[Ended] = []
    run = Thread(
        target=lambda: ended.append(pc.run(cli, "verify", "--json", settings=settings, seconds=600))
    )
    run.start()
    seen: dict[int, int] = {}
    while run.is_alive():
        for helper in helpers(cli):
            seen[helper] = seen.get(helper, 0) + 1
        time.sleep(0.05)
    run.join()
    assert ended[0].told == {"good": True, "faults": []}, ended[0].err
    # A helper that asks the system for its version is there twice while the answer is started.
    assert len([helper for helper, looks in seen.items() if looks > LONG]) == 1


def helpers(program: Path) -> list[int]:
    """Helper processes of a program that run just now."""
    found = []
    for folder in Path("/proc").iterdir():
        try:
            words = (folder / "cmdline").read_bytes().split(b"\0")
        except OSError:
            continue
        if program.name.encode() in words[0] and b"--multiprocessing-fork" in words:
            found.append(int(folder.name))
    return found
