"""The backup after a close runs beside the window, as the command line does it."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from hallclient import hall as house
from hallclient.app.backups import start_backup
from hallclient.settings import load_settings


def test_a_process_of_its_own_makes_it_and_puts_it_on_record(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HALLCLIENT_DATA_FOLDER", str(tmp_path))
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
    settings = load_settings()
    new = house.NewHall("H001", "样例营业厅", "M001", "值班经理", "correct horse")
    house.create_hall(house.HallPlace.of(settings), new).close()
    start_backup(settings).join(timeout=120)
    (kept,) = (tmp_path / "backups").iterdir()
    with closing(sqlite3.connect(tmp_path / "hall.db")) as books:
        (details,) = books.execute(
            "SELECT details FROM audit WHERE subject = 'backup' AND action = 'backup.made'"
        ).fetchone()
    assert kept.name in details
