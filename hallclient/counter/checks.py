"""What `hallclient verify` asks of the counter: orders add up, and no number is missing."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from sqlalchemy import and_, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from hallclient.base.language import N_
from hallclient.counter.book import open_drafts
from hallclient.counter.records import Order, OrderLine, OrderTender, Reversal, ServiceRefusal
from hallclient.ledger.records import JournalEntry, PostingRow
from hallclient.ledger.rules import AT_A_TILL
from hallclient.store.integrity import Fault
from hallclient.store.sequences import last_numbers


def check(session: Session, hall: str) -> Iterator[Fault]:
    """Sums of every order, its journal entry, its reversal, numbers without gaps, drafts."""
    yield from _sums(session, hall)
    yield from _entries(session, hall)
    yield from _reversals(session, hall)
    yield from _gaps(session, hall)
    yield from _drafts(session, hall)


def _sums(session: Session, hall: str) -> Iterator[Fault]:
    """Total is the lines; the payments less the change given back settle it."""
    sold = _per_order(OrderLine.order_no, OrderLine.total_fen, hall)
    paid = _per_order(OrderTender.order_no, OrderTender.amount_fen, hall)
    back = _per_order(OrderTender.order_no, OrderTender.change_fen, hall)
    query = (
        select(
            Order.order_no, Order.total_fen, Order.received_fen, sold.c.fen, paid.c.fen, back.c.fen
        )
        .outerjoin(sold, sold.c.order_no == Order.order_no)
        .outerjoin(paid, paid.c.order_no == Order.order_no)
        .outerjoin(back, back.c.order_no == Order.order_no)
        .where(Order.hall == hall)
        .order_by(Order.order_no)
    )
    for number, total, received, lines, tenders, change in session.execute(query):
        place = f"orders {number}"
        if lines != total:
            yield Fault("order.lines", place, N_("An order's total is not the sum of its lines."))
        if (tenders or 0) != received or received - total != (change or 0):
            yield Fault("order.tenders", place, N_("An order's payments do not settle its total."))


def _per_order(
    number: InstrumentedAttribute[str], amount: InstrumentedAttribute[Any], hall: str
) -> Any:
    return (
        select(number.label("order_no"), func.sum(amount).label("fen"))
        .where(number.class_.hall == hall)
        .group_by(number)
        .subquery()
    )


def _entries(session: Session, hall: str) -> Iterator[Fault]:
    """The journal took in at the till what the order says was due."""
    taken = (
        select(PostingRow.entry_no, func.sum(PostingRow.amount_fen).label("fen"))
        .where(
            PostingRow.hall == hall,
            PostingRow.account.in_([account.value for account in AT_A_TILL]),
        )
        .group_by(PostingRow.entry_no)
        .subquery()
    )
    query = (
        select(Order.order_no, Order.total_fen, JournalEntry.order_no, taken.c.fen)
        .outerjoin(
            JournalEntry, and_(JournalEntry.hall == hall, JournalEntry.entry_no == Order.entry_no)
        )
        .outerjoin(taken, taken.c.entry_no == Order.entry_no)
        .where(Order.hall == hall)
        .order_by(Order.order_no)
    )
    for number, total, named, fen in session.execute(query):
        if total != (fen or 0) or (total and named != number):
            yield Fault(
                "order.entry", f"orders {number}", N_("An order and its journal entry differ.")
            )


def _reversals(session: Session, hall: str) -> Iterator[Fault]:
    """The journal entry of a reversal undoes the entry of its order."""
    undoing = aliased(JournalEntry)
    query = (
        select(Reversal.reversal_no, Order.entry_no, Order.total_fen, Reversal.total_fen, undoing)
        .join(Order, and_(Order.hall == hall, Order.order_no == Reversal.order_no))
        .outerjoin(undoing, and_(undoing.hall == hall, undoing.entry_no == Reversal.entry_no))
        .where(Reversal.hall == hall)
        .order_by(Reversal.reversal_no)
    )
    for number, entry_no, total, returned, entry in session.execute(query):
        undone = entry.reverses if entry is not None else None
        if undone != entry_no or total != returned:
            yield Fault(
                "order.reversal",
                f"order_reversals {number}",
                N_("A reversal does not undo its order in the journal."),
            )


def _gaps(session: Session, hall: str) -> Iterator[Fault]:
    """Every number that was dealt out is on the books: per day and counter from 1."""
    dealt = last_numbers(session, hall)
    found: dict[str, set[int]] = defaultdict(set)
    for number, day, counter in session.execute(
        select(Order.order_no, Order.business_date, Order.counter).where(Order.hall == hall)
    ):
        head = f"{hall}{day:%Y%m%d}{counter:02d}"
        found[f"order/{day:%Y%m%d}/{counter:02d}"].add(_number(number, head))
    for number, day, counter in session.execute(
        select(Reversal.reversal_no, Reversal.business_date, Reversal.counter).where(
            Reversal.hall == hall
        )
    ):
        head = f"{hall}{day:%Y%m%d}{counter:02d}R"
        found[f"reversal/{day:%Y%m%d}/{counter:02d}"].add(_number(number, head))
    refusals = select(ServiceRefusal.number).where(ServiceRefusal.hall == hall)
    found["service-refusal"].update(session.scalars(refusals))
    ours = {name for name in dealt if name.startswith(("order/", "reversal/", "service-refusal"))}
    for name in sorted(ours | found.keys()):
        if found[name] != set(range(1, dealt.get(name, 0) + 1)):
            yield Fault("order.gap", name, N_("An order number is missing or was dealt twice."))


def _drafts(session: Session, hall: str) -> Iterator[Fault]:
    """A draft's state is what its payments say: a payment nobody is sure of is not let go."""
    for view in open_drafts(session, hall):
        if view.state != view.draft.state:
            place = f"order_drafts {view.draft.request_id}"
            yield Fault("order.draft", place, N_("A draft's state is not what its payments say."))


def _number(text: str, head: str) -> int:
    digits = text.removeprefix(head)
    return int(digits) if text.startswith(head) and digits.isdigit() else 0
