"""A copied database without its key shows nobody: the raw bytes are searched for every person."""

import json
import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from hallclient import hall as house
from hallclient.base.ids import new_id
from hallclient.customers import service as customers
from hallclient.customers.rules import DocumentDraft, DocumentKind, TakeOver
from hallclient.store.keys import FileKeyStore, KeyMissing
from tests.counter.conftest import OTHER_ID
from tests.journeys.conftest import SAMPLE, Day, faults_in, place_of

_MOBILE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")


def persons() -> Iterator[str]:
    """Every name, document number, address and mobile in the sample day."""
    text = SAMPLE.read_text("utf-8")
    yield from _MOBILE.findall(text)

    def walk(value: object, about: str = "") -> Iterator[str]:
        if isinstance(value, dict):
            for name, each in value.items():
                yield from walk(each, name if name != "name" or about != "hall" else "")
        elif isinstance(value, list):
            for each in value:
                yield from walk(each, about)
        elif about in ("name", "number", "address") and isinstance(value, str) and len(value) > 1:
            yield value

    yield from walk(json.loads(text))


SHORT = 4
"""Bytes."""


def found_in(raw: bytes, words: set[str]) -> set[str]:
    """Words that stand in some bytes, in any coding that a file of ours may have.

    Two characters make four bytes in two of them, which stand in a few megabytes of what is
    encrypted by chance, once in some fifty runs: those are not looked for.
    """
    found = set()
    for word in words:
        forms = (word.encode(), word.encode("utf-16-le"), word.encode("gb18030"))
        if any(form in raw for form in forms if len(form) > SHORT):
            found.add(word)
    return found


@pytest.fixture(scope="module")
def words() -> set[str]:
    found = set(persons())
    assert len(found) > 100
    return found


def test_the_file_of_a_whole_day_shows_nobody(sample: Day, words: set[str]) -> None:
    files = [file for file in sample.out.iterdir() if file.name.startswith("hall.db")]
    assert {word for file in files for word in found_in(file.read_bytes(), words)} == set()


def test_what_is_not_yet_in_the_file_shows_nobody_either(sample: Day, tmp_path: Path) -> None:
    """The log of writes, while a client is at work."""
    copy = tmp_path / "hall.db"
    shutil.copy(sample.database, copy)
    name, mobile = "司马样例", "13912345678"
    opened = house.open_hall(place_of(copy))
    try:
        document = DocumentDraft(DocumentKind.RESIDENT_ID, OTHER_ID, name, valid_until="20400101")
        ask = TakeOver(document, mobile, "light-19", "", new_id())
        customer_id = customers.take_over(opened.desk.acting("C001", 1), ask)
        assert customers.find(opened.desk, mobile)[0].customer_id == customer_id
        log = copy.with_name("hall.db-wal").read_bytes()
        assert len(log) > 1_000
        assert found_in(log, {name, mobile, OTHER_ID}) == set()
    finally:
        opened.close()


def test_without_the_key_nothing_is_shown(sample: Day, tmp_path: Path) -> None:
    copy = tmp_path / "hall.db"
    shutil.copy(sample.database, copy)
    before = copy.read_bytes()
    with pytest.raises(KeyMissing):
        house.open_hall(house.HallPlace(f"sqlite:///{copy}", FileKeyStore(tmp_path / "none")))
    assert copy.read_bytes() == before


def test_every_number_in_stock_is_there_and_none_is_legible(sample: Day, tmp_path: Path) -> None:
    """A number taken out of the hidden ones is missed, by its place, and named for who has keys."""
    copy = tmp_path / "hall.db"
    shutil.copy(sample.database, copy)
    assert faults_in(copy) == ()
    with closing(sqlite3.connect(copy)) as books:
        query = "FROM stock_items WHERE kind = 'number' AND state = 'in_stock' LIMIT 1"
        [(serial,)] = books.execute(f"SELECT serial {query}").fetchall()
        books.execute("DELETE FROM stock_items WHERE serial = ?", [serial])
        books.commit()
    [fault] = faults_in(copy)
    assert fault.code == "stock.missing"
    assert _MOBILE.search(fault.place)
