"""A workbook written row by row: styles made once, sheets streamed, one file at the end."""

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Final, Self

from openpyxl import Workbook as PlainWorkbook
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.properties import PageSetupProperties

from hallclient.base.clock import shown_time
from hallclient.base.errors import HallError
from hallclient.base.language import N_, tr
from hallclient.sheets.cells import Form, Value, cell, clean, lines_of
from hallclient.sheets.looks import Column, Look, cell_style
from hallclient.sheets.stream import Streamed
from hallclient.sheets.values import Origin

_A4: Final = 9
ROW_HEIGHT: Final = 18
LINE_HEIGHT: Final = 14
HEAD_ROWS: Final = 4
"""Title, where it comes from, a gap, the headings: frozen, and repeated on every page."""


class WorkbookUnwritable(HallError):
    """The file cannot be written: on Windows a workbook that Excel shows cannot be replaced."""

    code = "workbook.unwritable"
    sentence = N_(
        "The workbook {name} cannot be written. If it is open in another program, close it there; "
        "see that its folder may be written and that the disk has room; then try again."
    )


class Sheet:
    """One sheet of the workbook; rows are numbered from 1 and only ever appended."""

    def __init__(
        self,
        book: "Workbook",
        title: str,
        columns: Sequence[Column],
        *,
        landscape: bool,
        across: int,
    ) -> None:
        self._book = book
        self.columns = tuple(columns)
        self.title = tr(title)
        self.plain = book.add(self.title)
        self.rows = 0
        self.letters = tuple(get_column_letter(n) for n in range(1, len(columns) + 1))
        self._forms = [
            (letter, column.form) for letter, column in zip(self.letters, columns, strict=True)
        ]
        self._wrapped = [
            (place, column.width)
            for place, column in enumerate(columns)
            if column.form is Form.WRAPPED
        ]
        self._set_up(landscape=landscape, across=across)

    def head(self) -> None:
        """The four rows that stay in sight: title, origin, gap, headings."""
        self.front()
        self.gap()
        self.headings()

    def front(self) -> None:
        """The title and where the sheet comes from."""
        self.line((self._book.title + " · " + self.title,), Look.TITLE, height=24)
        self.line((self._book.origin_line(),), Look.NOTE)

    def headings(self, *, height: float = 30) -> None:
        """The columns' headings, translated; the default height takes two lines."""
        names = [column.title for column in self.columns]
        self.line([tr(name) if name else None for name in names], Look.HEAD, height=height)

    def row(self, values: Sequence[Value], look: Look = Look.PLAIN) -> int:
        """One row of values, each written as its column says; returns its number."""
        styles = self._book.styles(look)
        place = str(self.rows + 1)
        return self._append(
            "".join(
                cell(letter + place, value, form, styles[form])
                for (letter, form), value in zip(self._forms, values, strict=False)
            ),
            self._tall(values),
        )

    def _tall(self, values: Sequence[Value]) -> str:
        """The height of a row whose long text is broken over lines.

        A sheet with a height of its own for rows (`customHeight`) makes none higher by itself.
        """
        lines = 1
        for place, width in self._wrapped:
            value = values[place] if place < len(values) else None
            if isinstance(value, str):
                lines = max(lines, lines_of(value, width))
        return f' ht="{LINE_HEIGHT * lines + 4}" customHeight="1"' if lines > 1 else ""

    def line(self, texts: Sequence[str | None], look: Look, *, height: float = 0) -> int:
        """One row of texts, whatever the columns hold."""
        return self.cells([(text, Form.TEXT, look) for text in texts], height=height)

    def cells(self, cells: Sequence[tuple[Value, Form, Look] | None], *, height: float = 0) -> int:
        """One row in which each cell says itself what it holds; None leaves a cell out."""
        place = str(self.rows + 1)
        texts = [
            cell(letter + place, each[0], each[1], self._book.styles(each[2])[each[1]])
            for letter, each in zip(self.letters, cells, strict=False)
            if each is not None
        ]
        return self._append("".join(texts), f' ht="{height}" customHeight="1"' if height else "")

    def gap(self) -> None:
        """An empty row."""
        self._append("")

    def letter(self, title: str) -> str:
        """The letter of the column with this heading."""
        return self.letters[[column.title for column in self.columns].index(title)]

    def range(self, title: str, first: int, last: int) -> str:
        """A column's rows as other sheets name them: `'Orders'!$G$5:$G$104`."""
        letter = self.letter(title)
        return f"{quote_sheetname(self.title)}!${letter}${first}:${letter}${last}"

    def cell(self, title: str, row: int) -> str:
        """One cell as other sheets name it."""
        return f"{quote_sheetname(self.title)}!${self.letter(title)}${row}"

    def _append(self, cells: str, attributes: str = "") -> int:
        self.rows += 1
        self.plain.append((f'<row r="{self.rows}"{attributes}>{cells}</row>',))
        return self.rows

    def _set_up(self, *, landscape: bool, across: int) -> None:
        sheet = self.plain
        for letter, column in zip(self.letters, self.columns, strict=True):
            sheet.column_dimensions[letter].width = column.width
            sheet.column_dimensions[letter].hidden = column.hidden
        sheet.sheet_view.showGridLines = False
        sheet.sheet_format.defaultRowHeight = ROW_HEIGHT
        sheet.sheet_format.customHeight = True
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        sheet.page_setup.paperSize = _A4
        sheet.page_setup.orientation = "landscape" if landscape else "portrait"
        sheet.page_setup.fitToWidth = across
        sheet.page_setup.fitToHeight = 0
        if across > 1:
            sheet.page_setup.pageOrder = "overThenDown"
            sheet.print_title_cols = f"A:{self.letters[1]}"
        margins = sheet.page_margins
        margins.left = margins.right = 0.4
        margins.top, margins.bottom, margins.header, margins.footer = 0.7, 0.6, 0.3, 0.3
        header, footer = sheet.oddHeader, sheet.oddFooter
        header.left.text, header.right.text = self._book.page_left(), self._book.page_right()
        footer.left.text = _printed(self._book.generator())
        footer.right.text = tr("Page {page} of {pages}", page="&P", pages="&N")

    def freeze(self, row: int = HEAD_ROWS) -> None:
        """Keeps the rows down to `row` in sight and prints them on every page; before any row."""
        self.plain.freeze_panes = f"A{row + 1}"
        self.plain.print_title_rows = f"1:{row}"


