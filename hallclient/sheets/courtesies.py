"""The sheet of courtesies that nobody ticked in a visit, by step and by clerk."""

from collections.abc import Sequence
from typing import Final

from hallclient.base.language import N_, tr
from hallclient.sheets.cells import Form
from hallclient.sheets.checked import CheckedTable
from hallclient.sheets.looks import Column
from hallclient.sheets.orders import CLERK
from hallclient.sheets.values import CourtesyRow
from hallclient.sheets.workbook import Workbook

LEFT_OUT: Final = N_("Left out")


def courtesies(book: Workbook) -> CheckedTable:
    """The empty sheet."""
    columns = (
        Column(N_("Step no."), 8),
        Column(N_("Standard"), 12),
        Column(N_("Courtesy"), 60, Form.WRAPPED),
        Column(CLERK, 18),
        Column(N_("Visits"), 10, Form.COUNT),
        Column(LEFT_OUT, 10, Form.COUNT),
    )
    return CheckedTable(book, N_("Courtesies left out"), columns, [LEFT_OUT], landscape=True)


def fill_courtesies(table: CheckedTable, rows: Sequence[CourtesyRow]) -> None:
    """Each courtesy by who left it out, beside how many visits they ended."""
    for row in rows:
        step = str(row.step or "")
        table.row((step, row.standard, row.words, row.clerk, row.visits, row.times))
    table.total(tr("Total"), {LEFT_OUT: sum(row.times for row in rows)})
