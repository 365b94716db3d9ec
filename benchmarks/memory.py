"""The memory of one client over a day of eight hours: it must not grow with the orders it took.

One counter works a whole generated day through the real widgets, key by key, in one process; what
the process holds is read after every event. Papers are drawn in the same process, and a picture of
each page is taken, so all that a client loads late is loaded within the first hour.
"""

import json
import os
import statistics
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, Final
from unittest.mock import patch

from benchmarks.measure import Figure, child

ORDERS, QUICK_ORDERS = 360, 40
FIRST_HOUR: Final = "09:30"  # the day begins at 08:15: an hour's work and the opening
LAST_ORDER: Final = "17:55"
ALIKE: Final = 15
"""Readings that are taken together: one is as high as the garbage of that moment."""


def figures(*, quick: bool) -> Iterator[Figure]:
    """At the end of the day against the end of its first hour."""
    seen = child("benchmarks.memory", QUICK_ORDERS if quick else ORDERS)
    yield Figure("memory of a client, end of the day", seen["end"], seen["hour"], 1.05, "MB")


def held_mb() -> float:
    """What this process holds in memory now, in MiB."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def worked_day(orders: int, out: Path) -> dict[str, float]:
    """Plays the day; MiB held after the first hour and at its end."""
    from hallclient.play import player
    from hallclient.play.generate import busy_day
    from hallclient.play.script import read_script

    day = busy_day(seed=8, counters=1, orders=orders, on=date(2026, 11, 22))
    script = read_script(json.dumps(day))
    readings: list[tuple[str, float]] = []
    play_one = player._one

    def played(stage: Any, hands: Any, index: int, event: Any) -> Any:
        outcome = play_one(stage, hands, index, event)
        readings.append((event.at, held_mb()))
        return outcome

    with patch.object(player, "_one", played):
        player.play_script(script, out)
    return {"hour": held_at(readings, FIRST_HOUR), "end": held_at(readings, LAST_ORDER)}


def held_at(readings: list[tuple[str, float]], moment: str) -> float:
    """The median of the readings up to a moment of the day."""
    before = [held for at, held in readings if at <= moment]
    return statistics.median(before[-ALIKE:])


if __name__ == "__main__":
    import sys

    with tempfile.TemporaryDirectory(prefix="hall-day-") as place:
        print(json.dumps(worked_day(int(sys.argv[1]), Path(place))), flush=True)
        os._exit(0)  # leaving is not part of the day
