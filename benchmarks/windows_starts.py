"""Runs on Windows' own Python: starts the client packed and unpacked by turns, seen from outside.

    windows_starts.py PROGRAM ROUNDS    prints seconds to the window, and to the sign-in page behind
                                        which the hall is open, as JSON

A start is over when the client has written down that it opened the hall, which it does once for
each database; the note is taken away before each start.
"""

import ctypes
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from ctypes import wintypes
from pathlib import Path

assert sys.platform == "win32"  # what follows is there on Windows only

USER = ctypes.windll.user32
LONGEST_WAIT = 120.0
NOTE = "hall-opened"
_CLOSE = 0x0010
_EACH = ctypes.WINFUNCTYPE(wintypes.BOOL, wintypes.HWND, wintypes.LPARAM)


def windows_of(pid: int) -> list[int]:
    """The visible windows of a process."""
    found: list[int] = []

    def look(window: int, _nothing: int) -> bool:
        owner = wintypes.DWORD()
        USER.GetWindowThreadProcessId(window, ctypes.byref(owner))
        if owner.value == pid and USER.IsWindowVisible(window):
            found.append(window)
        return True

    USER.EnumWindows(_EACH(look), 0)
    return found


def wait(ready: Callable[[], object]) -> None:
    """Looks every two milliseconds."""
    end = time.perf_counter() + LONGEST_WAIT
    while not ready():
        if time.perf_counter() > end:
            raise TimeoutError("the client did not come, or did not go")
        time.sleep(0.002)


def start(command: Sequence[str], note: Path) -> tuple[float, float]:
    """One start: seconds to its window and to the open hall. Closed again as a person would."""
    note.unlink(missing_ok=True)
    begun = time.perf_counter()
    program = subprocess.Popen(command)
    wait(lambda: windows_of(program.pid))
    shown = time.perf_counter() - begun
    wait(note.exists)
    opened = time.perf_counter() - begun

    def gone() -> bool:
        for window in windows_of(program.pid):
            USER.PostMessageW(window, _CLOSE, 0, 0)
        return program.poll() is not None

    wait(gone)
    return shown, opened


def main(packed: str, rounds: int) -> dict[str, list[tuple[float, float]]]:
    """Both ways by turns in one hall; the first round warms up."""
    unpacked = [sys.executable, "-m", "hallclient"]
    taken: dict[str, list[tuple[float, float]]] = {"packed": [], "unpacked": []}
    with tempfile.TemporaryDirectory() as name:
        os.environ["HALLCLIENT_DATA_FOLDER"] = name
        subprocess.run([*unpacked, "init"], input=b"Bench-2026-hall\n", check=True)
        for number in range(rounds + 1):
            for way, command in (("packed", [packed]), ("unpacked", unpacked)):
                times = start(command, Path(name, NOTE))
                if number:
                    taken[way].append(times)
    return taken


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1], int(sys.argv[2]))))
