"""What tests of pages share: English sentences, lanes that end with the test, hands at the keys.

A folder of page tests takes the fixtures into its conftest.
"""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from hallclient.base.errors import HallError
from hallclient.base.language import use_language
from hallclient.staff.rules import Signature
from hallclient.ui.authorise import AuthoriseDialog
from hallclient.ui.handles import find
from hallclient.ui.jobs import Lanes
from hallclient.ui.page import Page

PASSWORD = "secret"
"""Everybody's, where a second person signs."""
PATIENCE = 30_000
"""Milliseconds for what goes on behind a page, on a machine that has much else to do."""


@pytest.fixture(autouse=True)
def in_english(qapp: QApplication) -> None:
    """Sentences as they are written in the source; Chinese is back after the test."""
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


def signing(sign: Callable[[str, str], Signature]) -> Callable[[str, str, str], Signature]:
    """A page's way to a signature, by code, password and permission."""

    def checked(code: str, password: str, permission: str) -> Signature:
        if password != PASSWORD:
            raise WrongPassword
        return sign(code, permission)

    return checked


def put_in_front(qtbot: QtBot, page: Page, width: int = 1100, height: int = 640) -> None:
    """Shows a page and gives it the keyboard."""
    qtbot.addWidget(page)
    page.resize(width, height)
    with qtbot.waitActive(page):
        page.show()
        page.activateWindow()


class Hands[P: Page]:
    """A person's hands on one page: keys only, controls found as a screen reader finds them."""

    def __init__(self, qtbot: QtBot, page: P) -> None:
        self.qtbot, self.page = qtbot, page

    def key(self, key: Qt.Key, *held: Qt.KeyboardModifier) -> None:
        """Presses a key where the focus is."""
        modifiers = Qt.KeyboardModifier.NoModifier
        for modifier in held:
            modifiers |= modifier
        QTest.keyClick(self.page.focusWidget() or self.page, key, modifiers)

    def confirm(self) -> None:
        """Ctrl+Enter, and all work done."""
        self.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        self.settle()

    def at(self, name: str, kind: type[QWidget] = QWidget, **facts: object) -> QWidget:
        """Puts the focus on a control."""
        widget = find(self.page, name, kind, **facts)
        widget.setFocus()
        return widget

    def fill(self, name: str, text: str, **facts: object) -> None:
        """Types into a field, emptied before; Chinese comes as an input method commits it."""
        field = self.at(name, QLineEdit, **facts)
        assert isinstance(field, QLineEdit)
        field.clear()
        if text.isascii():
            QTest.keyClicks(field, text)
        else:
            field.insert(text)

    def dialogs(self) -> list[AuthoriseDialog]:
        """Dialogs in which a second person is to sign."""
        return [one for one in self.page.findChildren(AuthoriseDialog) if one.isVisible()]

    def asked(self) -> str:
        """What the second person is asked to sign."""
        (dialog,) = self.dialogs()
        return str(dialog.page.ui.purpose.text())

    def sign(self, code: str, word: str = PASSWORD) -> None:
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
            self.settle()

    def settle(self) -> None:
        """Waits until both lanes have told everything, and what is queued is done."""
        QApplication.processEvents()
        lanes = self.page.lanes
        self.qtbot.waitUntil(lambda: not lanes.write.busy and not lanes.read.busy, timeout=PATIENCE)
        QApplication.processEvents()


class PatientHands[P: Page](Hands[P]):
    """Hands that wait after every key until its work is done."""

    def key(self, key: Qt.Key, *held: Qt.KeyboardModifier) -> None:
        super().key(key, *held)
        self.settle()
