"""Money: integer fen, read as typed, never rounded, worded by the rules of the banks."""

import re

import cn2an
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hallclient.base.money import (
    FACES,
    MOST,
    AmountDecimals,
    AmountMalformed,
    AmountNotPositive,
    AmountOverLimit,
    Fen,
    fen_from_text,
    in_words,
    positive,
    yuan,
)

# field rules 8, the table of amounts in words
WORDS = {
    0: "零元整",
    1: "壹分",
    10: "壹角整",
    56: "伍角陆分",
    100: "壹元整",
    1000: "壹拾元整",
    1050: "壹拾元零伍角整",
    10005: "壹佰元零伍分",
    140950: "壹仟肆佰零玖元伍角整",
    600714: "陆仟零柒元壹角肆分",
    10700053: "壹拾万柒仟元零伍角叁分",
    1640902: "壹万陆仟肆佰零玖元零贰分",
    32504: "叁佰贰拾伍元零肆分",
    2000000: "贰万元整",
    10000000: "壹拾万元整",
    100000100: "壹佰万零壹元整",
    3001030: "叁万零壹拾元零叁角整",
    10000000000: "壹亿元整",
    40000686500: "肆亿零陆仟捌佰陆拾伍元整",
    9999999: "玖万玖仟玖佰玖拾玖元玖角玖分",
    168032: "壹仟陆佰捌拾元零叁角贰分",
    -520: "负伍元贰角整",
    int(MOST): "玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分",
}
DIGITS = "零壹贰叁肆伍陆柒捌玖"
PLACES = {"拾": 10, "佰": 100, "仟": 1000}
GROUPS = {"万": 10_000, "亿": 100_000_000}


def read_words(words: str) -> int:
    """The amount in fen that the words say: a reader written from the rules, not from the code."""
    sign = -1 if words.startswith("负") else 1
    rest = words.removeprefix("负").removesuffix("整")
    whole, _, fraction = rest.rpartition("元")
    total = group = digit = 0
    for char in whole:
        if char in DIGITS:
            digit = DIGITS.index(char)
        elif char in PLACES:
            group, digit = group + digit * PLACES[char], 0
        else:
            total, group, digit = total + (group + digit) * GROUPS[char], 0, 0
    fen = (total + group + digit) * 100
    for value, unit in re.findall(r"([零壹贰叁肆伍陆柒捌玖])([角分])", fraction):
        fen += DIGITS.index(value) * (10 if unit == "角" else 1)
    return sign * fen


@pytest.mark.parametrize(("fen", "words"), WORDS.items())
def test_amounts_in_words_follow_the_table_of_the_field_rules(fen: int, words: str) -> None:
    assert in_words(fen) == words


@given(st.integers(min_value=-int(MOST), max_value=int(MOST)))
def test_words_read_back_are_the_amount(fen: int) -> None:
    assert read_words(in_words(fen)) == fen


@given(st.integers(min_value=0, max_value=int(MOST)))
def test_words_keep_the_rules_of_form(fen: int) -> None:
    words = in_words(fen)
    assert words.endswith("整") == (fen % 10 == 0)
    assert "零零" not in words
    assert not words.startswith(("拾", "零")) or fen == 0
    assert "元零整" not in words


@given(st.integers(min_value=1, max_value=9_999).map(lambda yuan_: yuan_ * 100))
def test_a_second_opinion_agrees_where_it_is_right(fen: int) -> None:
    """cn2an writes whole yuan below 10,000 as the rules want; it drops 整 after 角, and zeros."""
    assert in_words(fen) == cn2an.an2cn(fen // 100, "rmb")


@pytest.mark.parametrize("wrong", [1.0, "1", True, None])
def test_only_an_integer_names_money(wrong: object) -> None:
    with pytest.raises(TypeError):
        in_words(wrong)  # type: ignore[arg-type]


@pytest.mark.parametrize("fen", [int(MOST) + 1, -int(MOST) - 1])
def test_amounts_of_a_million_million_yuan_are_refused(fen: int) -> None:
    with pytest.raises(ValueError, match="10\\^12"):
        in_words(fen)


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("50", 5000),
        (" 49.9 ", 4990),
        ("49.90", 4990),
        ("1,234.56", 123456),
        ("1,234,567", 123456700),
        ("-12,000.5", -1200050),
        ("１，０００", 100000),
        ("¥100", 10000),
        ("１００．５", 10050),
        ("0.01", 1),
        ("5.", 500),
        ("-5.20", -520),
        ("0", 0),
    ],
)
def test_an_amount_is_read_as_typed(text: str, fen: int) -> None:
    assert fen_from_text(text) == fen


@pytest.mark.parametrize(
    "text", ["", "-", ".", ".5", "1e3", "abc", "1 2", "²", "٢", "五十", "0x10", "1.2.3", "1" * 13]
)
def test_what_is_no_amount_is_refused_beside_its_field(text: str) -> None:
    with pytest.raises(AmountMalformed) as refused:
        fen_from_text(text, field="amount")
    assert refused.value.field == "amount"


@pytest.mark.parametrize(
    "text", ["1,00", "1,00.50", "12,34", "1,2,3", ",100", "100,", "1234,567", "1.0,0", "1,,000"]
)
def test_a_comma_that_parts_no_thousands_is_refused(text: str) -> None:
    """`1,00` may be meant as one yuan: nothing is guessed."""
    with pytest.raises(AmountMalformed):
        fen_from_text(text)


@pytest.mark.parametrize("text", ["1.005", "0.999", "12.3450", "1.000", "1,000.005"])
def test_three_decimals_are_refused_and_never_rounded(text: str) -> None:
    with pytest.raises(AmountDecimals):
        fen_from_text(text)


@given(st.integers(min_value=-int(MOST), max_value=int(MOST)))
def test_what_is_shown_reads_back_as_the_same_amount(fen: int) -> None:
    assert fen_from_text(yuan(fen)) == fen


@given(st.text(max_size=20))
def test_any_text_is_an_amount_or_one_of_two_refusals(text: str) -> None:
    try:
        fen = fen_from_text(text)
    except (AmountMalformed, AmountDecimals):
        return
    assert isinstance(fen, int)
    assert abs(fen) <= MOST


@pytest.mark.parametrize("fen", [0, -1])
def test_money_that_moves_is_more_than_nothing(fen: int) -> None:
    with pytest.raises(AmountNotPositive):
        positive(Fen(fen))


def test_a_limit_is_named_in_yuan() -> None:
    assert positive(Fen(500_000), most=Fen(500_000)) == 500_000
    with pytest.raises(AmountOverLimit) as refused:
        positive(Fen(500_001), most=Fen(500_000))
    assert "5,000.00" in str(refused.value)


def test_the_faces_counted_are_the_legal_ones() -> None:
    assert FACES == (10000, 5000, 2000, 1000, 500, 100, 50, 10)
    assert not {200, 20, 5, 2, 1} & set(FACES)  # left circulation, or not handled
