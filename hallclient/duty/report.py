"""The day report as stored: figures that can be computed again from the books at any time."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hallclient.duty.totals import Scope, Sum, by_business, by_place, by_tender, overall
from hallclient.ledger import book as ledger
from hallclient.till.records import Settled, Shift


def figures(session: Session, hall: str, day: date) -> dict[str, Any]:
    """Everything of the report that the books alone decide: ints in fen, codes, no names.

    Once the day is closed no row of it can be added or changed, so the figures stay.
    """
    scope = Scope(hall, day=day)
    whole = overall(session, scope)
    over, short = differences(session, hall, day)
    return {
        "orders": whole.count,
        "taken_fen": whole.fen,
        "reversals": whole.back_count,
        "reversed_fen": whole.back_fen,
        "by_business": _listed(by_business(session, scope)),
        "by_tender": _listed(by_tender(session, scope)),
        "by_counter": _listed(by_place(session, scope, "counter")),
        "by_clerk": _listed(by_place(session, scope, "clerk")),
        "shifts": settled(session, hall, day),
        "over_fen": over,
        "short_fen": short,
        "accounts": {
            name: int(fen)
            for name, fen in sorted(ledger.day_sums(session, hall, day).items())
            if fen
        },
    }


def _listed(sums: dict[Any, Sum]) -> list[dict[str, Any]]:
    return [
        {
            "of": key,
            "count": one.count,
            "taken_fen": one.fen,
            "reversed": one.back_count,
            "reversed_fen": one.back_fen,
        }
        for key, one in sums.items()
    ]


def settled(session: Session, hall: str, day: date) -> list[dict[str, Any]]:
    """Expected, counted, over and short of each tender of each shift of the day."""
    query = (
        select(
            Shift.shift_id,
            Shift.counter,
            Shift.clerk,
            Settled.method,
            Settled.expected_fen,
            Settled.counted_fen,
            Settled.over_fen,
            Settled.short_fen,
        )
        .join(Settled, (Settled.hall == Shift.hall) & (Settled.shift_id == Shift.shift_id))
        .where(Shift.hall == hall, Shift.business_date == day)
        .order_by(Shift.shift_id, Settled.method)
    )
    return [dict(row) for row in session.execute(query).mappings()]


def differences(session: Session, hall: str, day: date) -> tuple[int, int]:
    """All overages and all shortages of the day's approved shifts: two sums, never one."""
    query = (
        select(
            func.coalesce(func.sum(Settled.over_fen), 0),
            func.coalesce(func.sum(Settled.short_fen), 0),
        )
        .join(Shift, (Settled.hall == Shift.hall) & (Settled.shift_id == Shift.shift_id))
        .where(Shift.hall == hall, Shift.business_date == day)
    )
    over, short = session.execute(query).one()
    return int(over), int(short)


def same_figures(report: dict[str, Any], now: dict[str, Any]) -> Sequence[str]:
    """Names of the figures in which a stored report differs from the books."""
    return [name for name, value in now.items() if report.get(name) != value]
