"""How a second start asks the first window to come forward, and hears whether it was heard.

A named pipe on Windows, a socket in the folder for temporary files elsewhere. Either takes a
request from the same person only; all that a request can do is to bring the window to the front.
"""

import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal, Slot

from hallclient.devices.foreground import let_others_come_forward

if TYPE_CHECKING:
    from multiprocessing.connection import Connection, Listener

    type Line = Connection[bytes, bytes]

PATIENCE_SECONDS: Final = 5.0
"""How long the second start waits for the first one, which may itself just be starting."""
_TRY_SECONDS: Final = 0.2
_MOST_SILENT: Final = 0.5
"""Who has come to the door and says nothing for so long keeps nobody else waiting."""
_REQUEST: Final = b"front"
_ANSWER: Final = b"here"


class Doorbell(QObject):
    """Rings on the thread of the window; a thread of its own stands at the door.

    That thread gives away what it has heard by one signal and touches nothing else of Qt, and the
    window's thread answers: a window that hangs does not say that it has come.
    """

    rung = Signal()
    """Somebody started the program again."""
    _heard = Signal(object)

    def __init__(self, name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._listener: Listener | None = None
        self._thread: Thread | None = None
        self._closed = Event()
        self._heard.connect(self._on_heard)

    @property
    def listens(self) -> bool:
        """Whether another start would be heard."""
        return self._listener is not None

    def listen(self) -> None:
        """From now on another start is heard; what a killed process left is cleaned first.

        Where the system refuses nobody is kept from working: another start says what it found.
        """
        from multiprocessing.connection import Listener

        address = _address(self._name)
        with suppress(OSError):
            if sys.platform != "win32":
                Path(address).unlink(missing_ok=True)
            self._listener = Listener(address)
            if sys.platform != "win32":
                Path(address).chmod(0o600)  # as Windows' pipes are from their beginning
        if self._listener is not None:
            self._closed.clear()
            self._thread = Thread(
                target=self._stand, args=(self._listener,), name="doorbell", daemon=True
            )
            self._thread.start()

    def close(self) -> None:
        """No longer heard. The thread waits without end for somebody to come: this comes."""
        if self._listener is None or self._thread is None:
            return
        from multiprocessing.connection import Client

        self._closed.set()
        with suppress(OSError):
            Client(_address(self._name)).close()
        self._thread.join(2 * _MOST_SILENT)
        self._listener = self._thread = None

    def _stand(self, listener: "Listener") -> None:
        """On the thread at the door, until it is closed."""
        while not self._closed.is_set():
            try:
                line = listener.accept()
            except OSError:  # gone before the door was open
                self._closed.wait(_TRY_SECONDS)
                continue
            if not self._closed.is_set() and _hears(line, _REQUEST, _MOST_SILENT):
                self._heard.emit(line)
            else:
                line.close()
        listener.close()

    @Slot(object)
    def _on_heard(self, line: "Line") -> None:
        self.rung.emit()
        with line, suppress(OSError):  # whoever rang may have gone
            line.send_bytes(_ANSWER)


def ring(name: str, patience: float = PATIENCE_SECONDS) -> bool:
    """Asks the first window to come forward; False when nobody has answered for so long."""
    from multiprocessing.connection import Client

    let_others_come_forward()
    until = time.monotonic() + patience
    while time.monotonic() < until:
        try:
            line = Client(_address(name))
        except OSError:  # the first window has its lock and not yet its bell: it is being drawn
            time.sleep(_TRY_SECONDS)
            continue
        with line, suppress(OSError):
            line.send_bytes(_REQUEST)
            return _hears(line, _ANSWER, max(_TRY_SECONDS, until - time.monotonic()))
    return False


def _hears(line: "Line", word: bytes, patience: float) -> bool:
    try:
        return line.poll(patience) and line.recv_bytes(len(word)) == word
    except (EOFError, OSError):  # nobody there any more, or somebody who says something else
        return False


def _address(name: str) -> str:
    if sys.platform == "win32":
        return rf"\\.\pipe\{name}"
    return str(Path(tempfile.gettempdir(), name))
