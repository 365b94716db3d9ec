"""Refusals: a code of its own, a sentence that says what to do, no personal data in it."""

import re
from collections import defaultdict

import pytest

from hallclient.base.errors import HallError
from tools import messages


@pytest.fixture(scope="module")
def refusals() -> list[type[HallError]]:
    return messages.refusals()


def test_a_code_belongs_to_one_refusal(refusals: list[type[HallError]]) -> None:
    owners: dict[str, list[str]] = defaultdict(list)
    for refusal in refusals:
        owners[refusal.code].append(refusal.__qualname__)
    assert {code: names for code, names in owners.items() if len(names) > 1} == {}


def test_a_code_is_a_room_and_what_is_wrong(refusals: list[type[HallError]]) -> None:
    form = re.compile(r"[a-z]+(-[a-z]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)?")
    assert [refusal.code for refusal in refusals if not form.fullmatch(refusal.code)] == []


def test_a_sentence_is_one_clear_sentence_or_two(refusals: list[type[HallError]]) -> None:
    wrong = [
        (refusal.code, refusal.sentence)
        for refusal in refusals
        if not refusal.sentence.endswith((".", "?", "!", "}")) or len(refusal.sentence) > 200
    ]
    assert wrong == []


def test_the_list_of_messages_is_up_to_date() -> None:
    assert messages.PAGE.read_text("utf-8") == messages.page()
