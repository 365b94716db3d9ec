"""The console's code page never ends the program, and never changes what it prints."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from hallclient.base.streams import decoded
from tests.cli.conftest import Run

ROOT = Path(__file__).resolve().parents[2]
RARE = "𠮷㐂‱"
"""No GBK has these: a surname, a shop's name, a sign."""


def hallclient(*words: str, typed: bytes = b"", **more: str) -> subprocess.CompletedProcess[bytes]:
    """The program at the end of a pipe, on a PC whose code page is 936."""
    plain = {"PYTHONIOENCODING": "gbk:strict", "PYTHONUTF8": "0"}
    return subprocess.run(
        [sys.executable, "-m", "hallclient", *words],
        cwd=ROOT,
        input=typed,
        capture_output=True,
        env=os.environ | plain | more,
        check=False,
    )


def test_what_gbk_lacks_is_printed_all_the_same(tmp_path: Path) -> None:
    script = tmp_path / f"{RARE}.json"
    script.write_text("{}", "utf-8")
    done = hallclient("play", str(script), "--out", str(tmp_path / "out"))
    said = done.stderr.decode("utf-8")
    assert done.returncode == 2
    assert f"{RARE}.json" in said
    assert "Traceback" not in said


def test_half_a_surrogate_pair_is_printed_as_a_mark() -> None:
    code = (
        "import sys, typer\n"
        "from hallclient.base.streams import open_streams\n"
        "open_streams()\n"
        "typer.echo('a\\ud842b')\n"
        "typer.echo('a\\ud842b', err=True)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        capture_output=True,
        env=os.environ | {"PYTHONIOENCODING": "gbk:strict"},
        check=False,
    )
    assert (done.returncode, done.stdout.split()) == (0, [b"a?b"])
    assert done.stderr.split() == [b"a?b"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030"])
def test_a_list_is_read_in_what_chinese_programs_write(encoding: str) -> None:
    typed = "13800138000\r\n移动\r\n".encode(encoding)
    done = hallclient("check", "mobile", "-", "--json", typed=typed)
    first, second = (json.loads(line) for line in done.stdout.decode("utf-8").splitlines())
    assert first["valid"] is True
    assert second["valid"] is False
    assert done.stderr == b""


def test_each_line_is_answered_as_it_comes() -> None:
    """Other programs keep it open and ask one by one."""
    with subprocess.Popen(
        [sys.executable, "-m", "hallclient", "check", "mobile", "-", "--json"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as asked:
        assert asked.stdin is not None
        assert asked.stdout is not None
        for number, good in (("13800138000", True), ("1", False)):
            asked.stdin.write(f"{number}\n".encode())
            asked.stdin.flush()
            assert json.loads(asked.stdout.readline())["valid"] is good
        asked.stdin.close()


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("张三".encode(), "张三"),
        ("张三".encode("gbk"), "张三"),
        (RARE.encode("gb18030"), RARE),
        (b"\xff\xff", "\ufffd\ufffd"),
    ],
)
def test_text_is_read_as_what_it_is(raw: bytes, text: str) -> None:
    assert decoded(raw) == text


def test_a_program_without_a_console_keeps_its_backup(shell: Run, data_folder: Path) -> None:
    """The window has none, and what it starts after the close has none either."""
    assert shell("init", typed="correct horse\n").status == 0
    code = (
        "import sys; sys.stdin = sys.stdout = sys.stderr = None; sys.argv = ['x', 'backup']; "
        "from hallclient import cli; sys.exit(cli.run())"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
    assert len(list((data_folder / "backups").iterdir())) == 1
