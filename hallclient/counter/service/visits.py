"""The end of a visit, and business that could not be accepted."""

from collections import Counter
from datetime import date
from typing import Any

from sqlalchemy import bindparam, select

from hallclient.base.text import printable
from hallclient.counter import book
from hallclient.counter.kinds import kind_of
from hallclient.counter.records import Order, ServiceRefusal, VisitEnd
from hallclient.counter.rules import (
    EndVisit,
    PromptMissing,
    ReasonMissing,
    RefuseService,
    ServiceRefused,
    prompts,
)
from hallclient.counter.rules.seeing_off import (
    LONG,
    SHORT,
    AnswerMissing,
    Envelope,
    LeafletsMany,
    Recommendation,
    Reply,
    checked_leaflets,
    left_out,
    recommend,
    services,
)
from hallclient.queue import book as queue_book
from hallclient.queue import service as queue
from hallclient.staff import book as staff
from hallclient.store.audit import Act, act
from hallclient.store.desk import Desk
from hallclient.store.sequences import next_number
from hallclient.till import book as till


def end_visit(desk: Desk, ask: EndVisit) -> None:
    """Records that everything was handed over and put in the envelope (S1-CT-09, S1-CT-30).

    Courtesies that were not ticked are counted; the customer's ticket is served in the same act.
    Raises OrderUnknown, PromptMissing, AnswerMissing, LeafletsMany, and of a ticket RatingWrong,
    NobodyHere, TicketChanged, StepRefused: then neither has ended.
    """
    with act(desk, "visit.end", ask.request_id, beside=True) as doing:
        if doing.earlier:
            return
        order = book.order(doing.session, desk.hall, ask.order_no)
        for prompt in order.prompts_after:
            if prompt not in ask.acknowledged:
                raise PromptMissing(field="prompts", prompt=prompts()[prompt])
        row = {
            "order_no": order.order_no,
            "at": doing.at,
            "clerk": desk.clerk,
            "acknowledged": sorted(ask.acknowledged),
            "skipped": list(left_out(ask.acknowledged, document=order.customer is not None)),
            **_seen_off(ask),
        }
        doing.add(VisitEnd, [row])
        if ask.ticket:
            queue.let_go(doing, ask.ticket, ask.rating)
        doing.subject = f"visit/{order.order_no}"


def _seen_off(ask: EndVisit) -> dict[str, Any]:
    """The recommendation and the envelope as they go on record."""
    if ask.recommended and (ask.recommended not in services() or ask.reply not in set(Reply)):
        raise AnswerMissing(field="reply")
    return {
        "recommended": ask.recommended or None,
        "pitch": (SHORT if ask.short else LONG) if ask.recommended else None,
        "answer": ask.reply if ask.recommended else None,
        "leaflets": None if ask.leaflets is None else checked_leaflets(ask.leaflets),
    }


def recommendation(desk: Desk, order_no: str) -> Recommendation | None:
    """The service to recommend to an order's customer; None when nothing is left. OrderUnknown."""
    with desk.read() as session:
        order = book.order(session, desk.hall, order_no)
        answered: set[str] = set()
        if order.customer_id:
            answered = set(session.scalars(_ANSWERED, _of(desk, order.customer_id)))
        waiting = sum(queue_book.waiting_by_line(session, desk.hall).values())
    return recommend(answered, waiting=waiting)


_ANSWERED = (
    select(VisitEnd.recommended)
    .join(Order, (Order.hall == VisitEnd.hall) & (Order.order_no == VisitEnd.order_no))
    .where(
        Order.hall == bindparam("hall"),
        Order.customer_id == bindparam("customer"),
        VisitEnd.answer.in_([Reply.ACCEPTED.value, Reply.DECLINED.value]),
    )
)


def _of(desk: Desk, customer: str) -> dict[str, str]:
    return {"hall": desk.hall, "customer": customer}


def envelope(desk: Desk, ask: Envelope) -> None:
    """Whether so many leaflets may go into the envelope; too many are on record (S1-CT-31).

    Raises LeafletsMany, once it is written down that somebody meant to; LeafletsMalformed.
    """
    try:
        checked_leaflets(ask.leaflets)
    except LeafletsMany:
        with act(desk, "visit.leaflets", ask.request_id, beside=True) as doing:
            doing.subject = doing.earlier or f"visit/{ask.order_no}"
            doing.note(leaflets=ask.leaflets)
        raise


def skipped_of_day(desk: Desk, day: date) -> dict[str, int]:
    """How often each courtesy was left out on a business day, the most frequent first."""
    query = (
        select(VisitEnd.skipped)
        .join(Order, (Order.hall == VisitEnd.hall) & (Order.order_no == VisitEnd.order_no))
        .where(VisitEnd.hall == desk.hall, Order.business_date == day)
    )
    with desk.read() as session:
        skipped = Counter(each for row in session.scalars(query) for each in row or ())
    return dict(skipped.most_common())


def refuse_service(desk: Desk, ask: RefuseService) -> ServiceRefused:
    """Records that a business could not be accepted (不能受理), and why (S1-CL-06).

    Raises NotPermitted, KindUnknown, ReasonMissing.
    """
    reason = printable(ask.reason).strip()[:200]
    kind = kind_of(ask.kind).spec.code
    with act(desk, "service.refuse", ask.request_id, beside=True) as doing:
        if doing.earlier:
            return _refused(doing, int(doing.earlier.rpartition("/")[2]))
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
