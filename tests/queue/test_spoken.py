"""What is said of a call, by field rules 12."""

from string import ascii_uppercase

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hallclient.base.places import resources
from hallclient.queue.rules import queue_standard, ticket_number
from hallclient.queue.rules.spoken import counted_words, spoken_call


@pytest.mark.duty("S1-FG-11")
def test_the_words_of_the_field_rule() -> None:
    said = spoken_call("A101", 3)
    assert said.text == "请 A 一零一 号，到 3 号窗口办理"
    assert said.words == ("please", "A", "1", "0", "1", "number-go-to", "3", "at-window")


@pytest.mark.parametrize(
    ("counter", "words"),
    [
        (1, ("1",)),
        (10, ("10",)),
        (12, ("10", "2")),
        (20, ("2", "10")),
        (21, ("2", "10", "1")),
        (99, ("9", "10", "9")),
    ],
)
def test_the_window_is_said_as_a_number(counter: int, words: tuple[str, ...]) -> None:
    assert counted_words(counter) == words


@given(
    letter=st.sampled_from(sorted(queue_standard().lines)),
    ordinal=st.integers(1, 12_000),
    counter=st.integers(1, 99),
)
def test_digits_are_said_one_by_one_and_every_word_has_its_clip(
    letter: str, ordinal: int, counter: int
) -> None:
    number = ticket_number(letter, ordinal)
    said = spoken_call(number, counter)
    assert said.words[2 : 1 + len(number)] == tuple(number[1:])
    assert all((resources() / "voice" / f"{word}.wav").is_file() for word in said.words)


def test_every_letter_a_manager_may_give_a_line_has_its_clip() -> None:
    for letter in ascii_uppercase:
        assert (resources() / "voice" / f"{letter}.wav").is_file()


@pytest.mark.parametrize("number", ["", "A", "王小明", "A1x", "a001", "A一"])
def test_nothing_but_a_ticket_is_ever_said(number: str) -> None:
    with pytest.raises(ValueError, match="not a ticket"):
        spoken_call(number, 1)


@pytest.mark.parametrize("counter", [0, 100])
def test_no_window_has_such_a_number(counter: int) -> None:
    with pytest.raises(ValueError, match="no window"):
        spoken_call("A001", counter)
