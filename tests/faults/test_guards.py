"""The database itself keeps what was written: no row of the books is changed or taken away."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from hallclient.store.schema import append_only_tables
from tests.faults.conftest import Hall


def test_the_database_refuses_every_change_of_every_sealed_table(hall: Hall) -> None:
    """SQLite and PostgreSQL alike, whoever asks."""
    hall.finish()
    hall.close()
    tables = append_only_tables()
    assert {"journal", "postings", "orders", "counts", "audit"} <= {table.name for table in tables}
    for table in tables:
        for statement in (f"UPDATE {table.name} SET hall = hall", f"DELETE FROM {table.name}"):
            with hall.desk.read() as session:
                rows = session.execute(text(f"SELECT count(*) FROM {table.name}")).scalar_one()
            if not rows:  # SQLite's guards speak when there is a row to change
                continue
            with pytest.raises(DBAPIError, match="append-only"), hall.desk.write() as session:
                session.execute(text(statement))
