"""The shift workbook against its floor: openpyxl's write-only mode with the same cells.

Time: both alternate inside one run, so that their ratio holds on a noisy machine. Memory: the
peak of a fresh process for each size. `python benchmarks/workbook.py [--rounds N] [--most N]`
prints one JSON object; `dev.py bench` shows it as ratios.
"""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from hallclient.base.clock import from_hall
from hallclient.base.language import use_language
from hallclient.base.money import Fen
from hallclient.sheets import shift
from hallclient.sheets.values import (
    BusinessTotal,
    CashReckoning,
    LineRow,
    OrderRow,
    Origin,
    ShiftSheet,
    TenderTotal,
)

DAY = date(2026, 11, 22)
NINE = from_hall(DAY, 9, 0)
METHODS = ("cash", "pos", "wechat", "alipay", "transfer")
GOAL_TIME, GOAL_MEMORY = 1.3, 1.2


def orders(count: int) -> Iterator[OrderRow]:
    """Orders made one by one, so that they never lie in memory together."""
    for number in range(count):
        method, fen = METHODS[number % 5], Fen(5_000 + number % 9_000)
        given = Fen(20_000 if method == "cash" else 0)
        yield OrderRow(
            number=f"H0012026112201{number:06d}",
            at=NINE + timedelta(seconds=number % 30_000),
            counter=1,
            clerk="C01",
            customer="样**",
            lines=(LineRow("Recharge", f"138****{number % 10_000:04d}", fen),),
            tenders={method: fen},
            received_fen=given,
            change_fen=Fen(given - fen if given else 0),
            references="" if method == "cash" else f"T{number:010d}",
        )


def sheet(count: int) -> ShiftSheet:
    """A shift with that many orders, its totals reckoned in a pass of their own."""
    by_method = dict.fromkeys(METHODS, 0)
    pieces = dict.fromkeys(METHODS, 0)
    received = change = 0
    for order in orders(count):
        for method, fen in order.tenders.items():
            by_method[method] += fen
            pieces[method] += 1
        received, change = received + order.received_fen, change + order.change_fen
    taken, none = Fen(sum(by_method.values())), Fen(0)
    cash = CashReckoning(none, Fen(received), Fen(change), none, none, Fen(received - change))
    return ShiftSheet(
        origin=Origin("H001", "样例路营业厅", DAY, "C01", NINE),
        shift="20261122-01-1",
        counter=1,
        clerk="C01",
        opened_at=NINE,
        counted_at=NINE,
        early=False,
        order_count=count,
        taken_fen=taken,
        reversal_count=0,
        reversed_fen=none,
        cash=cash,
        by_business=(BusinessTotal("Recharge", count, taken),),
        by_tender=tuple(TenderTotal(m, pieces[m], Fen(by_method[m])) for m in METHODS),
        orders=orders(count),
        reversals=(),
        float_count=(),
        final_count=(),
        differences=(),
        movements=(),
        hours=(),
        signatures=(),
    )


def ours(value: ShiftSheet, path: Path) -> None:
    """The workbook as the program writes it."""
    shift.write(replace(value, orders=orders(value.order_count)), path)


def floor(rows: list[list[object]], path: Path) -> None:
    """The same values, cell for cell, without any style: the least that openpyxl can do."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    plain = book.create_sheet("Orders")
    for row in rows:
        plain.append(row)
    book.save(path)


def cells_of(path: Path) -> list[list[object]]:
    """Every cell of every sheet of a workbook that was written."""
    from openpyxl import load_workbook

    book = load_workbook(path, read_only=True, data_only=True)
    return [[*row] for plain in book.worksheets for row in plain.iter_rows(values_only=True)]


def time_ratio(count: int, rounds: int, folder: Path) -> dict[str, float]:
    """Medians of both in seconds, and their ratio."""
    value = sheet(count)
    ours(value, folder / "ours.xlsx")
    rows = cells_of(folder / "ours.xlsx")
    times: dict[str, list[float]] = {"ours": [], "floor": []}
    for _ in range(rounds):
        begun = time.perf_counter()
        floor(rows, folder / "floor.xlsx")
        between = time.perf_counter()
        ours(value, folder / "ours.xlsx")
        times["floor"].append(between - begun)
        times["ours"].append(time.perf_counter() - between)
    mine, least = (statistics.median(times[name]) for name in ("ours", "floor"))
    return {
        "ours_s": round(mine, 3),
        "floor_s": round(least, 3),
        "ratio": round(mine / least, 2),
        "goal": GOAL_TIME,
    }


def peak_mb(count: int, folder: Path) -> float:
    """Peak memory of a fresh process that writes that many orders and nothing else."""
    command = [sys.executable, __file__, "--child", str(count), str(folder / "child.xlsx")]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return float(done.stdout)


def child(count: int, path: Path) -> None:
    """In the fresh process: writes, and prints its own peak in megabytes."""
    shift.write(sheet(count), path)
    lines = Path("/proc/self/status").read_text("ascii").splitlines()
    peak = next(line for line in lines if line.startswith("VmHWM"))  # not ru_maxrss: a child
    print(int(peak.split()[1]) / 1024)  # starts with its parent's


def main() -> None:
    """Prints the figures as one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--orders", type=int, default=10_000)
    parser.add_argument("--most", type=int, default=100_000)
    parser.add_argument("--child", nargs=2, metavar=("ORDERS", "FILE"))
    asked = parser.parse_args()
    use_language("en")
    if asked.child:
        child(int(asked.child[0]), Path(asked.child[1]))
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        speed = time_ratio(asked.orders, asked.rounds, folder)
        few, many = peak_mb(1_000, folder), peak_mb(asked.most, folder)
    memory = {"1000_mb": few, "most_mb": many, "ratio": many / few, "goal": GOAL_MEMORY}
    print(json.dumps({"bench": "workbook", "time": speed, "memory": memory}))


if __name__ == "__main__":
    main()
