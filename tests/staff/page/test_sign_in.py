"""The sign-in page: typing at once, waiting for the database, one sentence when refused."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from hallclient.base.errors import HallError
from hallclient.staff.page.sign_in import SignInCalls, SignInPage
from hallclient.staff.rules import SignInFailed, SignInLocked, checked_counter
from hallclient.ui.jobs import Job, Lanes

Show = Callable[[SignInPage], Any]


class Door:
    """A sign-in that remembers what it was asked and refuses what it is told to."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str, str]] = []
        self.refusal: HallError | None = None

    def sign_in(self, code: str, password: str, counter: str) -> str:
        self.asked.append((code, password, counter))
        if self.refusal:
            raise self.refusal
        return f"{code} at work"


@pytest.fixture
def door() -> Door:
    return Door()


@pytest.fixture
def page(door: Door, lanes: Lanes) -> SignInPage:
    return SignInPage(SignInCalls(door.sign_in), lanes)


def test_code_enter_password_enter_signs_in(
    qtbot: QtBot, page: SignInPage, door: Door, hands: Show
) -> None:
    clerk = hands(page)
    with qtbot.waitSignal(page.signed_in) as signed_in:
        clerk.enter("C1", "correct horse")
    assert signed_in.args == ["C1 at work"]
    assert door.asked == [("C1", "correct horse", "")]
    assert page.ui.password.text() == ""


def test_signing_in_waits_for_the_database_while_typing_goes_on(
    qtbot: QtBot, page: SignInPage, door: Door, hands: Show, lanes: Lanes
) -> None:
    opened = threading.Event()
    clerk = hands(page)
    lanes.write.start(Job(lambda _step: opened.wait(timeout=5)))
    assert page.ui.opening.isVisible()
    clerk.enter("C1", "correct horse")
    assert door.asked == []
    assert not page.primary.isEnabled()
    with qtbot.waitSignal(page.signed_in):
        opened.set()
    page.hall_opened("Lotus Road Hall")
    assert not page.ui.opening.isVisible()
    assert page.ui.hall.text() == "Lotus Road Hall"


@pytest.mark.parametrize(
    ("refusal", "said"),
    [
        (SignInFailed(field="password"), "Staff code or password is wrong."),
        (SignInLocked(field="password", seconds=60), "60 seconds"),
    ],
)
def test_a_refusal_is_one_sentence_and_the_password_is_typed_again(
    page: SignInPage, door: Door, hands: Show, refusal: HallError, said: str
) -> None:
    door.refusal = refusal
    clerk = hands(page)
    clerk.enter("C1", "wrong password")
    clerk.settle()
    assert said in page.errors.sentences()["password"]
    assert page.ui.code.text() == "C1"
    assert page.ui.password.text() == ""
    assert page.ui.password.hasFocus()


@pytest.mark.parametrize(
    ("code", "password", "field"), [("", "", "code"), ("", "x", "code"), ("C1", "", "password")]
)
def test_an_empty_field_is_named_and_nothing_is_asked(
    page: SignInPage, door: Door, hands: Show, code: str, password: str, field: str
) -> None:
    clerk = hands(page)
    clerk.enter(code, password)
    assert door.asked == []
    assert list(page.errors.sentences()) == [field]


def test_the_counter_is_asked_for_where_it_is_not_known(
    page: SignInPage, door: Door, hands: Show
) -> None:
    clerk = hands(page)
    page.ask_counter(wanted=True)
    clerk.enter("C1", "correct horse", "3")
    clerk.settle()
    assert door.asked == [("C1", "correct horse", "3")]


def test_a_counter_that_is_refused_is_shown_and_the_password_kept(
    page: SignInPage, door: Door, hands: Show
) -> None:
    with pytest.raises(HallError) as refused:
        checked_counter("")
    door.refusal = refused.value
    clerk = hands(page)
    clerk.enter("C1", "correct horse")
    clerk.settle()
    assert page.ui.counter.isVisible()
    assert page.ui.counter.hasFocus()
    assert page.ui.password.text() == "correct horse"


@pytest.mark.parametrize(
    ("typed", "modifier", "shown"),
    [
        ("A", Qt.KeyboardModifier.NoModifier, True),
        ("a", Qt.KeyboardModifier.ShiftModifier, True),
        ("a", Qt.KeyboardModifier.NoModifier, False),
        ("A", Qt.KeyboardModifier.ShiftModifier, False),
        ("1", Qt.KeyboardModifier.NoModifier, False),
    ],
)
def test_caps_lock_is_told_as_soon_as_a_letter_proves_it(
    qtbot: QtBot,
    page: SignInPage,
    hands: Show,
    typed: str,
    modifier: Qt.KeyboardModifier,
    *,
    shown: bool,
) -> None:
    hands(page)
    page.ui.password.setFocus()
    qtbot.keyClick(page.ui.password, typed, modifier)
    assert page.ui.caps.isVisible() is shown
    qtbot.keyClick(page.ui.password, Qt.Key.Key_CapsLock)
    assert page.ui.caps.isVisible() is (typed != "1" and not shown)


def test_the_password_is_never_readable(page: SignInPage, hands: Show) -> None:
    hands(page)
    assert page.ui.password.echoMode() == QLineEdit.EchoMode.Password
    page.set_code("M1")
    assert page.ui.code.text() == "M1"
    assert page.ui.password.hasFocus()


def test_the_form_is_whole_whatever_the_page_has_to_say(qtbot: QtBot, page: SignInPage) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(1366, 768)
    grid = QGridLayout(window)
    grid.addWidget(page, 1, 1)
    grid.setRowStretch(0, 1)
    grid.setRowStretch(2, 1)
    with qtbot.waitExposed(window):
        window.show()
    page.hall_opened("Lotus Road Hall")
    page.ask_counter(wanted=True)
    page.show_error(SignInLocked(field="password", seconds=60))
    counter = page.ui.counter
    qtbot.waitUntil(lambda: counter.visibleRegion().boundingRect() == counter.rect())
