"""QR code (二维码) of an order number, as runs of dark modules."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any, Final, NamedTuple

from reportlab.graphics.barcode.qrencoder import QRCode, QRErrorCorrectLevel

QUIET: Final = 4
"""Light modules that a reader needs around the code (ISO/IEC 18004)."""

_MASK: Final = 0
"""Every mask is legal and every reader undoes it; trying all eight costs as much as the rest of a
receipt, and of the eight this one scores best on our numbers."""


class Run(NamedTuple):
    """`length` dark modules side by side; row 0 is the top one."""

    row: int
    column: int
    length: int


def modules(text: str) -> list[list[bool]]:
    """The square of dark (True) and light modules, rows from the top, error correction M."""
    code: Any = QRCode(None, QRErrorCorrectLevel.M)
    code.addData(text)
    code.version = code.calculate_version()
    code.makeImpl(False, _MASK)
    return [[bool(module) for module in row] for row in code.modules]


def runs(square: list[list[bool]]) -> Iterator[Run]:
    """The dark modules, row by row, neighbours joined."""
    for row, line in enumerate(square):
        column = 0
        for dark, group in groupby(line):
            length = len(list(group))
            if dark:
                yield Run(row, column, length)
            column += length
