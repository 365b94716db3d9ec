"""The sheet of takings by hour, with its chart."""

from collections.abc import Sequence
from typing import Final

from openpyxl.chart import BarChart, Reference
from openpyxl.chart.layout import Layout, ManualLayout

from hallclient.base.language import N_, tr
from hallclient.sheets.cells import Form
from hallclient.sheets.checked import CheckedTable, Live, Part
from hallclient.sheets.looks import Column
from hallclient.sheets.orders import AMOUNT, HOUR, NUMBER, hour_key
from hallclient.sheets.totals import ORDERS, TAKEN, Lists
from hallclient.sheets.values import HourTotal
from hallclient.sheets.workbook import Workbook

_HOURS_SHOWN: Final = 24


def by_hour(book: Workbook) -> CheckedTable:
    """The empty sheet of takings by hour."""
    columns = (
        Column(N_("From"), 14, Form.MOMENT),
        Column(ORDERS, 10, Form.COUNT),
        Column(TAKEN, 16, Form.YUAN),
        Column(HOUR, 11, Form.FEN, hidden=True),
    )
    return CheckedTable(book, N_("By hour"), columns, [ORDERS, TAKEN])


def fill_by_hour(table: CheckedTable, rows: Sequence[HourTotal], lists: Lists) -> Part:
    """Orders and takings of each hour, and their chart."""
    orders = lists.orders
    keys, numbers, amounts = orders.range(HOUR), orders.range(NUMBER), orders.range(AMOUNT)
    seen = orders.tally
    for row in rows:
        place, key = table.next, ("hour", hour_key(row.start))
        count = Live(f'COUNTIFS({keys},D{place},{numbers},">0")', seen.orders[key], row.orders)
        taken = Live(f"SUMIF({keys},D{place},{amounts})", seen.fen[key], row.taken_fen)
        table.row((row.start, count, taken, key[1]))
    stored = {ORDERS: lists.value.order_count, TAKEN: lists.value.taken_fen}
    part = Part(table, table.total(tr("Total"), stored))
    if rows:
        table.sheet.plain.add_chart(_chart(table, len(rows)), f"A{part.total + 2}")
    return part


def _chart(table: CheckedTable, rows: int) -> BarChart:
    """Takings by hour; the last 24 hours are drawn if a day was left open for longer."""
    first = table.first + max(0, rows - _HOURS_SHOWN)
    last = table.first + rows - 1
    chart = BarChart()
    chart.type = "col"
    chart.title = tr("Takings by hour (yuan)")
    chart.legend = None
    chart.gapWidth = 60
    chart.width, chart.height = 18, 9
    sheet = table.sheet.plain
    chart.add_data(Reference(sheet, min_col=3, min_row=first, max_row=last))
    chart.set_categories(Reference(sheet, min_col=1, min_row=first, max_row=last))
    chart.series[0].graphicalProperties.solidFill = "1F4E79"
    chart.x_axis.number_format = "hh:mm"
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.y_axis.number_format = "#,##0"
    chart.layout = Layout(manualLayout=ManualLayout(x=0.1, y=0.15, w=0.86, h=0.68))
    return chart
