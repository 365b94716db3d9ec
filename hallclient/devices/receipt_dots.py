"""Pages as the commands of a receipt printer: dots only, so that every character prints.

The commands are those of ESC/POS that every receipt printer knows: `ESC @`, `GS v 0`, `ESC d`,
`GS V`. A printer's own fonts lack rare names and print a `?` in their place without an error.
"""

from collections.abc import Iterator
from itertools import batched
from typing import Final

from hallclient.devices.pdf_pages import POINTS, GreyPage, grey_pages, sizes

DOTS_ACROSS: Final = 576
"""What the head of an 80 mm printer reaches: 72 mm at 8 dots to the millimetre."""

_LINES_AT_ONCE: Final = 128
"""A printer's memory takes no long image in one piece."""

_DARK: Final = bytes(ord("1" if grey < 160 else "0") for grey in range(256))
"""Thin strokes of small Chinese text are grey where they lie between two dots."""

_BEGIN: Final = b"\x1b@"
_FEED: Final = b"\x1bd\x04"
_CUT: Final = b"\x1dVB\x00"


def commands(pdf: bytes) -> bytes:
    """Every page of the PDF on a strip of its own, as wide as the head reaches, cut off."""
    widest = max(width for width, _height in sizes(pdf))
    return b"".join(_strip(page) for page in grey_pages(pdf, DOTS_ACROSS * POINTS / widest))


def _strip(page: GreyPage) -> bytes:
    return b"".join((_BEGIN, *_images(page), _FEED, _CUT))


def _images(page: GreyPage) -> Iterator[bytes]:
    across = (min(page.width, DOTS_ACROSS) + 7) // 8
    for lines in batched(page.lines(), _LINES_AT_ONCE, strict=False):
        head = b"\x1dv0\x00" + across.to_bytes(2, "little") + len(lines).to_bytes(2, "little")
        yield head + b"".join(_packed(line[: across * 8], across) for line in lines)


def _packed(line: bytes, across: int) -> bytes:
    """Eight dots a byte, the leftmost highest; what is missing on the right is white."""
    figures = line.translate(_DARK).ljust(across * 8, b"0")
    return int(figures, 2).to_bytes(across, "big")
