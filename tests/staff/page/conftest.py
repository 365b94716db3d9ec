"""Pages worked by keys, in English, on lanes that end with the test."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from hallclient.ui.page import Page
from tests.pages import Hands as PageHands
from tests.pages import in_english, lanes, put_in_front

__all__ = ["in_english", "lanes"]


class Hands(PageHands[Page]):
    """Hands that type where the focus is."""

    def write(self, text: str) -> None:
        """Types where the focus is."""
        QTest.keyClicks(self.page.focusWidget(), text)

    def enter(self, *texts: str) -> None:
        """Types each text and goes on with Enter."""
        for text in texts:
            self.write(text)
            self.key(Qt.Key.Key_Return)


@pytest.fixture
def hands(qtbot: QtBot) -> Callable[[Page], Hands]:
    """Shows a page and gives the hands that work it."""

    def show(page: Page) -> Hands:
        put_in_front(qtbot, page, 1000)
        page.opened()
        page.focus_first()
        made = Hands(qtbot, page)
        made.settle()
        return made

    return show
