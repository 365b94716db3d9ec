"""The journal as rooms use it: post and reverse inside an act, sum inside any session."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, bindparam, func, select
from sqlalchemy.orm import Session

from hallclient.base.money import Fen
from hallclient.ledger.records import JournalEntry, PostingRow
from hallclient.ledger.rules import (
    TENDER_ACCOUNT,
    Entry,
    EntryReversed,
    Memo,
    NotReversible,
    Posting,
    checked,
    mirror,
)
from hallclient.store.audit import Act
from hallclient.store.sequences import next_number

JOURNAL = "journal"
"""Name of the sequence that numbers entries."""

# Built once: a clerk who closes a shift waits for it.
_EXPECTED = (
    select(PostingRow.account, func.sum(PostingRow.amount_fen))
    .where(
        PostingRow.hall == bindparam("of_hall"),
        PostingRow.account.in_([str(account) for account in TENDER_ACCOUNT.values()]),
        PostingRow.shift_id == bindparam("of_shift"),
        PostingRow.memo != Memo.CLOSING.value,
    )
    .group_by(PostingRow.account)
)


def post(doing: Act, entry: Entry, business_date: date) -> int:
    """Writes the entry and returns its number; numbers have no gaps.

    Args:
        business_date: the open business day; a closed one is the caller's bug.
    Raises:
        UnbalancedEntry: see `rules.checked`. EntryReversed: `entry.reverses` was undone before.
    """
    checked(entry)
    if entry.reverses is not None and reversal_of(doing.session, doing.hall, entry.reverses):
        raise EntryReversed(entry_no=entry.reverses)
    entry_no = next_number(doing.session, doing.hall, JOURNAL)
    doing.add(JournalEntry, [_head(doing, entry, entry_no, business_date)])
    doing.add(PostingRow, list(_sides(entry, entry_no)))
    return entry_no


def _head(doing: Act, entry: Entry, entry_no: int, business_date: date) -> dict[str, Any]:
    return {
        "entry_no": entry_no,
        "business_date": business_date,
        "at": doing.at,
        "kind": entry.kind,
        "order_no": entry.order_no,
        "shift_id": next((side.shift_id for side in entry.postings if side.shift_id), None),
        "reverses": entry.reverses,
        "by": doing.clerk,
    }


def _sides(entry: Entry, entry_no: int) -> Iterable[dict[str, Any]]:
    for line, side in enumerate(entry.postings, start=1):
        yield {
            "entry_no": entry_no,
            "line": line,
            "account": str(side.account),
            "amount_fen": side.amount_fen,
            "shift_id": side.shift_id,
            "memo": str(side.memo),
        }


def reverse(doing: Act, entry_no: int, business_date: date, shift_id: str | None) -> int:
    """Posts the mirror of an entry (冲正) and returns its number.

    Corrections are made by reversal only, never by a change: S1-FM-03. Money goes back out of
    `shift_id`, the shift that is open now, and into the business day that is open now.

    Raises EntryReversed, NotReversible; KeyError when there is no such entry.
    """
    found = doing.session.execute(
        select(JournalEntry.kind, JournalEntry.order_no, JournalEntry.reverses).where(
            JournalEntry.hall == doing.hall, JournalEntry.entry_no == entry_no
        )
    ).one_or_none()
    if found is None:
        raise KeyError(entry_no)
    if found.reverses is not None:
        raise NotReversible(entry_no=entry_no)
    sides = mirror(postings_of(doing.session, doing.hall, entry_no), shift_id)
    undone = Entry(found.kind, sides, found.order_no, reverses=entry_no)
    return post(doing, undone, business_date)


def reversal_of(session: Session, hall: str, entry_no: int) -> int | None:
    """Number of the entry that undid this one, or None."""
    found = session.execute(
        select(JournalEntry.entry_no).where(
            JournalEntry.hall == hall, JournalEntry.reverses == entry_no
        )
    )
    return found.scalar_one_or_none()


def entries_of(session: Session, hall: str, order_no: str) -> tuple[int, ...]:
    """Numbers of an order's entries, oldest first: its own and its reversal's."""
    query = select(JournalEntry.entry_no).where(
        JournalEntry.hall == hall, JournalEntry.order_no == order_no
    )
    return tuple(session.scalars(query.order_by(JournalEntry.entry_no)))


def postings_of(session: Session, hall: str, entry_no: int) -> tuple[Posting, ...]:
    """The sides of an entry in the order they were written; () when there is no such entry."""
    query = select(
        PostingRow.account, PostingRow.amount_fen, PostingRow.shift_id, PostingRow.memo
    ).where(PostingRow.hall == hall, PostingRow.entry_no == entry_no)
    rows = session.execute(query.order_by(PostingRow.line))
    return tuple(Posting(*row) for row in rows)


def balance(session: Session, hall: str, account: str, shift_id: str | None = None) -> Fen:
    """What an account holds, in fen; with `shift_id` only what that shift put there."""
    where = [PostingRow.hall == hall, PostingRow.account == str(account)]
    if shift_id is not None:
        where.append(PostingRow.shift_id == shift_id)
    query = select(func.coalesce(func.sum(PostingRow.amount_fen), 0)).where(*where)
    return Fen(int(session.execute(query).scalar_one()))


def balances(session: Session, hall: str) -> dict[str, Fen]:
    """Every account that was ever used, with its balance in fen; they sum to zero."""
    return _sums(session, PostingRow.account, PostingRow.hall == hall)


def day_sums(session: Session, hall: str, business_date: date) -> dict[str, Fen]:
    """What one business day moved on every account, in fen; the sums add up to zero."""
    entries = select(JournalEntry.entry_no).where(
        JournalEntry.hall == hall, JournalEntry.business_date == business_date
    )
    return _sums(
        session, PostingRow.account, PostingRow.hall == hall, PostingRow.entry_no.in_(entries)
    )


def expected(session: Session, hall: str, shift_id: str) -> dict[str, Fen]:
    """What a shift should hold, in fen, for every way of paying: THE function for it.

    Cash is float + received - change - refunds - drops +- transfers + paid in - paid out,
    because each of these is a posting of the shift to `cash.till`; the other tenders are taken
    minus given back. Every report asks here (lesson 3), so no two can differ. Reading it
    before the shift is counted is for services only, and none of them lets it out.
    """
    rows = session.connection().execute(_EXPECTED, {"of_hall": hall, "of_shift": shift_id})
    found = {account: Fen(int(total)) for account, total in rows}
    return {method: found.get(account, Fen(0)) for method, account in TENDER_ACCOUNT.items()}


def by_memo(session: Session, hall: str, account: str, shift_id: str) -> dict[str, Fen]:
    """A shift's sums on one account by what they were for: `float`, `received`, `change` ..."""
    return _sums(
        session,
        PostingRow.memo,
        PostingRow.hall == hall,
        PostingRow.account == str(account),
        PostingRow.shift_id == shift_id,
    )


def _sums(session: Session, key: Any, *where: ColumnElement[bool]) -> dict[str, Fen]:
    query = select(key, func.sum(PostingRow.amount_fen)).where(*where).group_by(key)
    return {str(name): Fen(int(total)) for name, total in session.execute(query)}