class Workbook:
    """The workbook of one report; as a context it leaves no half-written sheets behind."""

    def __init__(self, title: str, origin: Origin, period: str) -> None:
        """Args: title: English source; period: what the report covers, already in words."""
        self.title = tr(title)
        self._origin = origin
        self._period = period
        self._plain = PlainWorkbook(write_only=True)
        self._plain.properties.title = clean(f"{self.title} {period}")
        self._plain.properties.creator = clean(origin.generated_by)
        self._sheets: list[Streamed] = []
        self._styles: dict[Look, dict[Form, str]] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *failure: object) -> None:
        for sheet in self._sheets:
            sheet.drop()

    def sheet(
        self,
        title: str,
        columns: Sequence[Column],
        *,
        landscape: bool = False,
        across: int = 1,
        frozen: bool = True,
    ) -> Sheet:
        """A new sheet at the end; a frozen one begins with its four head rows.

        A sheet too wide to be read on one printed page has so many `across`, beside each other
        and its first two columns on each. Where the second begins is left to the program that
        prints: with a break of ours it would not fit the sheet to its pages, and how wide a
        column comes out depends on the fonts of the PC.
        """
        sheet = Sheet(self, title, columns, landscape=landscape, across=across)
        if frozen:
            sheet.freeze()
            sheet.head()
        return sheet

    def add(self, title: str) -> Any:
        """The streamed sheet itself, in place in the workbook."""
        plain = Streamed(self._plain, title)
        # create_sheet would make a sheet of its own class
        self._plain._add_sheet(plain)  # type: ignore[attr-defined]
        self._sheets.append(plain)
        return plain

    def styles(self, look: Look) -> dict[Form, str]:
        """Style numbers of one look, by what the cell holds; made on first use."""
        if look not in self._styles:
            probe = self._sheets[0]
            self._styles[look] = {form: cell_style(probe, look, form) for form in Form}
        return self._styles[look]

    def origin_line(self) -> str:
        """Hall, period and generator in one line."""
        return "    ".join((f"{self._hall()}    {self._period}", self.generator()))

    def generator(self) -> str:
        """Who made it, and when."""
        return tr(
            "Made by {who} at {at}",
            who=self._origin.generated_by,
            at=shown_time(self._origin.generated_at),
        )

    def page_left(self) -> str:
        """The left of every printed page's head."""
        return _printed(f"{self._hall()} {self.title}")

    def page_right(self) -> str:
        """The right of every printed page's head."""
        return _printed(self._period)

    def save(self, path: Path) -> None:
        """Writes the file whole or not at all: an earlier one stays until the new one is.

        Raises WorkbookUnwritable.
        """
        part = path.with_name(path.name + ".part")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._plain.save(part)
            part.replace(path)
        except OSError as error:
            raise WorkbookUnwritable(name=path.name) from error
        finally:
            with suppress(OSError):
                part.unlink(missing_ok=True)

    def _hall(self) -> str:
        return f"{self._origin.hall_name} ({self._origin.hall})".strip()


def _printed(text: str) -> str:
    """User text in a page head, where `&` begins a command; short, as 255 are allowed."""
    return clean(text)[:100].replace("&", "&&")
