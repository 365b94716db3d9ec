"""The page of personal data that is due, worked by keys: said first, signed, then erased."""

from collections.abc import Iterator
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from hallclient.base.language import use_language
from hallclient.base.masking import mask_number
from hallclient.retention import service
from hallclient.retention.page import RetentionCalls, RetentionPage
from hallclient.retention.rules import Erased, StartErasing
from hallclient.staff.rules import Signature
from hallclient.ui.authorise import AuthoriseDialog
from hallclient.ui.handles import find
from hallclient.ui.jobs import Lanes, Step
from tests.retention.conftest import Archive, resident, years

DAY = date(2026, 11, 22)


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


class Hands:
    """A duty manager at the page: keys only, controls found by their names."""

    def __init__(self, qtbot: QtBot, page: RetentionPage[Signature]) -> None:
        self.qtbot, self.page = qtbot, page

    def write(self, name: str, text: str) -> None:
        field = find(self.page, name, QLineEdit)
        field.setFocus()
        field.insert(text)

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier):
        QTest.keyClick(self.page.focusWidget() or self.page, key, modifier)
        self.settle()

    def confirm(self) -> None:
        self.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    def sign(self, code: str) -> str:
        """The second person signs; returns what they were asked to sign."""
        dialogs = self.page.findChildren(AuthoriseDialog)
        (dialog,) = (one for one in dialogs if one.isVisible())
        asked = str(dialog.page.ui.purpose.text())
        with self.qtbot.waitActive(dialog):
            dialog.activateWindow()
        QTest.keyClicks(find(dialog, "Second person's code", QLineEdit), code)
        field = find(dialog, "Second person's password", QLineEdit)
        field.setFocus()
        QTest.keyClicks(field, "secret")
        QTest.keyClick(field, Qt.Key.Key_Return)
        self.settle()
        with self.qtbot.waitActive(self.page):
            self.page.activateWindow()
        self.settle()
        return asked

    def settle(self) -> None:
        lanes = self.page.lanes
        self.qtbot.waitUntil(lambda: not lanes.write.busy and not lanes.read.busy)


@pytest.fixture
def hands(qtbot: QtBot, archive: Archive, lanes: Lanes) -> Hands:
    """The page two years after a customer left; one more customer is in service."""
    archive.on(DAY)
    archive.end(archive.take_over(1, "13812345678"))
    archive.take_over(2, "13900000000", "杨柳")
    archive.on(DAY + years(2))
    desk = archive.manager

    def erase(ask: StartErasing, signature: Signature, step: Step) -> Erased:
        service.start(desk, ask, signature)
        return service.carry_on(desk, step)

    calls = RetentionCalls(
        plan=lambda: service.plan(desk),
        holds=lambda: service.holds(desk),
        find=lambda text, request_id: service.find(desk, text, request_id),
        erase=erase,
        carry_on=lambda step: service.carry_on(desk, step),
        set_hold=lambda ask, signature: service.set_hold(desk, ask, signature),
        release_hold=lambda ask, signature: service.release_hold(desk, ask, signature),
        sign=lambda code, _password, permission: archive.sign(code, permission),
        clerk="M1",
    )
    page = RetentionPage(calls, lanes)
    qtbot.addWidget(page)
    page.resize(1100, 640)
    with qtbot.waitActive(page):
        page.show()
        page.activateWindow()
    made = Hands(qtbot, page)
    made.settle()
    return made


def test_the_page_says_what_would_go_and_nothing_has_gone(hands: Hands, archive: Archive) -> None:
    ui = hands.page.ui
    assert "1 customers left more than 24 months ago" in ui.summary.text()
    assert [ui.due.text_at(0, column) for column in range(4)] == [
        "样**",
        mask_number(resident(1)),
        "2026-11-22",
        "2028-11-23",
    ]
    assert len(archive.found("样例甲")) == 1


def test_the_second_person_signs_for_the_figures_and_then_it_is_gone(hands, archive) -> None:
    hands.confirm()
    assert hands.sign("M2").startswith("Erase the personal data of 1 customers")
    assert "Erased: 1 customers" in hands.page.notice.text()
    assert hands.page.ui.due.rows() == ()
    assert not hands.page.primary.isEnabled()
    assert archive.found("样例甲") == set()
    assert len(archive.found("杨柳")) == 1


def test_the_same_person_cannot_sign_for_themselves(hands: Hands, archive: Archive) -> None:
    hands.confirm()
    hands.sign("M1")
    assert hands.page.refused is not None
    assert hands.page.refused.code == "approval.same-person"
    assert len(archive.found("样例甲")) == 1


def test_a_hold_is_set_and_released_by_two(hands: Hands, archive: Archive) -> None:
    ui = hands.page.ui
    hands.write("Find a customer to hold", "杨柳")
    hands.key(Qt.Key.Key_Return)
    assert ui.chosen.text().startswith("杨*")
    hands.write("Reason of the hold", "court, file 12")
    hands.key(Qt.Key.Key_F7)
    assert "court, file 12" in hands.sign("A1")
    assert ui.held.text_at(0, 3) == "court, file 12"
    ui.held.setFocus()
    hands.write("Reason of the hold", "file 12 closed")
    hands.key(Qt.Key.Key_F8)
    hands.sign("M2")
    assert ui.held.rows() == ()


def test_an_erasing_that_was_cut_short_is_offered_again(hands: Hands, archive: Archive) -> None:
    archive.start()
    hands.page.opened()
    hands.settle()
    assert "cut short" in hands.page.ui.summary.text()
    hands.confirm()
    assert archive.found("样例甲") == set()
