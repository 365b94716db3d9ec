"""The receipt: what is on it, how it looks to a reader that did not draw it."""

from dataclasses import replace
from datetime import UTC, datetime

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hallclient.base.language import use_language
from hallclient.base.money import MOST, Fen, in_words, yuan
from hallclient.paper.receipt import receipt
from hallclient.paper.values import (
    Discount,
    Fact,
    Party,
    Receipt,
    ReceiptLine,
    ReceiptTender,
)

AT = datetime(2026, 11, 22, 1, 5, tzinfo=UTC)


def test_it_says_all_that_a_receipt_must_say(a_receipt: Receipt, read) -> None:
    text = read(receipt(a_receipt)).text
    for words in (
        "样例市解放路营业厅",
        "收据",
        "本收据不是税务发票",
        "H001202611220100001",
        "2026-11-22 09:05",
        "H001 / 1",
        "C01 张样",
        "样** 居民身份证 **1236 138****0000",
        "充值缴费",
        "¥50.00",
        "人民币伍拾元整",
        "现金",
        "实收现金",
        "100.00",
        "找零",
        "客户签名",
        "感谢光临，请妥善保管本收据。",
    ):
        assert words in text


@pytest.mark.duty("S1-CT-30", "S0-CT-04")
def test_it_reminds_to_keep_it_and_shows_where_to_complain(a_receipt: Receipt, read) -> None:
    plain = read(receipt(replace(a_receipt, thanks=""))).text
    assert "感谢光临，请妥善保管本收据。" in plain
    own = replace(a_receipt, thanks="慢走", complaints="服务监督：本厅客户接待室")
    text = read(receipt(own)).text
    assert "请妥善保管" not in text
    assert "慢走" in text
    assert "服务监督：本厅客户接待室" in text


def test_no_whole_document_number_name_or_mobile_is_on_it(a_receipt: Receipt, read) -> None:
    text = read(receipt(a_receipt)).text
    for secret in ("110000198802291236", "19880229", "样例甲", "13800000000"):
        assert secret not in text


def test_an_organisation_keeps_its_name() -> None:
    payer = Party.on_receipt(
        "样例公司", "统一社会信用代码", "91350100M000100Y43", organisation=True
    )
    assert (payer.name, payer.document) == ("样例公司", "**0Y43")


def test_a_long_foreign_name_is_masked_short() -> None:
    assert Party.on_receipt("JOHN ALEXANDER SAMPLE").name == "J***"


def test_it_is_80_mm_wide_one_page_and_as_long_as_its_text(a_receipt: Receipt, read) -> None:
    short = read(receipt(a_receipt)).pages
    long = read(receipt(replace(a_receipt, lines=a_receipt.lines * 12))).pages
    assert len(short) == len(long) == 1
    assert short[0][0] == long[0][0] == 80
    assert long[0][1] > short[0][1] + 40


def test_the_font_is_embedded(a_receipt: Receipt, read) -> None:
    fonts = read(receipt(a_receipt)).fonts
    assert fonts
    assert all(embedded and "NotoSansSC" in name for name, embedded in fonts.items())


@pytest.mark.duty("S2-KA-18")
@pytest.mark.parametrize("copy", [1, 2, 17])
def test_a_copy_is_the_original_but_for_its_mark(a_receipt: Receipt, read, copy: int) -> None:
    original = read(receipt(a_receipt)).text
    again = read(receipt(replace(a_receipt, copy=copy))).text
    assert "补打" not in original
    assert again.replace(f"补打 {copy}\n", "", 1) == original


def test_the_same_receipt_gives_the_same_bytes(a_receipt: Receipt) -> None:
    assert receipt(a_receipt) == receipt(a_receipt)


@pytest.mark.duty("S0-HL-15")
def test_a_foreign_customer_gets_it_in_english_whatever_the_screen_speaks(
    a_receipt: Receipt, read
) -> None:
    use_language("zh")
    text = read(receipt(replace(a_receipt, language="en", copy=1))).text
    for words in (
        "Receipt",
        "This receipt is not a tax invoice.",
        "Order no.",
        "Total",
        "Cash received",
        "Change",
        "Customer signature",
        "Reprint 1",
        "人民币伍拾元整",
    ):
        assert words in text
    use_language("en")
    assert "合计" in read(receipt(a_receipt)).text


def test_a_discount_names_who_allowed_it(a_receipt: Receipt, read) -> None:
    less = replace(a_receipt, discounts=(Discount("免收手续费", Fen(100), "M01 李经理"),))
    text = read(receipt(less)).text
    assert "免收手续费 (M01 李经理)" in text
    assert "-1.00" in text


def test_tenders_show_the_end_of_their_reference_only(a_receipt: Receipt, read) -> None:
    paid = (
        ReceiptTender("cash", Fen(2000)),
        ReceiptTender("pos", Fen(2000), "POS202611220007788"),
        ReceiptTender("alipay", Fen(1000), "1"),
    )
    text = read(receipt(replace(a_receipt, tenders=paid))).text
    assert "…7788" in text
    assert "0007788" not in text
    assert "支付宝 …1" in text


