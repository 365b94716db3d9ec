"""Very many orders on the books, sealed as the program seals them, without waiting for each click.

One order of each shift goes through the service. Its rows are then copied under numbers of their
own, and each copy is sealed by the store's own `canonical`, `digest` and `mac`; shifts are counted
and approved and days are closed through the services again. `verify` finds nothing to say.
"""

import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import JSON, Boolean, Table

from benchmarks import hall
from hallclient import hall as house
from hallclient.base.clock import ScriptClock, from_hall
from hallclient.base.ids import new_id
from hallclient.base.money import FACES, Fen
from hallclient.counter import service as counter
from hallclient.duty import service as duty
from hallclient.duty.rules import CloseDayAsk
from hallclient.ledger import book as ledger
from hallclient.ledger.rules import Account
from hallclient.staff import service as staff
from hallclient.staff.rules import AddPerson, Role
from hallclient.stock import service as stock
from hallclient.stock.rules import ReceiveRange, StockKind
from hallclient.store.audit import AuditRow, canonical, digest, mac
from hallclient.store.columns import Record
from hallclient.store.desk import Desk
from hallclient.till import book as till_book
from hallclient.till import service as till
from hallclient.till.rules import COUNTED_TENDERS, ApproveAsk, CountAsk, OpenShiftAsk

FIRST_DAY = date(2026, 1, 5)
SHIFTS = 5
"""Counters at work on each day."""

type Rows = dict[str, list[dict[str, Any]]]


@dataclass(frozen=True)
class Many:
    """A hall of closed days."""

    desk: Desk
    file: Path
    orders: int


