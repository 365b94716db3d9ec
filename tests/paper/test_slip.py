"""Slips of cash that moved inside the hall: number, amount, two people."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from hallclient.base.money import Fen
from hallclient.paper.slip import slip
from hallclient.paper.values import CashSlip, Pieces

SLIP = CashSlip(
    kind="drop",
    number="20261122-01-003",
    hall="H001",
    hall_name="样例市解放路营业厅",
    counter=1,
    clerk="C01",
    clerk_name="张样",
    business_date=date(2026, 11, 22),
    at=datetime(2026, 11, 22, 8, 30, tzinfo=UTC),
    amount_fen=Fen(300_000),
    witness="C02",
    witness_name="王样",
    denominations=(Pieces(Fen(10_000), 28), Pieces(Fen(5_000), 4)),
)


@pytest.mark.duty("S2-KA-26")
def test_a_drop_has_number_amount_witness_and_two_lines_to_sign_on(read) -> None:
    text = read(slip(SLIP)).text
    flat = " ".join(text.split())
    for words in (
        "投款报告",
        "单号 20261122-01-003",
        "2026-11-22 16:30",
        "营业员 C01 张样",
        "见证人 C02 王样",
        "¥3,000.00",
        "人民币叁仟元整",
        "经手人签名",
        "见证人签名",
    ):
        assert words in flat
    assert read(slip(SLIP)).pages[0][0] == 80


def test_denominations_are_listed_with_pieces_and_amounts(read) -> None:
    flat = " ".join(read(slip(SLIP)).text.split())
    assert "100.00 28 2,800.00" in flat
    assert "50.00 4 200.00" in flat


@pytest.mark.duty("S2-KA-27", "S2-KA-16", "S2-KA-02")
@pytest.mark.parametrize(
    ("kind", "title", "first", "second"),
    [
        ("transfer", "台席调款单", "交出人签名", "见证人签名"),
        ("pay_in", "缴入单", "经手人签名", "见证人签名"),
        ("pay_out", "支出单", "经手人签名", "见证人签名"),
        ("make_good", "短款赔补单", "缴款人签名", "接收人签名"),
        ("float", "备用金交接单", "接收人签名", "交出人签名"),
        ("bag", "收点交款袋报告", "经手人签名", "见证人签名"),
    ],
)
def test_each_kind_has_its_title_and_its_two_signatures(read, kind, title, first, second) -> None:
    text = read(slip(replace(SLIP, kind=kind, other="7", reason="零钞不足"))).text
    assert title in text
    assert text.index(first) < text.index(second)
    assert "零钞不足" in text


@pytest.mark.parametrize(
    ("kind", "zh", "en"),
    [
        ("drop", "见证人", "Witness"),
        ("float", "交出人", "Float from"),
        ("make_good", "接收人", "Received by"),
    ],
)
def test_the_head_names_the_second_person_by_what_they_do(read, kind, zh, en) -> None:
    for language, role in (("zh", zh), ("en", en)):
        flat = " ".join(read(slip(replace(SLIP, kind=kind, language=language))).text.split())
        assert f"{role} C02 王样" in flat


def test_a_copy_is_marked(read) -> None:
    assert "补打 1" in read(slip(replace(SLIP, copy=1))).text
    assert "补打" not in read(slip(SLIP)).text


def test_it_speaks_english_too(read) -> None:
    text = read(slip(replace(SLIP, kind="bag", other="BAG-7", language="en"))).text
    assert "Deposit bag slip" in text
    assert "Bag number" in text
