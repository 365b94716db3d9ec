"""A reception (接待): its steps, which of them follows from which, and what was left out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from hallclient.base.language import N_
from hallclient.base.steps import led_to
from hallclient.vip.rules.standard import StepRule, vip_standard


class State(StrEnum):
    """Where a guest is."""

    HERE = "here"
    LOUNGE = "lounge"
    DESK = "desk"
    SERVING = "serving"
    SERVED = "served"
    GONE = "gone"


STATE_NAMES: Final = {
    State.HERE: N_("at the door"),
    State.LOUNGE: N_("in the lounge"),
    State.DESK: N_("at the VIP desk"),
    State.SERVING: N_("being attended to"),
    State.SERVED: N_("attended to"),
    State.GONE: N_("gone"),
}

UNSERVED: Final = (State.HERE, State.LOUNGE, State.DESK)
"""The clock of the wait runs in these."""


class Step(StrEnum):
    """What is done for a guest; all but the first and the last have words in the standard."""

    ARRIVED = "arrived"
    GREETED = "greeted"
    CHECKED = "checked"
    SEATED = "seated"
    DRINK = "drink"
    TALKED = "talked"
    INVITED = "invited"
    STARTED = "started"
    CALL = "call"
    DEMO = "demo"
    RECOMMENDED = "recommended"
    FINISHED = "finished"
    ENVELOPE = "envelope"
    SEEN_OFF = "seen_off"
    LEFT = "left"


STEP_NAMES: Final = {
    Step.ARRIVED: N_("Arrived"),
    Step.GREETED: N_("Greeted"),
    Step.CHECKED: N_("Identity and tier checked"),
    Step.SEATED: N_("Seated"),
    Step.DRINK: N_("Asked for a drink"),
    Step.TALKED: N_("Talked to while waiting"),
    Step.INVITED: N_("Invited to the desk, thanked for waiting"),
    Step.STARTED: N_("Attendance begun"),
    Step.CALL: N_("Internal call explained"),
    Step.DEMO: N_("Demonstrator called over"),
    Step.RECOMMENDED: N_("Recommended"),
    Step.FINISHED: N_("Attendance ended"),
    Step.ENVELOPE: N_("Papers in the envelope"),
    Step.SEEN_OFF: N_("Seen to the door"),
    Step.LEFT: N_("Left before being attended to"),
}

_STAYS: Final = None
_BEFORE_GOING: Final = (State.HERE, State.LOUNGE, State.DESK, State.SERVING, State.SERVED)

FOLLOWS: Final[Mapping[Step, tuple[tuple[State, ...], State | None]]] = MappingProxyType(
    {
        Step.GREETED: ((State.HERE,), _STAYS),
        Step.CHECKED: ((State.HERE, State.LOUNGE, State.DESK, State.SERVING), _STAYS),
        Step.SEATED: ((State.HERE,), State.DESK),
        Step.DRINK: ((State.LOUNGE, State.DESK, State.SERVING), _STAYS),
        Step.TALKED: (UNSERVED, _STAYS),
        Step.INVITED: ((State.LOUNGE,), State.DESK),
        Step.STARTED: ((State.DESK,), State.SERVING),
        Step.CALL: ((State.SERVING,), _STAYS),
        Step.DEMO: ((State.SERVING, State.SERVED), _STAYS),
        Step.RECOMMENDED: ((State.SERVING, State.SERVED), _STAYS),
        Step.FINISHED: ((State.SERVING,), State.SERVED),
        Step.ENVELOPE: ((State.SERVING, State.SERVED), _STAYS),
        Step.SEEN_OFF: ((State.SERVED,), State.GONE),
        Step.LEFT: (_BEFORE_GOING, State.GONE),
    }
)
"""From which states a step leads to which; ARRIVED is the first and comes from nowhere."""

OFTEN: Final = frozenset({Step.DRINK, Step.TALKED, Step.CALL, Step.DEMO})
"""What may be done more than once; everything else is done once."""


class Place(StrEnum):
    """Where a guest is seated."""

    DESK = "desk"
    LOUNGE = "lounge"


@dataclass(frozen=True)
class Event:
    """One step of one reception.

    Attributes:
        by: whoever did it: of TALKED who talked to the guest (S1-VP-10).
        place: where the guest was seated, with SEATED.
        ticket: serial of the queue's ticket, with STARTED, 0 without one.
        leaflets: how many went into the envelope, with ENVELOPE.
        service, answer: with RECOMMENDED.
    """

    step: Step
    at: datetime
    by: str
    counter: int = 0
    place: str = ""
    ticket: int = 0
    leaflets: int = 0
    service: str = ""
    answer: str = ""


@dataclass(frozen=True)
class Standing:
    """Where a reception stands; what its events led to.

    Attributes:
        since: when the guest came in; talked_at: when somebody last talked to them.
        served_at: when the wait ended, None while it lasts.
        steps: how many events there are; the number of the last one.
    """

    state: State
    since: datetime
    done: tuple[Step, ...] = (Step.ARRIVED,)
    talked_at: datetime | None = None
    served_at: datetime | None = None
    ended_at: datetime | None = None
    ticket: int = 0
    leaflets: int = 0
    service: str = ""
    answer: str = ""
    in_lounge: bool = False
    gaps: tuple[int, ...] = ()
    steps: int = 1


def after(before: Standing | None, event: Event) -> Standing | None:
    """Where the event leads; None when it does not follow from where the guest is."""
    if before is None:
        return Standing(State.HERE, event.at) if event.step is Step.ARRIVED else None
    if event.step is Step.ARRIVED or not may_follow(before, event.step):
        return None
    reached = FOLLOWS[event.step][1] or before.state
    stands = replace(before, state=reached, done=(*before.done, event.step), steps=before.steps + 1)
    if event.step in _ENDS_GAP and before.served_at is None:
        gap = _seconds(before.talked_at or before.since, event.at)
        stands = replace(stands, gaps=(*before.gaps, gap))
    return _filled(stands, event)


def _filled(stands: Standing, event: Event) -> Standing | None:
    """What the step itself tells."""
    match event.step:
        case Step.SEATED if event.place not in set(Place):
            return None
        case Step.SEATED if event.place == Place.LOUNGE:
            return replace(stands, state=State.LOUNGE, in_lounge=True)
        case Step.TALKED:
            return replace(stands, talked_at=event.at)
        case Step.STARTED:
            return replace(stands, served_at=event.at, ticket=event.ticket)
        case Step.RECOMMENDED:
            return replace(stands, service=event.service, answer=event.answer)
        case Step.ENVELOPE:
            return replace(stands, leaflets=event.leaflets)
        case Step.SEEN_OFF | Step.LEFT:
            return replace(stands, ended_at=event.at)
    return stands


_ENDS_GAP: Final = frozenset({Step.TALKED, Step.STARTED, Step.LEFT})
"""What ends a stretch of waiting without anybody talking to the guest."""


def _seconds(start: datetime, end: datetime) -> int:
    return max(0, int((end - start).total_seconds()))


def may_follow(stands: Standing, step: Step) -> bool:
    """Whether the step may be done now."""
    sources, _ = FOLLOWS[step]
    return stands.state in sources and (step in OFTEN or step not in stands.done)


def standing_of(events: Iterable[Event]) -> Standing | None:
    """Where a reception's events lead, None when one does not follow from the one before."""
    return led_to(after, events)


