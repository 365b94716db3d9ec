"""The QR code on papers, read back from the rendered page by a reader of its own.

The reader knows versions 1 to 4 with error correction M or L in one block, which is what an order
number needs; it was written from ISO/IEC 18004 and shares nothing with the encoder.
"""

from dataclasses import replace

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hallclient.paper.form import form
from hallclient.paper.qr import modules
from hallclient.paper.receipt import receipt
from hallclient.paper.values import OrderForm, Receipt

MASKS = (
    lambda row, column: (row + column) % 2 == 0,
    lambda row, _: row % 2 == 0,
    lambda _, column: column % 3 == 0,
    lambda row, column: (row + column) % 3 == 0,
    lambda row, column: (row // 2 + column // 3) % 2 == 0,
    lambda row, column: row * column % 2 + row * column % 3 == 0,
    lambda row, column: (row * column % 2 + row * column % 3) % 2 == 0,
    lambda row, column: ((row + column) % 2 + row * column % 3) % 2 == 0,
)
ALPHANUMERIC = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"


def fixed(size: int) -> set[tuple[int, int]]:
    """Modules that carry no data: finders, timing, format, and the alignment of versions 2 to 4."""
    taken = {(row, column) for row in range(9) for column in range(9)}
    taken |= {(row, size - 1 - column) for row in range(9) for column in range(8)}
    taken |= {(size - 1 - row, column) for row in range(8) for column in range(9)}
    taken |= {(6, at) for at in range(size)} | {(at, 6) for at in range(size)}
    if size > 21:
        middle = size - 7
        taken |= {(middle + down, middle + side) for down in range(-2, 3) for side in range(-2, 3)}
    return taken


def decode(square: list[list[bool]]) -> str:
    size = len(square)
    bits_of_format = [square[8][column] for column in (0, 1, 2, 3, 4, 5, 7, 8)]
    mask = (int("".join("01"[bit] for bit in bits_of_format[2:5]), 2)) ^ 0b101
    taken, bits = fixed(size), []
    upward = True
    for right in (*range(size - 1, 6, -2), 5, 3, 1):
        for row in reversed(range(size)) if upward else range(size):
            bits += [
                "01"[square[row][column] != MASKS[mask](row, column)]
                for column in (right, right - 1)
                if (row, column) not in taken
            ]
        upward = not upward
    return content("".join(bits))


def content(bits: str) -> str:
    at, text = 0, ""

    def take(count: int) -> int:
        nonlocal at
        at += count
        return int(bits[at - count : at], 2)

    match take(4):
        case 0b0001:
            left = take(10)
            while left:
                digits = min(left, 3)
                text += str(take((0, 4, 7, 10)[digits])).zfill(digits)
                left -= digits
        case 0b0010:
            left = take(9)
            while left > 1:
                first, second = divmod(take(11), 45)
                text += ALPHANUMERIC[first] + ALPHANUMERIC[second]
                left -= 2
            text += ALPHANUMERIC[take(6)] if left else ""
        case 0b0100:
            text = bytes(take(8) for _ in range(take(8))).decode()
    return text


def code_on(pdf: bytes) -> list[list[bool]]:
    """The modules of the code on the first page, as the page shows them."""
    page = pypdfium2.PdfDocument(pdf)[0]
    paths = page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_PATH])
    code = max(paths, key=lambda path: pypdfium2.raw.FPDFPath_CountSegments(path.raw))
    left, _bottom, right, top = code.get_bounds()
    scale = 8
    image = page.render(scale=scale).to_pil().convert("L")
    x0, y0 = left * scale, (page.get_height() - top) * scale
    side = (right - left) * scale
    row = int(y0 + side / 80)
    finder = next(
        x for x in range(int(side)) if image.getpixel((int(x0 + x + side / 80), row)) > 99
    )
    size = round(7 * side / (finder + side / 80) / 4) * 4 + 1
    step = side / size
    return [
        [
            image.getpixel((int(x0 + (column + 0.5) * step), int(y0 + (line + 0.5) * step))) < 99
            for column in range(size)
        ]
        for line in range(size)
    ]


@pytest.mark.parametrize("number", ["H001202611220100001", "A1202601010900012", "厅0020261122"])
def test_the_code_on_the_receipt_says_the_order_number(a_receipt: Receipt, number: str) -> None:
    assert decode(code_on(receipt(replace(a_receipt, order_no=number)))) == number


def test_the_code_on_the_form_says_the_order_number(a_form: OrderForm) -> None:
    assert decode(code_on(form(a_form))) == a_form.order_no


@settings(max_examples=50, deadline=None)
@given(
    hall=st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", min_size=1, max_size=16),
    day=st.dates(),
    counter=st.integers(0, 99),
    number=st.integers(1, 9999),
)
def test_any_order_number_is_read_back(hall: str, day, counter: int, number: int) -> None:
    order_no = f"{hall}{day:%Y%m%d}{counter:02d}{number:04d}"
    assert decode(modules(order_no)) == order_no
