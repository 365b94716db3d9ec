"""Two at the same moment (promise 2): one wins, the other reads a sentence, nothing doubles."""

from dataclasses import replace
from typing import Any

import pytest

from hallclient.base.ids import new_id
from hallclient.base.money import Fen
from hallclient.counter import service as counter
from hallclient.counter.rules import ReverseAsk, TenderDraft
from hallclient.customers import service as customers
from hallclient.duty import service as duty
from hallclient.duty.rules import HandBagAsk
from hallclient.ledger.rules import Account
from hallclient.staff import service as staff
from hallclient.staff.rules import AddPerson, Role
from hallclient.stock import book as stock_book
from hallclient.stock.rules import StockKind
from hallclient.store.audit import act
from hallclient.till import service as till
from hallclient.till.rules import (
    ApproveAsk,
    CountAsk,
    DropAsk,
    MakeGoodAsk,
    OpenShiftAsk,
    PauseAsk,
    RecountAsk,
)
from tests.concurrency.conftest import at_once, codes
from tests.counter.conftest import (
    FLOAT,
    OTHER_ID,
    iccid,
    line,
    new_number,
    person,
    recharge,
)
from tests.duty.conftest import TENDERS, pieces_for
from tests.faults.conftest import Hall, faults


def test_one_number_is_sold_once(hall: Hall) -> None:
    mine = hall.paid(new_number(1), customer=person())
    theirs = hall.paid(new_number(1, iccid=iccid(2)), customer=person(OTHER_ID, "样例乙"))
    other = hall.at("c2", 2)
    ends = at_once(
        lambda: counter.complete(hall.desk, mine), lambda: counter.complete(other, theirs)
    )
    assert codes(ends) == ["stock.unavailable"]


def test_one_sim_card_is_used_once(hall: Hall) -> None:
    mine = hall.paid(new_number(1), customer=person())
    theirs = hall.paid(new_number(2, iccid=iccid(1)), customer=person(OTHER_ID, "样例乙"))
    other = hall.at("c2", 2)
    ends = at_once(
        lambda: counter.complete(hall.desk, mine), lambda: counter.complete(other, theirs)
    )
    assert codes(ends) == ["stock.unavailable"]


def test_one_number_is_held_for_one_draft(hall: Hall) -> None:
    other = hall.at("c2", 2)
    ends = at_once(
        lambda: counter.hold(hall.desk, "d1", "number", "19900000001"),
        lambda: counter.hold(other, "d2", "number", "19900000001"),
    )
    assert len(codes(ends)) == 1
    assert codes(ends)[0].startswith("stock.")


def test_one_reference_pays_once(hall: Hall) -> None:
    tender = TenderDraft("pos", "20", "SLIP0001")
    drafts = []
    for _ in range(2):
        draft = hall.draft(recharge(amount="20"), tenders=(tender,))
        drafts.append(replace(draft, acknowledged=frozenset(hall.quote(draft).prompts)))
    other = hall.at("c2", 2)
    ends = at_once(
        lambda: counter.complete(hall.desk, drafts[0]), lambda: counter.complete(other, drafts[1])
    )
    assert codes(ends) == ["tender.reference"]
    assert hall.balance(Account.POS) == 2_000


def test_a_new_customer_at_two_counters_is_one_customer(hall: Hall) -> None:
    drafts = [hall.paid(new_number(number), customer=person()) for number in (1, 2)]
    other = hall.at("c2", 2)
    ends = at_once(
        lambda: counter.complete(hall.desk, drafts[0]), lambda: counter.complete(other, drafts[1])
    )
    assert codes(ends) == []
    assert len({end.customer_id for end in ends}) == 1  # type: ignore[attr-defined]


def test_one_mobile_changes_its_plan_twice_in_turn_or_is_refused(hall: Hall) -> None:
    hall.sell(new_number(1), customer=person())
    change = {"mobile": "19900000001", "plan": "plus-79", "effective": "now"}
    drafts = [hall.paid(line("plan_change", **change), customer=person()) for _ in range(2)]
    other = hall.at("c2", 2)
    ends = at_once(
        lambda: counter.complete(hall.desk, drafts[0]), lambda: counter.complete(other, drafts[1])
    )
    assert len(codes(ends)) <= 1


