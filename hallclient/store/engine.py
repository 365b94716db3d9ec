"""Opens the database: SQLite with durable commits, or PostgreSQL."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.pool import ConnectionPoolEntry

from hallclient.store.refused import refuse_unfit
from hallclient.store.trouble import DatabaseUnreachable
from hallclient.store.versions import READ_ONLY

READING: Final[dict[str, dict[str, Any]]] = {
    "sqlite": {READ_ONLY: True},
    "postgresql": {"isolation_level": "REPEATABLE READ"},
}
"""Execution options, by database, of a transaction that sees everything as of one moment."""

PATIENCE: Final = 10
"""Seconds that a client waits for a lock, and for a server to answer, before it says so."""

SESSION: Final = (
    f"lock_timeout={PATIENCE}s",
    "statement_timeout=18s",  # before the client gives up by itself, see `patience.ANSWER`
    "idle_in_transaction_session_timeout=30s",  # a PC that died holds no lock for longer
    "tcp_keepalives_idle=10",
    "tcp_keepalives_interval=5",
    "tcp_keepalives_count=3",
)
"""What the server is told at the beginning of a session; `options` in the address comes after."""

UNHURRIED: Final = ("statement_timeout=0", "idle_in_transaction_session_timeout=0")
"""The same where nobody stands at the counter and waits."""

LINK: Final = {
    "application_name": "hallclient",
    "connect_timeout": str(PATIENCE),
    "keepalives_idle": "10",
    "keepalives_interval": "5",
    "keepalives_count": "3",
    "tcp_user_timeout": "20000",
}
"""What libpq is told of a connection, unless the address says otherwise."""

_PRAGMAS: Final = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    f"busy_timeout={PATIENCE * 1000}",
    "recursive_triggers=ON",
)


def open_engine(url: str, *, hurry: bool = True) -> Engine:
    """An engine for the URL; SQLite gets WAL, synchronous=FULL and its write lock at BEGIN.

    Taking the lock at BEGIN (IMMEDIATE) makes a transaction that reads and then writes wait
    its turn instead of failing half-way because another client wrote in between.

    Without `hurry` a statement on a server may take as long as it takes: for migrations.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        engine = create_engine(
            parsed, hide_parameters=True, connect_args={"timeout": float(PATIENCE)}
        )
        event.listen(engine, "connect", _prepare_sqlite)
        if parsed.database:
            _SameFile(Path(parsed.database)).watch(engine)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    from hallclient.store.patience import be_patient  # its driver is none of SQLite's business

    address = _session_of(parsed, SESSION if hurry else (*SESSION, *UNHURRIED))
    engine = create_engine(address, hide_parameters=True, pool_pre_ping=True)
    if hurry:
        be_patient(engine)
    event.listen(engine, "first_connect", refuse_unfit, insert=True)
    return engine


def _session_of(address: URL, session: Sequence[str]) -> URL:
    """The address with what every session begins with; what the address itself says goes first."""
    asked = dict(address.query)
    options = " ".join([*(f"-c {one}" for one in session), str(asked.pop("options", ""))])
    plain = address.set(drivername="postgresql+psycopg", query={})
    return plain.update_query_dict({**LINK, **asked, "options": options.strip()})


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
