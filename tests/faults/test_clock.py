"""The PC's clock lies, the day ends late, corrections come after the close (promise 5)."""

from datetime import date, datetime, timedelta

import pytest

from hallclient.base.clock import from_hall, hall_date
from hallclient.base.errors import HallError
from hallclient.base.ids import new_id
from hallclient.duty import service as duty
from hallclient.till import service as till
from hallclient.till.rules import PauseAsk, ResumeAsk
from tests.conftest import DAY
from tests.counter.conftest import recharge
from tests.faults.conftest import Hall, faults

NEXT = DAY + timedelta(days=1)


def at(hall: Hall, day: date, hour: int, minute: int, second: int = 0) -> datetime:
    moment = from_hall(day, hour, minute, second)
    hall.desk.clock.set(moment)  # type: ignore[attr-defined]
    return moment


def test_a_clock_set_back_an_hour_leaves_sound_books(hall: Hall) -> None:
    """Orders stay in the order of their numbers, whatever time they tell."""
    at(hall, DAY, 11, 0)
    first = hall.sell(recharge(amount="20"))
    at(hall, DAY, 10, 0)
    second = hall.sell(recharge(amount="30"))
    assert second.at < first.at
    assert second.order_no > first.order_no
    undone = hall.reverse(first.order_no)  # signed and undone before it was made, by the clock
    assert undone.at < first.at
    hall.finish()
    closed = hall.close()
    assert closed.business_date == DAY
    assert faults(hall.desk) == []


def test_a_clock_a_day_ahead_changes_no_business_date(hall: Hall) -> None:
    at(hall, NEXT, 10, 0)
    assert hall.sell(recharge(amount="20")).business_date == DAY
    at(hall, DAY, 10, 0)
    assert hall.sell(recharge(amount="20")).business_date == DAY
    hall.finish()
    assert hall.close().business_date == DAY


@pytest.mark.parametrize(
    ("day", "hour", "minute", "second", "following"),
    [
        (DAY, 23, 59, 59, NEXT),
        (NEXT, 0, 0, 0, NEXT),
        (NEXT, 0, 0, 1, NEXT),
        (NEXT, 7, 59, 59, NEXT),  # still the day before in UTC
        (NEXT, 8, 0, 0, NEXT),
        (NEXT + timedelta(days=2), 9, 0, 0, NEXT + timedelta(days=2)),
    ],
)
def test_the_day_ends_when_it_is_closed(
    hall: Hall, day: date, hour: int, minute: int, second: int, following: date
) -> None:
    """Not at midnight, neither in the hall nor in UTC."""
    at(hall, day, hour, minute, second)
    late = hall.sell(recharge(amount="20"))
    assert late.business_date == DAY
    hall.finish()
    closed = hall.close()
    assert (closed.business_date, closed.next_date) == (DAY, following)
    hall.open(hall.desk)
    assert hall.sell(recharge(amount="20")).business_date == following


def test_the_first_day_of_all_is_the_halls_date_not_utcs(desk: object) -> None:
    hall = Hall(desk)  # type: ignore[arg-type]
    moment = at(hall, NEXT, 0, 30)  # 16:30 UTC of the day before
    assert moment.date() == DAY
    hall.open(hall.desk)
    assert hall.sell(recharge(amount="20")).business_date == NEXT == hall_date(moment)


def test_a_day_is_closed_once(hall: Hall) -> None:
    hall.finish()
    first = hall.close()
    with pytest.raises(HallError) as caught:
        hall.close(bag_number="B2")
    assert caught.value.code == "day.nothing"
    assert duty.last_closed(hall.manager) == first


def test_a_late_correction_goes_into_the_open_day_and_says_so(hall: Hall) -> None:
    order = hall.sell(recharge(amount="20"))
    hall.finish()
    first = hall.close()
    closing = hall.everything()["day_closings"]
    at(hall, NEXT, 9, 0)
    hall.open(hall.desk)
    undone = hall.reverse(order.order_no)
    assert (undone.late, undone.business_date) == (True, NEXT)
    assert hall.everything()["day_closings"] == closing
    hall.approve(hall.count_with(hall.desk))
    second = hall.close(bag_number="B2")
    assert (second.number, second.previous_hash) == (2, first.hash)
    assert duty.last_closed(hall.manager) == second


def test_a_clock_before_the_last_close_opens_no_earlier_day(hall: Hall) -> None:
    """A dead battery: the PC is back in the year before; the books go on where they were."""
    hall.finish()
    hall.close()
    at(hall, DAY - timedelta(days=400), 9, 0)
    hall.open(hall.desk)
    order = hall.sell(recharge(amount="20"))
    assert order.business_date == NEXT
    hall.approve(hall.count_with(hall.desk))
    assert hall.close(bag_number="B2").next_date == NEXT + timedelta(days=1)


def test_a_pause_over_a_clock_set_back_lasts_no_negative_time(hall: Hall) -> None:
    till.pause(hall.desk, PauseAsk(new_id(), "用餐", 30))
    at(hall, DAY, 8, 0)
    assert till.resume(hall.desk, ResumeAsk(new_id())).minutes == 0
