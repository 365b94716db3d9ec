"""`summary.json`: what the day came to, read back from the books after the last event."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from hallclient.care import service as care
from hallclient.counter import service as counter
from hallclient.duty import service as duty
from hallclient.ledger import book as ledger
from hallclient.play.outcome import Outcome
from hallclient.queue import service as queue
from hallclient.queue.service import guiding
from hallclient.store.desk import Desk
from hallclient.till import service as till
from hallclient.till.rules import ShiftRow, ShiftState
from hallclient.vip import service as vip
from hallclient.vip.service import bar, lounge


def summarise(desk: Desk, on: date, outcomes: Sequence[Outcome], out: Path) -> dict[str, Any]:
    """The summary of a played day; only counted shifts tell their money (promise 4)."""
    with desk.read() as session:
        balances = ledger.balances(session, desk.hall)
    return {
        "events": [outcome.plain() for outcome in outcomes],
        "shifts": [_shift(desk, row) for row in till.shifts_of_day(desk, on)],
        "day": _day(desk),
        "queue": _queue(desk, on),
        "front_desk": _front_desk(desk, on),
        "vip": _vip(desk, on),
        "bar": _bar(desk, on),
        "ledger": {str(account): int(fen) for account, fen in sorted(balances.items())},
        "files": _files(out),
    }


def write_summary(summary: dict[str, Any], out: Path) -> Path:
    """Writes it readably, in UTF-8."""
    path = out / "summary.json"
    path.write_text(json.dumps(summary, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return path


def _shift(desk: Desk, row: ShiftRow) -> dict[str, Any]:
    plain: dict[str, Any] = {"counter": row.counter, "clerk": row.clerk, "state": row.state.value}
    if row.state is ShiftState.OPEN:
        return plain
    facts = till.shift_facts(desk, row.shift_id)
    orders = list(counter.shift_orders(desk, row.shift_id))
    cash = next(result for result in facts.results if result.method == "cash")
    return plain | {
        "expected_fen": int(cash.expected_fen),
        "counted_fen": int(cash.counted_fen),
        "over_fen": sum(int(result.over_fen) for result in facts.results),
        "short_fen": sum(int(result.short_fen) for result in facts.results),
        "by_tender": {
            result.method: {
                "expected_fen": int(result.expected_fen),
                "counted_fen": int(result.counted_fen),
                "over_fen": int(result.over_fen),
                "short_fen": int(result.short_fen),
            }
            for result in facts.results
        },
        "orders": sum(1 for order in orders if not order.reverses),
        "reversals": sum(1 for order in orders if order.reverses),
        "late_entries": sum(1 for order in orders if order.done_at),
        "early": facts.early,
    }


def _day(desk: Desk) -> dict[str, Any] | None:
    closed = duty.last_closed(desk)
    if closed is None:
        return None
    return {
        "number": closed.number,
        "hash": closed.hash,
        "deposit_fen": int(closed.deposit_fen),
        "over_fen": int(closed.over_fen),
        "short_fen": int(closed.short_fen),
    }


def _queue(desk: Desk, on: date) -> dict[str, Any]:
    """The day's figures (field rules 12): seconds, shares in 1/10,000; and its tickets."""
    found = asdict(queue.day_figures(desk, on))
    found["by_counter"] = {str(counter): use for counter, use in found["by_counter"].items()}
    found["tickets"] = [
        {
            "number": one.number,
            "line": one.standing.line,
            "state": one.standing.state.value,
            "counter": one.standing.counter,
        }
        for one in queue.tickets_of_day(desk, on)
    ]
    return found


def _front_desk(desk: Desk, on: date) -> dict[str, Any]:
    """Where the visitors were sent, and whose the matters of the day are."""
    return {
        "visitors": asdict(guiding.day_at_the_desk(desk, on)),
        "matters": [
            {
                "number": one.number,
                "kind": one.kind.value,
                "state": one.standing.state.value,
                "owner": one.standing.owner,
            }
            for one in care.matters_of_day(desk, on)
        ],
    }


def _vip(desk: Desk, on: date) -> list[dict[str, Any]]:
    """The guests of the day: how long they waited, who talked to them, what was left out."""
    return [
        {
            "number": row.reception.serial,
            "tier": row.reception.tier,
            "lapsed": row.reception.lapsed,
            "state": row.reception.standing.state.value,
            "steps": [step.value for step in row.reception.standing.done],
            "waited": row.waited,
            "late": row.late,
            "talked": [by for _, by in row.talked],
            "ticket": row.reception.standing.ticket,
            "left_out": list(row.reception.left_out),
        }
        for row in vip.day_sheet(desk, on).rows
    ]


def _bar(desk: Desk, on: date) -> dict[str, Any]:
    """What the bar served and has left, the lounge's list, slips, customers' papers."""
    day = lounge.day_of_lounge(desk, on)
    return {
        "left": {str(one.number): one.left for one in bar.board(desk).batches},
        "drinks": [
            {
                "goods": one.goods,
                "servings": one.servings,
                "outcome": one.outcome.value if one.outcome else "waiting",
                "reception": one.reception,
                "said": one.phrased,
            }
            for one in bar.orders(desk, on)
        ],
        "lounge": [[one.item, one.result.value] for one in day.entries],
        "signed": day.signature.by if day.signature else "",
        "slips": [[one.services, one.slips] for one in day.slips],
        "papers": day.custody,
    }


def _files(out: Path) -> list[str]:
    folders = ("receipts", "reports", "screens")
    found = [path for folder in folders for path in (out / folder).glob("*") if path.is_file()]
    found += [path for path in out.glob("hall.db") if path.is_file()]
    return sorted(path.relative_to(out).as_posix() for path in found)
