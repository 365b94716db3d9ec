"""A day comes to the same on PostgreSQL as on SQLite: written by hand, or made up by chance."""

import sys
from pathlib import Path
from typing import Any

import pytest

from hallclient.base.places import resources
from hallclient.play.generate import busy_day
from hallclient.play.player import play_script
from hallclient.play.script import DayScript, load_script
from tests.conftest import MakeDatabase
from tests.faults import hall_machine
from tests.faults.staging import written
from tests.journeys.scripts import ON

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the test server runs on Linux")


def by_hand() -> DayScript:
    """The sample: every business and tender, and what goes wrong in a real hall."""
    return load_script(resources() / "sample" / "day.json")


def busy() -> DayScript:
    """Many good orders at three counters."""
    return DayScript.model_validate(busy_day(seed=20261122, counters=3, orders=15, on=ON))


def by_chance() -> DayScript:
    """Any events in any order, half of them refused."""
    longest = max(hall_machine.days(2, 30, 9), key=len)
    return written(longest)


@pytest.mark.parametrize("day", [by_hand, busy, by_chance], ids=lambda day: day.__name__)
def test_a_day_comes_to_the_same_on_a_server(
    day: Any, tmp_path: Path, postgresql_databases: MakeDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HALLCLIENT_DATA_FOLDER", str(tmp_path / "data"))
    script = day()
    file = play_script(script, tmp_path / "file", through_services=True).summary
    url = postgresql_databases(False)
    server = play_script(script, tmp_path / "server", database_url=url, through_services=True)
    assert alike(file) == alike(server.summary)


def alike(summary: dict[str, Any]) -> dict[str, Any]:
    """The summary without what belongs to one database: its file and its hashes."""
    day = {name: value for name, value in (summary["day"] or {}).items() if name != "hash"}
    files = [name for name in summary["files"] if name != "hall.db"]
    return summary | {"day": day, "files": files}
