"""The sheets that list every order and every reversal, and what was counted on the way.

One row for each line of an order; what the order has once (its running number, its tenders)
stands on its first row only, so that a plain SUM or COUNT of a column is right.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from hallclient.base.clock import hall_time
from hallclient.base.language import N_, tr
from hallclient.sheets.cells import Form, Formula, Value
from hallclient.sheets.looks import Column, Look
from hallclient.sheets.values import CASH, METHODS, LineRow, OrderRow, ReversalRow
from hallclient.sheets.workbook import Sheet, Workbook

NUMBER: Final = N_("No.")
BUSINESS: Final = N_("Kind of business")
AMOUNT: Final = N_("Amount")
RECEIVED: Final = N_("Cash received")
CHANGE: Final = N_("Change")
COUNTER: Final = N_("Counter no.")
CLERK: Final = N_("Clerk")
HOUR: Final = N_("Hour")
_NOT_CASH: Final = tuple(method for method in METHODS if method != CASH)


@dataclass
class Tally:
    """What has been written to a list so far, in fen and pieces, by what formulas ask for."""

    columns: Counter[str] = field(default_factory=Counter)
    lines: Counter[str] = field(default_factory=Counter)
    business_fen: Counter[str] = field(default_factory=Counter)
    orders: Counter[object] = field(default_factory=Counter)
    """By counter (int), clerk (str) and ("hour", key)."""
    fen: Counter[object] = field(default_factory=Counter)
    tender_orders: Counter[str] = field(default_factory=Counter)
    tender_fen: Counter[str] = field(default_factory=Counter)
    count: int = 0
    total_fen: int = 0

    def take(self, keys: tuple[object, ...], lines: Iterable[LineRow]) -> None:
        """Counts one order or reversal under its keys."""
        self.count += 1
        due = 0
        for line in lines:
            self.lines[line.business] += 1
            self.business_fen[line.business] += line.amount_fen
            due += line.amount_fen
        self.total_fen += due
        for key in keys:
            self.orders[key] += 1
            self.fen[key] += due

    def tender(self, tenders: Mapping[str, int]) -> None:
        """Counts what was paid, or paid back, by tender."""
        for method, fen in tenders.items():
            self.tender_orders[method] += 1
            self.tender_fen[method] += fen


@dataclass(frozen=True)
class Listed:
    """A filled list: where its rows are, and what is in them."""

    sheet: Sheet
    first: int
    last: int
    total: int
    tally: Tally

    def range(self, title: str) -> str:
        """A column's rows, as other sheets name them."""
        return self.sheet.range(title, self.first, self.last)

    def sum(self, title: str) -> str:
        """The cell that holds a column's total."""
        return self.sheet.cell(title, self.total)


def hour_key(at: datetime) -> int:
    """`2026112209`: the hour of the hall's clock, which may be past midnight of the day."""
    local = hall_time(at)
    return ((local.year * 100 + local.month) * 100 + local.day) * 100 + local.hour


def order_sheet(book: Workbook, *, places: bool) -> Sheet:
    """The empty list of orders; with `places` it names counter and clerk on each row."""
    return book.sheet(
        N_("Orders"),
        (
            Column(NUMBER, 7, Form.COUNT),
            Column(N_("Order"), 21),
            Column(N_("Time"), 13, Form.MOMENT),
            *_places(places=places),
            Column(BUSINESS, 16),
            Column(N_("Particulars"), 18),
            Column(N_("Customer"), 10),
            Column(AMOUNT, 12, Form.YUAN),
            Column(RECEIVED, 12, Form.YUAN),
            Column(CHANGE, 10, Form.YUAN),
            *(Column(METHODS[method], 11, Form.YUAN) for method in _NOT_CASH),
            Column(N_("References"), 16),
            Column(N_("Reversed by"), 21),
            Column(N_("Done at"), 13, Form.MOMENT),
            Column(N_("Entered later"), 24, Form.WRAPPED),
            Column(HOUR, 11, Form.FEN, hidden=True),
        ),
        landscape=True,
        across=2,
    )


