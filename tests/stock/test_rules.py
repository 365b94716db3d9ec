"""Serial ranges: no gaps, no overlaps, check digits kept."""

from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hallclient.base.errors import HallError
from hallclient.base.money import Fen
from hallclient.stock.rules import (
    Piece,
    StockKind,
    StockState,
    follows,
    luhn_digit,
    luhn_fits,
    neighbours,
    range_of,
    runs,
    serial_from,
    serials,
    serials_from,
)

CARD = "8986002500000000"


def card(number: int) -> str:
    body = f"{CARD}{number:03d}"
    return body + luhn_digit(body)


@pytest.mark.parametrize(
    ("number", "fits"),
    [
        ("89860025000000000127", True),
        ("89860125000000000340", True),
        ("89860325000000000561", True),
        ("89860025000000000137", False),
        ("8986002500000000012A", False),
    ],
)
def test_check_digits_of_the_fields_samples(number: str, *, fits: bool) -> None:
    assert luhn_fits(number) is fits


def test_a_range_of_cards_counts_up_before_the_check_digit() -> None:
    found = serials(card(8), card(11))
    assert found == (card(8), card(9), card(10), card(11))
    assert all(luhn_fits(each) for each in found)


def test_a_range_without_check_digits_counts_up_at_the_end() -> None:
    assert serials("AB0098", "AB0101") == ("AB0098", "AB0099", "AB0100", "AB0101")
    assert serials("19900000009", "19900000010") == ("19900000009", "19900000010")


@pytest.mark.parametrize("typed", ["89860025000000000127f", " 8986 0025 0000 0000 0127 "])
def test_a_serial_is_read_as_it_is_typed(typed: str) -> None:
    assert serial_from(typed) == "89860025000000000127"


@pytest.mark.parametrize(
    ("first", "last", "code"),
    [
        ("2", "1", "stock.range"),
        ("A1", "B2", "stock.range"),
        ("1", "10", "stock.range"),
        ("", "1", "stock.serial"),
        ("1A", "2A", "stock.serial"),
        ("1" * 33, "2" * 33, "stock.serial"),
        ("000000", "999999", "stock.range-too-long"),
    ],
)
def test_what_is_no_range_is_refused(first: str, last: str, code: str) -> None:
    with pytest.raises(HallError) as caught:
        serials(first, last)
    assert caught.value.code == code


@given(start=st.integers(0, 900), count=st.integers(1, 99))
def test_a_range_is_the_same_by_its_end_and_by_its_length(start: int, count: int) -> None:
    by_end = serials(card(start), card(start + count - 1))
    assert by_end == serials_from(card(start), count)
    assert len(set(by_end)) == count
    assert all(follows(one, other) for one, other in pairwise(by_end))


SERIALS = st.lists(
    st.one_of(
        st.integers(0, 40).map(card),
        st.integers(0, 40).map(lambda number: f"{CARD}{number:04d}"),
        st.integers(0, 40).map(lambda number: f"C{number:04d}"),
    ),
    unique=True,
    max_size=40,
)


@given(names=SERIALS)
def test_runs_of_neighbours_name_exactly_their_pieces(names: list[str]) -> None:
    """What is written as first and last is read back as the same pieces, chance digits or not."""
    names.sort()
    again = [name for run in neighbours(names) for name in serials(run[0], run[-1])]
    assert again == names


@pytest.mark.duty("S2-KA-20")
@given(sold=st.sets(st.integers(1, 50)))
def test_used_and_remaining_numbers_are_reported_without_gaps(sold: set[int]) -> None:
    pieces = [
        Piece(
            StockKind.INVOICE,
            f"{number:08d}",
            StockState.USED if number in sold else StockState.IN_STOCK,
            Fen(0),
            "",
            "",
            "",
            None,
        )
        for number in range(1, 51)
    ]
    found = list(runs(pieces))
    assert [int(run.first) for run in found[1:]] == [int(run.last) + 1 for run in found[:-1]]
    assert (found[0].first, found[-1].last) == ("00000001", "00000050")
    used = sum(run.pieces for run in found if run.state is StockState.USED)
    assert used == len(sold)


ENDS = st.tuples(st.integers(0, 300), st.integers(0, 30))


@pytest.mark.parametrize("write", [card, "A{:03d}".format, "{:08d}".format])
@given(one=ENDS, other=ENDS)
def test_a_range_knows_its_pieces_and_what_it_shares(
    write: Callable[[int], str], one: tuple[int, int], other: tuple[int, int]
) -> None:
    mine = range_of(write(one[0]), write(sum(one)))
    theirs = range_of(write(other[0]), write(sum(other)))
    names = serials(mine.first, mine.last)
    assert (mine.pieces, mine.first, mine.last) == (len(names), names[0], names[-1])
    shared = sorted(set(names) & set(theirs.names()))
    assert mine.first_shared(theirs) == (shared[0] if shared else "")


def test_ranges_of_different_make_share_nothing() -> None:
    assert range_of("A01", "A99").first_shared(range_of("B01", "B99")) == ""
    assert range_of("A01", "A99").first_shared(range_of("A001", "A999")) == ""
