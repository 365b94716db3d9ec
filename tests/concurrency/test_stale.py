"""What was good when it was looked at, and is not any more: one sentence, and nothing written."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from hallclient.base.ids import new_id
from hallclient.base.money import Fen
from hallclient.catalog import service as catalog
from hallclient.catalog.rules import ChangeItem
from hallclient.counter import service as counter
from hallclient.counter.rules import ReverseAsk
from hallclient.duty import service as duty
from hallclient.duty.rules import HandBagAsk
from hallclient.staff import service as staff
from hallclient.staff.rules import ChangeRole, Role, SetActive
from hallclient.stock import service as stock
from hallclient.stock.rules import ChangeState, StockKind, StockState
from hallclient.store.changes import last_seq
from hallclient.till import service as till
from hallclient.till.rules import ApproveAsk
from tests.concurrency.conftest import at_once, codes
from tests.counter.conftest import iccid, new_number, person, recharge
from tests.faults.conftest import Hall

Act = Callable[[], object]


def withdrawn_plan(hall: Hall) -> Act:
    draft = hall.paid(new_number(1), customer=person())
    plan = replace(catalog.read(hall.desk).plan("basic-39"), on_sale=False)
    catalog.change(hall.manager, ChangeItem(plan, new_id()))
    return lambda: counter.complete(hall.desk, draft)


def dearer_plan(hall: Hall) -> Act:
    draft = hall.paid(new_number(1), customer=person())
    plan = replace(catalog.read(hall.desk).plan("basic-39"), deposit_fen=Fen(90_000))
    catalog.change(hall.manager, ChangeItem(plan, new_id()))
    return lambda: counter.complete(hall.desk, draft)


def voided_card(hall: Hall) -> Act:
    draft = hall.paid(new_number(1), customer=person())
    ask = ChangeState(StockKind.SIM, iccid(1), iccid(1), StockState.VOID, "损坏", new_id())
    stock.change_state(hall.manager, ask, hall.sign("m2", "stock.write_off"))
    return lambda: counter.complete(hall.desk, draft)


def counted_shift(hall: Hall) -> Act:
    draft = hall.paid(recharge())
    hall.count_with(hall.desk)
    return lambda: counter.complete(hall.desk, draft)


def approved_shift(hall: Hall) -> Act:
    shift_id = hall.count_with(hall.desk)
    hall.approve(shift_id)
    return lambda: till.approve_shift(hall.at("m2", 0), ApproveAsk(new_id(), shift_id))


def reversed_order(hall: Hall) -> Act:
    order = hall.sell(recharge())
    hall.reverse(order.order_no)
    ask = ReverseAsk(order.order_no, "客户办错", hall.sign("m1"), new_id())
    return lambda: counter.reverse(hall.at("c2", 2), ask)


def handed_bag(hall: Hall) -> Act:
    hall.finish()
    bag = hall.close().bag_number
    witness = hall.sign("c1", "bag.witness")
    duty.hand_over_bag(hall.manager, HandBagAsk(bag, "押运甲", witness, new_id()))
    ask = HandBagAsk(bag, "押运乙", witness, new_id())
    return lambda: duty.hand_over_bag(hall.at("m2", 0), ask)


def signer_who_left(hall: Hall) -> Act:
    order = hall.sell(recharge())
    ask = ReverseAsk(order.order_no, "客户办错", hall.sign("m2", "order.reverse"), new_id())
    staff.set_active(hall.manager, SetActive("m2", active=False, request_id=new_id()))
    return lambda: counter.reverse(hall.desk, ask)


def clerk_with_another_post(hall: Hall) -> Act:
    draft = hall.paid(recharge())
    staff.change_role(hall.manager, ChangeRole("c1", Role.AUDITOR, new_id()))
    return lambda: counter.complete(hall.desk, draft)


@pytest.mark.parametrize(
    ("stale", "code"),
    [
        (withdrawn_plan, "plan.unknown"),
        (dearer_plan, "tender.short"),
        (voided_card, "stock.unavailable"),
        (counted_shift, "till.closed"),
        (approved_shift, "till.approved"),
        (reversed_order, "order.reversed"),
        (handed_bag, "bag.handed-over"),
        (signer_who_left, "approval.not-permitted"),
        (clerk_with_another_post, "permission.denied"),
    ],
)
def test_what_is_no_longer_so_is_one_sentence(
    hall: Hall, stale: Callable[[Hall], Act], code: str
) -> None:
    act = stale(hall)
    before = last_seq(hall.desk)
    assert codes(at_once(act)) == [code]
    assert last_seq(hall.desk) == before, "nothing was written"
