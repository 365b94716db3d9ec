"""The bar's daily report (吧台日报, S0-BA-09), the day's VIP business (S1-VP-26): a workbook."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from hallclient.base.language import N_, tr
from hallclient.sheets.bar_values import BarDay, BatchRow
from hallclient.sheets.cells import Form, Value
from hallclient.sheets.checked import CheckedTable, Live
from hallclient.sheets.looks import Column
from hallclient.sheets.workbook import Workbook

_FIGURES: Final = {
    "opening": N_("At opening"),
    "received": N_("Came in"),
    "served": N_("Served out"),
    "written_off": N_("Written off"),
    "used": N_("Used up"),
    "missing": N_("Missing"),
    "over": N_("Too much"),
    "closing": N_("At close"),
}
"""What became of a batch: a figure of the row, and its heading."""


def write(value: BarDay, path: Path) -> None:
    """Writes the workbook in the language in force; an existing file is replaced whole."""
    period = value.origin.business_date.isoformat()
    with Workbook(N_("Daily report of the bar"), value.origin, period) as book:
        _batches(book, value.batches)
        _list(book, N_("Drinks asked for"), _DRINKS, _drinks(value))
        _list(book, N_("Lounge and hygiene"), _LOUNGE, _lounge(value))
        _list(book, N_("Slips of the day"), _SLIPS, _slips(value))
        _list(book, N_("VIP business of the day"), _GUESTS, _guests(value))
        book.save(path)


def _batches(book: Workbook, rows: tuple[BatchRow, ...]) -> None:
    """Every batch: what it began with and what became of it is what is left, by formula."""
    columns = (
        Column(N_("Drink"), 26, Form.WRAPPED),
        Column(N_("Batch"), 8, Form.COUNT),
        Column(N_("Good until"), 12, Form.DAY),
        *(Column(title, 10, Form.COUNT) for title in _FIGURES.values()),
    )
    title, figures = N_("Drinks and consumables"), tuple(_FIGURES.values())
    table = CheckedTable(book, title, columns, figures, landscape=True)
    for row in rows:
        at = table.next
        change = row.received - row.served - row.written_off - row.used - row.missing + row.over
        left = Live(f"D{at}+E{at}-F{at}-G{at}-H{at}-I{at}+J{at}", row.opening + change, row.closing)
        *moved, _ = (getattr(row, name) for name in _FIGURES)
        table.row((row.goods, row.batch, row.good_until, *moved, left))
    table.total(
        tr("Total"),
        {title: sum(getattr(row, name) for row in rows) for name, title in _FIGURES.items()},
    )


def _list(
    book: Workbook, title: str, columns: Sequence[Column], rows: Iterator[tuple[Value, ...]]
) -> None:
    """A list of the day as it was written down; an empty one says so."""
    sheet = book.sheet(title, columns, landscape=True)
    head = sheet.rows
    for row in rows:
        sheet.row(row)
    if sheet.rows == head:
        sheet.row((tr("Nothing on this day."),))


_DRINKS: Final = (
    Column(N_("Asked at"), 14, Form.MOMENT),
    Column(N_("Seat"), 20, Form.WRAPPED),
    Column(N_("Drink"), 26, Form.WRAPPED),
    Column(N_("Servings"), 10, Form.COUNT),
    Column(N_("Outcome"), 24, Form.WRAPPED),
    Column(N_("Settled at"), 14, Form.MOMENT),
    Column(N_("By"), 10, Form.TEXT),
    Column(N_("The words were said"), 14, Form.MARK),
)


def _drinks(value: BarDay) -> Iterator[tuple[Value, ...]]:
    for row in value.drinks:
        outcome = tr(row.outcome) if row.outcome else tr("waiting")
        said = tr("yes") if row.phrased else ""
        yield row.at, row.seat, row.drink, row.servings, outcome, row.ended_at, row.by, said


_LOUNGE: Final = (
    Column(N_("Item"), 30, Form.WRAPPED),
    Column(N_("Duty"), 11, Form.TEXT),
    Column(N_("Result"), 12, Form.MARK),
    Column(N_("Measured"), 14, Form.TEXT),
    Column(N_("Note"), 36, Form.WRAPPED),
    Column(N_("Time"), 14, Form.MOMENT),
    Column(N_("By"), 10, Form.TEXT),
)


def _lounge(value: BarDay) -> Iterator[tuple[Value, ...]]:
    for row in value.lounge:
        yield row.item, row.duty, tr(row.result), row.figure, row.note, row.at, row.by


_SLIPS: Final = (
    Column(N_("Counter number"), 12, Form.COUNT),
    Column(N_("Services in the system"), 16, Form.COUNT),
    Column(N_("Slips in hand"), 14, Form.COUNT),
    Column(N_("Reason"), 52, Form.WRAPPED),
    Column(N_("Time"), 14, Form.MOMENT),
    Column(N_("By"), 10, Form.TEXT),
)


def _slips(value: BarDay) -> Iterator[tuple[Value, ...]]:
    for row in value.slips:
        yield row.counter, row.services, row.slips, row.reason, row.at, row.by


_GUESTS: Final = (
    Column(N_("Arrived at"), 14, Form.MOMENT),
    Column(N_("VIP guest"), 22, Form.WRAPPED),
    Column(N_("Tier"), 12, Form.TEXT),
    Column(N_("Waited, minutes"), 12, Form.MARK),
    Column(N_("Too long"), 10, Form.MARK),
    Column(N_("Talked to by"), 24, Form.WRAPPED),
    Column(N_("Orders"), 40, Form.WRAPPED),
    Column(N_("Steps left out"), 12, Form.COUNT),
)


def _guests(value: BarDay) -> Iterator[tuple[Value, ...]]:
    for row in value.guests:
        waited = f"{row.waited // 60}:{row.waited % 60:02d}"
        late = tr("yes") if row.late else ""
        yield (
            row.arrived_at, row.guest, row.tier, waited, late, row.talked, row.orders, row.left_out,
        )  # fmt: skip
