"""The packed program looks first whether it is whole."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from hallclient import __version__
from hallclient.app import installed
from hallclient.app.installed import FILES, ProgramDamaged, first_damaged, run_whole
from tools import freezing


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small install, its list written as the build does it."""
    libraries = tmp_path / "_internal"
    (libraries / "resources").mkdir(parents=True)
    (tmp_path / "hallclient.exe").write_bytes(b"MZ program")
    (libraries / "resources" / "营业厅 标准.toml").write_bytes(b"a = 1")
    (libraries / "empty").write_bytes(b"")
    freezing.list_files(tmp_path)
    return tmp_path


def test_a_whole_install_is_started(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "_MEIPASS", str(folder / "_internal"), raising=False)
    (folder / "unins000.exe").write_bytes(b"what the installer adds")
    assert first_damaged(folder / "_internal") is None
    assert run_whole(lambda: 7) == 7


@pytest.mark.parametrize(
    "name", ["hallclient.exe", "_internal/resources/营业厅 标准.toml", "_internal/empty"]
)
@pytest.mark.parametrize("how", ["gone", "cut", "longer"])
def test_the_file_that_is_not_as_it_was_is_named(folder: Path, name: str, how: str) -> None:
    file = folder / name
    before = file.read_bytes()
    file.unlink()
    if how != "gone":
        file.write_bytes(before[:-1] if how == "cut" and before else before + b"+")
    assert first_damaged(folder / "_internal") == name


@pytest.mark.skipif(os.name == "nt", reason="links are for administrators there")
def test_a_link_that_leads_nowhere_hides_no_other_file(folder: Path) -> None:
    for letter in "abcdefgh":
        (folder / "_internal" / letter).symlink_to("nowhere")
    assert first_damaged(folder / "_internal") is None


def test_without_its_list_an_install_is_not_whole(folder: Path) -> None:
    (folder / "_internal" / FILES).unlink()
    assert first_damaged(folder / "_internal") == FILES
    assert first_damaged(folder / "nowhere") == FILES


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_damaged_one_is_not_started_and_says_so_in_one_line(
    folder: Path, language: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("HALLCLIENT_LANGUAGE", language)
    monkeypatch.setattr(sys, "_MEIPASS", str(folder / "_internal"), raising=False)
    (folder / "hallclient.exe").unlink()
    assert run_whole(lambda: pytest.fail("started all the same")) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith(
        {"zh": "程序不完整：hallclient.exe", "en": "The program is not whole"}[language]
    )


def test_a_library_that_cannot_be_loaded_is_damage_too(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "_MEIPASS", str(folder / "_internal"), raising=False)

    def start() -> int:
        raise ImportError("DLL load failed", name="QtCore")

    assert run_whole(start) == 1
    assert "QtCore" in capsys.readouterr().err


def test_without_the_catalogue_the_sentence_is_english(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("hallclient.base.language.catalogue_file", lambda: tmp_path / "none.mo")
    installed.tell(ProgramDamaged(name="zh_CN.mo"))
    assert capsys.readouterr().err.startswith("The program is not whole: zh_CN.mo")


def test_nothing_of_qt_is_loaded_before_the_install_is_known_to_be_whole() -> None:
    code = "import sys, hallclient.app.installed; print([m for m in sys.modules if 'PySide' in m])"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True
    )
    assert done.stdout.strip() == "[]"


def test_the_build_and_the_start_mean_the_same_list() -> None:
    assert freezing.FILES == FILES


def test_the_command_line_says_its_version() -> None:
    words = [sys.executable, "-m", "hallclient", "--version"]
    done = subprocess.run(words, capture_output=True, encoding="utf-8", check=True)
    assert done.stdout == f"hallclient {__version__}\n"
