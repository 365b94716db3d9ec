"""What the journal may hold, for any entry at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hallclient.base.money import Fen
from hallclient.ledger.rules import (
    AT_A_TILL,
    Account,
    Entry,
    Memo,
    Posting,
    UnbalancedEntry,
    cash_split,
    checked,
    mirror,
)

amounts = st.integers(min_value=-(10**12), max_value=10**12).filter(bool)
sides = st.builds(
    Posting,
    account=st.sampled_from(list(Account)),
    amount_fen=amounts,
    shift_id=st.sampled_from(["s1", "s2"]),
)


@given(st.lists(sides, min_size=1, max_size=6))
def test_an_entry_is_accepted_exactly_when_its_two_or_more_sides_sum_to_zero(
    some: list[Posting],
) -> None:
    total = sum(side.amount_fen for side in some)
    if total == 0 and len(some) >= 2:
        assert checked(Entry("test", tuple(some))).postings == tuple(some)
    else:
        with pytest.raises(UnbalancedEntry):
            checked(Entry("test", tuple(some)))


@given(st.lists(sides, min_size=1, max_size=6))
def test_any_sides_are_accepted_once_one_more_side_evens_them_out(some: list[Posting]) -> None:
    total = sum(side.amount_fen for side in some)
    if total == 0:
        return
    even = (*some, Posting(Account.PREPAID, -total))
    assert checked(Entry("test", even)).postings == even


@pytest.mark.parametrize(
    "broken",
    [
        (),
        (Posting(Account.PREPAID, 5),),
        (Posting(Account.PREPAID, 5), Posting(Account.SAFE, -4)),
        (Posting(Account.PREPAID, 0), Posting(Account.SAFE, 0)),
        (Posting(Account.PREPAID, 5), Posting("cash.tilll", -5, "s1")),
        (Posting(Account.PREPAID, -5), Posting(Account.TILL, 5)),
        (Posting(Account.PREPAID, True), Posting(Account.SAFE, -1)),
        (Posting(Account.PREPAID, 1.0), Posting(Account.SAFE, -1.0)),  # type: ignore[arg-type]
    ],
)
def test_an_entry_no_journal_may_hold_is_refused(broken: tuple[Posting, ...]) -> None:
    with pytest.raises(UnbalancedEntry):
        checked(Entry("test", broken))


@given(st.lists(sides, min_size=2, max_size=6))
def test_a_mirror_undoes_every_account_and_takes_till_money_from_the_open_shift(
    some: list[Posting],
) -> None:
    undone = mirror(tuple(some), "open")
    for account in Account:
        both = [side.amount_fen for side in (*some, *undone) if side.account == account]
        assert sum(both) == 0
    assert {side.shift_id for side in undone} == {"open"}
    assert all(side.memo == Memo.REFUND for side in undone if side.account in AT_A_TILL)


@given(st.integers(1, 10**9), st.integers(0, 10**9))
def test_cash_received_and_change_keep_what_is_due(given_fen: int, change: int) -> None:
    if change >= given_fen:
        with pytest.raises(UnbalancedEntry):
            cash_split(Fen(given_fen), Fen(change), "s1")
        return
    split = cash_split(Fen(given_fen), Fen(change), "s1")
    assert sum(side.amount_fen for side in split) == given_fen - change
    assert [side.memo for side in split] == [Memo.RECEIVED, Memo.CHANGE][: len(split)]
