"""Time: aware instants, the hall's wall clock at UTC+8, no summer time."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from hallclient.base.clock import (
    ScriptClock,
    SystemClock,
    from_hall,
    hall_date,
    hall_time,
    shown_time,
)


def test_the_hall_is_eight_hours_ahead_of_utc_all_year() -> None:
    for month in (1, 7):
        at = from_hall(date(2026, month, 22), 9, 5)
        assert at == datetime(2026, month, 22, 1, 5, tzinfo=UTC)
        assert shown_time(at) == f"2026-{month:02d}-22 09:05"


def test_the_hall_changes_its_day_at_its_own_midnight() -> None:
    before = datetime(2026, 11, 22, 15, 59, 59, tzinfo=UTC)
    assert hall_date(before) == date(2026, 11, 22)
    assert hall_date(before + timedelta(seconds=1)) == date(2026, 11, 23)


def test_an_instant_of_another_zone_is_the_same_instant() -> None:
    elsewhere = datetime(2026, 11, 21, 20, 0, tzinfo=timezone(timedelta(hours=-5)))
    assert hall_time(elsewhere).isoformat() == "2026-11-22T09:00:00+08:00"


def test_a_script_clock_stands_still_and_wants_aware_times() -> None:
    clock = ScriptClock(from_hall(date(2026, 11, 22), 9, 0))
    assert clock.now() == clock.now() == datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
    with pytest.raises(ValueError, match="aware"):
        clock.set(datetime(2026, 11, 22, 9, 0))  # noqa: DTZ001 - the mistake under test


def test_the_system_clock_answers_in_utc() -> None:
    assert SystemClock().now().utcoffset() == timedelta(0)
