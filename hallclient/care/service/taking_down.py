"""Enquiries, complaints, opinions and incidents taken down; who hears it first has it."""

from collections.abc import Callable
from datetime import date

from hallclient.care import book
from hallclient.care.rules import (
    RECEPTION,
    CauseMissing,
    Kind,
    Matter,
    OpenEnquiry,
    Place,
    PromiseMissing,
    ReportIncident,
    Step,
    TakeComplaint,
    TakeOpinion,
    channel_of,
    incident_of,
    plain,
    promise_from,
    room_is_free,
    words_from,
)
from hallclient.policy.book import policy_of
from hallclient.staff import book as staff
from hallclient.staff.rules import NotPermitted
from hallclient.store.audit import Act, act
from hallclient.store.desk import Desk
from hallclient.store.turns import wait_for_turn

type DayOf = Callable[[Act], date]
"""The business day that what is done now belongs to; who keeps it stands beside this room."""

VISIT = "visit"
"""The channel of a guest who stands in the hall."""


def subject(number: int) -> str:
    """What an act about a matter is about; no personal data."""
    return f"care/{number}"


def matter_of(doing: Act) -> Matter:
    """The matter that the act, or the one with the same request before it, is about."""
    number = int((doing.earlier or doing.subject).removeprefix("care/"))
    return book.matter(doing.session, doing.hall, number)


def open_enquiry(desk: Desk, ask: OpenEnquiry, day_of: DayOf) -> Matter:
    """Takes an enquiry down; answered on the spot, it is closed in the same act (S1-FG-14).

    Raises WordsMissing, PromiseMalformed, PromisePast, NotPermitted: nothing was written.
    """
    words, answer = words_from(ask.words), plain(ask.answer)
    with act(desk, "care.enquiry", ask.request_id, beside=True) as doing:
        if doing.earlier is None:
            day = _begin(doing, day_of)
            due = promise_from(ask.promised, doing.at)
            one = book.take_down(
                doing,
                Kind.ENQUIRY,
                day,
                words,
                contact=plain(ask.contact),
                customer=ask.customer,
                due=due,
            )
            if answer:
                book.move(doing, one, Step.CLOSED, answer)
            doing.subject = subject(one.number)
        return matter_of(doing)


def take_opinion(desk: Desk, ask: TakeOpinion, day_of: DayOf) -> Matter:
    """Takes an opinion down, with the time by which it is answered (S1-SG-10).

    Raises WordsMissing, PromiseMissing, PromiseMalformed, PromisePast, NotPermitted.
    """
    words = words_from(ask.words)
    with act(desk, "care.opinion", ask.request_id, beside=True) as doing:
        if doing.earlier is None:
            day = _begin(doing, day_of)
            due = promise_from(ask.promised, doing.at)
            if due is None:
                raise PromiseMissing(field="promised")
            one = book.take_down(
                doing,
                Kind.OPINION,
                day,
                words,
                contact=plain(ask.contact),
                customer=ask.customer,
                due=due,
            )
            doing.subject = subject(one.number)
        return matter_of(doing)


def take_complaint(desk: Desk, ask: TakeComplaint, day_of: DayOf) -> Matter:
    """Takes down a complaint's first words and hands it to the reception room (S1-FG-22).

    A guest in the hall is shown into the room; while that is taken, to the rest area, with the
    cause written down (S1-FG-23). Raises WordsMissing, CauseMissing, ChannelUnknown, NotPermitted.
    """
    words, channel = words_from(ask.words), channel_of(ask.channel)
    with act(desk, "care.complaint", ask.request_id, beside=True) as doing:
        if doing.earlier is None:
            day = _begin(doing, day_of)
            place = _place(doing, day) if channel.code == VISIT else Place.ELSEWHERE
            cause = plain(ask.cause)
            if place is Place.REST and not cause:
                raise CauseMissing(field="cause")
            one = book.take_down(
                doing,
                Kind.COMPLAINT,
                day,
                words,
                channel=channel.code,
                contact=plain(ask.contact),
                customer=ask.customer,
                to="" if receives(doing) else RECEPTION,
                place=place,
            )
            if cause:
                book.move(doing, one, Step.NOTED, cause)
            doing.subject = subject(one.number)
            doing.note(channel=channel.code, place=place.value)
        return matter_of(doing)


def report_incident(desk: Desk, ask: ReportIncident, day_of: DayOf) -> Matter:
    """Writes down what happened on the floor. Raises IncidentUnknown, NotPermitted."""
    incident = incident_of(ask.topic)
    with act(desk, "care.incident", ask.request_id, beside=True) as doing:
        if doing.earlier is None:
            day = _begin(doing, day_of)
            words = plain(ask.words)
            one = book.take_down(doing, Kind.INCIDENT, day, words, topic=incident.code)
            doing.subject = subject(one.number)
            doing.note(topic=incident.code)
        return matter_of(doing)


def receives(doing: Act) -> bool:
    """Whether the person at the desk receives guests in the room."""
    try:
        staff.require(doing.session, doing.desk, "care.receive")
    except NotPermitted:
        return False
    return True


def _begin(doing: Act, day_of: DayOf) -> date:
    """The business day; others who take something down at this moment wait for their turn."""
    staff.require(doing.session, doing.desk, "care.take_down")
    wait_for_turn(doing.session, f"{doing.hall}/care")
    return day_of(doing)


def _place(doing: Act, day: date) -> Place:
    rooms = policy_of(doing.session, doing.hall, doing.at).reception_rooms
    there = book.guests(doing.session, doing.hall, day)
    return Place.ROOM if room_is_free(there, rooms) else Place.REST
