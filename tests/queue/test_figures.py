"""The figures of the queue: the worked sample of field rules 12, and their definitions."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hallclient.queue.rules import (
    CounterEvent,
    CounterStep,
    Course,
    Event,
    Presence,
    Rank,
    State,
    Step,
    Stint,
    course,
    expected_wait,
    figures,
    presence,
    ticket_number,
    usual_seconds,
)
from hallclient.queue.rules.figures import mean, nearest_rank, share
from hallclient.queue.rules.waits import WaitRange

NINE = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)


def at(seconds: int) -> datetime:
    return NINE + timedelta(seconds=seconds)


def ticket(*steps: tuple[Step, int, int]) -> Course:
    """What became of a ticket: steps with their second and counter."""
    events = [Event(step, at(second), "c1", counter, "A", Rank.OTHER, 1)
              for step, second, counter in steps]  # fmt: skip
    return course(events, at(3600))


def served(take: int, call: int, start: int, finish: int, counter: int) -> Course:
    return ticket(
        (Step.TAKEN, take, 0),
        (Step.CALLED, call, counter),
        (Step.STARTED, start, counter),
        (Step.FINISHED, finish, counter),
    )


def test_the_worked_sample_of_the_field_rules() -> None:
    courses = [
        served(0, 300, 330, 930, 1),
        served(60, 120, 150, 1050, 2),
        served(120, 960, 990, 1290, 1),
        ticket((Step.TAKEN, 240, 0), (Step.CALLED, 1320, 1), (Step.MISSED, 1400, 1)),
    ]
    found = figures(courses, [Presence(1, 3600, 300), Presence(2, 3600, 0)], 600)
    assert (found.mean_wait, found.p90_wait, found.late) == (570, 1080, 5000)
    assert (found.mean_handled, found.missed_share, found.abandoned) == (600, 2500, 2500)
    assert found.by_counter == {1: 2727, 2: 2500}
    assert found.use == 2609
    assert (found.issued, found.called, found.served, found.waiting) == (4, 4, 3, 0)


def test_nothing_to_divide_by_is_no_figure() -> None:
    found = figures([], [], 600)
    assert (found.mean_wait, found.p90_wait, found.late, found.use) == (None,) * 4
    assert (found.abandoned, found.missed_share, found.by_counter) == (None, None, {})


def test_parked_time_is_no_service_and_two_counters_share_it() -> None:
    found = ticket(
        (Step.TAKEN, 0, 0),
        (Step.CALLED, 10, 1),
        (Step.STARTED, 20, 1),
        (Step.HELD, 50, 1),
        (Step.RESUMED, 100, 2),
        (Step.FINISHED, 140, 2),
    )
    assert found.stints == (Stint(1, 30), Stint(2, 40))
    assert found.handled == 70


@pytest.mark.duty("S1-CT-18")
def test_a_transfer_keeps_the_start_of_the_wait() -> None:
    found = ticket(
        (Step.TAKEN, 0, 0),
        (Step.CALLED, 100, 1),
        (Step.TRANSFERRED, 110, 1),
        (Step.CALLED, 500, 2),
    )
    assert found.waited == 100


def test_who_came_back_after_a_miss_is_missed_and_not_abandoned() -> None:
    back = ticket(
        (Step.TAKEN, 0, 0), (Step.CALLED, 60, 1), (Step.MISSED, 90, 1), (Step.RETURNED, 120, 0)
    )
    found = figures([back, served(0, 60, 70, 80, 1)], [], 600)
    assert (found.missed, found.missed_share, found.abandoned) == (1, 5000, 0)
    assert found.waiting == 1


def test_who_was_left_over_is_no_part_of_what_abandoned_is_a_share_of() -> None:
    left = ticket((Step.TAKEN, 0, 0), (Step.LEFT, 60, 0))
    gone = ticket((Step.TAKEN, 0, 0), (Step.CANCELLED, 60, 0))
    found = figures([left, gone, served(0, 60, 70, 80, 1)], [], 600)
    assert (found.abandoned, found.cancelled, found.waiting) == (5000, 1, 1)


def test_a_break_counts_and_other_pauses_do_not() -> None:
    steps = [(CounterStep.OPENED, 0, ""), (CounterStep.PAUSED, 100, "meal"),
             (CounterStep.RESUMED, 400, ""), (CounterStep.PAUSED, 500, "copy"),
             (CounterStep.RESUMED, 600, ""), (CounterStep.PAUSED, 800, "rest"),
             (CounterStep.CLOSED, 900, "")]  # fmt: skip
    events = [CounterEvent(step, at(second), "c1", NINE.date(), "A", reason)
              for step, second, reason in steps]  # fmt: skip
    assert presence(1, events, at(5000)) == Presence(1, 900, 400)
    assert presence(1, events[:2], at(200)) == Presence(1, 200, 100)


@given(st.lists(st.integers(0, 10**6), min_size=1).map(sorted), st.integers(1, 100))
def test_nearest_rank_is_the_smallest_that_so_many_do_not_exceed(
    values: list[int], percent: int
) -> None:
    found = nearest_rank(values, percent)
    assert found in values
    assert sum(value <= found for value in values) * 100 >= percent * len(values)
    smaller = [value for value in values if value < found]
    assert len(smaller) * 100 < percent * len(values)


@given(st.lists(st.integers(0, 10**6), min_size=1))
def test_a_mean_is_rounded_half_up(values: list[int]) -> None:
    rest = sum(values) - mean(values) * len(values)
    assert -len(values) <= 2 * rest < len(values)


@given(st.integers(0, 10**4), st.integers(1, 10**4))
def test_a_share_is_within_half_of_a_ten_thousandth(part: int, whole: int) -> None:
    assert abs(2 * (share(part, whole) * whole - 10_000 * part)) <= whole


@pytest.mark.parametrize(
    ("ahead", "mean_seconds", "counters", "said"),
    [
        (0, 480, 2, WaitRange(0, 5)),
        (1, 480, 1, WaitRange(5, 10)),
        (10, 480, 2, WaitRange(30, 50)),
        (30, 300, 10, WaitRange(10, 20)),
        (4, 480, 0, None),
    ],
)
def test_the_slip_says_a_range_of_minutes(
    ahead: int, mean_seconds: int, counters: int, said: WaitRange | None
) -> None:
    assert expected_wait(ahead, mean_seconds, counters) == said


@given(st.integers(0, 500), st.integers(1, 3600), st.integers(1, 30))
def test_a_longer_queue_is_never_said_to_be_shorter(
    ahead: int, mean_seconds: int, counters: int
) -> None:
    now = expected_wait(ahead, mean_seconds, counters)
    more = expected_wait(ahead + 1, mean_seconds, counters)
    assert now is not None
    assert more is not None
    assert now.least <= more.least
    assert now.most <= more.most
    assert now.least < now.most
    assert 60 * now.least * counters <= ahead * mean_seconds <= 60 * now.most * counters


def test_the_day_s_mean_says_more_than_the_standard_once_five_were_served() -> None:
    assert usual_seconds([60] * 4, 480) == 480
    assert usual_seconds([60] * 5, 480) == 60


@pytest.mark.parametrize(
    ("ordinal", "number"), [(1, "A001"), (42, "A042"), (999, "A999"), (1000, "A1000")]
)
def test_numbers_have_three_digits_and_never_begin_again_on_a_day(
    ordinal: int, number: str
) -> None:
    assert ticket_number("A", ordinal) == number


def test_an_impossible_course_is_a_callers_bug() -> None:
    steps: Callable[[], object] = lambda: ticket((Step.TAKEN, 0, 0), (Step.FINISHED, 1, 1))  # noqa: E731
    with pytest.raises(ValueError, match="does not follow"):
        steps()


def test_a_state_has_words() -> None:
    from hallclient.queue.rules import STATE_NAMES

    assert set(STATE_NAMES) == set(State)
