"""What the clerk declares at the till is on record, ticked or not, with the words' version."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from hallclient.base.ids import new_id
from hallclient.base.money import Fen
from hallclient.till import service
from hallclient.till.rules import (
    DropAsk,
    PauseAsk,
    ResumeAsk,
    Ticked,
    small_change,
    till_checks,
)
from tests.till.conftest import Hall, all_checks, pieces_for


@pytest.mark.duty("S2-KA-07", "S2-KA-09", "S2-KA-10", "S2-KA-11", "S2-KA-12", "S2-KA-29")
@pytest.mark.duty("S2-KA-21", "S1-CT-21", "S1-CT-34", "S1-CT-36")
def test_every_check_is_on_record_with_its_tick(hall: Hall) -> None:
    ticked = all_checks("opening") - {"S2-KA-12"}
    shift = hall.open(checked=ticked).shift
    service.pause(hall.desk, PauseAsk(new_id(), "用餐", 30, all_checks("leaving")))
    service.resume(hall.desk, ResumeAsk(new_id()))
    hall.count(50_000)
    checks = service.shift_facts(hall.desk, shift.shift_id).checks
    opening = {check.duty: check.ticked for check in checks if check.moment == "opening"}
    assert opening.pop("S2-KA-12") is False
    assert {"S2-KA-07", "S2-KA-09", "S2-KA-10", "S2-KA-11", "S2-KA-29"} <= opening.keys()
    assert all(opening.values())
    for duty in ("S2-KA-21", "S1-CT-21", "S1-CT-34"):
        assert Ticked(duty, "P202611220001", ticked=True) in checks
    assert Ticked("S1-CT-36", "closing", ticked=True) in checks
    assert {check.moment for check in checks} == {"opening", "P202611220001", "closing"}


@pytest.mark.duty("S2-KA-12")
def test_a_check_left_open_is_shown_to_the_manager(hall: Hall) -> None:
    hall.open(checked=frozenset())
    hall.open(hall.at("c2", 2))
    rows = service.shifts_of_day(hall.at("m1", 0))
    assert [row.unchecked for row in rows] == [True, False]


def test_a_tick_that_no_standard_knows_is_not_kept(hall: Hall) -> None:
    hall.open(checked=all_checks("opening") | {"S9-XX-99"})
    with hall.desk.read() as session:
        kept = session.execute(text("SELECT duty FROM self_checks")).scalars().all()
    assert set(kept) == {check.duty for check in till_checks("opening")}


@pytest.mark.duty("S2-KA-17")
def test_little_change_is_told_before_and_after_the_shift(hall: Hall) -> None:
    hall.setting("small_change_least_fen", 5_000)
    assert hall.open(denominations={10_000: 5, 1_000: 4, 500: 2}).little_change is False
    assert hall.open(hall.at("c2", 2), denominations={10_000: 5, 1_000: 4}).little_change is True
    assert hall.count(55_000).little_change is True
    assert hall.count(9_000, hall.at("c2", 2)).little_change is True
    hall.setting("small_change_least_fen", 1_000)
    assert hall.open(denominations={10_000: 5, 1_000: 1}).little_change is False


@pytest.mark.duty("S2-KA-17")
def test_change_is_what_is_ten_yuan_and_below() -> None:
    assert small_change({10_000: 9, 2_000: 3, 1_000: 2, 500: 1, 10: 4}) == 2_540
    assert small_change(pieces_for(0)) == 0


@pytest.mark.duty("S2-KA-04")
@pytest.mark.parametrize(
    "table", ["cash_movements", "shift_openings", "counts", "counted_totals", "pieces"]
)
def test_what_is_on_record_about_money_is_only_added_to(hall: Hall, table: str) -> None:
    """Who, when and why stay as written: the database itself refuses a change."""
    hall.open()
    service.cash_drop(hall.desk, DropAsk(new_id(), Fen(100), hall.sign("c2")))
    hall.count(49_900)
    with hall.desk.read() as session:
        assert session.execute(text(f"SELECT count(*) FROM {table}")).scalar_one() > 0
    for statement in (f"UPDATE {table} SET seal = 'x'", f"DELETE FROM {table}"):
        with pytest.raises(DBAPIError, match="append-only"), hall.desk.write() as session:
            session.execute(text(statement))


@pytest.mark.duty("S2-KA-04")
def test_a_movement_names_who_when_and_why(hall: Hall) -> None:
    hall.open()
    moved = service.pause(hall.desk, PauseAsk(new_id(), "复印", 5))
    assert (moved.clerk, moved.at, moved.reason) == ("c1", hall.desk.now(), "复印")
