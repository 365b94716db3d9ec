"""Every movement of cash leaves a slip for the printer, in the act that moved it."""

import json

import pytest
from sqlalchemy import select

from hallclient.base.ids import new_id
from hallclient.base.money import AmountNotPositive, Fen
from hallclient.paper.records import Paper
from hallclient.paper.values import CashSlip, Pieces
from hallclient.till import service
from hallclient.till.rules import DropAsk, PauseAsk, PayAsk
from tests.till.conftest import Hall


def slips(hall: Hall) -> list[CashSlip]:
    with hall.desk.read() as session:
        papers = session.scalars(select(Paper.payload).order_by(Paper.paper_id))
        return [CashSlip.from_payload(json.loads(payload)) for payload in papers]


@pytest.mark.duty("S2-KA-16", "S2-KA-26")
def test_a_float_and_a_drop_are_on_paper_with_both_names(hall: Hall) -> None:
    hall.open(handed_fen=50_100, note="少一枚")
    ask = DropAsk(new_id(), Fen(20_000), hall.sign("c2"), {10_000: 2, 5_000: 0})
    service.cash_drop(hall.desk, ask)
    opened, dropped = slips(hall)
    assert (opened.kind, opened.number, opened.amount_fen) == ("float", "20261122-01-1", 50_000)
    assert (opened.clerk_name, opened.witness_name, opened.reason) == ("c1", "m1", "少一枚")
    assert sum(one.face_fen * one.pieces for one in opened.denominations) == 50_000
    assert (dropped.kind, dropped.number, dropped.amount_fen) == ("drop", "D202611220001", 20_000)
    assert dropped.denominations == (Pieces(Fen(10_000), 2),)
    assert dropped.hall_name == "示范营业厅"


def test_a_payment_names_reason_and_voucher_and_a_pause_has_no_slip(hall: Hall) -> None:
    hall.open()
    service.pause(hall.desk, PauseAsk(new_id(), "用餐", 30))
    ask = PayAsk(new_id(), "out", Fen(500), "停车费", "V-7", hall.sign("m1"))
    service.pay(hall.desk, ask)
    _, paid = slips(hall)
    assert (paid.kind, paid.reason) == ("pay_out", "停车费 V-7")


def test_what_is_refused_leaves_no_slip(hall: Hall) -> None:
    hall.open()
    with pytest.raises(AmountNotPositive):
        service.cash_drop(hall.desk, DropAsk(new_id(), Fen(-1), hall.sign("c2")))
    assert len(slips(hall)) == 1
