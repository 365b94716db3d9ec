"""The till's pages worked by keys, in English, on the real services."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from hallclient.base.errors import HallError
from hallclient.base.language import use_language
from hallclient.base.money import FACES
from hallclient.base.pieces import face_text
from hallclient.staff.rules import Signature
from hallclient.till import service
from hallclient.till.page import ShiftCalls, ShiftPage, ShiftsCalls, ShiftsPage
from hallclient.ui.authorise import AuthoriseDialog
from hallclient.ui.handles import find
from hallclient.ui.jobs import Lanes
from hallclient.ui.page import Page
from tests.till.conftest import Hall


@pytest.fixture(autouse=True)
def in_english(qapp: QApplication) -> Iterator[None]:
    """Sentences as they are written in the source."""
    use_language("en")
    yield
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


def signer(hall: Hall) -> Callable[[str, str, str], Signature]:
    """Everybody's password is `secret`."""

    def sign(code: str, password: str, permission: str) -> Signature:
        if password != "secret":
            raise WrongPassword
        return hall.sign(code, permission)

    return sign


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
        sign=signer(hall),
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
        sign=signer(hall),
        printed=lambda: told.append("printed"),
        approved=told.append,
        clerk="m1",
    )
    return ShiftsPage(calls, lanes)


class Hands:
    """A person's hands on one page: keys only, controls found by their names."""

    def __init__(self, qtbot: QtBot, page: Page) -> None:
        self.qtbot, self.page = qtbot, page

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier | None = None) -> None:
        held = Qt.KeyboardModifier.NoModifier if modifier is None else modifier
        QTest.keyClick(self.page.focusWidget() or self.page, key, held)

    def at(self, name: str, kind: type[QWidget] = QWidget, **facts: object) -> QWidget:
        """Puts the focus on a control, found as a screen reader finds it."""
        widget = find(self.page, name, kind, **facts)
        widget.setFocus()
        return widget

    def fill(self, name: str, text: str, **facts: object) -> None:
        """Types into an empty field."""
        field = self.at(name, QLineEdit, **facts)
        assert isinstance(field, QLineEdit)
        field.clear()
        if text.isascii():
            QTest.keyClicks(field, text)
        else:
            field.insert(text)  # as an input method commits it

    def count_pieces(self, pieces: Mapping[int, int]) -> None:
        """Types every face named; the others stay empty."""
        for face, count in pieces.items():
            self.fill("Pieces of {face} yuan", str(count), face=face_text(face))

    def totals(self, text: str = "0") -> None:
        for name in ("POS card", "WeChat", "Alipay", "bank transfer"):
            self.fill(f"Total of {name}", text)

    def confirm(self) -> None:
        """Ctrl+Enter, and all work done."""
        self.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        self.settle()

    def sign(self, code: str, word: str = "secret") -> None:
        """The second person signs in the dialog that is open."""
        (dialog,) = self._dialogs()
        with self.qtbot.waitActive(dialog):
            dialog.activateWindow()
        QTest.keyClicks(find(dialog, "Second person's code", QLineEdit), code)
        field = find(dialog, "Second person's password", QLineEdit)
        field.setFocus()
        QTest.keyClicks(field, word)
        QTest.keyClick(field, Qt.Key.Key_Return)
        self.settle()
        if not self._dialogs():
            with self.qtbot.waitActive(self.page):
                self.page.activateWindow()

    def _dialogs(self) -> list[AuthoriseDialog]:
        return [one for one in self.page.findChildren(AuthoriseDialog) if one.isVisible()]

    def settle(self) -> None:
        """Waits until both lanes have told everything."""
        lanes = self.page.lanes
        self.qtbot.waitUntil(lambda: not lanes.write.busy and not lanes.read.busy)


@pytest.fixture
def hands(qtbot: QtBot) -> Callable[[Page], Hands]:
    """Shows a page and gives the hands that work it."""

    def show(page: Page) -> Hands:
        qtbot.addWidget(page)
        page.resize(1100, 640)
        with qtbot.waitActive(page):
            page.show()
            page.activateWindow()
        page.opened()
        page.focus_first()
        made = Hands(qtbot, page)
        made.settle()
        return made

    return show


def every_face(pieces: Mapping[int, int]) -> dict[int, int]:
    """Every face, largest first, 0 where none is named."""
    return {int(face): pieces.get(face, 0) for face in FACES}
