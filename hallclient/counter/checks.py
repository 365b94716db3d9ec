"""What `hallclient verify` asks of the counter: orders add up, and no number is missing."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from sqlalchemy import ScalarSelect, and_, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from hallclient.base.clock import hall_date
from hallclient.base.language import N_
from hallclient.counter.book import open_drafts
from hallclient.counter.records import (
    LateEntryRow,
    Order,
    OrderLine,
    OrderTender,
    Reversal,
    ServiceRefusal,
)
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
    yield from _late_entries(session, hall)


def _sums(session: Session, hall: str) -> Iterator[Fault]:
    """Total is the lines; the payments less the change given back settle it."""
    sold = _sum_of(OrderLine.total_fen, OrderLine)
    paid = func.coalesce(_sum_of(OrderTender.amount_fen, OrderTender), 0)
    back = func.coalesce(_sum_of(OrderTender.change_fen, OrderTender), 0)
    wrong_lines = sold.is_distinct_from(Order.total_fen)
    unsettled = (paid != Order.received_fen) | (Order.received_fen - Order.total_fen != back)
    query = select(Order.order_no, wrong_lines, unsettled).where(
        Order.hall == hall, wrong_lines | unsettled
    )
    for number, lines, tenders in session.execute(query.order_by(Order.order_no)):
        place = f"orders {number}"
        if lines:
            yield Fault("order.lines", place, N_("An order's total is not the sum of its lines."))
        if tenders:
            yield Fault("order.tenders", place, N_("An order's payments do not settle its total."))


def _sum_of(
    amount: InstrumentedAttribute[Any], table: type[OrderLine] | type[OrderTender]
) -> ScalarSelect[Any]:
    """The sum over one order's rows; None where it has none."""
    same = (table.hall == Order.hall) & (table.order_no == Order.order_no)
    return select(func.sum(amount)).where(same).scalar_subquery()


def _entries(session: Session, hall: str) -> Iterator[Fault]:
    """The journal took in at the till what the order says was due."""
    taken = select(func.coalesce(func.sum(PostingRow.amount_fen), 0)).where(
        PostingRow.hall == Order.hall,
        PostingRow.entry_no == Order.entry_no,
        # `|| ''` keeps SQLite from looking through all of an account instead of the one entry
        PostingRow.account.concat("").in_([account.value for account in AT_A_TILL]),
    )
    named = select(JournalEntry.order_no).where(
        JournalEntry.hall == Order.hall, JournalEntry.entry_no == Order.entry_no
    )
    query = select(Order.order_no).where(
        Order.hall == hall,
        (taken.scalar_subquery() != Order.total_fen)
        | ((Order.total_fen != 0) & named.scalar_subquery().is_distinct_from(Order.order_no)),
    )
    for number in session.scalars(query.order_by(Order.order_no)):
        yield Fault("order.entry", f"orders {number}", N_("An order and its journal entry differ."))


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
    dealt = {
        name: last
        for name, last in last_numbers(session, hall).items()
        if name.startswith(("order/", "reversal/", "service-refusal"))
    }
    sold = Order.order_no, Order.business_date, Order.counter
    returned = Reversal.reversal_no, Reversal.business_date, Reversal.counter
    refused = select(ServiceRefusal.number).where(ServiceRefusal.hall == hall)
    wrong = {
        *_unlike(dealt, _numbered(session, hall, "order", "", sold)),
        *_unlike(dealt, _numbered(session, hall, "reversal", "R", returned)),
        *_unlike(dealt, [("service-refusal", list(session.scalars(refused)))]),
        *(name for name, last in dealt.items() if last),  # what nothing on the books goes by
    }
    for name in sorted(wrong):
        yield Fault("order.gap", name, N_("An order number is missing or was dealt twice."))


def _unlike(dealt: dict[str, int], found: Iterable[tuple[str, list[int]]]) -> Iterator[str]:
    """Names whose numbers are not 1 to the last one dealt; takes the others out of `dealt`."""
    for name, numbers in found:
        if sorted(numbers) != list(range(1, dealt.pop(name, 0) + 1)):
            yield name


def _numbered(
    session: Session, hall: str, what: str, letter: str, columns: tuple[Any, Any, Any]
) -> Iterator[tuple[str, list[int]]]:
    """Each day's numbers at each counter, a counter's day in memory at a time."""
    number, day, counter = columns
    query = select(number, day, counter).where(number.class_.hall == hall)
    query = query.order_by(day, counter).execution_options(yield_per=1000)
    with session.connection().execute(query) as rows:
        for (on, at), group in groupby(rows, key=lambda row: (row[1], row[2])):
            head = f"{hall}{on:%Y%m%d}{at:02d}{letter}"
            yield f"{what}/{on:%Y%m%d}/{at:02d}", [_number(row[0], head) for row in group]


def _drafts(session: Session, hall: str) -> Iterator[Fault]:
    """A draft's state is what its payments say: a payment nobody is sure of is not let go."""
    for view in open_drafts(session, hall):
        if view.state != view.draft.state:
            place = f"drafts {view.draft.request_id}"
            yield Fault("order.draft", place, N_("A draft's state is not what its payments say."))


def _late_entries(session: Session, hall: str) -> Iterator[Fault]:
    """What was entered later was done before, on its business day, and seen by somebody else."""
    query = (
        select(LateEntryRow.order_no, LateEntryRow.done_at, LateEntryRow.approver,
               Order.at, Order.business_date, Order.clerk)
        .join(Order, and_(Order.hall == hall, Order.order_no == LateEntryRow.order_no))
        .where(LateEntryRow.hall == hall)
        .order_by(LateEntryRow.order_no)
    )  # fmt: skip
    for number, done_at, approver, at, day, clerk in session.execute(query):
        if done_at > at or hall_date(done_at) < day or approver == clerk:
            yield Fault(
                "order.late",
                f"late_entries {number}",
                N_("A later entry was not done before, on its day, or seen by nobody else."),
            )


def _number(text: str, head: str) -> int:
    digits = text.removeprefix(head)
    return int(digits) if text.startswith(head) and digits.isdigit() else 0
