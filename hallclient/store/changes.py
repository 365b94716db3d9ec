"""The feed of changes: who keeps the hall's chain of acts open learns what others have done.

The audit chain is the feed: every act adds a row to it, without gaps. Only the waking differs:
PostgreSQL notifies whoever listens, in the transaction of the act itself (`schema.py`); of an
embedded database one number is polled that changes with every commit. Whoever wakes reads the
rows after the last one known, so that nothing is missed, whatever happened to the waking.
"""

import selectors
import socket
import threading
from collections.abc import Callable
from contextlib import closing, suppress
from typing import Any, Final, Protocol

from sqlalchemy import bindparam, func, literal, select
from sqlalchemy.exc import SQLAlchemyError

from hallclient.base.changes import Change
from hallclient.base.errors import HallError
from hallclient.store.audit import AuditRow
from hallclient.store.desk import Desk
from hallclient.store.schema import CHANNEL
from hallclient.store.unit_of_work import Store

POLL: Final = 0.15
"""Seconds between two looks at an embedded database; a look costs some ten microseconds."""
PAUSE: Final = 0.2
"""Seconds that a client reads nothing after it has told: twenty counters at full speed would
otherwise have each of twenty clients read after every order."""
LISTEN_MOST: Final = 5.0
"""Seconds after which a client looks by itself: a line that was cut in silence notifies nobody."""
AWAY_FIRST: Final = 0.25
AWAY_MOST: Final = 4.0
"""Seconds until a database that went away is asked again, at first and at most."""
BATCH: Final = 500
CLOSING_MOST: Final = 5.0
"""Seconds that closing waits for a server that does not answer any more."""

_LAST = select(func.max(AuditRow.seq)).where(AuditRow.hall == bindparam("of_hall"))
_AFTER = (
    select(AuditRow.seq, AuditRow.action, AuditRow.subject, AuditRow.counter, AuditRow.actor)
    .where(AuditRow.hall == bindparam("of_hall"), AuditRow.seq > bindparam("after"))
    .order_by(AuditRow.seq)
    .limit(BATCH)
)


_AFTER_ON_DISPLAY = (
    select(AuditRow.seq, AuditRow.action, literal(""), literal(0), literal(""))
    .where(AuditRow.hall == bindparam("of_hall"), AuditRow.seq > bindparam("after"))
    .order_by(AuditRow.seq)
    .limit(BATCH)
)
"""What a display may read of it: what was done, and not by whom."""


def last_seq(desk: Desk) -> int:
    """The place of the newest act in the hall's chain, 0 before the first."""
    with desk.read() as session:
        return session.connection().execute(_LAST, {"of_hall": desk.hall}).scalar_one() or 0


def changes_after(desk: Desk, seq: int) -> tuple[Change, ...]:
    """What was done after this place, in order; at most `BATCH` acts.

    Without keys, as a display is, it says neither about what, nor where, nor by whom.
    """
    query = _AFTER if desk.keys.audit else _AFTER_ON_DISPLAY
    with desk.read() as session:
        found = session.connection().execute(query, {"of_hall": desk.hall, "after": seq})
        return tuple(Change(*row) for row in found)


class Ear(Protocol):
    """Wakes when somebody may have written."""

    def wait(self, closed: threading.Event) -> bool:
        """Waits a while; whether it is worth looking. Returns at once when `closed` is set."""

    def wake(self) -> None:
        """Ends the waiting, from another thread."""

    def close(self) -> None:
        """Gives the connection back."""


