"""Column types and the two bases that every table is built on."""

from datetime import UTC, date, datetime
from typing import Any, Final, Protocol

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    Date,
    DateTime,
    Dialect,
    MetaData,
    Select,
    String,
    Table,
    Text,
    event,
    select,
    type_coerce,
)
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


class Sealed(str):
    """Personal text as it is stored: already encrypted, and not to be encrypted again."""

    __slots__ = ()


class OpensText(Protocol):
    """What reads personal text; `personal.Cipher` is it, bound to an engine's dialect."""

    def opened(self, place: str, stored: str) -> str:
        """The clear text of a value stored at this place, `table.column`."""
        ...


class PersonalText(TypeDecorator[str]):
    """Personal data: names, document numbers, addresses, mobiles, photos, notes on persons.

    Stored encrypted (see `personal.py`), read as clear text by whoever has the keys. What is
    written was encrypted before (`Act.add`, `personal.enciphered`): only they know under whose
    key it goes, and an act's digest covers what is stored. "" stays "". The same text never
    looks the same twice, so nothing is found by it: look for a blind index (`blind.py`).
    """

    impl = Text
    cache_ok = True
    place: str = ""
    """`table.column`, once the column stands in a table."""

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        if value and not isinstance(value, Sealed):
            raise TypeError(f"{self.place} takes only text that was encrypted")
        return None if value is None else str(value)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> str | None:
        cipher: OpensText | None = getattr(dialect, CIPHER, None)
        if not value or cipher is None or not self.place:
            return value
        return cipher.opened(self.place, value)


CIPHER: Final = "hall_cipher"
"""Attribute of an engine's dialect that opens personal text."""


@event.listens_for(Column, "after_parent_attach")
def _place_personal_text(column: Column[Any], parent: object) -> None:
    if isinstance(column.type, PersonalText) and isinstance(parent, Table):
        column.type.place = f"{parent.name}.{column.name}"


def as_stored(table: Table) -> Select[Any]:
    """Every column of a table's rows as they are stored, personal text unopened."""
    return select(
        *(
            type_coerce(column, Text).label(column.name)
            if isinstance(column.type, PersonalText)
            else column
            for column in table.c
        )
    )


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


KEPT: Final = {"info": {"kept": True}}
"""For `__table_args__` of a table whose rows change, but are never deleted."""


def kept_until(condition: str) -> dict[str, dict[str, object]]:
    """For `__table_args__` of a table whose rows are final once this is true of them, in SQL."""
    return {"info": {"kept": True, "final_when": condition}}


APPEND_ONLY: Final = {"info": {"append_only": True}}
"""For `__table_args__` of a table whose rows are never changed."""


def on_display(args: dict[str, Any], *columns: str) -> dict[str, Any]:
    """The same of a table of which a hall's display may read these columns."""
    if not columns:
        raise ValueError("a display reads columns that are named, never a whole table")
    return {**args, "info": {**args["info"], "display": columns}}
