"""Whole days, played into folders of their own; the keys of all lie in one place."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from hallclient import hall as house
from hallclient.base.places import resources
from hallclient.play.player import play_script
from hallclient.play.script import DayScript, load_script, read_script
from hallclient.settings import load_settings
from hallclient.store.integrity import Fault
from hallclient.store.keys import FileKeyStore
from tests.journeys.scripts import Script

SAMPLE = resources() / "sample" / "day.json"
VISITS = resources() / "sample" / "visits.json"


@dataclass(frozen=True)
class Day:
    """A played day: its folder and its summary as read back from the file."""

    out: Path
    summary: dict[str, Any]

    @property
    def database(self) -> Path:
        """The books."""
        return self.out / "hall.db"

    def codes(self) -> list[str]:
        """What every event came to, "" for well."""
        return [event["code"] for event in self.summary["events"]]

    def faults(self) -> tuple[Fault, ...]:
        """What verify finds."""
        return faults_in(self.database)


def place_of(database: Path) -> house.HallPlace:
    """A played hall with the keys of this run."""
    return house.HallPlace(f"sqlite:///{database}", FileKeyStore(load_settings().keys_folder))


def faults_in(database: Path) -> tuple[Fault, ...]:
    """What verify finds in a played hall."""
    opened = house.open_hall(place_of(database))
    try:
        return house.verify(opened.desk)
    finally:
        opened.close()


@pytest.fixture(scope="session", autouse=True)
def _own_keys(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The keys of played halls go to a folder of this run, not to this PC's."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HALLCLIENT_DATA_FOLDER", str(tmp_path_factory.mktemp("data")))
        yield


def played(script: DayScript, out: Path, *, through_services: bool = True) -> Day:
    """Plays a script and reads the summary that it leaves."""
    play_script(script, out, through_services=through_services)
    return Day(out, json.loads((out / "summary.json").read_text("utf-8")))


def played_text(script: Script, out: Path) -> Day:
    """Plays a written day by services, as a script file is read."""
    return played(read_script(json.dumps(script.plain())), out / "day")


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory, _own_keys: None) -> Day:
    """The sample day, by services."""
    return played(load_script(SAMPLE), tmp_path_factory.mktemp("sample"))


@pytest.fixture(scope="session")
def visits(tmp_path_factory: pytest.TempPathFactory, _own_keys: None) -> Day:
    """The day of visits, by services."""
    return played(load_script(VISITS), tmp_path_factory.mktemp("visits"))


@pytest.fixture
def play(tmp_path: Path) -> Callable[[Script], Day]:
    """Plays a written day by services."""
    return lambda script: played_text(script, tmp_path)
