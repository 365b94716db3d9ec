"""Drafts (草稿): kept as they are typed, offered back after a crash, dropped without approval."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from hallclient.base.text import printable
from hallclient.counter import book
from hallclient.counter.keeping import draft_content
from hallclient.counter.records import Draft
from hallclient.counter.rules import (
    UNKNOWN,
    DraftUnknown,
    DraftView,
    OrderDraft,
    ReasonMissing,
    SettleUnknown,
    TenderDraft,
    TenderState,
    TenderUnknown,
)
from hallclient.staff import book as staff
from hallclient.stock import service as stock
from hallclient.stock.book import release as release_all
from hallclient.stock.rules import Held, StockKind
from hallclient.store.audit import AuditRow, act
from hallclient.store.desk import Desk
from hallclient.store.personal import cipher_of, enciphered, month_of


def save_draft(desk: Desk, draft: OrderDraft) -> None:
    """Keeps a draft as typed; the last save of an id counts.

    A save that arrives after its order was completed is dropped: a finished order must not
    come back as a draft. Raises TenderUnknown when a payment whose outcome is unknown would
    disappear; settle it first.
    """
    with desk.write_beside(draft.request_id) as session:
        if _completed(session, desk.hall, draft.request_id):
            return
        kept = _find(session, desk, draft.request_id)
        if kept is not None and _missing_unknown(book.draft_view(kept).draft, draft):
            raise TenderUnknown(field="tenders")
        _put(session, desk, draft, new=kept is None)


def park_unknown(desk: Desk, draft: OrderDraft) -> None:
    """Keeps a draft whose payment may or may not have gone through, until it is known.

    The same as `save_draft`, and refuses a draft without such a payment (ValueError: a caller's
    bug). Such a draft cannot be completed, dropped or forgotten.
    """
    if not _unknown(draft.tenders):
        raise ValueError("no tender of this draft is of unknown outcome")
    save_draft(desk, draft)


def settle_unknown(desk: Desk, ask: SettleUnknown) -> OrderDraft:
    """Notes what became of a payment: it stays as settled, or goes. Gives the draft as it is now.

    Raises DraftUnknown, ReasonMissing without a note of where it was looked up.
    """
    with act(desk, "draft.settle", ask.request_id) as doing:
        kept = _own(doing.session, desk, ask.draft_id)
        draft = book.draft_view(kept).draft
        if doing.earlier:
            return draft
        note = printable(ask.note).strip()[:200]
        if not note:
            raise ReasonMissing(field="note")
        settled = replace(draft, tenders=_settled(draft.tenders, ask))
        _put(doing.session, desk, settled, new=False)
        doing.subject = f"draft/{ask.draft_id}"
        doing.remark = note
        doing.note(tender=ask.tender, settled=ask.settled)
        return settled


def drafts(desk: Desk) -> tuple[DraftView, ...]:
    """The clerk's own drafts, the newest first; those of others are not shown."""
    query = (
        select(Draft)
        .where(Draft.hall == desk.hall, Draft.clerk == desk.clerk)
        .order_by(Draft.saved_at.desc(), Draft.draft_id.desc())
    )
    with desk.read() as session:
        return tuple(book.draft_view(row) for row in session.scalars(query))


def drop_draft(desk: Desk, draft_id: str) -> None:
    """Drops a draft and lets go of what it holds; needs no second person.

    Somebody else's draft is dropped by who may close the day. Raises DraftUnknown, NotPermitted,
    TenderUnknown.
    """
    with act(desk, "draft.drop") as doing:
        kept = _find(doing.session, desk, draft_id)
        if kept is None:
            raise DraftUnknown
        if kept.clerk != desk.clerk:
            staff.require(doing.session, desk, "day.close")
        if kept.state == UNKNOWN:
            raise TenderUnknown(field="tenders")
        doing.session.execute(
            delete(Draft).where(Draft.hall == desk.hall, Draft.draft_id == draft_id)
        )
        release_all(doing.session, desk.hall, draft_id)
        doing.subject = f"draft/{draft_id}"


def hold(desk: Desk, draft_id: str, kind: str, serial: str) -> Held:
    """Keeps a piece for a draft while its form is open, or renews the hold.

    `kind` is `Field.holds`. Raises SerialMalformed, StockUnavailable, HoldLost.
    """
    return stock.hold(desk, StockKind(kind), serial, draft_id)


def release(desk: Desk, draft_id: str) -> None:
    """Lets go of everything a draft holds."""
    stock.release(desk, draft_id)


def _completed(session: Session, hall: str, draft_id: str) -> bool:
    query = select(AuditRow.seq).where(AuditRow.hall == hall, AuditRow.request_id == draft_id)
    return session.execute(query).first() is not None


def _find(session: Session, desk: Desk, draft_id: str) -> Draft | None:
    query = select(Draft).where(Draft.hall == desk.hall, Draft.draft_id == draft_id)
    return session.scalars(query).one_or_none()


def _own(session: Session, desk: Desk, draft_id: str) -> Draft:
    kept = _find(session, desk, draft_id)
    if kept is None or kept.clerk != desk.clerk:
        raise DraftUnknown
    return kept


def _put(session: Session, desk: Desk, draft: OrderDraft, *, new: bool) -> None:
    now = desk.now()
    values = {
        "counter": desk.counter,
        "clerk": desk.clerk,
        "saved_at": now,
        "state": draft.state,
        "content": draft_content(draft),
    }
    key = cipher_of(session).key_for(session, desk.hall, month_of(now), now)
    values = enciphered(key, Draft, values)
    if new:
        place = {"hall": desk.hall, "draft_id": draft.request_id}
        session.connection().execute(insert(Draft), [place | values])
        return
    session.connection().execute(
        update(Draft)
        .where(Draft.hall == desk.hall, Draft.draft_id == draft.request_id)
        .values(**values)
    )


def _unknown(tenders: Sequence[TenderDraft]) -> list[TenderDraft]:
    return [tender for tender in tenders if tender.state == TenderState.UNKNOWN]


def _missing_unknown(kept: OrderDraft, draft: OrderDraft) -> bool:
    """Whether a payment of unknown outcome is in the kept draft and not in the new one."""
    left = _unknown(draft.tenders)
    for tender in _unknown(kept.tenders):
        if tender not in left:
            return True
        left.remove(tender)
    return False


def _settled(tenders: Sequence[TenderDraft], ask: SettleUnknown) -> tuple[TenderDraft, ...]:
    if not 0 <= ask.tender < len(tenders):
        raise DraftUnknown
    chosen = list(tenders)
    if not ask.settled:
        del chosen[ask.tender]
        return tuple(chosen)
    tender = chosen[ask.tender]
    reference = ask.reference.strip() or tender.reference
    chosen[ask.tender] = replace(tender, state=TenderState.SETTLED, reference=reference)
    return tuple(chosen)
