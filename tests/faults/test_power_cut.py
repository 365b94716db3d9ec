"""The power goes at any moment: what the disk was made to keep is enough for all that was told."""

from pathlib import Path
from random import Random

import pytest

from tests.faults.arena import Arena
from tests.faults.disk import Disk, Step, after_power_cut, applied, sqlite_library
from tests.faults.ground import sample_draft
from tests.faults.kinds import power

pytestmark = pytest.mark.skipif(
    sqlite_library() is None, reason="this Python hides the functions of its SQLite"
)


def test_no_confirmed_order_is_lost_and_none_doubled(arena: Arena) -> None:
    tally = power.strike(arena.embedded(), arena.folder(), Random(20261122), orders=24, cuts=20)
    assert tally.wrong() == []
    assert tally.survived["power cut"] >= 16
    assert tally.survived["of these in an order"] > 4
    assert tally.survived["of these after a commit"] > 1


def test_a_hall_whose_founding_was_cut_is_founded_the_next_time(arena: Arena) -> None:
    tally = power.strike_founding(arena.folder(), Random(7), cuts=16)
    assert tally.wrong() == []
    assert tally.survived["power cut while founding"] >= 12


def test_a_cut_is_felt_where_nobody_waits_for_the_disk(arena: Arena) -> None:
    """The same day, but SQLite told not to sync: orders are lost, and the suite says so."""
    ground, folder = arena.embedded(), arena.folder()
    disk = power.work(ground, 15, careless=True)
    draft = sample_draft(ground)
    places = [place for place, step in enumerate(disk.steps) if step.name.startswith("order")]
    lost = []
    for place in places[8:12]:
        after = power.cut(disk, place + 1, folder / str(place), ground.keys, Random(place))
        lost += power.survived(disk, place + 1, after, draft).lost
    assert lost


def test_what_was_not_synced_may_be_there_in_any_part(tmp_path: Path) -> None:
    steps = [Step("write", "a", 0, b"1" * 1024), Step("sync", "a"), Step("write", "a", 0, b"22")]
    steps += [Step("write", "a", 1024, b"3" * 1024)]
    disk = Disk(tmp_path, steps)
    found = {after_power_cut(disk, len(steps), Random(n))["a"] for n in range(200)}
    assert {len(content) for content in found} >= {1024, 2048}
    assert all(content[2:1024] == b"1" * 1022 for content in found)
    assert {content[:2] for content in found} == {b"11", b"22"}
    assert len(found) >= 4


def test_nothing_of_the_database_reaches_the_disk_past_the_log(arena: Arena) -> None:
    """With every write applied the copy is the file itself: nothing went by another way."""
    ground = arena.embedded()
    disk = power.work(ground, 3)
    steps = [step for step in disk.steps if step.name == "hall.db"]
    assert applied(disk.before["hall.db"], steps) == ground.file.read_bytes()
