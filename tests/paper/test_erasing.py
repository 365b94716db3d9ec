"""What stays of a paper when its people have to go is kept in clear: so it names nobody at all."""

import json
from dataclasses import replace
from datetime import date

import pytest

from hallclient.base.money import Fen
from hallclient.paper.erasing import without_people
from hallclient.paper.rules import PaperKind
from hallclient.paper.values import CashSlip, Discount, OrderForm, Party, Payload, Receipt
from tests.paper.conftest import AT

NOBODY = "已删除"


def remains(kind: PaperKind, value: Payload) -> str:
    return without_people(kind, json.dumps(value.to_payload(), ensure_ascii=False), NOBODY)


@pytest.fixture
def a_reversal(a_receipt: Receipt) -> Receipt:
    """A receipt with every name and word that a receipt can have."""
    return replace(
        a_receipt,
        kind="reversal",
        agent=Party.on_receipt("经办乙", "居民身份证", "44000020000101004X"),
        discounts=(Discount("优惠", Fen(200), "M01 李经理"),),
        reverses="H001202611220100001",
        reason="样例甲退单",
        approver="M02 王经理",
    )


@pytest.fixture
def a_slip() -> CashSlip:
    return CashSlip(
        kind="pay_out",
        number="O202611220001",
        hall="H001",
        hall_name="样例市解放路营业厅",
        counter=1,
        clerk="C01",
        clerk_name="张样",
        business_date=date(2026, 11, 22),
        at=AT,
        amount_fen=Fen(300),
        witness="M01",
        witness_name="李经理",
        reason="样例甲停车费",
    )


def test_a_receipt_keeps_money_and_codes_and_no_name(a_reversal: Receipt) -> None:
    words = remains(PaperKind.RECEIPT, a_reversal)
    assert [name for name in ("样例甲", "样**", "经*", "张样", "经理") if name in words] == []
    kept = Receipt.from_payload(json.loads(words))
    assert (kept.clerk, kept.approver, kept.discounts[0].authority) == ("C01", "M02", "M01")
    assert (kept.customer, kept.agent) == (Party(NOBODY), Party(NOBODY))
    assert (kept.total_fen, kept.tenders) == (a_reversal.total_fen, a_reversal.tenders)


def test_a_form_keeps_money_and_codes_and_no_name(a_form: OrderForm) -> None:
    words = remains(PaperKind.FORM, replace(a_form, note="由王经理比对"))
    assert [name for name in ("经办乙", "张样", "经理", "科技") if name in words] == []
    kept = OrderForm.from_payload(json.loads(words))
    assert (kept.clerk, kept.discounts[0].authority) == ("C01", "M01")
    assert (kept.total_fen, kept.clauses) == (a_form.total_fen, a_form.clauses)


def test_a_slip_keeps_money_and_codes_and_no_name(a_slip: CashSlip) -> None:
    words = remains(PaperKind.SLIP, a_slip)
    assert [name for name in ("样例甲", "张样", "经理") if name in words] == []
    kept = CashSlip.from_payload(json.loads(words))
    assert (kept.clerk, kept.witness, kept.amount_fen) == ("C01", "M01", 300)


@pytest.mark.parametrize("words", ["", "{}", "[]", "no paper"])
def test_of_what_cannot_be_read_nothing_stays(words: str) -> None:
    assert without_people(PaperKind.RECEIPT, words, NOBODY) == ""
