"""The life of a matter: whose it is at every moment, from the first word to the answer.

Complaints get more steps in their full course (standards 5.1); one table says what follows.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Final

from hallclient.base.language import N_
from hallclient.base.steps import led_to


class Kind(StrEnum):
    """What somebody has to see to (事项)."""

    ENQUIRY = "enquiry"
    COMPLAINT = "complaint"
    OPINION = "opinion"
    INCIDENT = "incident"


KIND_NAMES: Final = {
    Kind.ENQUIRY: N_("Enquiry"),
    Kind.COMPLAINT: N_("Complaint"),
    Kind.OPINION: N_("Opinion"),
    Kind.INCIDENT: N_("Incident"),
}


class State(StrEnum):
    """Whether it came to its end."""

    OPEN = "open"
    CLOSED = "closed"


class Place(StrEnum):
    """Where the guest of a complaint is; elsewhere is nowhere in the hall."""

    ELSEWHERE = ""
    ROOM = "room"
    REST = "rest"


PLACE_NAMES: Final = {
    Place.ELSEWHERE: N_("not in the hall"),
    Place.ROOM: N_("in the room"),
    Place.REST: N_("rest area"),
}


class Step(StrEnum):
    """What happens to a matter."""

    OPENED = "opened"
    OFFERED = "offered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    TAKEN_OVER = "taken-over"
    PROMISED = "promised"
    NOTED = "noted"
    RECOMMENDED = "recommended"
    CALLED_IN = "called-in"
    GUEST_LEFT = "guest-left"
    CLOSED = "closed"


STEP_NAMES: Final = {
    Step.OPENED: N_("taken down"),
    Step.OFFERED: N_("handed over"),
    Step.ACCEPTED: N_("accepted"),
    Step.DECLINED: N_("declined"),
    Step.TAKEN_OVER: N_("taken over"),
    Step.PROMISED: N_("answer promised"),
    Step.NOTED: N_("noted"),
    Step.RECOMMENDED: N_("offer made"),
    Step.CALLED_IN: N_("shown into the room"),
    Step.GUEST_LEFT: N_("guest has gone"),
    Step.CLOSED: N_("answered"),
}

RECEPTION: Final = "*"
"""Offered to whoever receives in the room (客户接待室), not to one person."""


@dataclass(frozen=True)
class Event:
    """One step of one matter.

    Attributes:
        to: whom it is offered to, with OPENED and OFFERED.
        due: until when an answer is promised, with OPENED and PROMISED.
        place: where the guest is, with OPENED and CALLED_IN.
    """

    step: Step
    at: datetime
    by: str
    to: str = ""
    due: datetime | None = None
    place: Place = Place.ELSEWHERE


@dataclass(frozen=True)
class Standing:
    """Where a matter stands; what its events led to.

    Attributes:
        owner: who is responsible (首问责任人); never nobody.
        offered_to: who is asked to take it, "" when nobody is; the owner stays the owner.
        since: when it was opened; steps: how many events it has.
    """

    state: State
    owner: str
    offered_to: str
    due: datetime | None
    place: Place
    since: datetime
    steps: int = 1


def after(before: Standing | None, event: Event) -> Standing | None:
    """Where the event leads; None when it does not follow from where the matter stands."""
    if before is None:
        opened = event.step is Step.OPENED and event.by != ""
        fresh = Standing(State.OPEN, event.by, event.to, event.due, event.place, event.at)
        return fresh if opened else None
    if before.state is State.CLOSED or event.step is Step.OPENED:
        return None
    stands = replace(before, steps=before.steps + 1)
    mine, offered = event.by == before.owner, before.offered_to != ""
    asked = offered and before.offered_to in (event.by, RECEPTION)
    match event.step:
        case Step.OFFERED if mine and event.to not in ("", event.by):
            return replace(stands, offered_to=event.to)
        case Step.ACCEPTED if asked and not mine:
            return replace(stands, owner=event.by, offered_to="")
        case Step.DECLINED if asked and not mine:
            return replace(stands, offered_to="")
        case Step.TAKEN_OVER if not mine and event.by:
            return replace(stands, owner=event.by, offered_to="")
        case Step.PROMISED if mine and event.due is not None:
            return replace(stands, due=event.due)
        case Step.NOTED | Step.RECOMMENDED:
            return stands
        case Step.CALLED_IN if before.place is Place.REST:
            return replace(stands, place=Place.ROOM)
        case Step.GUEST_LEFT if before.place is not Place.ELSEWHERE:
            return replace(stands, place=Place.ELSEWHERE)
        case Step.CLOSED if mine:
            return replace(stands, state=State.CLOSED, offered_to="", place=Place.ELSEWHERE)
    return None


def standing_of(events: Iterable[Event]) -> Standing | None:
    """Where a matter's events lead, None when one does not follow from the one before."""
    return led_to(after, events)
