"""A reception (接待), step by step: from the door to the door."""

from typing import Any

from hallclient.base.clock import hall_date
from hallclient.base.errors import HallError
from hallclient.base.text import printable, to_ascii
from hallclient.counter.rules.recommending import (
    NOTHING_KNOWN,
    AnswerMissing,
    Reply,
    ServiceDeclined,
    ServiceOwned,
    refuse_recommending,
)
from hallclient.customers import book as customers
from hallclient.policy.book import policy_of
from hallclient.queue import book as queue
from hallclient.queue.rules import State as TicketState
from hallclient.staff import book as staff
from hallclient.store.audit import Act, act
from hallclient.store.desk import Desk
from hallclient.vip.book import bookings, members, receptions
from hallclient.vip.book.knowing import known_of
from hallclient.vip.rules import (
    Arrive,
    BookingKind,
    BookingState,
    DemoWithoutConsent,
    DoStep,
    GuestHere,
    GuestMissing,
    LeafletsMalformed,
    LeafletsTooMany,
    Place,
    ReasonMissing,
    Reception,
    SeatMissing,
    Step,
    StepDone,
    StepOutOfOrder,
    TierLapsed,
    TierNone,
    entitled,
    guest_named,
    refuse_tier,
)
from hallclient.vip.service.desk import (
    DayOf,
    customer_subject,
    on_record,
    reception_subject,
)

WORDS_MOST = 60
_KEPT_ON_RECORD: tuple[type[HallError], ...] = (
    LeafletsTooMany,
    DemoWithoutConsent,
    ServiceDeclined,
    ServiceOwned,
    StepOutOfOrder,
    StepDone,
)


def arrive(desk: Desk, ask: Arrive, day_of: DayOf) -> Reception:
    """A guest is at the door: the clock runs from now (S1-VP-08, S1-VP-12).

    A tier that has lapsed, or none at all, is refused once, in words the host can pass on, and
    that goes on record; asked `anyway` the guest is received all the same, which stays on the
    reception. A visit booked for today is kept by it, and needs no tier; one that has lapsed is
    said all the same. Raises GuestMissing, GuestIsNumber, GuestHere, TierLapsed, TierNone,
    CustomerUnknown, NotPermitted.
    """
    who = printable(ask.who).strip()[:WORDS_MOST]
    if not ask.customer_id and not guest_named(who, field="guest"):
        raise GuestMissing(field="guest")
    subject = customer_subject(ask.customer_id) if ask.customer_id else "vip-reception"
    with (
        on_record(desk, subject, TierLapsed, TierNone),
        act(desk, "vip.arrive", ask.request_id) as doing,
    ):
        if doing.earlier is None:
            staff.require(doing.session, desk, "vip.receive")
            booking = _expected(doing, ask.customer_id)
            row = _first(doing, ask, who, booking)
            serial = receptions.begin(doing, day_of(doing), row)
            if booking:
                bookings.end(doing, booking, BookingState.KEPT)
            doing.subject = reception_subject(serial)
        return _shown(doing)


def _expected(doing: Act, customer_id: str) -> int:
    """The customer's first visit that is booked for today, 0 for none."""
    today = hall_date(doing.at)
    for one in bookings.due_on(doing.session, doing.hall, today) if customer_id else ():
        due = one.state is BookingState.DUE and one.kind is BookingKind.VISIT
        if due and one.customer_id == customer_id:
            return one.serial
    return 0


def _first(doing: Act, ask: Arrive, who: str, booking: int) -> dict[str, Any]:
    session, hall, today = doing.session, doing.hall, hall_date(doing.at)
    member = None
    if ask.customer_id:
        customers.by_id(session, hall, ask.customer_id)
        if receptions.is_here(session, hall, ask.customer_id):
            raise GuestHere
        member = members.member(session, hall, ask.customer_id)
    if not ask.anyway:
        refuse_tier(member, today, expected=bool(booking))
    return {
        "customer_id": ask.customer_id,
        "who": "" if ask.customer_id else who,
        "found_by": ask.found_by.value,
        "tier": "" if member is None else member.tier,
        "lapsed": not entitled(member, today),
        "booking": booking,
    }


def do_step(desk: Desk, ask: DoStep) -> Reception:
    """One step of a reception, with its time and who did it.

    A fourth leaflet, a handing over without consent, something in use recommended, a step out of
    order: refused, and that goes on record. Raises LeafletsTooMany, LeafletsMalformed,
    DemoWithoutConsent, ServiceUnlisted, ServiceOwned, ServiceDeclined, AnswerMissing, SeatMissing,
    ReasonMissing, StepOutOfOrder, StepDone, ReceptionUnknown, NotPermitted.
    """
    with (
        on_record(desk, reception_subject(ask.reception), *_KEPT_ON_RECORD),
        act(desk, "vip.step", ask.request_id) as doing,
    ):
        if doing.earlier is None:
            staff.require(doing.session, desk, "vip.receive")
            more = _told(doing, ask)
            receptions.add_step(doing, ask.reception, ask.step, **more)
            doing.subject = reception_subject(ask.reception)
            doing.note(step=ask.step.value)
        return _shown(doing)


def _told(doing: Act, ask: DoStep) -> dict[str, Any]:
    """What goes on record besides the step itself."""
    match ask.step:
        case Step.SEATED:
            if ask.place not in set(Place):
                raise SeatMissing(field="place")
            return {"place": ask.place}
        case Step.STARTED:
            return {"ticket": _ticket_here(doing)}
        case Step.DEMO if not ask.consent:
            raise DemoWithoutConsent(field="consent")
        case Step.ENVELOPE:
            return {"leaflets": _leaflets(doing, ask.leaflets)}
        case Step.RECOMMENDED:
            return _recommended(doing, ask)
        case Step.LEFT:
            reason = printable(ask.reason).strip()
            if len(reason) < 2:
                raise ReasonMissing(field="reason")
            return {"reason": reason}
    return {}


def _ticket_here(doing: Act) -> int:
    """The queue's ticket that is being served at this desk, 0 for none: the counter's own flow."""
    if doing.counter < 1:
        return 0
    there = queue.at_counter(doing.session, doing.hall, doing.counter)
    serving = there is not None and there.standing.state is TicketState.SERVING
    return there.serial if there is not None and serving else 0


def _leaflets(doing: Act, typed: str) -> int:
    """How many leaflets (S1-CT-31, S1-VP-17); raises LeafletsMalformed, LeafletsTooMany."""
    text = to_ascii(typed)
    if not (text.isascii() and text.isdecimal() and len(text) <= 3):
        raise LeafletsMalformed(field="leaflets")
    most = policy_of(doing.session, doing.hall, doing.at).vip_leaflets
    if int(text) > most:
        raise LeafletsTooMany(field="leaflets", count=int(text), most=most)
    return int(text)


def _recommended(doing: Act, ask: DoStep) -> dict[str, Any]:
    """What was recommended and what the guest said; "not offered" is no answer here."""
    if ask.answer == Reply.NOT_OFFERED:
        raise AnswerMissing(field="reply")
    customer_id = receptions.row_of(doing.session, doing.hall, ask.reception).customer_id
    known = known_of(doing.session, doing.hall, customer_id) if customer_id else NOTHING_KNOWN
    refuse_recommending(ask.service, ask.answer, known, doing.at)
    return {"service": ask.service, "answer": ask.answer}


def _shown(doing: Act) -> Reception:
    limit = policy_of(doing.session, doing.hall, doing.at).vip_wait_seconds
    row = receptions.row_of(doing.session, doing.hall, doing.number)
    return receptions.receptions(doing.session, doing.hall, [row], doing.at, limit)[0]
