"""What `hallclient verify` asks of the data keys: each is whole, and none is gone unsaid."""

from collections.abc import Iterator
from typing import Any, Final

from sqlalchemy import Column, ColumnElement, Table, Text, func, select, type_coerce
from sqlalchemy.orm import Session, aliased

from hallclient.base.language import N_
from hallclient.store.audit import AuditRow, Reseal
from hallclient.store.columns import PersonalText, Record
from hallclient.store.integrity import Fault
from hallclient.store.personal import DestroyedKey, PersonalDamaged, PersonalKey, cipher_of

_KEY_LENGTH: Final = 16
_BESIDE: Final = frozenset({"order_lines"})
"""Tables of rows that stand beside one of another table under the same key, always."""


def check(session: Session, hall: str) -> Iterator[Fault]:
    """Every data key opens as whose it says it is; every personal value's key is there, or was
    destroyed on record; digests that took the place of others belong to acts."""
    yield from _whole(session, hall)
    gone: set[str] = set()
    for table in Record.metadata.sorted_tables:
        if table.name in _BESIDE:
            continue
        for column in table.c:
            if isinstance(column.type, PersonalText) and "hall" in table.c:
                gone.update(_gone(session, hall, table, column))
    for key_id in sorted(gone):
        sentence = N_("The key of personal values is gone, and nobody erased them on record.")
        yield Fault("personal.key-gone", f"personal_keys {key_id}", sentence)
    yield from _reseals(session, hall)


def _whole(session: Session, hall: str) -> Iterator[Fault]:
    cipher = cipher_of(session)
    query = select(PersonalKey.__table__).where(PersonalKey.hall == hall)
    found = session.connection().execute(query.execution_options(yield_per=1000))
    with found:
        for row in found.mappings():
            try:
                cipher.unwrap(row)
            except PersonalDamaged:
                sentence = N_("A key of personal values was changed.")
                yield Fault("personal.key-changed", f"personal_keys {row['key_id']}", sentence)


def _gone(session: Session, hall: str, table: Table, column: Column[Any]) -> list[str]:
    """The first key that values of this column were written under and that is nowhere."""
    kept, destroyed = aliased(PersonalKey), aliased(DestroyedKey)
    stored = type_coerce(column, Text)
    key_id = func.substr(stored, len(f"1.{hall}.") + 1, _KEY_LENGTH)
    # each key once: a month's key opens thousands of values
    used = select(key_id.label("key_id")).where(table.c.hall == hall, stored != "").distinct()
    named = used.subquery()
    query = (
        select(named.c.key_id)
        .outerjoin(kept, (kept.hall == hall) & (kept.key_id == named.c.key_id))
        .where(kept.key_id.is_(None), ~_said(destroyed, named.c.key_id))
        .limit(1)
    )
    return list(session.connection().execute(query).scalars())


def _said(destroyed: Any, key_id: ColumnElement[str]) -> ColumnElement[bool]:
    return select(destroyed.whose).where(destroyed.key_id == key_id).exists()


def _reseals(session: Session, hall: str) -> Iterator[Fault]:
    query = (
        select(Reseal.seal)
        .outerjoin(AuditRow, (AuditRow.hall == Reseal.hall) & (AuditRow.seal == Reseal.seal))
        .where(Reseal.hall == hall, AuditRow.seq.is_(None))
    )
    for seal in session.connection().execute(query).scalars():
        yield Fault("audit.reseal", f"reseals {seal}", N_("A digest belongs to no act on record."))
