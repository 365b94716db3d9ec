"""Tables whose live formulas are checked, row by row, against what the books have stored.

Each live column has a hidden twin with the stored value in fen (or pieces); the check column
reads OK where every live value of the row equals its twin, and CHECK where one does not.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from hallclient.base.language import N_
from hallclient.sheets.cells import Form, Formula, Value
from hallclient.sheets.looks import Column, Look
from hallclient.sheets.workbook import Sheet, Workbook

GOOD: Final = "OK"
BAD: Final = "CHECK"
CHECK_TITLE: Final = N_("Check")
STORED_TITLE: Final = N_("By the books, fen")


@dataclass(frozen=True, slots=True)
class Live:
    """A formula, what it comes to with the rows written, and what the books have stored."""

    text: str
    shows: int
    stored: int


Checked = Value | Live


def check(pairs: Sequence[tuple[str, str, Form]], *, good: bool) -> Formula:
    """OK when each live cell equals its stored one; money is compared in whole fen.

    A sum of yuan in a sheet is a sum of binary fractions, so it is rounded to fen first.
    """
    parts = (
        f"ROUND({live}*100,0)={stored}" if form is Form.YUAN else f"{live}={stored}"
        for live, stored, form in pairs
    )
    return Formula(f'IF(AND({",".join(parts)}),"{GOOD}","{BAD}")', GOOD if good else BAD)


class CheckedTable:
    """A table on its own sheet; `live` names the columns that have a twin and are totalled."""

    def __init__(
        self,
        book: Workbook,
        title: str,
        columns: Sequence[Column],
        live: Sequence[str],
        *,
        landscape: bool = False,
    ) -> None:
        titles = [column.title for column in columns]
        self._live = {name: titles.index(name) for name in live}
        twins = [
            Column(STORED_TITLE, 12, _twin(columns[place].form), hidden=True)
            for place in self._live.values()
        ]
        every = (*columns, Column(CHECK_TITLE, 9, Form.MARK), *twins)
        self.sheet: Sheet = book.sheet(title, every, landscape=landscape)
        self._visible = len(columns)
        self._sums: Counter[str] = Counter()
        self.first = self.sheet.rows + 1

    @property
    def next(self) -> int:
        """The number of the row that comes next."""
        return self.sheet.rows + 1

    def row(self, values: Sequence[Checked]) -> int:
        """One row; a live column takes a `Live`, or the stored value itself, as fen or pieces."""
        shown = [_shown(value) for value in values]
        twins = [_stored(values[place]) for place in self._live.values()]
        compared, good = [], True
        for name, place in self._live.items():
            value = values[place]
            self._sums[name] += value.shows if isinstance(value, Live) else _stored(value)
            if isinstance(value, Live):
                compared.append(name)
                good = good and value.shows == value.stored
        verdict = check(self._pairs(compared), good=good) if compared else None
        return self.sheet.row([*shown, verdict, *twins])

    def total(self, label: str, stored: Mapping[str, int]) -> int:
        """The totals row: the live columns that `stored` names; returns its number."""
        if self.next == self.first:
            self.sheet.gap()
        first, last = self.first, self.sheet.rows
        shown: list[Value] = [label, *[None] * (self._visible - 1)]
        for name in stored:
            letter = self.sheet.letter(name)
            shown[self._live[name]] = Formula(
                f"SUM({letter}{first}:{letter}{last})", self._sums[name]
            )
        good = all(self._sums[name] == value for name, value in stored.items())
        verdict = check(self._pairs(stored), good=good)
        twins = [stored.get(name) for name in self._live]
        return self.sheet.row([*shown, verdict, *twins], Look.TOTAL)

    def sum(self, title: str) -> int:
        """What a live column comes to with the rows written so far, in fen or pieces."""
        return self._sums[title]

    def _pairs(self, names: Iterable[str]) -> list[tuple[str, str, Form]]:
        """Live cell and twin of each named column in the row that comes next."""
        letters, row, order = self.sheet.letters, self.next, list(self._live)
        return [
            (
                f"{letters[self._live[name]]}{row}",
                f"{letters[self._visible + 1 + order.index(name)]}{row}",
                self.sheet.columns[self._live[name]].form,
            )
            for name in names
        ]


def _twin(form: Form) -> Form:
    return Form.COUNT if form is Form.COUNT else Form.FEN


def _shown(value: Checked) -> Value:
    return Formula(value.text, value.shows) if isinstance(value, Live) else value


def _stored(value: Checked) -> int:
    if isinstance(value, Live):
        return value.stored
    if not isinstance(value, int):
        raise TypeError("a live column holds a formula or a stored number")
    return value


@dataclass(frozen=True)
class Part:
    """A filled table, as other sheets refer to it."""

    table: CheckedTable
    total: int

    def sum(self, title: str) -> str:
        """The cell of a column's total."""
        return self.table.sheet.cell(title, self.total)

    def range(self, title: str) -> str:
        """A column's rows."""
        return self.table.sheet.range(title, self.table.first, self.total - 1)
