"""The receipt against its floor: a bare canvas drawing the same text with the same font.

Both are warm, alternated in one process, and produce bytes in memory.
`python benchmarks/receipt.py [rounds]` prints one line of JSON.
"""

import io
import json
import statistics
import sys
import time
from collections.abc import Callable
from datetime import UTC, date, datetime

import pypdfium2
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from hallclient.base.money import Fen
from hallclient.base.places import resources
from hallclient.paper.receipt import WIDTH, receipt
from hallclient.paper.values import Fact, Party, Receipt, ReceiptLine, ReceiptTender

FONT = "Floor"


def sample() -> Receipt:
    """A receipt of two lines and two tenders: about 25 printed lines, as most are."""
    return Receipt(
        hall="H001",
        hall_name="样例市解放路营业厅",
        counter=1,
        clerk="C01",
        clerk_name="张样",
        order_no="H001202611220100001",
        business_date=date(2026, 11, 22),
        issued_at=datetime(2026, 11, 22, 1, 5, tzinfo=UTC),
        customer=Party.on_receipt("样例甲", "居民身份证", "110000198802291236", "13800000000"),
        lines=(
            ReceiptLine(
                "充值缴费",
                Fen(5000),
                (Fact("手机号", "138****0000"), Fact("优惠活动", "充50送5，分5个月到账")),
            ),
            ReceiptLine("补换卡", Fen(1000), (Fact("ICCID", "89860025000000000127"),)),
        ),
        total_fen=Fen(6000),
        tenders=(
            ReceiptTender("cash", Fen(5000)),
            ReceiptTender("wechat", Fen(1000), "4200001234567891"),
        ),
        received_fen=Fen(10000),
        change_fen=Fen(5000),
        thanks="感谢光临，请妥善保管本收据。",
        complaints="服务监督：本厅客户接待室",
    )


def floor(lines: list[str], height: float) -> Callable[[], bytes]:
    """A function that draws the lines on a bare canvas, one size, one column."""
    if FONT not in pdfmetrics.getRegisteredFontNames():
        path = resources() / "fonts" / "NotoSansSC-Regular.ttf"
        pdfmetrics.registerFont(TTFont(FONT, str(path)))

    def draw() -> bytes:
        stream = io.BytesIO()
        canvas = Canvas(stream, pagesize=(WIDTH, height))
        for number, line in enumerate(lines, 1):
            canvas.setFont(FONT, 8.5)
            canvas.drawString(12, height - 12.3 * number, line)
        canvas.save()
        return stream.getvalue()

    return draw


def printed_lines(pdf: bytes) -> tuple[list[str], float]:
    """The text of a PDF's first page, line by line, and the page's height."""
    page = pypdfium2.PdfDocument(pdf)[0]
    return page.get_textpage().get_text_range().splitlines(), page.get_height()


def measure(rounds: int = 200) -> dict[str, float]:
    """Medians and 99th percentiles in ms of both, and the ratio of the medians."""
    value = sample()
    ways = {"receipt": lambda: receipt(value), "floor": floor(*printed_lines(receipt(value)))}
    times: dict[str, list[float]] = {name: [] for name in ways}
    for round_no in range(-5, rounds):
        for name, way in ways.items():
            start = time.perf_counter()
            way()
            if round_no >= 0:
                times[name].append((time.perf_counter() - start) * 1000)
    found: dict[str, float] = {"rounds": rounds}
    for name, taken in times.items():
        found[f"{name}_ms"] = round(statistics.median(taken), 3)
        found[f"{name}_p99_ms"] = round(sorted(taken)[int(len(taken) * 0.99) - 1], 3)
    found["ratio"] = round(found["receipt_ms"] / found["floor_ms"], 2)
    return found


if __name__ == "__main__":
    print(json.dumps(measure(*map(int, sys.argv[1:2]))))
