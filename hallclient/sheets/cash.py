"""The sheets of what was counted and of cash that moved without an order."""

from collections.abc import Sequence
from typing import Final

from hallclient.base.language import N_, tr
from hallclient.base.money import FACES, Fen
from hallclient.sheets.cells import Form
from hallclient.sheets.checked import CheckedTable, Live, Part
from hallclient.sheets.looks import Column
from hallclient.sheets.orders import CLERK, COUNTER
from hallclient.sheets.totals import OVER, SHORT, TENDER
from hallclient.sheets.values import METHODS, DenominationRow, DifferenceRow, MovementRow
from hallclient.sheets.workbook import Workbook

EFFECT: Final = N_("Effect on the till")
EXPECTED: Final = N_("Expected")
COUNTED: Final = N_("Counted")
MOVEMENT: Final = N_("Movement")
AT_OPENING: Final = N_("At opening, pieces")
AT_CLOSE: Final = N_("At close, pieces")
IN_THE_BAG: Final = N_("In the bag, pieces")
AMOUNTS: Final = {
    AT_OPENING: N_("At opening, yuan"),
    AT_CLOSE: N_("At close, yuan"),
    IN_THE_BAG: N_("In the bag, yuan"),
}
"""Headings of the pieces of a count, and of the money beside them."""


def differences(book: Workbook, *, places: bool) -> CheckedTable:
    """The empty sheet of expected against counted."""
    where = (
        (Column(N_("Shift"), 20), Column(COUNTER, 8, Form.COUNT), Column(CLERK, 10))
        if places
        else ()
    )
    columns = (
        *where,
        Column(TENDER, 12),
        Column(EXPECTED, 14, Form.YUAN),
        Column(COUNTED, 14, Form.YUAN),
        Column(OVER, 12, Form.YUAN),
        Column(SHORT, 12, Form.YUAN),
        Column(N_("Cause"), 26, Form.WRAPPED),
        Column(N_("Recounted with"), 14),
    )
    return CheckedTable(book, N_("Over and short"), columns, [OVER, SHORT], landscape=places)


def fill_differences(table: CheckedTable, rows: Sequence[DifferenceRow], *, places: bool) -> Part:
    """Over and short reckoned live for each tender; the two have totals of their own."""
    expected, counted = table.sheet.letter(EXPECTED), table.sheet.letter(COUNTED)
    for row in rows:
        place = table.next
        high, low = f"{counted}{place}", f"{expected}{place}"
        gap = row.counted_fen - row.expected_fen
        over = Live(f"ROUND(MAX({high}-{low},0),2)", max(gap, 0), row.over_fen)
        short = Live(f"ROUND(MAX({low}-{high},0),2)", max(-gap, 0), row.short_fen)
        where = (row.shift, row.counter, row.clerk) if places else ()
        method = tr(METHODS[row.method])
        money = (row.expected_fen, row.counted_fen, over, short)
        table.row((*where, method, *money, row.cause, row.recounted_with))
    stored = {
        OVER: sum(row.over_fen for row in rows),
        SHORT: sum(row.short_fen for row in rows),
    }
    return Part(table, table.total(tr("Total"), stored))


def movements(book: Workbook, *, places: bool) -> CheckedTable:
    """The empty sheet of cash that moved without an order."""
    where = (Column(COUNTER, 8, Form.COUNT), Column(CLERK, 10)) if places else ()
    columns = (
        Column(N_("Slip"), 18),
        Column(MOVEMENT, 20),
        Column(N_("Time"), 12, Form.MOMENT),
        *where,
        Column(EFFECT, 16, Form.YUAN),
        Column(N_("Witness"), 14),
        Column(N_("Reason"), 28, Form.WRAPPED),
    )
    return CheckedTable(book, N_("Cash movements"), columns, [EFFECT], landscape=places)


def fill_movements(table: CheckedTable, rows: Sequence[MovementRow], *, places: bool) -> Part:
    """Each movement as written in the books; summed live."""
    for row in rows:
        where = (row.counter, row.clerk) if places else ()
        start = (row.number, tr(row.kind), row.at, *where)
        table.row((*start, row.effect_fen, row.witness, row.reason))
    return Part(table, table.total(tr("Total"), {EFFECT: sum(row.effect_fen for row in rows)}))


def denominations(book: Workbook, title: str, counts: Sequence[str]) -> CheckedTable:
    """The empty sheet of counts by denomination; `counts` are English source."""
    columns = [Column(N_("Face, yuan"), 14, Form.YUAN)]
    for count in counts:
        columns += [Column(count, 18, Form.COUNT), Column(amount_title(count), 18, Form.YUAN)]
    return CheckedTable(book, title, columns, [amount_title(count) for count in counts])


def amount_title(count: str) -> str:
    """The heading of the money column beside a count's pieces."""
    return AMOUNTS[count]


def fill_denominations(
    table: CheckedTable, counts: Sequence[tuple[str, Sequence[DenominationRow], Fen]]
) -> Part:
    """Each face with its pieces and money; the total of each count is checked.

    Args:
        counts: heading, rows, and the sum that the books have for the count.
    """
    found = [{row.face_fen: row.pieces for row in rows} for _title, rows, _sum in counts]
    faces = sorted({*FACES, *(face for pieces in found for face in pieces)}, reverse=True)
    for face in faces:
        values: list[int | Live] = [face]
        for column, pieces in enumerate(found):
            letter, many = table.sheet.letters[1 + 2 * column], pieces.get(face, 0)
            amount = face * many
            values += [many, Live(f"A{table.next}*{letter}{table.next}", amount, amount)]
        table.row(values)
    stored = {amount_title(title): total for title, _rows, total in counts}
    return Part(table, table.total(tr("Total"), stored))
