"""A movement of cash that was wrong: bounded at once, put right by its opposite, never edited."""

import pytest

from hallclient.base.ids import new_id
from hallclient.base.money import AmountOverLimit, Fen
from hallclient.ledger.rules import Account
from hallclient.staff.rules import ApprovalNotPermitted, NotPermitted
from hallclient.till import checks, service
from hallclient.till.rules import (
    DropAsk,
    PayAsk,
    ReasonMissing,
    RecountAsk,
    TakeBackAsk,
    TransferAsk,
    VoucherUsed,
)
from tests.till.conftest import NO_TENDERS, Hall, pieces_for

MOST = 5_000_000


def take_back(hall: Hall, amount: int, reason: str = "投款多记", who: str = "m1") -> object:
    return service.take_back(hall.desk, TakeBackAsk(new_id(), Fen(amount), reason, hall.sign(who)))


def test_a_typing_error_in_a_drop_is_stopped_by_the_halls_own_limit(hall: Hall) -> None:
    hall.open()
    for amount in (MOST + 1, 10**9):
        with pytest.raises(AmountOverLimit):
            service.cash_drop(hall.desk, DropAsk(new_id(), Fen(amount), hall.sign("c2")))
        ask = PayAsk(new_id(), "in", Fen(amount), "误", "V-1", hall.sign("c2"))
        with pytest.raises(AmountOverLimit):
            service.pay(hall.desk, ask)
    assert hall.balance(Account.SAFE) == 0


def test_the_limit_holds_for_transfers_too(hall: Hall) -> None:
    hall.open()
    hall.open(hall.at("c2", 2))
    with pytest.raises(AmountOverLimit):
        service.transfer(hall.desk, TransferAsk(new_id(), 2, Fen(MOST + 1), hall.sign("m1")))


@pytest.mark.duty("S1-FM-03")
def test_a_mistaken_drop_is_corrected_by_its_opposite_with_a_manager(hall: Hall) -> None:
    hall.open()
    hall.sell(80_000)
    service.cash_drop(hall.desk, DropAsk(new_id(), Fen(50_000), hall.sign("c2")))
    with pytest.raises(ApprovalNotPermitted):
        take_back(hall, 45_000, who="c2")
    with pytest.raises(ReasonMissing):
        take_back(hall, 45_000, reason=" ")
    take_back(hall, 45_000)
    assert hall.balance(Account.SAFE) == 5_000
    assert hall.balance(Account.TILL) == 50_000 + 80_000 - 5_000
    sealed = hall.count(50_000 + 80_000 - 5_000)
    assert (sealed.over_fen, sealed.short_fen) == (0, 0)
    with hall.desk.read() as session:
        assert list(checks.check(session, hall.desk.hall)) == []


def test_one_voucher_pays_once_however_it_is_typed(hall: Hall) -> None:
    hall.open()
    for direction in ("in", "out"):
        pay = PayAsk(new_id(), direction, Fen(100), "水费", "V-9", hall.sign("m1"))  # type: ignore[arg-type]
        service.pay(hall.desk, pay)
        again = PayAsk(new_id(), direction, Fen(100), "水费", " v-9 ", hall.sign("m1"))  # type: ignore[arg-type]
        with pytest.raises(VoucherUsed):
            service.pay(hall.desk, again)


def test_a_colleague_may_not_recount_somebody_elses_till(hall: Hall) -> None:
    hall.open()
    sealed = hall.count(49_000)
    ask = RecountAsk(
        new_id(), sealed.shift_id, pieces_for(50_000), NO_TENDERS, hall.sign("m1"), "x"
    )
    with pytest.raises(NotPermitted):
        service.recount(hall.at("c2", 2), ask)
    assert service.recount(hall.at("m2", 0), ask).count_no == 2
