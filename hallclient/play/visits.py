"""The day of visits of `resources/sample/visits.json`: a hall with its queue, from door to door.

Customers come with tickets, wait, are called, served, missed and passed on while the counters sell,
pause and close as on the sample day; what the hall refuses is asked for as well.
"""

from datetime import date
from functools import partial
from typing import Any, Final

from hallclient.play.beside import beside_the_visits
from hallclient.play.hosting import HostedDay
from hallclient.play.refusals import TICKETS, refused_scenes, yesterdays_ticket
from hallclient.play.visitors import expected_visitors

ON: Final = date(2026, 11, 23)
POWER_FAILS: Final = 14 * 60 + 30
COUNTERS_CLOSE: Final = 17 * 60 + 30


def visits_day(
    *, seed: int = 5, on: date = date(2026, 11, 23), visits: int = 120
) -> dict[str, Any]:
    """A day with so many tickets over four counters, one of them for VIP customers."""
    day = HostedDay(seed, on)
    day.open()
    refused_scenes(day)
    day.agenda.put(POWER_FAILS, day.power_fails)
    day.agenda.put(COUNTERS_CLOSE, day.counters_close)
    for minute, visit in expected_visitors(day.writer.chance, visits - TICKETS):
        day.agenda.put(minute, partial(day.comes, visit))
    beside_the_visits(day)
    day.run()
    day.close()
    yesterdays_ticket(day)
    return day.script()
