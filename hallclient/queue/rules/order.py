"""Whose turn it is: special care, then VIP, then others, by arrival, with a cap of fairness."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from typing import Final

BEHIND: Final = 3
"""A late customer is put back after so many others. Source: field rules 12."""


class Rank(IntEnum):
    """Who goes first. An appointment counts from its time on; care is a flag of the ticket."""

    CARE = 0
    VIP = 1
    BOOKED = 2
    OTHER = 3


@dataclass(frozen=True)
class Waiting:
    """Somebody who waits.

    Attributes:
        serial: the ticket's number in the hall's whole history; tells who came first.
        rank: as kept; `ranked` says what it is at this moment.
        place, turn: where in the order of its rank: the serial it stands as, and how far behind
            that one; 0 for who was never put back.
        booked_at: time of the appointment, None without one.
    """

    serial: int
    line: str
    rank: Rank
    place: int
    turn: int = 0
    booked_at: datetime | None = None


def first_rank(*, care: bool, priority: bool) -> Rank:
    """The rank of a ticket when it is taken, or comes into another line."""
    if care:
        return Rank.CARE
    return Rank.VIP if priority else Rank.OTHER


def ranked(one: Waiting, now: datetime) -> Rank:
    """The rank at this moment: an appointment that is due goes before those without one."""
    due = one.booked_at is not None and one.booked_at <= now
    return Rank.BOOKED if due and one.rank is Rank.OTHER and not one.turn else one.rank


def _key(one: Waiting, now: datetime) -> tuple[int, int, int, int]:
    return ranked(one, now), one.place, one.turn, one.serial


def choose(waiting: Iterable[Waiting], run: int, fair_after: int, now: datetime) -> Waiting | None:
    """Who is called next at a counter, None when nobody waits.

    Args:
        waiting: those whom the counter may serve, in any order; the first of each rank and line
            will do.
        run: customers with priority that the counter called since the last one without.
        fair_after: after so many of them one without priority is called (S2-EX-09).
    """
    first: dict[bool, Waiting] = {}
    for one in waiting:
        ordinary = ranked(one, now) is Rank.OTHER
        known = first.get(ordinary)
        if known is None or _key(one, now) < _key(known, now):
            first[ordinary] = one
    without, other = first.get(True), first.get(False)
    if without is not None and (other is None or run >= fair_after):
        return without
    return other


def run_after(run: int, rank: Rank) -> int:
    """The counter's run after calling somebody of this rank."""
    return 0 if rank is Rank.OTHER else run + 1


def call_order(
    waiting: Iterable[Waiting], run: int, fair_after: int, now: datetime
) -> tuple[Waiting, ...]:
    """Everybody in the order in which one counter would call them if nobody else came."""
    ordered = sorted(waiting, key=lambda one: _key(one, now))
    ordinary = [one for one in ordered if ranked(one, now) is Rank.OTHER]
    others = [one for one in ordered if ranked(one, now) is not Rank.OTHER]
    called: list[Waiting] = []
    while ordinary or others:
        turn = bool(ordinary) and (not others or run >= fair_after)
        one = (ordinary if turn else others).pop(0)
        run = run_after(run, ranked(one, now))
        called.append(one)
    return tuple(called)


def put_back(late: Waiting, line: Sequence[Waiting], now: datetime) -> tuple[Rank, int, int]:
    """Rank, place and turn of a late customer: behind the next three of the line, or the last.

    Who comes late stands among those behind whom they stand: later arrivals with priority pass.

    Args:
        line: those who wait in the same line, in the order in which they will be called.
    """
    if not line:
        return late.rank, late.place, 1
    before = max(line[:BEHIND], key=lambda one: _key(one, now))
    return ranked(before, now), before.place, before.turn + 1


def most_calls(ahead: int, counters: int, fair_after: int) -> int:
    """After so many calls at the counters of a line an ordinary customer has been called.

    `ahead` others without priority came before. Each counter calls one of them at the latest
    after `fair_after` with priority, so of T calls at c counters at least
    (T - c * fair_after) / (fair_after + 1) are theirs.
    """
    return (ahead + 1) * (fair_after + 1) + counters * fair_after
