"""The document in the clerk's hands: copied only with consent, contact data checked, given back."""

import pytest
from PySide6.QtCore import Qt

from hallclient.counter.page.steps import Step
from hallclient.counter.rules import prompts
from tests.counter.conftest import ID, iccid
from tests.counter.page.conftest import Clerk, said


def to_payment(clerk: Clerk) -> None:
    """From the document to the money of a new number."""
    clerk.choose("Face comparison", "match")
    clerk.go_on()
    clerk.business("new_number")
    clerk.new_number(iccid=iccid(1))
    clerk.go_on()


@pytest.mark.duty("S1-CT-08", "S1-CT-09", "S1-CT-11")
def test_a_copy_is_noted_by_one_key_and_everything_is_ticked(clerk: Clerk) -> None:
    clerk.document(ID, "样例甲")
    clerk.press(Qt.Key.Key_F5)
    assert clerk.page.identify.copy_for.hasFocus()
    clerk.write("What the document is copied for", "开户存档")
    to_payment(clerk)
    assert {"S1-CT-07", "S1-CT-08"} <= set(clerk.page.pay.prompts.missing())
    clerk.finish("50")
    (order,) = clerk.orders()
    assert order.copy_for == "开户存档"
    assert {"S1-CT-09", "S1-CT-11"} <= set(clerk.page.done.prompts.missing())
    clerk.go_on()
    assert clerk.code == "prompt.open"
    clerk.say_all()
    clerk.go_on()
    assert clerk.step is Step.IDENTIFY
    assert not clerk.page.identify.has_copy


def test_a_copy_that_is_not_made_after_all_is_not_noted(clerk: Clerk) -> None:
    clerk.document(ID, "样例甲")
    clerk.press(Qt.Key.Key_F5)
    clerk.write("What the document is copied for", "存档")
    clerk.press(Qt.Key.Key_F5)
    assert clerk.page.draft().copy_for == ""
    assert clerk.page.identify.customer.ui.number.hasFocus()
    clerk.settle()


def test_without_a_document_there_is_nothing_to_copy(clerk: Clerk) -> None:
    clerk.press(Qt.Key.Key_F5)
    clerk.write("What the document is copied for", "存档")
    clerk.recharge()
    clerk.go_on()
    assert clerk.code == "order.copy"
    assert clerk.step is Step.IDENTIFY
    assert clerk.sentence("copy_for")


@pytest.mark.duty("S3-FD-05", "S3-FD-02")
def test_contact_data_and_entitlement_are_asked_for_with_the_document(clerk: Clerk) -> None:
    words = said(clerk.page.identify.courtesies)
    assert prompts()["S3-FD-05"].en in words
    assert prompts()["S3-FD-02"].en in words


@pytest.mark.duty("S2-KA-19")
@pytest.mark.parametrize("typed", ["czjf", "recharge", "充值"])
def test_a_business_is_found_by_code_word_and_pinyin(clerk: Clerk, typed: str) -> None:
    clerk.go_on()
    clerk.business(typed)
    assert [line.kind for line in clerk.page.visit.lines] == ["recharge"]
