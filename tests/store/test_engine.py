"""Connections to the embedded database: durable, and closed when they cannot be prepared."""

import gc
from pathlib import Path

import pytest
from sqlalchemy.exc import DatabaseError

from hallclient.store.engine import open_engine


def test_a_file_that_is_no_database_leaves_no_connection_open(tmp_path: Path) -> None:
    """An open connection would keep the file locked on Windows; here it warns when collected."""
    file = tmp_path / "letter.db"
    file.write_text("a letter to the hall, and no database at all " * 50, "utf-8")
    engine = open_engine(f"sqlite:///{file}")
    with pytest.raises(DatabaseError), engine.connect():
        pass
    engine.dispose()
    gc.collect()  # a connection left open is a ResourceWarning, which fails the test


def test_every_commit_is_durable_and_every_key_is_checked(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'hall.db'}")
    with engine.connect() as connection:
        told = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        }
    engine.dispose()
    assert told == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
