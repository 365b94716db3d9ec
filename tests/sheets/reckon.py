"""Reckons a workbook's formulas without a spreadsheet program: exactly, in fractions.

Knows what our workbooks use and nothing more; anything else raises, so that a new function
in a sheet needs a new line here.
"""

from collections.abc import Callable, Iterator
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.formula import Tokenizer
from openpyxl.utils import range_boundaries


def _flat(values: tuple[Any, ...]) -> Iterator[Any]:
    for value in values:
        if isinstance(value, list):
            yield from _flat(tuple(value))
        else:
            yield value


def _numbers(values: tuple[Any, ...]) -> list[Fraction]:
    return [value for value in _flat(values) if isinstance(value, Fraction)]


def _meets(value: Any, wanted: Any) -> bool:
    if wanted == ">0":
        return isinstance(value, Fraction) and value > 0
    return value == wanted


def _countifs(*parts: Any) -> Fraction:
    pairs = list(zip(parts[::2], parts[1::2], strict=True))
    rows = range(len(pairs[0][0]))
    return Fraction(sum(all(_meets(keys[row], want) for keys, want in pairs) for row in rows))


def _round(value: Fraction, places: Fraction) -> Fraction:
    unit = Fraction(10) ** int(places)
    half = Fraction(1, 2) if value >= 0 else Fraction(-1, 2)
    return Fraction(int(value * unit + half)) / unit


def _sumproduct(*columns: list[Any]) -> Fraction:
    total = Fraction(0)
    for row in zip(*columns, strict=True):
        product = Fraction(1)
        for value in row:
            product *= value if isinstance(value, Fraction) else 0
        total += product
    return total


FUNCTIONS: dict[str, Callable[..., Any]] = {
    "SUM": lambda *v: sum(_numbers(v), Fraction(0)),
    "COUNT": lambda *v: Fraction(len(_numbers(v))),
    "MAX": lambda *v: max(_numbers(v)),
    "ROUND": _round,
    "AND": lambda *v: all(v),
    "IF": lambda test, yes, no: yes if test else no,
    "COUNTIF": _countifs,
    "COUNTIFS": _countifs,
    "SUMIF": lambda keys, want, money: sum(
        (m for k, m in zip(keys, money, strict=True) if k == want and m is not None), Fraction(0)
    ),
    "SUMPRODUCT": _sumproduct,
}


class Reckoner:
    """The values of one workbook; formulas are reckoned, never taken from the file."""

    def __init__(self, path: Path) -> None:
        self.book = load_workbook(path)
        self.stored = load_workbook(path, data_only=True)
        self._known: dict[tuple[str, int, int], Any] = {}

    def formulas(self) -> Iterator[tuple[str, str]]:
        """(sheet, place) of every formula."""
        for sheet in self.book.worksheets:
            for row in sheet.iter_rows():
                for cell in row:
                    if cell.data_type == "f":
                        yield sheet.title, cell.coordinate

    def value(self, sheet: str, column: int, row: int) -> Any:
        """The value of one cell: text, an exact number, or None."""
        key = (sheet, column, row)
        if key not in self._known:
            cell = self.book[sheet].cell(row, column)
            if cell.data_type == "f":
                self._known[key] = self._reckon(sheet, cell.value)
            else:
                self._known[key] = exact(cell.value)
        return self._known[key]

    def at(self, sheet: str, place: str) -> Any:
        """The same, by coordinate."""
        column, row, _, _ = range_boundaries(place)
        return self.value(sheet, column, row)

    def _reckon(self, sheet: str, formula: str) -> Any:
        parts = [_python(token, sheet) for token in Tokenizer(formula).items]
        text = "".join(parts).replace("--(", "(")  # a comparison is a number here already
        scope = {**FUNCTIONS, "R": self._range, "F": Fraction}
        return eval(text, {"__builtins__": {}}, scope)  # noqa: S307 - our own formulas

    def _range(self, sheet: str, place: str) -> Any:
        left, top, right, bottom = range_boundaries(place)
        if ":" not in place:
            found = self.value(sheet, left, top)
            return Fraction(0) if found is None else found
        return Cells(
            self.value(sheet, column, row)
            for row in range(top, bottom + 1)
            for column in range(left, right + 1)
        )


class Cells(list[Any]):
    """A range; compared with one value it answers cell by cell."""

    def __eq__(self, other: object) -> Any:
        return Cells(Fraction(value == other) for value in self)

    def __gt__(self, other: Any) -> Any:
        return Cells(Fraction(isinstance(value, Fraction) and value > other) for value in self)

    __hash__ = None  # type: ignore[assignment]


def exact(value: Any) -> Any:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return value
    return Fraction(Decimal(repr(value)))


def _python(token: Any, sheet: str) -> str:
    if token.type == "FUNC":
        return token.value
    if token.type == "OPERAND" and token.subtype == "RANGE":
        name, _, place = token.value.rpartition("!")
        where = name.strip("'").replace("''", "'") if name else sheet
        return f"R({where!r},{place.replace('$', '')!r})"
    if token.type == "OPERAND" and token.subtype == "NUMBER":
        return f"F({token.value!r})"
    if token.type == "OPERATOR-INFIX" and token.value == "=":
        return "=="
    return str(token.value)
