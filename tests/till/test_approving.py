"""The manager books what differs, gives the float back and hands the takings in."""

from datetime import UTC, date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hallclient.base.clock import ScriptClock, from_hall
from hallclient.base.ids import new_id
from hallclient.base.money import AmountNotPositive, Fen
from hallclient.ledger.rules import Account, Entry
from hallclient.staff.rules import ApprovalNotPermitted, ApprovalSamePerson
from hallclient.till import service
from hallclient.till.rules import (
    ApproveAsk,
    DropAsk,
    EarlyNotReleased,
    MakeGoodAsk,
    MoreThanOwed,
    Moved,
    RecountAsk,
    RecountNeeded,
    ShiftApproved,
    ShiftNotCounted,
    ShiftState,
    compare,
    hand_back,
)
from hallclient.till.service.approving import difference_entry
from tests.till.conftest import NO_TENDERS, Hall, pieces_for

methods = st.sampled_from(["cash", "pos", "wechat", "alipay", "transfer"])
amounts = st.integers(-(10**9), 10**9).map(Fen)


def test_takings_go_to_the_safe_and_the_float_to_its_fund(hall: Hall) -> None:
    shift = hall.open().shift
    hall.sell(8_800, 10_000)
    hall.sell(5_000, method="pos")
    hall.count(58_800, tenders={"pos": 5_000})
    approved = hall.approve(shift.shift_id)
    assert hall.balances() == {
        Account.SAFE: 8_800,
        Account.POS: 5_000,
        Account.PREPAID: -13_800,
    }
    assert approved.float_back_fen == 50_000  # type: ignore[attr-defined]
    assert approved.takings_fen == 8_800  # type: ignore[attr-defined]


@pytest.mark.duty("S2-KA-14", "S2-KA-15")
def test_what_is_over_never_covers_what_is_short(hall: Hall) -> None:
    """长缴短补: between tenders, and between shifts, each difference stands alone."""
    first = hall.open().shift
    hall.sell(10_000)
    hall.sell(5_000, method="pos")
    hall.count(60_300, tenders={"pos": 4_700})
    hall.approve(first.shift_id)
    second = hall.open().shift
    hall.count(49_900)
    hall.approve(second.shift_id)
    assert hall.balance(Account.OVER) == -300
    assert hall.balance(Account.SHORT) == 400
    assert hall.balance(Account.SHORT, first.shift_id) == 300
    assert hall.balance(Account.SHORT, second.shift_id) == 100
    assert hall.balance(Account.SAFE) == 10_300
    assert hall.balance(Account.POS) == 4_700
    assert hall.balance(Account.TILL) == 0


@given(st.dictionaries(methods, st.tuples(amounts, amounts), min_size=1))
def test_differences_are_never_netted(pairs: dict[str, tuple[Fen, Fen]]) -> None:
    results = compare(
        {name: pair[0] for name, pair in pairs.items()},
        {name: pair[1] for name, pair in pairs.items()},
    )
    for one in results:
        assert one.over_fen >= 0
        assert one.short_fen >= 0
        assert not (one.over_fen and one.short_fen)
        assert one.expected_fen + one.over_fen - one.short_fen == one.counted_fen
        entry = difference_entry("s", one)
        assert (entry is None) == (one.expected_fen == one.counted_fen)
        if isinstance(entry, Entry):
            accounts = {side.account for side in entry.postings}
            assert len(accounts & {Account.OVER, Account.SHORT}) == 1


@given(st.integers(0, 10**9).map(Fen), st.integers(0, 10**9).map(Fen))
def test_no_more_float_goes_back_than_was_counted(float_fen: Fen, counted: Fen) -> None:
    back, takings = hand_back(float_fen, counted)
    assert 0 <= back <= float_fen
    assert takings >= 0
    assert back + takings == counted
    assert takings == 0 or back == float_fen


def test_a_till_with_less_than_its_float_gives_back_what_is_there(hall: Hall) -> None:
    shift = hall.open().shift
    hall.count(30_000)
    hall.approve(shift.shift_id)
    assert hall.balances() == {Account.SHORT: 20_000, Account.FLOAT_FUND: -20_000}


def test_an_empty_till_can_be_approved(hall: Hall) -> None:
    shift = hall.open(denominations=pieces_for(0)).shift
    hall.count(0)
    hall.approve(shift.shift_id)
    assert hall.balances() == {}


def test_who_approves_is_a_manager_and_not_the_clerk(hall: Hall) -> None:
    """Lesson 14: the right is the person's who signs, not the account's that is logged in."""
    shift = hall.open(hall.at("m1", 1), handed_over=hall.sign("m2")).shift
    with pytest.raises(ShiftNotCounted):
        hall.approve(shift.shift_id, "m2")
    hall.count(50_000, hall.at("m1", 1))
    with pytest.raises(ApprovalSamePerson):
        hall.approve(shift.shift_id, "m1")
    with pytest.raises(ApprovalNotPermitted):
        hall.approve(shift.shift_id, "c2")
    hall.approve(shift.shift_id, "m2")
    with pytest.raises(ShiftApproved):
        hall.approve(shift.shift_id, "m2")


