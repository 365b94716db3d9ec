"""The page of VIP reception worked by keys, in English, on the real services."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from hallclient.app.vip_calls import vip_calls
from hallclient.ui.jobs import Lanes
from hallclient.ui.widgets.choice_box import ChoiceBox
from hallclient.vip.page.vip import VipPage
from tests.pages import Hands as PageHands
from tests.pages import in_english, lanes, put_in_front
from tests.vip.conftest import Vip

__all__ = ["in_english", "lanes"]


class Hands(PageHands[VipPage]):
    """A host's hands."""

    def at_the_door(self, text: str) -> None:
        """F2, what is said or shown at the door, Enter."""
        self.key(Qt.Key.Key_F2)
        self.fill("VIP guest", text)
        self.key(Qt.Key.Key_Return)
        self.settle()

    def enter(self) -> None:
        self.key(Qt.Key.Key_Return)
        self.settle()
        self.settle()

    def done(self, **filled: str) -> None:
        """Fills in what the step asks for and presses Ctrl+Enter."""
        for name, value in filled.items():
            field = getattr(self.page.guests.ui, name)
            if isinstance(field, ChoiceBox):
                field.set_value(value)
            elif isinstance(field, QLineEdit):
                field.setText(value)
        self.confirm()
        self.settle()

    @property
    def prompt(self) -> str:
        return str(self.page.guests.ui.prompt.text())

    @property
    def said(self) -> str:
        return str(self.page.notice.text())


@pytest.fixture
def hands(qtbot: QtBot, vip: Vip, lanes: Lanes) -> Hands:
    """A host in front of the page; nobody is here yet."""
    page = VipPage(vip_calls(vip.host, may_keep=True), lanes)
    put_in_front(qtbot, page, 1200, 680)
    hands = Hands(qtbot, page)
    hands.settle()
    return hands
