"""What the front desk says: columns, things to do, sentences."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Final

from hallclient.base.clock import hall_time
from hallclient.base.language import N_, counted, labelled, side_by_side, tr
from hallclient.care.rules import (
    PLACE_NAMES,
    RECEPTION,
    STEP_NAMES,
    Kind,
    Matter,
    Place,
    Told,
)
from hallclient.queue.rules import Slip
from hallclient.queue.rules.guide_card import GuideAct
from hallclient.queue.rules.guiding import Guidance, Guided
from hallclient.queue.rules.triage import Channel, Direction, Purpose, Way
from hallclient.ui.widgets.data_table import Column


class Deed(StrEnum):
    """What is done with enquiries, complaints, opinions and incidents."""

    ENQUIRY = "enquiry"
    COMPLAINT = "complaint"
    OPINION = "opinion"
    INCIDENT = "incident"
    HAND_OVER = "hand-over"
    ACCEPT = "accept"
    DECLINE = "decline"
    PROMISE = "promise"
    NOTE = "note"
    RECOMMEND = "recommend"
    CALL_IN = "call-in"
    GUEST_LEFT = "guest-left"
    CLOSE = "close"
    TAKE_OVER = "take-over"


DEED_NAMES: Final[Mapping[Deed, str]] = {
    Deed.ENQUIRY: N_("New enquiry"),
    Deed.COMPLAINT: N_("New complaint"),
    Deed.OPINION: N_("Opinion book"),
    Deed.INCIDENT: N_("Incident"),
    Deed.HAND_OVER: N_("Hand over"),
    Deed.ACCEPT: N_("Accept"),
    Deed.DECLINE: N_("Decline"),
    Deed.PROMISE: N_("Promise an answer"),
    Deed.NOTE: N_("Add what was learnt"),
    Deed.RECOMMEND: N_("Offer made"),
    Deed.CALL_IN: N_("Show into the room"),
    Deed.GUEST_LEFT: N_("Guest has gone"),
    Deed.CLOSE: N_("Answered"),
    Deed.TAKE_OVER: N_("Take over"),
}

FIELDS: Final[Mapping[Deed, tuple[str, ...]]] = {
    Deed.ENQUIRY: ("words", "contact", "promised", "answer"),
    Deed.COMPLAINT: ("channel", "words", "cause", "contact"),
    Deed.OPINION: ("words", "promised", "contact"),
    Deed.INCIDENT: ("topic", "words"),
    Deed.HAND_OVER: ("colleague", "note"),
    Deed.ACCEPT: (),
    Deed.DECLINE: ("reason",),
    Deed.PROMISE: ("promised",),
    Deed.NOTE: ("note",),
    Deed.RECOMMEND: ("offer",),
    Deed.CALL_IN: (),
    Deed.GUEST_LEFT: (),
    Deed.CLOSE: ("answer",),
    Deed.TAKE_OVER: ("reason",),
}
"""The fields that each asks for; the others are hidden."""

NEW: Final = frozenset({Deed.ENQUIRY, Deed.COMPLAINT, Deed.OPINION, Deed.INCIDENT})
"""What begins a matter; everything else is done with the one that is chosen."""

KEYS: Final = (
    ("F4", Deed.ENQUIRY),
    ("F5", Deed.COMPLAINT),
    ("F7", Deed.HAND_OVER),
    ("F8", Deed.ACCEPT),
    ("F9", Deed.CLOSE),
    ("F10", Deed.CALL_IN),
    ("F11", Deed.GUEST_LEFT),
)


def owner_words(one: Matter) -> str:
    """Who is responsible, and whom it is offered to."""
    stands = one.standing
    if not stands.offered_to:
        return stands.owner
    to = tr("reception room") if stands.offered_to == RECEPTION else stands.offered_to
    return f"{stands.owner} → {to}"


def due_words(one: Matter) -> str:
    """Until when an answer is promised, "" without a promise."""
    due = one.standing.due
    return "" if due is None else short_time(due)


def short_time(at: datetime) -> str:
    """Month, day and time in the hall."""
    return hall_time(at).strftime("%m-%d %H:%M")


def place_words(one: Matter) -> str:
    """Where a complaint's guest is."""
    place = one.standing.place
    guest = one.kind is Kind.COMPLAINT and place is not Place.ELSEWHERE
    return tr(PLACE_NAMES[place]) if guest else ""


