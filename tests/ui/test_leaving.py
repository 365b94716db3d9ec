"""Leaving the desk: at once when all is done, asked once more when something is left."""

from collections.abc import Callable, Sequence

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from hallclient.base.clock import ScriptClock
from hallclient.base.language import N_
from hallclient.ui.handles import find
from hallclient.ui.jobs import Lanes
from hallclient.ui.leaving import LeaveDialog
from hallclient.ui.page import Page
from hallclient.ui.shell import Person, Place, Room, WindowCalls
from hallclient.ui.theme import Look, apply_look
from hallclient.ui.window import MainWindow

SHIFT = "Shift 20261122-01-1 is still open; count the till first."
CTRL = Qt.KeyboardModifier.ControlModifier


class Plain(Page):
    """A room with nothing in it."""

    title = N_("Counter")


class Stage:
    """A window with somebody at work, and what is left for them to do."""

    def __init__(self, lanes: Lanes, clock: ScriptClock) -> None:
        self.left: tuple[str, ...] = ()
        self.signed_out = 0
        calls = WindowCalls(
            clock.now, lambda *_typed: None, self._out, leftovers=lambda tell: tell(self.left)
        )
        self.window = MainWindow(calls, lanes, Look())
        self._rooms = (Room("counter", "Counter", "counter", lambda: Plain(lanes)),)

    def enter(self) -> None:
        person = Person("1001", "Li", N_("Clerk"), frozenset())
        self.window.enter(person, Place("Sample hall", 2), self._rooms)

    def dialogs(self) -> list[LeaveDialog]:
        return [one for one in self.window.findChildren(LeaveDialog) if one.isVisible()]

    def ask(self) -> None:
        find(self.window, "Sign out", QPushButton).click()

    def _out(self) -> None:
        self.signed_out += 1


@pytest.fixture
def stage(qtbot: QtBot, qapp: QApplication, lanes: Lanes, clock: ScriptClock) -> Stage:
    apply_look(qapp, Look())
    stage = Stage(lanes, clock)
    qtbot.addWidget(stage.window)
    with qtbot.waitActive(stage.window):
        stage.window.show()
    stage.enter()
    return stage


def test_who_has_nothing_left_leaves_at_once(stage: Stage) -> None:
    stage.ask()
    assert (stage.signed_out, stage.dialogs()) == (1, [])


def test_leaving_takes_one_key(qtbot: QtBot, stage: Stage) -> None:
    qtbot.keyClick(stage.window.desk, Qt.Key.Key_Q, CTRL)
    assert (stage.signed_out, stage.dialogs()) == (1, [])


@pytest.mark.duty("S1-CT-36")
def test_what_is_left_is_said_and_asked_once_more(qtbot: QtBot, stage: Stage) -> None:
    stage.left = (SHIFT, "2 papers wait for the printer")
    stage.ask()
    stage.ask()
    (dialog,) = stage.dialogs()
    assert dialog.page.left.text() == f"{SHIFT}\n2 papers wait for the printer"
    assert stage.signed_out == 0
    dialog.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is dialog)
    qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_Return, CTRL)
    assert (stage.signed_out, stage.dialogs()) == (1, [])


@pytest.mark.parametrize("key", [Qt.Key.Key_Escape, Qt.Key.Key_Return])
def test_esc_and_enter_stay(qtbot: QtBot, stage: Stage, key: Qt.Key) -> None:
    stage.left = (SHIFT,)
    stage.ask()
    (dialog,) = stage.dialogs()
    with qtbot.waitActive(dialog):
        dialog.activateWindow()
    qtbot.keyClick(dialog.focusWidget(), key)
    assert (stage.signed_out, stage.dialogs()) == (0, [])
    assert stage.window.desk.person.code == "1001"
    stage.ask()
    assert len(stage.dialogs()) == 1


def test_the_lock_works_in_front_of_the_question(qtbot: QtBot, stage: Stage) -> None:
    stage.left = (SHIFT,)
    stage.ask()
    (dialog,) = stage.dialogs()
    dialog.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is dialog)
    qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_L, CTRL)
    assert stage.window.locked
    assert stage.dialogs() == []


class ByHand(QCloseEvent):
    """The close that the window system asks for."""

    def spontaneous(self) -> bool:
        return True


def close(stage: Stage) -> bool:
    """Whether the window would close at once."""
    event = ByHand()
    stage.window.closeEvent(event)
    return event.isAccepted()


@pytest.mark.duty("S1-CT-36")
def test_closing_the_window_is_leaving_too(qtbot: QtBot, stage: Stage) -> None:
    stage.left = (SHIFT,)
    assert not close(stage)
    (dialog,) = stage.dialogs()
    assert stage.window.isVisible()
    dialog.page.press_primary()
    assert stage.signed_out == 1
    assert not stage.window.isVisible()


def test_an_empty_desk_closes_without_a_word(stage: Stage) -> None:
    stage.window.sign_out()
    assert close(stage)


@pytest.mark.parametrize("told", [0, 1])
def test_an_answer_that_comes_when_the_person_is_gone_does_nothing(stage: Stage, told: int) -> None:
    late: list[Callable[[Sequence[str]], object]] = []
    object.__setattr__(stage.window._calls, "leftovers", late.append)
    stage.ask()
    stage.window.sign_out()
    late[0]((SHIFT,) * told)
    assert (stage.signed_out, stage.dialogs()) == (1, [])
