"""What goes into a cell is exact."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hallclient.sheets.cells import Form, clean, lines_of, number, serial, yuan_number


@given(st.integers(-(10**14), 10**14))
def test_yuan_are_the_fen_exactly(fen: int) -> None:
    assert Decimal(yuan_number(fen)) * 100 == fen


@given(st.integers(0, 4_000_000_000))
def test_a_moment_is_whole_seconds_of_hall_time(seconds: int) -> None:
    at = datetime.fromtimestamp(seconds, UTC)
    days_since_1970 = (seconds + 8 * 3600) / 86_400
    assert abs(float(serial(at)) - 25_569 - days_since_1970) < 0.1 / 86_400


def test_a_day_is_a_whole_number() -> None:
    assert serial(date(2026, 11, 22)) == "46348"


def test_money_that_is_no_whole_number_is_a_bug() -> None:
    with pytest.raises(TypeError):
        number("12.50", Form.YUAN)


@given(st.text())
def test_no_text_can_break_the_file(text: str) -> None:
    assert all(char.isprintable() or char not in "\x00\x01\x1f\ufffe\uffff" for char in clean(text))


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("", 10, 1),
        ("绿茶", 10, 1),
        ("现磨蓝山咖啡", 10, 2),
        ("样" * 40, 12, 8),
        ("Green tea", 12, 1),
        ("Freshly squeezed orange juice", 12, 4),
        ("H1202611220100001, H1202611220100002", 20, 2),
        ("a" * 25, 12, 3),
    ],
)
def test_how_many_lines_a_long_text_takes(text: str, width: float, lines: int) -> None:
    assert lines_of(text, width) == lines
