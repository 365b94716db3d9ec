"""The end of a visit, and business that could not be accepted."""

from sqlalchemy import select

from hallclient.base.text import printable
from hallclient.counter import book
from hallclient.counter.kinds import kind_of
from hallclient.counter.records import ServiceRefusal, VisitEnd
from hallclient.counter.rules import (
    EndVisit,
    PromptMissing,
    ReasonMissing,
    RefuseService,
    ServiceRefused,
    prompts,
)
from hallclient.queue import service as queue
from hallclient.staff import book as staff
from hallclient.store.audit import Act, act
from hallclient.store.desk import Desk
from hallclient.store.sequences import next_number
from hallclient.till import book as till


def end_visit(desk: Desk, ask: EndVisit) -> None:
    """Records that everything was handed over and put in the envelope (S1-CT-09, S1-CT-30).

    The customer's ticket is served in the same act. Raises OrderUnknown, PromptMissing, and of a
    ticket RatingWrong, NobodyHere, TicketChanged, StepRefused: then neither has ended.
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
        }
        doing.add(VisitEnd, [row])
        if ask.ticket:
            queue.let_go(doing, ask.ticket, ask.rating)
        doing.subject = f"visit/{order.order_no}"


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
