"""What the care of enquiries and complaints answers: a matter, its course, the room."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from hallclient.base.language import tr
from hallclient.care.rules.standard import care_standard
from hallclient.care.rules.steps import KIND_NAMES, Event, Kind, Place, Standing, State


@dataclass(frozen=True)
class Matter:
    """A matter and where it stands.

    Attributes:
        topic: code of an incident, "" otherwise; channel: of a complaint.
        words: the first words, as they were said; `已删除` once they were erased.
    """

    number: int
    business_date: date
    kind: Kind
    topic: str
    channel: str
    customer: str
    words: str
    contact: str
    standing: Standing

    @property
    def open(self) -> bool:
        """Whether somebody still has to see to it."""
        return self.standing.state is State.OPEN

    @property
    def title(self) -> str:
        """What it is, in the language in force."""
        found = care_standard().incidents.get(self.topic)
        return tr(KIND_NAMES[self.kind]) if found is None else found.text

    def late(self, now: datetime) -> bool:
        """Whether the promised time is over."""
        due = self.standing.due
        return self.open and due is not None and now > due


@dataclass(frozen=True)
class Told:
    """A step of a matter with what was written about it."""

    event: Event
    words: str


def on_day(one: Matter, day: date | None) -> Matter:
    """The matter as it is seen in a business day: guests of an earlier one are not in the hall."""
    if one.business_date == day:
        return one
    return replace(one, standing=replace(one.standing, place=Place.ELSEWHERE))


def in_order(matters: tuple[Matter, ...], mine: str) -> tuple[Matter, ...]:
    """What is offered to or owned by this person first, then by promised time, then by age."""

    def key(one: Matter) -> tuple[bool, bool, bool, datetime, int]:
        stands = one.standing
        return (
            stands.offered_to != mine,
            stands.owner != mine,
            stands.due is None,
            stands.due or stands.since,
            one.number,
        )

    return tuple(sorted(matters, key=key))


def room_is_free(places: tuple[Place, ...], rooms: int) -> bool:
    """Whether the reception room takes another guest."""
    return sum(place is Place.ROOM for place in places) < rooms
