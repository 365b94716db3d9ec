"""The second person signs on the clerk's screen."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from hallclient.base.errors import HallError
from hallclient.ui.authorise import AuthoriseDialog, SignAsk
from hallclient.ui.handles import find
from hallclient.ui.jobs import Lanes
from hallclient.ui.remote import APPROVED, REFUSED, TIMED_OUT, WAITING, WITHDRAWN, Remote
from hallclient.ui.theme import Look, apply_look


@dataclass(frozen=True)
class Signed:
    code: str
    purpose: str


class WrongPassword(HallError):
    code = "signin.failed"
    sentence = "Code or password is wrong."


ASK = SignAsk("Reverse order 1 of 50.00 yuan", first="Li 1001", role="Approver")


@pytest.fixture
def parent(qtbot: QtBot, qapp: QApplication) -> QWidget:
    apply_look(qapp, Look("light", 100))  # another test may have left its own
    parent = QWidget()
    qtbot.addWidget(parent)
    with qtbot.waitActive(parent):
        parent.show()
    return parent


type Opening = Callable[[Callable[[str, str, str], Signed]], tuple[AuthoriseDialog, list[Signed]]]


@pytest.fixture
def opened(qtbot: QtBot, parent: QWidget, lanes: Lanes) -> Opening:
    def open_with(
        sign: Callable[[str, str, str], Signed],
    ) -> tuple[AuthoriseDialog, list[Signed]]:
        signatures: list[Signed] = []
        dialog = AuthoriseDialog(parent, lanes.write, sign, ASK, signatures.append)
        with qtbot.waitActive(dialog):
            dialog.activateWindow()
        return dialog, signatures

    return open_with


def type_in(qtbot: QtBot, dialog: AuthoriseDialog, code: str, password: str) -> QLineEdit:
    field = find(dialog, "Second person's code", QLineEdit)
    qtbot.keyClicks(field, code)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    secret = find(dialog, "Second person's password", QLineEdit)
    assert dialog.focusWidget() is secret
    qtbot.keyClicks(secret, password)
    return secret


def test_a_signature_comes_back_once_and_the_dialog_goes(
    qtbot: QtBot, lanes: Lanes, opened: Opening
) -> None:
    threads: list[int] = []

    def sign(code: str, password: str, purpose: str) -> Signed:
        threads.append(threading.get_ident())
        assert password == "right"
        return Signed(code, purpose)

    dialog, signatures = opened(sign)
    secret = type_in(qtbot, dialog, "2001", "right")
    with qtbot.waitSignal(dialog.accepted):
        qtbot.keyClick(secret, Qt.Key.Key_Return)
    assert signatures == [Signed("2001", ASK.purpose)]
    assert threads != [threading.get_ident()]


def test_it_shows_what_is_asked_and_for_whom(opened: Opening) -> None:
    dialog, _signatures = opened(lambda code, _password, purpose: Signed(code, purpose))
    texts = [label.text() for label in dialog.findChildren(QLabel)]
    assert ASK.purpose in texts
    assert "Asked by Li 1001" in texts
    assert "Approver: staff code" in texts


def test_a_refusal_stays_in_the_dialog_and_the_password_goes(
    qtbot: QtBot, lanes: Lanes, opened: Opening
) -> None:
    def sign(code: str, password: str, purpose: str) -> Signed:
        raise WrongPassword(field="password")

    dialog, signatures = opened(sign)
    secret = type_in(qtbot, dialog, "2001", "wrong")
    with qtbot.waitSignal(lanes.write.idle):
        qtbot.keyClick(secret, Qt.Key.Key_Return)
    assert dialog.isVisible()
    assert dialog.page.errors.sentences() == {"password": "Code or password is wrong."}
    assert secret.text() == ""
    assert secret.hasFocus()
    assert signatures == []


def test_an_empty_password_is_said_beside_it_and_nobody_is_asked(
    qtbot: QtBot, lanes: Lanes, opened: Opening
) -> None:
    dialog, _signatures = opened(lambda code, _password, purpose: Signed(code, purpose))
    secret = type_in(qtbot, dialog, "2001", "")
    qtbot.keyClick(secret, Qt.Key.Key_Return)
    assert set(dialog.page.errors.sentences()) == {"password"}
    assert not lanes.write.busy


def test_esc_cancels_silently_even_while_the_signature_is_checked(
    qtbot: QtBot, lanes: Lanes, opened: Opening
) -> None:
    held = threading.Event()

    def sign(code: str, password: str, purpose: str) -> Signed:
        held.wait(timeout=5)
        return Signed(code, purpose)

    dialog, signatures = opened(sign)
    secret = type_in(qtbot, dialog, "2001", "right")
    qtbot.keyClick(secret, Qt.Key.Key_Return)
    with qtbot.waitSignal(dialog.rejected):
        qtbot.keyClick(secret, Qt.Key.Key_Escape)
    with qtbot.waitSignal(lanes.write.idle):
        held.set()
    assert signatures == []


@dataclass(frozen=True)
class Told:
    """How a request stands, as the other PC left it."""

    state: str
    request_id: str = "r1"
    seconds_left: int = 60
    by_name: str = "Wang 2001"
    reason: str = "no receipt"
    signature: Signed | None = None


class News(QObject):
    come = Signal()


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        (REFUSED, "no receipt"),
        (TIMED_OUT, "Nobody has answered"),
        (WITHDRAWN, "was withdrawn"),
        (APPROVED, "was used already"),
    ],
)
def test_every_end_of_the_waiting_is_said(
    qtbot: QtBot, parent: QWidget, lanes: Lanes, state: str, sentence: str
) -> None:
    """An approval without its signature is one that was used."""
    standing, news = Told(WAITING), News()
    ended = replace(standing, state=state)
    remote = Remote(lanes.read, lambda: standing, lambda _id: ended, lambda _id: ended, news.come)
    signatures: list[Signed] = []
    dialog = AuthoriseDialog(
        parent,
        lanes.write,
        lambda code, _password, purpose: Signed(code, purpose),
        ASK,
        signatures.append,
        remote,
    )
    qtbot.waitUntil(dialog.isActiveWindow)
    qtbot.keyClick(dialog.page, Qt.Key.Key_F6)
    qtbot.waitUntil(lambda: dialog.page.waits)
    news.come.emit()
    qtbot.waitUntil(lambda: not dialog.page.waits)
    assert sentence in dialog.page.notice.text()
    assert dialog.isVisible()
    assert signatures == []


@pytest.mark.parametrize("times", [2, 4, 8])
def test_a_sentence_above_the_form_pushes_no_field_out_of_sight(
    qtbot: QtBot, parent: QWidget, lanes: Lanes, times: int
) -> None:
    parent.resize(1366, 768)
    long = SignAsk("Reverse an order whose customer has chosen another card " * times)
    dialog = AuthoriseDialog(
        parent, lanes.write, lambda *_words: Signed("", ""), long, lambda _signed: None
    )
    qtbot.waitUntil(dialog.isVisible)
    dialog.page.say("Wang 2001 refuses: take the receipt back. " * times, "wrong")
    password = dialog.page.ui.password
    qtbot.waitUntil(lambda: password.visibleRegion().boundingRect().size() == password.size())
    assert dialog.height() <= parent.height()
    dialog.page.notice.clear()
    qtbot.waitUntil(lambda: dialog.page.scroll_area.height() - dialog.page.form_height() < 100)
