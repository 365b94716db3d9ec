"""How cells look: columns, and one style for each look and kind of content."""

from dataclasses import dataclass
from enum import Enum, auto
from typing import Any, Final

from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

from hallclient.sheets.cells import Form

FONT: Final = "Microsoft YaHei"
YUAN_FORMAT: Final = "#,##0.00_ ;[Red]-#,##0.00_ "
"""Two decimals, negative in red; `_ ` keeps a blank's width free at the right."""
_FORMATS: Final = {
    Form.TEXT: "@",
    Form.WRAPPED: "@",
    Form.MARK: "@",
    Form.COUNT: "#,##0_ ",
    Form.YUAN: YUAN_FORMAT,
    Form.FEN: "0",
    Form.MOMENT: "mm-dd hh:mm",
    Form.DAY: "yyyy-mm-dd",
}
_LINE: Final = Side(style="thin", color="BFC5CC")
_INK, _ACCENT, _SHADE, _TOTAL = "1F2933", "1F4E79", "E8EEF4", "F5F7FA"


class Look(Enum):
    """How a cell is dressed."""

    PLAIN = auto()
    """Inside a table."""
    HEAD = auto()
    TOTAL = auto()
    TITLE = auto()
    NOTE = auto()
    """Small and grey, without lines."""
    LABEL = auto()
    FACT = auto()
    SECTION = auto()
    CHECK = auto()
    INK = auto()
    """A line to sign on."""


@dataclass(frozen=True)
class Column:
    """One column: heading (English source, "" for none), width in characters, what it holds.

    A hidden column keeps a stored value that a check reads.
    """

    title: str
    width: float
    form: Form = Form.TEXT
    hidden: bool = False


_NUMBERS: Final = frozenset((Form.COUNT, Form.YUAN, Form.FEN))


def cell_style(sheet: Any, look: Look, form: Form) -> str:
    """The number of the style in the sheet's workbook."""
    cell = WriteOnlyCell(sheet)
    bold = look in (Look.HEAD, Look.TOTAL, Look.TITLE, Look.SECTION)
    size = {Look.TITLE: 15, Look.SECTION: 11.5, Look.NOTE: 9}.get(look, 10)
    colour = {Look.TITLE: _ACCENT, Look.SECTION: _ACCENT, Look.NOTE: "616E7C"}.get(look, _INK)
    cell.font = Font(name=FONT, size=size, bold=bold, color=colour)
    cell.number_format = _FORMATS[form]
    if look in (Look.PLAIN, Look.HEAD, Look.TOTAL, Look.CHECK, Look.LABEL, Look.FACT):
        cell.border = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
    elif look is Look.INK:
        cell.border = Border(bottom=Side(style="thin", color=_INK))
    shade = {Look.HEAD: _SHADE, Look.TOTAL: _TOTAL, Look.LABEL: _TOTAL}.get(look)
    if shade:
        cell.fill = PatternFill("solid", fgColor=shade)
    cell.alignment = _alignment(look, form)
    return str(cell.style_id)


def _alignment(look: Look, form: Form) -> Alignment:
    flush = look in (Look.TITLE, Look.NOTE, Look.SECTION, Look.HEAD) or form in _NUMBERS
    wrapped = look is Look.HEAD or form is Form.WRAPPED
    if look in (Look.HEAD, Look.CHECK) or form is Form.MARK:
        across = "center"
    elif form in _NUMBERS:
        across = "right"
    else:
        across = "left"
    return Alignment(
        horizontal=across, vertical="center", wrap_text=wrapped, indent=0 if flush else 1
    )
