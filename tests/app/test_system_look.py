"""Another look of the system is another look of the window, at once."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from hallclient import hall as house
from hallclient.app import system_look
from hallclient.app.client import Client
from hallclient.app.system_look import SystemLook
from hallclient.devices.session_news import News
from hallclient.ui import theme
from hallclient.ui.theme import SYSTEM_CONTRAST, SYSTEM_SCALE, Look, apply_look
from tests.app.conftest import Start, quiet


@pytest.fixture
def look(qtbot: QtBot, qapp: QApplication, hall: house.HallPlace, start: Start) -> Iterator[Client]:
    client = start(hall)
    quiet(qtbot, client)
    client.window.look = Look("system", 0)
    client.window.look_again()
    yield client
    for name in (SYSTEM_SCALE, SYSTEM_CONTRAST):
        qapp.setProperty(name, None)
    apply_look(qapp, Look())


def test_dark_comes_and_goes_with_the_system(
    qapp: QApplication, look: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Offscreen there is no theme of the system: its news is sent, and the answer is looked at."""
    follows = SystemLook(qapp, look.window)
    dark: list[bool] = [True]
    real = theme._colours
    monkeypatch.setattr(
        theme, "_colours", lambda app, look: theme.DARK if dark[0] else real(app, look)
    )
    hints = qapp.styleHints()
    hints.colorSchemeChanged.emit(hints.colorScheme())
    assert qapp.palette().window().color().name() == theme.DARK["window"]
    dark[0] = False
    hints.colorSchemeChanged.emit(hints.colorScheme())
    assert qapp.palette().window().color().name() == theme.LIGHT["window"]
    follows.deleteLater()


def test_more_contrast_comes_when_the_system_says_so(
    qapp: QApplication, look: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    follows = SystemLook(qapp, look.window)
    monkeypatch.setattr(system_look, "wanted_contrast", lambda: True)
    follows.on_news(News.SETTING_CHANGED)
    assert qapp.palette().text().color().name() == "#000000"
    monkeypatch.setattr(system_look, "wanted_contrast", lambda: False)
    follows.on_news(News.SETTING_CHANGED)
    assert qapp.palette().text().color().name() == theme.LIGHT["text"]
    follows.deleteLater()


def test_larger_text_comes_when_the_system_says_so(
    qapp: QApplication, look: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    follows = SystemLook(qapp, look.window)
    assert qapp.font().pixelSize() == 14
    monkeypatch.setattr(system_look, "wanted_text_size", lambda: 125)
    follows.on_news(News.CLOCK_SET)
    assert qapp.font().pixelSize() == 14
    follows.on_news(News.SETTING_CHANGED)
    assert qapp.font().pixelSize() == 18
    follows.deleteLater()
