"""What the writer of a day keeps of the queue: who waits, and which counter serves whom.

Whose turn it is follows the rules of the queue themselves; the times are the writer's own.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from heapq import heappop, heappush

from hallclient.base.clock import from_hall
from hallclient.play.generate import Till
from hallclient.policy.rules import Policy
from hallclient.queue.rules import (
    Rank,
    Waiting,
    call_order,
    choose,
    first_rank,
    line_of,
    put_back,
    ranked,
    run_after,
)


@dataclass
class Visit:
    """Somebody who comes to the hall.

    Attributes:
        name: id of the event that gives the ticket.
        purpose: code of what they come for.
        needs: minutes at the counter; buys: whether an order is made there.
        fate: what happens besides, "" for nothing.
        lacks: code of a paper that is missing at first.
        mobile: of a VIP customer, "" for others.
        serial: place among all tickets of the day, 0 before there is one.
        booked: minute of the appointment, 0 without one.
    """

    name: str
    line: str
    purpose: str
    needs: int
    buys: bool = False
    fate: str = ""
    lacks: str = ""
    mobile: str = ""
    care: bool = False
    booked: int = 0
    serial: int = 0
    rank: Rank = Rank.OTHER
    place: int = 0
    turn: int = 0


@dataclass
class Counter:
    """A counter of the queue: its lines, who is at it, and the pauses that are still to come."""

    till: Till
    lines: str
    run: int = 0
    visit: Visit | None = None
    open: bool = False
    pauses: list[tuple[int, str, int]] = field(default_factory=list)

    @property
    def free(self) -> bool:
        """Whether somebody may be called here."""
        return self.open and self.visit is None


class Agenda:
    """What is to happen, by the minute; what is due together happens in the order of asking."""

    def __init__(self) -> None:
        self._due: list[tuple[int, int, Callable[[], None]]] = []
        self._asked = 0

    def put(self, minute: int, what: Callable[[], None]) -> None:
        """It happens at this minute."""
        self._asked += 1
        heappush(self._due, (minute, self._asked, what))

    def take(self) -> tuple[int, Callable[[], None]] | None:
        """The next thing to happen with its minute; None when nothing is left."""
        if not self._due:
            return None
        minute, _, what = heappop(self._due)
        return minute, what


class WaitingLine:
    """Everybody who waits in the hall."""

    def __init__(self, on: date) -> None:
        self._on = on
        self._fair_after = Policy().queue_fair_after
        self._waiting: dict[int, Visit] = {}
        self._given = 0

    def join(self, visit: Visit) -> None:
        """Takes a ticket."""
        self._given += 1
        visit.serial = visit.place = self._given
        visit.rank = first_rank(care=visit.care, priority=line_of(visit.line).priority)
        self._waiting[visit.serial] = visit

    def waits(self, visit: Visit) -> bool:
        """Whether nobody has called them yet."""
        return visit.serial in self._waiting

    def leave(self, visit: Visit) -> None:
        """Waits no longer."""
        del self._waiting[visit.serial]

    def back(self, late: Visit, minute: int) -> None:
        """Stands behind the next three of the line after having come late."""
        now = self._at(minute)
        line = [self._seen(one) for one in self._waiting.values() if one.line == late.line]
        order = call_order(line, 0, self._fair_after, now)
        late.rank, late.place, late.turn = put_back(self._seen(late), order, now)
        self._waiting[late.serial] = late

    def move(self, visit: Visit, line: str) -> None:
        """Waits in another line; the wait so far counts."""
        visit.line = line
        visit.rank = min(visit.rank, first_rank(care=visit.care, priority=line_of(line).priority))
        self._waiting[visit.serial] = visit

    def call(self, counter: Counter, minute: int) -> Visit | None:
        """Whoever is next at this counter goes there; None when nobody is."""
        now = self._at(minute)
        seen = [self._seen(one) for one in self._waiting.values() if one.line in counter.lines]
        chosen = choose(seen, counter.run, self._fair_after, now)
        if chosen is None:
            return None
        counter.run = run_after(counter.run, ranked(chosen, now))
        counter.visit = self._waiting.pop(chosen.serial)
        return counter.visit

    def _seen(self, one: Visit) -> Waiting:
        booked = self._at(one.booked) if one.booked else None
        return Waiting(one.serial, one.line, one.rank, one.place, one.turn, booked)

    def _at(self, minute: int) -> datetime:
        return from_hall(self._on, minute // 60, minute % 60)
