"""Whose turn it is: by rank and arrival, within the cap of fairness."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hallclient.queue.rules import (
    Rank,
    Waiting,
    call_order,
    choose,
    most_calls,
    put_back,
    ranked,
    run_after,
)

NOW = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)
LETTERS = {Rank.CARE: "A", Rank.VIP: "V", Rank.OTHER: "A"}


def one(serial: int, rank: Rank = Rank.OTHER, *, line: str = "") -> Waiting:
    return Waiting(serial, line or LETTERS[rank], rank, serial)


def halls() -> st.SearchStrategy[list[Waiting]]:
    """Anybody waiting, some with appointments, in any order."""
    ranks = st.sampled_from([Rank.CARE, Rank.VIP, Rank.OTHER, Rank.OTHER])
    booked = st.none() | st.integers(-30, 30).map(lambda least: NOW + timedelta(minutes=least))
    each = st.tuples(ranks, st.sampled_from("ABC"), booked)

    def number(found: list[tuple[Rank, str, datetime | None]]) -> list[Waiting]:
        return [
            replace(one(serial, rank, line=line), booked_at=at)
            for serial, (rank, line, at) in enumerate(found, 1)
        ]

    return st.lists(each, max_size=30).map(number).flatmap(st.permutations)


def serials(waiting: list[Waiting], fair_after: int = 3) -> list[int]:
    return [each.serial for each in call_order(waiting, 0, fair_after, NOW)]


@pytest.mark.duty("S2-EX-09", "S1-FG-12")
def test_care_goes_first_then_vip_then_others_by_arrival() -> None:
    hall = [one(1), one(2, Rank.VIP), one(3, Rank.CARE), one(4, Rank.VIP)]
    assert serials(hall) == [3, 2, 4, 1]


@pytest.mark.duty("S2-EX-09")
def test_after_three_with_priority_one_without_is_called() -> None:
    hall = [one(1), one(2)] + [one(serial, Rank.VIP) for serial in range(3, 10)]
    assert serials(hall) == [3, 4, 5, 1, 6, 7, 8, 2, 9]


def test_who_comes_after_a_long_run_without_others_is_called_at_once() -> None:
    assert choose([one(2), one(1, Rank.VIP)], 7, 3, NOW) == one(2)


def test_nobody_waits_nobody_is_called() -> None:
    assert choose([], 9, 3, NOW) is None


def test_an_appointment_goes_before_others_from_its_time_on_and_after_vip() -> None:
    due = replace(one(5), booked_at=NOW)
    early = replace(one(6), booked_at=NOW + timedelta(seconds=1))
    hall = [one(1), one(2, Rank.VIP), due, early]
    assert serials(hall) == [2, 5, 1, 6]


@given(halls(), st.integers(0, 9), st.integers(1, 6))
def test_the_first_of_each_line_and_rank_decide(
    hall: list[Waiting], run: int, fair_after: int
) -> None:
    """What the simulation does, which keeps the lines sorted."""
    heads: dict[tuple[str, Rank], Waiting] = {}
    for each in sorted(hall, key=lambda who: who.serial):
        heads.setdefault((each.line, ranked(each, NOW)), each)
    assert choose(heads.values(), run, fair_after, NOW) == choose(hall, run, fair_after, NOW)


@given(halls(), st.integers(0, 9), st.integers(1, 6))
def test_the_list_is_the_order_in_which_one_counter_calls(
    hall: list[Waiting], run: int, fair_after: int
) -> None:
    left, called = list(hall), []
    at = run
    while (following := choose(left, at, fair_after, NOW)) is not None:
        left.remove(following)
        at = run_after(at, ranked(following, NOW))
        called.append(following)
    assert tuple(called) == call_order(hall, run, fair_after, NOW)
    assert sorted(each.serial for each in called) == sorted(each.serial for each in hall)


@given(halls(), st.integers(1, 6))
def test_no_more_with_priority_in_a_row_than_the_cap_while_another_waits(
    hall: list[Waiting], fair_after: int
) -> None:
    run, others = 0, sum(ranked(each, NOW) is Rank.OTHER for each in hall)
    for each in call_order(hall, 0, fair_after, NOW):
        ordinary = ranked(each, NOW) is Rank.OTHER
        assert ordinary or run < fair_after or not others
        run, others = (0, others - 1) if ordinary else (run + 1, others)


@given(halls(), st.integers(1, 6))
def test_whoever_waits_without_priority_is_called_within_the_bound(
    hall: list[Waiting], fair_after: int
) -> None:
    others = sorted(each.serial for each in hall if ranked(each, NOW) is Rank.OTHER)
    order = serials(hall, fair_after)
    for ahead, serial in enumerate(others):
        assert order.index(serial) < most_calls(ahead, 1, fair_after)


@given(halls())
def test_a_late_customer_stands_behind_three_of_the_line_or_the_last(hall: list[Waiting]) -> None:
    """Nobody of the line who was to be called fourth or later waits longer for it."""
    late = one(0)
    line = [each for each in call_order(hall, 0, 3, NOW) if each.line == "A"]
    rank, place, turn = put_back(late, line, NOW)
    back = replace(late, line="A", rank=rank, place=place, turn=turn)
    order = sorted([*line, back], key=lambda who: (ranked(who, NOW), who.place, who.turn))
    before = order[: order.index(back)]
    assert set(line[:3]) <= set(before)
    assert len(line) >= 3 or len(before) == len(line)


def test_two_late_customers_stand_behind_one_another() -> None:
    line = [one(serial) for serial in (4, 5, 6, 7)]
    first = Waiting(1, "A", *put_back(one(1), line, NOW))
    order = [one(5), one(6), first, one(7)]
    second = Waiting(2, "A", *put_back(one(2), order, NOW))
    assert serials([*order, second]) == [5, 6, 1, 2, 7]


def test_an_appointment_that_was_missed_counts_no_longer() -> None:
    late = replace(one(1), booked_at=NOW)
    rank, place, turn = put_back(late, [one(2)], NOW)
    assert ranked(replace(late, rank=rank, place=place, turn=turn), NOW) is Rank.OTHER
