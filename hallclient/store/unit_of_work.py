"""One click, one transaction: the only place where a session begins and ends.

Also the one place where the database's own refusals (locked, full, out of reach) become sentences.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any

from sqlalchemy import Engine, Insert, Update, insert, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from hallclient.base.errors import HallError
from hallclient.store.columns import Record
from hallclient.store.engine import READING
from hallclient.store.meta import DatabaseInfo
from hallclient.store.trouble import (
    CommitUnanswered,
    DatabaseDamaged,
    DatabaseUnreachable,
    is_spoilt,
    trouble,
)
from hallclient.store.unit import Unit
from hallclient.store.versions import keep_to_version

_KNOCK = select(DatabaseInfo.database_id).limit(1)


class Store:
    """The database of a hall, as services use it."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        keep_to_version(engine)
        self._reading = engine.execution_options(**READING[engine.dialect.name])
        self._told: Callable[[], object] | None = None
        self.away = False
        """Whether everything is refused at once, see `refuse_when_away`."""

    def refuse_when_away(self, told: Callable[[], object]) -> None:
        """Once the database cannot be reached nobody waits for it again: all is refused at once.

        `told` is called then, on the thread that found out; `knock` ends it. For a client with
        somebody in front of it; without this every unit of work tries for itself.
        """
        self._told = told

    def try_each_time(self) -> None:
        """Whoever was told is gone: every unit of work tries for itself again."""
        self._told, self.away = None, False

    def knock(self) -> None:
        """Asks whether the database is there again.

        Raises DatabaseUnreachable and its kin.
        """
        if self.away and self.engine.dialect.name == "sqlite":
            self.engine.dispose()  # a file that is there again is not behind an earlier handle
        try:
            with self._reading.connect() as connection:
                connection.execute(_KNOCK)
        except DBAPIError as error:
            refusal = trouble(error)
            self._note(refusal)
            raise refusal or error from error.__cause__
        self.away = False

    @contextmanager
    def write(self) -> Iterator[Unit]:
        """A unit of work: commits on leaving, rolls back on any error.

        Raises DatabaseBusy and its kin (`trouble.py`), TextUnwritable: nothing was written.
        Raises CommitUnanswered when the connection broke at the commit: nobody knows.
        """
        on_server, committing = self.engine.dialect.name != "sqlite", False
        with (
            self._refusing(unanswered=lambda: on_server and committing),
            Unit(self.engine, expire_on_commit=False) as session,
            session.begin(),
        ):
            yield session
            committing = True
            session.send_and_commit()

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A consistent view that takes no write lock; whatever is added to it is dropped.

        Raises DatabaseBusy and its kin, TextUnwritable.
        """
        with self._refusing(), Session(self._reading, autoflush=False) as session:
            yield session

    def close(self) -> None:
        """Gives all connections back."""
        self.engine.dispose()

    @contextmanager
    def _refusing(self, unanswered: Callable[[], bool] = lambda: False) -> Iterator[None]:
        """What the database refuses becomes a sentence; `unanswered` says when nobody knows."""
        if self.away:
            raise DatabaseUnreachable
        try:
            yield
        except (DBAPIError, UnicodeEncodeError) as error:
            refusal = trouble(error)
            if isinstance(refusal, DatabaseUnreachable) and unanswered():
                refusal = CommitUnanswered()
            self._note(refusal)
            raise refusal or error from error.__cause__
        except (TypeError, ValueError) as error:
            if not is_spoilt(error):
                raise
            raise DatabaseDamaged from error
        except DatabaseUnreachable as refusal:  # the file was taken away
            self._note(refusal)
            raise

    def _note(self, refusal: HallError | None) -> None:
        told = self._told
        if told is not None and isinstance(refusal, DatabaseUnreachable) and not self.away:
            self.away = True
            told()


def add_rows(session: Session, table: type[Record], rows: Sequence[Mapping[str, Any]]) -> None:
    """Inserts rows through Core, in the open unit of work: the hot path's way.

    The ORM's bookkeeping costs more than the disk does; what it would give (identity, lazy
    loading) an order does not use.
    """
    if not rows:
        return
    if isinstance(session, Unit):
        session.write_later(_insert_into(table), rows)
    else:
        session.connection().execute(_insert_into(table), list(rows))


def change_rows(session: Session, statement: Update, rows: Sequence[Mapping[str, Any]]) -> None:
    """Changes rows that the open unit of work has locked, with its inserts; see `add_rows`."""
    if isinstance(session, Unit):
        session.write_later(statement, rows)
    else:
        session.connection().execute(statement, list(rows))


@cache
def _insert_into(table: type[Record]) -> Insert:
    return insert(table)
