"""A unit of work's session: inserts wait until somebody looks, or for the commit, and go together.

Every message to a server is answered before the next is sent, and the other counters wait for
whoever holds the numbers. The rows of an act are therefore kept back and sent with the commit as
one message (the pipeline of PostgreSQL's protocol), which is answered once.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Insert, Update, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import ORMExecuteState, Session


class Unit(Session):
    """A session that knows which rows it still has to insert, in the order they were given."""

    _waiting: list[tuple[Insert | Update, list[Mapping[str, Any]]]]

    def write_later(self, statement: Insert | Update, rows: Sequence[Mapping[str, Any]]) -> None:
        """Writes the rows before anything else is asked of the database, or with the commit.

        What the database refuses of them is raised then; how many an update found is not told,
        so it is for rows that this transaction has locked.
        """
        self.__dict__.setdefault("_waiting", []).append((statement, list(rows)))

    def connection(self, *args: Any, **options: Any) -> Connection:
        """The connection; whoever uses it finds every row that was given before."""
        connection = super().connection(*args, **options)
        self._send(connection, commit=False)
        return connection

    def send_and_commit(self) -> None:
        """Sends what waits and the commit; the session's own commit then finds nothing to do."""
        self._send(super().connection(), commit=True)

    def _send(self, connection: Connection, *, commit: bool) -> None:
        waiting = self.__dict__.pop("_waiting", [])
        if not waiting:
            return
        if len(waiting) == 1 and not commit:
            connection.execute(*waiting[0])
            return
        with _pipelined(connection, commit=commit):
            for statement, rows in waiting:
                connection.execute(statement, rows)


def ahead(session: Session) -> Connection:
    """The session's connection for a statement that no row which still waits can matter to."""
    return Session.connection(session)


@event.listens_for(Unit, "do_orm_execute")
def _send_first(state: ORMExecuteState) -> None:
    state.session.connection()


@contextmanager
def _pipelined(connection: Connection, *, commit: bool) -> Iterator[None]:
    """Sends all statements without waiting for answers; SQLite answers at once anyway.

    Raises DBAPIError as the statements themselves would.
    """
    if connection.dialect.name != "postgresql":
        yield
        return
    driver: Any = connection.connection.driver_connection
    failure = connection.dialect.loaded_dbapi.Error
    try:
        with driver.pipeline():
            yield
            if commit:
                driver.commit()
    except failure as error:
        broken = bool(driver.closed)
        if broken:
            connection.invalidate(error)
        raise DBAPIError.instance(
            None, None, error, failure, connection_invalidated=broken, dialect=connection.dialect
        ) from error
