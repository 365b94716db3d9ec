"""The customer page worked by keys, in English, on lanes that end with the test."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from hallclient.base.language import use_language
from hallclient.ui.handles import find
from hallclient.ui.jobs import Lanes
from hallclient.ui.page import Page


@pytest.fixture(autouse=True)
def in_english(qapp: QApplication) -> Iterator[None]:
    """Sentences as they are written in the source."""
    use_language("en")
    yield
    use_language("en")


@pytest.fixture
def lanes(qapp: QApplication) -> Iterator[Lanes]:
    """A write and a read lane, closed after the test."""
    lanes = Lanes.open()
    yield lanes
    lanes.close()


class Keys:
    """A clerk at one page: keys only, controls found by their names."""

    def __init__(self, qtbot: QtBot, page: Page) -> None:
        self._qtbot, self._page = qtbot, page

    def press(self, key: Qt.Key) -> None:
        QTest.keyClick(self._page.focusWidget() or self._page, key)
        self.settle()

    def write(self, name: str, text: str) -> None:
        """Types into the field of this name; Chinese comes as from an input method, at once."""
        field = find(self._page, name, QLineEdit)
        field.setFocus()
        if text.isascii():
            QTest.keyClicks(field, text)
        else:
            field.insert(text)

    def settle(self) -> None:
        """Waits until both lanes have told everything."""
        lanes = self._page.lanes
        self._qtbot.waitUntil(lambda: not lanes.write.busy and not lanes.read.busy)


@pytest.fixture
def keys(qtbot: QtBot) -> Callable[[Page], Keys]:
    """Shows a page and gives the keys that work it."""

    def show(page: Page) -> Keys:
        qtbot.addWidget(page)
        page.resize(1100, 640)
        with qtbot.waitActive(page):
            page.show()
            page.activateWindow()
        return Keys(qtbot, page)

    return show
