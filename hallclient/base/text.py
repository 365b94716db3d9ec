"""Typed text: what is mapped before a check, and what may be drawn on paper."""

import unicodedata
from typing import Final

_FULL_WIDTH: Final = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}


def to_ascii(text: str) -> str:
    """Trims and maps full-width forms (U+FF01 to U+FF5E) to ASCII, and nothing else.

    Not NFKC: that would turn `²` and `①` into digits. Source: field rules 1.
    """
    return text.translate(_FULL_WIDTH).strip()


def typed_number(text: str) -> str:
    """A number as typed, ready to be checked: ASCII, no spaces or hyphens, upper case."""
    return to_ascii(text).replace(" ", "").replace("-", "").upper()


def typed_reference(text: str) -> str:
    """A payment's number as typed, ready to be kept and compared: ASCII where full-width, upper
    case, nothing that cannot be seen. Hyphens stay: they may part two numbers.
    """
    seen = (char for char in to_ascii(text) if unicodedata.category(char)[0] not in "CZ")
    return "".join(seen).upper()


def printable(text: str) -> str:
    """The text without control characters, for screens, papers and sheets; one line."""
    return "".join(
        " " if char in "\r\n\t" else char
        for char in text
        if char in "\r\n\t" or unicodedata.category(char) not in ("Cc", "Cs")
    )
