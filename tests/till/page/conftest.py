"""The till's pages worked by keys, in English, on the real services."""

from collections.abc import Callable, Mapping
from functools import partial

import pytest
from pytestqt.qtbot import QtBot

from hallclient.base.money import FACES
from hallclient.base.pieces import face_text
from hallclient.till import service
from hallclient.till.page import ShiftCalls, ShiftPage, ShiftsCalls, ShiftsPage
from hallclient.ui.jobs import Lanes
from hallclient.ui.page import Page
from tests.pages import Hands as PageHands
from tests.pages import in_english, lanes, put_in_front, signing
from tests.till.conftest import Hall

__all__ = ["in_english", "lanes"]


@pytest.fixture
def told() -> list[str]:
    """What the pages told the window."""
    return []


@pytest.fixture
def shift_page(hall: Hall, lanes: Lanes, told: list[str]) -> ShiftPage:
    """Clerk c1's own shift at counter 1."""
    desk = hall.desk
    calls = ShiftCalls(
        till=partial(service.my_till, desk),
        open_shift=partial(service.open_shift, desk),
        drop=partial(service.cash_drop, desk),
        take_back=partial(service.take_back, desk),
        transfer=partial(service.transfer, desk),
        pay=partial(service.pay, desk),
        pause=partial(service.pause, desk),
        resume=partial(service.resume, desk),
        count=partial(service.count, desk),
        recount=partial(service.recount, desk),
        sign=signing(hall.sign),
        printed=lambda: told.append("printed"),
        changed=lambda: told.append("changed"),
        clerk="c1",
    )
    return ShiftPage(calls, lanes)


@pytest.fixture
def shifts_page(hall: Hall, lanes: Lanes, told: list[str]) -> ShiftsPage:
    """Manager m1's list."""
    desk = hall.at("m1", 0)
    calls = ShiftsCalls(
        shifts=partial(service.shifts_of_day, desk),
        result=partial(service.count_result, desk),
        approve=partial(service.approve_shift, desk),
        count_for=partial(service.count_for, desk),
        make_good=partial(service.make_good, desk),
        sign=signing(hall.sign),
        printed=lambda: told.append("printed"),
        approved=told.append,
        clerk="m1",
    )
    return ShiftsPage(calls, lanes)


class Hands(PageHands[Page]):
    """Hands that count cash."""

    def count_pieces(self, pieces: Mapping[int, int]) -> None:
        """Types every face named; the others stay empty."""
        for face, count in pieces.items():
            self.fill("Pieces of {face} yuan", str(count), face=face_text(face))

    def totals(self, text: str = "0") -> None:
        for name in ("POS card", "WeChat", "Alipay", "bank transfer"):
            self.fill(f"Total of {name}", text)


@pytest.fixture
def hands(qtbot: QtBot) -> Callable[[Page], Hands]:
    """Shows a page and gives the hands that work it."""

    def show(page: Page) -> Hands:
        put_in_front(qtbot, page)
        page.opened()
        page.focus_first()
        made = Hands(qtbot, page)
        made.settle()
        return made

    return show


def every_face(pieces: Mapping[int, int]) -> dict[int, int]:
    """Every face, largest first, 0 where none is named."""
    return {int(face): pieces.get(face, 0) for face in FACES}
