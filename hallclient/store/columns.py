"""Column types and the two bases that every table is built on."""

from datetime import UTC, date, datetime
from typing import Any, Final

from sqlalchemy import JSON, BigInteger, Date, DateTime, Dialect, MetaData, String, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator, TypeEngine

from hallclient.base.money import Fen

HALL_LENGTH: Final = 16

_NAMES: Final = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcDateTime(TypeDecorator[datetime]):
    """An aware instant; `timestamptz` on PostgreSQL, sortable ISO text in UTC on SQLite."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name == "sqlite":
            return dialect.type_descriptor(String(32))
        return dialect.type_descriptor(DateTime(timezone=True))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a stored time must be aware")
        instant = value.astimezone(UTC)
        if dialect.name == "sqlite":
            return instant.isoformat(timespec="microseconds")
        return instant

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if isinstance(value, str):
            return datetime.fromisoformat(value)
        return value.astimezone(UTC) if isinstance(value, datetime) else None


class PersonalText(TypeDecorator[str]):
    """Personal data: names, document numbers, addresses, mobiles, notes on persons.

    The type marks what is masked on screens and kept out of logs. It is stored as it is: whoever
    may read the file reads it. Encryption at rest will be decided here, in this one place.
    """

    impl = Text
    cache_ok = True


class Record(DeclarativeBase):
    """Base of all tables. An append-only table says so in its `info`; the database refuses
    updates and deletes of its rows (see `schema.py`)."""

    metadata = MetaData(naming_convention=_NAMES)
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy reads it from the class
        Fen: BigInteger,
        int: BigInteger,
        datetime: UtcDateTime,
        date: Date,
        dict[str, Any]: JSON,
        list[Any]: JSON,
    }


class HallRecord(Record):
    """A table of one hall's rows: the hall's code leads every key, so that halls shard by it."""

    __abstract__ = True

    hall: Mapped[str] = mapped_column(String(HALL_LENGTH), primary_key=True, sort_order=-10)


APPEND_ONLY: Final = {"info": {"append_only": True}}
"""For `__table_args__` of a table whose rows are never changed."""