def reversal_sheet(book: Workbook, *, places: bool) -> Sheet:
    """The empty list of reversals."""
    return book.sheet(
        N_("Reversals"),
        (
            Column(NUMBER, 7, Form.COUNT),
            Column(N_("Reversal"), 21),
            Column(N_("Time"), 13, Form.MOMENT),
            *_places(places=places),
            Column(N_("Order"), 21),
            Column(N_("Order of"), 12, Form.DAY),
            Column(N_("Late"), 6, Form.MARK),
            Column(BUSINESS, 16),
            Column(N_("Particulars"), 18),
            Column(AMOUNT, 12, Form.YUAN),
            *(Column(title, 11, Form.YUAN) for title in METHODS.values()),
            Column(N_("Reason"), 24, Form.WRAPPED),
            Column(N_("Approved by"), 14),
        ),
        landscape=True,
        across=2,
    )


def fill_orders(sheet: Sheet, orders: Iterable[OrderRow], *, places: bool) -> Listed:
    """Streams the orders into their sheet and adds the totals row."""
    tally, first = Tally(), sheet.rows + 1
    titles: dict[str, str] = {}
    for order in orders:
        key = hour_key(order.at)
        tally.take((order.counter, order.clerk, ("hour", key)), order.lines)
        tally.tender(order.tenders)
        tally.columns[RECEIVED] += order.received_fen
        tally.columns[CHANGE] += order.change_fen
        place = (order.counter, order.clerk) if places else ()
        once = _order_tenders(order)
        start: tuple[Value, ...] = (tally.count,)
        for line in order.lines:
            title = titles.get(line.business) or titles.setdefault(line.business, tr(line.business))
            what = (order.number, order.at, *place, title, line.details, order.customer)
            ends = (order.references, order.reversed_by, order.done_at, order.late or None, key)
            sheet.row((*start, *what, line.amount_fen, *once, *ends))
            start, once = (None,), _NO_TENDERS
    sums = {AMOUNT: tally.total_fen, **tally.columns}
    sums |= {METHODS[method]: tally.tender_fen[method] for method in _NOT_CASH}
    return _finish(sheet, first, tally, sums)


def fill_reversals(sheet: Sheet, reversals: Iterable[ReversalRow], *, places: bool) -> Listed:
    """Streams the reversals into their sheet and adds the totals row."""
    tally, first = Tally(), sheet.rows + 1
    for reversal in reversals:
        tally.take((reversal.counter, reversal.clerk), reversal.lines)
        tally.tender(reversal.tenders)
        place = (reversal.counter, reversal.clerk) if places else ()
        once: tuple[Value, ...] = tuple(reversal.tenders.get(method) for method in METHODS)
        start: tuple[Value, ...] = (tally.count,)
        for line in reversal.lines:
            late = tr("late") if reversal.late else None
            order = (reversal.order, reversal.order_date, late)
            which = (reversal.number, reversal.at, *place, *order)
            what = (tr(line.business), line.details, line.amount_fen)
            sheet.row((*start, *which, *what, *once, reversal.reason, reversal.approver))
            start, once = (None,), (None,) * len(METHODS)
    sums = {AMOUNT: tally.total_fen}
    sums |= {title: tally.tender_fen[method] for method, title in METHODS.items()}
    return _finish(sheet, first, tally, sums)


_NO_TENDERS: Final[tuple[Value, ...]] = (None,) * (2 + len(_NOT_CASH))


def _order_tenders(order: OrderRow) -> tuple[Value, ...]:
    cash = (order.received_fen, order.change_fen) if CASH in order.tenders else (None, None)
    return (*cash, *(order.tenders.get(method) for method in _NOT_CASH))


def _places(*, places: bool) -> tuple[Column, ...]:
    return (Column(COUNTER, 8, Form.COUNT), Column(CLERK, 10)) if places else ()


def _finish(sheet: Sheet, first: int, tally: Tally, sums: Mapping[str, int]) -> Listed:
    """The totals row and the filter; an empty list keeps one empty row to sum."""
    if sheet.rows < first:
        sheet.gap()
    last = sheet.rows
    end = sheet.letters[-1]
    sheet.plain.auto_filter.ref = f"A{first - 1}:{end}{last}"
    values: list[Value] = [Formula(f"COUNT(A{first}:A{last})", tally.count), tr("Total")]
    for column in sheet.columns[2:]:
        letter = sheet.letter(column.title)
        formula = Formula(f"SUM({letter}{first}:{letter}{last})", sums.get(column.title, 0))
        values.append(formula if column.title in sums else None)
    total = sheet.row(values, Look.TOTAL)
    return Listed(sheet, first, last, total, tally)
