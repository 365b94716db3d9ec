"""A sheet of paper: marks are placed from the top down, then drawn on a PDF canvas.

Heights are known only when all marks are placed, so a roll (80 mm) is as long as its text, and
a form goes on to a next page when one is full. Text is drawn as text: never as markup.
"""

import io
from collections.abc import Callable, Sequence
from typing import Final, Literal, NamedTuple

from reportlab.pdfgen.canvas import Canvas

from hallclient.paper import fonts, qr
from hallclient.paper.wrapping import wrapped

MM: Final = 72 / 25.4
BODY: Final = 8.5
LEADING: Final = 1.45
"""Distance of lines, as a multiple of the size of the text."""

_RISE: Final = 1.12
"""From the top of a line down to its base line, as a multiple of the size."""

_HEAVY: Final = 0.3
"""Heavy text has its outline drawn this thick; there is one weight of the font, not two."""

_FILLED: Final = 0
_OUTLINED: Final = 2

type Align = Literal["left", "centre", "right"]


class Text(NamedTuple):
    """Text with its left end at x and its base line at y, points from the top left."""

    x: float
    y: float
    size: float
    text: str
    heavy: bool


class Rule(NamedTuple):
    """A straight line; `dash` is the length of its dashes, 0 for a solid one."""

    x1: float
    y1: float
    x2: float
    y2: float
    dash: float
    thick: float


class Code(NamedTuple):
    """A QR code with its quiet zone, in a square of `side` points."""

    x: float
    y: float
    side: float
    text: str


type Mark = Text | Rule | Code


class Cell(NamedTuple):
    """A cell of a row: where it starts, how wide it is, what it says."""

    x: float
    width: float
    text: str
    align: Align = "left"
    heavy: bool = False


class Sheet:
    """Paper `width` points wide, `height` points high, or as high as its text (`None`).

    Attributes:
        y: where the next mark goes, points from the top of the page in work.
        left, right, top: the edges of the printed area.
        head: called on every page after the first, to repeat what names the paper.
    """

    def __init__(self, width: float, height: float | None, margin: float) -> None:
        self.face = fonts.face()
        self.width = width
        self.height = height
        self.margin = margin
        self.left, self.right = margin, width - margin
        self.head: Callable[[], None] = lambda: None
        self.y = self.top = margin
        self.pages: list[list[Mark]] = [[]]

    @property
    def inner(self) -> float:
        """Width of the printed area."""
        return self.right - self.left

    def room(self, height: float) -> None:
        """Begins a new page when `height` does not fit on this one any more."""
        if self.height is not None and self.y + height > self.height - self.margin:
            self.pages.append([])
            self.y = self.margin
            self.head()

    def gap(self, height: float) -> None:
        """Leaves `height` points free."""
        self.y += height

    def place(self, mark: Mark) -> None:
        """Puts a mark on the page in work, without moving down."""
        self.pages[-1].append(mark)

    def rule(self, *, dash: float = 0.0, thick: float = 0.5) -> None:
        """A line across the printed area, with a little room above and below."""
        self.room(6)
        self.y += 3
        self.place(Rule(self.left, self.y, self.right, self.y, dash, thick))
        self.y += 3

    def write(
        self, text: str, *, size: float = BODY, align: Align = "left", heavy: bool = False
    ) -> None:
        """A paragraph across the printed area."""
        self.row((Cell(self.left, self.inner, text, align, heavy),), size=size)

    def pair(self, label: str, value: str, *, at: float, size: float = BODY) -> None:
        """A label at the left and its value from `at` points right of it on."""
        value_x = self.left + at
        self.row(
            (Cell(self.left, at, label), Cell(value_x, self.right - value_x, value)),
            size=size,
        )

    def sum(self, label: str, amount: str, *, size: float = BODY, heavy: bool = False) -> None:
        """A label at the left, an amount flush right."""
        wide = self.face.width(amount, size)
        self.row(
            (
                Cell(self.left, self.inner - wide - 6, label, "left", heavy),
                Cell(self.right - wide, wide + 0.01, amount, "left", heavy),
            ),
            size=size,
        )

    def row(self, cells: Sequence[Cell], *, size: float = BODY) -> None:
        """Cells side by side, as high as the highest of them; a line that does not fit moves on."""
        columns = [self._lines(cell, size) for cell in cells]
        for number in range(max(map(len, columns))):
            self.room(size * LEADING)
            base = self.y + size * _RISE
            for cell, lines in zip(cells, columns, strict=True):
                if number < len(lines):
                    x, text = lines[number]
                    self.place(Text(x, base, size, text, cell.heavy))
            self.y += size * LEADING

    def foot(self, page: list[Mark], text: str, size: float) -> None:
        """Writes in the bottom margin of a page of fixed height, right in the middle."""
        if self.height is not None:
            x = (self.width - self.face.width(text, size)) / 2
            page.append(Text(x, self.height - self.margin / 2, size, text, False))

    def _lines(self, cell: Cell, size: float) -> list[tuple[float, str]]:
        text = self.face.drawable(cell.text)
        lines = wrapped(text, lambda part: self.face.width(part, size), cell.width)
        if cell.align == "left":
            return [(cell.x, line) for line in lines]
        share = 0.5 if cell.align == "centre" else 1.0
        return [
            (cell.x + (cell.width - self.face.width(line, size)) * share, line) for line in lines
        ]

    def pdf(self, title: str) -> bytes:
        """The finished document; the same marks always give the same bytes."""
        height = self.height if self.height is not None else self.y + self.margin
        with fonts.DRAWING:
            stream = io.BytesIO()
            canvas = Canvas(stream, pagesize=(self.width, height), invariant=1, pageCompression=0)
            canvas.setTitle(self.face.drawable(title))
            for page in self.pages:
                _draw_page(canvas, height, page)
                canvas.showPage()
            canvas.save()
        return stream.getvalue()


def _draw_page(canvas: Canvas, height: float, page: Sequence[Mark]) -> None:
    canvas.setLineWidth(_HEAVY)
    _draw_texts(canvas, height, [mark for mark in page if isinstance(mark, Text)])
    for mark in page:
        if isinstance(mark, Rule):
            canvas.setLineWidth(mark.thick)
            canvas.setDash(*([mark.dash, mark.dash] if mark.dash else []))
            canvas.line(mark.x1, height - mark.y1, mark.x2, height - mark.y2)
        elif isinstance(mark, Code):
            _draw_code(canvas, height, mark)


def _draw_texts(canvas: Canvas, height: float, texts: Sequence[Text]) -> None:
    """All text of a page, in the order it was placed, so that it also reads in that order."""
    drawn = canvas.beginText()
    heavy = False
    for text in texts:
        drawn.setFont(fonts.NAME, text.size)
        if text.heavy != heavy:
            heavy = text.heavy
            drawn.setTextRenderMode(_OUTLINED if heavy else _FILLED)
        drawn.setTextOrigin(text.x, height - text.y)
        drawn.textOut(text.text)
    canvas.drawText(drawn)


def _draw_code(canvas: Canvas, height: float, mark: Code) -> None:
    square = qr.modules(mark.text)
    module = mark.side / (len(square) + 2 * qr.QUIET)
    canvas.saveState()
    canvas.translate(mark.x, height - mark.y)
    canvas.scale(module, -module)
    squares = (
        f"{run.column + qr.QUIET} {run.row + qr.QUIET} {run.length} 1 re" for run in qr.runs(square)
    )
    canvas.addLiteral(" ".join(squares) + " f")
    canvas.restoreState()
