"""Where a path of Windows leads to, and how long it may be."""

import sys
from pathlib import Path

import pytest

from hallclient.devices.disks import (
    LONGEST_PATH,
    PathTooLong,
    leads_elsewhere,
    lies_elsewhere,
    refuse_longer,
    refuse_too_long,
)

FIXED, REMOTE = 3, 4
DRIVES = {"C:\\": FIXED, "D:\\": FIXED, "S:\\": REMOTE}


@pytest.mark.parametrize(
    ("path", "elsewhere"),
    [
        (r"C:\Users\li\AppData\Local\hallclient\hall.db", False),
        ("D:/hall/hall.db", False),
        (r"S:\hall\hall.db", True),
        ("S:/hall.db", True),
        (r"\\server\hall\hall.db", True),
        ("//server/hall/hall.db", True),
        (r"\\10.0.0.5\c$\hall.db", True),
        (r"\\?\C:\hall\hall.db", False),
        (r"\\?\S:\hall\hall.db", True),
        (r"\\?\UNC\server\hall\hall.db", True),
        (r"\\.\C:\hall.db", False),
    ],
)
def test_a_share_and_a_drive_that_stands_for_one_are_elsewhere(path: str, elsewhere: bool) -> None:  # noqa: FBT001 - a case
    assert leads_elsewhere(path, lambda root: DRIVES.get(root, FIXED)) is elsewhere


def test_a_file_of_this_pc_is_here(tmp_path: Path) -> None:
    assert not lies_elsewhere(tmp_path / "hall.db")


@pytest.mark.skipif(sys.platform != "win32", reason="paths of Windows")
def test_windows_itself_is_asked() -> None:
    assert lies_elsewhere(Path(r"\\server\hall\hall.db"))
    with pytest.raises(PathTooLong):
        refuse_too_long("database", Path("C:\\" + "d" * 250), 8)


def test_a_path_that_leaves_no_room_for_what_comes_behind_is_refused() -> None:
    refuse_longer("database", "C:\\" + "d" * (LONGEST_PATH - 11), 8)
    with pytest.raises(PathTooLong, match="251") as caught:
        refuse_longer("database", "C:\\" + "d" * (LONGEST_PATH - 10), 8)
    assert "database" in str(caught.value)
