"""One click, one transaction: the only place where a session begins and ends.

Also the one place where the database's own refusals (locked, full, out of reach) become sentences.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any

from sqlalchemy import Engine, Insert, insert
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from hallclient.store.columns import Record
from hallclient.store.engine import READING
from hallclient.store.trouble import trouble


class Store:
    """The database of a hall, as services use it."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._reading = engine.execution_options(**READING[engine.dialect.name])

    @contextmanager
    def write(self) -> Iterator[Session]:
        """A unit of work: commits on leaving, rolls back on any error.

        Raises DatabaseBusy and its kin (`trouble.py`), TextUnwritable: nothing was written.
        """
        try:
            with Session(self.engine, expire_on_commit=False) as session, session.begin():
                yield session
        except (DBAPIError, UnicodeEncodeError) as error:
            raise trouble(error) or error from error.__cause__

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A consistent view that takes no write lock; whatever is added to it is dropped.

        Raises DatabaseBusy and its kin, TextUnwritable.
        """
        try:
            with Session(self._reading, autoflush=False) as session:
                yield session
        except (DBAPIError, UnicodeEncodeError) as error:
            raise trouble(error) or error from error.__cause__

    def close(self) -> None:
        """Gives all connections back."""
        self.engine.dispose()


def add_rows(session: Session, table: type[Record], rows: Sequence[Mapping[str, Any]]) -> None:
    """Inserts rows through Core, in the open unit of work: the hot path's way.

    The ORM's bookkeeping costs more than the disk does; what it would give (identity, lazy
    loading) an order does not use.
    """
    if rows:
        session.connection().execute(_insert_into(table), list(rows))


@cache
def _insert_into(table: type[Record]) -> Insert:
    return insert(table)
