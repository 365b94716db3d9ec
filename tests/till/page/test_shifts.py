"""The manager's list of shifts on the screen."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt

from hallclient.ledger.rules import Account
from hallclient.till.page import ShiftsPage
from hallclient.till.rules import ShiftState
from tests.till.conftest import Hall
from tests.till.page.conftest import every_face

Show = Callable[[ShiftsPage], Any]


def states(page: ShiftsPage) -> list[ShiftState]:
    return [row.state for row in page.ui.shifts.rows()]


@pytest.mark.duty("S2-KA-15", "S1-VM-47")
def test_an_early_shift_is_approved_once_it_is_released(
    hall: Hall, shifts_page: ShiftsPage, hands: Show, told: list[str]
) -> None:
    shift = hall.open().shift
    hall.sell(1_000)
    hall.count(50_900)
    manager = hands(shifts_page)
    assert shifts_page.ui.warnings.text() == "closed early"
    assert [row.short_fen for row in shifts_page.ui.results.rows()] == [100, 0, 0, 0, 0]
    manager.confirm()
    assert list(shifts_page.errors.sentences()) == ["early_released"]
    manager.at("I release the early close")
    manager.key(Qt.Key.Key_Space)
    manager.confirm()
    assert "9.00 yuan to the safe, float 500.00 yuan back" in shifts_page.notice.text()
    assert states(shifts_page) == [ShiftState.APPROVED]
    assert told == [shift.shift_id]


def test_an_open_shift_tells_nothing_and_cannot_be_approved(
    hall: Hall, shifts_page: ShiftsPage, hands: Show
) -> None:
    hall.open()
    hall.sell(1_000)
    hands(shifts_page)
    assert not shifts_page.primary.isEnabled()
    assert shifts_page.ui.results.rows() == ()
    assert [shifts_page.ui.shifts.text_at(0, column) for column in (5, 6)] == ["", ""]


def test_the_shift_of_an_absent_clerk_is_counted_before_a_witness(
    hall: Hall, shifts_page: ShiftsPage, hands: Show
) -> None:
    """Lesson 6."""
    hall.open()
    manager = hands(shifts_page)
    manager.key(Qt.Key.Key_F10)
    assert shifts_page.counting
    manager.count_pieces(every_face({10_000: 5}))
    manager.totals()
    manager.confirm()
    assert list(shifts_page.errors.sentences()) == ["count_note"]
    manager.fill("Note or cause", "急病离岗")
    manager.confirm()
    manager.sign("c2")
    assert not shifts_page.counting
    assert states(shifts_page) == [ShiftState.COUNTED]


@pytest.mark.duty("S2-KA-02")
def test_what_was_short_is_taken_with_a_slip(
    hall: Hall, shifts_page: ShiftsPage, hands: Show, told: list[str]
) -> None:
    shift = hall.open().shift
    hall.count(49_000)
    hall.approve(shift.shift_id)
    manager = hands(shifts_page)
    manager.fill("Shortage paid in, in yuan", "10")
    manager.key(Qt.Key.Key_F6)
    manager.sign("c1")
    assert shifts_page.notice.text() == "10.00 yuan paid in: M202611220001"
    assert hall.balance(Account.SHORT) == 0
    assert told == ["printed"]


def test_an_empty_day_says_what_to_do(shifts_page: ShiftsPage, hands: Show) -> None:
    hands(shifts_page)
    assert shifts_page.ui.shifts.rows() == ()
    assert not shifts_page.primary.isEnabled()
