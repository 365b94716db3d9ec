"""The shift report (班次报表) as a workbook."""

from collections.abc import Sequence
from pathlib import Path

from hallclient.base.clock import shown_time
from hallclient.base.language import N_, tr
from hallclient.base.money import Fen
from hallclient.sheets import cash, courtesies, hours, orders, totals
from hallclient.sheets.checked import Live, Part
from hallclient.sheets.looks import Look
from hallclient.sheets.summary import Summary
from hallclient.sheets.totals import Lists
from hallclient.sheets.values import CASH, METHODS, DenominationRow, ShiftSheet
from hallclient.sheets.workbook import Workbook


def write(value: ShiftSheet, path: Path) -> None:
    """Writes the workbook in the language in force; an existing file is replaced whole."""
    period = tr(
        "{date} counter {counter} {clerk}",
        date=value.origin.business_date.isoformat(),
        counter=value.counter,
        clerk=value.clerk,
    )
    with Workbook(N_("Shift report"), value.origin, period) as book:
        summary = Summary(book)
        business, tender = totals.by_business(book), totals.by_tender(book)
        order_list = orders.order_sheet(book, places=False)
        reversal_list = orders.reversal_sheet(book, places=False)
        count = cash.denominations(book, N_("Cash count"), (cash.AT_OPENING, cash.AT_CLOSE))
        gaps = cash.differences(book, places=False)
        moves = cash.movements(book, places=False)
        by_hour = hours.by_hour(book)
        left_out = courtesies.courtesies(book)

        lists = Lists(
            value,
            orders.fill_orders(order_list, value.orders, places=False),
            orders.fill_reversals(reversal_list, value.reversals, places=False),
        )
        totals.fill_by_business(business, value.by_business, lists)
        totals.fill_by_tender(tender, value.by_tender, lists)
        cash.fill_denominations(count, _counts(value))
        found = cash.fill_differences(gaps, value.differences, places=False)
        moved = cash.fill_movements(moves, value.movements, places=False)
        hours.fill_by_hour(by_hour, value.hours, lists)
        courtesies.fill_courtesies(left_out, value.courtesies)
        _fill_summary(summary, value, lists, found, moved)
        book.save(path)


def _fill_summary(
    summary: Summary, value: ShiftSheet, lists: Lists, found: Part, moved: Part
) -> None:
    summary.facts(_facts(value))
    summary.section(N_("Takings"))
    totals.summarise(summary, lists)
    summary.section(N_("Cash"))
    _reckon_cash(summary, value, lists, moved)
    summary.section(N_("Over and short (never set off)"))
    totals.summarise_gaps(summary, found, *_gaps(value))
    summary.signatures(value.signatures)


def _facts(value: ShiftSheet) -> Sequence[tuple[str, str]]:
    early = tr("yes, before the closing time") if value.early else tr("no")
    return (
        (N_("Shift"), value.shift),
        (N_("Business day"), value.origin.business_date.isoformat()),
        (orders.COUNTER, str(value.counter)),
        (N_("Clerk"), value.clerk),
        (N_("Opened"), shown_time(value.opened_at)),
        (N_("Counted at"), shown_time(value.counted_at)),
        (N_("Early closing"), early),
    )


def _reckon_cash(summary: Summary, value: ShiftSheet, lists: Lists, moved: Part) -> None:
    """Float, received, change, refunds, movements: their sum is what the till should hold."""
    reckoning, sold, undone = value.cash, lists.orders, lists.reversals
    received, change = sold.tally.columns[orders.RECEIVED], sold.tally.columns[orders.CHANGE]
    refunds = undone.tally.tender_fen[CASH]
    movements = sum(row.effect_fen for row in value.movements)
    first = summary.amount(tr("Float"), reckoning.float_fen)
    summary.amount(
        tr("Cash received"), Live(sold.sum(orders.RECEIVED), received, reckoning.received_fen)
    )
    summary.amount(
        tr("Change given"), Live(f"-{sold.sum(orders.CHANGE)}", -change, -reckoning.change_fen)
    )
    summary.amount(
        tr("Cash refunded"), Live(undone.sum(METHODS[CASH]), refunds, reckoning.refunds_fen)
    )
    last = summary.amount(
        tr("Drops, transfers, paid in and out"),
        Live(moved.sum(cash.EFFECT), movements, reckoning.movements_fen),
    )
    expected = reckoning.float_fen + received - change + refunds + movements
    summary.amount(
        tr("Expected cash"),
        Live(f"SUM(C{first}:C{last})", expected, reckoning.expected_fen),
        look=Look.TOTAL,
    )


def _counts(value: ShiftSheet) -> Sequence[tuple[str, Sequence[DenominationRow], Fen]]:
    counted = sum(row.counted_fen for row in value.differences if row.method == CASH)
    return (
        (cash.AT_OPENING, value.float_count, value.cash.float_fen),
        (cash.AT_CLOSE, value.final_count, Fen(counted)),
    )


def _gaps(value: ShiftSheet) -> tuple[int, int]:
    return (
        sum(row.over_fen for row in value.differences),
        sum(row.short_fen for row in value.differences),
    )
