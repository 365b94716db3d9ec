"""One window for each person and hall on a PC: a second start brings the first to the front.

Two windows would harm nothing, but whoever has lost the first behind a browser types into the
wrong one. The lock decides who is the first; the doorbell only carries the request to it.
"""

import getpass
import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final
from zlib import crc32

from PySide6.QtCore import QElapsedTimer, QObject, Signal, Slot

from hallclient.base.errors import HallError
from hallclient.base.language import N_
from hallclient.devices.file_lock import FileLock
from hallclient.devices.foreground import let_others_come_forward

if TYPE_CHECKING:
    from PySide6.QtNetwork import QLocalServer, QLocalSocket

PATIENCE_MS: Final = 5_000
"""How long the second start waits for the first one, which may itself just be starting."""
_TRY_MS: Final = 200
_REQUEST: Final = b"front\n"
_ANSWER: Final = b"here\n"
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
        self._server: QLocalServer | None = None

    def take(self) -> bool:
        """Whether this start is the only one; also where the folder takes no lock file."""
        try:
            return self._lock.take()
        except OSError:
            return True

    @Slot()
    def listen(self) -> None:
        """From now on another start is heard; what a killed process left is cleaned first."""
        from PySide6.QtNetwork import QLocalServer

        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._on_ring)
        QLocalServer.removeServer(self.name)
        self._server.listen(self.name)

    @property
    def listens(self) -> bool:
        """Whether another start would be heard."""
        return self._server is not None and self._server.isListening()

    def close(self) -> None:
        """Makes room for the next start."""
        if self._server is not None:
            self._server.close()
            self._server = None
        self._lock.release()

    @Slot()
    def _on_ring(self) -> None:
        while self._server is not None and self._server.hasPendingConnections():
            line = self._server.nextPendingConnection()
            line.readyRead.connect(_answering(line, self.called.emit))
            line.disconnected.connect(line.deleteLater)
            _answering(line, self.called.emit)()  # the request may have come with the connection


def _answering(line: "QLocalSocket", called: Callable[[], object]) -> Callable[[], None]:
    def answer() -> None:
        if line.canReadLine() and line.readLine().data() == _REQUEST:
            called()
            line.write(_ANSWER)
            line.flush()

    return answer


def ring(name: str, patience_ms: int = PATIENCE_MS) -> bool:
    """Asks the first window to come forward; False when nobody has answered for so long."""
    from PySide6.QtNetwork import QLocalSocket

    let_others_come_forward()
    waited = QElapsedTimer()
    waited.start()
    while not waited.hasExpired(patience_ms):
        line = QLocalSocket()
        line.connectToServer(name)
        if line.waitForConnected(_TRY_MS):
            line.write(_REQUEST)
            left = max(_TRY_MS, patience_ms - waited.elapsed())
            return line.waitForReadyRead(left) and line.readAll().data() == _ANSWER
        _pause(_TRY_MS)
    return False


def _pause(milliseconds: int) -> None:
    """The first window has its lock and not yet its doorbell: it is just being drawn."""
    from PySide6.QtCore import QThread

    QThread.msleep(milliseconds)
