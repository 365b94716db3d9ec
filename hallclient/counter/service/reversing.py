"""Orders taken back (返销) and papers printed again (补打)."""

from sqlalchemy import select

from hallclient.base.text import printable
from hallclient.counter import book
from hallclient.counter.keeping import mobile_mark
from hallclient.counter.papers import reversal_papers
from hallclient.counter.records import Order, OrderLine, Reversal
from hallclient.counter.rules import (
    CompletedOrder,
    CompletedReversal,
    Copy,
    OrderDepended,
    OrderReversed,
    OrderUnknown,
    ReasonMissing,
    ReverseAsk,
)
from hallclient.customers import book as customers
from hallclient.customers.rules import SubscriptionLater
from hallclient.ledger import book as ledger
from hallclient.paper import book as paper
from hallclient.staff import book as staff
from hallclient.staff.rules import Person
from hallclient.stock import book as stock
from hallclient.store.audit import Act, act
from hallclient.store.desk import Desk
from hallclient.store.sequences import next_number
from hallclient.till import book as till
from hallclient.till.rules import OpenShift

REASON_MOST = 200
SUBJECT = "reversal/"


def reverse(desk: Desk, ask: ReverseAsk) -> CompletedReversal:
    """Takes a whole order back: money by the tenders it came by, stock in, numbers as before.

    Correction only by reversal, never by edit (S1-FM-03); a second person signs within their
    limit (S0-MG-14); the original receipt is taken back, or its absence explained (S2-MK-06).
    Booked in the shift and business day that are open now; `late` when the order's day is not.

    Raises:
        NotPermitted, TillClosed and its kin, OrderUnknown, OrderReversed, OrderDepended,
        ReasonMissing, the refusals of `second_person`. Nothing was written.
    """
    with act(desk, "order.reverse", ask.request_id) as doing:
        if doing.earlier:
            number = doing.earlier.removeprefix(SUBJECT)
            return book.reversal(doing.session, doing.hall, number)
        staff.require(doing.session, desk, "order.make")
        shift = till.open_shift(doing.session, desk)
        order = book.order(doing.session, doing.hall, ask.order_no.strip())
        if order.reversal_no:
            raise OrderReversed(field="order", number=order.reversal_no)
        if not printable(ask.reason).strip():
            raise ReasonMissing(field="reason")
        approver = staff.second_person(
            doing,
            ask.approver,
            "order.reverse",
            amount_fen=order.total_fen,
            content=ask.content,
        )
        return _reverse(doing, ask, order, shift, approver)


def _reverse(
    doing: Act, ask: ReverseAsk, order: CompletedOrder, shift: OpenShift, approver: Person
) -> CompletedReversal:
    doing.whose = _whose(doing, order)
    day, counter = f"{shift.business_date:%Y%m%d}", f"{shift.counter:02d}"
    number = next_number(doing.session, doing.hall, f"reversal/{day}/{counter}")
    reversal_no = f"{doing.hall}{day}{counter}R{number:04d}"
    _undo(doing, order, reversal_no)
    reversal = CompletedReversal(
        reversal_no=reversal_no,
        order=order,
        counter=shift.counter,
        clerk=doing.clerk,
        clerk_name=staff.person(doing.session, doing.hall, doing.clerk).name,
        approver=approver.code,
        approver_name=approver.name,
        reason=printable(ask.reason).strip()[:REASON_MOST],
        receipt_missing=printable(ask.receipt_missing).strip()[:REASON_MOST],
        refunds=book.refunds(doing.session, doing.hall, order.order_no),
        total_fen=order.total_fen,
        business_date=shift.business_date,
        at=doing.at,
        late=order.business_date < shift.business_date,
    )
    _add_row(doing, reversal, shift)
    paper.enqueue_all(doing, reversal_no, reversal_papers(reversal))
    doing.subject = SUBJECT + reversal_no
    doing.note(order=order.order_no, total_fen=order.total_fen, late=reversal.late)
    return book.reversal(doing.session, doing.hall, reversal_no)


def _whose(doing: Act, order: CompletedOrder) -> str:
    """Nobody is given a key again whose data was erased: the month's takes what is written."""
    known = order.customer_id
    if known and customers.is_erased(doing.session, doing.hall, known):
        return ""
    return known


def _undo(doing: Act, order: CompletedOrder, reversal_no: str) -> None:
    """Subscriptions and stock as they were; raises OrderDepended when a later order stands on
    this one."""
    try:
        mobiles = customers.undo_subscription(doing, order.order_no, reversal_no=reversal_no)
    except SubscriptionLater as error:
        raise OrderDepended(field="order") from error
    for mobile in mobiles:
        if customers.subscription(doing.session, doing.hall, mobile) is None:
            _refuse_later(doing, order, mobile)
    stock.put_back(doing, order.order_no, reversal_no)


def _refuse_later(doing: Act, order: CompletedOrder, mobile: str) -> None:
    """Money put on a number that this order opened would go to nobody."""
    undone = select(Reversal.order_no).where(Reversal.hall == doing.hall)
    later = (
        select(Order.order_no)
        .join(OrderLine, (OrderLine.hall == Order.hall) & (OrderLine.order_no == Order.order_no))
        .where(
            Order.hall == doing.hall,
            OrderLine.mobile_mark == mobile_mark(doing.desk.keys.index, mobile),
            Order.order_no != order.order_no,
            Order.at >= order.at,
            Order.order_no.not_in(undone),
        )
        .limit(1)
    )
    if doing.session.execute(later).first() is not None:
        raise OrderDepended(field="order")


def _add_row(doing: Act, reversal: CompletedReversal, shift: OpenShift) -> None:
    query = select(Order.entry_no).where(
        Order.hall == doing.hall, Order.order_no == reversal.order.order_no
    )
    entry_no = doing.session.execute(query).scalar_one()
    undone = None
    if entry_no is not None:
        undone = ledger.reverse(doing, entry_no, shift.business_date, shift.shift_id)
    row = {
        "reversal_no": reversal.reversal_no,
        "order_no": reversal.order.order_no,
        "business_date": reversal.business_date,
        "at": reversal.at,
        "counter": reversal.counter,
        "clerk": reversal.clerk,
        "clerk_name": reversal.clerk_name,
        "shift_id": shift.shift_id,
        "approver": reversal.approver,
        "approver_name": reversal.approver_name,
        "reason": reversal.reason,
        "receipt_missing": reversal.receipt_missing,
        "late": reversal.late,
        "total_fen": reversal.total_fen,
        "entry_no": undone,
    }
    doing.add(Reversal, [row])


def reprint(desk: Desk, order_no: str, request_id: str) -> Copy:
    """Asks for copies of an order's or reversal's papers, marked 补打 and counted (S2-KA-18).

    Printing again never changes the order. Raises NotPermitted, OrderUnknown.
    """
    with act(desk, "order.reprint", request_id) as doing:
        if doing.earlier:
            _copy, printed_before, times = doing.earlier.rsplit("/", 2)
            return Copy(printed_before, _printed(doing, printed_before), int(times))
        staff.require(doing.session, desk, "order.reprint")
        number = order_no.strip()
        _printed(doing, number)  # refuses a number that is not ours
        copied = paper.enqueue_copies(doing, number)
        count = max(copy.copy for copy in copied)
        doing.subject = f"copy/{number}/{count}"
        return Copy(number, _printed(doing, number), count)


def _printed(doing: Act, number: str) -> CompletedOrder:
    try:
        return book.order(doing.session, doing.hall, number)
    except OrderUnknown:
        return book.reversal(doing.session, doing.hall, number).order
