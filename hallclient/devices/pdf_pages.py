"""The pages of a finished PDF as grey dots, for whatever puts dots on paper."""

import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any, Final

import pypdfium2

POINTS: Final = 72
"""Of a PDF, in an inch."""

_PDFIUM: Final = threading.Lock()
"""PDFium is not thread-safe."""


@dataclass(frozen=True)
class GreyPage:
    """A page: one byte a dot, 0 black to 255 white, `stride` bytes a line; its size in points."""

    dots: bytes = field(repr=False)
    width: int
    height: int
    stride: int
    points: tuple[float, float]

    def lines(self) -> Iterator[bytes]:
        """Each line of dots, from the top."""
        for start in range(0, self.height * self.stride, self.stride):
            yield self.dots[start : start + self.width]


def sizes(pdf: bytes) -> list[tuple[float, float]]:
    """Width and height of every page, in points."""
    open_document: Any = pypdfium2.PdfDocument
    with _PDFIUM, closing(open_document(pdf)) as document:
        return [page.get_size() for page in document]


def grey_pages(pdf: bytes, dpi: float) -> list[GreyPage]:
    """Every page, drawn at so many dots to the inch."""
    open_document: Any = pypdfium2.PdfDocument
    with _PDFIUM, closing(open_document(pdf)) as document:
        return [_drawn(page, dpi) for page in document]


def _drawn(page: Any, dpi: float) -> GreyPage:
    bitmap = page.render(scale=dpi / POINTS, grayscale=True)
    dots = bytes(bitmap.buffer)  # the bitmap's memory ends with it
    return GreyPage(dots, bitmap.width, bitmap.height, bitmap.stride, page.get_size())
