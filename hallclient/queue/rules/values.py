"""What the queue answers: a ticket, a slip, the board; and where a counter stands."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from hallclient.queue.rules.order import Waiting
from hallclient.queue.rules.steps import Standing, State
from hallclient.queue.rules.waits import WaitRange


@dataclass(frozen=True)
class Ticket:
    """A ticket and where it stands; nothing personal in it.

    Attributes:
        customer: id of the customer's file, "" where nobody looked them up.
    """

    serial: int
    business_date: date
    number: str
    care: bool
    booked_at: datetime | None
    customer: str
    taken_at: datetime
    standing: Standing

    @property
    def waiting(self) -> Waiting:
        """As the order of calling sees it."""
        stands = self.standing
        return Waiting(
            self.serial, stands.line, stands.rank, stands.place, stands.turn, self.booked_at
        )


@dataclass(frozen=True)
class Slip:
    """What the customer is handed: the number, people ahead, about how long."""

    ticket: Ticket
    ahead: int
    wait: WaitRange | None


@dataclass(frozen=True)
class Called:
    """A ticket in front of a counter, with what the front desk passed on (S3-FD-01, S3-FD-04)."""

    ticket: Ticket
    note: str


class CounterState(StrEnum):
    """A counter as the queue knows it."""

    OPEN = "open"
    PAUSED = "paused"
    CLOSED = "closed"


class CounterStep(StrEnum):
    """What happens to a counter."""

    OPENED = "opened"
    PAUSED = "paused"
    RESUMED = "resumed"
    CLOSED = "closed"


@dataclass(frozen=True)
class CounterEvent:
    """One step of a counter.

    Attributes:
        lines: letters it serves, with OPENED; reason: code of the pause, with PAUSED.
    """

    step: CounterStep
    at: datetime
    by: str
    business_date: date
    lines: str = ""
    reason: str = ""


@dataclass(frozen=True)
class CounterStanding:
    """Where a counter stands; `run` is kept by its calls, everything else by its events."""

    state: CounterState
    clerk: str
    business_date: date
    lines: str
    reason: str
    since: datetime
    steps: int = 1
    run: int = 0


_FOLLOWS = {
    CounterStep.PAUSED: (CounterState.OPEN, CounterState.PAUSED),
    CounterStep.RESUMED: (CounterState.PAUSED, CounterState.OPEN),
}


def counter_after(before: CounterStanding | None, event: CounterEvent) -> CounterStanding | None:
    """Where the event leads; None when it does not follow."""
    steps = 1 if before is None else before.steps + 1
    run = 0 if before is None else before.run
    closed = before is None or before.state is CounterState.CLOSED
    if event.step is CounterStep.OPENED:
        fresh = CounterStanding(
            CounterState.OPEN,
            event.by,
            event.business_date,
            event.lines,
            "",
            event.at,
            steps,
            run,
        )
        return fresh if closed else None
    if before is None or closed:
        return None
    if event.step is CounterStep.CLOSED:
        return replace(before, state=CounterState.CLOSED, reason="", since=event.at, steps=steps)
    source, reached = _FOLLOWS[event.step]
    if before.state is not source:
        return None
    return replace(before, state=reached, reason=event.reason, since=event.at, steps=steps)


class Light(StrEnum):
    """A counter on the board (S1-SG-07): 忙, 闲, 暂停."""

    BUSY = "busy"
    FREE = "free"
    PAUSED = "paused"


@dataclass(frozen=True)
class CounterRow:
    """A counter of the board; `number` is the ticket at it, "" without one."""

    counter: int
    clerk: str
    light: Light
    lines: str
    number: str
    reason: str
    since: datetime


@dataclass(frozen=True)
class LineRow:
    """A line of the board: how many wait, and for how many seconds the first one has."""

    letter: str
    waiting: int
    longest: int


@dataclass(frozen=True)
class QueueRow:
    """A ticket in the plain list, which stands in for a queue machine.

    Attributes:
        waited: seconds from the taking of the ticket to its first call, or until now.
        expected: how long it still takes, on the board only; None where nobody can say.
    """

    serial: int
    number: str
    line: str
    state: State
    care: bool
    waited: int
    booked_at: datetime | None = None
    expected: WaitRange | None = None


@dataclass(frozen=True)
class CounterNow:
    """A counter of the queue as whoever sits at it sees it.

    Attributes:
        lines: letters that it serves, while it is closed those that it would serve with this
            person at it; "" where it has no part in the queue.
        elsewhere: who else is signed in at it, "" for nobody else.
        minutes: since it was opened, paused or resumed.
        called: the ticket in front of it, with the note of the front desk.
        waited: seconds from the taking of that ticket to its first call.
        waiting: who may be called here, in the order of calling.
        parked: who was parked and may be taken up here again.
        late: whether somebody of `waiting` has waited longer than the hall promises.
    """

    counter: int
    state: CounterState
    lines: str
    elsewhere: str = ""
    reason: str = ""
    minutes: int = 0
    called: Called | None = None
    waited: int = 0
    waiting: tuple[QueueRow, ...] = ()
    parked: tuple[QueueRow, ...] = ()
    late: bool = False


@dataclass(frozen=True)
class Board:
    """The hall at this moment.

    Attributes:
        waiting: in the order in which they will be called.
        aside: parked and missed tickets, by number.
    """

    lines: tuple[LineRow, ...]
    counters: tuple[CounterRow, ...]
    waiting: tuple[QueueRow, ...]
    aside: tuple[QueueRow, ...]
