"""Where a path of Windows leads to: a disk of this PC or another PC's, and how long it may be."""

import ctypes
import sys
from collections.abc import Callable
from pathlib import Path, PureWindowsPath
from typing import Final

from hallclient.base.errors import HallError
from hallclient.base.language import N_

LONGEST_PATH: Final = 259
"""Characters of a path that every call of Windows takes: MAX_PATH less the end."""

FILE_NAME: Final = 60
"""Characters that the program's own files have at most in one of its folders."""

_REMOTE: Final = 4  # DRIVE_REMOTE, winbase.h
_LOCAL_PREFIXES: Final = ("\\\\?\\", "\\\\.\\")


class PathTooLong(HallError):
    """A folder or file of the settings has a path that Windows does not take."""

    code = "settings.path-too-long"
    sentence = N_(
        "The path of “{name}” is too long: Windows takes {most} characters. Choose a shorter one "
        "in the settings of this PC."
    )


def lies_elsewhere(file: Path) -> bool:
    """Whether the file is on another PC: named by its share, or on a drive that stands for one.

    Other systems than Windows are not asked: what is mounted there is the administrator's word.
    """
    if sys.platform == "win32":
        drive_type = ctypes.windll.kernel32.GetDriveTypeW
        return leads_elsewhere(str(file.absolute()), drive_type)
    return False


def leads_elsewhere(path: str, drive_type: Callable[[str], int]) -> bool:
    """The same of an absolute path of Windows, with the system's answer for a drive's root."""
    drive = PureWindowsPath(path).drive
    for prefix in _LOCAL_PREFIXES:
        if drive.startswith(prefix):
            drive = drive.removeprefix(prefix)
            if drive.upper().startswith("UNC\\"):
                return True
    if drive.startswith("\\\\"):
        return True
    return bool(drive) and drive_type(f"{drive}\\") == _REMOTE


def refuse_too_long(name: str, path: Path, more: int) -> None:
    """Raises PathTooLong where the path with `more` characters behind it is one for Windows.

    Newer versions take longer ones where an administrator says so, and then some parts of the
    system still do not: the limit holds everywhere.
    """
    if sys.platform == "win32":
        refuse_longer(name, str(path.absolute()), more)


def refuse_longer(name: str, path: str, more: int) -> None:
    """The same of a path of Windows, on any system."""
    if len(path) + more > LONGEST_PATH:
        raise PathTooLong(name=name, most=LONGEST_PATH - more)
