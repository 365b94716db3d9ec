"""Where the day stands, told to who may know it."""

import pytest

from hallclient.base.clock import ScriptClock, from_hall
from hallclient.base.ids import new_id
from hallclient.counter import service as counter
from hallclient.counter.rules import OrderDraft
from hallclient.duty import service as duty
from hallclient.store.desk import Desk
from tests.counter.conftest import recharge
from tests.duty.conftest import DAY, Hall


def codes(desk: Desk) -> list[str]:
    return [blocker.code for blocker in duty.day_status(desk).blockers]


def test_what_blocks_the_close_is_listed_in_the_order_it_is_put_right(hall: Hall) -> None:
    assert codes(hall.manager) == ["day.shift-open"]
    shift_id = hall.count_with(hall.desk)
    counter.save_draft(
        hall.at("c2", 2), OrderDraft(request_id=new_id(), lines=(recharge(),), tenders=())
    )
    assert codes(hall.manager) == ["day.shift-open", "day.shift-unapproved", "day.drafts"]
    hall.approve(shift_id)
    assert codes(hall.manager) == ["day.shift-open", "day.drafts"]


def test_a_hall_that_never_opened_a_shift_has_nothing_to_close(desk: Desk) -> None:
    status = duty.day_status(desk)
    assert status.business_date is None
    assert [blocker.code for blocker in status.blockers] == ["day.nothing"]


@pytest.mark.duty("S2-KA-23")
def test_the_deposit_is_told_only_when_no_count_can_be_helped_by_it(hall: Hall) -> None:
    assert duty.day_status(hall.manager).expected_fen is None
    first = hall.count_with(hall.desk)
    hall.approve(first)
    assert duty.day_status(hall.manager).expected_fen is None
    second = hall.count_with(hall.at("c2", 2))
    assert duty.day_status(hall.manager).expected_fen is None
    hall.approve(second)
    assert duty.day_status(hall.manager).expected_fen == hall.safe()
    assert duty.day_status(hall.desk).expected_fen is None
    assert duty.day_status(hall.at("a1", 0)).expected_fen is None


@pytest.mark.duty("S1-VM-47")
def test_an_early_closing_is_shown_to_the_manager_and_kept(hall: Hall, clock: ScriptClock) -> None:
    clock.set(from_hall(DAY, 17, 20))
    early = hall.count_with(hall.desk)
    clock.set(from_hall(DAY, 18, 0))
    late = hall.count_with(hall.at("c2", 2))
    assert [shift.shift_id for shift in duty.day_status(hall.manager).early] == [early]
    hall.approve(early)
    hall.approve(late)
    hall.close()
    shifts = {row.shift: row for row in duty.day_facts(hall.manager).shifts}
    assert (shifts[early].early_by, shifts[early].released_by) == (40, "m1")
    assert (shifts[late].early_by, shifts[late].released_by) == (0, "")


@pytest.mark.duty("S1-VM-45", "S2-KA-14")
def test_over_and_short_of_the_day_are_two_figures(done: Hall) -> None:
    status = duty.day_status(done.manager)
    assert (status.over_fen, status.short_fen) == (150, 300)
