"""How long the event loop is held while the sample day is worked through the real widgets."""

import json
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any
from unittest.mock import patch

from benchmarks.measure import Figure, child
from hallclient.ui.watchdog import HoldMeter


class Meter(HoldMeter):
    """A meter that looks away while what is no part of a day's work is done."""

    def look_away(self) -> None:
        """What comes now is not measured."""
        self._beat.stop()

    def look_again(self) -> None:
        """Measuring goes on."""
        self._last = time.perf_counter_ns()
        self._beat.start()


def figures(*, quick: bool) -> Iterator[Figure]:
    """Longest hold and the 99th of a hundred, in one played day."""
    del quick  # a day is a day
    seen = child("benchmarks.loop")
    yield Figure("longest hold of the event loop", seen["longest"], None, 50.0)
    yield Figure("hold of the event loop, p99", seen["p99"], None, 16.0)


def measured_day(out: Path) -> dict[str, float]:
    """Plays the sample and measures while an event is worked through the widgets.

    Looked away from are the player's own doings: making the hall, starting a PC, cutting the power,
    taking a picture, leaving papers and workbooks between two events.
    """
    from PySide6.QtWidgets import QApplication

    from hallclient.base.places import resources
    from hallclient.play import floor, player, widgets
    from hallclient.play.script import load_script

    application = QApplication(["loop"])
    meter = Meter(application)
    sample = load_script(resources() / "sample" / "day.json")
    with (
        seen(meter, widgets.WidgetHands, "perform"),
        unseen(meter, floor.Floor, "_start"),
        unseen(meter, widgets.WidgetHands, "_restart"),
        unseen(meter, widgets, "screenshot"),
    ):
        meter.start()
        meter.look_away()
        player.play_script(sample, out)
        holds = meter.holds()
    return {"longest": holds.max_ms, "p99": holds.p99_ms, "beats": float(holds.count)}


def seen(meter: Meter, owner: Any, name: str) -> AbstractContextManager[Any]:
    """While this lasts the meter looks at a function of the player."""
    return _around(owner, name, meter.look_again, meter.look_away)


def unseen(meter: Meter, owner: Any, name: str) -> AbstractContextManager[Any]:
    """While this lasts the meter looks away from a function of the player."""
    return _around(owner, name, meter.look_away, meter.look_again)


def _around(
    owner: Any, name: str, before: Callable[[], None], after: Callable[[], None]
) -> AbstractContextManager[Any]:
    work = getattr(owner, name)

    def watched(*words: Any, **named: Any) -> Any:
        before()
        try:
            return work(*words, **named)
        finally:
            after()

    return patch.object(owner, name, watched)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="hall-day-") as place:
        print(json.dumps(measured_day(Path(place))), flush=True)
        os._exit(0)  # leaving is not part of the day
