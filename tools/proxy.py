"""A proxy before a PostgreSQL that cuts, stalls and loses answers when it is told to.

    with postgres.server() as folder, Proxy(socket_file(folder)) as proxy:
        engine = open_engine(proxy.url("hall"))
        proxy.at_commit(Strike.AFTER)      # the next commit happens, its answer is lost

It listens on the loopback only, speaks plain TCP, and understands just enough of the server's
protocol (message formats, PostgreSQL manual 54.7) to see where one message ends and which of
them is a COMMIT.
"""

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import suppress
from enum import StrEnum
from pathlib import Path
from types import TracebackType
from typing import Final, Self

_NO_STARTUP: Final = (80877103, 80877104)  # asks for TLS or GSS: the startup message comes after
_DONE: Final = b"C\x00\x00\x00\x0bCOMMIT\x00", b"Z\x00\x00\x00\x05"
"""The server has committed, or is ready for the next: whichever comes first."""
_SENT: Final = (b"Q", b"S", b"H")  # a query, or the end of what is sent in one go
_CHUNK: Final = 65536
_RESET: Final = struct.pack("ii", 1, 0)  # no lingering: the other side sees a reset


class Strike(StrEnum):
    """What happens to the connection at a COMMIT."""

    BEFORE = "before"
    """The COMMIT never reaches the server: nothing was written."""

    AFTER = "after"
    """The server has committed; its answer never reaches the client."""

    WITH = "with"
    """Both sides are cut while the COMMIT is on its way: it happened, or it did not."""

    HELD = "held"
    """The server has committed; its answer is kept back, and the connection stays open."""


def socket_file(folder: str) -> Path:
    """The file of a server's Unix socket, by its folder."""
    return Path(folder) / ".s.PGSQL.5432"


class Messages:
    """Cuts what a client sends into messages; what is incomplete waits for its end."""

    def __init__(self) -> None:
        self._begun = False
        self._rest = b""

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Every message that is complete now."""
        self._rest += data
        while message := self._first():
            self._rest = self._rest[len(message) :]
            yield message

    def _first(self) -> bytes:
        kind = 1 if self._begun else 0  # the first ones of a connection have no type byte
        if len(self._rest) < kind + 4:
            return b""
        length = kind + int.from_bytes(self._rest[kind : kind + 4])
        if len(self._rest) < length:
            return b""
        if not self._begun:
            self._begun = int.from_bytes(self._rest[4:8]) not in _NO_STARTUP
        return self._rest[:length]


def is_commit(message: bytes) -> bool:
    """Whether this is a query, or a statement being parsed, that says COMMIT."""
    if message[:1] not in (b"Q", b"P"):
        return False
    parts = message[5:].split(b"\x00")
    statement = parts[0] if message[:1] == b"Q" else parts[1]
    return statement.strip(b" ;").upper() == b"COMMIT"


class _Link:
    """One client's connection, with a thread for each direction."""

    def __init__(self, proxy: "Proxy", client: socket.socket, server: socket.socket) -> None:
        self._proxy, self._client, self._server = proxy, client, server
        self._strike: Strike | None = None
        self._threads = [
            threading.Thread(target=work, name="proxy", daemon=True)
            for work in (self._up, self._down)
        ]
        for thread in self._threads:
            thread.start()

    @property
    def ended(self) -> bool:
        """Whether nothing passes here any more."""
        return not any(thread.is_alive() for thread in self._threads)

    def cut(self) -> None:
        """Both sides see the connection end."""
        for side in (self._client, self._server):
            with suppress(OSError):
                side.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
            with suppress(OSError):
                side.shutdown(socket.SHUT_RDWR)

    def join(self) -> None:
        """Waits for the threads and gives the sockets back."""
        for thread in self._threads:
            thread.join(10)
        for side in (self._client, self._server):
            side.close()

    def _up(self) -> None:
        messages = Messages()
        with suppress(OSError):
            while data := self._client.recv(_CHUNK):
                for message in messages.feed(data):
                    self._pass(message)
        self.cut()

    def _pass(self, message: bytes) -> None:
        self._proxy.flowing.wait()
        strike = self._proxy.strike(message)
        if strike is Strike.BEFORE:
            self.cut()
            return
        self._strike = self._strike or strike
        self._server.sendall(message)
        if self._strike is Strike.WITH and message[:1] in _SENT:
            self.cut()

    def _down(self) -> None:
        lost = b""
        with suppress(OSError):
            while data := self._server.recv(_CHUNK):
                if self._strike is None:
                    self._proxy.flowing.wait()
                    self._client.sendall(data)
                    continue
                lost += data
                if any(word in lost for word in _DONE):
                    self._proxy.struck.set()
                    if self._strike is Strike.AFTER:
                        break
        self.cut()


