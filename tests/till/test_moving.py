"""Cash leaves a till on numbered slips, before a second person."""

from datetime import UTC, date

import pytest

from hallclient.base.clock import ScriptClock, from_hall
from hallclient.base.ids import new_id
from hallclient.base.money import AmountNotPositive
from hallclient.ledger.rules import Account
from hallclient.staff.rules import (
    ApprovalExpired,
    ApprovalMissing,
    ApprovalNotPermitted,
    ApprovalSamePerson,
)
from hallclient.till import service
from hallclient.till.rules import (
    CounterClosed,
    DropAsk,
    MinutesMalformed,
    Moved,
    NotYourShift,
    PauseAsk,
    PayAsk,
    PiecesDiffer,
    ReasonMissing,
    ResumeAsk,
    SameCounter,
    TextTooLong,
    TillClosed,
    TillNotPaused,
    TillPaused,
    TransferAsk,
    VoucherMissing,
)
from tests.till.conftest import Hall


def drop(hall: Hall, amount: int, witness: str = "c2", **more: object) -> Moved:
    ask = DropAsk(new_id(), amount, hall.sign(witness), **more)  # type: ignore[arg-type]
    return service.cash_drop(hall.desk, ask)


def pay(hall: Hall, direction: str, amount: int, **more: object) -> Moved:
    told = {"reason": "停车费", "voucher": "V-7", "witness": hall.sign("m1"), **more}
    return service.pay(hall.desk, PayAsk(new_id(), direction, amount, **told))  # type: ignore[arg-type]


@pytest.mark.duty("S1-CA-03", "S2-KA-26")
def test_a_drop_has_a_number_an_amount_and_a_witness(hall: Hall) -> None:
    """Lesson 18: numbered slips, without gaps."""
    hall.open()
    hall.sell(80_000)
    slips = [drop(hall, 10_000), drop(hall, 20_000, denominations={10_000: 2})]
    with pytest.raises(AmountNotPositive):
        drop(hall, 0)
    slips.append(drop(hall, 1_000))
    assert [slip.number for slip in slips] == [
        "D202611220001",
        "D202611220002",
        "D202611220003",
    ]
    assert {slip.witness for slip in slips} == {"c2"}
    assert slips[1].pieces == {10_000: 2}
    assert hall.balance(Account.SAFE) == 31_000
    assert hall.balance(Account.TILL) == 50_000 + 80_000 - 31_000


def test_a_drop_needs_another_permitted_person_here_and_now(hall: Hall, clock: ScriptClock) -> None:
    hall.open()
    for witness, error in (("c1", ApprovalSamePerson), ("a1", ApprovalNotPermitted)):
        with pytest.raises(error):
            drop(hall, 1_000, witness)
    with pytest.raises(ApprovalMissing):
        service.cash_drop(hall.desk, DropAsk(new_id(), 1_000, None))  # type: ignore[arg-type]
    early = hall.sign("c2")
    clock.set(from_hall(date(2026, 11, 22), 9, 30).astimezone(UTC))
    with pytest.raises(ApprovalExpired):
        service.cash_drop(hall.desk, DropAsk(new_id(), 1_000, early))  # type: ignore[arg-type]
    assert hall.balance(Account.SAFE) == 0


@pytest.mark.duty("S2-KA-25")
def test_the_pieces_of_a_bundle_add_up_to_its_slip(hall: Hall) -> None:
    hall.open()
    with pytest.raises(PiecesDiffer):
        drop(hall, 20_000, denominations={10_000: 1})
    assert hall.balance(Account.SAFE) == 0


def test_a_repeated_request_moves_money_once(hall: Hall) -> None:
    hall.open()
    asks = DropAsk("d1", 1_000, hall.sign("c2"))  # type: ignore[arg-type]
    first = service.cash_drop(hall.desk, asks)
    assert [service.cash_drop(hall.desk, asks) for _ in range(2)] == [first, first]
    assert hall.balance(Account.SAFE) == 1_000


