"""A connection to PostgreSQL that does not wait for ever for an answer.

The server's own time-outs end what takes too long there; they do not help when it is the server,
or a box on the way to it, that stands still: the answer then never comes, and nothing says so.
"""

from typing import Any

from psycopg import Connection, errors
from psycopg.abc import RV, PQGen
from psycopg.pq import TransactionStatus
from sqlalchemy import Engine, event

ANSWER = 20.0
"""Seconds that one statement may take: the wait for a lock (`engine.PATIENCE`), and work."""


class PatientConnection(Connection[Any]):
    """Gives up, and closes itself, when the server owes an answer for longer than `ANSWER`."""

    def wait(self, gen: PQGen[RV], interval: float = 0.1, timeout: float | None = None) -> RV:
        """Raises OperationalError; the connection is then closed, and its transaction with it."""
        try:
            return super().wait(gen, interval, ANSWER if timeout is None else timeout)
        except errors._WaitTimeout:
            if self.pgconn.transaction_status == TransactionStatus.ACTIVE:
                self.pgconn.finish()
            raise


def be_patient(engine: Engine) -> None:
    """Makes all connections of the engine such connections."""

    def connect(_dialect: Any, _record: Any, words: Any, options: Any) -> PatientConnection:
        return PatientConnection.connect(*words, **options)

    event.listen(engine, "do_connect", connect)
