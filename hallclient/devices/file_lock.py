"""A lock that ends with its process, however the process ends: no power cut leaves it behind."""

import os
import sys
from pathlib import Path


class FileLock:
    """Held by one process at a time; the file itself stays and says nothing."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._held: int | None = None

    def take(self) -> bool:
        """Whether this process has it now. Raises OSError where no such file can be made."""
        if self._held is not None:
            return True
        self._file.parent.mkdir(parents=True, exist_ok=True)
        opened = os.open(self._file, os.O_RDWR | os.O_CREAT, 0o600)
        if not _locked(opened):
            os.close(opened)
            return False
        self._held = opened
        return True

    def release(self) -> None:
        """Lets the next one have it."""
        if self._held is not None:
            os.close(self._held)
            self._held = None


def _locked(opened: int) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(opened, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
