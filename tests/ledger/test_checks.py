"""`verify` names the first wrong place of a journal that was changed behind the guards."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import text

from hallclient.ledger import book
from hallclient.ledger.checks import check
from hallclient.ledger.rules import Account, Entry, Posting, cash_split
from hallclient.store.audit import act
from hallclient.store.desk import Desk
from hallclient.store.integrity import check_store

Post = Callable[[Entry], int]
Tamper = Callable[[str], None]


@pytest.fixture(autouse=True)
def filled(desk: Desk, post: Post) -> None:
    """Three sales, the second of them reversed."""
    for number in range(3):
        sides = (*cash_split(10_000, 5_000, "s1"), Posting(Account.PREPAID, -5_000))  # type: ignore[arg-type]
        post(Entry("order.recharge", sides, order_no=f"N{number}"))
    with act(desk, "test.reverse") as doing:
        book.reverse(doing, 2, date(2026, 11, 22), "s1")


def found(desk: Desk) -> dict[str, str]:
    with desk.read() as session:
        return {fault.code: fault.place for fault in check(session, desk.hall)}


def test_an_untouched_journal_has_no_fault(desk: Desk) -> None:
    assert found(desk) == {}


@pytest.mark.parametrize(
    ("statements", "code", "place"),
    [
        (
            ["UPDATE postings SET amount_fen = 1 WHERE entry_no = 3 AND line = 1"],
            "ledger.unbalanced",
            "journal 3",
        ),
        (
            ["DELETE FROM postings WHERE entry_no = 1", "DELETE FROM journal WHERE entry_no = 1"],
            "ledger.gap",
            "journal 1",
        ),
        (
            ["DELETE FROM postings WHERE entry_no = 4", "DELETE FROM journal WHERE entry_no = 4"],
            "ledger.cut",
            "journal 4",
        ),
        (
            ["UPDATE postings SET account = 'cash.mine' WHERE entry_no = 3 AND line = 3"],
            "ledger.account",
            "postings 3/3",
        ),
        (
            ["UPDATE postings SET shift_id = NULL WHERE entry_no = 3 AND line = 1"],
            "ledger.account",
            "postings 3/1",
        ),
        (
            [
                "UPDATE postings SET amount_fen = 9000 WHERE entry_no = 4 AND account LIKE 'c%d'",
                "UPDATE postings SET amount_fen = -9000 WHERE entry_no = 4 AND line = 1",
                "UPDATE postings SET amount_fen = 0 WHERE entry_no = 4 AND line = 2",
            ],
            "ledger.reversal",
            "journal 4",
        ),
    ],
)
def test_a_changed_journal_is_named(
    desk: Desk, tamper: Tamper, statements: list[str], code: str, place: str
) -> None:
    first, *more = statements
    tamper(first)
    with desk.write() as session:
        for statement in more:
            session.execute(text(statement))
    assert found(desk)[code] == place


def test_any_single_changed_row_breaks_its_seal(desk: Desk, tamper: Tamper) -> None:
    tamper("UPDATE postings SET memo = 'gift' WHERE entry_no = 3 AND line = 2")
    with desk.read() as session:
        faults = list(check_store(session, desk.hall, desk.keys.audit))
    assert any(fault.code == "audit.digest" and "3" in fault.place for fault in faults)
