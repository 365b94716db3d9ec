"""Opens the database: SQLite with durable commits, or PostgreSQL."""

from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.pool import ConnectionPoolEntry

from hallclient.store.trouble import DatabaseUnreachable

READ_ONLY = "hall_read_only"
"""Execution option of a connection that only reads: its transaction takes no write lock."""

READING: Final[dict[str, dict[str, Any]]] = {
    "sqlite": {READ_ONLY: True},
    "postgresql": {"isolation_level": "REPEATABLE READ"},
}
"""Execution options, by database, of a transaction that sees everything as of one moment."""

PATIENCE: Final = 10
"""Seconds that a client waits for a lock, and for a server to answer, before it says so."""

_PRAGMAS: Final = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    f"busy_timeout={PATIENCE * 1000}",
    "recursive_triggers=ON",
)


def open_engine(url: str) -> Engine:
    """An engine for the URL; SQLite gets WAL, synchronous=FULL and its write lock at BEGIN.

    Taking the lock at BEGIN (IMMEDIATE) makes a transaction that reads and then writes wait
    its turn instead of failing half-way because another client wrote in between.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        engine = create_engine(
            parsed, hide_parameters=True, connect_args={"timeout": float(PATIENCE)}
        )
        event.listen(engine, "connect", _prepare_sqlite)
        if parsed.database and parsed.database != ":memory:":
            _SameFile(Path(parsed.database)).watch(engine)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    patience = {"connect_timeout": str(PATIENCE), "options": f"-c lock_timeout={PATIENCE}s"}
    from hallclient.store.patience import be_patient  # its driver is none of SQLite's business

    engine = create_engine(
        parsed.update_query_dict({**patience, **parsed.query}),
        hide_parameters=True,
        pool_pre_ping=True,
    )
    be_patient(engine)
    return engine


def _prepare_sqlite(connection: Any, _entry: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves
    try:
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
    except BaseException:
        connection.close()  # the pool does not know it yet, and would leave it open
        raise


def _begin_sqlite(connection: Connection) -> None:
    read_only = connection.get_execution_options().get(READ_ONLY, False)
    connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")


class _SameFile:
    """Refuses to go on when the file was deleted, moved or replaced under the open client.

    SQLite would write on into the file that nobody finds any more, and a new connection would
    make an empty one in its place: orders would be confirmed and lost.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self._opened: tuple[int, int] | None = None

    def watch(self, engine: Engine) -> None:
        """Looks before a connection is made and before every commit; a look costs microseconds."""
        event.listen(engine, "do_connect", self._before_connecting)
        event.listen(engine, "connect", self._connected)
        event.listen(engine, "begin", self._refuse_another)
        event.listen(engine, "commit", self._refuse_another)

    def _before_connecting(self, *_: Any) -> None:
        self._refuse_another()

    def _connected(self, *_: Any) -> None:
        self._opened = self._opened or self._found()

    def _refuse_another(self, *_: Any) -> None:
        if self._opened is not None and self._found() != self._opened:
            raise DatabaseUnreachable

    def _found(self) -> tuple[int, int] | None:
        try:
            found = self._file.stat()
        except OSError:
            return None
        return found.st_dev, found.st_ino
