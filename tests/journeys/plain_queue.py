"""The queue's figures by field rules 12 in plain SQL: none of the program's own code.

Every query gives seconds or counts; what is divided is divided here, rounded half up.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.journeys import plain

PROMISE_SECONDS = 600
BREAKS = ("meal", "rest")
"""Reasons of a pause that are no time at the counter."""

_AT = "CAST(strftime('%s', at) AS INTEGER)"
_WAITS = f"""
    SELECT called.at - taken.at AS seconds
    FROM (SELECT ticket, {_AT} AS at FROM queue_events WHERE step = 'taken') taken
    JOIN (SELECT ticket, min({_AT}) AS at FROM queue_events WHERE step = 'called'
          GROUP BY ticket) called USING (ticket)
    ORDER BY seconds"""
_STINTS = f"""
    SELECT ticket, counter, until - at AS seconds
    FROM (SELECT ticket, counter, step, {_AT} AS at,
                 lead({_AT}) OVER (PARTITION BY ticket ORDER BY number) AS until
          FROM queue_events)
    WHERE step IN ('started', 'resumed')"""
_LAST = """
    SELECT ticket, step FROM queue_events e
    WHERE number = (SELECT max(number) FROM queue_events WHERE ticket = e.ticket)"""
_SIGNED_IN = f"""
    SELECT counter, until - at AS seconds
    FROM (SELECT counter, step, {_AT} AS at,
                 lead({_AT}) OVER (PARTITION BY counter ORDER BY number) AS until
          FROM queue_counter_events WHERE step IN ('opened', 'closed'))
    WHERE step = 'opened'"""
_PAUSED = f"""
    SELECT counter, reason, until - at AS seconds
    FROM (SELECT counter, step, reason, {_AT} AS at,
                 lead({_AT}) OVER (PARTITION BY counter ORDER BY number) AS until
          FROM queue_counter_events)
    WHERE step = 'paused'"""


def waits(database: Path) -> list[int]:
    """Seconds from the taking of a ticket to its first call, shortest first."""
    return [row["seconds"] for row in plain.rows(database, _WAITS)]


def figures(database: Path) -> Mapping[str, Any]:
    """Everything that `summary.json` has of the queue but the list of its tickets."""
    waited = waits(database)
    handled = [
        row["seconds"]
        for row in plain.rows(
            database,
            f"SELECT ticket, sum(seconds) AS seconds FROM ({_STINTS}) WHERE ticket IN"
            " (SELECT ticket FROM queue_events WHERE step = 'finished') GROUP BY ticket",
        )
    ]
    issued = plain.number(database, "SELECT count(*) FROM queue_tickets")
    waiting = _ended(database, "taken", "returned", "transferred", "left")
    cancelled = _ended(database, "cancelled")
    missed = plain.number(
        database, "SELECT count(DISTINCT ticket) FROM queue_events WHERE step = 'missed'"
    )
    busy, there = _busy(database), _there(database)
    return {
        "issued": issued,
        "called": len(waited),
        "served": len(handled),
        "waiting": waiting,
        "missed": missed,
        "cancelled": cancelled,
        "mean_wait": half_up(sum(waited), len(waited)),
        "p90_wait": waited[-(-len(waited) * 90 // 100) - 1],
        "late": half_up(10_000 * sum(one > PROMISE_SECONDS for one in waited), len(waited)),
        "mean_handled": half_up(sum(handled), len(handled)),
        "abandoned": half_up(10_000 * (cancelled + _ended(database, "missed")), issued - waiting),
        "missed_share": half_up(10_000 * missed, len(waited)),
        "use": half_up(10_000 * sum(busy.values()), sum(there.values())),
        "by_counter": {
            str(counter): half_up(10_000 * busy.get(counter, 0), seconds)
            for counter, seconds in there.items()
        },
    }


def guests(database: Path) -> dict[int, int]:
    """Seconds that each VIP guest waited, from the door until somebody attended to them."""
    query = f"""
        SELECT came.reception, begun.at - came.at AS seconds
        FROM (SELECT reception, {_AT} AS at FROM vip_steps WHERE step = 'arrived') came
        JOIN (SELECT reception, {_AT} AS at FROM vip_steps WHERE step = 'started') begun
        USING (reception) ORDER BY reception"""
    return {row["reception"]: row["seconds"] for row in plain.rows(database, query)}


def talked(database: Path, reception: int) -> list[str]:
    """Who talked to a guest while they waited, in order."""
    query = "SELECT by FROM vip_steps WHERE step = 'talked' AND reception = ? ORDER BY number"
    return [row["by"] for row in plain.rows(database, query, reception)]


def half_up(part: int, whole: int) -> int:
    """A quotient of whole numbers, rounded half up."""
    return (2 * part + whole) // (2 * whole)


def _ended(database: Path, *steps: str) -> int:
    listed = ", ".join(f"'{step}'" for step in steps)
    return plain.number(database, f"SELECT count(*) FROM ({_LAST}) WHERE step IN ({listed})")


def _busy(database: Path) -> dict[int, int]:
    """Seconds of service by counter, parked time not among them."""
    query = f"SELECT counter, sum(seconds) AS seconds FROM ({_STINTS}) GROUP BY counter"
    return {row["counter"]: row["seconds"] for row in plain.rows(database, query)}


def _there(database: Path) -> dict[int, int]:
    """Seconds signed in by counter, less approved breaks."""
    found = {row["counter"]: row["seconds"] for row in plain.rows(database, _SIGNED_IN)}
    for row in plain.rows(database, _PAUSED):
        if row["reason"] in BREAKS:
            found[row["counter"]] -= row["seconds"]
    return found