@pytest.mark.parametrize("kind", ["recharge", "new_number", "value_card"])
def test_one_order_is_reversed_once(hall: Hall, kind: str) -> None:
    lines = {
        "recharge": recharge(amount="20"),
        "new_number": new_number(3),
        "value_card": line("value_card", face="50", count="2"),
    }
    party = {} if kind != "new_number" else {"customer": person()}
    order = hall.sell(lines[kind], **party)
    asks = [ReverseAsk(order.order_no, "客户办错", hall.sign("m1"), new_id()) for _ in range(2)]
    other = hall.at("c2", 2)
    ends = at_once(
        lambda: counter.reverse(hall.desk, asks[0]), lambda: counter.reverse(other, asks[1])
    )
    assert codes(ends) == ["order.reversed"]


def test_copies_at_two_counters_are_counted_apart(hall: Hall) -> None:
    order = hall.sell(recharge(amount="20"))
    other = hall.at("c2", 2)
    ends = at_once(
        lambda: counter.reprint(hall.desk, order.order_no, new_id()),
        lambda: counter.reprint(other, order.order_no, new_id()),
    )
    assert sorted(end.count for end in ends) == [1, 2]  # type: ignore[attr-defined]


def test_a_draft_is_completed_or_dropped(hall: Hall) -> None:
    """And a save that comes late does not bring it back."""
    draft = hall.paid(recharge(amount="20"))
    counter.save_draft(hall.desk, draft)
    ends = at_once(
        lambda: counter.complete(hall.desk, draft),
        lambda: counter.drop_draft(hall.desk, draft.request_id),
        lambda: counter.save_draft(hall.desk, draft),
    )
    assert set(codes(ends)) <= {"draft.unknown"}
    assert counter.drafts(hall.desk) == ()


def test_one_shift_is_opened_once_by_two_clients(hall: Hall) -> None:
    hall.count_with(hall.desk)
    asks = [OpenShiftAsk(new_id(), FLOAT, hall.sign("m1")) for _ in range(2)]
    ends = at_once(*(lambda ask=ask: till.open_shift(hall.desk, ask) for ask in asks))
    assert codes(ends) == ["till.shift-open"]


def test_the_first_shift_of_all_is_opened_once_and_in_one_day(desk: Any) -> None:
    hall = Hall(desk)
    ends = at_once(
        lambda: hall.open(desk), lambda: hall.open(hall.at("c2", 2)), lambda: hall.open(desk)
    )
    assert codes(ends) == ["till.shift-open"]
    assert faults(desk) == []


def test_a_sale_during_the_count_is_in_it_or_refused(hall: Hall) -> None:
    shift_id = till.my_till(hall.desk).shift.shift_id  # type: ignore[union-attr]
    drafts = [hall.paid(recharge(amount="10")) for _ in range(4)]
    counted = CountAsk(new_id(), pieces_for(55_000), dict.fromkeys(TENDERS, 0))
    ends = at_once(
        *(lambda draft=draft: counter.complete(hall.desk, draft) for draft in drafts),
        lambda: till.count(hall.desk, counted),
    )
    refused = codes(ends)
    assert set(refused) <= {"till.closed"}
    sold = 4 - len(refused)
    result = till.count_result(hall.desk, shift_id)
    assert (result.short_fen, result.over_fen) == (sold * 1_000, 0)


def test_a_drop_during_the_count_is_in_it_or_refused(hall: Hall) -> None:
    shift_id = till.my_till(hall.desk).shift.shift_id  # type: ignore[union-attr]
    drop = DropAsk(new_id(), Fen(1_000), hall.sign("c2"))
    counted = CountAsk(new_id(), pieces_for(55_000), dict.fromkeys(TENDERS, 0))
    ends = at_once(lambda: till.cash_drop(hall.desk, drop), lambda: till.count(hall.desk, counted))
    assert set(codes(ends)) <= {"till.closed"}
    result = till.count_result(hall.desk, shift_id)
    assert result.over_fen == (0 if codes(ends) else 1_000)


def test_a_shift_is_counted_once_by_two_clients(hall: Hall) -> None:
    asks = [CountAsk(new_id(), pieces_for(55_000), dict.fromkeys(TENDERS, 0)) for _ in range(2)]
    ends = at_once(*(lambda ask=ask: till.count(hall.desk, ask) for ask in asks))
    assert len(codes(ends)) == 1
    assert set(codes(ends)) <= {"till.closed", "till.counted"}


