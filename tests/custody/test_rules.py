"""Runs of numbers, and where an entry leaves an item."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hallclient.base.errors import HallError
from hallclient.custody.rules import (
    WAYS_OUT,
    CustodyState,
    Standing,
    Step,
    after,
    findings,
    serials_of,
)

PEOPLE = st.sampled_from(("c1", "c2", "m1"))


def test_a_run_counts_from_its_first_to_its_last_number() -> None:
    run = serials_of("a-0001 ", "Ａ0050")
    assert (run.pieces, run.at(0), run.at(49)) == (50, "A0001", "A0050")
    assert serials_of("0099", "").pieces == 1


@pytest.mark.parametrize(
    ("first", "last", "code"),
    [
        ("", "", "custody.number"),
        ("A0001", "B0050", "custody.range"),
        ("A0001", "A050", "custody.range"),
        ("A0050", "A0001", "custody.range"),
        ("公章", "", "custody.range"),
        ("1" * 33, "", "custody.range"),
        ("0", "999999999999999999", "custody.range"),
    ],
)
def test_what_is_no_run_is_refused(first: str, last: str, code: str) -> None:
    with pytest.raises(HallError) as caught:
        serials_of(first, last)
    assert caught.value.code == code


@given(st.integers(0, 500), st.integers(0, 50), st.integers(0, 500), st.integers(0, 50))
def test_two_runs_meet_when_they_have_a_number_in_common(a: int, n: int, b: int, m: int) -> None:
    one = serials_of(f"{a:06d}", f"{a + n:06d}")
    other = serials_of(f"{b:06d}", f"{b + m:06d}")
    common = set(range(a, a + n + 1)) & set(range(b, b + m + 1))
    assert one.meets(other) == other.meets(one) == bool(common)


@given(st.lists(st.tuples(st.sampled_from(Step), PEOPLE, PEOPLE, st.integers(0, 60)), max_size=20))
def test_whatever_is_entered_an_item_is_in_one_place(
    steps: list[tuple[Step, str, str, int]],
) -> None:
    stands = after(None, Step.RECEIVED, "c1", "m1", 50)
    assert stands == Standing(CustodyState.KEPT, "c1", "", 50)
    for step, by, second, used in steps:
        before = stands
        stands = after(before, step, by, second, used) or before
        assert stands.left <= before.left
        if stands.state is CustodyState.GONE:
            assert (stands.custodian, stands.holder, stands.left) == ("", "", 0)
        else:
            assert stands.custodian
            assert stands.left > 0
            assert bool(stands.holder) == (stands.state is CustodyState.OUT)
        if before.state is CustodyState.GONE:
            assert stands == before


@pytest.mark.parametrize("step", Step)
def test_nobody_signs_twice(step: Step) -> None:
    kept = Standing(CustodyState.KEPT, "c1", "", 5)
    out = Standing(CustodyState.OUT, "c1", "c2", 5)
    assert after(kept, step, "c2", "c2", 0) is None
    assert after(out, step, "c2", "c2", 0) is None


def test_what_is_given_out_comes_back_before_it_is_returned() -> None:
    out = Standing(CustodyState.OUT, "c1", "c2", 5)
    assert [step for step in WAYS_OUT if after(out, step, "m1", "c1", 0)] == [Step.LOST]
    assert after(out, Step.TAKEN_BACK, "c1", "c2", 6) is None


def test_missing_and_surplus_stand_on_lines_of_their_own() -> None:
    missing, more, strange = findings({1: 10, 2: 10}, {1: 8, 2: 12}, ("空白支票一张",))
    assert (missing.missing, missing.surplus) == (2, 0)
    assert (more.missing, more.surplus) == (0, 2)
    assert (strange.item, strange.surplus, strange.description) == (0, 1, "空白支票一张")
