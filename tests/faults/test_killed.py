"""Killed without warning in a stream of orders: what was confirmed is there, once, in order."""

import os

import pytest

from tests.faults.arena import Arena
from tests.faults.kinds import killed

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork to die without warning")


def test_what_was_confirmed_is_on_the_books_of_a_file_once(arena: Arena) -> None:
    tally = killed.strike_apart(arena.embedded(), "file", 100)
    assert tally.wrong() == []
    assert tally.orders >= 100
    assert tally.survived["killed in an order"] > 12


def test_what_was_confirmed_is_on_the_books_of_a_server_once(arena: Arena) -> None:
    tally = killed.strike_apart(arena.served(), "server", 60)
    assert tally.wrong() == []
    assert tally.survived["killed in an order"] > 10
