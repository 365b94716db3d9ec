"""A later entry at the desk: a key of its own, out of sight for everybody else."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from hallclient.base.clock import from_hall
from hallclient.counter.page.steps import Step
from hallclient.ui.handles import find
from tests.conftest import DAY
from tests.counter.page.conftest import Clerk, Sit


def to_payment(clerk: Clerk) -> None:
    clerk.recharge("50")
    clerk.go_on()
    assert clerk.step is Step.PAY


@pytest.mark.duty("S2-CS-16")
def test_by_one_key_an_order_becomes_a_later_entry_that_a_second_person_signs(clerk: Clerk) -> None:
    to_payment(clerk)
    assert clerk.page.pay.late_words() == ("", "")
    assert not clerk.page.pay.findChildren(QLineEdit, "late_done_at")
    clerk.press(Qt.Key.Key_B, control=True)
    assert find(clerk.page, "Done at (later entry)", QLineEdit).hasFocus()
    clerk.write("Done at (later entry)", "10:30")  # still to come: it is nine o'clock
    clerk.finish("50")
    assert clerk.code == "late.outside-day"
    assert clerk.sentence("late_done_at")
    clerk.write("Done at (later entry)", "8:20")
    clerk.go_on()
    assert clerk.code == "late.reason"
    clerk.write("Why it is entered only now", "停电")
    clerk.settle()
    clerk.say_all()  # that the customer was told who signs, and why
    clerk.go_on()
    assert clerk.dialog() is not None
    clerk.sign("m1")
    assert clerk.step is Step.DONE
    (order,) = clerk.orders()
    assert order.late is not None
    assert order.late.done_at == from_hall(DAY, 8, 20)
    assert order.late.approver == "m1"


def test_the_key_takes_it_back_and_the_next_order_knows_nothing_of_it(clerk: Clerk) -> None:
    to_payment(clerk)
    clerk.press(Qt.Key.Key_B, control=True)
    clerk.write("Done at (later entry)", "8:20")
    clerk.press(Qt.Key.Key_B, control=True)
    clerk.finish("50")
    assert clerk.step is Step.DONE
    assert clerk.orders()[0].late is None


def test_a_half_done_later_entry_is_offered_back_as_it_was(clerk: Clerk, sit: Sit) -> None:
    to_payment(clerk)
    clerk.press(Qt.Key.Key_B, control=True)
    clerk.write("Done at (later entry)", "8:20")
    clerk.write("Why it is entered only now", "停电")
    clerk.settle()
    again = sit()
    again.page.identify.drafts.setFocus()
    again.press(Qt.Key.Key_Return)
    assert again.page.pay.late_words() == ("8:20", "停电")
