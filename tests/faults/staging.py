"""A hall to play a day in, made once and copied: the stage of `hallclient play`."""

import atexit
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from shutil import copyfile, rmtree
from tempfile import TemporaryDirectory, mkdtemp

from hallclient import hall as house
from hallclient.base.clock import ScriptClock, from_hall
from hallclient.play.script import DayScript
from hallclient.play.stage import Stage, furnish
from hallclient.store.keys import FileKeyStore
from tests.faults.conftest import cheap_passwords
from tests.faults.plain_hall import LIMIT, Event
from tests.journeys.scripts import ON, Script


def written(events: list[Event]) -> DayScript:
    """The day script of what happened so far."""
    day = Script(2, document_limit=LIMIT, recount_above_fen=10_000_000)
    day.events = events
    return DayScript.model_validate(day.plain())


@cache
def pattern() -> house.HallPlace:
    """The hall before its first event, made once for all examples."""
    folder = Path(mkdtemp(prefix="hall-machine-"))
    atexit.register(rmtree, folder, ignore_errors=True)
    place = house.HallPlace(f"sqlite:///{folder / 'hall.db'}", FileKeyStore(folder / "keys"))
    with cheap_passwords():
        furnish(written([]), place, ScriptClock(from_hall(ON, 8, 0)))
    return place


@contextmanager
def staged() -> Iterator[Stage]:
    """A copy of the pattern, open."""
    with TemporaryDirectory(prefix="hall-day-") as name:
        file = Path(name) / "hall.db"
        copyfile(pattern().url.removeprefix("sqlite:///"), file)
        place = house.HallPlace(f"sqlite:///{file}", pattern().keys)
        clock = ScriptClock(from_hall(ON, 8, 0))
        opened = house.open_hall(place, clock)
        stage = Stage(written([]), place, clock, opened, Path(name), "M001")
        try:
            yield stage
        finally:
            stage.hall.close()
