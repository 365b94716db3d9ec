"""`hallclient verify` names what was changed in a closed day behind the database's guards."""

import json
from typing import Any

import pytest
from sqlalchemy import text

from hallclient.duty.checks import check
from hallclient.duty.rules import FIRST, FORM, digest
from tests.duty.conftest import Hall


def faults(hall: Hall) -> list[str]:
    with hall.desk.read() as session:
        return [f"{fault.code} {fault.place}" for fault in check(session, hall.desk.hall)]


def loaded(kept: object) -> dict[str, Any]:
    """A report as the driver gives it: SQLite's as text."""
    return json.loads(kept) if isinstance(kept, str) else dict(kept)  # type: ignore[call-overload]


def tamper(hall: Hall, table: str, statement: str, **values: object) -> None:
    """Takes the guards of the table away first, as the owner of the database can."""
    engine = hall.desk.store.engine
    of = f" ON {table}" if engine.dialect.name == "postgresql" else ""
    with engine.begin() as connection:
        for verb in ("update", "delete"):
            connection.execute(text(f"DROP TRIGGER IF EXISTS keep_{table}_{verb}{of}"))
        connection.execute(text(statement), values)


@pytest.fixture
def closed(done: Hall) -> Hall:
    """Two closed days."""
    done.close()
    done.next_day()
    done.close(bag_number="B2")
    assert faults(done) == []
    return done


@pytest.mark.parametrize(
    ("table", "statement", "fault"),
    [
        ("day_closings", "SET deposit_fen = 1 WHERE number = 1", "day.deposit day_closings 1"),
        ("day_closings", "SET over_fen = 0 WHERE number = 1", "day.figures day_closings 1 over"),
        ("day_closings", "SET witness = 'c2' WHERE number = 2", "day.figures day_closings 2 wit"),
        ("day_closings", "SET digest = previous WHERE number = 1", "day.changed day_closings 1"),
        ("day_closings", "SET previous = digest WHERE number = 2", "day.link day_closings 2"),
        ("deposit_bags", "SET amount_fen = 5 WHERE bag_number = 'B2'", "day.bag day_closings 2"),
        ("deposit_bags", "SET bag_number = 'X' WHERE bag_number = 'B2'", "bag.unknown"),
        ("orders", "SET total_fen = total_fen + 1", "day.figures day_closings 1 taken_fen"),
        ("order_lines", "SET title = 'Gift'", "day.figures day_closings 1 by_business"),
        ("order_tenders", "SET method = 'pos'", "day.figures day_closings 1 by_tender"),
        ("shift_settlements", "SET short_fen = 0", "day.figures day_closings 1 shifts"),
        ("postings", "SET amount_fen = 2 * amount_fen", "day.figures day_closings 1 accounts"),
        ("business_days", "SET closed_at = NULL WHERE business_date = '2026-11-22'", "day.report"),
    ],
)
def test_a_change_is_named(closed: Hall, table: str, statement: str, fault: str) -> None:
    if table == "business_days":  # one open day: the later one goes first
        tamper(closed, table, "DELETE FROM business_days WHERE closed_at IS NULL")
    tamper(closed, table, f"UPDATE {table} {statement}")
    assert any(found.startswith(fault) for found in faults(closed)), faults(closed)


def test_a_figure_changed_together_with_its_report_is_named(closed: Hall) -> None:
    with closed.desk.store.engine.connect() as connection:
        kept = connection.execute(text("SELECT report FROM day_closings WHERE number = 1"))
        report = loaded(kept.scalar_one())
    report["taken_fen"] += 1
    tamper(
        closed,
        "day_closings",
        "UPDATE day_closings SET report = :report WHERE number = 1",
        report=json.dumps(report),
    )
    found = faults(closed)
    assert "day.changed day_closings 1" in found
    assert "day.figures day_closings 1 taken_fen" in found


@pytest.mark.parametrize(
    ("number", "fault"), [(1, "day.gap day_closings 1"), (2, "day.cut day_closings 2")]
)
def test_a_missing_day_report_is_named(closed: Hall, number: int, fault: str) -> None:
    tamper(closed, "day_closings", f"DELETE FROM day_closings WHERE number = {number}")
    assert fault in faults(closed)


def test_a_day_holds_the_audit_log_it_was_closed_on(closed: Hall) -> None:
    report = _report(closed, 2)
    assert report["form"] == FORM
    tamper(
        closed,
        "audit",
        "UPDATE audit SET mac = :mac WHERE seq = :seq",
        mac="f" * 64,
        seq=report["audit_seq"],
    )
    assert "day.anchor day_closings 2" in faults(closed)


def test_no_day_goes_back_to_the_form_without_the_audit_log(closed: Hall) -> None:
    first, second = _report(closed, 1), _report(closed, 2)
    plain = {name: second[name] for name in second if name not in ("form", "audit_seq")}
    tamper(
        closed,
        "day_closings",
        "UPDATE day_closings SET report = :report, digest = :digest WHERE number = 2",
        report=json.dumps(plain),
        digest=digest(plain, digest(first, FIRST)),
    )
    assert faults(closed) == ["day.form day_closings 2"]


def test_a_day_of_the_first_version_keeps_its_rule(closed: Hall) -> None:
    first = _report(closed, 1)
    plain = {name: first[name] for name in first if not name.startswith(("form", "audit_"))}
    again = digest(plain, FIRST)
    tamper(
        closed,
        "day_closings",
        "UPDATE day_closings SET report = :report, digest = :digest WHERE number = 1",
        report=json.dumps(plain),
        digest=again,
    )
    tamper(
        closed,
        "day_closings",
        "UPDATE day_closings SET previous = :previous, digest = :digest WHERE number = 2",
        previous=again,
        digest=digest(_report(closed, 2), again),
    )
    assert faults(closed) == []


def _report(hall: Hall, number: int) -> dict[str, Any]:
    with hall.desk.store.engine.connect() as connection:
        query = text("SELECT report FROM day_closings WHERE number = :number")
        return loaded(connection.execute(query, {"number": number}).scalar_one())
