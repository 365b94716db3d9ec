"""A clerk's fingers: typing into controls found by name, and waiting until the client is quiet."""

import time
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from hallclient.ui.widgets.choice_box import ChoiceBox

PATIENCE_SECONDS: Final = 60
LOOK_AGAIN_MS: Final = 5
_CONTROL: Final = Qt.KeyboardModifier.ControlModifier


class NotQuiet(RuntimeError):
    """The client did not come to rest; a played day stops here rather than guess."""


def wait_until(true: Callable[[], bool], what: str) -> None:
    """Lets events run until it is so; raises NotQuiet after a minute."""
    if true():
        return
    deadline = time.monotonic() + PATIENCE_SECONDS
    beat = QTimer()  # looks again even if nothing happens; the loop sleeps in between
    beat.start(LOOK_AGAIN_MS)
    while not true():
        if time.monotonic() > deadline:
            raise NotQuiet(what)
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)


def press(
    widget: QWidget,
    key: Qt.Key,
    *,
    control: bool = False,
    alt: bool = False,
    shift: bool = False,
    times: int = 1,
) -> None:
    """Presses a key in the widget."""
    modifier = Qt.KeyboardModifier.AltModifier if alt else Qt.KeyboardModifier.NoModifier
    modifier = _CONTROL if control else modifier
    modifier = Qt.KeyboardModifier.ShiftModifier if shift else modifier
    for _ in range(times):
        QTest.keyClick(widget, key, modifier)


def type_text(field: QLineEdit, text: str) -> None:
    """Replaces what the field holds, key by key; Chinese comes as an input method sends it."""
    field.setFocus()
    field.selectAll()
    press(field, Qt.Key.Key_Delete)
    if text.isascii():
        QTest.keyClicks(field, text)
        return
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(field, event)


def choose(box: ChoiceBox, value: object) -> bool:
    """Chooses a value with Home and Down; False when the box does not offer it."""
    box.setFocus()
    press(box, Qt.Key.Key_Home)
    for _ in range(box.count()):
        if box.value() == value:
            return True
        press(box, Qt.Key.Key_Down)
    return box.value() == value


def screenshot(window: QWidget, path: str) -> None:
    """Keeps what a window shows."""
    window.grab().save(path)
