"""An approval from elsewhere is good for the order, payment or range as it was put to them."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from hallclient.base.errors import HallError
from hallclient.base.ids import new_id
from hallclient.base.money import Fen
from hallclient.counter import service
from hallclient.counter.page.asking import price_ask, reversal_ask
from hallclient.counter.rules import LineDraft, OrderDraft, ReverseAsk
from hallclient.staff import passwords
from hallclient.staff import service as staff
from hallclient.staff.rules import (
    AddPerson,
    AnswerApproval,
    AskApproval,
    Role,
    Signature,
)
from hallclient.stock import service as stock
from hallclient.stock.rules import ChangeState, StockKind, StockState
from hallclient.till import service as till
from hallclient.till.rules import PayAsk
from tests.counter.conftest import Hall, line, recharge

PASSWORD = "second-cup-8"


@pytest.fixture(autouse=True)
def _manager(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    """m9 sits in the manager's room."""
    monkeypatch.setattr(passwords, "COST", passwords.Cost(1, 8, 1))
    manager = AddPerson("m9", "值班九", Role.DUTY_MANAGER, PASSWORD, new_id())
    staff.add_person(hall.at("m1", 0), manager)


def approved(hall: Hall, ask: AskApproval) -> Signature:
    """Asked at the clerk's desk, approved in the manager's room."""
    asked = staff.ask_approval(hall.desk, ask)
    answer = AnswerApproval(asked.request_id, True, "m9", PASSWORD, new_id())
    staff.answer_approval(hall.at("m9", 0), answer)
    signature = staff.approval(hall.desk, asked.request_id).signature
    assert signature is not None
    return signature


def refusal(does: object) -> str:
    with pytest.raises(HallError) as caught:
        does()  # type: ignore[operator]
    return caught.value.code


def lowered(price: str = "90") -> LineDraft:
    cards = line("value_card", face="50", count="2")
    return replace(cards, price=price, price_reason="老客户")


def asked_price(hall: Hall, draft: OrderDraft) -> AskApproval:
    return price_ask(draft, hall.quote(draft), "样**")


@pytest.mark.duty("S1-OM-08")
def test_a_price_that_was_lowered_elsewhere_is_sold_at(hall: Hall) -> None:
    draft = hall.paid(lowered())
    ask = asked_price(hall, draft)
    assert ask.amount_fen == 1_000
    told = {fact.label: fact.value for fact in ask.facts}
    assert (told["Below list price"], told["Total"], told["Reason"]) == ("10.00", "90.00", "老客户")
    order = service.complete(hall.desk, replace(draft, signatures={"price": approved(hall, ask)}))
    assert order.lines[0].discount is not None
    assert order.lines[0].discount.approver.startswith("m9")


def other_price(draft: OrderDraft) -> OrderDraft:
    tenders = (replace(draft.tenders[0], amount="80"),)
    return replace(draft, lines=(lowered("80"),), tenders=tenders)


def other_reason(draft: OrderDraft) -> OrderDraft:
    return replace(draft, lines=(replace(draft.lines[0], price_reason="同事"),))


def another_draft(draft: OrderDraft) -> OrderDraft:
    return replace(draft, request_id=new_id())


@pytest.mark.parametrize("change", [other_price, other_reason, another_draft])
def test_an_order_that_was_changed_since_is_not_what_was_approved(
    hall: Hall, change: Callable[[OrderDraft], OrderDraft]
) -> None:
    draft = hall.paid(lowered())
    signatures = {"price": approved(hall, asked_price(hall, draft))}
    changed = replace(change(draft), signatures=signatures)
    assert refusal(lambda: service.complete(hall.desk, changed)) == "approval.changed"
    order = service.complete(hall.desk, replace(draft, signatures=signatures))
    assert order.total_fen == 9_000  # the refusal has left the approval as it was


def test_the_page_that_shows_a_reversal_asks_for_that_very_one(hall: Hall) -> None:
    order = hall.sell(recharge(amount="20"))
    other = hall.sell(recharge(amount="20"))
    unsigned = ReverseAsk(order.order_no, "客户办错", None, new_id())
    signature = approved(hall, reversal_ask(service.order_of(hall.desk, order.order_no), unsigned))
    wrong = replace(unsigned, order_no=other.order_no, approver=signature)
    assert refusal(lambda: service.reverse(hall.desk, wrong)) == "approval.changed"
    done = service.reverse(hall.desk, replace(unsigned, approver=signature))
    assert done.approver == "m9"
    again = ReverseAsk(other.order_no, "客户办错", signature, new_id())
    assert refusal(lambda: service.reverse(hall.desk, again)) == "approval.used"


def test_a_payment_is_approved_with_its_amount_reason_and_voucher(hall: Hall) -> None:
    ask = PayAsk(new_id(), "out", Fen(1_000), "水费", "V-1", None)
    wanted = AskApproval("cash.pay_out", ask.content, (), ask.amount_fen)
    signature = approved(hall, wanted)
    more = replace(ask, amount_fen=Fen(1_001), witness=signature)
    assert refusal(lambda: till.pay(hall.desk, more)) == "approval.changed"
    assert till.pay(hall.desk, replace(ask, witness=signature)).amount_fen == 1_000


def test_money_that_comes_in_or_back_is_seen_by_who_signs(hall: Hall) -> None:
    ask = PayAsk(new_id(), "out", Fen(1_000), "水费", "V-1", None)
    signature = approved(hall, AskApproval("cash.pay_out", ask.content, (), ask.amount_fen))
    inward = replace(ask, direction="in", witness=signature)
    assert refusal(lambda: till.pay(hall.desk, inward)) == "approval.not-permitted"
    wanted = AskApproval("shift.approve", ask.content, (), 1_000)
    assert refusal(lambda: staff.ask_approval(hall.desk, wanted)) == "approval.not-remote"


def test_a_range_that_is_written_off_is_the_one_that_was_approved(hall: Hall) -> None:
    desk = hall.at("m1", 1)
    ask = ChangeState(
        StockKind.NUMBER, "19900000001", "19900000002", StockState.WRITTEN_OFF, "坏", new_id()
    )
    request = staff.ask_approval(desk, AskApproval("stock.write_off", ask.content, ()))
    answer = AnswerApproval(request.request_id, True, "m9", PASSWORD, new_id())
    staff.answer_approval(hall.at("m9", 0), answer)
    signature = staff.approval(desk, request.request_id).signature
    longer = replace(ask, last="19900000003")
    assert refusal(lambda: stock.change_state(desk, longer, signature)) == "approval.changed"
    assert stock.change_state(desk, ask, signature) == 2
