"""Rules of the staff: codes, passwords, growing locks, signatures that cannot be made up."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hallclient.staff.rules import (
    LONGEST_LOCK,
    PasswordIsCode,
    PasswordShort,
    Person,
    Role,
    StaffCodeMalformed,
    StaffNameMissing,
    check_password,
    checked_code,
    checked_name,
    in_time,
    is_genuine,
    lock_time,
    sealed_signature,
    seconds_left,
)

AT = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
KEY = b"k" * 32
PERSON = Person("M1", "Manager One", Role.DUTY_MANAGER, active=True)


@pytest.mark.parametrize(
    ("failures", "seconds"), [(0, 0), (4, 0), (5, 30), (6, 60), (7, 120), (8, 240), (50, 3600)]
)
def test_each_failure_after_the_fifth_doubles_the_lock(failures: int, seconds: int) -> None:
    assert lock_time(failures, 5, 30) == timedelta(seconds=seconds)


@given(st.integers(0, 10_000), st.integers(1, 50), st.integers(1, 3600))
def test_a_lock_never_gets_shorter_with_more_failures_nor_longer_than_an_hour(
    failures: int, after: int, first: int
) -> None:
    shorter, longer = lock_time(failures, after, first), lock_time(failures + 1, after, first)
    assert timedelta(0) <= shorter <= longer <= LONGEST_LOCK


@given(st.integers(-100_000_000, 100_000_000))
def test_seconds_left_is_zero_exactly_when_the_lock_is_over(microseconds: int) -> None:
    left = seconds_left(AT + timedelta(microseconds=microseconds), AT)
    assert (left == 0) == (microseconds <= 0)
    assert left >= 0
    assert (left - 1) * 1_000_000 < max(microseconds, 0) <= left * 1_000_000


@pytest.mark.parametrize("text", ["", " ", "a b", "张三", "-1", "x" * 33, "a'b", "../x", "a\nb"])
def test_what_is_no_staff_code_is_refused_beside_its_field(text: str) -> None:
    with pytest.raises(StaffCodeMalformed) as refused:
        checked_code(text)
    assert refused.value.field == "code"


def test_a_code_typed_in_full_width_is_the_same_code() -> None:
    assert checked_code(" １００１ ") == "1001"


@pytest.mark.parametrize("text", ["", " \t", "x" * 41])
def test_a_person_needs_a_name_that_fits_on_paper(text: str) -> None:
    with pytest.raises(StaffNameMissing):
        checked_name(text)


@pytest.mark.parametrize(
    ("password", "refusal"),
    [("", PasswordShort), ("seven77", PasswordShort), ("x" * 129, PasswordShort)],
)
def test_a_password_of_the_wrong_length_is_refused(password: str, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        check_password(password, "C1")


def test_a_password_is_not_the_staff_code_in_any_case() -> None:
    with pytest.raises(PasswordIsCode):
        check_password("CLERK-001", "clerk-001")
    check_password("CLERK-002", "clerk-001")


@given(
    st.sampled_from(["code", "name", "role", "at", "purpose", "mac"]),
    st.sampled_from(["", "order.reverse"]),
)
def test_a_signature_with_any_field_changed_is_not_genuine(field: str, purpose: str) -> None:
    signature = sealed_signature(KEY, PERSON, AT, purpose)
    assert is_genuine(KEY, signature)
    other = {"at": AT + timedelta(seconds=1), "role": Role.CLERK}.get(field, "other")
    assert not is_genuine(KEY, replace(signature, **{field: other}))
    assert not is_genuine(b"x" * 32, signature)


@pytest.mark.parametrize(
    ("age", "usable"), [(-1, False), (0, True), (120, True), (121, False), (86_400, False)]
)
def test_a_signature_is_good_for_two_minutes_and_not_before_it_was_given(
    age: int, *, usable: bool
) -> None:
    signature = sealed_signature(KEY, PERSON, AT)
    assert in_time(signature, AT + timedelta(seconds=age)) is usable