def test_an_approval_sent_twice_books_once(hall: Hall) -> None:
    shift = hall.open().shift
    hall.sell(1_000)
    hall.count(50_000)
    ask = ApproveAsk("a", shift.shift_id, "已核", early_released=True)
    first = service.approve_shift(hall.at("m1", 0), ask)
    assert service.approve_shift(hall.at("m1", 0), ask) == first
    assert hall.balance(Account.SHORT) == 1_000


@pytest.mark.duty("S1-VM-47")
def test_an_early_close_waits_until_the_manager_says_so(hall: Hall, clock: ScriptClock) -> None:
    shift = hall.open().shift
    hall.count(50_000)
    with pytest.raises(EarlyNotReleased):
        hall.approve(shift.shift_id, early_released=False)
    (row,) = service.shifts_of_day(hall.at("m1", 0))
    assert (row.early, row.state) == (True, ShiftState.COUNTED)
    assert hall.approve(shift.shift_id).early_released is True  # type: ignore[attr-defined]
    clock.set(from_hall(date(2026, 11, 22), 18, 0).astimezone(UTC))
    second = hall.open().shift
    hall.count(50_000)
    hall.approve(second.shift_id, early_released=False)


@pytest.mark.duty("S1-FM-01")
def test_a_large_difference_is_counted_again_by_two_before_approval(hall: Hall) -> None:
    hall.setting("recount_above_fen", 500)
    shift = hall.open().shift
    assert hall.count(49_000).recount_needed
    with pytest.raises(RecountNeeded):
        hall.approve(shift.shift_id)
    ask = RecountAsk(
        new_id(), shift.shift_id, pieces_for(49_000), NO_TENDERS, hall.sign("m1"), "差额大"
    )
    assert not service.recount(hall.desk, ask).recount_needed
    hall.approve(shift.shift_id)
    assert hall.balance(Account.SHORT) == 1_000


def test_more_taken_out_than_was_there_is_shown_to_the_manager(hall: Hall) -> None:
    """Lesson 18: never more than is there; a refusal would tell the clerk what is there."""
    shift = hall.open().shift
    ask = DropAsk(new_id(), Fen(50_100), hall.sign("c2"))
    slip = service.cash_drop(hall.desk, ask)
    hall.sell(10_000)
    hall.count(9_900)
    (row,) = service.shifts_of_day(hall.at("m1", 0))
    assert row.overdrawn
    assert service.shift_facts(hall.at("m1", 0), shift.shift_id).overdrawn == (slip.number,)


@pytest.mark.duty("S2-KA-02")
def test_a_shortage_is_made_good_up_to_what_is_owed(hall: Hall) -> None:
    shift = hall.open().shift
    hall.count(49_000)
    hall.approve(shift.shift_id)

    def pay_back(amount: int) -> Moved:
        ask = MakeGoodAsk(new_id(), shift.shift_id, Fen(amount), hall.sign("c1"))
        return service.make_good(hall.at("m1", 0), ask)

    with pytest.raises(AmountNotPositive):
        pay_back(0)
    with pytest.raises(MoreThanOwed):
        pay_back(1_001)
    assert pay_back(400).number == "M202611220001"
    with pytest.raises(MoreThanOwed):
        pay_back(700)
    pay_back(600)
    assert hall.balance(Account.SHORT) == 0
    assert hall.balance(Account.SAFE) == 1_000
    assert service.shift_facts(hall.desk, shift.shift_id).made_good_fen == 1_000


@pytest.mark.duty("S1-CA-02", "S1-CA-05")
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    sales=st.lists(st.tuples(st.integers(1, 500), st.integers(0, 500)), max_size=4),
    cash=st.integers(0, 20_000),
    pos=st.integers(-5_000, 5_000),
)
def test_an_approved_till_is_empty_and_the_books_balance(
    hall: Hall, sales: list[tuple[int, int]], cash: int, pos: int
) -> None:
    shift = hall.open().shift
    for due, change in sales:
        hall.sell(due * 10, (due + change) * 10)
    sealed = hall.count(cash * 10, tenders={"pos": pos})
    hall.approve(shift.shift_id)
    assert hall.balance(Account.TILL, shift.shift_id) == 0
    assert hall.balance(Account.OVER, shift.shift_id) == -sealed.over_fen
    assert hall.balance(Account.SHORT, shift.shift_id) == sealed.short_fen
    assert sum(hall.balances().values()) == 0
    reckoned = service.shift_facts(hall.desk, shift.shift_id).cash
    assert reckoned.expected_fen == 50_000 + sum(due for due, _ in sales) * 10
    assert reckoned.expected_fen == (
        reckoned.float_fen
        + reckoned.received_fen
        - reckoned.change_fen
        + reckoned.refunds_fen
        + reckoned.drops_fen
        + reckoned.transfers_fen
        + reckoned.paid_in_fen
        + reckoned.paid_out_fen
    )
