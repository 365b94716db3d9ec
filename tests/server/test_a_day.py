"""A hall is set up on a server by its owner; its clients then do everything a day asks for."""

import io
from pathlib import Path

import pytest

from hallclient import cli
from hallclient import hall as house
from hallclient.base.places import resources
from hallclient.play.player import play_script
from hallclient.play.script import load_script
from hallclient.store.engine import open_engine
from tests.server.conftest import Ground
from tools import postgres


def test_the_sample_day_is_worked_by_a_client(
    ground: Ground, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tables and rights are the owner's doing; from the founding on it is a client who works."""
    if not ground.oldest:
        pytest.skip("worked on the oldest version; other tests work it on this one")
    monkeypatch.setenv("HALLCLIENT_DATA_FOLDER", str(tmp_path / "data"))
    ground.database("day", "owner")
    owner = ground.place("day", "owner")
    engine = open_engine(owner.url)
    house._make_tables(engine)
    engine.dispose()
    house.let_clients_in(owner)
    postgres.command(ground.socket, "CREATE ROLE day_clerk LOGIN IN ROLE day_clients")
    script = load_script(resources() / "sample" / "day.json")
    url = ground.place("day", "day_clerk").url
    played = play_script(script, tmp_path / "day", database_url=url, through_services=True)
    assert played.summary["day"]["number"] == 1
    refused = [event["code"] for event in played.summary["events"] if not event["ok"]]
    assert not [code for code in refused if code.startswith(("server.", "database."))]


def test_a_hall_is_made_by_the_command_line(
    ground: Ground,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("HALLCLIENT_DATA_FOLDER", str(tmp_path / "data"))
    ground.database("new", "owner")
    url = ground.place("new", "owner").url
    for words, status in (
        (["init", "--database", url, "--hall", "样例路营业厅"], 0),
        (["init", "--database", url], 1),  # nothing is overwritten
        (["migrate", "--database", url], 0),
        (["verify", "--database", url], 0),
    ):
        monkeypatch.setattr("sys.stdin", io.StringIO("long-enough-1\n"))
        monkeypatch.setattr("sys.argv", ["hallclient", *words])
        assert cli.run() == status, (words, capsys.readouterr())
    with ground.connect("new", "owner") as owner:
        found = owner.execute("SELECT has_table_privilege('new_clients', 'orders', 'INSERT')")
        assert found.fetchone() == (True,)
