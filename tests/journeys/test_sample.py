"""The sample day by services: summary, books, workbooks and papers say the same, to the fen."""

import hashlib
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pypdfium2
import pytest

from hallclient.play.script import load_script
from tests.journeys import plain
from tests.journeys.conftest import SAMPLE, Day
from tests.journeys.test_days import check_books

AMOUNT = re.compile(r"[0-9][0-9,]*\.[0-9]{2}")


def test_books_balance_and_every_shift_expects_what_plain_sql_says(sample: Day) -> None:
    check_books(sample)
    assert {shift["state"] for shift in sample.summary["shifts"]} == {"approved"}


def test_it_shows_what_the_rules_refuse(sample: Day) -> None:
    assert set(sample.codes()) >= {
        "document.checksum", "document.expired", "document.under-age", "document.area",
        "document.limit", "tender.short", "tender.reference", "approval.same-person",
        "approval.not-permitted", "order.reversed", "count.unknown-denomination",
        "day.shift-open",
    }  # fmt: skip
    for event in sample.summary["events"]:
        assert event["ok"] == (event["code"] == "")
        assert bool(event["message"]) is not event["ok"]


def test_the_deposit_is_what_the_shifts_handed_in(sample: Day) -> None:
    """Cash counted, less the floats that go back, with what was dropped during the day."""
    told, books = sample.summary, sample.database
    counted = sum(shift["counted_fen"] for shift in told["shifts"])
    floats = plain.number(books, "SELECT sum(float_fen) FROM shift_openings")
    drops = plain.number(books, "SELECT sum(amount_fen) FROM cash_movements WHERE kind = 'drop'")
    assert told["day"]["deposit_fen"] == counted - floats + drops == told["ledger"]["cash.bag"]
    for name in ("over_fen", "short_fen"):
        assert told["day"][name] == sum(shift[name] for shift in told["shifts"]) > 0