def test_a_counted_shift_is_approved_as_it_was_or_as_counted_again(hall: Hall) -> None:
    shift_id = hall.count_with(hall.desk, over=100)
    again = RecountAsk(
        new_id(), shift_id, pieces_for(55_000), dict.fromkeys(TENDERS, 0), hall.sign("m1"), "x"
    )
    approve = ApproveAsk(new_id(), shift_id, early_released=True)
    ends = at_once(
        lambda: till.recount(hall.desk, again), lambda: till.approve_shift(hall.manager, approve)
    )
    assert set(codes(ends)) <= {"till.approved"}
    assert hall.balance(Account.OVER) == (-100 if codes(ends) else 0)


def test_a_shift_is_approved_once(hall: Hall) -> None:
    shift_id = hall.count_with(hall.desk, over=100)
    asks = [ApproveAsk(new_id(), shift_id, early_released=True) for _ in range(3)]
    ends = at_once(*(lambda ask=ask: till.approve_shift(hall.manager, ask) for ask in asks))
    assert codes(ends) == ["till.approved"] * 2
    assert hall.balance(Account.OVER) == -100


def test_a_shortage_is_paid_in_once(hall: Hall) -> None:
    shift_id = hall.count_with(hall.desk, over=-500)
    hall.approve(shift_id)
    asks = [MakeGoodAsk(new_id(), shift_id, Fen(500), hall.sign("c2")) for _ in range(2)]
    ends = at_once(*(lambda ask=ask: till.make_good(hall.manager, ask) for ask in asks))
    assert len(codes(ends)) == 1
    assert hall.balance(Account.SHORT) == 0


def test_a_day_is_closed_once_and_a_late_draft_or_shift_goes_to_one_day(hall: Hall) -> None:
    hall.finish()
    asks = [hall.ask(bag_number=f"BAG{number}") for number in (1, 2)]
    ends = at_once(
        *(lambda ask=ask: duty.close_day(hall.manager, ask) for ask in asks),
        lambda: hall.open(hall.desk),
        lambda: counter.save_draft(hall.at("c2", 2), hall.draft(recharge())),
    )
    closed = [end for end in ends if type(end).__name__ == "DayClosed"]
    assert len(closed) <= 1
    assert {"day.shift-open", "day.drafts", "day.nothing", "day.not-open"} >= set(codes(ends))


def test_a_bag_is_handed_over_once(hall: Hall) -> None:
    hall.finish()
    closed = hall.close()
    asks = [HandBagAsk(closed.bag_number, "银行押运", hall.sign("c1"), new_id()) for _ in range(2)]
    ends = at_once(*(lambda ask=ask: duty.hand_over_bag(hall.manager, ask) for ask in asks))
    assert codes(ends) == ["bag.handed-over"]


def test_a_pause_hangs_once(hall: Hall) -> None:
    asks = [PauseAsk(new_id(), "用餐", 30) for _ in range(2)]
    ends = at_once(*(lambda ask=ask: till.pause(hall.desk, ask) for ask in asks))
    assert codes(ends) == ["till.paused"]


def test_a_box_of_cards_is_received_once(hall: Hall) -> None:
    def receive() -> None:
        with act(hall.manager, "test.receive", new_id()) as doing:
            stock_book.receive(
                doing, StockKind.VALUE_CARD, "06000000001", "06000000100", face_fen=Fen(3_000)
            )

    ends = at_once(receive, receive)
    assert len(codes(ends)) == 1
    assert codes(ends)[0].startswith("stock.")


def test_a_staff_code_is_given_once(hall: Hall) -> None:
    asks = [AddPerson("c9", f"甲{n}", Role.CLERK, "long-enough-9", new_id()) for n in (1, 2)]
    ends = at_once(*(lambda ask=ask: staff.add_person(hall.manager, ask) for ask in asks))
    assert codes(ends) == ["staff.code-taken"]


def test_failed_tries_at_once_are_all_counted(hall: Hall) -> None:
    ends = at_once(*[lambda: staff.sign_in(hall.at("", 1), "nobody", "wrong-password")] * 3)
    assert set(codes(ends)) <= {"signin.failed", "signin.locked"}
    assert len(codes(ends)) == 3


def test_a_look_up_while_others_write_finds_what_is_there(hall: Hall) -> None:
    hall.sell(new_number(1), customer=person())
    draft = hall.paid(recharge(amount="20"))
    ends = at_once(
        lambda: customers.look_up(hall.desk, "19900000001", new_id()),
        lambda: counter.complete(hall.at("c2", 2), draft),
    )
    assert codes(ends) == []