PURPOSE_COLUMNS: Final = (
    Column[Purpose](N_("Key"), lambda one: one.key, width=2),
    Column[Purpose](N_("What they came for"), lambda one: one.text),
)
CARD_COLUMNS: Final = (
    Column[GuideAct](N_("Moment"), lambda one: one.text, width=14),
    Column[GuideAct](N_("How it is done"), lambda one: one.what),
    Column[GuideAct](N_("Standard"), lambda one: one.duty, width=10),
)
SENT_BACK_COLUMNS: Final = (
    Column[Guidance](N_("Slip"), lambda one: str(one.serial), number=True, width=5),
    Column[Guidance](N_("Business"), lambda one: one.purpose_text, width=14),
    Column[Guidance](N_("Missing"), lambda one: tr(", ").join(one.missing_texts)),
)
MATTER_COLUMNS: Final = (
    Column[Matter](N_("No."), lambda one: str(one.number), number=True, width=4),
    Column[Matter](N_("What"), lambda one: one.title, width=11),
    Column[Matter](N_("First words"), lambda one: one.words),
    Column[Matter](N_("Responsible"), owner_words, width=18),
    Column[Matter](N_("Answer by"), due_words, width=10),
    Column[Matter](N_("Guest"), place_words, width=10),
)
COURSE_COLUMNS: Final = (
    Column[Told](N_("Time"), lambda one: short_time(one.event.at), width=10),
    Column[Told](N_("Step"), lambda one: tr(STEP_NAMES[one.event.step]), width=18),
    Column[Told](N_("By"), lambda one: one.event.by, width=8),
    Column[Told](N_("Words"), lambda one: one.words),
)


def ahead_words(slip: Slip) -> str:
    """How many are called before."""
    return counted(slip.ahead, N_("{count} person ahead"), N_("{count} people ahead"))


def wait_words(slip: Slip) -> str:
    """About how long, as a range."""
    if slip.wait is None:
        return tr("No counter serves this line at the moment")
    return tr("about {least} to {most} minutes", least=slip.wait.least, most=slip.wait.most)


def area_words(direction: Direction) -> str:
    """Where the visitor is shown to; who comes back with papers is told what they lack."""
    if direction.way is Way.COME_BACK:
        return labelled(tr("Missing"), tr(", ").join(one.text for one in direction.missing))
    where = direction.purpose.area
    if direction.taken is not None:
        where = direction.taken.text
    if direction.counter:
        named = tr("counter {counter}", counter=direction.counter)
        where = side_by_side(where, named)
    return labelled(tr("Where to"), where)


def told_words(purpose: Purpose, *, crowded: bool) -> str:
    """What is told meanwhile: in its order, or briefly in a crowd (S1-FG-09, S1-FG-20)."""
    if crowded:
        return labelled(tr("Crowded, say briefly"), purpose.brief)
    return labelled(tr("Tell in this order"), " → ".join(purpose.tell)) if purpose.tell else ""


def how_words(channel: Channel) -> str:
    """How a channel is used."""
    return labelled(channel.text, channel.how)


def guided_words(guided: Guided, booked: str = "") -> str:
    """What was done, for the notice; an appointment holds nothing without a ticket."""
    done = _guided_words(guided)
    if guided.slip is not None or not booked:
        return done
    kept = tr("The appointment {time} is in the note; it keeps no place in the queue.", time=booked)
    return side_by_side(done, kept)


def _guided_words(guided: Guided) -> str:
    direction = guided.direction
    if guided.slip is not None:
        number = guided.slip.ticket.number
        if direction.whole_help:
            return tr("Ticket {number}: accompany the customer all the way.", number=number)
        return tr("Ticket {number} is given.", number=number)
    if direction.way is Way.SELF_SERVICE and direction.taken is not None:
        return tr("Goes to self-service: {channel}.", channel=direction.taken.text)
    return tr("Slip {number} says what to bring.", number=guided.serial)


def matter_words(deed: Deed, one: Matter, code: str) -> str:
    """What became of a matter by what was done, for the notice."""
    stands, number = one.standing, one.number
    if not one.open:
        return tr("Number {number} is answered and closed.", number=number)
    if deed is Deed.GUEST_LEFT:
        return tr(
            "Number {number}: the guest has gone; {owner} stays responsible.",
            number=number,
            owner=stands.owner,
        )
    if deed is Deed.COMPLAINT and stands.place is Place.REST:
        return tr(
            "Number {number}: the room is taken, seat the guest in the rest area.", number=number
        )
    if deed in (Deed.COMPLAINT, Deed.CALL_IN) and stands.place is Place.ROOM:
        return tr("Number {number}: show the guest to the reception room.", number=number)
    if stands.offered_to and stands.owner == code:
        return tr("Number {number} stays yours until it is accepted.", number=number)
    return tr(
        "Number {number} is on record; {owner} is responsible.",
        number=number,
        owner=stands.owner,
    )
