"""Transactions that would find nothing to lock take turns by name."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session


def wait_for_turn(session: Session, name: str) -> None:
    """Waits until no other transaction holds this name; it is ours until the commit.

    `Desk.write` takes the hall's name: what a use case finds when it looks is then still so when
    it writes, also where there is no row to lock yet. SQLite has one writer, who waited at BEGIN.
    """
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(name, 0))))
