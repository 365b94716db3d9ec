"""Use cases: say what would be erased, have it signed, erase it; holds set and released."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from hallclient.base.clock import hall_date
from hallclient.base.ids import new_id
from hallclient.base.progress import Step, silent
from hallclient.base.text import printable
from hallclient.customers import book as customers
from hallclient.customers.rules import CustomerView
from hallclient.policy import book as policies
from hallclient.retention import book
from hallclient.retention.records import ErasingEnd, ErasingRun, LegalHold
from hallclient.retention.rules import (
    ERASE,
    HOLD,
    ChangeHold,
    CustomerErased,
    Due,
    Erased,
    ErasingUnderWay,
    ErasingUnknown,
    Held,
    HoldAbsent,
    HoldReasonMissing,
    HoldStands,
    NothingDue,
    Plan,
    PlanChanged,
    StartErasing,
    erasable_from,
    left_on,
)
from hallclient.staff.book import require, second_person
from hallclient.staff.rules import Signature
from hallclient.store.audit import Act, act
from hallclient.store.desk import Desk
from hallclient.store.personal import cipher_of

SHOWN: Final = 200
"""Customers of a plan that are listed; the others are counted."""

_BATCH: Final = 100
"""Customers erased in one act: others wait for it, and what is lost by a kill is little."""

_PAPERS: Final = 1000
"""Papers of a month of which one act writes down what stays; a busy month has many more."""


def plan(desk: Desk) -> Plan:
    """What would be erased today, and who is held; nothing is written.

    Raises NotPermitted.
    """
    with desk.read() as session:
        require(session, desk, ERASE)
        return _plan(session, desk)


def announced(desk: Desk) -> Plan:
    """The same for who holds database and key anyway: the command line, where nobody signed in."""
    with desk.read() as session:
        return _plan(session, desk)


def holds(desk: Desk) -> tuple[Held, ...]:
    """Every customer under a legal hold, the latest first; raises NotPermitted."""
    with desk.read() as session:
        require(session, desk, HOLD)
        return _holds(session, desk.hall)


def find(desk: Desk, text: str, request_id: str) -> tuple[CustomerView, ...]:
    """Customers for a hold; looking them up goes on record. Raises NotPermitted."""
    with act(desk, "customer.look-up", request_id, beside=True) as doing:
        require(doing.session, desk, HOLD)
        return customers.look_up(doing, text)


def start(desk: Desk, ask: StartErasing, signature: Signature | None) -> str:
    """Two people decide on an erasing; returns the run that `carry_on` then carries out.

    Raises NotPermitted, NothingDue, PlanChanged, ErasingUnderWay, and the refusals of
    `second_person`; nothing was written.
    """
    with act(desk, "retention.start", ask.request_id) as doing:
        if doing.earlier is not None:
            return doing.earlier.removeprefix("erasing/")
        require(doing.session, desk, ERASE)
        found = _plan(doing.session, desk)
        if found.begun:
            raise ErasingUnderWay
        if found.mark != ask.mark:
            raise PlanChanged
        if not found.count and not found.months:
            raise NothingDue
        second = second_person(doing, signature, ERASE)
        run_id = new_id()
        row = {
            "run_id": run_id,
            "at": doing.at,
            "by": doing.clerk,
            "second": second.code,
            "as_of": found.as_of,
            "period": found.period,
            "customers": found.count,
            "months": len(found.months),
        }
        doing.add(ErasingRun, [row])
        doing.subject = f"erasing/{run_id}"
        doing.note(customers=found.count, held=found.held, months=list(found.months))
        return run_id


def carry_on(desk: Desk, step: Step = silent) -> Erased:
    """Carries out the run that was begun, batch by batch, each an act of its own.

    Stopped by what `step` raises, or killed, it goes on where it was; who was held or came back
    meanwhile is left out.
    Raises NotPermitted, ErasingUnknown (also when somebody else carried it to its end first).
    """
    with desk.read() as session:
        require(session, desk, ERASE)
        run = book.begun(session, desk.hall)
        if run is None:
            raise ErasingUnknown
        total = run.customers + run.months
        done = sum(book.erased_in(session, desk.hall, run.run_id))
        months = book.months_over(session, desk.hall, run.period, run.as_of)
    last: str | None = ""
    while last is not None:
        step(done, total)
        with _batch(desk, run) as doing:
            erased, reached = book.erase_people(doing, run, last, _BATCH)
            doing.note(customers=erased)
        done, last = done + erased, reached or None
    for month in months:
        _erase_month(desk, run, month, partial(step, done, total))
        done += 1
    return _end(desk, run, step, total)


def _erase_month(desk: Desk, run: ErasingRun, month: str, tell: Callable[[], None]) -> None:
    last: str | None = ""
    while last is not None:
        tell()
        with _batch(desk, run) as doing:
            last = book.erase_month(doing, run, month, last, _PAPERS) or None


def set_hold(desk: Desk, ask: ChangeHold, signature: Signature | None) -> tuple[Held, ...]:
    """Keeps a customer's data whatever the period says (依法保留), until it is released.

    Raises NotPermitted, HoldReasonMissing, HoldStands, CustomerErased, CustomerUnknown, and the
    refusals of `second_person`; nothing was written.
    """
    return _change_hold(desk, ask, signature, stands=True)


def release_hold(desk: Desk, ask: ChangeHold, signature: Signature | None) -> tuple[Held, ...]:
    """The period counts again from now on; raises HoldAbsent and what `set_hold` raises."""
    return _change_hold(desk, ask, signature, stands=False)


def _change_hold(
    desk: Desk, ask: ChangeHold, signature: Signature | None, *, stands: bool
) -> tuple[Held, ...]:
    reason = printable(ask.reason).strip()
    if len(reason) < 2:
        raise HoldReasonMissing(field="reason")
    action = "retention.hold" if stands else "retention.release"
    with act(desk, action, ask.request_id) as doing:
        if doing.earlier is None:
            require(doing.session, desk, HOLD)
            seq = _next_hold(doing, ask.customer_id, stands=stands)
            second = second_person(doing, signature, HOLD)
            row = {
                "customer_id": ask.customer_id,
                "seq": seq,
                "stands": stands,
                "at": doing.at,
                "by": doing.clerk,
                "second": second.code,
                "reason": reason,
            }
            doing.add(LegalHold, [row], whose=ask.customer_id)
            doing.subject = f"customer/{ask.customer_id}"
        return _holds(doing.session, doing.hall)


def _next_hold(doing: Act, customer_id: str, *, stands: bool) -> int:
    """Raises CustomerUnknown, CustomerErased, HoldStands, HoldAbsent."""
    if customers.is_erased(doing.session, doing.hall, customer_id):
        raise CustomerErased
    held = customer_id in book.held_now(doing.session, doing.hall)
    if held and stands:
        raise HoldStands
    if not held and not stands:
        raise HoldAbsent
    return book.last_hold(doing.session, doing.hall, customer_id) + 1


def _plan(session: Session, desk: Desk) -> Plan:
    at = desk.now()
    as_of = hall_date(at)
    period = policies.policy_of(session, desk.hall, at).retention_months
    found = book.over(session, desk.hall, period, as_of)
    due = [customer_id for customer_id, life in found if not life.held]
    months = book.months_over(session, desk.hall, period, as_of)
    shown = found[:SHOWN]
    cipher_of(session).warm(session, desk.hall, [customer_id for customer_id, _ in shown])
    listed = []
    for customer_id, life in shown:
        view = customers.by_id(session, desk.hall, customer_id)
        left = left_on(life)
        since = erasable_from(left, period)
        listed.append(Due(customer_id, view.name, view.document_number, left, since, life.held))
    run = book.begun(session, desk.hall)
    return Plan(
        as_of=as_of,
        period=period,
        customers=tuple(listed),
        count=len(due),
        held=len(found) - len(due),
        months=months,
        mark=book.mark_of(due, months, as_of),
        begun="" if run is None else run.run_id,
    )


def _holds(session: Session, hall: str) -> tuple[Held, ...]:
    standing = book.held_now(session, hall)
    cipher_of(session).warm(session, hall, list(standing))
    query = select(LegalHold).where(LegalHold.hall == hall).order_by(LegalHold.at.desc())
    return tuple(
        _held(session, row)
        for row in session.scalars(query)
        if standing.get(row.customer_id) == row.seq
    )


def _held(session: Session, row: LegalHold) -> Held:
    view = customers.by_id(session, row.hall, row.customer_id)
    return Held(
        customer_id=row.customer_id,
        name=view.name,
        document_number=view.document_number,
        since=row.at,
        by=row.by,
        second=row.second,
        reason=row.reason,
    )


@contextmanager
def _batch(desk: Desk, run: ErasingRun) -> Iterator[Act]:
    """One act of a run; raises ErasingUnknown when another desk has ended it meanwhile."""
    with act(desk, "retention.erase") as doing:
        now = book.begun(doing.session, doing.hall)
        if now is None or now.run_id != run.run_id:
            raise ErasingUnknown
        doing.subject = f"erasing/{run.run_id}"
        yield doing


def _end(desk: Desk, run: ErasingRun, step: Step, total: int) -> Erased:
    with _batch(desk, run) as doing:
        people, months = book.erased_in(doing.session, doing.hall, run.run_id)
        row = {"run_id": run.run_id, "at": doing.at, "customers": people, "months": months}
        doing.add(ErasingEnd, [row])
        doing.note(customers=people, months=months)
    step(total, total)
    return Erased(run.run_id, people, months)
