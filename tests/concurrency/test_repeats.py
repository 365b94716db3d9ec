"""Every command carries a request id: sent again, or twice at once, it is done once (promise 2)."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from hallclient.base.ids import new_id
from hallclient.base.money import Fen
from hallclient.counter import service as counter
from hallclient.counter.rules import EndVisit, RefuseService, ReverseAsk
from hallclient.custody import service as custody
from hallclient.custody.rules import CountCustody, Dispose, GiveOut, HandOver, Step, TakeBack
from hallclient.customers import service as customers
from hallclient.duty import service as duty
from hallclient.duty.rules import HandBagAsk
from hallclient.policy import service as policy
from hallclient.policy.rules import ChangePolicy
from hallclient.staff import service as staff
from hallclient.staff.rules import (
    AddPerson,
    ChangePassword,
    ChangeRole,
    ResetPassword,
    Role,
    SetActive,
)
from hallclient.stock import service as stock
from hallclient.stock.rules import ChangeState, ReceiveRange, TakeStock
from hallclient.till import service as till
from hallclient.till.rules import (
    ApproveAsk,
    CountAsk,
    CountForAsk,
    DropAsk,
    MakeGoodAsk,
    OpenShiftAsk,
    PauseAsk,
    PayAsk,
    RecountAsk,
    ResumeAsk,
    TakeBackAsk,
    TransferAsk,
)
from tests.concurrency.conftest import Call, at_once
from tests.counter.conftest import FLOAT, new_number, person, recharge
from tests.duty.conftest import TENDERS, pieces_for
from tests.faults.conftest import PASSWORD, Hall, kept, receipts

NONE = dict.fromkeys(TENDERS, 0)


def order(hall: Hall) -> Call:
    draft = hall.paid(recharge(amount="20"))
    return lambda: counter.complete(hall.desk, draft)


def opening(hall: Hall) -> Call:
    draft = hall.paid(new_number(1), customer=person())
    return lambda: counter.complete(hall.desk, draft)


def reverse(hall: Hall) -> Call:
    sold = hall.sell(new_number(2), customer=person())
    ask = ReverseAsk(sold.order_no, "客户办错", hall.sign("m1"), new_id())
    return lambda: counter.reverse(hall.desk, ask)


def reprint(hall: Hall) -> Call:
    sold, request = hall.sell(recharge()), new_id()
    return lambda: counter.reprint(hall.desk, sold.order_no, request)


def end_visit(hall: Hall) -> Call:
    sold = hall.sell(recharge())
    ask = EndVisit(sold.order_no, frozenset(sold.prompts_after), new_id())
    return lambda: counter.end_visit(hall.desk, ask)


def refuse(hall: Hall) -> Call:
    ask = RefuseService("recharge", "系统维护", new_id())
    return lambda: counter.refuse_service(hall.desk, ask)


def unmask(hall: Hall) -> Call:
    sold, request = hall.sell(new_number(3), customer=person()), new_id()
    return lambda: customers.unmask(hall.desk, sold.customer_id, "核对", request)


def look_up(hall: Hall) -> Call:
    hall.sell(new_number(3), customer=person())
    request = new_id()
    return lambda: customers.look_up(hall.desk, "19900000003", request)


def drop(hall: Hall) -> Call:
    ask = DropAsk(new_id(), Fen(1_000), hall.sign("c2"))
    return lambda: till.cash_drop(hall.desk, ask)


def transfer(hall: Hall) -> Call:
    ask = TransferAsk(new_id(), 2, Fen(1_000), hall.sign("c3"))
    return lambda: till.transfer(hall.desk, ask)


def pay_in(hall: Hall) -> Call:
    ask = PayAsk(new_id(), "in", Fen(700), "零钞", "V1", hall.sign("c3"))
    return lambda: till.pay(hall.desk, ask)


def pay_out(hall: Hall) -> Call:
    ask = PayAsk(new_id(), "out", Fen(700), "退", "V2", hall.sign("m1"))
    return lambda: till.pay(hall.desk, ask)


def pause(hall: Hall) -> Call:
    ask = PauseAsk(new_id(), "用餐", 30)
    return lambda: till.pause(hall.desk, ask)


def resume(hall: Hall) -> Call:
    till.pause(hall.desk, PauseAsk(new_id(), "用餐", 30))
    ask = ResumeAsk(new_id())
    return lambda: till.resume(hall.desk, ask)


def open_shift(hall: Hall) -> Call:
    ask = OpenShiftAsk(new_id(), FLOAT, hall.sign("m1"))
    third = hall.at("c3", 3)
    return lambda: till.open_shift(third, ask)


def count(hall: Hall) -> Call:
    ask = CountAsk(new_id(), pieces_for(55_000), NONE)
    return lambda: till.count(hall.desk, ask)


def count_for(hall: Hall) -> Call:
    shift = till.my_till(hall.desk).shift
    assert shift is not None
    ask = CountForAsk(new_id(), shift.shift_id, pieces_for(0), NONE, hall.sign("m2"), "病")
    return lambda: till.count_for(hall.manager, ask)


def recount(hall: Hall) -> Call:
    shift_id = hall.count_with(hall.desk, over=100)
    ask = RecountAsk(new_id(), shift_id, pieces_for(55_000), NONE, hall.sign("m1"), "复点")
    return lambda: till.recount(hall.desk, ask)


def approve(hall: Hall) -> Call:
    ask = ApproveAsk(new_id(), hall.count_with(hall.desk, over=100), early_released=True)
    return lambda: till.approve_shift(hall.manager, ask)


def make_good(hall: Hall) -> Call:
    shift_id = hall.count_with(hall.desk, over=-500)
    hall.approve(shift_id)
    ask = MakeGoodAsk(new_id(), shift_id, Fen(300), hall.sign("c2"))
    return lambda: till.make_good(hall.manager, ask)


def close_day(hall: Hall) -> Call:
    hall.finish()
    ask = hall.ask()
    return lambda: duty.close_day(hall.manager, ask)


def hand_over(hall: Hall) -> Call:
    hall.finish()
    ask = HandBagAsk(hall.close().bag_number, "银行押运", hall.sign("c1"), new_id())
    return lambda: duty.hand_over_bag(hall.manager, ask)


def add_person(hall: Hall) -> Call:
    ask = AddPerson("c9", "甲", Role.CLERK, PASSWORD, new_id())
    return lambda: staff.add_person(hall.manager, ask)


def change_role(hall: Hall) -> Call:
    ask = ChangeRole("c3", Role.VIP, new_id())
    return lambda: staff.change_role(hall.manager, ask)


def set_active(hall: Hall) -> Call:
    ask = SetActive("c3", active=False, request_id=new_id())
    return lambda: staff.set_active(hall.manager, ask)


def reset_password(hall: Hall) -> Call:
    ask = ResetPassword("c3", "other-enough-2", new_id())
    return lambda: staff.reset_password(hall.manager, ask)


def change_password(hall: Hall) -> Call:
    ask = ChangePassword(PASSWORD, "other-enough-2", new_id())
    return lambda: staff.change_password(hall.desk, ask)


def change_policy(hall: Hall) -> Call:
    later = hall.desk.now() + timedelta(days=1)
    ask = ChangePolicy("till_limit_fen", 600_000, later, new_id())
    return lambda: policy.change(hall.manager, ask)


def take_back(hall: Hall) -> Call:
    till.cash_drop(hall.desk, DropAsk(new_id(), Fen(1_000), hall.sign("c2")))
    ask = TakeBackAsk(new_id(), Fen(500), "多投", hall.sign("m1"))
    return lambda: till.take_back(hall.desk, ask)


def take_stock(hall: Hall) -> Call:
    ask = TakeStock("value_card", (("05000000001", "05000000049"),), new_id())
    return lambda: stock.take_stock(hall.manager, ask, hall.sign("c1"))


def write_off(hall: Hall) -> Call:
    serial = "05000000050"
    ask = ChangeState("value_card", serial, serial, "written_off", "破损", new_id())
    return lambda: stock.change_state(hall.desk, ask, hall.sign("m1"))


def receive_stock(hall: Hall) -> Call:
    ask = ReceiveRange("value_card", "06000000001", "06000000100", new_id(), Fen(3_000), "")
    return lambda: stock.receive(hall.manager, ask)


def custody_receive(hall: Hall) -> Call:
    ask = receipts(new_id())
    return lambda: custody.receive(hall.desk, ask, hall.sign("m1"))


def custody_hand_over(hall: Hall) -> Call:
    ask = HandOver((kept(hall),), new_id())
    return lambda: custody.hand_over(hall.desk, ask, hall.sign("c2"))


def custody_give_out(hall: Hall) -> Call:
    ask = GiveOut((kept(hall),), "开具收据", new_id())
    return lambda: custody.give_out(hall.desk, ask, hall.sign("c2"))


def custody_take_back(hall: Hall) -> Call:
    item = kept(hall)
    custody.give_out(hall.desk, GiveOut((item,), "开具收据", new_id()), hall.sign("c2"))
    ask = TakeBack(item, "3", new_id())
    return lambda: custody.take_back(hall.desk, ask, hall.sign("c2"))


def custody_dispose(hall: Hall) -> Call:
    ask = Dispose((kept(hall),), Step.DESTROYED, "作废", new_id())
    return lambda: custody.dispose(hall.manager, ask, hall.sign("c2"))


def custody_count(hall: Hall) -> Call:
    ask = CountCustody({kept(hall): 50}, new_id())
    return lambda: custody.count(hall.desk, ask, hall.sign("c2"))


COMMANDS: tuple[Callable[[Hall], Call], ...] = (
    order,
    opening,
    reverse,
    reprint,
    end_visit,
    refuse,
    unmask,
    look_up,
    drop,
    transfer,
    pay_in,
    pay_out,
    pause,
    resume,
    open_shift,
    count,
    count_for,
    recount,
    approve,
    make_good,
    close_day,
    hand_over,
    add_person,
    change_role,
    set_active,
    reset_password,
    change_password,
    change_policy,
    take_back,
    take_stock,
    write_off,
    receive_stock,
    custody_receive,
    custody_hand_over,
    custody_give_out,
    custody_take_back,
    custody_dispose,
    custody_count,
)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.__name__)
def test_a_command_sent_again_is_done_once_and_answers_the_same(
    hall: Hall, command: Callable[[Hall], Call]
) -> None:
    send = command(hall)
    before = hall.everything()
    first = send()
    after = hall.everything()
    assert after != before
    hall.desk.clock.set(hall.desk.now() + timedelta(minutes=5))  # type: ignore[attr-defined]
    assert send() == first
    assert send() == first
    assert hall.everything() == after


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.__name__)
def test_a_command_sent_twice_at_once_is_done_once_and_both_hear_of_it(
    hall: Hall, command: Callable[[Hall], Call]
) -> None:
    send = command(hall)
    acts = len(hall.everything()["audit"])
    one, two = at_once(send, send)
    assert one == two
    assert not isinstance(one, str)
    assert len(hall.everything()["audit"]) == acts + 1
