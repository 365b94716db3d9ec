"""Blows of every other kind: a sentence each time, sound books, every confirmed order once."""

import sqlite3
from contextlib import closing
from random import Random

import pytest

from hallclient import hall as house
from tests.faults.arena import Arena
from tests.faults.ground import refusal
from tests.faults.kinds import clocks, damaged, locked, served
from tests.faults.tally import Tally


def test_a_database_locked_by_another_process_is_waited_for_or_busy(arena: Arena) -> None:
    tally = locked.strike(arena.embedded(), Random(3), 6)
    assert tally.wrong() == []
    assert set(tally.survived) == {"locked for a moment", "locked for long"}


def test_a_server_that_dies_or_a_line_that_breaks_doubles_nothing(arena: Arena) -> None:
    tally = served.strike(arena, Random(5), 24)
    assert tally.wrong() == []
    assert tally.orders == 24
    at_commits = {f"line cut {how} a commit" for how in ("before", "with", "after")}
    assert {name for name, count in tally.survived.items() if count} >= at_commits | {
        "server killed",
        "line cut",
    }


def test_a_clock_that_jumps_changes_no_day_and_no_sum(arena: Arena) -> None:
    tally = clocks.strike(arena.embedded(), Random(5), 24)
    assert tally.wrong() == []
    assert tally.orders == 24
    assert set(tally.survived) == {f"clock {jump}" for jump in clocks.JUMPS}


def test_a_spoilt_page_is_told_and_never_shown_as_if_it_were_sound(arena: Arena) -> None:
    tally = damaged.strike(arena.embedded(), arena.folder(), Random(4), 24)
    assert tally.wrong() == []
    assert set(tally.survived) == set(damaged.WAYS)


@pytest.mark.parametrize(("value", "code"), [("'x'", "database.damaged"), ("0", "database.damaged"),
                                             ("7", "key.missing")])  # fmt: skip
def test_a_spoilt_version_of_the_key_is_told_at_the_door(
    arena: Arena, value: str, code: str
) -> None:
    ground, tally = arena.embedded(), Tally()
    with closing(sqlite3.connect(ground.file)) as plain, plain:
        plain.execute("DROP TRIGGER keep_key_versions_update")
        plain.execute(f"UPDATE key_versions SET version = {value}")
    assert refusal(tally, lambda: house.open_hall(ground.place)) == code
    assert tally.wrong() == []