def test_a_transfer_moves_cash_between_two_open_shifts(hall: Hall) -> None:
    """Lesson 15: each till answers for its own cash."""
    mine = hall.open().shift
    other = hall.at("c2", 2)
    with pytest.raises(CounterClosed):
        service.transfer(hall.desk, TransferAsk(new_id(), 2, 10_000, hall.sign("c2")))  # type: ignore[arg-type]
    theirs = hall.open(other).shift
    with pytest.raises(SameCounter):
        service.transfer(hall.desk, TransferAsk(new_id(), 1, 10_000, hall.sign("c2")))  # type: ignore[arg-type]
    slip = service.transfer(hall.desk, TransferAsk(new_id(), 2, 10_000, hall.sign("c2")))  # type: ignore[arg-type]
    assert (slip.number, slip.to_counter) == ("T202611220001", 2)
    assert hall.balance(Account.TILL, mine.shift_id) == 40_000
    assert hall.balance(Account.TILL, theirs.shift_id) == 60_000
    assert slip in service.my_till(other).movements


@pytest.mark.duty("S1-CA-01", "S1-CA-04")
def test_takings_are_spent_only_on_a_voucher_that_a_manager_signs(hall: Hall) -> None:
    hall.open()
    with pytest.raises(VoucherMissing):
        pay(hall, "out", 2_000, voucher=" ")
    with pytest.raises(ReasonMissing):
        pay(hall, "out", 2_000, reason="")
    with pytest.raises(ApprovalNotPermitted):
        pay(hall, "out", 2_000, witness=hall.sign("c2"))
    assert hall.balance(Account.TILL) == 50_000
    slip = pay(hall, "out", 2_000)
    assert (slip.number, slip.reason, slip.voucher) == ("O202611220001", "停车费", "V-7")
    assert hall.balance(Account.PAID_OUT) == 2_000
    assert hall.balance(Account.TILL) == 48_000


@pytest.mark.duty("S1-CA-01")
def test_cash_paid_in_needs_a_reason_a_voucher_and_a_witness(hall: Hall) -> None:
    hall.open()
    with pytest.raises(VoucherMissing):
        pay(hall, "in", 2_000, voucher="")
    with pytest.raises(TextTooLong):
        pay(hall, "in", 2_000, reason="长" * 201)
    slip = pay(hall, "in", 2_000, witness=hall.sign("c2"))
    assert slip.number == "I202611220001"
    assert hall.balance(Account.PAID_IN) == -2_000


@pytest.mark.duty("S2-KA-21", "S1-CT-20")
def test_nothing_is_sold_while_the_seat_is_empty(hall: Hall, clock: ScriptClock) -> None:
    hall.open()
    with pytest.raises(TillNotPaused):
        service.resume(hall.desk, ResumeAsk(new_id()))
    service.pause(hall.desk, PauseAsk(new_id(), "用餐", 30))
    with pytest.raises(TillPaused):
        hall.sell(1_000)
    with pytest.raises(TillPaused):
        service.pause(hall.desk, PauseAsk(new_id(), "小休", 5))
    drop(hall, 1_000)  # 交款 is a reason to leave the seat
    clock.set(from_hall(date(2026, 11, 22), 9, 42).astimezone(UTC))
    back = service.resume(hall.desk, ResumeAsk(new_id()))
    assert back.minutes == 42
    hall.sell(1_000)


@pytest.mark.duty("S1-CT-21")
@pytest.mark.parametrize("minutes", [0, -5, 481, True, 1.5])
def test_a_pause_says_why_and_how_long(hall: Hall, minutes: int) -> None:
    hall.open()
    with pytest.raises(MinutesMalformed):
        service.pause(hall.desk, PauseAsk(new_id(), "用餐", minutes))
    with pytest.raises(ReasonMissing):
        service.pause(hall.desk, PauseAsk(new_id(), " ", 30))
    assert service.my_till(hall.desk).shift.paused is False  # type: ignore[union-attr]


def test_nothing_moves_at_a_counter_that_is_closed_or_somebody_elses(hall: Hall) -> None:
    with pytest.raises(TillClosed):
        drop(hall, 1_000)
    hall.open()
    ask = DropAsk(new_id(), 1_000, hall.sign("m1"))  # type: ignore[arg-type]
    with pytest.raises(NotYourShift):
        service.cash_drop(hall.at("c2", 1), ask)


@pytest.mark.duty("S1-CA-03")
def test_a_drop_is_asked_for_when_enough_was_taken_since_the_last(hall: Hall) -> None:
    hall.setting("till_limit_fen", 30_000)
    hall.open()
    assert not service.drop_due(hall.desk)
    hall.sell(29_000, 30_000)
    assert not service.drop_due(hall.desk)
    hall.sell(500)
    assert service.drop_due(hall.desk)
    assert not service.drop_due(hall.at("c2", 1))
    drop(hall, 100)
    assert not service.drop_due(hall.desk)
