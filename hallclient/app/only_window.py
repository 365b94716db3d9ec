"""One window for each person and hall on a PC: a second start brings the first to the front.

Two windows would harm nothing, but whoever has lost the first behind a browser types into the
wrong one. The lock decides who is the first; the doorbell only carries the request to it.
"""

import getpass
import os
from pathlib import Path
from typing import Final
from zlib import crc32

from PySide6.QtCore import QObject, Signal, Slot

from hallclient.app.doorbell import Doorbell
from hallclient.base.errors import HallError
from hallclient.base.language import N_
from hallclient.devices.file_lock import FileLock

_SAY_WHERE: Final = ("host", "hostaddr", "port", "dbname", "service")
"""Options of an address that name the database; the others may hold a password."""


class OpenAlready(HallError):
    """Another window of this person on this hall holds the lock and does not come forward."""

    code = "start.open-already"
    sentence = N_(
        "The program is open already, but does not answer. Wait a minute; if it still does not, "
        "end hallclient in the task manager and start it again."
    )


def window_name(url: str, folder: Path) -> str:
    """The name under which one person's window on one hall is known on this PC.

    The folder is the person's own, so two accounts of one name on two domains stay apart.
    """
    parts = (_user(), os.path.normcase(folder.absolute()), _database(url))
    return "hallclient-" + "".join(f"{crc32(part.encode()):08x}" for part in parts)


def _user() -> str:
    try:
        return getpass.getuser()
    except (ImportError, KeyError, OSError):  # an account without a name
        return ""


def _database(url: str) -> str:
    """Which database an address means, without user and password, so nobody guesses at those."""
    if url.startswith("sqlite"):
        file = url.partition("///")[2].partition("?")[0]
        return os.path.normcase(Path(file).absolute())
    from urllib.parse import parse_qsl, urlsplit  # the first window waits for every import

    try:
        parts = urlsplit(url)
        where, port = parts.hostname or "", parts.port or ""
    except ValueError:  # no address at all; the sign-in page says so
        return ""
    options = sorted(pair for pair in parse_qsl(parts.query) if pair[0] in _SAY_WHERE)
    return f"{where}:{port}{parts.path}{options}"


class OnlyWindow(QObject):
    """What a start asks first: am I the only one, and if not, let the other come forward."""

    called = Signal()
    """Somebody started the program again: come to the front."""

    def __init__(self, name: str, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.name = name
        self._lock = FileLock(folder / f"{name}.lock")
        self._bell = Doorbell(name, self)
        self._bell.rung.connect(self.called)

    def take(self) -> bool:
        """Whether this start is the only one; also where the folder takes no lock file."""
        try:
            return self._lock.take()
        except OSError:
            return True

    @Slot()
    def listen(self) -> None:
        """From now on another start is heard."""
        self._bell.listen()

    @property
    def listens(self) -> bool:
        """Whether another start would be heard."""
        return self._bell.listens

    def close(self) -> None:
        """Makes room for the next start."""
        self._bell.close()
        self._lock.release()