def test_the_days_report_is_in_the_chain(sample: Day) -> None:
    (day,) = plain.rows(sample.database, "SELECT * FROM day_closings")
    assert (day["number"], day["previous"]) == (1, "0" * 64)
    assert (day["digest"], day["number"]) == (
        sample.summary["day"]["hash"],
        sample.summary["day"]["number"],
    )
    report = json.dumps(
        json.loads(day["report"]), ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    again = hashlib.sha256(f"{day['previous']}\n{report}".encode()).hexdigest()
    assert again == day["digest"]


def test_numbers_have_no_gaps(sample: Day) -> None:
    for counter in (1, 2, 3):
        head = f"H00120261120{counter:02d}"
        query = "SELECT order_no FROM orders WHERE counter = ? ORDER BY order_no"
        found = [row["order_no"] for row in plain.rows(sample.database, query, counter)]
        assert found == [f"{head}{number:04d}" for number in range(1, len(found) + 1)]


def test_files_are_those_that_the_summary_names(sample: Day) -> None:
    left = {
        path.relative_to(sample.out).as_posix() for path in sample.out.rglob("*") if path.is_file()
    }
    assert left == {*sample.summary["files"], "summary.json"}
    papers = {Path(name).name for name in left if name.startswith("receipts/")}
    told = {event["receipt"] for event in sample.summary["events"] if event.get("receipt")}
    assert told <= papers
    assert len(told) >= 60


def orders(day: Day) -> Iterator[dict[str, Any]]:
    """Orders on the books with what was paid, in fen by method."""
    for row in plain.rows(day.database, "SELECT * FROM orders ORDER BY order_no"):
        query = "SELECT * FROM order_tenders WHERE order_no = ? ORDER BY tender"
        yield row | {"tenders": plain.rows(day.database, query, row["order_no"])}


@cache
def words(path: Path) -> str:
    """All text of a PDF."""
    with pypdfium2.PdfDocument(path) as paper:
        return "\n".join(page.get_textpage().get_text_range() for page in paper)


def fen(text: str) -> list[int]:
    """Every amount in a text."""
    return [int(found.replace(",", "").replace(".", "")) for found in AMOUNT.findall(text)]


def test_every_receipt_says_what_the_books_say(sample: Day) -> None:
    seen = 0
    for order in orders(sample):
        text = words(sample.out / "receipts" / f"receipt-{order['order_no']}.pdf")
        lines = dict.fromkeys(text.splitlines())
        assert f"受理单号 {order['order_no']}" in lines
        total = next(line for line in lines if line.startswith("合计"))
        assert fen(total) == [order["total_fen"]]
        for tender in order["tenders"]:
            assert tender["amount_fen"] in fen(text)
            if tender["change_fen"]:
                change = next(line for line in lines if line.startswith("找零"))
                assert fen(change) == [tender["change_fen"]]
        seen += 1
    assert seen >= 60


def test_a_reversal_has_its_own_receipt(sample: Day) -> None:
    (undone,) = plain.rows(sample.database, "SELECT * FROM order_reversals")
    text = words(sample.out / "receipts" / f"receipt-{undone['reversal_no']}.pdf")
    assert undone["order_no"] in text
    assert undone["total_fen"] in fen(text)
    copies = [name for name in sample.summary["files"] if "-copy-1" in name]
    assert copies
    assert all("补打" in words(sample.out / name) for name in copies)


def sheet_of(path: Path, title: str) -> list[tuple[Any, ...]]:
    """Rows of a sheet with the values that were stored beside the formulas."""
    book = openpyxl.load_workbook(path, data_only=True)
    try:
        return list(book[title].iter_rows(values_only=True))
    finally:
        book.close()


def as_fen(value: object) -> int:
    """An amount of a sheet."""
    return round(float(str(value)) * 100) if value is not None else 0


def workbook_orders(path: Path) -> dict[str, dict[str, int]]:
    """By order: its total and every tender, as the workbook has them."""
    rows = sheet_of(path, order_sheet(path))
    heads = next(row for row in rows if "实收现金" in row)
    found: dict[str, dict[str, int]] = {}
    for row in rows[rows.index(heads) + 1 :]:
        cells = dict(zip(heads, row, strict=True))
        number = cells["受理单号"]
        if not isinstance(number, str) or not number.startswith("H001"):
            continue
        one = found.setdefault(number, {"total": 0})
        one["total"] += as_fen(cells["金额"])
        for name in ("实收现金", "找零", "POS刷卡", "微信支付", "支付宝", "银行转账"):
            one[name] = one.get(name, 0) + as_fen(cells[name])
    return found


def order_sheet(path: Path) -> str:
    """The sheet that lists every order."""
    book = openpyxl.load_workbook(path, read_only=True)
    try:
        return next(
            str(sheet.title)
            for sheet in book
            if any(
                {"受理单号", "实收现金"} <= set(row) for row in sheet.iter_rows(values_only=True)
            )
        )
    finally:
        book.close()


COLUMNS = {"pos": "POS刷卡", "wechat": "微信支付", "alipay": "支付宝", "transfer": "银行转账"}


@pytest.mark.parametrize("which", ["shifts", "day"])
def test_every_order_in_the_workbooks_is_the_one_in_the_books(sample: Day, which: str) -> None:
    found: dict[str, dict[str, int]] = {}
    pattern = "shift-*.xlsx" if which == "shifts" else "day-*.xlsx"
    for path in sorted((sample.out / "reports").glob(pattern)):
        found |= workbook_orders(path)
    wanted = {order["order_no"]: order for order in orders(sample)}
    assert found.keys() == wanted.keys()
    for number, told in found.items():
        order = wanted[number]
        assert told["total"] == order["total_fen"]
        paid = dict.fromkeys(COLUMNS, 0) | {"cash": 0, "change": 0}
        for tender in order["tenders"]:
            paid[tender["method"]] += tender["amount_fen"]
            paid["change"] += tender["change_fen"]
        assert (told["实收现金"], told["找零"]) == (paid["cash"], paid["change"])
        assert {method: told[name] for method, name in COLUMNS.items()} == {
            method: paid[method] for method in COLUMNS
        }


def test_every_check_of_the_workbooks_agrees_and_no_text_is_a_formula(sample: Day) -> None:
    names = {person.name for person in load_script(SAMPLE).staff}
    checked = 0
    for path in sorted((sample.out / "reports").glob("*.xlsx")):
        stored = openpyxl.load_workbook(path, data_only=True)
        for sheet in stored:
            for row in sheet.iter_rows(values_only=True):
                checked += row.count("OK")
                assert "CHECK" not in row
        text = " ".join(
            str(cell) for row in stored.worksheets[0].iter_rows(values_only=True) for cell in row
        )
        assert any(name in text for name in names)
        stored.close()
    assert checked > 100


def test_by_tender_the_summary_and_the_shifts_workbook_agree(sample: Day) -> None:
    names = {"cash": "现金", **COLUMNS}
    for shift_id, told in zip(plain.shifts(sample.database), sample.summary["shifts"], strict=True):
        rows = sheet_of(sample.out / "reports" / f"shift-{shift_id}.xlsx", "长短款")
        found = {
            row[0]: [as_fen(cell) for cell in row[1:5]] for row in rows if row[0] in names.values()
        }
        for method, name in names.items():
            one = told["by_tender"][method]
            keys = ("expected_fen", "counted_fen", "over_fen", "short_fen")
            assert found[name] == [one[key] for key in keys]
