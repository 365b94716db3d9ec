"""Pages worked by keys, in English, on lanes that end with the test."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
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


class Hands:
    """A clerk's hands on one page: keys only, controls found by their names."""

    def __init__(self, qtbot: QtBot, page: Page) -> None:
        self.qtbot, self.page = qtbot, page

    def key(self, key: Qt.Key, *modifiers: Qt.KeyboardModifier) -> None:
        held = Qt.KeyboardModifier.NoModifier
        for modifier in modifiers:
            held |= modifier
        QTest.keyClick(self.page.focusWidget() or self.page, key, held)

    def write(self, text: str) -> None:
        """Types where the focus is."""
        QTest.keyClicks(self.page.focusWidget(), text)

    def enter(self, *texts: str) -> None:
        """Types each text and goes on with Enter."""
        for text in texts:
            self.write(text)
            self.key(Qt.Key.Key_Return)

    def at(self, name: str, kind: type[QWidget] = QWidget) -> QWidget:
        """Puts the focus on a control, found as a screen reader finds it."""
        widget = find(self.page, name, kind)
        widget.setFocus()
        return widget

    def confirm(self) -> None:
        """Ctrl+Enter, and all work done."""
        self.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        self.settle()

    def settle(self) -> None:
        """Waits until both lanes have told everything."""
        lanes = self.page.lanes
        self.qtbot.waitUntil(lambda: not lanes.write.busy and not lanes.read.busy)


@pytest.fixture
def hands(qtbot: QtBot) -> Callable[[Page], Hands]:
    """Shows a page and gives the hands that work it."""

    def show(page: Page) -> Hands:
        qtbot.addWidget(page)
        page.resize(1000, 640)
        with qtbot.waitActive(page):
            page.show()
            page.activateWindow()
        page.opened()
        page.focus_first()
        made = Hands(qtbot, page)
        made.settle()
        return made

    return show
