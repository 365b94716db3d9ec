"""A matter is handed over, promised, noted, answered: it is somebody's at every moment."""

from hallclient.care import book
from hallclient.care.rules import (
    RECEPTION,
    CannotTake,
    ColleagueMissing,
    GuestGone,
    HandOver,
    Kind,
    Matter,
    MatterClosed,
    NotAtWork,
    NoteEmpty,
    NotOffered,
    NotOwner,
    NotWaiting,
    OfferEmpty,
    OfMatter,
    OwnMatter,
    Place,
    PromiseAnswer,
    PromiseMissing,
    ReasonMissing,
    RoomTaken,
    Step,
    WithWords,
    answer_from,
    on_day,
    plain,
    promise_from,
    room_is_free,
    words_from,
)
from hallclient.care.service.looking import OpenDay
from hallclient.care.service.taking_down import matter_of, receives, subject
from hallclient.policy.book import policy_of
from hallclient.staff import book as staff
from hallclient.store.audit import Act, act
from hallclient.store.desk import Desk
from hallclient.store.turns import wait_for_turn


def hand_over(desk: Desk, ask: HandOver) -> Matter:
    """The owner asks a colleague to take a matter; they stay responsible until it is accepted.

    Raises MatterUnknown, MatterClosed, NotOwner, ColleagueMissing, OwnMatter, NotAtWork,
    CannotTake, NotPermitted.
    """
    with act(desk, "care.hand-over", ask.request_id, beside=True) as doing:
        if doing.earlier is None:
            one = _mine(doing, ask.matter)
            to = _colleague(doing, one, ask.to)
            book.move(doing, one, Step.OFFERED, plain(ask.note), to=to)
        return matter_of(doing)


def accept(desk: Desk, ask: OfMatter) -> Matter:
    """Who was asked takes the matter and is responsible from now on.

    Raises OwnMatter for its owner, NotOffered for anybody else, MatterUnknown, MatterClosed.
    """
    with act(desk, "care.accept", ask.request_id, beside=True) as doing:
        if doing.earlier is None:
            one = _offered(doing, ask.matter)
            book.move(doing, one, Step.ACCEPTED)
        return matter_of(doing)


def decline(desk: Desk, ask: WithWords) -> Matter:
    """Who was asked does not take it, and says why; it stays with its owner.

    Raises ReasonMissing and what `accept` raises.
    """
    reason = words_from(ask.words, ReasonMissing, "reason")
    with act(desk, "care.decline", ask.request_id, beside=True) as doing:
        if doing.earlier is None:
            one = _offered(doing, ask.matter)
            book.move(doing, one, Step.DECLINED, reason)
        return matter_of(doing)


def take_over(desk: Desk, ask: WithWords) -> Matter:
    """The duty manager takes what somebody left open, with a reason; nothing waits for who is gone.

    Raises ReasonMissing, OwnMatter, MatterUnknown, MatterClosed, NotPermitted.
    """
    reason = words_from(ask.words, ReasonMissing, "reason")
    with act(desk, "care.take-over", ask.request_id, beside=True) as doing:
        if doing.earlier is None:
            one = _open(doing, ask.matter, "care.oversee")
            if one.standing.owner == doing.clerk:
                raise OwnMatter(number=one.number)
            book.move(doing, one, Step.TAKEN_OVER, reason)
        return matter_of(doing)


def promise(desk: Desk, ask: PromiseAnswer) -> Matter:
    """The customer gets an answer by a time (S0-CM-12).

    Raises PromiseMissing, PromiseMalformed, PromisePast, MatterUnknown, MatterClosed, NotOwner.
    """
    with act(desk, "care.promise", ask.request_id, beside=True) as doing:
        if doing.earlier is None:
            due = promise_from(ask.promised, doing.at)
            if due is None:
                raise PromiseMissing(field="promised")
            book.move(doing, _mine(doing, ask.matter), Step.PROMISED, due=due)
        return matter_of(doing)


def note(desk: Desk, ask: WithWords) -> Matter:
    """Anybody who learns something about a matter adds it: nobody asks the customer twice.

    Raises NoteEmpty, MatterUnknown, MatterClosed, NotPermitted.
    """
    words = words_from(ask.words, NoteEmpty, "note")
    with act(desk, "care.note", ask.request_id, beside=True) as doing:
        if doing.earlier is None:
            one = _open(doing, ask.matter, "care.take_down")
            book.move(doing, one, Step.NOTED, words)
        return matter_of(doing)


