"""Triage at the front desk: one press, one act: a ticket, self-service, or a list of papers."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from hallclient.base.clock import hall_date
from hallclient.base.language import language, tr
from hallclient.paper import book as paper
from hallclient.paper.rules import PaperKind
from hallclient.paper.values import AskedFor, MissingSlip
from hallclient.policy.book import policy_of
from hallclient.policy.rules import Policy
from hallclient.queue import book
from hallclient.queue.book import guiding
from hallclient.queue.rules import (
    Ticket,
    booking_from,
    line_of,
    plain,
)
from hallclient.queue.rules.guiding import (
    DeskFigures,
    Guidance,
    Guided,
    GuideVisitor,
    desk_figures,
)
from hallclient.queue.rules.triage import (
    Direction,
    Purpose,
    Way,
    direct,
    noted,
    passed_on,
    purpose_of,
    slip_holds_until,
)
from hallclient.queue.rules.triage_errors import SlipUnknown
from hallclient.queue.service.slips import put_on_paper
from hallclient.queue.service.tickets import slip_of
from hallclient.staff import book as staff
from hallclient.store.audit import Act, act
from hallclient.store.desk import Desk
from hallclient.store.personal import ERASED
from hallclient.store.turns import wait_for_turn

type DayOf = Callable[[Act], date]
"""The business day that what is done now belongs to; who keeps it stands beside this room."""


def guide(desk: Desk, ask: GuideVisitor, day_of: DayOf) -> Guided:
    """Sends a visitor where they belong (S1-FG-02..08): ticket, self-service, or home for papers.

    What was seen and said travels with the ticket (S3-FD-04). Raises PurposeUnknown, PaperNotAsked,
    NoSelfService, ComplaintToReception, SlipUnknown, SlipLapsed, CameBackBefore, BookingMalformed,
    BookingLapsed, NotPermitted: nothing was written.
    """
    purpose_of(ask.purpose)
    with act(desk, "queue.guide", ask.request_id, beside=True) as doing:
        if doing.earlier is None:
            staff.require(doing.session, desk, "queue.ticket")
            wait_for_turn(doing.session, f"{doing.hall}/queue-ticket")
            _write(doing, ask, day_of(doing))
        return _guided(doing)


def crowded_lines(desk: Desk) -> frozenset[str]:
    """Letters of the lines in which who comes now waits longer than the hall promises."""
    now = desk.now()
    with desk.read() as session:
        return book.crowded_lines(session, desk.hall, now)


def sent_back(desk: Desk) -> tuple[Guidance, ...]:
    """Who was sent home for papers, has not come back and is still expected, newest first."""
    with desk.read() as session:
        return guiding.sent_back(session, desk.hall, hall_date(desk.now()))


def day_at_the_desk(desk: Desk, day: date) -> DeskFigures:
    """How many came to the front desk on a business day, and where they went."""
    with desk.read() as session:
        return desk_figures(guiding.guidances_of(session, desk.hall, day))


def _write(doing: Act, ask: GuideVisitor, day: date) -> None:
    if ask.came_back:
        ask = _going_on(doing, ask)
    rules = policy_of(doing.session, doing.hall, doing.at)
    purpose = purpose_of(ask.purpose)
    direction = direct(
        ask.purpose,
        missing=ask.missing,
        channel=ask.channel,
        care=ask.care,
        crowded=purpose.line in book.crowded_lines(doing.session, doing.hall, doing.at),
        counter=_named_counter(purpose, rules),
    )
    note = plain(noted(direction, ask.note, ask.booked))
    one = _ticket(doing, ask, direction, day, note) if direction.way is Way.TICKET else None
    serial = guiding.put_down(
        doing, ask, direction, day, ticket=one.serial if one else 0, note=note
    )
    doing.subject = f"guidance/{serial}"
    doing.note(purpose=ask.purpose, way=direction.way.value)
    if direction.way is Way.COME_BACK:
        _put_missing_on_paper(doing, serial, direction, rules, day)
    if one is not None and ask.on_paper:
        put_on_paper(doing, slip_of(doing, one))


def _going_on(doing: Act, ask: GuideVisitor) -> GuideVisitor:
    """The visit that was broken off for papers goes on: nothing of it is asked again (S3-FD-01).

    What is said today stands first: where both are too long for a note, the older is cut.
    """
    today = hall_date(doing.at)
    slip = guiding.waiting_slip(doing.session, doing.hall, ask.came_back, today)
    said = guiding.note_of(doing.session, doing.hall, slip.serial)
    before = "" if said == ERASED else said
    return replace(
        ask,
        note=tr("; ").join(filter(None, (ask.note, before))),
        customer=ask.customer or slip.customer,
    )


def _ticket(doing: Act, ask: GuideVisitor, direction: Direction, day: date, note: str) -> Ticket:
    grace = policy_of(doing.session, doing.hall, doing.at).booking_grace_minutes
    return book.take(
        doing,
        line_of(direction.line),
        day,
        care=ask.care,
        booked_at=booking_from(ask.booked, day, doing.at, grace),
        customer=ask.customer,
        note=plain(passed_on(direction, note)),
    )


def _put_missing_on_paper(
    doing: Act, serial: int, direction: Direction, rules: Policy, day: date
) -> None:
    """What is missing, why it is asked for, and the nearest hall (S1-FG-05)."""
    value = MissingSlip(
        number=str(serial),
        hall=doing.hall,
        hall_name=rules.hall_name,
        purpose=direction.purpose.text,
        at=doing.at,
        papers=tuple(AskedFor(one.text, one.why) for one in direction.missing),
        nearest=rules.nearest_hall,
        nearest_hours=rules.nearest_hall_hours,
        closing_time=rules.closing_time,
        until=slip_holds_until(day),
        language=language(),
    )
    paper.enqueue(doing, PaperKind.MISSING, f"guidance/{serial}", value.to_payload())


def _guided(doing: Act) -> Guided:
    """What the act, or the one with the same request before it, came to."""
    serial = int((doing.earlier or doing.subject).removeprefix("guidance/"))
    one = guiding.guidance(doing.session, doing.hall, serial)
    if one is None:
        raise SlipUnknown
    purpose = purpose_of(one.purpose)
    direction = direct(
        one.purpose,
        missing=one.missing,
        channel=one.channel,
        care=one.care,
        crowded=one.crowded,
        counter=_named_counter(purpose, policy_of(doing.session, doing.hall, doing.at)),
    )
    ticket = book.ticket(doing.session, doing.hall, one.ticket) if one.ticket else None
    return Guided(serial, direction, slip_of(doing, ticket) if ticket else None)


def _named_counter(purpose: Purpose, rules: Policy) -> int:
    return int(getattr(rules, purpose.counter) or 0) if purpose.counter else 0
