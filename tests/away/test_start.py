"""What a client says that cannot open its hall, and how it goes on when it can."""

import secrets
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import create_engine, text

from hallclient.app.backstage import address_of
from hallclient.app.client import Client, Opening
from hallclient.base.ids import new_id
from hallclient.hall import HallPlace, NewHall, create_hall
from hallclient.look import Look
from hallclient.staff import service as staff
from hallclient.staff.rules import AddPerson, Role
from hallclient.store import engine
from hallclient.store.keys import FileKeyStore
from hallclient.ui.handles import find
from hallclient.ui.page import Page
from tests.app.conftest import PASSWORD, Start, field, quiet, sign_in

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """An embedded hall in a folder of its own, with the clerk C001."""
    folder = tmp_path / "share"
    folder.mkdir()
    place = place_of(folder / "hall.db")
    new = NewHall("H001", "样例营业厅", "M001", "值班甲", PASSWORD)
    opened = create_hall(place, new)
    manager = opened.desk.acting("M001", 0)
    staff.add_person(manager, AddPerson("C001", "柜员乙", Role.CLERK, PASSWORD, new_id()))
    opened.close()
    return folder / "hall.db"


def place_of(file: Path) -> HallPlace:
    return HallPlace(f"sqlite:///{file}", FileKeyStore(file.parent.parent / "keys"))


def gate(client: Client) -> Page:
    """The page on the card: sign-in, or the first run."""
    card = client.window.findChild(QWidget, "gate")
    assert card is not None
    return next(page for page in card.findChildren(Page))


def refused(qtbot: QtBot, client: Client) -> str:
    """The code of what the sign-in page says."""
    quiet(qtbot, client)
    error = gate(client).refused
    return error.code if error is not None else ""


def newer(file: Path) -> HallPlace:
    plain = create_engine(f"sqlite:///{file}")
    with plain.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        connection.execute(text("PRAGMA user_version = 9999"))
    plain.dispose()
    return place_of(file)


def without_key(file: Path) -> HallPlace:
    return replace(place_of(file), keys=FileKeyStore(file.parent / "no keys"))


def wrong_key(file: Path) -> HallPlace:
    keys = file.parent / "other keys"
    keys.mkdir()
    for key in (file.parent.parent / "keys").iterdir():
        (keys / key.name).write_text(secrets.token_hex(32), "ascii")
    return replace(place_of(file), keys=FileKeyStore(keys))


def no_address(file: Path) -> HallPlace:
    return replace(place_of(file), url="hall.db, on the server")


def no_database(file: Path) -> HallPlace:
    other = file.with_name("letters.db")
    other.write_bytes(b"Dear sir or madam, " * 400)
    return place_of(other)


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (newer, "database.newer"),
        (without_key, "key.missing"),
        (wrong_key, "key.wrong"),
        (no_address, "database.address"),
        (no_database, "database.damaged"),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_what_keeps_the_hall_shut_is_one_sentence_and_a_key_to_try_again(
    qtbot: QtBot, start: Start, file: Path, spoil: Callable[[Path], HallPlace], code: str
) -> None:
    before = file.read_bytes()
    place = spoil(file)
    spoilt = file.read_bytes()
    client = start(place)
    assert refused(qtbot, client) == code
    page = gate(client)
    again = find(page, "Try again", QPushButton)
    assert again.isVisible()
    QTest.keyClick(page, Qt.Key.Key_R, CONTROL)
    assert refused(qtbot, client) == code
    sign_in(qtbot, client, "C001")
    assert client.seat is None
    assert refused(qtbot, client) == code
    assert file.read_bytes() == spoilt  # nothing was touched
    assert len(spoilt) == len(before)


def test_a_missing_key_is_brought_and_the_same_window_goes_on(
    qtbot: QtBot, start: Start, file: Path
) -> None:
    place = without_key(file)
    client = start(place)
    assert refused(qtbot, client) == "key.missing"
    shutil.copytree(file.parent.parent / "keys", file.parent / "no keys")
    QTest.keyClick(gate(client), Qt.Key.Key_R, CONTROL)
    assert refused(qtbot, client) == ""
    assert not find(gate(client), "Sign in", QPushButton).isHidden()
    sign_in(qtbot, client, "C001")
    assert client.seat is not None


def test_a_hall_whose_folder_is_away_is_waited_for_and_nobody_founds_another(
    qtbot: QtBot, start: Start, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HALLCLIENT_DATABASE", f"sqlite:///{file}")
    monkeypatch.setenv("HALLCLIENT_KEYS_FOLDER", str(file.parent.parent / "keys"))
    first = start(None)
    quiet(qtbot, first)
    first.close()
    away = file.parent.with_name("away")
    file.parent.rename(away)
    file.parent.mkdir()  # where the disk was: an empty folder
    client = start(None)
    assert refused(qtbot, client) == "database.unreachable"
    assert field(client, "code").isVisible()  # not the wizard for a new hall
    assert list(file.parent.iterdir()) == []
    file.parent.rmdir()
    away.rename(file.parent)
    qtbot.waitUntil(lambda: gate(client).refused is None, timeout=20_000)  # by itself
    sign_in(qtbot, client, "C001")
    assert client.seat is not None


def test_a_file_that_is_taken_away_at_work_stops_the_desk_until_it_is_back(
    qtbot: QtBot, start: Start, file: Path
) -> None:
    client = start(place_of(file))
    quiet(qtbot, client)
    sign_in(qtbot, client, "C001")
    away = file.with_name("away.db")
    file.rename(away)
    page = client.window.go("orders")
    qtbot.waitUntil(lambda: "database" in client.window.desk.top.alerts(), timeout=10_000)
    qtbot.waitUntil(lambda: page.refused is not None)
    assert page.refused is not None
    assert page.refused.code == "database.unreachable"
    assert not file.exists()  # and no empty one is made in its place
    away.rename(file)
    qtbot.waitUntil(lambda: "database" not in client.window.desk.top.alerts(), timeout=20_000)
    qtbot.waitUntil(lambda: page.refused is None, timeout=10_000)


def test_a_file_that_somebody_keeps_locked_is_told_and_works_as_soon_as_it_is_free(
    qtbot: QtBot, start: Start, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = start(place_of(file))
    quiet(qtbot, client)
    client.backstage.desk.store.engine.dispose()
    monkeypatch.setattr(engine, "_PRAGMAS", (*engine._PRAGMAS, "busy_timeout=50"))
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        sign_in(qtbot, client, "C001")
        assert refused(qtbot, client) == "database.busy"
        other.execute("ROLLBACK")
    sign_in(qtbot, client, "C001")
    assert client.seat is not None


def test_the_address_shows_no_password_wherever_it_stands() -> None:
    url = "postgresql+psycopg://hall:secret@server:5433/h1?password=secret&sslmode=require"
    opening = Opening(Look(), place=HallPlace(url, FileKeyStore(Path("nowhere"))))
    assert address_of(opening) == "postgresql+psycopg://hall:***@server:5433/h1"