def recommend(desk: Desk, ask: WithWords) -> Matter:
    """An enquiry led to an offer (S1-FG-17): what, and what the customer said, go on record.

    Raises OfferEmpty, MatterUnknown, MatterClosed, NotPermitted.
    """
    offer = words_from(ask.words, OfferEmpty, "offer")
    with act(desk, "care.recommend", ask.request_id, beside=True) as doing:
        if doing.earlier is None:
            one = _open(doing, ask.matter, "care.take_down")
            book.move(doing, one, Step.RECOMMENDED, offer)
        return matter_of(doing)


def call_in(desk: Desk, ask: OfMatter, open_day: OpenDay) -> Matter:
    """The room is free: the guest in the rest area is shown in.

    Raises NotWaiting, RoomTaken, MatterUnknown, MatterClosed, NotPermitted.
    """
    with act(desk, "care.call-in", ask.request_id, beside=True) as doing:
        if doing.earlier is None:
            wait_for_turn(doing.session, f"{doing.hall}/care")
            one = _open(doing, ask.matter, "care.take_down")
            day = open_day(doing.session, doing.hall)
            if on_day(one, day).standing.place is not Place.REST:
                raise NotWaiting(number=one.number)
            rooms = policy_of(doing.session, doing.hall, doing.at).reception_rooms
            if not room_is_free(book.guests(doing.session, doing.hall, day), rooms):
                raise RoomTaken
            book.move(doing, one, Step.CALLED_IN, place=Place.ROOM)
        return matter_of(doing)


def guest_left(desk: Desk, ask: OfMatter, open_day: OpenDay) -> Matter:
    """The guest has gone: the room takes the next one, the complaint stays open with its owner.

    Anybody who sees them go says so. Raises GuestGone, MatterUnknown, MatterClosed, NotPermitted.
    """
    with act(desk, "care.guest-left", ask.request_id, beside=True) as doing:
        if doing.earlier is None:
            one = _open(doing, ask.matter, "care.take_down")
            day = open_day(doing.session, doing.hall)
            if on_day(one, day).standing.place is Place.ELSEWHERE:
                raise GuestGone(number=one.number)
            book.move(doing, one, Step.GUEST_LEFT)
        return matter_of(doing)


def close(desk: Desk, ask: WithWords) -> Matter:
    """The owner has answered; the answer is on record (S0-IN-04).

    Raises AnswerMissing, MatterUnknown, MatterClosed, NotOwner, NotPermitted.
    """
    answer = answer_from(ask.words)
    with act(desk, "care.close", ask.request_id, beside=True) as doing:
        if doing.earlier is None:
            book.move(doing, _mine(doing, ask.matter), Step.CLOSED, answer)
        return matter_of(doing)


def _open(doing: Act, number: int, permission: str) -> Matter:
    staff.require(doing.session, doing.desk, permission)
    one = book.matter(doing.session, doing.hall, number)
    if not one.open:
        raise MatterClosed(number=number)
    doing.subject = subject(number)
    return one


def _mine(doing: Act, number: int) -> Matter:
    one = _open(doing, number, "care.take_down")
    if one.standing.owner != doing.clerk:
        raise NotOwner(owner=one.standing.owner, number=number)
    return one


def _offered(doing: Act, number: int) -> Matter:
    one = _open(doing, number, "care.take_down")
    stands = one.standing
    if stands.owner == doing.clerk:
        raise OwnMatter(number=number)
    asked = stands.offered_to == doing.clerk
    if not asked and not (stands.offered_to == RECEPTION and receives(doing)):
        raise NotOffered(number=number, owner=stands.owner)
    return one


def _colleague(doing: Act, one: Matter, typed: str) -> str:
    """Whom a matter is offered to: somebody at work who may take it, of a complaint also the room.

    Raises ColleagueMissing, OwnMatter, NotAtWork, CannotTake.
    """
    code = plain(typed)
    if not code:
        raise ColleagueMissing(field="to")
    if code == RECEPTION and one.kind is Kind.COMPLAINT:
        return code
    if code == doing.clerk:
        raise OwnMatter(field="to", number=one.number)
    if not staff.at_work(doing.session, doing.hall, code, doing.at):
        raise NotAtWork(field="to", code=code)
    if not staff.may(staff.person(doing.session, doing.hall, code), "care.take_down"):
        raise CannotTake(field="to", code=code)
    return code
