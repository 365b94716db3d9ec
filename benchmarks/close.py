"""Closing a shift of 5,000 orders among 1,000,000, against plain SQL aggregates of payments."""

import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks import hall
from benchmarks.measure import Figure, alternate
from hallclient.base.ids import new_id
from hallclient.base.money import FACES, Fen
from hallclient.counter import service as counter
from hallclient.store.desk import Desk
from hallclient.till import service as till
from hallclient.till.rules import COUNTED_TENDERS, CountAsk

ORDERS_OF_A_SHIFT = 5_000
METHODS = ("cash", "pos", "wechat", "alipay", "transfer")
SUMS = (
    "SELECT method, COUNT(*), SUM(amount_fen), MIN(amount_fen), MAX(amount_fen)"
    " FROM payment WHERE shift_id = ? GROUP BY method"
)


def payments(file: Path, orders: int) -> sqlite3.Connection:
    """The floor's own table: one payment for each order, indexed by its shift, as anybody would."""
    books = sqlite3.connect(file)
    books.execute("PRAGMA synchronous=OFF")
    books.execute(
        "CREATE TABLE payment (id INTEGER PRIMARY KEY, order_id INTEGER, shift_id INTEGER,"
        " method TEXT, amount_fen INTEGER)"
    )
    books.executemany(
        "INSERT INTO payment (order_id, shift_id, method, amount_fen) VALUES (?, ?, ?, ?)",
        (
            (n, n // ORDERS_OF_A_SHIFT, METHODS[n % len(METHODS)], 100 + n % 90_000)
            for n in range(orders)
        ),
    )
    books.execute("CREATE INDEX ix_payment_shift ON payment (shift_id)")
    books.execute("CREATE TABLE closing (shift_id INTEGER, amount_fen INTEGER)")
    books.execute("ANALYZE")
    books.commit()
    books.execute("PRAGMA journal_mode=WAL")
    books.execute("PRAGMA synchronous=FULL")
    return books


def sum_and_keep(books: sqlite3.Connection, number: int) -> None:
    """The aggregates, then one row committed as durably as ours: WAL, synchronous=FULL."""
    sums = books.execute(SUMS, (number,)).fetchall()
    books.execute("INSERT INTO closing VALUES (?, ?)", (number, sum(row[2] for row in sums)))
    books.commit()


def fill(file: Path, shifts: list[str], orders: int) -> None:
    """Copies the one real order's journal into many, spread over the shifts in turn."""
    books = sqlite3.connect(file)
    books.execute("PRAGMA synchronous=OFF")
    books.execute("PRAGMA foreign_keys=OFF")
    books.execute("CREATE TEMP TABLE copies (n INTEGER PRIMARY KEY, shift_id TEXT)")
    books.executemany(
        "INSERT INTO copies VALUES (?, ?)",
        ((n, shifts[n // ORDERS_OF_A_SHIFT]) for n in range(orders)),
    )
    (real,) = books.execute("SELECT max(entry_no) FROM journal WHERE order_no <> ''").fetchone()
    for table in ("orders", "order_lines", "order_tenders", "journal", "postings"):
        copy_rows(books, table, f"entry_no = {real}" if table in ("journal", "postings") else "1")
    books.commit()
    books.execute("ANALYZE")
    books.commit()
    books.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    books.close()


def copy_rows(books: sqlite3.Connection, table: str, where: str) -> None:
    """Each row of the real order once for each copy, under numbers of its own."""
    fresh = {
        "order_no": "'X' || printf('%09d', copies.n)",
        "shift_id": "CASE WHEN t.shift_id IS NULL THEN NULL ELSE copies.shift_id END",
        "entry_no": "copies.n + 1000",
        "request_id": "t.request_id || copies.n",
    }
    names = [row[1] for row in books.execute(f"PRAGMA table_info({table})")]
    values = [fresh.get(name, f"t.{name}") for name in names]
    books.execute(
        f"INSERT INTO {table} ({', '.join(names)}) SELECT {', '.join(values)}"
        f" FROM (SELECT * FROM {table} WHERE {where}) AS t, copies"
    )


def close(desk: Desk, number: int) -> None:
    """The clerk's blind count and what comes of it."""
    ask = CountAsk(
        request_id=new_id(),
        denominations={int(face): 10 for face in FACES},
        tenders=dict.fromkeys(COUNTED_TENDERS, Fen(0)),
    )
    till.count(hall.at_counter(desk, number), ask)


def figures(*, quick: bool) -> Iterator[Figure]:
    """Median against the aggregates; the whole close as it is."""
    rounds, warm = (5, 1) if quick else (20, 2)
    orders = 50_000 if quick else 1_000_000
    with tempfile.TemporaryDirectory(prefix="hall-bench-") as name:
        file = Path(name) / "hall.db"
        with hall.working(Path(name), counters=rounds + warm) as desk:
            counter.complete(desk, hall.draft(desk))
            desk.store.close()
            open_now = [
                row[0]
                for row in sqlite3.connect(file).execute("SELECT shift_id FROM shifts ORDER BY 1")
            ]
            others = [f"20261101-{n:02d}-{n}" for n in range(orders // ORDERS_OF_A_SHIFT)]
            shifts = [*open_now, *others][: orders // ORDERS_OF_A_SHIFT]
            fill(file, shifts, orders)
            books = payments(Path(name) / "floor.db", orders)
            times = alternate(
                {
                    "ours": lambda number: close(desk, number + 1),
                    "floor": lambda number: books.execute(SUMS, (number,)).fetchall(),
                    "kept": lambda number: sum_and_keep(books, number),
                },
                rounds,
                warm,
            )
            books.close()
    ours = times["ours"]
    yield Figure("close of a shift of 5,000", ours.median * 1000, times["floor"].median * 1000, 3.0)
    yield Figure(
        "the same, sums and one durable commit",
        ours.median * 1000,
        times["kept"].median * 1000,
        3.0,
    )
    yield Figure("close of a shift, longest", max(ours.seconds) * 1000, None, 100.0)
