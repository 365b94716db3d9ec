"""The database fails under the pages: a sentence, no crash dialog, work goes on afterwards."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy import event

from hallclient import hall as house
from hallclient.staff.page.sign_in import SignInPage
from hallclient.ui.crash import CrashDialog
from tests.app.conftest import Start, _own_folders, hall, place, quiet, sign_in, start

__all__ = ["_own_folders", "hall", "place", "start"]


def crash_dialogs() -> list[CrashDialog]:
    return [each for each in QApplication.topLevelWidgets() if isinstance(each, CrashDialog)]


@pytest.mark.parametrize("room", ["counter", "shift", "orders", "customers", "settings"])
def test_a_locked_database_is_a_sentence_on_every_page(
    qtbot: QtBot, hall: house.HallPlace, start: Start, room: str
) -> None:
    client = start(hall)
    sign_in(qtbot, client, "C001")
    store = client.backstage.desk.store
    event.listen(store.engine, "checkout", lambda made, *_: made.execute("PRAGMA busy_timeout=1"))
    path = store.engine.url.database
    assert path
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with qtbot.captureExceptions() as bugs:
            page = client.window.go(room)
            quiet(qtbot, client)
            page.press_primary()
            quiet(qtbot, client)
        assert bugs == []
        other.execute("ROLLBACK")
    assert crash_dialogs() == []


@pytest.mark.parametrize("room", ["counter", "shift", "orders", "customers", "settings"])
def test_a_database_taken_away_is_a_sentence_on_every_page(
    qtbot: QtBot, hall: house.HallPlace, start: Start, room: str
) -> None:
    client = start(hall)
    sign_in(qtbot, client, "C001")
    file = Path(client.backstage.desk.store.engine.url.database or "")
    away = file.rename(file.with_name("away.db"))
    with qtbot.captureExceptions() as bugs:
        page = client.window.go(room)
        quiet(qtbot, client)
        page.press_primary()
        quiet(qtbot, client)
    assert bugs == []
    assert crash_dialogs() == []
    away.rename(file)
    store = client.backstage.desk.store
    qtbot.waitUntil(lambda: not store.away, timeout=20_000)  # it knocks until somebody is there
    assert client.seat is not None
    assert client.backstage.top_facts(client.seat).papers_waiting == 0


def test_signing_in_to_a_locked_database_says_so_and_works_afterwards(
    qtbot: QtBot, hall: house.HallPlace, start: Start
) -> None:
    client = start(hall)
    quiet(qtbot, client)
    store = client.backstage.desk.store
    event.listen(store.engine, "checkout", lambda made, *_: made.execute("PRAGMA busy_timeout=1"))
    with closing(sqlite3.connect(store.engine.url.database or "", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        sign_in(qtbot, client, "C001")
        page = client.window.findChild(SignInPage)
        assert page is not None
        assert page.refused is not None
        assert page.refused.code == "database.busy"
        other.execute("ROLLBACK")
    sign_in(qtbot, client, "C001")
    assert client.seat is not None