class Proxy:
    """Stands between clients and a server; see the module.

    Attributes:
        port: on 127.0.0.1; stays the same for as long as the proxy lives.
        struck: set once what `at_commit` or `cut_after` asked for has happened.
        flowing: clear while it stalls.
    """

    def __init__(self, server: Path | tuple[str, int]) -> None:
        """`server` is the file of a Unix socket, or host and port."""
        self._to = server
        self.port = 0
        self.struck, self.flowing = threading.Event(), threading.Event()
        self.flowing.set()
        self._lock = threading.Lock()
        self._links: list[_Link] = []
        self._listener: socket.socket | None = None
        self._thread: threading.Thread | None = None
        self._commits, self._strike = 0, Strike.BEFORE
        self._messages = 0

    def __enter__(self) -> Self:
        self.listen()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.refuse()
        self.flow()

    def url(self, database: str, user: str = "postgres") -> str:
        """The address of a database behind the proxy, for SQLAlchemy."""
        plain = "sslmode=disable&gssencmode=disable"  # a cut is then tried once, not three times
        return f"postgresql+psycopg://{user}@127.0.0.1:{self.port}/{database}?{plain}"

    def listen(self) -> None:
        """Takes connections from now on, on the same port as before."""
        listener = socket.create_server(("127.0.0.1", self.port))
        self.port = listener.getsockname()[1]
        self._listener = listener
        self._thread = threading.Thread(target=self._accept, args=(listener,), daemon=True)
        self._thread.start()

    def refuse(self) -> None:
        """Ends every connection and takes no other: nobody is at home."""
        if self._listener is not None and self._thread is not None:
            with suppress(OSError):
                self._listener.shutdown(socket.SHUT_RDWR)
            self._listener.close()
            self._thread.join(10)
            self._listener = self._thread = None
        self.cut()

    def cut(self) -> None:
        """Ends every connection; new ones are taken."""
        with self._lock:
            links, self._links = self._links, []
        held = not self.flowing.is_set()
        for link in links:
            link.cut()
        self.flowing.set()  # whoever waits finds the connection gone
        for link in links:
            link.join()
        if held:
            self.flowing.clear()

    def stall(self) -> None:
        """Nothing passes any more, in either direction; connections stay open."""
        self.flowing.clear()

    def flow(self) -> None:
        """What was stalled passes."""
        self.flowing.set()

    def at_commit(self, strike: Strike, number: int = 1) -> None:
        """Strikes once, at the COMMIT of this number from now on, whoever sends it."""
        with self._lock:
            self._commits, self._strike = number, strike
            self.struck.clear()

    def cut_after(self, messages: int) -> None:
        """Cuts the connection that sends the client message of this number from now on."""
        with self._lock:
            self._messages = messages
            self.struck.clear()

    def strike(self, message: bytes) -> Strike | None:
        """What to do with a client's message; asked once for each."""
        with self._lock:
            if message[:1] == b"X":  # a goodbye, which is sent whenever it suits the client
                return None
            self._messages -= 1
            if self._messages == 0:
                self.struck.set()
                return Strike.BEFORE
            if self._commits == 0 or not is_commit(message):
                return None
            self._commits -= 1
            if self._commits:
                return None
            if self._strike in (Strike.BEFORE, Strike.WITH):
                self.struck.set()
            return self._strike

    def _accept(self, listener: socket.socket) -> None:
        with suppress(OSError):
            while True:
                client, _address = listener.accept()
                client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                try:
                    server = self._connect()
                except OSError:
                    client.close()
                    continue
                with self._lock:
                    ended = [link for link in self._links if link.ended]
                    self._links = [link for link in self._links if link not in ended]
                    self._links.append(_Link(self, client, server))
                for link in ended:
                    link.join()

    def _connect(self) -> socket.socket:
        if isinstance(self._to, Path):
            server = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            try:
                server.connect(str(self._to))
            except OSError:
                server.close()
                raise
            return server
        return socket.create_connection(self._to)
