"""What the workbooks of a shift and of a day are made from.

Totals are summed by the database, the orders are streamed row by row: the workbook's formulas
sum the rows, so that the two ways must agree. No report exists before the count is sealed.
"""

from datetime import date

from sqlalchemy.orm import Session

from hallclient.base.clock import hall_date
from hallclient.base.language import tr
from hallclient.base.money import Fen
from hallclient.counter import service as counter
from hallclient.duty import book, rows
from hallclient.duty.approvals import approvals_of
from hallclient.duty.rules import DayClosed
from hallclient.duty.totals import Scope, Sum, by_business, by_place, by_tender, moments, overall
from hallclient.policy.book import policy_of
from hallclient.sheets.values import (
    METHODS,
    BusinessTotal,
    DaySheet,
    DepositFacts,
    HourTotal,
    Origin,
    ShiftSheet,
    TenderTotal,
)
from hallclient.staff.book import people, require
from hallclient.store.audit import act
from hallclient.store.desk import Desk
from hallclient.till import service as till
from hallclient.till.rules import ShiftFacts


def shift_sheet(desk: Desk, shift_id: str) -> ShiftSheet:
    """The report of a counted shift; its clerk may have it, and who may export reports.

    Leaves an audit row. `orders` and `reversals` are read while the workbook is written.
    Nobody at the desk is the command line, which holds database and key anyway.

    Raises ShiftUnknown, CountNotSealed, NotPermitted.
    """
    facts = till.shift_facts(desk, shift_id)
    _on_record(desk, f"report/shift/{shift_id}", facts.clerk)
    scope = Scope(desk.hall, shift_id=shift_id)
    with desk.read() as session:
        named = _names(session, desk)
        whole = overall(session, scope)
        return ShiftSheet(
            origin=_origin(session, desk, facts.business_date, named),
            shift=shift_id,
            counter=facts.counter,
            clerk=named[facts.clerk],
            opened_at=facts.opened_at,
            counted_at=facts.counted_at,
            early=facts.early,
            order_count=whole.count,
            taken_fen=Fen(whole.fen),
            reversal_count=whole.back_count,
            reversed_fen=Fen(whole.back_fen),
            cash=rows.reckoning(facts),
            by_business=_business(session, scope),
            by_tender=_tenders(session, scope),
            orders=rows.order_rows(counter.shift_orders(desk, shift_id)),
            reversals=rows.reversal_rows(counter.shift_orders(desk, shift_id)),
            float_count=rows.faces(facts.float_pieces),
            final_count=rows.faces(facts.counts[-1].pieces),
            differences=rows.differences(facts),
            movements=rows.movements(facts),
            hours=_hours(session, scope),
            signatures=rows.shift_signatures(facts, named),
            courtesies=rows.courtesies(counter.left_out_of_shift(desk, shift_id), named),
        )


def day_facts(desk: Desk, day: date | None = None) -> DaySheet:
    """The report of a closed business day, the last one unless a date is given.

    Leaves an audit row; otherwise as `shift_sheet`. Raises DayNotClosed, NotPermitted.
    """
    with desk.read() as session:
        last = book.last_closed(session, desk.hall)
        if day is None and last is not None:
            day = last.business_date
        closed = book.closed_day(session, desk.hall, day or hall_date(desk.now()))
    _on_record(desk, f"report/day/{closed.business_date.isoformat()}", "")
    listed = till.shifts_of_day(desk, closed.business_date)
    shifts = [till.shift_facts(desk, row.shift_id) for row in listed]
    with desk.read() as session:
        return _day_sheet(session, desk, closed, shifts)


def _day_sheet(
    session: Session, desk: Desk, closed: DayClosed, shifts: list[ShiftFacts]
) -> DaySheet:
    day, named = closed.business_date, _names(session, desk)
    scope = Scope(desk.hall, day=day)
    whole = overall(session, scope)
    gaps = [row for facts in shifts for row in rows.differences(facts)]
    counters, clerks = by_place(session, scope, "counter"), by_place(session, scope, "clerk")
    return DaySheet(
        origin=_origin(session, desk, day, named),
        number=closed.number,
        digest=closed.hash,
        previous_digest=closed.previous_hash,
        closed_at=closed.closed_at,
        order_count=whole.count,
        taken_fen=Fen(whole.fen),
        reversal_count=whole.back_count,
        reversed_fen=Fen(whole.back_fen),
        over_fen=closed.over_fen,
        short_fen=closed.short_fen,
        deposit=_deposit(session, desk, closed, named),
        shifts=tuple(rows.shift_row(facts) for facts in shifts),
        by_counter=tuple(
            rows.place(key, "", counters, [row for row in gaps if row.counter == key])
            for key in sorted({*counters, *(row.counter for row in gaps)})
        ),
        by_clerk=tuple(
            rows.place(key, named[key], clerks, [row for row in gaps if row.clerk == key])
            for key in sorted({*clerks, *(row.clerk for row in gaps)})
        ),
        by_business=_business(session, scope),
        by_tender=_tenders(session, scope),
        orders=rows.order_rows(counter.day_orders(desk, day)),
        reversals=rows.reversal_rows(counter.day_orders(desk, day)),
        differences=tuple(gaps),
        movements=tuple(row for facts in shifts for row in rows.movements(facts)),
        hours=_hours(session, scope),
        approvals=approvals_of(session, desk.hall, closed),
        courtesies=rows.courtesies(counter.left_out_of_day(desk, day), named),
        signatures=rows.day_signatures(closed, named),
    )


def _on_record(desk: Desk, subject: str, owner: str) -> None:
    """An export is an act: who took which report, and when (promise 7)."""
    with act(desk, "report.export") as doing:
        if desk.clerk and desk.clerk != owner:
            require(doing.session, desk, "report.export")
        doing.subject = subject


def _names(session: Session, desk: Desk) -> rows.Names:
    return rows.Names({one.code: f"{one.code} {one.name}" for one in people(session, desk.hall)})


def _origin(session: Session, desk: Desk, day: date, named: rows.Names) -> Origin:
    who = named[desk.clerk] if desk.clerk else tr("the command line")
    name = policy_of(session, desk.hall, desk.now()).hall_name
    return Origin(desk.hall, name, day, who, desk.now())


def _business(session: Session, scope: Scope) -> tuple[BusinessTotal, ...]:
    return tuple(
        BusinessTotal(title, one.count, Fen(one.fen), one.back_count, Fen(one.back_fen))
        for title, one in by_business(session, scope).items()
    )


def _tenders(session: Session, scope: Scope) -> tuple[TenderTotal, ...]:
    found = by_tender(session, scope)
    sums = ((method, found.get(method, Sum())) for method in METHODS)
    return tuple(
        TenderTotal(method, one.count, Fen(one.fen), Fen(one.back_fen)) for method, one in sums
    )


def _hours(session: Session, scope: Scope) -> tuple[HourTotal, ...]:
    return tuple(
        HourTotal(start, count, Fen(fen)) for start, (count, fen) in moments(session, scope).items()
    )


def _deposit(session: Session, desk: Desk, closed: DayClosed, named: rows.Names) -> DepositFacts:
    return DepositFacts(
        bag_number=closed.bag_number,
        amount_fen=closed.deposit_fen,
        safe_fen=closed.deposit_fen,
        sealed_by=named[closed.closed_by],
        witness=named[closed.witness],
        slip=rows.faces(book.slip_of(session, desk.hall, closed.bag_number)),
    )
