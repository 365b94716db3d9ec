"""A shift workbook against openpyxl write-only of the same cells; memory as the orders grow."""

import json
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook

from benchmarks.measure import Figure, alternate, children, peak_mb
from hallclient.base.language import use_language
from hallclient.base.money import Fen
from hallclient.sheets import shift
from hallclient.sheets.values import (
    BusinessTotal,
    CashReckoning,
    DenominationRow,
    DifferenceRow,
    HourTotal,
    LineRow,
    OrderRow,
    Origin,
    ShiftSheet,
    Signed,
    TenderTotal,
)

OPENED = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
DAY = date(2026, 11, 22)
PRICE = Fen(5_000)
BUSINESS = "Recharge"
Cells = list[tuple[str, list[tuple[Any, ...]]]]


def orders(count: int) -> Iterator[OrderRow]:
    """Orders one by one: nothing keeps them."""
    for number in range(count):
        yield OrderRow(
            number=f"H001202611220{number % 3 + 1}{number:06d}",
            at=OPENED + timedelta(seconds=number * 28_000 // count),
            counter=1,
            clerk="A001",
            customer="样**",
            lines=(LineRow(BUSINESS, f"138****{number % 10_000:04d}", PRICE),),
            tenders={"cash": PRICE} if number % 3 else {"wechat": PRICE},
            received_fen=Fen(10_000) if number % 3 else Fen(0),
            change_fen=PRICE if number % 3 else Fen(0),
            references="" if number % 3 else f"42000{number:010d}",
        )


def sheet(count: int) -> ShiftSheet:
    """A shift of so many recharges, two in three of them in cash."""
    other = (count + 2) // 3
    cash = count - other
    taken = Fen(count * PRICE)
    held = Fen(50_000 + cash * PRICE)
    hours = {OPENED + timedelta(hours=hour): 0 for hour in range(8)}
    for number in range(count):
        hours[OPENED + timedelta(hours=number * 28_000 // count // 3600)] += 1
    return ShiftSheet(
        origin=Origin("H001", "样例路营业厅", DAY, "M001 样例经理", OPENED + timedelta(hours=9)),
        shift="S1",
        counter=1,
        clerk="A001",
        opened_at=OPENED,
        counted_at=OPENED + timedelta(hours=9),
        early=False,
        order_count=count,
        taken_fen=taken,
        reversal_count=0,
        reversed_fen=Fen(0),
        cash=CashReckoning(
            Fen(50_000), Fen(cash * 10_000), Fen(cash * PRICE), Fen(0), Fen(0), held
        ),
        by_business=(BusinessTotal(BUSINESS, count, taken),),
        by_tender=(
            TenderTotal("cash", cash, Fen(cash * PRICE)),
            TenderTotal("wechat", other, Fen(other * PRICE)),
        ),
        orders=orders(count),
        reversals=(),
        float_count=(DenominationRow(Fen(10_000), 5),),
        final_count=(DenominationRow(Fen(10_000), held // 10_000),),
        differences=(
            DifferenceRow("S1", 1, "A001", "cash", held, Fen(held - held % 10_000), Fen(0), Fen(0)),
        ),
        movements=(),
        hours=tuple(HourTotal(at, n, Fen(n * PRICE)) for at, n in hours.items() if n),
        signatures=(Signed("Clerk"), Signed("Duty manager")),
    )


def cells_of(path: Path) -> Cells:
    """What is in the workbook, as plain values and formulas, sheet by sheet."""
    book = load_workbook(path, read_only=True)
    found = [(page.title, list(page.iter_rows(values_only=True))) for page in book.worksheets]
    book.close()
    return found


def write_plain(cells: Cells, path: Path) -> None:
    """The floor: the same cells, written in openpyxl's write-only mode, without any format."""
    book = Workbook(write_only=True)
    for title, rows in cells:
        page = book.create_sheet(title)
        for row in rows:
            page.append(row)
    book.save(path)


def figures(*, quick: bool) -> Iterator[Figure]:
    """Time for 10,000 orders, and peak memory of 100,000 against 1,000."""
    use_language("zh")
    with tempfile.TemporaryDirectory(prefix="hall-bench-") as folder:
        ours, floor = Path(folder, "ours.xlsx"), Path(folder, "floor.xlsx")
        shift.write(sheet(10_000), ours)
        cells = cells_of(ours)
        times = alternate(
            {
                "ours": lambda _number: shift.write(sheet(10_000), ours),
                "floor": lambda _number: write_plain(cells, floor),
            },
            3 if quick else 9,
            warm=1,
        )
    yield Figure(
        "shift workbook of 10,000 orders",
        times["ours"].median * 1000,
        times["floor"].median * 1000,
        1.3,
    )
    memory = children(
        {
            "few": ("benchmarks.workbook", 1_000),
            "many": ("benchmarks.workbook", 20_000 if quick else 100_000),
        },
        1 if quick else 3,
    )
    yield Figure(
        "workbook memory, 1,000 to 100,000 orders",
        memory["many"]["peak"],
        memory["few"]["peak"],
        1.2,
        unit="MB",
    )


if __name__ == "__main__":
    use_language("zh")
    with tempfile.TemporaryDirectory(prefix="hall-bench-") as place:
        shift.write(sheet(int(sys.argv[1])), Path(place, "shift.xlsx"))
    print(json.dumps({"peak": peak_mb()}))
