"""The life of a ticket: states, steps, and which follows from which."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from hallclient.base.language import N_
from hallclient.base.steps import led_to
from hallclient.queue.rules.order import Rank


class State(StrEnum):
    """Where a ticket is."""

    WAITING = "waiting"
    CALLED = "called"
    SERVING = "serving"
    HELD = "held"
    MISSED = "missed"
    DONE = "done"
    CANCELLED = "cancelled"
    LEFT = "left"


STATE_NAMES: Final = {
    State.WAITING: N_("waiting"),
    State.CALLED: N_("called"),
    State.SERVING: N_("being served"),
    State.HELD: N_("parked"),
    State.MISSED: N_("missed"),
    State.DONE: N_("served"),
    State.CANCELLED: N_("given up by the customer"),
    State.LEFT: N_("left over when the day was closed"),
}

AT_A_COUNTER: Final = (State.CALLED, State.SERVING)
"""One ticket at most is in these at a counter."""

UNFINISHED: Final = (State.WAITING, State.CALLED, State.SERVING, State.HELD)
"""What the close of the day ends."""


class Step(StrEnum):
    """What happens to a ticket."""

    TAKEN = "taken"
    CALLED = "called"
    RECALLED = "recalled"
    MISSED = "missed"
    RETURNED = "returned"
    STARTED = "started"
    HELD = "held"
    RESUMED = "resumed"
    TRANSFERRED = "transferred"
    FINISHED = "finished"
    CANCELLED = "cancelled"
    LEFT = "left"


FOLLOWS: Final[Mapping[Step, tuple[tuple[State, ...], State]]] = MappingProxyType(
    {
        Step.CALLED: ((State.WAITING,), State.CALLED),
        Step.RECALLED: ((State.CALLED,), State.CALLED),
        Step.MISSED: ((State.CALLED,), State.MISSED),
        Step.RETURNED: ((State.MISSED,), State.WAITING),
        Step.STARTED: ((State.CALLED,), State.SERVING),
        Step.HELD: ((State.SERVING,), State.HELD),
        Step.RESUMED: ((State.HELD,), State.SERVING),
        Step.TRANSFERRED: (UNFINISHED, State.WAITING),
        Step.FINISHED: ((State.SERVING,), State.DONE),
        Step.CANCELLED: (
            (State.WAITING, State.CALLED, State.HELD, State.MISSED),
            State.CANCELLED,
        ),
        Step.LEFT: (UNFINISHED, State.LEFT),
    }
)
"""From which states a step leads to which; TAKEN is the first and comes from nowhere."""


@dataclass(frozen=True)
class Event:
    """One step of one ticket.

    Attributes:
        counter: where it happened, 0 at no counter.
        line, rank, place, turn: where the ticket stands from then on; of a call the rank it was
            called with.
        rating: 1 to 5 with FINISHED where the customer gave one, 0 otherwise.
    """

    step: Step
    at: datetime
    by: str
    counter: int
    line: str
    rank: Rank
    place: int
    turn: int = 0
    rating: int = 0
    reason: str = ""


@dataclass(frozen=True)
class Standing:
    """Where a ticket stands; what its events led to.

    Attributes:
        counter: where it is or was last called to, 0 before the first call.
        calls: how often it was called since it last waited.
        called_at, last_at: the first call of all, and the last one; None before.
        returned: it was put back after a miss once already.
        steps: how many events it has; the number of the last one.
    """

    state: State
    line: str
    rank: Rank
    place: int
    turn: int
    counter: int = 0
    calls: int = 0
    called_at: datetime | None = None
    last_at: datetime | None = None
    returned: bool = False
    steps: int = 1


def after(before: Standing | None, event: Event) -> Standing | None:
    """Where the event leads; None when it does not follow from where the ticket stands."""
    if before is None:
        taken = event.step is Step.TAKEN
        fresh = Standing(State.WAITING, event.line, event.rank, event.place, event.turn)
        return fresh if taken else None
    if event.step is Step.TAKEN:
        return None
    sources, reached = FOLLOWS[event.step]
    if before.state not in sources or (event.step is Step.RETURNED and before.returned):
        return None
    stands = replace(before, state=reached, steps=before.steps + 1)
    match event.step:
        case Step.CALLED | Step.RECALLED:
            first = before.called_at or event.at
            return replace(
                stands,
                counter=event.counter,
                calls=before.calls + 1,
                called_at=first,
                last_at=event.at,
            )
        case Step.RESUMED:
            return replace(stands, counter=event.counter)
        case Step.RETURNED | Step.TRANSFERRED:
            return replace(
                stands,
                line=event.line,
                rank=event.rank,
                place=event.place,
                turn=event.turn,
                calls=0,
                returned=before.returned or event.step is Step.RETURNED,
            )
    return stands


def standing_of(events: Iterable[Event]) -> Standing | None:
    """Where a ticket's events lead, None when one does not follow from the one before."""
    return led_to(after, events)
