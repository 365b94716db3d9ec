"""The stock page worked by keys, in English, on the real services."""

from collections.abc import Callable, Iterator
from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from hallclient.base.errors import HallError
from hallclient.base.ids import new_id
from hallclient.base.language import use_language
from hallclient.base.money import Fen
from hallclient.staff.rules import Signature
from hallclient.stock import service
from hallclient.stock.page import StockCalls, StockPage
from hallclient.stock.rules import ReceiveRange
from hallclient.store.desk import Desk
from hallclient.ui.authorise import AuthoriseDialog
from hallclient.ui.handles import find
from hallclient.ui.jobs import Lanes
from tests.stock.conftest import signed


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


class WrongPassword(HallError):
    """What the sign-in would say."""

    code = "signin.failed"
    sentence = "Staff code or password is wrong."


@pytest.fixture
def page(desk: Desk, lanes: Lanes) -> StockPage[Signature]:
    """The manager m1's stock room; everybody's password is `secret`."""

    def sign(code: str, password: str, _permission: str) -> Signature:
        if password != "secret":
            raise WrongPassword
        return signed(desk, code)

    calls = StockCalls(
        counts=partial(service.counts, desk),
        report=partial(service.report, desk),
        receive=partial(service.receive, desk),
        take=partial(service.take_stock, desk),
        change=partial(service.change_state, desk),
        sign=sign,
        clerk="m1",
    )
    return StockPage(calls, lanes)


@pytest.fixture
def cards(desk: Desk) -> None:
    """A hundred value cards of 50 yuan on the books."""
    ask = ReceiveRange("value_card", "00000001", "00000100", new_id(), Fen(5_000), "D1")
    service.receive(desk, ask)


class Hands:
    """A person's hands on the page: keys only, controls found by their names."""

    def __init__(self, qtbot: QtBot, page: StockPage[Signature]) -> None:
        self.qtbot, self.page = qtbot, page

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier | None = None) -> None:
        held = Qt.KeyboardModifier.NoModifier if modifier is None else modifier
        QTest.keyClick(self.page.focusWidget() or self.page, key, held)
        self.settle()

    def at(self, name: str) -> QWidget:
        """Puts the focus on a control, found as a screen reader finds it."""
        widget = find(self.page, name)
        widget.setFocus()
        return widget

    def fill(self, name: str, text: str) -> None:
        """Types into an empty field."""
        field = find(self.page, name, QLineEdit)
        field.setFocus()
        field.clear()
        if text.isascii():
            QTest.keyClicks(field, text)
        else:
            field.insert(text)  # as an input method commits it

    def scan(self, *codes: str) -> None:
        """A scanner types each code and Enter, wherever the focus is."""
        for code in codes:
            QTest.keyClicks(self.page.focusWidget(), code)
            self.key(Qt.Key.Key_Return)

    def choose_kind(self, key: str) -> None:
        """The table's row of a kind, by Home, Down and the like until it is current."""
        table = find(self.page, "Pieces by kind and state")
        table.setFocus()
        QTest.keyClick(table, Qt.Key.Key_Home, Qt.KeyboardModifier.ControlModifier)
        for _ in range(10):
            if self.page.kind.value == key:
                break
            QTest.keyClick(table, Qt.Key.Key_Down)
        self.settle()
        self.key(Qt.Key.Key_Return)

    def confirm(self) -> None:
        """Ctrl+Enter, and all work done."""
        self.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    def sign(self, code: str, word: str = "secret") -> None:
        """The second person signs in the dialog that is open."""
        (dialog,) = self.dialogs()
        with self.qtbot.waitActive(dialog):
            dialog.activateWindow()
        QTest.keyClicks(find(dialog, "Second person's code", QLineEdit), code)
        field = find(dialog, "Second person's password", QLineEdit)
        field.setFocus()
        QTest.keyClicks(field, word)
        QTest.keyClick(field, Qt.Key.Key_Return)
        self.settle()
        if not self.dialogs():
            with self.qtbot.waitActive(self.page):
                self.page.activateWindow()

    def dialogs(self) -> list[AuthoriseDialog]:
        return [one for one in self.page.findChildren(AuthoriseDialog) if one.isVisible()]

    def settle(self) -> None:
        """Waits until both lanes have told everything, and what is queued is done."""
        QApplication.processEvents()
        lanes = self.page.lanes
        self.qtbot.waitUntil(lambda: not lanes.write.busy and not lanes.read.busy)
        QApplication.processEvents()


@pytest.fixture
def hands(qtbot: QtBot, page: StockPage[Signature]) -> Callable[[], Hands]:
    """Shows the page and gives the hands that work it."""

    def show() -> Hands:
        qtbot.addWidget(page)
        page.resize(1160, 700)
        with qtbot.waitActive(page):
            page.show()
            page.activateWindow()
        made = Hands(qtbot, page)
        made.settle()
        return made

    return show