class Watcher:
    """Tells what is done in a hall, on a thread and a connection of its own.

    Args:
        tell: is handed the changes in order, each once, on the watcher's thread.
        reached: is told False when the database went away and True when it is back; what was
            done meanwhile is told first.
        since: place of the newest act that is known already.
    """

    def __init__(
        self,
        desk: Desk,
        tell: Callable[[tuple[Change, ...]], object],
        reached: Callable[[bool], object] = lambda _is_back: None,
        *,
        since: int,
    ) -> None:
        self._desk, self._tell, self._reached = desk, tell, reached
        self._seen = since
        self._closed = threading.Event()
        self._ear: Ear | None = None
        self._errors = (HallError, SQLAlchemyError, OSError, _driver_error(desk.store))
        self._thread = threading.Thread(target=self._run, name="changes", daemon=True)

    def start(self) -> None:
        """Begins to watch."""
        self._thread.start()

    def close(self) -> None:
        """Ends the thread and its connection; tells nothing more."""
        self._closed.set()
        if (ear := self._ear) is not None:
            ear.wake()
        self._thread.join(CLOSING_MOST)

    def _run(self) -> None:
        away = 0.0
        while not self._closed.is_set():
            try:
                with closing(_ear(self._desk)) as ear:
                    self._ear = ear
                    self._catch_up()
                    if away:
                        away = 0.0
                        self._reached(True)
                    self._listen(ear)
            except self._errors:
                if not away and not self._closed.is_set():
                    self._reached(False)
                away = min(away * 2, AWAY_MOST) or AWAY_FIRST
                self._closed.wait(away)
            finally:
                self._ear = None

    def _listen(self, ear: Ear) -> None:
        while not self._closed.is_set():
            if ear.wait(self._closed) and self._catch_up():
                self._closed.wait(PAUSE)

    def _catch_up(self) -> bool:
        """Tells what was done since; whether anything was."""
        told = False
        while not self._closed.is_set():
            found = changes_after(self._desk, self._seen)
            if found:
                self._seen, told = found[-1].seq, True
                self._tell(found)
            if len(found) < BATCH:
                break
        return told


class _FileEar:
    """Polls the number that SQLite changes when another connection has committed."""

    def __init__(self, store: Store) -> None:
        self._connection = _own_connection(store)
        self._connection.execute("PRAGMA query_only=ON")
        self._before = self._version()

    def wait(self, closed: threading.Event) -> bool:
        if closed.wait(POLL):
            return False
        before, self._before = self._before, self._version()
        return before != self._before

    def wake(self) -> None:
        """The event that `wait` waits on is set already."""

    def close(self) -> None:
        self._connection.close()

    def _version(self) -> int:
        with closing(self._connection.execute("PRAGMA data_version")) as found:
            return int(found.fetchone()[0])


class _ServerEar:
    """Listens on a connection of its own; a pair of sockets lets another thread end the wait."""

    def __init__(self, store: Store, hall: str) -> None:
        self._hall = hall
        self._connection = _own_connection(store)
        self._inside, self._outside = socket.socketpair()
        try:
            self._connection.autocommit = True
            self._connection.execute(f"LISTEN {CHANNEL}")
        except BaseException:
            self.close()
            raise

    def wait(self, closed: threading.Event) -> bool:
        with selectors.DefaultSelector() as both:  # `select` refuses a process of many files
            both.register(self._connection.fileno(), selectors.EVENT_READ)
            both.register(self._inside, selectors.EVENT_READ)
            heard = both.select(LISTEN_MOST)
        if closed.is_set():
            return False
        if heard:
            halls = {notice.payload for notice in self._connection.notifies(timeout=0)}
            return self._hall in halls
        return True

    def wake(self) -> None:
        with suppress(OSError):
            self._outside.send(b"\0")

    def close(self) -> None:
        for end in (self._connection, self._inside, self._outside):
            end.close()


def _ear(desk: Desk) -> Ear:
    store = desk.store
    on_file = store.engine.dialect.name == "sqlite"
    return _FileEar(store) if on_file else _ServerEar(store, desk.hall)


def _own_connection(store: Store) -> Any:
    """The driver's own connection, prepared as every other, and out of the pool for good."""
    pooled = store.engine.raw_connection()
    connection = pooled.driver_connection
    pooled.detach()
    return connection


def _driver_error(store: Store) -> type[Exception]:
    error: type[Exception] = store.engine.dialect.loaded_dbapi.Error
    return error