def next_step(stands: Standing) -> Step | None:
    """The step that is prompted now: the first of the standard that is not done and may be."""
    for code, rule in vip_standard().steps.items():
        step = Step(code)
        if rule.asked and step not in stands.done and may_follow(stands, step):
            return step
    return None


def waited(stands: Standing, now: datetime) -> int:
    """Seconds from the door until somebody began to attend to the guest, or until now."""
    return _seconds(stands.since, stands.served_at or stands.ended_at or now)


def alarm_since(stands: Standing, now: datetime, limit_seconds: int) -> int:
    """Seconds for which nobody has talked to a waiting guest for too long, 0 for none.

    Source: S1-VP-10, three minutes; talking to the guest begins them anew.
    """
    if stands.state not in UNSERVED:
        return 0
    alone = _seconds(stands.talked_at or stands.since, now)
    return max(0, alone - limit_seconds)


def waited_past(stands: Standing, now: datetime, limit_seconds: int) -> bool:
    """Whether the guest was left alone past the time, once at least."""
    alone = list(stands.gaps)
    if stands.state in UNSERVED:
        alone.append(_seconds(stands.talked_at or stands.since, now))
    return any(gap > limit_seconds for gap in alone)


def left_out(stands: Standing, now: datetime, limit_seconds: int) -> tuple[str, ...]:
    """Mandatory steps of the standard that applied to a guest who has gone and were not done."""
    applies = {
        "": True,
        "lounge": stands.in_lounge and stands.served_at is not None,
        "waited": waited_past(stands, now, limit_seconds),
        "served": stands.served_at is not None,
    }

    def missed(rule: StepRule) -> bool:
        return rule.mandatory and applies[rule.when] and Step(rule.code) not in stands.done

    return tuple(code for code, rule in vip_standard().steps.items() if missed(rule))
