"""The customer page worked by keys, in English, on lanes that end with the test."""

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from hallclient.ui.page import Page
from tests.pages import PatientHands, in_english, lanes, put_in_front

__all__ = ["in_english", "lanes"]


@pytest.fixture
def keys(qtbot: QtBot) -> Callable[[Page], PatientHands[Page]]:
    """Shows a page and gives the hands that work it."""

    def show(page: Page) -> PatientHands[Page]:
        put_in_front(qtbot, page)
        return PatientHands(qtbot, page)

    return show
