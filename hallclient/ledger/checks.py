"""What `hallclient verify` asks of the journal: it balances, and no number is missing."""

from collections.abc import Iterator

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from hallclient.base.language import N_
from hallclient.ledger.book import JOURNAL
from hallclient.ledger.records import JournalEntry, PostingRow
from hallclient.ledger.rules import AT_A_TILL, Account
from hallclient.store.integrity import Fault
from hallclient.store.sequences import last_numbers


def check(session: Session, hall: str) -> Iterator[Fault]:
    """Numbers without gaps, entries that sum to zero, reversals that mirror, known accounts."""
    yield from _numbers(session, hall)
    yield from _sums(session, hall)
    yield from _sides(session, hall)
    yield from _reversals(session, hall)


def _numbers(session: Session, hall: str) -> Iterator[Fault]:
    wanted = 1
    query = select(JournalEntry.entry_no).where(JournalEntry.hall == hall)
    query = query.order_by(JournalEntry.entry_no).execution_options(yield_per=1000)
    for number in session.connection().execute(query).scalars():
        if number != wanted:
            yield Fault("ledger.gap", f"journal {wanted}", N_("A journal entry is missing."))
        wanted = number + 1
    if last_numbers(session, hall).get(JOURNAL, 0) != wanted - 1:
        yield Fault("ledger.cut", f"journal {wanted}", N_("The end of the journal is missing."))


def _sums(session: Session, hall: str) -> Iterator[Fault]:
    query = (
        select(JournalEntry.entry_no)
        .outerjoin(
            PostingRow,
            (PostingRow.hall == JournalEntry.hall) & (PostingRow.entry_no == JournalEntry.entry_no),
        )
        .where(JournalEntry.hall == hall)
        .group_by(JournalEntry.entry_no)
        .having(
            (func.coalesce(func.sum(PostingRow.amount_fen), 0) != 0)
            | (func.count(PostingRow.line) < 2)
        )
        .order_by(JournalEntry.entry_no)
    )
    for entry_no in session.scalars(query):
        place = f"journal {entry_no}"
        yield Fault("ledger.unbalanced", place, N_("A journal entry does not sum to zero."))


def _sides(session: Session, hall: str) -> Iterator[Fault]:
    known = [account.value for account in Account]
    tills = [account.value for account in AT_A_TILL]
    query = select(PostingRow.entry_no, PostingRow.line).where(
        PostingRow.hall == hall,
        PostingRow.account.not_in(known)
        | (PostingRow.account.in_(tills) & PostingRow.shift_id.is_(None)),
    )
    for entry_no, line in session.execute(query.order_by(PostingRow.entry_no)):
        place = f"postings {entry_no}/{line}"
        yield Fault(
            "ledger.account", place, N_("A posting names no account, or till money no shift.")
        )


def _reversals(session: Session, hall: str) -> Iterator[Fault]:
    """Both entries together leave nothing behind on any account that no tender was chosen for."""
    undone = aliased(JournalEntry)
    pairs = (
        select(undone.entry_no.label("pair"), JournalEntry.entry_no.label("entry_no"))
        .join(
            undone,
            (undone.hall == JournalEntry.hall)
            & (JournalEntry.entry_no.in_([undone.entry_no, undone.reverses])),
        )
        .where(JournalEntry.hall == hall, undone.reverses.is_not(None))
        .subquery()
    )
    tills = [account.value for account in AT_A_TILL]
    query = (
        select(pairs.c.pair)
        .join(PostingRow, (PostingRow.hall == hall) & (PostingRow.entry_no == pairs.c.entry_no))
        .where(PostingRow.account.not_in(tills))
        .group_by(pairs.c.pair, PostingRow.account)
        .having(func.sum(PostingRow.amount_fen) != 0)
        .order_by(pairs.c.pair)
    )
    for entry_no in dict.fromkeys(session.scalars(query)):
        place = f"journal {entry_no}"
        yield Fault("ledger.reversal", place, N_("A reversal does not undo what it reverses."))
