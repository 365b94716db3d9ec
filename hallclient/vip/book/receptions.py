"""Receptions and their steps: begun, gone on with, looked at."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from hallclient.counter.rules.recommending import Answered, Reply
from hallclient.store.audit import Act
from hallclient.store.sequences import next_number
from hallclient.vip.book.members import addresses
from hallclient.vip.records.reception import VipReception, VipStep
from hallclient.vip.rules import (
    STATE_NAMES,
    Event,
    Reception,
    ReceptionUnknown,
    Standing,
    State,
    Step,
    StepDone,
    StepOutOfOrder,
    after,
    left_out,
    may_follow,
    standing_of,
)

NUMBERS = "vip-reception"
"""Receptions are numbered without gaps."""

ENDS = (Step.SEEN_OFF.value, Step.LEFT.value)


def begin(doing: Act, day: date, row: dict[str, Any]) -> int:
    """A guest has come in; `row` is what a reception says besides its number and day."""
    serial = next_number(doing.session, doing.hall, NUMBERS)
    whole = {"serial": serial, "business_date": day} | row
    doing.add(VipReception, [whole], whose=row["customer_id"] or None)
    _write(doing, serial, 1, Event(Step.ARRIVED, doing.at, doing.clerk, doing.counter))
    return serial


def add_step(doing: Act, serial: int, step: Step, *, reason: str = "", **more: Any) -> Standing:
    """The next step of a reception. Raises ReceptionUnknown, StepOutOfOrder, StepDone.

    Nobody else writes in the hall meanwhile.
    """
    before = standing(doing.session, doing.hall, serial)
    if not may_follow(before, step):
        if step in before.done and before.state is not State.GONE:
            raise StepDone
        raise StepOutOfOrder(state=STATE_NAMES[before.state])
    event = Event(step, doing.at, doing.clerk, doing.counter, **more)
    stands = after(before, event)
    if stands is None:
        raise StepOutOfOrder(state=STATE_NAMES[before.state])
    _write(doing, serial, stands.steps, event, reason)
    return stands


def _write(doing: Act, serial: int, number: int, event: Event, reason: str = "") -> None:
    row = {
        "reception": serial,
        "number": number,
        "step": event.step.value,
        "at": event.at,
        "by": event.by,
        "counter": event.counter,
        "place": event.place,
        "ticket": event.ticket,
        "leaflets": event.leaflets,
        "service": event.service,
        "answer": event.answer,
        "reason": reason,
    }
    doing.add(VipStep, [row], whose=_customer(doing.session, doing.hall, serial) or None)


def _customer(session: Session, hall: str, serial: int) -> str:
    query = select(VipReception.customer_id).where(
        VipReception.hall == hall, VipReception.serial == serial
    )
    return session.execute(query).scalar_one()


def events_of(session: Session, hall: str, serial: int) -> tuple[Event, ...]:
    """The steps of a reception, in order; empty for an unknown one."""
    return next((events for _, events in _events(session, hall, [serial])), ())


def standing(session: Session, hall: str, serial: int) -> Standing:
    """Where a reception stands; raises ReceptionUnknown."""
    found = standing_of(events_of(session, hall, serial))
    if found is None:
        raise ReceptionUnknown
    return found


def _events(
    session: Session, hall: str, serials: Sequence[int]
) -> Iterator[tuple[int, tuple[Event, ...]]]:
    query = (
        select(
            VipStep.reception,
            VipStep.step,
            VipStep.at,
            VipStep.by,
            VipStep.counter,
            VipStep.place,
            VipStep.ticket,
            VipStep.leaflets,
            VipStep.service,
            VipStep.answer,
        )
        .where(VipStep.hall == hall, VipStep.reception.in_(serials))
        .order_by(VipStep.reception, VipStep.number)
    )
    for serial, rows in groupby(session.execute(query), key=lambda row: row.reception):
        yield serial, tuple(event_from(row) for row in rows)


def event_from(row: Any) -> Event:
    """A step as it is on record, without what was typed about it."""
    return Event(
        Step(row.step),
        row.at,
        row.by,
        row.counter,
        row.place,
        row.ticket,
        row.leaflets,
        row.service,
        row.answer,
    )


def receptions(
    doing: Session, hall: str, rows: Iterable[VipReception], now: Any, limit: int
) -> tuple[Reception, ...]:
    """These receptions with where they stand and how each guest is addressed."""
    found = list(rows)
    customers = [row.customer_id for row in found if row.customer_id]
    names = addresses(doing, hall, customers)
    stands = {
        serial: standing_of(events)
        for serial, events in _events(doing, hall, [row.serial for row in found])
    }
    made = []
    for row in found:
        standing = stands.get(row.serial)
        if standing is None:
            raise ReceptionUnknown
        gone = standing.state is State.GONE
        one = Reception(
            serial=row.serial,
            business_date=row.business_date,
            customer_id=row.customer_id,
            guest=names.get(row.customer_id, row.who),
            tier=row.tier,
            lapsed=row.lapsed,
            standing=standing,
            limit=limit,
            left_out=left_out(standing, now, limit) if gone else (),
        )
        made.append(one)
    return tuple(made)


def row_of(session: Session, hall: str, serial: int) -> VipReception:
    """A reception as it began; raises ReceptionUnknown."""
    found = session.get(VipReception, (hall, serial))
    if found is None:
        raise ReceptionUnknown
    return found


def unfinished(session: Session, hall: str) -> list[VipReception]:
    """Receptions whose guest has not gone, in the order of arrival."""
    ended = exists().where(
        VipStep.hall == VipReception.hall,
        VipStep.reception == VipReception.serial,
        VipStep.step.in_(ENDS),
    )
    query = select(VipReception).where(VipReception.hall == hall, ~ended)
    return list(session.scalars(query.order_by(VipReception.serial)))


def of_day(session: Session, hall: str, day: date) -> list[VipReception]:
    """Receptions of a business day, in the order of arrival."""
    query = select(VipReception).where(VipReception.hall == hall, VipReception.business_date == day)
    return list(session.scalars(query.order_by(VipReception.serial)))


def is_here(session: Session, hall: str, customer_id: str) -> bool:
    """Whether a customer is in reception now."""
    return any(row.customer_id == customer_id for row in unfinished(session, hall))


def answers(session: Session, hall: str, customer_id: str) -> tuple[Answered, ...]:
    """What a customer said to what was recommended in receptions."""
    query = (
        select(VipStep.service, VipStep.answer, VipStep.at)
        .join(
            VipReception,
            (VipReception.hall == VipStep.hall) & (VipReception.serial == VipStep.reception),
        )
        .where(
            VipReception.hall == hall,
            VipReception.customer_id == customer_id,
            VipStep.step == Step.RECOMMENDED.value,
        )
    )
    rows = session.execute(query)
    return tuple(Answered(row.service, Reply(row.answer), row.at) for row in rows)


def end_day(doing: Act) -> int:
    """Ends every reception that is unfinished when the hall's day is closed; returns how many.

    Nobody else writes in the hall meanwhile.
    """
    left = unfinished(doing.session, doing.hall)
    for row in left:
        add_step(doing, row.serial, Step.LEFT)
    return len(left)
