"""Transactions that would find nothing to lock take turns by name."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session


def wait_for_turn(session: Session, name: str) -> None:
    """Waits until no other transaction holds this name; it is ours until the commit.

    For first uses: a row that is not there yet cannot be locked, and two clients would insert
    it both. SQLite has one writer, who waited at BEGIN already.
    """
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(name, 0))))
