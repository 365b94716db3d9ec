"""The end of a visit, and business that could not be accepted."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import select
from sqlalchemy.orm import Session

from hallclient.base.text import printable
from hallclient.counter import book
from hallclient.counter.kinds import kind_of
from hallclient.counter.recommending import KnownOf, known_at_counters
from hallclient.counter.records import ServiceRefusal, VisitEnd
from hallclient.counter.rules import (
    CompletedOrder,
    EndVisit,
    PromptMissing,
    ReasonMissing,
    RefuseService,
    ServiceRefused,
    prompts,
)
from hallclient.counter.rules.recommending import (
    LONG,
    NOTHING_KNOWN,
    SHORT,
    Known,
    Recommendation,
    ServiceDeclined,
    ServiceOwned,
    recommend,
    refuse_recommending,
)
from hallclient.counter.rules.seeing_off import (
    Envelope,
    LeafletsMany,
    checked_leaflets,
    left_out,
)
from hallclient.queue import book as queue_book
from hallclient.queue import service as queue
from hallclient.staff import book as staff
from hallclient.store.audit import Act, act
from hallclient.store.desk import Desk
from hallclient.store.sequences import next_number
from hallclient.till import book as till


def end_visit(desk: Desk, ask: EndVisit, known_of: KnownOf = known_at_counters) -> None:
    """Records that everything was handed over and put in the envelope (S1-CT-09, S1-CT-30).

    Courtesies that were not ticked are counted; the customer's ticket is served in the same act.
    A fourth leaflet, and what the customer has or lately declined, are refused and on record.
    Raises NotPermitted, OrderUnknown, PromptMissing, ServiceUnlisted, AnswerMissing, ServiceOwned,
    ServiceDeclined, LeafletsMalformed, LeafletsMany, and of a ticket RatingWrong, NobodyHere,
    TicketChanged, StepRefused: then neither has ended.
    """
    with (
        _refused_on_record(desk, ask.order_no),
        act(desk, "visit.end", ask.request_id, beside=True) as doing,
    ):
        if doing.earlier:
            return
        order = _own_order(doing.session, desk, ask.order_no)
        for prompt in order.prompts_after:
            if prompt not in ask.acknowledged:
                raise PromptMissing(field="prompts", prompt=prompts()[prompt])
        if ask.recommended:
            known = _known(doing.session, order, known_of)
            refuse_recommending(ask.recommended, ask.reply, known, doing.at)
        row = {
            "order_no": order.order_no,
            "at": doing.at,
            "clerk": desk.clerk,
            "acknowledged": sorted(ask.acknowledged),
            "skipped": list(_left_out(order, ask)),
            "recommended": ask.recommended or None,
            "pitch": (SHORT if ask.short else LONG) if ask.recommended else None,
            "answer": ask.reply if ask.recommended else None,
            "leaflets": None if ask.leaflets is None else checked_leaflets(ask.leaflets),
        }
        doing.add(VisitEnd, [row])
        if ask.ticket:
            queue.let_go(doing, ask.ticket, ask.rating)
        doing.subject = _subject(order.order_no)


def _left_out(order: CompletedOrder, ask: EndVisit) -> tuple[str, ...]:
    identified = order.customer is not None
    return left_out(ask.acknowledged, document=identified, vip=order.vip)


def recommendation(
    desk: Desk, order_no: str, known_of: KnownOf = known_at_counters
) -> Recommendation | None:
    """The service to recommend to an order's customer; None when nothing is left.

    Raises NotPermitted, OrderUnknown.
    """
    now = desk.now()
    with desk.read() as session:
        order = _own_order(session, desk, order_no)
        known = _known(session, order, known_of)
        crowded = bool(queue_book.crowded_lines(session, desk.hall, now))
    return recommend(known, now, crowded=crowded)


def _own_order(session: Session, desk: Desk, order_no: str) -> CompletedOrder:
    """An order of this hall, for whoever makes orders in it; raises NotPermitted, OrderUnknown."""
    staff.require(session, desk, "order.make")
    return book.order(session, desk.hall, order_no)


def _known(session: Session, order: CompletedOrder, known_of: KnownOf) -> Known:
    if not order.customer_id:
        return NOTHING_KNOWN
    return known_of(session, order.hall, order.customer_id)


def _subject(order_no: str) -> str:
    return f"visit/{order_no}"


def envelope(desk: Desk, ask: Envelope) -> None:
    """Whether so many leaflets may go into the envelope; too many are on record (S1-CT-31).

    Raises LeafletsMany, once it is written down that somebody meant to; NotPermitted,
    OrderUnknown, LeafletsMalformed.
    """
    with desk.read() as session:
        _own_order(session, desk, ask.order_no)
    with _refused_on_record(desk, ask.order_no, ask.request_id):
        checked_leaflets(ask.leaflets)


@contextmanager
def _refused_on_record(desk: Desk, order_no: str, request_id: str | None = None) -> Iterator[None]:
    """What must not go into an envelope or be recommended is written down before it is said.

    In an act of its own: the refusal rolls back nothing that says somebody tried. `request_id`
    makes one of a refusal that is asked for twice.
    """
    try:
        yield
    except (LeafletsMany, ServiceOwned, ServiceDeclined) as refusal:
        many = isinstance(refusal, LeafletsMany)
        action = "visit.leaflets" if many else "visit.refuse"
        with act(desk, action, request_id, beside=True) as doing:
            doing.subject = _subject(order_no)
            if many:
                doing.note(leaflets=refusal.facts["count"])
            else:
                doing.note(code=refusal.code)
        raise


def refuse_service(desk: Desk, ask: RefuseService) -> ServiceRefused:
    """Records that a business could not be accepted (不能受理), and why (S1-CL-06).

    Raises NotPermitted, KindUnknown, ReasonMissing.
    """
    reason = printable(ask.reason).strip()[:200]
    kind = kind_of(ask.kind).spec.code
    with act(desk, "service.refuse", ask.request_id, beside=True) as doing:
        if doing.earlier:
            return _refused(doing, doing.number)
        staff.require(doing.session, desk, "order.make")
        if not reason:
            raise ReasonMissing(field="reason")
        number = next_number(doing.session, desk.hall, "service-refusal")
        row = {
            "number": number,
            "at": doing.at,
            "business_date": till.open_day(doing.session, desk.hall),
            "counter": desk.counter,
            "clerk": desk.clerk,
            "kind": kind,
            "reason": reason,
        }
        doing.add(ServiceRefusal, [row])
        doing.subject = f"refusal/{number}"
        doing.note(kind=kind)
        return ServiceRefused(number, kind, reason, doing.at)


def _refused(doing: Act, number: int) -> ServiceRefused:
    columns = (
        ServiceRefusal.number,
        ServiceRefusal.kind,
        ServiceRefusal.reason,
        ServiceRefusal.at,
    )
    query = select(*columns).where(
        ServiceRefusal.hall == doing.hall, ServiceRefusal.number == number
    )
    return ServiceRefused(*doing.session.execute(query).one())
