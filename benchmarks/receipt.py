"""A receipt, warm, against a bare canvas that draws the same text with the same embedded font."""

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from unittest.mock import patch

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from benchmarks.measure import Figure, alternate
from hallclient.base.money import Fen
from hallclient.base.places import resources
from hallclient.paper import receipt as papers
from hallclient.paper.sheet import Sheet, Text
from hallclient.paper.values import Fact, Party, Receipt, ReceiptLine, ReceiptTender

NAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛"
FONT = "BareSans"

SAMPLE = Receipt(
    hall="H001",
    hall_name="样例路营业厅",
    counter=3,
    clerk="A003",
    clerk_name="样例乙",
    order_no="H001202611220300127",
    business_date=date(2026, 11, 22),
    issued_at=datetime(2026, 11, 22, 2, 31, 7, tzinfo=UTC),
    customer=Party("样**", "Resident ID card", "**1236", "138****0000"),
    lines=(
        ReceiptLine("Recharge", Fen(10_000), (Fact("Mobile", "138****0000"),)),
        ReceiptLine("SIM replacement", Fen(1_000), (Fact("Mobile", "138****0000"),)),
        ReceiptLine("Value cards", Fen(30_000), (Fact("Serial", "V0000000001-V0000000003"),)),
    ),
    total_fen=Fen(41_000),
    tenders=(ReceiptTender("cash", Fen(31_000)), ReceiptTender("wechat", Fen(10_000), "4200001")),
    received_fen=Fen(40_000),
    change_fen=Fen(9_000),
    thanks="请妥善保管本凭证，凭此办理退费或查询。",
    complaints="投诉监督：010-0000000",
)


def receipt(number: int) -> Receipt:
    """The sample with what changes from one receipt to the next."""
    name = NAMES[number % len(NAMES)] + "**"
    return replace(
        SAMPLE,
        order_no=f"H0012026112203{number:05d}",
        customer=Party(name, "Resident ID card", "**1236", "138****0000"),
    )


def placed(value: Receipt) -> tuple[float, float, list[Text]]:
    """Width, height and texts of a receipt, as our own drawing places them."""
    seen: list[tuple[float, float, list[Text]]] = []

    class Listening(Sheet):
        def pdf(self, title: str) -> bytes:
            texts = [mark for mark in self.pages[0] if isinstance(mark, Text)]
            seen.append((self.width, self.y + self.margin, texts))
            return b""

    with patch.object(papers, "Sheet", Listening):
        papers.receipt(value)
    return seen[0]


def bare(page: tuple[float, float, list[Text]], name: str) -> bytes:
    """The floor: the same strings at the same places, nothing else."""
    width, height, texts = page
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=(width, height))
    for text in texts:
        words = name + text.text[1:] if text.text.endswith("**") else text.text
        canvas.setFont(FONT, text.size)
        canvas.drawString(text.x, height - text.y, words)
    canvas.showPage()
    canvas.save()
    return stream.getvalue()


def prepare_floor() -> tuple[float, float, list[Text]]:
    """Registers the floor's own font and lists what it draws."""
    path = resources() / "fonts" / "NotoSansSC-Regular.ttf"
    pdfmetrics.registerFont(TTFont(FONT, str(path)))
    return placed(receipt(0))


def figures(*, quick: bool) -> Iterator[Figure]:
    """The row of the table."""
    page = prepare_floor()
    times = alternate(
        {
            "ours": lambda number: papers.receipt(receipt(number)),
            "floor": lambda number: bare(page, NAMES[number % len(NAMES)]),
        },
        30 if quick else 200,
    )
    yield Figure(
        "receipt alone, warm",
        times["ours"].median * 1000,
        times["floor"].median * 1000,
        1.5,
        facts={"p99_ms": times["ours"].part(0.99) * 1000},
    )
