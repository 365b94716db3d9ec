"""Orders as other rooms read them inside their own unit of work; never commits."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hallclient.base.money import Fen
from hallclient.counter.keeping import (
    draft_from,
    line_from,
    parties_in,
    party_shown,
    payer_name,
)
from hallclient.counter.records import Draft, LateEntryRow, Order, OrderLine, OrderTender, Reversal
from hallclient.counter.rules import (
    CompletedLine,
    CompletedOrder,
    CompletedReversal,
    DraftView,
    LateEntry,
    OrderUnknown,
    Refund,
    TenderTaken,
    mandatory,
)
from hallclient.paper.records import Paper


def order(session: Session, hall: str, order_no: str) -> CompletedOrder:
    """An order as it was made, with what became of it since; raises OrderUnknown."""
    query = select(Order).where(Order.hall == hall, Order.order_no == order_no)
    head = session.scalars(query).one_or_none()
    if head is None:
        raise OrderUnknown(field="order")
    parties = parties_in(head.parties)
    lines = _lines(session, hall, order_no)
    tenders = _tenders(session, hall, order_no)
    customer = party_shown(parties["customer"])
    cash = any(tender.method == "cash" for tender in tenders)
    identified, vip = customer is not None, parties.get("vip", False)
    return CompletedOrder(
        order_no=order_no,
        request_id=head.request_id,
        hall=hall,
        hall_name=parties["names"]["hall"],
        counter=head.counter,
        clerk=head.clerk,
        clerk_name=parties["names"]["clerk"],
        shift_id=head.shift_id,
        business_date=head.business_date,
        at=head.at,
        customer=customer,
        customer_id=head.customer_id,
        agent=party_shown(parties["agent"]),
        face=parties["face"],
        face_approver=parties["names"]["approver"],
        lines=lines,
        tenders=tenders,
        total_fen=head.total_fen,
        received_fen=head.received_fen,
        change_fen=Fen(head.received_fen - head.total_fen),
        prompts_after=mandatory((), document=identified, cash=cash, vip=vip, before_end=True),
        payer=payer_name(parties),
        copy_for=parties.get("copy_for", ""),
        copies=copies(session, hall, [order_no]).get(order_no, 0),
        reversal_no=reversals(session, hall, [order_no]).get(order_no, ""),
        late=late_entries(session, hall, [order_no]).get(order_no),
        vip=vip,
    )


def _lines(session: Session, hall: str, order_no: str) -> tuple[CompletedLine, ...]:
    query = (
        select(OrderLine.kind, OrderLine.title, OrderLine.total_fen, OrderLine.content)
        .where(OrderLine.hall == hall, OrderLine.order_no == order_no)
        .order_by(OrderLine.line)
    )
    return tuple(line_from(*row) for row in session.execute(query))


def _tenders(session: Session, hall: str, order_no: str) -> tuple[TenderTaken, ...]:
    query = (
        select(OrderTender.method, OrderTender.amount_fen, OrderTender.reference)
        .where(OrderTender.hall == hall, OrderTender.order_no == order_no)
        .order_by(OrderTender.tender)
    )
    return tuple(TenderTaken(*row) for row in session.execute(query))


def refunds(session: Session, hall: str, order_no: str) -> tuple[Refund, ...]:
    """What goes back when the order is reversed: each tender, cash less the change given."""
    query = (
        select(
            OrderTender.method,
            OrderTender.amount_fen - OrderTender.change_fen,
            OrderTender.reference,
        )
        .where(OrderTender.hall == hall, OrderTender.order_no == order_no)
        .order_by(OrderTender.tender)
    )
    rows = session.execute(query)
    return tuple(Refund(method, Fen(fen), reference) for method, fen, reference in rows if fen)


def reversal(session: Session, hall: str, reversal_no: str) -> CompletedReversal:
    """A reversal as it was made; raises OrderUnknown."""
    query = select(Reversal).where(Reversal.hall == hall, Reversal.reversal_no == reversal_no)
    row = session.scalars(query).one_or_none()
    if row is None:
        raise OrderUnknown(field="order")
    return CompletedReversal(
        reversal_no=reversal_no,
        order=order(session, hall, row.order_no),
        counter=row.counter,
        clerk=row.clerk,
        clerk_name=row.clerk_name,
        approver=row.approver,
        approver_name=row.approver_name,
        reason=row.reason,
        receipt_missing=row.receipt_missing,
        refunds=refunds(session, hall, row.order_no),
        total_fen=row.total_fen,
        business_date=row.business_date,
        at=row.at,
        late=row.late,
    )


def reversals(session: Session, hall: str, numbers: Iterable[str]) -> dict[str, str]:
    """Order number to reversal number, for those of the orders that were reversed."""
    query = select(Reversal.order_no, Reversal.reversal_no).where(
        Reversal.hall == hall, Reversal.order_no.in_(list(numbers))
    )
    return {row.order_no: row.reversal_no for row in session.execute(query)}


def late_entries(session: Session, hall: str, numbers: Iterable[str]) -> dict[str, LateEntry]:
    """Those of the orders that were entered later, by number."""
    query = select(LateEntryRow).where(
        LateEntryRow.hall == hall, LateEntryRow.order_no.in_(list(numbers))
    )
    return {
        row.order_no: LateEntry(row.done_at, row.reason, row.approver, row.approver_name)
        for row in session.scalars(query)
    }


def copies(session: Session, hall: str, numbers: Iterable[str]) -> dict[str, int]:
    """Order number to how often its papers were printed again (S2-KA-18)."""
    query = (
        select(Paper.subject, func.max(Paper.copy))
        .where(Paper.hall == hall, Paper.subject.in_(list(numbers)))
        .group_by(Paper.subject)
    )
    return {subject: int(count) for subject, count in session.execute(query)}


def open_drafts(session: Session, hall: str) -> tuple[DraftView, ...]:
    """Every draft of the hall: they block the day close (lesson 10)."""
    query = select(Draft).where(Draft.hall == hall).order_by(Draft.saved_at, Draft.draft_id)
    return tuple(draft_view(row) for row in session.scalars(query))


def draft_view(row: Any) -> DraftView:
    """A draft's row as it is offered back."""
    return DraftView(
        draft=draft_from(row.draft_id, row.content),
        counter=row.counter,
        clerk=row.clerk,
        saved_at=row.saved_at,
        state=row.state,
    )
