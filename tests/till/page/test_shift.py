"""A clerk's shift on the screen, from the float to the result."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit

from hallclient.base.money import yuan
from hallclient.ledger.rules import Account
from hallclient.till import service
from hallclient.till.page import ShiftPage
from hallclient.till.page.shift import Panel
from hallclient.till.rules import MovementKind, till_checks
from tests.till.conftest import Hall, pieces_for
from tests.till.page.conftest import every_face

Show = Callable[[ShiftPage], Any]


def shown(page: ShiftPage) -> str:
    """Every word on the page, typed ones and tables too."""
    words = [label.text() for label in page.findChildren(QLabel)]
    words += [edit.text() for edit in page.findChildren(QLineEdit)]
    table = page.moving.ui.movements
    words += [table.text_at(row, 3) for row in range(len(table.rows()))]
    return "\n".join(words)


@pytest.mark.duty("S2-KA-16")
def test_a_shift_is_opened_by_counting_and_signing(
    shift_page: ShiftPage, hands: Show, told: list[str]
) -> None:
    clerk = hands(shift_page)
    assert shift_page.panel is Panel.OPEN
    clerk.count_pieces(every_face({10_000: 5}))
    clerk.confirm()
    clerk.sign("m1")
    assert shift_page.panel is Panel.MOVE
    assert shift_page.notice.text() == (
        "Shift 20261122-01-1 is open. There is little small change: ask the manager for some."
    )
    assert "float 500.00 yuan" in shift_page.moving.state.text()
    assert told == ["printed", "changed"]


@pytest.mark.duty("S2-KA-12")
def test_the_clerk_ticks_the_own_checks_key_by_key(
    hall: Hall, shift_page: ShiftPage, hands: Show
) -> None:
    clerk = hands(shift_page)
    clerk.count_pieces(every_face({1_000: 50}))
    for _ in till_checks("opening"):
        clerk.key(Qt.Key.Key_F8)
    clerk.confirm()
    clerk.sign("m1")
    (row,) = service.shifts_of_day(hall.at("m1", 0))
    assert row.unchecked is False
    assert shift_page.notice.text() == "Shift 20261122-01-1 is open."


@pytest.mark.duty("S2-KA-28")
def test_whom_to_call_about_money_stands_on_the_page(
    hall: Hall, shift_page: ShiftPage, hands: Show
) -> None:
    hall.setting("money_contact", "财务 8012")
    hands(shift_page)
    assert shift_page.starting.contact.text() == "About money call 财务 8012"


def test_a_float_row_left_empty_is_asked_for(shift_page: ShiftPage, hands: Show) -> None:
    """Lesson 1: an empty row is not a zero."""
    clerk = hands(shift_page)
    clerk.count_pieces({10_000: 5})
    clerk.confirm()
    assert list(shift_page.errors.sentences()) == ["open_pieces_5000"]


def test_a_float_that_differs_asks_for_a_note_beside_the_note(
    shift_page: ShiftPage, hands: Show
) -> None:
    clerk = hands(shift_page)
    clerk.count_pieces(every_face({10_000: 5}))
    clerk.fill("Handed over, in yuan", "505")
    clerk.confirm()
    clerk.sign("m1")
    assert list(shift_page.errors.sentences()) == ["open_note"]
    clerk.fill("Note about the float", "少五元")
    clerk.confirm()
    clerk.sign("m1")
    assert shift_page.panel is Panel.MOVE


def test_a_wrong_password_stays_in_the_dialog(shift_page: ShiftPage, hands: Show) -> None:
    clerk = hands(shift_page)
    clerk.count_pieces(every_face({10_000: 5}))
    clerk.confirm()
    clerk.sign("m1", "wrong")
    assert shift_page.panel is Panel.OPEN


@pytest.mark.duty("S2-KA-26", "S1-CA-03")
def test_a_drop_by_keys(hall: Hall, shift_page: ShiftPage, hands: Show) -> None:
    hall.open()
    clerk = hands(shift_page)
    clerk.key(Qt.Key.Key_F5)
    clerk.fill("Amount, in yuan", "120")
    clerk.confirm()
    clerk.sign("c2")
    assert shift_page.notice.text() == "Drop to the safe: D202611220001"
    assert hall.balance(Account.SAFE) == 12_000
    assert [row.number for row in shift_page.moving.ui.movements.rows()] == ["D202611220001"]
    assert shift_page.moving.ui.move_amount.text() == ""


def test_a_drop_of_nothing_is_told_beside_the_amount_and_nobody_signs(
    hall: Hall, shift_page: ShiftPage, hands: Show
) -> None:
    hall.open()
    clerk = hands(shift_page)
    for text in ("0", "", "1.234"):
        clerk.fill("Amount, in yuan", text)
        clerk.confirm()
        assert list(shift_page.errors.sentences()) == ["move_amount"]


def test_a_transfer_goes_to_a_counter_that_is_open(
    hall: Hall, shift_page: ShiftPage, hands: Show
) -> None:
    hall.open()
    theirs = hall.open(hall.at("c2", 2)).shift
    clerk = hands(shift_page)
    clerk.key(Qt.Key.Key_F6)
    clerk.fill("Amount, in yuan", "10")
    clerk.confirm()
    assert list(shift_page.errors.sentences()) == ["move_to_counter"]
    shift_page.moving.ui.move_to_counter.set_value(2)
    clerk.confirm()
    clerk.sign("c2")
    assert hall.balance(Account.TILL, theirs.shift_id) == 51_000


@pytest.mark.duty("S1-CA-01", "S1-CA-04")
def test_paying_out_asks_for_reason_voucher_and_manager(
    hall: Hall, shift_page: ShiftPage, hands: Show
) -> None:
    hall.open()
    clerk = hands(shift_page)
    clerk.key(Qt.Key.Key_F7, Qt.KeyboardModifier.ShiftModifier)
    clerk.fill("Amount, in yuan", "8")
    for field, name, text in (
        ("move_reason", "Reason", "停车费"),
        ("move_voucher", "Voucher number", "V-9"),
    ):
        clerk.confirm()
        assert list(shift_page.errors.sentences()) == [field]
        clerk.fill(name, text)
    clerk.confirm()
    clerk.sign("m1")
    assert hall.balance(Account.PAID_OUT) == 800


@pytest.mark.duty("S2-KA-21")
def test_the_seat_is_left_and_taken_again_by_one_key(
    hall: Hall, shift_page: ShiftPage, hands: Show
) -> None:
    hall.open()
    clerk = hands(shift_page)
    clerk.key(Qt.Key.Key_F9)
    assert shift_page.moving.kind is MovementKind.PAUSE
    clerk.fill("Reason", "用餐")
    clerk.fill("Minutes away", "x")
    clerk.confirm()
    assert list(shift_page.errors.sentences()) == ["move_minutes"]
    clerk.fill("Minutes away", "30")
    clerk.confirm()
    assert "Service is paused" in shift_page.moving.state.text()
    clerk.key(Qt.Key.Key_F9)
    clerk.settle()
    assert "Service is paused" not in shift_page.moving.state.text()


@pytest.mark.duty("S1-CL-10", "S2-KA-22", "S2-KA-23")
def test_nothing_on_the_screen_tells_what_is_expected_before_the_seal(
    hall: Hall, shift_page: ShiftPage, hands: Show
) -> None:
    """Lesson 2: no running total, no preview, no colour."""
    hall.open()
    hall.sell(123_457, 200_000)
    hall.sell(87_001, method="pos")
    clerk = hands(shift_page)
    clerk.key(Qt.Key.Key_F10)
    assert shift_page.panel is Panel.COUNT
    clerk.count_pieces(pieces_for(50_000))
    clerk.totals("1")
    words = shown(shift_page)
    for fen in (50_000 + 123_457, 123_457, 87_001):
        assert yuan(fen) not in words
        assert str(fen) not in words
    clerk.confirm()
    assert shift_page.panel is Panel.RESULT
    assert shift_page.ending.short_.text() == yuan(123_457 + 87_001 - 100)


def test_the_focus_is_where_the_typing_begins(
    hall: Hall, shift_page: ShiftPage, hands: Show
) -> None:
    clerk = hands(shift_page)
    assert shift_page.focusWidget().objectName() == "open_pieces_10000"
    hall.open()
    shift_page.opened()
    clerk.settle()
    assert shift_page.focusWidget().objectName() == "move_amount"
    clerk.key(Qt.Key.Key_F10)
    assert shift_page.focusWidget().objectName() == "count_pieces_10000"
    clerk.page.back()
    assert shift_page.focusWidget().objectName() == "move_amount"


def test_rows_left_empty_are_asked_for_one_after_the_other(
    hall: Hall, shift_page: ShiftPage, hands: Show
) -> None:
    """Lesson 1: not counted differs from counted zero, for tenders as for faces."""
    hall.open()
    clerk = hands(shift_page)
    clerk.key(Qt.Key.Key_F10)
    clerk.confirm()
    assert list(shift_page.errors.sentences()) == ["count_pieces_10000"]
    clerk.count_pieces(every_face({10_000: 5}))
    clerk.confirm()
    assert list(shift_page.errors.sentences()) == ["count_pos"]
    clerk.totals()
    clerk.fill("Pieces of SIM cards", "1.5")
    clerk.confirm()
    assert list(shift_page.errors.sentences()) == ["count_sim"]
    assert hall.balance(Account.TILL) == 50_000
    assert service.my_till(hall.desk).shift is not None


def test_what_was_counted_stays_typed_when_the_clerk_goes_back_to_sell(
    hall: Hall, shift_page: ShiftPage, hands: Show
) -> None:
    hall.open()
    clerk = hands(shift_page)
    clerk.key(Qt.Key.Key_F10)
    clerk.count_pieces({10_000: 3})
    clerk.page.back()
    assert shift_page.panel is Panel.MOVE
    clerk.key(Qt.Key.Key_F10)
    assert shift_page.counting_form.ui.count_denominations.pieces() == {10_000: 3}


@pytest.mark.duty("S1-FM-01")
def test_a_recount_needs_a_cause_and_an_approver(
    hall: Hall, shift_page: ShiftPage, hands: Show
) -> None:
    hall.open()
    clerk = hands(shift_page)
    clerk.key(Qt.Key.Key_F10)
    clerk.count_pieces(every_face({10_000: 4}))
    clerk.totals()
    clerk.confirm()
    assert shift_page.ending.short_.text() == "100.00"
    clerk.key(Qt.Key.Key_F11)
    assert shift_page.counting_form.is_empty()
    clerk.count_pieces(every_face({10_000: 5}))
    clerk.totals()
    clerk.confirm()
    assert list(shift_page.errors.sentences()) == ["count_note"]
    clerk.fill("Note or cause", "夹在一叠里")
    clerk.confirm()
    clerk.sign("m1")
    assert shift_page.panel is Panel.RESULT
    assert shift_page.ending.short_.text() == "0.00"


def test_the_result_is_there_again_after_a_new_start(
    hall: Hall, shift_page: ShiftPage, hands: Show
) -> None:
    """Lesson 23: the end of a shift survives Escape, sign-out and a crash."""
    hall.open()
    hall.count(49_000)
    hands(shift_page)
    assert shift_page.panel is Panel.RESULT
    assert shift_page.ending.short_.text() == "10.00"


def test_an_open_shift_is_not_opened_again_after_a_new_start(
    hall: Hall, shift_page: ShiftPage, hands: Show
) -> None:
    """Lesson 23: starting the program again asks for no second float."""
    hall.open()
    hands(shift_page)
    assert shift_page.panel is Panel.MOVE


def test_a_prompt_asks_for_a_drop_without_an_amount(
    hall: Hall, shift_page: ShiftPage, hands: Show
) -> None:
    hall.setting("till_limit_fen", 30_000)
    hall.open()
    hall.sell(40_000)
    hands(shift_page)
    assert shift_page.notice.text() == "Much cash was taken: bring some to the safe (F5)."
