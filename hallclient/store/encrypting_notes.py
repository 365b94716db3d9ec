"""Encrypts notes that an earlier version wrote in clear, in the transaction of a migration.

As `encrypting.py` does for version 0001: acts whose rows were as their audit rows say get a digest
of the encrypted rows in `reseals`; one that was tampered with before gets none.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, MetaData, Table, insert, select, update
from sqlalchemy.orm import Session

from hallclient.store.audit import canonical, digest
from hallclient.store.encrypting import Row, instant, reseal
from hallclient.store.keys import Keys
from hallclient.store.personal import bind, month_of


def encrypt_notes(connection: Connection, keys: Keys, at: datetime, name: str, column: str) -> None:
    """Encrypts a column of a table under the months of its acts; the guards must be down.

    For a table whose acts write in no other: the digest of its rows is the digest of the act.
    """
    found = MetaData()
    found.reflect(connection, only=[name, "audit", "reseals"], resolve_fks=False)
    table, audit = found.tables[name], found.tables["audit"]
    cipher, session = bind(connection.engine, keys), Session(connection)
    for (hall, seal), rows in _by_act(connection, table, column).items():
        same = (audit.c.hall == hall, audit.c.seal == seal)
        found_act = connection.execute(select(audit).where(*same)).mappings().one_or_none()
        act = None if found_act is None else dict(found_act)
        month = month_of(at if act is None else instant(act["at"]))
        key = cipher.key_for(session, hall, month, at)
        after: list[Row] = [
            dict(row) | {column: str(key.seal(f"{name}.{column}", row[column]))} for row in rows
        ]
        if act is not None and _digest(keys, name, rows) == act["digest"]:
            made = reseal(keys.audit, act, _digest(keys, name, after))
            connection.execute(insert(found.tables["reseals"]), made)
        _write(connection, table, after, column)


def _by_act(connection: Connection, table: Table, column: str) -> dict[tuple[str, str], list[Row]]:
    """All rows of each act that wrote text in this column."""
    acts: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in connection.execute(select(table)).mappings():
        acts[row["hall"], row["seal"]].append(dict(row))
    return {act: rows for act, rows in acts.items() if any(row[column] for row in rows)}


def _digest(keys: Keys, name: str, rows: Sequence[Row]) -> str:
    return digest(keys.audit, {name: [canonical(row) for row in rows]})


def _write(connection: Connection, table: Table, rows: Sequence[Row], column: str) -> None:
    for row in rows:
        same = (each == row[each.name] for each in table.primary_key)
        value: dict[str, Any] = {column: row[column]}
        connection.execute(update(table).where(*same).values(value))
