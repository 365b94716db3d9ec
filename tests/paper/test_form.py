"""The service order form: A5 and A4, before and after, clauses, signatures, more than one page."""

from dataclasses import replace

import pypdfium2
import pytest

from hallclient.base.money import Fen
from hallclient.paper.form import form
from hallclient.paper.values import Change, FormLine, OrderForm, Party


@pytest.mark.duty("S1-CT-11")
def test_it_says_all_that_a_form_must_say(a_form: OrderForm, read) -> None:
    flat = " ".join(read(form(a_form)).text.split())
    for words in (
        "样例市解放路营业厅",
        "业务受理单",
        "H001202611220100002",
        "2026-11-22 09:05",
        "C01 张样",
        "客户 样例市样例信息科技股份有限公司",
        "统一社会信用代码 **0Y43",
        "代办人 经办乙",
        "居民身份证 **004X",
        "139****0001",
        "变更前 变更后",
        "套餐 畅享39元 畅享59元",
        "ICCID — 89860025000000000127",
        "集团客户优惠 授权人 M01 李经理 -2.00",
        "合计 ¥8.00",
        "人民币捌元整",
        "微信支付 …7891 8.00",
        "1. 套餐生效后当月不可再次变更。",
        "2. 旧卡自换卡成功时失效。",
        "客户签名",
        "代办人签名",
        "营业员签名",
    ):
        assert words in flat


def test_no_whole_document_number_is_on_it(a_form: OrderForm, read) -> None:
    text = read(form(a_form)).text
    assert "91350100M000100Y43" not in text
    assert "44000020000101004X" not in text


@pytest.mark.parametrize(("size", "paper"), [("A5", (148, 210)), ("A4", (210, 297))])
def test_it_is_of_the_size_asked_for(a_form: OrderForm, read, size, paper) -> None:
    found = read(form(replace(a_form, size=size)))
    assert found.pages == [paper]
    assert all(found.fonts.values())


@pytest.mark.duty("S2-KA-18")
def test_a_copy_is_the_original_but_for_its_mark(a_form: OrderForm, read) -> None:
    original = read(form(a_form)).text
    again = read(form(replace(a_form, copy=3))).text
    assert "补打" not in original
    assert again.replace("补打 3\n", "", 1) == original


@pytest.mark.duty("S0-HL-15")
def test_it_speaks_the_language_of_the_order(a_form: OrderForm, read) -> None:
    text = read(form(replace(a_form, language="en"))).text
    for words in ("Service order form", "Before", "After", "Clerk signature", "In words"):
        assert words in text


def test_a_rare_name_can_be_found_in_the_text(a_form: OrderForm, read) -> None:
    rare = replace(a_form, customer=Party.on_form("𬱖㐂", "护照"), agent=Party.on_form("𠮷"))
    text = read(form(rare)).text
    assert "𬱖㐂" in text
    assert "〔U+20BB7〕" in text


def test_a_long_order_goes_on_with_its_number_on_every_page(a_form: OrderForm) -> None:
    line = FormLine("套餐变更", Fen(0), (), (Change("套餐", "甲" * 60, "乙" * 60),) * 3)
    document = pypdfium2.PdfDocument(form(replace(a_form, size="A5", lines=(line,) * 12)))
    assert len(document) > 1
    pages = [page.get_textpage().get_text_range() for page in document]
    assert all(a_form.order_no in text for text in pages)
    for number, text in enumerate(pages, 1):
        assert f"{number} / {len(document)}" in text
    assert "".join(pages).count("甲") == 60 * 3 * 12
    assert "客户签名" in pages[-1]


@pytest.mark.parametrize("count", range(1, 14))
def test_figures_words_and_signatures_are_never_torn_apart(a_form: OrderForm, count: int) -> None:
    line = FormLine("补换卡", Fen(1000), (), (Change("ICCID", "", "89860025000000000127"),))
    value = replace(a_form, size="A5", lines=(line,) * count)
    texts = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(form(value))]
    assert [("¥8.00" in text) == ("人民币捌元整" in text) for text in texts] == [True] * len(texts)
    assert [("客户签名" in text) == ("日期" in text) for text in texts] == [True] * len(texts)


def test_every_mark_lies_on_the_paper(a_form: OrderForm) -> None:
    long = replace(a_form, customer=Party("w" * 300), note="长" * 400, size="A5")
    for page in pypdfium2.PdfDocument(form(long)):
        width, height = page.get_size()
        for thing in page.get_objects():
            left, bottom, right, top = thing.get_bounds()
            assert 0 <= left <= right <= width
            assert 0 <= bottom <= top <= height


def test_no_label_stands_there_with_nothing_behind_it(a_form: OrderForm, read) -> None:
    flat = " ".join(read(form(a_form)).text.split())
    assert flat.count("联系号码") == 1  # the agent's; the organisation left none
    assert "联系号码 139****0001" in flat
    silent = replace(a_form, agent=Party.on_form("经办乙"))
    assert "联系号码" not in read(form(silent)).text
