"""Two people where two are needed (promise 6): whatever is wrong with the second, it is refused."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest

from hallclient.base.errors import HallError
from hallclient.base.ids import new_id
from hallclient.base.money import Fen
from hallclient.counter import service as counter
from hallclient.counter.rules import ReverseAsk
from hallclient.custody import service as custody
from hallclient.custody.rules import (
    CountCustody,
    Dispose,
    GiveOut,
    HandOver,
    Step,
    TakeBack,
)
from hallclient.customers.rules import FaceResult
from hallclient.duty import service as duty
from hallclient.duty.rules import HandBagAsk
from hallclient.staff import service as staff
from hallclient.staff.rules import Role, SetActive, Signature
from hallclient.stock import service as stock
from hallclient.stock.rules import ChangeState, TakeStock
from hallclient.till import service as till
from hallclient.till.rules import (
    ApproveAsk,
    CountForAsk,
    DropAsk,
    MakeGoodAsk,
    OpenShiftAsk,
    PayAsk,
    RecountAsk,
    TransferAsk,
)
from tests.counter.conftest import FLOAT, line, person, recharge
from tests.duty.conftest import TENDERS, pieces_for
from tests.faults.conftest import Hall, faults, kept, receipts

NONE = dict.fromkeys(TENDERS, 0)
type Send = Callable[[Signature | None], object]


@dataclass(frozen=True)
class Needed:
    """An operation that two people do: who begins, what the other must be allowed."""

    first: str
    permission: str
    send: Send


def reverse(hall: Hall) -> Needed:
    order = hall.sell(recharge(amount="20"))
    return Needed(
        "c1",
        "order.reverse",
        lambda by: counter.reverse(hall.desk, ReverseAsk(order.order_no, "错", by, new_id())),
    )


def face(hall: Hall) -> Needed:
    draft = hall.paid(
        recharge(amount="20"),
        customer=person(face=FaceResult.NOT_POSSIBLE, face_reason="摄像头故障"),
        signatures={"face": hall.sign("m1")},
    )
    return Needed(
        "c1",
        "face.override",
        lambda by: counter.complete(
            hall.desk, replace(draft, request_id=new_id(), signatures={"face": by} if by else {})
        ),
    )


def price(hall: Hall) -> Needed:
    cheaper = replace(line("value_card", face="50", count="2"), price="90", price_reason="老客户")
    draft = hall.paid(cheaper, signatures={"price": hall.sign("m1")})
    return Needed(
        "c1",
        "price.override",
        lambda by: counter.complete(
            hall.desk, replace(draft, request_id=new_id(), signatures={"price": by} if by else {})
        ),
    )


def open_shift(hall: Hall) -> Needed:
    desk = hall.at("c3", 3)
    return Needed(
        "c3",
        "float.hand_over",
        lambda by: till.open_shift(desk, OpenShiftAsk(new_id(), FLOAT, by)),
    )


def drop(hall: Hall) -> Needed:
    return Needed(
        "c1",
        "cash.witness",
        lambda by: till.cash_drop(hall.desk, DropAsk(new_id(), Fen(1_000), by)),
    )


def transfer(hall: Hall) -> Needed:
    return Needed(
        "c1",
        "cash.witness",
        lambda by: till.transfer(hall.desk, TransferAsk(new_id(), 2, Fen(1_000), by)),
    )


def pay_in(hall: Hall) -> Needed:
    return Needed(
        "c1",
        "cash.witness",
        lambda by: till.pay(hall.desk, PayAsk(new_id(), "in", Fen(100), "零钞", "V1", by)),
    )


def pay_out(hall: Hall) -> Needed:
    return Needed(
        "c1",
        "cash.pay_out",
        lambda by: till.pay(hall.desk, PayAsk(new_id(), "out", Fen(100), "退", "V1", by)),
    )


def recount(hall: Hall) -> Needed:
    shift_id = hall.count_with(hall.desk, over=100)
    return Needed(
        "c1",
        "shift.recount",
        lambda by: till.recount(
            hall.desk, RecountAsk(new_id(), shift_id, pieces_for(55_000), NONE, by, "复点")
        ),
    )


def count_for(hall: Hall) -> Needed:
    shift = till.my_till(hall.desk).shift
    assert shift is not None
    return Needed(
        "m1",
        "cash.witness",
        lambda by: till.count_for(
            hall.manager, CountForAsk(new_id(), shift.shift_id, pieces_for(0), NONE, by, "病")
        ),
    )


def make_good(hall: Hall) -> Needed:
    shift_id = hall.count_with(hall.desk, over=-500)
    hall.approve(shift_id)
    return Needed(
        "m1",
        "cash.witness",
        lambda by: till.make_good(hall.manager, MakeGoodAsk(new_id(), shift_id, Fen(100), by)),
    )


def close_day(hall: Hall) -> Needed:
    hall.finish()
    return Needed(
        "m1",
        "bag.witness",
        lambda by: duty.close_day(hall.manager, hall.ask(witness=by)),
    )


def hand_over(hall: Hall) -> Needed:
    hall.finish()
    bag = hall.close().bag_number
    return Needed(
        "m1",
        "bag.witness",
        lambda by: duty.hand_over_bag(hall.manager, HandBagAsk(bag, "银行押运", by, new_id())),
    )


def write_off(hall: Hall) -> Needed:
    def send(by: Signature | None) -> object:
        serial = "05000000050"
        ask = ChangeState("value_card", serial, serial, "written_off", "破损", new_id())
        return stock.change_state(hall.desk, ask, by)

    return Needed("c1", "stock.write_off", send)


def take_stock(hall: Hall) -> Needed:
    ask = TakeStock("value_card", (("05000000001", "05000000049"),), new_id())
    return Needed("m1", "cash.witness", lambda by: stock.take_stock(hall.manager, ask, by))


def custody_receive(hall: Hall) -> Needed:
    ask = receipts(new_id())
    return Needed("c1", "custody.witness", lambda by: custody.receive(hall.desk, ask, by))


def custody_hand_over(hall: Hall) -> Needed:
    ask = HandOver((kept(hall),), new_id())
    return Needed("c1", "custody.take", lambda by: custody.hand_over(hall.desk, ask, by))


def custody_give_out(hall: Hall) -> Needed:
    ask = GiveOut((kept(hall),), "开具收据", new_id())
    return Needed("c1", "custody.take", lambda by: custody.give_out(hall.desk, ask, by))


def custody_take_back(hall: Hall) -> Needed:
    item = kept(hall)
    custody.give_out(hall.desk, GiveOut((item,), "开具收据", new_id()), hall.sign("c2"))
    ask = TakeBack(item, "3", new_id())
    return Needed("c1", "custody.take", lambda by: custody.take_back(hall.desk, ask, by))


def custody_dispose(hall: Hall) -> Needed:
    ask = Dispose((kept(hall),), Step.DESTROYED, "作废", new_id())
    return Needed("m1", "custody.witness", lambda by: custody.dispose(hall.manager, ask, by))


def custody_count(hall: Hall) -> Needed:
    ask = CountCustody({kept(hall): 50}, new_id())
    return Needed("c1", "custody.witness", lambda by: custody.count(hall.desk, ask, by))


OPERATIONS: tuple[Callable[[Hall], Needed], ...] = (
    reverse,
    face,
    price,
    open_shift,
    drop,
    transfer,
    pay_in,
    pay_out,
    recount,
    count_for,
    make_good,
    close_day,
    hand_over,
    write_off,
    take_stock,
    custody_receive,
    custody_hand_over,
    custody_give_out,
    custody_take_back,
    custody_dispose,
    custody_count,
)


def code_of(call: Callable[[], object]) -> str:
    """The refusal's code, "" when it was done."""
    try:
        call()
    except HallError as refusal:
        return refusal.code
    return ""


