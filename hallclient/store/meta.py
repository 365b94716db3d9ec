"""What the database says of itself: its id, which names its keys, and its schema version."""

from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from hallclient.store.columns import Record


class DatabaseInfo(Record):
    """One row: the id of this database, made once; keys are kept under it."""

    __tablename__ = "database_info"

    database_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    made_by: Mapped[str] = mapped_column(String(32))


def database_id(session: Session) -> str | None:
    """The id, or None when the database was not made by this program."""
    return session.scalars(select(DatabaseInfo.database_id)).first()
