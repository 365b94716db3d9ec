"""A file that lies there as long as the program runs: what a hard crash leaves is read from it.

Python's fault handler writes into it when the process is killed by its own fault; a power cut or
a task manager leaves it empty. Whoever starts next finds it, says so once, and begins anew.
"""

import faulthandler
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from hallclient.ui.crash_report import fault_text, keep_report


@dataclass(frozen=True)
class UncleanEnd:
    """The last run was not closed; `file` says what broke, None when nothing was left to say."""

    file: Path | None


class RunningMark:
    """Laid down at the start, taken away at a clean end. For one process at a time."""

    def __init__(self, folder: Path, name: str) -> None:
        self._folder, self._file = folder, folder / f"{name}.running"
        self._stream: BinaryIO | None = None

    def begin(self, now: datetime) -> UncleanEnd | None:
        """Marks that the program runs, and says how the last run ended if it was not closed.

        Raises OSError where no file can be written; then a fault leaves no trace.
        """
        left = self._left(now)
        self._folder.mkdir(parents=True, exist_ok=True)
        self._stream = self._file.open("wb")
        faulthandler.enable(self._stream)
        return left

    def end(self) -> None:
        """The program ends as it should; calling it again does nothing."""
        if self._stream is None:
            return
        faulthandler.disable()
        self._stream.close()
        self._stream = None
        self._file.unlink(missing_ok=True)

    def _left(self, now: datetime) -> UncleanEnd | None:
        try:
            text = self._file.read_text("utf-8", errors="replace")
        except FileNotFoundError:
            return None
        if not text.strip():
            return UncleanEnd(None)
        return UncleanEnd(keep_report(self._folder, fault_text(text, now), now))
