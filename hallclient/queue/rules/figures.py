"""The queue's figures by field rules 12, in whole seconds and shares of 1/10,000."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from hallclient.queue.rules.lines import kept_reason
from hallclient.queue.rules.steps import Event, State, Step, after
from hallclient.queue.rules.values import CounterEvent, CounterStep

WHOLE = 10_000
"""A share of everything."""


@dataclass(frozen=True)
class Stint:
    """A while in which a ticket was served at a counter; parked time lies between stints."""

    counter: int
    seconds: int


@dataclass(frozen=True)
class Course:
    """What became of one ticket.

    Attributes:
        waited: 等候时长, first call less the taking of the ticket; None when it was never called.
        stints: served time by counter; of what is going on up to the moment asked.
        missed: how often it was missed.
    """

    state: State
    waited: int | None
    stints: tuple[Stint, ...]
    missed: int

    @property
    def handled(self) -> int:
        """办理时长: from start to finish, parked time taken out."""
        return sum(stint.seconds for stint in self.stints)


@dataclass(frozen=True)
class Presence:
    """A counter's time of the day: signed in, and approved breaks within it."""

    counter: int
    signed_in: int
    breaks: int


@dataclass(frozen=True)
class Figures:
    """A business day of the queue, live or over; None where there is nothing to divide by.

    Attributes:
        waiting: still waiting at the cut-off; no part of what abandoned is a share of.
        mean_wait, p90_wait, mean_handled: seconds, the means rounded half up.
        late, abandoned, missed_share, use: shares in 1/10,000.
        by_counter: {counter: use}, only counters that were signed in.
    """

    issued: int
    called: int
    served: int
    waiting: int
    missed: int
    cancelled: int
    mean_wait: int | None
    p90_wait: int | None
    late: int | None
    mean_handled: int | None
    abandoned: int | None
    missed_share: int | None
    use: int | None
    by_counter: dict[int, int | None]


def course(events: Iterable[Event], now: datetime) -> Course:
    """What became of a ticket up to this moment; events in their order.

    Raises ValueError when an event does not follow from the one before.
    """
    stands, taken, missed = None, now, 0
    begun: tuple[int, datetime] | None = None
    stints: list[Stint] = []
    for event in events:
        reached = after(stands, event)
        if reached is None:
            raise ValueError(f"{event.step} does not follow")
        if begun is not None and reached.state is not State.SERVING:
            stints.append(Stint(begun[0], seconds(begun[1], event.at)))
            begun = None
        if event.step is Step.TAKEN:
            taken = event.at
        missed += event.step is Step.MISSED
        if event.step in (Step.STARTED, Step.RESUMED):
            begun = reached.counter, event.at
        stands = reached
    if stands is None:
        raise ValueError("a ticket without an event")
    if begun is not None:
        stints.append(Stint(begun[0], seconds(begun[1], now)))
    waited = None if stands.called_at is None else seconds(taken, stands.called_at)
    return Course(stands.state, waited, tuple(stints), missed)


def figures(
    courses: Sequence[Course], presences: Sequence[Presence], promise_seconds: int
) -> Figures:
    """The day's figures from what became of its tickets and from who sat where.

    `promise_seconds`: a wait above it is late. Source: field rules 12.
    """
    waits = sorted(one.waited for one in courses if one.waited is not None)
    served = [one.handled for one in courses if one.state is State.DONE]
    waiting = sum(one.state in (State.WAITING, State.LEFT) for one in courses)
    cancelled = sum(one.state is State.CANCELLED for one in courses)
    gone = cancelled + sum(one.state is State.MISSED for one in courses)
    missed = sum(one.missed > 0 for one in courses)
    busy, there = _busy(courses), _there(presences)
    return Figures(
        issued=len(courses),
        called=len(waits),
        served=len(served),
        waiting=waiting,
        missed=missed,
        cancelled=cancelled,
        mean_wait=mean(waits),
        p90_wait=nearest_rank(waits, 90),
        late=share(sum(wait > promise_seconds for wait in waits), len(waits)),
        mean_handled=mean(served),
        abandoned=share(gone, len(courses) - waiting),
        missed_share=share(missed, len(waits)),
        use=share(sum(busy.values()), sum(there.values())),
        by_counter={counter: share(busy.get(counter, 0), time) for counter, time in there.items()},
    )


def _busy(courses: Iterable[Course]) -> dict[int, int]:
    """Seconds of service by counter, of every ticket that was served there."""
    busy: dict[int, int] = {}
    for one in courses:
        for stint in one.stints:
            busy[stint.counter] = busy.get(stint.counter, 0) + stint.seconds
    return busy


def _there(presences: Iterable[Presence]) -> dict[int, int]:
    """Seconds signed in less approved breaks, by counter, in the order of the counters."""
    there: dict[int, int] = {}
    for one in presences:
        there[one.counter] = there.get(one.counter, 0) + one.signed_in - one.breaks
    return dict(sorted(there.items()))


def seconds(first: datetime, last: datetime) -> int:
    """Whole seconds between two instants, never below 0: clocks of two PCs differ."""
    return max(0, (last - first) // timedelta(seconds=1))


def mean(values: Sequence[int]) -> int | None:
    """The mean of values >= 0, rounded half up."""
    return (2 * sum(values) + len(values)) // (2 * len(values)) if values else None


def nearest_rank(ordered: Sequence[int], percent: int) -> int | None:
    """The smallest value that this share of all does not exceed; `ordered` is sorted."""
    return ordered[(len(ordered) * percent + 99) // 100 - 1] if ordered else None


def share(part: int, whole: int) -> int | None:
    """The part of the whole in 1/10,000, rounded half up."""
    return (2 * WHOLE * part + whole) // (2 * whole) if whole > 0 else None


def presence(counter: int, events: Iterable[CounterEvent], now: datetime) -> Presence:
    """How long a counter was signed in on a day, and the approved breaks of that time."""
    signed_in = breaks = 0
    opened: datetime | None = None
    paused: datetime | None = None
    for event in events:
        if event.step is CounterStep.OPENED:
            opened = event.at
        if event.step is CounterStep.PAUSED and kept_reason(event.reason).approved:
            paused = event.at
        if event.step in (CounterStep.RESUMED, CounterStep.CLOSED) and paused is not None:
            breaks += seconds(paused, event.at)
            paused = None
        if event.step is CounterStep.CLOSED and opened is not None:
            signed_in += seconds(opened, event.at)
            opened = None
    signed_in += 0 if opened is None else seconds(opened, now)
    breaks += 0 if paused is None else seconds(paused, now)
    return Presence(counter, signed_in, breaks)
