"""What goes into a cell: text that stays text, yuan written exactly, moments, live formulas."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum, auto
from typing import Final
from unicodedata import east_asian_width
from xml.sax.saxutils import escape

from hallclient.base.clock import hall_time
from hallclient.base.text import printable

LONGEST: Final = 32_767
"""Characters that a cell can hold; Excel calls a longer one damage."""

_ESCAPE: Final = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_PIECE: Final = re.compile(r"[\u1100-\uffdc]|\s+|[^\s\u1100-\uffdc]+")
_NOT_XML: Final = re.compile("[\ufffe\uffff]")
_EPOCH: Final = datetime(1899, 12, 30)  # noqa: DTZ001 - a sheet knows no zones
_SECONDS_A_DAY: Final = 86_400


class Form(Enum):
    """What a column holds, and so how its values are written."""

    TEXT = auto()
    WRAPPED = auto()
    """Long text: broken over lines."""
    MARK = auto()
    """A short word in the middle."""
    COUNT = auto()
    YUAN = auto()
    """Given as fen, written as yuan with exactly two decimals."""
    FEN = auto()
    """Given and written as fen: the stored value that a formula is checked against."""
    MOMENT = auto()
    DAY = auto()


@dataclass(frozen=True, slots=True)
class Formula:
    """A live formula and the value it must come to.

    Attributes:
        text: without the leading `=`; English function names, `,` between arguments.
        shows: what the books say the result is, in the column's own unit. Written as the
            cell's last known result, for readers that do not reckon (previews, scripts).
    """

    text: str
    shows: int | str


Value = str | int | datetime | date | Formula | None


def clean(text: str) -> str:
    """User text as a cell can hold it: no control characters, never read as an escape.

    `_x0041_` means a character to Excel, so its underscore is escaped; the text itself is
    written as an inline string, which no program takes for a formula.
    """
    if not text.isprintable():  # most are, and that is quick to know
        text = _NOT_XML.sub("", printable(text))
    if "_x" in text:
        text = _ESCAPE.sub("_x005F_", text)
    return text[:LONGEST]


def lines_of(text: str, width: float) -> int:
    """How many lines a text takes in a column so wide (in digits), broken as a sheet breaks it.

    A Chinese character is two digits wide and a line may break before it; other words stay whole
    where they fit.
    """
    room = max(2, int(width) - 2)  # the indent, and a letter that is wider than a digit
    if 2 * len(text) <= room:
        return 1
    lines, used = 1, 0
    for piece in _PIECE.findall(text):
        size = 2 if east_asian_width(piece[0]) in "WF" else len(piece)
        if used + size > room and used and not piece.isspace():
            lines, used = lines + 1, 0
        lines += max(0, size - 1) // room
        used = min(used + size, room) if size <= room else size % room
    return lines


def yuan_number(fen: int) -> str:
    """`-1234.50`: the exact decimal of an amount in fen; no float on the way."""
    value = abs(fen)
    return f"{'-' if fen < 0 else ''}{value // 100}.{value % 100:02d}"


def serial(moment: datetime | date) -> str:
    """A moment in hall time, or a day, as the number a sheet counts days with; whole seconds."""
    if not isinstance(moment, datetime):
        return str(moment.toordinal() - _EPOCH.toordinal())
    since = hall_time(moment).replace(tzinfo=None) - _EPOCH
    return repr(since.days + since.seconds / _SECONDS_A_DAY) if since.seconds else str(since.days)


def number(value: Value, form: Form) -> str:
    """The text of a number cell."""
    if isinstance(value, date):  # a datetime is a date too
        return serial(value)
    if not isinstance(value, int):
        raise TypeError(f"{form.name} cannot hold {type(value).__name__}")
    return yuan_number(value) if form is Form.YUAN else str(value)


def cell(place: str, value: Value, form: Form, style: str) -> str:
    """One cell as the file has it: `place` such as `G17`, `style` a number of the workbook."""
    start = f'<c r="{place}" s="{style}"'
    if value is None or value == "":
        return start + "/>"
    if isinstance(value, str):
        return f'{start} t="inlineStr"><is>{_inline(clean(value))}</is></c>'
    if isinstance(value, Formula):
        shows = value.shows
        kind, result = (
            (' t="str"', escape(shows)) if isinstance(shows, str) else ("", number(shows, form))
        )
        return f"{start}{kind}><f>{escape(value.text)}</f><v>{result}</v></c>"
    return f"{start}><v>{number(value, form)}</v></c>"


def _inline(text: str) -> str:
    """Blanks at the ends are kept only when the file says so."""
    keep = ' xml:space="preserve"' if text[:1] == " " or text[-1:] == " " else ""
    return f"<t{keep}>{escape(text)}</t>"
