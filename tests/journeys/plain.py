"""The books read with plain sqlite3: sums done again without any of the program's own code."""

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

METHODS = ("cash", "pos", "wechat", "alipay", "transfer")


def rows(database: Path, query: str, *values: object) -> list[dict[str, Any]]:
    """What a query finds, by column name."""
    with closing(sqlite3.connect(database)) as connection:
        connection.row_factory = sqlite3.Row
        return [dict(row) for row in connection.execute(query, values)]


def number(database: Path, query: str, *values: object) -> int:
    """The one number a query finds; nothing is nought."""
    with closing(sqlite3.connect(database)) as connection:
        return int(connection.execute(query, values).fetchone()[0] or 0)


def shifts(database: Path) -> list[str]:
    """Ids of all shifts, by counter and then by opening, as the summary lists them."""
    found = rows(database, "SELECT shift_id FROM shifts ORDER BY counter, opened_at, shift_id")
    return [row["shift_id"] for row in found]


def expected_cash(database: Path, shift_id: str) -> int:
    """Float + cash taken - change - refunds - drops ± transfers + paid in - paid out.

    From the papers of each of these, not from the journal.
    """

    def of(query: str) -> int:
        return number(database, query, shift_id)

    moved = "SELECT sum(amount_fen) FROM cash_movements WHERE shift_id = ? AND kind = "
    taken = (
        "SELECT sum(amount_fen) FROM order_tenders JOIN orders USING (hall, order_no)"
        " WHERE shift_id = ? AND method = 'cash'"
    )
    refunded = (
        "SELECT sum(t.amount_fen - t.change_fen) FROM order_reversals r"
        " JOIN order_tenders t ON t.hall = r.hall AND t.order_no = r.order_no"
        " WHERE r.shift_id = ? AND t.method = 'cash'"
    )
    return (
        of("SELECT float_fen FROM shift_openings WHERE shift_id = ?")
        + of(taken)
        - of(taken.replace("amount_fen", "change_fen", 1))
        - of(refunded)
        - of(f"{moved} 'drop'")
        - of(f"{moved} 'transfer'")
        + of("SELECT sum(amount_fen) FROM cash_movements WHERE to_shift_id = ?")
        + of(f"{moved} 'pay_in'")
        - of(f"{moved} 'pay_out'")
    )


def counted(database: Path, shift_id: str) -> Mapping[str, int]:
    """Fen by tender of the count in force."""
    query = (
        "SELECT method, counted_fen FROM counted_totals WHERE shift_id = ? AND count_no ="
        " (SELECT max(count_no) FROM counts WHERE shift_id = counted_totals.shift_id)"
    )
    return {row["method"]: row["counted_fen"] for row in rows(database, query, shift_id)}


def balances(database: Path) -> dict[str, int]:
    """Fen by account, debit positive."""
    query = "SELECT account, sum(amount_fen) AS fen FROM postings GROUP BY account"
    return {row["account"]: row["fen"] for row in rows(database, query)}


def unbalanced(database: Path) -> list[int]:
    """Journal entries that do not sum to zero."""
    query = "SELECT entry_no FROM postings GROUP BY entry_no HAVING sum(amount_fen) <> 0"
    return [row["entry_no"] for row in rows(database, query)]


def row_counts(database: Path) -> dict[str, int]:
    """How many rows every table has."""
    return {name: len(found) for name, found in tables(database).items()}


def tables(database: Path) -> dict[str, list[dict[str, Any]]]:
    """Every row of every table, read at one go.

    One connection for all: what stands for Windows keeps each handle of a file that was closed
    until nobody holds a lock on the file, and would run out of them.
    """
    with closing(sqlite3.connect(database)) as connection:
        connection.row_factory = sqlite3.Row
        found = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        names = [row["name"] for row in found if not row["name"].startswith("sqlite_")]
        return {
            name: [dict(row) for row in connection.execute(f'SELECT * FROM "{name}"')]
            for name in names
        }
