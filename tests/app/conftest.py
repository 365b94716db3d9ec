"""A client on a hall of its own; who sits there signs in by keys, as in the morning."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from hallclient import hall as house
from hallclient.app.client import Client, Opening
from hallclient.base.clock import ScriptClock
from hallclient.base.ids import new_id
from hallclient.look import Look
from hallclient.staff import passwords
from hallclient.staff import service as staff
from hallclient.staff.rules import AddPerson, Role
from hallclient.store.keys import FileKeyStore

PASSWORD = "morning-tea-7"
WINDOW = f"hallclient-test-{os.getpid()}"
"""Name of the one window: a door of the system's, which another test process must not answer."""


@pytest.fixture(autouse=True)
def _own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HALLCLIENT_DATA_FOLDER", str(tmp_path / "data"))
    monkeypatch.setenv("HALLCLIENT_CONFIG", str(tmp_path / "settings.toml"))
    monkeypatch.setattr(passwords, "COST", passwords.Cost(1, 8, 1))


@pytest.fixture
def place(tmp_path: Path) -> house.HallPlace:
    """A place where no hall is yet."""
    return house.HallPlace(f"sqlite:///{tmp_path / 'hall.db'}", FileKeyStore(tmp_path / "keys"))


@pytest.fixture
def hall(place: house.HallPlace, clock: ScriptClock) -> house.HallPlace:
    """A hall with the manager M001 and the clerk C001, who chose her own password."""
    new = house.NewHall("H001", "样例营业厅", "M001", "值班甲", PASSWORD)
    opened = house.create_hall(place, new, clock)
    desk = opened.desk.acting("M001", 0)
    staff.add_person(desk, AddPerson("C001", "柜员乙", Role.CLERK, PASSWORD, new_id()))
    opened.close()
    return place


type Start = Callable[..., Client]


@pytest.fixture
def start(qtbot: QtBot, qapp: QApplication, clock: ScriptClock, tmp_path: Path) -> Iterator[Start]:
    """Starts clients and closes them at the end."""
    clients: list[Client] = []

    def begin(place: house.HallPlace, **more: object) -> Client:
        plain = {"clock": clock, "place": place, "counter": 1, "papers": tmp_path / "papers"}
        client = Client(qapp, Opening(Look(), **(plain | more)))  # type: ignore[arg-type]
        clients.append(client)
        client.start()
        with qtbot.waitActive(client.window):
            client.window.activateWindow()
        return client

    yield begin
    for client in clients:
        client.close()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def quiet(qtbot: QtBot, client: Client) -> None:
    """Waits until no work is under way."""
    qtbot.waitUntil(lambda: not client.busy, timeout=20_000)


def field(client: Client, name: str) -> QLineEdit:
    """A visible field by its object name."""
    return next(edit for edit in client.window.findChildren(QLineEdit, name) if edit.isVisible())


def type_keys(client: Client, name: str, text: str) -> None:
    """Types into a field, key by key."""
    edit = field(client, name)
    edit.setFocus()
    edit.clear()
    QTest.keyClicks(edit, text)


def sign_in(qtbot: QtBot, client: Client, code: str, password: str = PASSWORD) -> None:
    """Types code and password and presses Enter; waits for the answer."""
    type_keys(client, "code", code)
    type_keys(client, "password", password)
    QTest.keyClick(field(client, "password"), Qt.Key.Key_Return)
    quiet(qtbot, client)
