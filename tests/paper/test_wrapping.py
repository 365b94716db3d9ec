"""Lines break where Chinese and Latin text may be broken, and lose nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hallclient.paper.wrapping import wrapped


def wide(text: str) -> float:
    """A Chinese character is two units wide, anything else one."""
    return sum(2 if ord(char) > 0x2E80 else 1 for char in text)


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("充值缴费", 8, ["充值缴费"]),
        ("充值缴费", 4, ["充值", "缴费"]),
        ("畅享59元套餐", 7, ["畅享59", "元套餐"]),
        ("order number", 8, ["order", "number"]),
        ("H001202611220100001", 8, ["H0012026", "11220100", "001"]),
        ("请核对，谢谢", 6, ["请核", "对，谢", "谢"]),
        ("甲乙（丙丁）", 6, ["甲乙", "（丙", "丁）"]),
        ("", 4, [""]),
    ],
)
def test_lines_break_where_they_may(text: str, width: float, lines: list[str]) -> None:
    assert wrapped(text, wide, width) == lines


@given(
    text=st.text("甲乙丙，。（）〔〕ab12 +-《》", max_size=60),
    width=st.integers(min_value=8, max_value=40),
)
def test_no_line_is_too_wide_and_no_character_is_lost(text: str, width: int) -> None:
    lines = wrapped(text, wide, width)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(wide(line) <= width for line in lines)
