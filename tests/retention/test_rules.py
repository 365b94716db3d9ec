"""The period as a pure rule: never shorter than the law asks, and over one day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hallclient.retention import rules
from hallclient.retention.rules import Life

DAYS = st.dates(date(2000, 1, 1), date(2080, 12, 31))
MONTHS = st.integers(24, 240)


@pytest.mark.parametrize(
    ("left", "first"),
    [
        (date(2024, 11, 22), date(2026, 11, 23)),
        (date(2024, 12, 31), date(2027, 1, 1)),
        (date(2024, 2, 29), date(2026, 3, 2)),
        (date(2023, 2, 28), date(2025, 3, 1)),
    ],
)
def test_two_years_are_kept_whole(left: date, first: date) -> None:
    assert rules.erasable_from(left, 24) == first


@given(left=DAYS, months=MONTHS)
def test_the_period_is_never_cut_short(left: date, months: int) -> None:
    kept = rules.erasable_from(left, months) - timedelta(days=1)
    passed = (kept.year * 12 + kept.month) - (left.year * 12 + left.month)
    assert (passed, kept.day) == (months, left.day) or (passed, kept.day) == (months + 1, 1)


@given(one=DAYS, other=DAYS, months=MONTHS)
def test_who_left_later_is_never_due_earlier(one: date, other: date, months: int) -> None:
    earlier, later = sorted((one, other))
    assert rules.erasable_from(earlier, months) <= rules.erasable_from(later, months)


@given(today=DAYS, months=MONTHS)
def test_the_last_day_to_leave_is_the_last_one(today: date, months: int) -> None:
    day = rules.last_day_to_leave(months, today)
    assert rules.erasable_from(day, months) <= today
    assert rules.erasable_from(day + timedelta(days=1), months) > today


@given(last=DAYS, ended=DAYS, months=MONTHS, today=DAYS)
def test_nobody_held_is_due_others_when_the_period_is_over(last, ended, months, today) -> None:
    assert not rules.is_due(Life(last, ended=ended, held=True), months, today)
    due = rules.is_due(Life(last, ended=ended), months, today)
    assert due == (rules.erasable_from(max(last, ended), months) <= today)


@pytest.mark.parametrize(
    ("today", "is_over"), [(date(2026, 11, 30), False), (date(2026, 12, 1), True)]
)
def test_a_month_is_over_when_its_last_day_is(today: date, *, is_over: bool) -> None:
    assert rules.month_is_over("2024-11", 24, today) is is_over
