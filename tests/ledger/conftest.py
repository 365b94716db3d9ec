"""An act at hand: posts one entry on its own, as a use case would."""

from collections.abc import Callable
from datetime import date

import pytest

from hallclient.ledger import book
from hallclient.ledger.rules import Entry
from hallclient.store.audit import act
from hallclient.store.desk import Desk

DAY = date(2026, 11, 22)

Post = Callable[[Entry], int]


@pytest.fixture
def post(desk: Desk) -> Post:
    """Posts one entry in an act of its own, on 22 November 2026."""

    def posted(entry: Entry) -> int:
        with act(desk, "test.post") as doing:
            return book.post(doing, entry, DAY)

    return posted
