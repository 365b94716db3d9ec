"""The bar's daily report (吧台日报, S0-BA-09), the day's VIP business (S1-VP-26): a workbook."""

from pathlib import Path
from typing import Final

from hallclient.base.language import N_, tr
from hallclient.sheets.bar_values import (
    BarDay,
    BatchRow,
    DrinkRow,
    GuestRow,
    LoungeRow,
    SlipRow,
)
from hallclient.sheets.cells import Form
from hallclient.sheets.checked import CheckedTable, Live
from hallclient.sheets.looks import Column
from hallclient.sheets.workbook import Sheet, Workbook

OPENING: Final = N_("At opening")
RECEIVED: Final = N_("Came in")
SERVED: Final = N_("Served out")
WRITTEN_OFF: Final = N_("Written off")
USED: Final = N_("Used up")
MISSING: Final = N_("Missing")
OVER: Final = N_("Too much")
CLOSING: Final = N_("At close")
_FIGURES: Final = (OPENING, RECEIVED, SERVED, WRITTEN_OFF, USED, MISSING, OVER, CLOSING)


def write(value: BarDay, path: Path) -> None:
    """Writes the workbook in the language in force; an existing file is replaced whole."""
    period = value.origin.business_date.isoformat()
    with Workbook(N_("Daily report of the bar"), value.origin, period) as book:
        _batches(book, value.batches)
        _drinks(book, value.drinks)
        _lounge(book, value.lounge)
        _slips(book, value.slips)
        _guests(book, value.guests)
        book.save(path)


def _batches(book: Workbook, rows: tuple[BatchRow, ...]) -> None:
    """Every batch: what it began with and what became of it is what is left, by formula."""
    columns = (
        Column(N_("Drink"), 18, Form.TEXT),
        Column(N_("Batch"), 8, Form.COUNT),
        Column(N_("Good until"), 12, Form.DAY),
        *(Column(title, 10, Form.COUNT) for title in _FIGURES),
    )
    table = CheckedTable(book, N_("Drinks and consumables"), columns, _FIGURES, landscape=True)
    for row in rows:
        at = table.next
        change = row.received - row.served - row.written_off - row.used - row.missing + row.over
        left = Live(f"D{at}+E{at}-F{at}-G{at}-H{at}-I{at}+J{at}", row.opening + change, row.closing)
        table.row(
            (
                row.goods,
                row.batch,
                row.good_until,
                row.opening,
                row.received,
                row.served,
                row.written_off,
                row.used,
                row.missing,
                row.over,
                left,
            )
        )
    stored = {
        OPENING: sum(row.opening for row in rows),
        RECEIVED: sum(row.received for row in rows),
        SERVED: sum(row.served for row in rows),
        WRITTEN_OFF: sum(row.written_off for row in rows),
        USED: sum(row.used for row in rows),
        MISSING: sum(row.missing for row in rows),
        OVER: sum(row.over for row in rows),
        CLOSING: sum(row.closing for row in rows),
    }
    table.total(tr("Total"), stored)


def _drinks(book: Workbook, rows: tuple[DrinkRow, ...]) -> None:
    sheet = book.sheet(
        N_("Drinks asked for"),
        (
            Column(N_("Asked at"), 14, Form.MOMENT),
            Column(N_("Seat"), 12, Form.TEXT),
            Column(N_("Drink"), 18, Form.TEXT),
            Column(N_("Servings"), 10, Form.COUNT),
            Column(N_("Outcome"), 18, Form.TEXT),
            Column(N_("Settled at"), 14, Form.MOMENT),
            Column(N_("By"), 10, Form.TEXT),
            Column(N_("The words were said"), 14, Form.MARK),
        ),
        landscape=True,
    )
    for row in rows:
        outcome = tr(row.outcome) if row.outcome else tr("waiting")
        said = tr("yes") if row.phrased else ""
        sheet.row((row.at, row.seat, row.drink, row.servings, outcome, row.ended_at, row.by, said))
    _nothing(sheet, when=not rows)


def _lounge(book: Workbook, rows: tuple[LoungeRow, ...]) -> None:
    sheet = book.sheet(
        N_("Lounge and hygiene"),
        (
            Column(N_("Item"), 30, Form.TEXT),
            Column(N_("Duty"), 11, Form.TEXT),
            Column(N_("Result"), 12, Form.MARK),
            Column(N_("Measured"), 14, Form.TEXT),
            Column(N_("Note"), 30, Form.WRAPPED),
            Column(N_("Time"), 14, Form.MOMENT),
            Column(N_("By"), 10, Form.TEXT),
        ),
        landscape=True,
    )
    for row in rows:
        sheet.row((row.item, row.duty, tr(row.result), row.figure, row.note, row.at, row.by))
    _nothing(sheet, when=not rows)


def _slips(book: Workbook, rows: tuple[SlipRow, ...]) -> None:
    sheet = book.sheet(
        N_("Slips of the day"),
        (
            Column(N_("Counter number"), 10, Form.COUNT),
            Column(N_("Services in the system"), 14, Form.COUNT),
            Column(N_("Slips in hand"), 14, Form.COUNT),
            Column(N_("Reason"), 36, Form.WRAPPED),
            Column(N_("Time"), 14, Form.MOMENT),
            Column(N_("By"), 10, Form.TEXT),
        ),
    )
    for row in rows:
        sheet.row((row.counter, row.services, row.slips, row.reason, row.at, row.by))
    _nothing(sheet, when=not rows)


def _guests(book: Workbook, rows: tuple[GuestRow, ...]) -> None:
    sheet = book.sheet(
        N_("VIP business of the day"),
        (
            Column(N_("Arrived at"), 14, Form.MOMENT),
            Column(N_("VIP guest"), 16, Form.TEXT),
            Column(N_("Tier"), 12, Form.TEXT),
            Column(N_("Waited, minutes"), 12, Form.TEXT),
            Column(N_("Too long"), 10, Form.MARK),
            Column(N_("Talked to by"), 22, Form.TEXT),
            Column(N_("Orders"), 40, Form.WRAPPED),
            Column(N_("Steps left out"), 12, Form.COUNT),
        ),
        landscape=True,
    )
    for row in rows:
        waited = f"{row.waited // 60}:{row.waited % 60:02d}"
        late = tr("yes") if row.late else ""
        sheet.row(
            (row.arrived_at, row.guest, row.tier, waited, late, row.talked, row.orders,
             row.left_out)
        )  # fmt: skip
    _nothing(sheet, when=not rows)


def _nothing(sheet: Sheet, *, when: bool) -> None:
    """An empty list says so."""
    if when:
        sheet.row((tr("Nothing on this day."),))
