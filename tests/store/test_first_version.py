"""A filled database of the first published version becomes one of this version, books and all.

`first_version/hall.sql.gz` is the sample day as that version wrote it; its people are invented.
"""

import gzip
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from hallclient import hall
from hallclient.store.keys import FileKeyStore
from hallclient.store.versions import DatabaseOlder
from tests.conftest import ON_POSTGRESQL

FIRST = Path(__file__).with_name("first_version")

pytestmark = pytest.mark.skipif(ON_POSTGRESQL, reason="a file of the embedded database")


@pytest.fixture
def first(tmp_path: Path) -> hall.HallPlace:
    """The hall as the first version left it, with its key."""
    file = tmp_path / "hall.db"
    with closing(sqlite3.connect(file)) as books:
        books.executescript(gzip.decompress((FIRST / "hall.sql.gz").read_bytes()).decode())
        books.commit()
    keys = tmp_path / "keys"
    keys.mkdir()
    for key in FIRST.glob("*.key"):
        shutil.copy(key, keys)
    return hall.HallPlace(f"sqlite:///{file}", FileKeyStore(keys))


def test_it_is_refused_until_it_is_migrated(first: hall.HallPlace) -> None:
    with pytest.raises(DatabaseOlder):
        hall.open_hall(first)


def test_after_the_migration_its_books_hold(first: hall.HallPlace) -> None:
    hall.migrate(first)
    opened = hall.open_hall(first)
    try:
        assert hall.verify(opened.desk) == ()
    finally:
        opened.close()
