"""The one font of all papers: Noto Sans SC, loaded once, embedded as a subset.

Loading takes about a tenth of a second, so it happens on first use (or when `warm` is called
behind the sign-in window), never at the start of the program.
"""

import threading
import unicodedata
from collections.abc import Sequence
from functools import cache
from typing import Any, Final

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.pdfdoc import PDFZCompress
from reportlab.pdfbase.ttfonts import TTFont

from hallclient.base.places import resources
from hallclient.base.text import printable

NAME: Final = "HallSans"

_FACE: Final = b"NotoSansSC-Hall"

DRAWING: Final = threading.RLock()
"""Held while a document is written: the font keeps its place in its file while it cuts a subset."""

_INVISIBLE: Final = frozenset(("Cc", "Cf", "Cs", "Cn", "Zl", "Zp"))


class HallFont(TTFont):
    """The font with two faults of ReportLab mended.

    Its table of codes to Unicode writes characters above U+FFFF with five hex digits, which no
    reader understands, so a rare name could be seen but neither copied nor found; and it copies
    ten megabytes of outlines for every paper.
    """

    def __init__(self, name: str, filename: str) -> None:
        super().__init__(name, filename, asciiReadable=0)
        face: Any = self.face
        face.name = _FACE  # two fonts of one face name are one to ReportLab: the first wins
        outlines = _Outlines(face)
        copied = face.get_table
        face.get_table = lambda tag: outlines if tag == "glyf" else copied(tag)

    def addObjects(self, doc: Any) -> None:  # noqa: N802 - ReportLab's name
        """Adds the subsets used by the document, then puts their Unicode tables right.

        Only the outlines are compressed: squeezing a page of text costs more than it saves.
        """
        subsets: list[list[int]] = self._assignState(doc).subsets  # type: ignore[attr-defined]
        super().addObjects(doc)
        fonts = doc.idToObject["BasicFonts"].dict
        for number, subset in enumerate(subsets):
            font = fonts[f"{_internal(self, doc)}+{number}"]
            stream = doc.idToObject[f"toUnicodeCMap:{font.BaseFont}"]
            stream.content = to_unicode(font.BaseFont, subset)
            outlines = doc.idToObject[f"fontFile:{self.face.filename}({font.BaseFont})"]
            outlines.filters = [PDFZCompress]


class _Outlines:
    """The outline table, sliced glyph by glyph instead of copied whole."""

    def __init__(self, face: Any) -> None:
        self._start: int = face.get_table_pos("glyf")[0]
        self._data: bytes = face._ttf_data

    def __getitem__(self, glyph: slice) -> bytes:
        return self._data[self._start + glyph.start : self._start + glyph.stop]


def _internal(font: TTFont, doc: Any) -> str:
    return str(doc.fontMapping[font.fontName]).removeprefix("/")


def to_unicode(name: str, subset: Sequence[int]) -> str:
    """A ToUnicode table (PDF 32000-1, 9.10.3) for the character codes of one subset.

    Characters above U+FFFF are written as surrogate pairs; at most 100 go into one block.
    """
    pairs = [
        f"<{code:02X}> <{chr(char).encode('utf-16-be').hex().upper()}>"
        for code, char in enumerate(subset)
        if char
    ]
    blocks = [pairs[start : start + 100] for start in range(0, len(pairs), 100)]
    return "\n".join(
        [
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
            f"/CIDSystemInfo << /Registry ({name}) /Ordering ({name}) /Supplement 0 >> def",
            f"/CMapName /{name} def /CMapType 2 def",
            "1 begincodespacerange <00> <FF> endcodespacerange",
            *(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks),
            "endcmap CMapName currentdict /CMap defineresource pop end end",
        ]
    )


class Face:
    """The loaded font as the layout needs it: which characters it has and how wide they are."""

    def __init__(self) -> None:
        self.font = HallFont(NAME, str(resources() / "fonts" / "NotoSansSC-Regular.ttf"))
        pdfmetrics.registerFont(self.font)
        metrics: Any = self.font.face
        default: float = metrics.defaultWidth
        self.widths: dict[str, float] = {
            chr(code): metrics.charWidths.get(code, default) / 1000
            for code in metrics.charToGlyph
            if unicodedata.category(chr(code)) not in _INVISIBLE
        }
        self._known = frozenset(self.widths)

    def width(self, text: str, size: float) -> float:
        """Points taken by `text`, which `drawable` has passed."""
        return sum(map(self.widths.__getitem__, text)) * size

    def drawable(self, text: str) -> str:
        """The text as it will be seen: nothing lost silently, nothing hidden.

        Control characters go; a character that the font lacks, or that would not be seen (a
        mark that turns the reading direction), becomes its code point, `〔U+20BB7〕`.
        Source: field rules 5.
        """
        if self._known.issuperset(text):
            return text
        return "".join(
            char if char in self._known else f"〔U+{ord(char):04X}〕" for char in printable(text)
        )


@cache
def _load() -> Face:
    return Face()


def face() -> Face:
    """The font, loaded on first use by whichever thread comes first."""
    with DRAWING:
        return _load()


def warm() -> None:
    """Loads the font ahead of the first paper; call it behind the sign-in window."""
    face()
