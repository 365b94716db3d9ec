"""The disk is full, fails or may not be written: a sentence each time, and nothing half done."""

from random import Random

import pytest

from tests.faults.arena import Arena
from tests.faults.disk import sqlite_library
from tests.faults.kinds import full

pytestmark = pytest.mark.skipif(
    sqlite_library() is None, reason="this Python hides the functions of its SQLite"
)


def test_a_disk_that_fails_at_any_write_takes_nothing(arena: Arena) -> None:
    tally = full.strike(arena.embedded(), Random(1))
    assert tally.wrong() == []
    assert tally.survived["disk full"] > 40
    assert tally.survived["fsync failed"] > 5


def test_a_file_that_may_only_be_read_says_so_and_can_be_read(arena: Arena) -> None:
    tally = full.strike_read_only(arena.embedded())
    assert tally.wrong() == []
    assert tally.survived["read-only file"] == len(full.WORK)
