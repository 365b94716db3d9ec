"""Typed text: full-width forms are read, look-alikes are not; no control marks are shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hallclient.base.text import printable, to_ascii, typed_number


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("１１０００", "11000"),
        ("　ＡＢＣ　", "ABC"),
        ("～！", "~!"),
        ("王小明", "王小明"),
        ("²①٢", "²①٢"),
    ],
)
def test_full_width_becomes_ascii_and_nothing_else_changes(text: str, read: str) -> None:
    assert to_ascii(text) == read


def test_a_typed_number_loses_spaces_and_hyphens_and_is_upper_case() -> None:
    assert typed_number(" 310000-19951130 107x ") == "31000019951130107X"


@given(st.text())
def test_what_is_printable_is_one_line_without_control_characters(text: str) -> None:
    shown = printable(text)
    assert not any(char < " " or "\x7f" <= char <= "\x9f" for char in shown)
    assert printable(shown) == shown


def test_rare_characters_stay() -> None:
    assert printable("张𠮷㐂\x00\n三") == "张𠮷㐂 三"
