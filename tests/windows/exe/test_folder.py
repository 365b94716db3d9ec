"""What was built: whole, of the right size, nothing of Windows or of the building PC in it."""

import struct
import zipfile
from pathlib import Path, PurePosixPath

import pytest

from hallclient import __version__
from tests.windows.exe.conftest import Pc, for_windows
from tools import freezing, packed


@pytest.fixture(scope="module")
def archive(dist: Path) -> Path:
    """The portable program, packed."""
    return dist.parent / f"hallclient-{__version__}-windows-portable.zip"


def subsystem(program: Path) -> int:
    """2: a window, 3: a console (PE format, optional header)."""
    body = program.read_bytes()
    (header,) = struct.unpack_from("<I", body, 0x3C)
    (found,) = struct.unpack_from("<H", body, header + 24 + 68)
    return int(found)


def test_it_is_whole_and_holds_nothing_that_must_not_be_in_it(dist: Path) -> None:
    assert packed.faults(dist, "windows") == []


@pytest.mark.parametrize(
    "name",
    ["api-ms-win-core-winrt-error-l1-1-1.dll", "icuuc.dll", "mscms.dll", "UCRTBASE.dll"],
)
def test_a_part_of_windows_in_it_is_seen(name: str, tmp_path: Path) -> None:
    (tmp_path / "PySide6").mkdir()
    (tmp_path / "PySide6" / name).write_bytes(b"MZ")
    (tmp_path / "PySide6" / "Qt6Core.dll").write_bytes(b"MZ")
    assert packed.of_windows(tmp_path) == [name]
    assert not freezing.wanted(f"PySide6\\{name}")


@pytest.mark.parametrize(
    "name",
    ["Qt6Network.dll", "QtNetwork.pyd", "libQt6Network.so.6", "_imaging.cp313-win_amd64.pyd"],
)
def test_a_library_that_was_left_out_for_room_is_seen(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(b"MZ")
    assert packed.back_again(tmp_path) == [name]


def test_a_folder_of_the_building_pc_in_it_is_seen(tmp_path: Path) -> None:
    (tmp_path / "clean").write_bytes(b"hallclient")
    (tmp_path / "told").write_bytes(b"x" + str(packed.ROOT).encode("utf-16-le"))
    assert list(packed.telling(tmp_path)) == ["told"]


def test_it_is_no_larger_than_agreed(dist: Path, archive: Path) -> None:
    assert packed.too_large(dist, archive) == []


def test_more_than_agreed_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packed, "MOST_UNPACKED", 9)
    monkeypatch.setattr(packed, "MOST_PACKED", 9)
    file = tmp_path / "ten bytes"
    file.write_bytes(b"0123456789")
    assert len(packed.too_large(tmp_path, file)) == 2


def test_the_window_has_no_console_and_the_command_line_has_one(dist: Path) -> None:
    assert subsystem(dist / "hallclient.exe") == 2
    assert subsystem(dist / "hallclient-cli.exe") == 3


@pytest.mark.parametrize("program", packed.PROGRAMS)
def test_windows_shows_version_names_in_both_languages_and_the_icon(
    program: str, pc: Pc, dist: Path
) -> None:
    seen = pc.watch("facts", for_windows(dist / f"{program}.exe"))
    assert seen["version"] == list(freezing.numbers(__version__))
    assert seen["icons"] >= 1
    assert seen["strings"] == {
        language: freezing.facts(__version__, program, name)
        for language, name in freezing.NAMES.items()
    }


def test_the_archive_is_that_folder_under_one_name(dist: Path, archive: Path) -> None:
    top = f"hallclient-{__version__}"
    with zipfile.ZipFile(archive) as opened:
        assert opened.testzip() is None
        names = {PurePosixPath(name) for name in opened.namelist()}
        times = {entry.date_time for entry in opened.infolist()}
    assert names == {
        PurePosixPath(top, path.relative_to(dist).as_posix()) for path in packed.files(dist)
    }
    assert len(times) == 1
