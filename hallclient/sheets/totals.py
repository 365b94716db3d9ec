"""The sheets of totals that the shift's and the day's workbook share."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from hallclient.base.language import N_, tr
from hallclient.sheets.cells import Form
from hallclient.sheets.checked import CheckedTable, Live, Part
from hallclient.sheets.looks import Column, Look
from hallclient.sheets.orders import (
    AMOUNT,
    BUSINESS,
    CHANGE,
    COUNTER,
    NUMBER,
    RECEIVED,
    Listed,
)
from hallclient.sheets.summary import Summary
from hallclient.sheets.values import (
    CASH,
    METHODS,
    BusinessTotal,
    DaySheet,
    DifferenceRow,
    PlaceTotal,
    ShiftSheet,
    TenderTotal,
)
from hallclient.sheets.workbook import Workbook

TAKEN: Final = N_("Taken")
REFUNDED: Final = N_("Refunded")
NET: Final = N_("Net")
OVER: Final = N_("Over")
SHORT: Final = N_("Short")
ORDERS: Final = N_("Orders")
REVERSALS: Final = N_("Reversals")
TENDER: Final = N_("Tender")
LINES: Final = N_("Lines")
REVERSED_LINES: Final = N_("Reversed lines")


@dataclass(frozen=True)
class Lists:
    """The two lists that the totals are taken from, and the report whose totals they must be."""

    value: ShiftSheet | DaySheet
    orders: Listed
    reversals: Listed


def by_business(book: Workbook) -> CheckedTable:
    """The empty sheet of totals by kind of business."""
    columns = (
        Column(BUSINESS, 20),
        Column(LINES, 10, Form.COUNT),
        Column(TAKEN, 16, Form.YUAN),
        Column(REVERSED_LINES, 10, Form.COUNT),
        Column(REFUNDED, 16, Form.YUAN),
        Column(NET, 16, Form.YUAN),
    )
    return CheckedTable(book, N_("By business"), columns, [c.title for c in columns[1:]])


def fill_by_business(table: CheckedTable, rows: Sequence[BusinessTotal], lists: Lists) -> Part:
    """Each kind with its lines and money, summed live from the lists."""
    for row in rows:
        place = table.next
        sold = _by_text(lists.orders, row.business, place, row.lines, row.taken_fen)
        undone = _by_text(
            lists.reversals, row.business, place, row.reversed_lines, row.reversed_fen
        )
        table.row((tr(row.business), *sold, *undone, _net(place, sold[1], undone[1])))
    stored = _money(lists) | {
        LINES: sum(row.lines for row in rows),
        REVERSED_LINES: sum(row.reversed_lines for row in rows),
    }
    return Part(table, table.total(tr("Total"), stored))


def by_tender(book: Workbook) -> CheckedTable:
    """The empty sheet of totals by tender."""
    columns = (
        Column(TENDER, 20),
        Column(ORDERS, 10, Form.COUNT),
        Column(TAKEN, 16, Form.YUAN),
        Column(REFUNDED, 16, Form.YUAN),
        Column(NET, 16, Form.YUAN),
    )
    return CheckedTable(book, N_("By tender"), columns, [c.title for c in columns[1:]])


def fill_by_tender(table: CheckedTable, rows: Sequence[TenderTotal], lists: Lists) -> Part:
    """Each tender with its orders and money; cash is what was received less the change."""
    orders, refunds = lists.orders, lists.reversals
    for row in rows:
        title = RECEIVED if row.method == CASH else METHODS[row.method]
        taken = orders.sum(title)
        if row.method == CASH:
            taken = f"{taken}-{orders.sum(CHANGE)}"
        seen, undone = orders.tally, refunds.tally
        count = Live(f"COUNT({orders.range(title)})", seen.tender_orders[row.method], row.orders)
        sold = Live(taken, seen.tender_fen[row.method], row.taken_fen)
        back = Live(
            refunds.sum(METHODS[row.method]), undone.tender_fen[row.method], row.refunded_fen
        )
        net = _net(table.next, sold, back, "C", "D")
        table.row((tr(METHODS[row.method]), count, sold, back, net))
    return Part(table, table.total(tr("Total"), _money(lists)))


def by_place(book: Workbook, title: str, key: Column) -> CheckedTable:
    """The empty sheet of totals by counter or by clerk."""
    columns = (
        key,
        Column(N_("Name"), 16),
        Column(ORDERS, 10, Form.COUNT),
        Column(TAKEN, 16, Form.YUAN),
        Column(REVERSALS, 10, Form.COUNT),
        Column(REFUNDED, 14, Form.YUAN),
        Column(NET, 16, Form.YUAN),
        Column(OVER, 12, Form.YUAN),
        Column(SHORT, 12, Form.YUAN),
    )
    return CheckedTable(book, title, columns, [c.title for c in columns[2:]], landscape=True)


def fill_by_place(
    table: CheckedTable,
    rows: Sequence[PlaceTotal],
    lists: Lists,
    found: Part,
    differences: Sequence[DifferenceRow],
) -> Part:
    """Each counter or clerk: SUMPRODUCT compares exactly, where SUMIF reads `01` as 1."""
    key = table.sheet.columns[0].title
    over, short = _gaps(differences, key)
    for row in rows:
        place = table.next
        lives: list[Live] = []
        for listed, count, fen in (
            (lists.orders, row.orders, row.taken_fen),
            (lists.reversals, row.reversals, row.reversed_fen),
        ):
            same = f"--({listed.range(key)}=A{place})"
            first = f"SUMPRODUCT({same},--({listed.range(NUMBER)}>0))"
            lives.append(Live(first, listed.tally.orders[row.key], count))
            money = f"SUMPRODUCT({same},{listed.range(AMOUNT)})"
            lives.append(Live(money, listed.tally.fen[row.key], fen))
        lives.append(_net(place, lives[1], lives[3], "D", "F"))
        for title, gaps, kept in ((OVER, over, row.over_fen), (SHORT, short, row.short_fen)):
            same = f"SUMPRODUCT(--({found.range(key)}=A{place}),{found.range(title)})"
            lives.append(Live(same, gaps[row.key], kept))
        table.row((row.key, row.label, *lives))
    stored = _money(lists) | {
        ORDERS: lists.value.order_count,
        REVERSALS: lists.value.reversal_count,
        OVER: sum(row.over_fen for row in differences),
        SHORT: sum(row.short_fen for row in differences),
    }
    return Part(table, table.total(tr("Total"), stored))


def summarise(summary: Summary, lists: Lists) -> None:
    """Orders, reversals and what is left, on the first sheet."""
    value, sold, undone = lists.value, lists.orders, lists.reversals
    first = summary.amount(
        tr("Orders"),
        Live(sold.sum(AMOUNT), sold.tally.total_fen, value.taken_fen),
        Live(sold.sum(NUMBER), sold.tally.count, value.order_count),
    )
    last = summary.amount(
        tr("Reversals"),
        Live(undone.sum(AMOUNT), undone.tally.total_fen, value.reversed_fen),
        Live(undone.sum(NUMBER), undone.tally.count, value.reversal_count),
    )
    net = Live(
        f"C{first}+C{last}",
        sold.tally.total_fen + undone.tally.total_fen,
        value.taken_fen + value.reversed_fen,
    )
    summary.amount(tr("Net takings"), net, look=Look.TOTAL)


def summarise_gaps(summary: Summary, found: Part, over_fen: int, short_fen: int) -> None:
    """Over and short, each with a total of its own."""
    for title, stored in ((OVER, over_fen), (SHORT, short_fen)):
        summary.amount(tr(title), Live(found.sum(title), found.table.sum(title), stored))


def _gaps(
    differences: Sequence[DifferenceRow], key: str
) -> tuple[Counter[object], Counter[object]]:
    """Over and short by counter or by clerk, each for itself."""
    over: Counter[object] = Counter()
    short: Counter[object] = Counter()
    for row in differences:
        place = row.counter if key == COUNTER else row.clerk
        over[place] += row.over_fen
        short[place] += row.short_fen
    return over, short


def _money(lists: Lists) -> dict[str, int]:
    """The report's own totals: what any breakdown of it must add up to."""
    value = lists.value
    return {
        TAKEN: value.taken_fen,
        REFUNDED: value.reversed_fen,
        NET: value.taken_fen + value.reversed_fen,
    }


def _by_text(listed: Listed, business: str, place: int, lines: int, fen: int) -> tuple[Live, Live]:
    keys = listed.range(BUSINESS)
    tally = listed.tally
    return (
        Live(f"COUNTIF({keys},A{place})", tally.lines[business], lines),
        Live(f"SUMIF({keys},A{place},{listed.range(AMOUNT)})", tally.business_fen[business], fen),
    )


def _net(place: int, sold: Live, undone: Live, plus: str = "C", minus: str = "E") -> Live:
    """Refunds are effects and so negative: the net is a sum."""
    return Live(
        f"{plus}{place}+{minus}{place}", sold.shows + undone.shows, sold.stored + undone.stored
    )
