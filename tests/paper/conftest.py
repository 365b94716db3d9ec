"""Papers to draw and eyes to read them with: PDFium, which is not what drew them."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import NamedTuple

import pypdfium2
import pytest

from hallclient.base.money import Fen
from hallclient.paper.values import (
    Change,
    Discount,
    Fact,
    FormLine,
    OrderForm,
    Party,
    Receipt,
    ReceiptLine,
    ReceiptTender,
)

MM = 72 / 25.4
AT = datetime(2026, 11, 22, 1, 5, tzinfo=UTC)


class Read(NamedTuple):
    """What PDFium finds in a PDF: text of all pages, their sizes in mm, fonts embedded or not."""

    text: str
    pages: list[tuple[int, int]]
    fonts: dict[str, bool]


def read_pdf(pdf: bytes) -> Read:
    text, pages, fonts = "", [], {}
    document = pypdfium2.PdfDocument(pdf)
    for page in document:
        textpage = page.get_textpage()
        text += textpage.get_text_range().replace("\r\n", "\n") + "\n"
        width, height = page.get_size()
        pages.append((round(width / MM), round(height / MM)))
        for thing in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_TEXT]):
            font = thing.get_font()
            fonts[font.get_base_name()] = font.is_embedded
        textpage.close()
    document.close()
    return Read(text, pages, fonts)


@pytest.fixture(scope="session")
def read() -> Callable[[bytes], Read]:
    return read_pdf


@pytest.fixture
def a_receipt() -> Receipt:
    """A recharge of 50 yuan, 100 given in cash."""
    return Receipt(
        hall="H001",
        hall_name="样例市解放路营业厅",
        counter=1,
        clerk="C01",
        clerk_name="张样",
        order_no="H001202611220100001",
        business_date=date(2026, 11, 22),
        issued_at=AT,
        customer=Party.on_receipt("样例甲", "居民身份证", "110000198802291236", "13800000000"),
        lines=(ReceiptLine("充值缴费", Fen(5000), (Fact("手机号", "138****0000"),)),),
        total_fen=Fen(5000),
        tenders=(ReceiptTender("cash", Fen(5000)),),
        received_fen=Fen(10000),
        change_fen=Fen(5000),
        thanks="感谢光临，请妥善保管本收据。",
    )


@pytest.fixture
def a_form() -> OrderForm:
    """A plan change and a new SIM for an organisation, through an agent, 2 yuan off."""
    return OrderForm(
        hall="H001",
        hall_name="样例市解放路营业厅",
        counter=1,
        clerk="C01",
        clerk_name="张样",
        order_no="H001202611220100002",
        business_date=date(2026, 11, 22),
        issued_at=AT,
        customer=Party.on_form(
            "样例市样例信息科技股份有限公司", "统一社会信用代码", "91350100M000100Y43"
        ),
        agent=Party.on_form("经办乙", "居民身份证", "44000020000101004X", "13900000001"),
        lines=(
            FormLine(
                "套餐变更",
                Fen(0),
                (Fact("号码", "138****0000"),),
                (Change("套餐", "畅享39元", "畅享59元"), Change("月费", "39.00", "59.00")),
            ),
            FormLine("补换卡", Fen(1000), (), (Change("ICCID", "", "89860025000000000127"),)),
        ),
        discounts=(Discount("集团客户优惠", Fen(200), "M01 李经理"),),
        total_fen=Fen(800),
        tenders=(ReceiptTender("wechat", Fen(800), "4200001234567891"),),
        clauses=("套餐生效后当月不可再次变更。", "旧卡自换卡成功时失效。"),
        size="A4",
    )
