"""The sample day comes to the same on PostgreSQL as on SQLite, to the fen and the hash."""

import sys
from pathlib import Path

import pytest

from hallclient.base.places import resources
from hallclient.play.player import play_script
from hallclient.play.script import load_script
from tests.conftest import MakeDatabase

SAMPLE = resources() / "sample" / "day.json"


@pytest.mark.skipif(sys.platform == "win32", reason="the test server runs on Linux")
def test_the_sample_day_on_a_server(
    tmp_path: Path, postgresql_databases: MakeDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HALLCLIENT_DATA_FOLDER", str(tmp_path / "data"))
    script = load_script(SAMPLE)
    file = play_script(script, tmp_path / "file", through_services=True).summary
    url = postgresql_databases(False)
    server = play_script(script, tmp_path / "server", database_url=url, through_services=True)
    assert [name for name in file["files"] if name != "hall.db"] == server.summary["files"]
    for part in ("events", "shifts", "day", "ledger"):
        assert file[part] == server.summary[part], part
