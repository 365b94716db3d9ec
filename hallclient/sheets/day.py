"""The day report (营业日报表) as a workbook."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from hallclient.base.clock import shown_time
from hallclient.base.language import N_, tr
from hallclient.sheets import cash, courtesies, hours, orders, totals
from hallclient.sheets.cells import Form
from hallclient.sheets.checked import CheckedTable, Live, Part
from hallclient.sheets.looks import Column, Look
from hallclient.sheets.summary import Summary
from hallclient.sheets.totals import Lists
from hallclient.sheets.values import ApprovalRow, DaySheet, ShiftRow
from hallclient.sheets.workbook import Sheet, Workbook

_SHIFTS: Final = (
    Column(N_("Shift"), 20),
    Column(orders.COUNTER, 8, Form.COUNT),
    Column(N_("Clerk"), 10),
    Column(N_("Opened"), 13, Form.MOMENT),
    Column(N_("Counted at"), 13, Form.MOMENT),
    Column(N_("Approved by"), 14),
    Column(N_("Approved at"), 13, Form.MOMENT),
    Column(N_("Early by, minutes"), 10, Form.COUNT),
    Column(N_("Released by"), 14),
    Column(N_("Note"), 24, Form.WRAPPED),
)
_APPROVALS: Final = (
    Column(N_("Time"), 13, Form.MOMENT),
    Column(N_("What was approved"), 26),
    Column(N_("Concerning"), 24),
    Column(N_("Asked by"), 14),
    Column(N_("Approved by"), 14),
    Column(N_("Reason"), 30, Form.WRAPPED),
)


def write(value: DaySheet, path: Path) -> None:
    """Writes the workbook in the language in force; an existing file is replaced whole."""
    with Workbook(N_("Day report"), value.origin, value.origin.business_date.isoformat()) as book:
        summary = Summary(book)
        key = Column(orders.COUNTER, 9, Form.COUNT)
        counters = totals.by_place(book, N_("By counter"), key)
        clerks = totals.by_place(book, N_("By clerk"), Column(orders.CLERK, 12))
        business, tender = totals.by_business(book), totals.by_tender(book)
        by_hour = hours.by_hour(book)
        order_list = orders.order_sheet(book, places=True)
        reversal_list = orders.reversal_sheet(book, places=True)
        gaps = cash.differences(book, places=True)
        moves = cash.movements(book, places=True)
        slip = _slip_sheet(book, value)
        shifts = book.sheet(N_("Shifts"), _SHIFTS, landscape=True)
        early = book.sheet(N_("Early closings"), _SHIFTS, landscape=True)
        approvals = book.sheet(N_("Approvals"), _APPROVALS, landscape=True)
        left_out = courtesies.courtesies(book)

        lists = Lists(
            value,
            orders.fill_orders(order_list, value.orders, places=True),
            orders.fill_reversals(reversal_list, value.reversals, places=True),
        )
        found = cash.fill_differences(gaps, value.differences, places=True)
        totals.fill_by_place(counters, value.by_counter, lists, found, value.differences)
        totals.fill_by_place(clerks, value.by_clerk, lists, found, value.differences)
        totals.fill_by_business(business, value.by_business, lists)
        totals.fill_by_tender(tender, value.by_tender, lists)
        hours.fill_by_hour(by_hour, value.hours, lists)
        cash.fill_movements(moves, value.movements, places=True)
        if slip:
            deposit = value.deposit
            cash.fill_denominations(slip, ((cash.IN_THE_BAG, deposit.slip, deposit.amount_fen),))
        _fill_shifts(shifts, value.shifts)
        _fill_shifts(early, [shift for shift in value.shifts if shift.early_by])
        _fill_approvals(approvals, value.approvals)
        courtesies.fill_courtesies(left_out, value.courtesies)
        _fill_summary(summary, value, lists, found)
        book.save(path)


def _slip_sheet(book: Workbook, value: DaySheet) -> CheckedTable | None:
    """The deposit slip (交款清单) by denomination, when the bag was listed."""
    if not value.deposit.slip:
        return None
    return cash.denominations(book, N_("Deposit slip"), (cash.IN_THE_BAG,))


def _fill_shifts(sheet: Sheet, shifts: Sequence[ShiftRow]) -> None:
    for shift in shifts:
        sheet.row(
            (
                shift.shift,
                shift.counter,
                shift.clerk,
                shift.opened_at,
                shift.counted_at,
                shift.approved_by,
                shift.approved_at,
                shift.early_by or None,
                shift.released_by,
                shift.note,
            )
        )
    _count_rows(sheet, len(shifts))


def _fill_approvals(sheet: Sheet, approvals: Sequence[ApprovalRow]) -> None:
    for row in approvals:
        sheet.row((row.at, tr(row.action), row.subject, row.first, row.second, row.reason))
    _count_rows(sheet, len(approvals))


def _count_rows(sheet: Sheet, rows: int) -> None:
    """The totals row of a list without money; an empty list says so."""
    text = tr("Total: {count}", count=rows) if rows else tr("None.")
    sheet.line((text, *[None] * (len(sheet.columns) - 1)), Look.TOTAL)


def _fill_summary(summary: Summary, value: DaySheet, lists: Lists, found: Part) -> None:
    summary.facts(_facts(value))
    summary.section(N_("Takings"))
    totals.summarise(summary, lists)
    summary.section(N_("Over and short (never set off)"))
    totals.summarise_gaps(summary, found, value.over_fen, value.short_fen)
    summary.section(N_("Deposit"))
    deposit = value.deposit
    safe = summary.amount(tr("Balance of the safe"), deposit.safe_fen)
    # a deposit that differs from the safe is shown as such: the check compares the two
    summary.amount(
        tr("In the bag"), Live(f"C{safe}", deposit.safe_fen, deposit.amount_fen), look=Look.TOTAL
    )
    summary.signatures(value.signatures)
    summary.notes(
        (
            tr("Digest of this report: {digest}", digest=value.digest),
            tr("Digest of the day before: {digest}", digest=value.previous_digest),
        )
    )


def _facts(value: DaySheet) -> Sequence[tuple[str, str]]:
    deposit = value.deposit
    return (
        (N_("Business day"), value.origin.business_date.isoformat()),
        (N_("Day report number"), str(value.number)),
        (N_("Closed"), shown_time(value.closed_at)),
        (N_("Deposit bag"), deposit.bag_number),
        (N_("Sealed by"), deposit.sealed_by),
        (N_("Witness"), deposit.witness),
    )
