"""The custody page worked by keys, in English, on the real services."""

from collections.abc import Callable
from functools import partial

import pytest
from pytestqt.qtbot import QtBot

from hallclient.custody import service
from hallclient.custody.page import CustodyCalls, CustodyPage
from hallclient.store.desk import Desk
from hallclient.ui.jobs import Lanes
from tests.custody.conftest import signed
from tests.pages import Hands as PageHands
from tests.pages import in_english, lanes, put_in_front, signing

__all__ = ["in_english", "lanes"]


class Hands(PageHands[CustodyPage]):
    """Hands on the register."""

    def choose(self, number: int) -> None:
        """Up and down to an item of the register."""
        table = self.page.ui.register
        table.setFocus()
        table.selectRow([line.number for line in table.rows()].index(number))
        self.settle()


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
            sign=signing(partial(signed, desk)),
            code=code,
            clerk=code,
            may_oversee=code == "m1",
        )
        page = CustodyPage(calls, lanes)
        put_in_front(qtbot, page)
        hands = Hands(qtbot, page)
        hands.settle()
        return hands

    return made