@contextmanager
def hall_of(folder: Path, orders: int, a_day: int = 20_000) -> Iterator[Many]:
    """A hall with about so many orders behind it, every day of them closed."""
    hall.make(folder)
    clock = ScriptClock(from_hall(FIRST_DAY, 9, 0))
    opened = house.open_hall(hall.place(folder), clock)
    _people_and_cards(opened.desk, orders)
    made = 0
    for number in range(-(-orders // a_day)):
        clock.set(from_hall(FIRST_DAY + timedelta(days=number), 9, 0))
        made += _work_a_day(opened.desk, clock, folder / "hall.db", min(a_day, orders - made))
    with closing(sqlite3.connect(folder / "hall.db")) as books:
        books.execute("ANALYZE")
        books.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    yield Many(opened.desk, folder / "hall.db", made)
    opened.close()


def _people_and_cards(desk: Desk, orders: int) -> None:
    manager = desk.acting(hall.MANAGER, 0)
    for number in range(1, SHIFTS + 1):
        person = AddPerson(f"A{number:03d}", f"样例{number}", Role.CLERK, hall.PASSWORD, new_id())
        staff.add_person(manager, person)
    second = AddPerson("M002", "样例副经理", Role.DUTY_MANAGER, hall.PASSWORD, new_id())
    staff.add_person(manager, second)
    for first in range(1, orders + SHIFTS, 10_000):
        cards = ReceiveRange(
            StockKind.VALUE_CARD,
            f"C{first:08d}",
            f"C{first + 9_999:08d}",
            new_id(),
            face_fen=Fen(5_000),
        )
        stock.receive(manager, cards)


def _work_a_day(desk: Desk, clock: ScriptClock, file: Path, orders: int) -> int:
    """Opens, sells, counts, approves and closes; returns how many orders were made."""
    desks = [hall.at_counter(desk, number) for number in range(1, SHIFTS + 1)]
    for one in desks:
        handed = staff.sign(desk, hall.MANAGER, hall.PASSWORD, "float.hand_over")
        till.open_shift(one, OpenShiftAsk(new_id(), hall.FLOAT, handed))
    made = 0
    for one in desks:
        sold = counter.complete(one, hall.draft(one))
        copies = orders // SHIFTS - 1
        _copy(one, file, sold.order_no, copies)
        made += copies + 1
    clock.set(clock.now() + timedelta(hours=10))
    for one in desks:
        _count_and_approve(one)
    manager = desk.acting(hall.MANAGER, 0)
    with desk.read() as session:
        safe = ledger.balance(session, desk.hall, Account.SAFE)
    witness = staff.sign(desk, "M002", hall.PASSWORD, "bag.witness")
    duty.close_day(manager, CloseDayAsk(f"B{new_id()[:12]}", witness, safe, new_id()))
    return made


def _count_and_approve(desk: Desk) -> None:
    with desk.read() as session:
        shift_id = till_book.own_shift(session, desk).shift_id
        expected = ledger.expected(session, desk.hall, shift_id)
    left, pieces = int(expected["cash"]), {}
    for face in FACES:
        pieces[int(face)] = min(left // face, 99_999)
        left -= face * pieces[int(face)]
    totals = {name: expected[name] for name in COUNTED_TENDERS}
    till.count(desk, CountAsk(new_id(), pieces, totals))
    ask = ApproveAsk(new_id(), shift_id, early_released=True)
    till.approve_shift(desk.acting(hall.MANAGER, 0), ask)


def _copy(desk: Desk, file: Path, order_no: str, copies: int) -> None:
    """Copies an order's act so many times, in one transaction."""
    with closing(sqlite3.connect(file)) as books:
        books.row_factory = sqlite3.Row
        books.execute("PRAGMA synchronous=OFF")
        with books:
            _Copier(books, desk, order_no).copy(copies)


class _Copier:
    """Writes an order's rows again and again under new numbers, each time sealed anew."""

    def __init__(self, books: sqlite3.Connection, desk: Desk, order_no: str) -> None:
        self._books = books
        self._desk = desk
        self._order_no = order_no
        (self._act,) = self._rows("audit", "subject", f"order/{order_no}")
        self._tables = {
            table.name: rows
            for table in _sealed_tables()
            if (rows := self._rows(table.name, "seal", self._act["seal"]))
        }
        paper = self._tables["papers"][0]["paper_id"]
        self._jobs = self._rows("print_jobs", "job_id", paper)
        self._statements: dict[str, str] = {}

    def copy(self, copies: int) -> None:
        seq, entry = self._last("audit"), self._last("journal")
        (previous,) = self._books.execute("SELECT mac FROM audit WHERE seq = ?", [seq]).fetchone()
        number = int(self._order_no[-4:])
        cards = self._books.execute(
            "SELECT serial FROM stock_items WHERE state = 'in_stock' ORDER BY serial LIMIT ?",
            [copies],
        ).fetchall()
        for step, (serial,) in enumerate(cards, start=1):
            order_no = f"{self._order_no[:-4]}{number + step:04d}"
            fresh = {
                "order_no": order_no,
                "entry_no": entry + step,
                "request_id": new_id(),
                "seal": new_id(),
                "movement_id": new_id(),
                "first": serial,
                "last": serial,
                "paper_id": (paper := new_id()),
                "original": paper,
                "job_id": paper,
            }
            previous = self._write(fresh, seq + step, previous)
            self._books.execute(
                "UPDATE stock_items SET state = 'sold', order_no = ?"
                " WHERE hall = ? AND kind = 'value_card' AND serial = ?",
                [order_no, self._desk.hall, serial],
            )
        day, place = self._order_no[-14:-6], self._order_no[-6:-4]
        for name, last in (
            ("audit", seq + copies),
            ("journal", entry + copies),
            (f"order/{day}/{place}", number + copies),
        ):
            self._books.execute("UPDATE dealt_numbers SET last = ? WHERE name = ?", [last, name])

    def _write(self, fresh: Mapping[str, Any], seq: int, previous: str) -> str:
        """One order; returns the mac of its audit row."""
        texts: dict[str, list[str]] = {}
        for name, rows in self._tables.items():
            written = [_renewed(row, fresh, {"subject": fresh["order_no"]}) for row in rows]
            self._insert(name, written)
            texts[name] = [canonical(_typed(Record.metadata.tables[name], row)) for row in written]
        self._insert("print_jobs", [_renewed(row, fresh, {}) for row in self._jobs])
        key = self._desk.keys.audit
        row = _renewed(self._act, fresh, {"subject": f"order/{fresh['order_no']}"})
        row |= {"seq": seq, "previous": previous, "digest": digest(key, texts)}
        row["mac"] = mac(key, _typed(AuditRow.metadata.tables["audit"], row))
        self._insert("audit", [row])
        return str(row["mac"])

    def _insert(self, table: str, rows: list[dict[str, Any]]) -> None:
        if table not in self._statements:
            names = list(rows[0])
            columns = ", ".join(f'"{name}"' for name in names)
            marks = ", ".join(f":{name}" for name in names)
            self._statements[table] = f"INSERT INTO {table} ({columns}) VALUES ({marks})"
        self._books.executemany(self._statements[table], rows)

    def _rows(self, table: str, column: str, value: str) -> list[dict[str, Any]]:
        query = f'SELECT * FROM {table} WHERE "{column}" = ?'
        return [dict(row) for row in self._books.execute(query, [value])]

    def _last(self, name: str) -> int:
        query = "SELECT last FROM dealt_numbers WHERE name = ?"
        return int(self._books.execute(query, [name]).fetchone()[0])


def _sealed_tables() -> list[Table]:
    tables = Record.metadata.sorted_tables
    return [table for table in tables if "seal" in table.c and table.name != "audit"]


def _renewed(row: Mapping[str, Any], fresh: Mapping[str, Any], more: Mapping[str, Any]) -> Any:
    return {name: (more.get(name) or fresh.get(name, value)) for name, value in row.items()}


def _typed(table: Table, row: Mapping[str, Any]) -> dict[str, Any]:
    """A row as SQLite holds it, as the program holds it before writing."""
    typed = dict(row)
    for column in table.c:
        if isinstance(column.type, JSON):
            typed[column.name] = json.loads(row[column.name])
        elif isinstance(column.type, Boolean):
            typed[column.name] = bool(row[column.name])
    return typed
