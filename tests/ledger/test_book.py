"""The journal keeps what is posted, once, and undoes it once."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from hallclient.ledger import book
from hallclient.ledger.rules import (
    Account,
    Entry,
    EntryReversed,
    Memo,
    NotReversible,
    Posting,
    UnbalancedEntry,
    cash_split,
)
from hallclient.store.audit import Act, act
from hallclient.store.desk import Desk

NEXT_DAY = date(2026, 11, 23)
Post = Callable[[Entry], int]


def recharge(given: int, change: int, shift: str = "s1") -> Entry:
    due = given - change
    return Entry(
        "order.recharge",
        (*cash_split(given, change, shift), Posting(Account.PREPAID, -due)),  # type: ignore[arg-type]
        order_no="H0012026112201" + "0001",
    )


def fail_after_posting(doing: Act) -> None:
    book.post(doing, recharge(10_000, 0), NEXT_DAY)
    raise UnbalancedEntry("the next entry of the same act")


def undo(desk: Desk, entry_no: int, shift: str = "s1") -> int:
    with act(desk, "test.reverse") as doing:
        return book.reverse(doing, entry_no, NEXT_DAY, shift)


def test_numbers_run_without_gaps_whatever_is_refused_between(desk: Desk, post: Post) -> None:
    assert post(recharge(10_000, 0)) == 1
    with pytest.raises(UnbalancedEntry):
        post(Entry("order.recharge", (Posting(Account.PREPAID, 1), Posting(Account.SAFE, 1))))
    with pytest.raises(UnbalancedEntry), act(desk, "test.fail") as doing:
        fail_after_posting(doing)
    assert post(recharge(10_000, 0)) == 2


@pytest.mark.duty("S1-FM-03")
def test_a_reversal_is_a_new_entry_that_leaves_nothing_behind(desk: Desk, post: Post) -> None:
    first = post(recharge(10_000, 5_000))
    second = undo(desk, first)
    with desk.read() as session:
        assert book.postings_of(session, desk.hall, first)[0].amount_fen == 10_000
        assert set(book.balances(session, desk.hall).values()) == {0}
        assert book.reversal_of(session, desk.hall, first) == second
        assert book.entries_of(session, desk.hall, "H00120261122010001") == (first, second)


@pytest.mark.duty("S1-FM-03")
def test_money_goes_back_once_only(desk: Desk, post: Post) -> None:
    first = post(recharge(10_000, 0))
    second = undo(desk, first)
    with pytest.raises(EntryReversed):
        undo(desk, first)
    with pytest.raises(NotReversible):
        undo(desk, second)
    with pytest.raises(KeyError):
        undo(desk, 99)


def test_the_database_itself_refuses_a_second_reversal(desk: Desk, post: Post) -> None:
    first = post(recharge(10_000, 0))
    undo(desk, first)
    with pytest.raises(DBAPIError), desk.write() as session:
        session.execute(
            text("INSERT INTO journal SELECT * FROM journal WHERE reverses = :first"),
            {"first": first},
        )


def test_a_refund_is_the_matter_of_the_shift_that_pays_it(desk: Desk, post: Post) -> None:
    first = post(recharge(10_000, 5_000, "morning"))
    undo(desk, first, "afternoon")
    with desk.read() as session:
        assert book.expected(session, desk.hall, "morning")["cash"] == 5_000
        assert book.expected(session, desk.hall, "afternoon")["cash"] == -5_000
        assert book.by_memo(session, desk.hall, Account.TILL, "afternoon") == {Memo.REFUND: -5_000}


def test_shifts_and_days_are_summed_apart(desk: Desk, post: Post) -> None:
    """Lesson 15: the cash of several tills is never mixed."""
    post(recharge(10_000, 0, "s1"))
    second = post(recharge(3_000, 0, "s2"))
    undo(desk, second, "s2")
    with desk.read() as session:
        assert book.balance(session, desk.hall, Account.TILL, "s1") == 10_000
        assert book.balance(session, desk.hall, Account.TILL) == 10_000
        assert book.day_sums(session, desk.hall, NEXT_DAY) == {
            Account.TILL: -3_000,
            Account.PREPAID: 3_000,
        }


@pytest.mark.parametrize("table", ["journal", "postings"])
def test_the_database_itself_refuses_to_change_the_journal(
    desk: Desk, post: Post, table: str
) -> None:
    post(recharge(10_000, 0))
    for statement in (f"UPDATE {table} SET seal = 'x'", f"DELETE FROM {table}"):
        with pytest.raises(DBAPIError, match="append-only"), desk.write() as session:
            session.execute(text(statement))


def test_a_shift_is_summed_from_the_index_alone(desk: Desk) -> None:
    statement = (
        "EXPLAIN QUERY PLAN SELECT account, sum(amount_fen) FROM postings WHERE hall = 'H' "
        "AND account IN ('cash.till', 'tender.pos') AND shift_id = 's' AND memo != 'closing' "
        "GROUP BY account"
    )
    if desk.store.engine.dialect.name != "sqlite":
        pytest.skip("the plan is SQLite's")
    with desk.read() as session:
        plan = " ".join(row.detail for row in session.execute(text(statement)))
    assert "USING COVERING INDEX ix_postings_sums" in plan
    assert "SCAN" not in plan
