"""The first-run wizard: everything wrong told at once, then one hall and its manager."""

from collections.abc import Callable
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from hallclient.staff.page.first_run import FirstRunCalls, FirstRunPage
from hallclient.staff.rules import FirstRun
from hallclient.ui.jobs import Lanes

Show = Callable[[FirstRunPage], Any]


@pytest.fixture
def asked() -> list[FirstRun]:
    return []


@pytest.fixture
def page(asked: list[FirstRun], lanes: Lanes) -> FirstRunPage:
    return FirstRunPage(FirstRunCalls(asked.append), lanes)


def test_six_entries_by_enter_set_the_hall_up(
    qtbot: QtBot, page: FirstRunPage, asked: list[FirstRun], hands: Show
) -> None:
    clerk = hands(page)
    with qtbot.waitSignal(page.founded) as founded:
        clerk.enter("h001", "Lotus Road Hall", "M1", "Manager One")
        clerk.enter("correct horse", "correct horse")
    assert founded.args == ["M1"]
    assert asked == [
        FirstRun("H001", "Lotus Road Hall", "M1", "Manager One", "correct horse", "correct horse")
    ]
    assert page.ui.password.text() == page.ui.again.text() == ""


def test_everything_wrong_is_told_at_once_beside_its_field(
    page: FirstRunPage, asked: list[FirstRun], hands: Show
) -> None:
    clerk = hands(page)
    clerk.enter("no hall", "", "", "", "short", "other")
    assert set(page.errors.sentences()) == {
        "hall_code",
        "hall_name",
        "code",
        "name",
        "password",
        "again",
    }
    assert asked == []
    assert page.ui.hall_code.hasFocus()


def test_passwords_that_differ_are_told_alone(
    page: FirstRunPage, asked: list[FirstRun], hands: Show
) -> None:
    clerk = hands(page)
    clerk.enter("H001", "Lotus Road Hall", "M1", "Manager One", "correct horse", "correct hose")
    assert list(page.errors.sentences()) == ["again"]
    assert "differ" in page.errors.sentences()["again"]
    assert asked == []