def wrong_signatures(hall: Hall, needed: Needed) -> Iterator[tuple[str, Signature | None, str]]:
    """What is wrong, the signature, and the code it must be refused with."""
    other = "m2"
    good = hall.sign(other, needed.permission)
    yield "none", None, "approval.missing"
    yield "own", hall.sign(needed.first), "approval.same-person"
    yield "not permitted", hall.sign("a1"), "approval.not-permitted"
    yield "nobody", hall.sign("x9"), "approval.not-permitted"
    yield "for something else", hall.sign(other, "policy.change"), "approval.not-permitted"
    changed = {
        "code": "m1",
        "name": "somebody",
        "role": Role.CLERK,
        "at": good.at + timedelta(seconds=1),
        "purpose": "",
        "mac": "0" * 64,
    }
    for field, value in changed.items():
        yield f"{field} changed", replace(good, **{field: value}), "approval.missing"
    early = hall.desk.now() - timedelta(seconds=121)
    late = hall.desk.now() + timedelta(seconds=1)
    for what, at in (("expired", early), ("from the future", late)):
        now = hall.desk.now()
        hall.desk.clock.set(at)  # type: ignore[attr-defined]
        signed = hall.sign(other)
        hall.desk.clock.set(now)  # type: ignore[attr-defined]
        yield what, signed, "approval.expired"


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda each: each.__name__)
def test_a_second_person_who_is_not_one_is_refused(
    hall: Hall, operation: Callable[[Hall], Needed]
) -> None:
    needed = operation(hall)
    before = hall.everything()
    for what, signature, code in wrong_signatures(hall, needed):
        assert code_of(lambda by=signature: needed.send(by)) == code, what
    assert hall.everything() == before
    staff.set_active(hall.at("m1", 0), SetActive("m2", active=False, request_id=new_id()))
    assert code_of(lambda: needed.send(hall.sign("m2"))) == "approval.not-permitted"
    staff.set_active(hall.at("m1", 0), SetActive("m2", active=True, request_id=new_id()))
    assert code_of(lambda: needed.send(hall.sign("m2", needed.permission))) == ""


def test_nobody_approves_more_than_their_limit(hall: Hall) -> None:
    """S0-MG-05: the limit is the signer's, whoever is signed in."""
    for key, fen in (("recharge_most_fen", 10_000_000), ("tender_most_fen", 20_000_000)):
        hall.setting(key, fen)
    told = {"recharge-100": "declined", "recharge-300": "declined"}
    over, at = (replace(recharge(amount=yuan), answers=told) for yuan in ("50000.10", "50000"))
    order = hall.sell(over)
    ask = ReverseAsk(order.order_no, "错", hall.sign("m1"), new_id())
    assert code_of(lambda: counter.reverse(hall.desk, ask)) == "approval.not-permitted"
    within = hall.sell(at)
    assert hall.reverse(within.order_no).total_fen == 5_000_000


def test_nobody_approves_their_own_shift(hall: Hall) -> None:
    """Not in person, and not by lending a desk to somebody else's name."""
    own = hall.at("m2", 3)
    hall.open(own)
    shift_id = hall.count_with(own)
    ask = ApproveAsk(new_id(), shift_id, early_released=True)
    assert code_of(lambda: till.approve_shift(hall.at("m2", 0), ask)) == "approval.same-person"
    till.approve_shift(hall.at("m1", 0), ask)
    assert faults(hall.desk) == []
