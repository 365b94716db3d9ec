"""The custody page worked by keys, in English, on the real services."""

from collections.abc import Callable, Iterator
from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from hallclient.base.language import use_language
from hallclient.custody import service
from hallclient.custody.page import CustodyCalls, CustodyPage
from hallclient.store.desk import Desk
from hallclient.ui.authorise import AuthoriseDialog
from hallclient.ui.handles import find
from hallclient.ui.jobs import Lanes
from tests.custody.conftest import signed


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
    """A person's hands on the register: keys only."""

    def __init__(self, qtbot: QtBot, page: CustodyPage) -> None:
        self.qtbot, self.page = qtbot, page

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier | None = None) -> None:
        held = Qt.KeyboardModifier.NoModifier if modifier is None else modifier
        QTest.keyClick(self.page.focusWidget() or self.page, key, held)

    def fill(self, name: str, text: str) -> None:
        """Types into an empty field, found by its name."""
        field = find(self.page, name, QLineEdit)
        field.setFocus()
        field.clear()
        field.insert(text)  # as an input method commits it

    def choose(self, number: int) -> None:
        """Up and down to an item of the register."""
        table = self.page.ui.register
        table.setFocus()
        table.selectRow([line.number for line in table.rows()].index(number))
        self.settle()

    def confirm(self) -> None:
        """Ctrl+Enter, and all work done."""
        self.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        self.settle()

    def asked(self) -> str:
        """What the second person is asked to sign."""
        (dialog,) = self._dialogs()
        return str(dialog.page.ui.purpose.text())

    def sign(self, code: str) -> None:
        """The second person signs in the dialog that is open."""
        (dialog,) = self._dialogs()
        with self.qtbot.waitActive(dialog):
            dialog.activateWindow()
        QTest.keyClicks(find(dialog, "Second person's code", QLineEdit), code)
        field = find(dialog, "Second person's password", QLineEdit)
        field.setFocus()
        QTest.keyClicks(field, "secret")
        QTest.keyClick(field, Qt.Key.Key_Return)
        self.settle()
        with self.qtbot.waitActive(self.page):
            self.page.activateWindow()

    def _dialogs(self) -> list[AuthoriseDialog]:
        return [one for one in self.page.findChildren(AuthoriseDialog) if one.isVisible()]

    def settle(self) -> None:
        """Waits until both lanes have told everything."""
        lanes = self.page.lanes
        self.qtbot.waitUntil(lambda: not lanes.write.busy and not lanes.read.busy)


@pytest.fixture
def show(qtbot: QtBot, desk: Desk, lanes: Lanes) -> Callable[[str], Hands]:
    """The register as somebody of the hall sees it, and the hands that work it."""

    def made(code: str = "c1") -> Hands:
        here = desk.acting(code)
        calls = CustodyCalls(
            register=partial(service.register, here),
            history=partial(service.history, here),
            counts=partial(service.counts, here),
            receive=partial(service.receive, here),
            hand_over=partial(service.hand_over, here),
            give_out=partial(service.give_out, here),
            take_back=partial(service.take_back, here),
            dispose=partial(service.dispose, here),
            count=partial(service.count, here),
            sign=lambda who, _password, permission: signed(desk, who, permission),
            code=code,
            clerk=code,
            may_oversee=code == "m1",
        )
        page = CustodyPage(calls, lanes)
        qtbot.addWidget(page)
        page.resize(1100, 640)
        with qtbot.waitActive(page):
            page.show()
            page.activateWindow()
        hands = Hands(qtbot, page)
        hands.settle()
        return hands

    return made
