"""The stock page worked by keys, in English, on the real services."""

from collections.abc import Callable
from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from hallclient.base.ids import new_id
from hallclient.base.money import Fen
from hallclient.staff.rules import Signature
from hallclient.stock import service
from hallclient.stock.page import StockCalls, StockPage
from hallclient.stock.rules import ReceiveRange
from hallclient.store.desk import Desk
from hallclient.ui.jobs import Lanes
from tests.pages import PatientHands, in_english, lanes, put_in_front, signing
from tests.stock.conftest import signed

__all__ = ["in_english", "lanes"]


@pytest.fixture
def page(desk: Desk, lanes: Lanes) -> StockPage[Signature]:
    """The manager m1's stock room."""
    calls = StockCalls(
        counts=partial(service.counts, desk),
        report=partial(service.report, desk),
        receive=partial(service.receive, desk),
        take=partial(service.take_stock, desk),
        change=partial(service.change_state, desk),
        sign=signing(lambda code, _permission: signed(desk, code)),
        clerk="m1",
    )
    return StockPage(calls, lanes)


@pytest.fixture
def cards(desk: Desk) -> None:
    """A hundred value cards of 50 yuan on the books."""
    ask = ReceiveRange("value_card", "00000001", "00000100", new_id(), Fen(5_000), "D1")
    service.receive(desk, ask)


class Hands(PatientHands[StockPage[Signature]]):
    """Hands with a scanner."""

    def scan(self, *codes: str) -> None:
        """A scanner types each code and Enter, wherever the focus is."""
        for code in codes:
            QTest.keyClicks(self.page.focusWidget(), code)
            self.key(Qt.Key.Key_Return)

    def choose_kind(self, key: str) -> None:
        """The table's row of a kind, by Home, Down and the like until it is current."""
        table = self.at("Pieces by kind and state")
        QTest.keyClick(table, Qt.Key.Key_Home, Qt.KeyboardModifier.ControlModifier)
        for _ in range(10):
            if self.page.kind.value == key:
                break
            QTest.keyClick(table, Qt.Key.Key_Down)
        self.settle()
        self.key(Qt.Key.Key_Return)


@pytest.fixture
def hands(qtbot: QtBot, page: StockPage[Signature]) -> Callable[[], Hands]:
    """Shows the page and gives the hands that work it."""

    def show() -> Hands:
        put_in_front(qtbot, page, 1160, 700)
        made = Hands(qtbot, page)
        made.settle()
        return made

    return show
