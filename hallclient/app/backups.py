"""The backup after a day's close, in a process of its own: no window waits for it.

That process does what `hallclient backup` does, and puts on record how it ended; the page of the
day's close hears of it like of anything else that happened in the hall.
"""

import logging
import os
import subprocess
import sys
import threading
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from hallclient.settings import Settings

_log = logging.getLogger(__name__)
_NO_WINDOW: Final = getattr(subprocess, "CREATE_NO_WINDOW", 0)
_PROGRAM: Final = __name__.partition(".")[0]
_PLACES: Final = ("data_folder", "database", "keys_folder", "backup_folder", "hall")


def start_backup(settings: "Settings") -> threading.Thread:
    """Begins a backup of the settings' database; a second one waits for nothing of the first."""
    program = (
        [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", _PROGRAM]
    )
    places = {f"HALLCLIENT_{name.upper()}": str(getattr(settings, name)) for name in _PLACES}
    environment = {**os.environ, **{name: text for name, text in places.items() if text}}
    thread = threading.Thread(
        target=_run, args=([*program, "backup"], environment), name="backup", daemon=True
    )
    thread.start()
    return thread


def _run(words: list[str], environment: dict[str, str]) -> None:
    """Waits for the process, and notes in the log how it ended; the books hold the rest."""
    try:
        ended = subprocess.run(  # noqa: S603 - our own program, words of ours
            words,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
            creationflags=_NO_WINDOW,
        )
    except OSError:
        _log.exception("the backup could not be started")
        return
    if ended.returncode:
        _log.warning("the backup ended with status %s", ended.returncode)