def test_a_reversal_has_its_own_receipt(a_receipt: Receipt, read) -> None:
    back = replace(
        a_receipt,
        kind="reversal",
        order_no="H001202611220100009",
        reverses="H001202611220100001",
        reason="充错号码",
        approver="M01 李经理",
        received_fen=Fen(0),
        change_fen=Fen(0),
    )
    text = read(receipt(back)).text
    for words in (
        "返销收据",
        "H001202611220100009",
        "H001202611220100001",
        "充错号码",
        "M01 李经理",
        "退款合计",
        "已收退款",
    ):
        assert words in text
    assert "实收现金" not in text


@settings(max_examples=25, deadline=None)
@given(fen=st.integers(min_value=0, max_value=MOST))
def test_figures_and_words_agree(read, fen: int) -> None:
    value = _plain(Fen(fen))
    lines = read(receipt(value)).text.splitlines()
    where = next(number for number, line in enumerate(lines) if yuan(fen) in line and "¥" in line)
    words = "".join(lines[where + 1 : where + 4])
    assert words.startswith(f"人民币{in_words(fen)}")


@settings(max_examples=60, deadline=None)
@given(name=st.text(max_size=40), value=st.text(max_size=200))
def test_any_text_at_all_can_be_printed(read, name: str, value: str) -> None:
    hostile = replace(
        _plain(Fen(100)),
        hall_name=name,
        customer=Party(name),
        lines=(ReceiptLine(name, Fen(100), (Fact(name, value),)),),
    )
    assert read(receipt(hostile)).pages[0][0] == 80


def _plain(total: Fen) -> Receipt:
    return Receipt(
        hall="H001",
        hall_name="样例厅",
        counter=1,
        clerk="C01",
        order_no="H001202611220100001",
        business_date=AT.date(),
        issued_at=AT,
        lines=(ReceiptLine("充值缴费", total),),
        total_fen=total,
        tenders=(ReceiptTender("transfer", total),),
    )


@pytest.mark.parametrize(
    "hostile",
    [
        "张<b>三",
        "<img src='file:///etc/passwd'>",
        "=1+1",
        "&lt;para&gt;",
        "{0.__class__}",
        "%(name)s \\n (a) [b] <</JS (x)>>",
        "') Tj ET (",
    ],
)
def test_markup_formulas_and_pdf_operators_are_only_text(
    a_receipt: Receipt, read, hostile: str
) -> None:
    names = replace(a_receipt, hall_name=hostile, customer=Party(hostile), thanks=hostile)
    text = read(receipt(names)).text
    assert text.count(hostile) == 3
    assert "root:" not in text


@pytest.mark.parametrize(
    ("name", "seen"),
    [
        ("㐂", "㐂"),  # extension A, in the font
        ("𬱖", "𬱖"),  # above U+FFFF and in the font: two UTF-16 units
        ("龘䶮堃", "龘䶮堃"),
        ("𠮷野", "〔U+20BB7〕野"),  # above U+FFFF and not in the font
        ("\ue000甲", "〔U+E000〕甲"),  # private use
        ("甲\u202e乙\u200f", "甲〔U+202E〕乙〔U+200F〕"),  # marks that turn the reading direction
        ("甲\x00\x07\x1b乙", "甲乙"),  # control characters
        ("甲\n乙\t丙", "甲 乙 丙"),
        ("甲\ud842乙", "甲乙"),  # half of a surrogate pair
    ],
)
def test_rare_and_hostile_characters_are_printed_or_named(
    a_receipt: Receipt, read, name: str, seen: str
) -> None:
    text = read(receipt(replace(a_receipt, customer=Party(name, "护照")))).text
    assert f"客户 {seen} 护照" in " ".join(text.split())


def test_a_very_long_name_wraps_and_loses_nothing(a_receipt: Receipt, read) -> None:
    name = "样例市高新技术产业开发区样例信息科技股份有限公司第一分公司" * 4
    long = replace(a_receipt, customer=Party(name), hall_name="W" * 200)
    flat = read(receipt(long)).text.replace("\n", "")
    assert name in flat
    assert "W" * 200 in flat


def test_every_mark_lies_on_the_paper(a_receipt: Receipt) -> None:
    long = replace(a_receipt, customer=Party("𠮷" * 60), thanks="w" * 300)
    page = pypdfium2.PdfDocument(receipt(long))[0]
    width, height = page.get_size()
    for thing in page.get_objects():
        left, bottom, right, top = thing.get_bounds()
        assert left >= 0
        assert bottom >= 0
        assert right <= width
        assert top <= height


def test_a_reversal_says_who_is_refunded(a_receipt: Receipt, read) -> None:
    back = replace(a_receipt, kind="reversal", reverses="H001202611220100001")
    flat = " ".join(read(receipt(back)).text.split())
    assert "退款对象 样** 居民身份证 **1236" in flat
    assert "客户 样**" not in flat
