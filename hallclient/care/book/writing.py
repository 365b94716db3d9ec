"""Steps of matters: each leads from where it stood to where it stands."""

from datetime import date
from typing import Any

from sqlalchemy import update

from hallclient.care.book.looking import matter
from hallclient.care.records import CareEvent, CareMatter, CareStanding
from hallclient.care.rules import (
    Event,
    Kind,
    Matter,
    MatterChanged,
    MatterClosed,
    Standing,
    State,
    Step,
    after,
)
from hallclient.store.audit import Act
from hallclient.store.sequences import next_number


def take_down(
    doing: Act,
    kind: Kind,
    day: date,
    words: str,
    *,
    topic: str = "",
    channel: str = "",
    customer: str = "",
    contact: str = "",
    **opened: Any,
) -> Matter:
    """A new matter, owned by the person of the act; `opened` goes into its first event."""
    number = next_number(doing.session, doing.hall, "care-matter")
    row = {
        "number": number,
        "business_date": day,
        "kind": kind.value,
        "topic": topic,
        "channel": channel,
        "customer": customer,
        "words": words,
        "contact": contact,
    }
    doing.add(CareMatter, [row], whose=customer or None)
    event = Event(Step.OPENED, doing.at, doing.clerk, **opened)
    stands = after(None, event)
    assert stands is not None  # noqa: S101 - who is at a desk has a code
    doing.add(CareStanding, [{"number": number} | columns_of(stands)])
    _enter(doing, number, 1, event, "", customer)
    return matter(doing.session, doing.hall, number)


def move(doing: Act, one: Matter, step: Step, words: str = "", **more: Any) -> Matter:
    """A step of a matter, given back as it stands then.

    Raises MatterClosed; MatterChanged where the step does not follow any more, since another desk
    was first.
    """
    before = one.standing
    if before.state is State.CLOSED:
        raise MatterClosed(number=one.number)
    event = Event(step, doing.at, doing.clerk, **more)
    stands = after(before, event)
    if stands is None:
        raise MatterChanged(number=one.number)
    done = doing.session.connection().execute(
        update(CareStanding)
        .where(
            CareStanding.hall == doing.hall,
            CareStanding.number == one.number,
            CareStanding.steps == before.steps,
        )
        .values(**columns_of(stands))
    )
    if done.rowcount != 1:
        raise MatterChanged(number=one.number)
    _enter(doing, one.number, stands.steps, event, words, one.customer)
    return matter(doing.session, doing.hall, one.number)


def _enter(
    doing: Act, matter_number: int, number: int, event: Event, words: str, customer: str
) -> None:
    row = {
        "matter": matter_number,
        "number": number,
        "step": event.step.value,
        "at": event.at,
        "by": event.by,
        "to": event.to,
        "due": event.due,
        "place": event.place.value,
        "words": words,
    }
    doing.add(CareEvent, [row], whose=customer or None)


def columns_of(stands: Standing) -> dict[str, Any]:
    """A standing as its row has it."""
    return {
        "state": stands.state.value,
        "owner": stands.owner,
        "offered_to": stands.offered_to,
        "due": stands.due,
        "place": stands.place.value,
        "since": stands.since,
        "steps": stands.steps,
    }
