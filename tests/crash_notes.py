"""What a test process leaves when it goes down: printed at the end of the run, where it is seen.

Of a worker that crashed pytest tells the test it was running, and nothing of where and why.
"""

import faulthandler
import os
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TextIO

_open: list[TextIO] = []


def listen() -> None:
    """Python's fault handler writes a worker's stacks down; again after another had it."""
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    if worker is None:  # one process alone says it itself
        faulthandler.enable(sys.__stderr__ or sys.stderr)
        return
    if not _open:
        _open.append(_file(os.getppid(), worker).open("w", encoding="utf-8"))
    faulthandler.enable(_open[0])


def stop_listening() -> None:
    """The worker has come to its end."""
    while _open:
        faulthandler.disable()
        _open.pop().close()


def left_behind(worker: str) -> str:
    """The stacks of a worker of this process, "" when it left none; forgets them."""
    file = _file(os.getpid(), worker)
    if not file.is_file():
        return ""
    stacks = file.read_text("utf-8", errors="replace")
    with suppress(PermissionError):  # Windows keeps a file that its worker has not closed yet
        file.unlink()
    return stacks


def _file(controller: int, worker: str) -> Path:
    return Path(tempfile.gettempdir()) / f"hallclient-tests-{controller}-{worker}.txt"
