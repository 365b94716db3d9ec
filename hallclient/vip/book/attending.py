"""Which counter attends to a guest now: by the ticket at it, or by the reception begun there."""

from datetime import datetime, timedelta

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import Session, aliased

from hallclient.base.clock import hall_date
from hallclient.counter.guests import guest_by_ticket
from hallclient.queue import book as queue
from hallclient.vip.records.reception import VipReception, VipStep
from hallclient.vip.rules import Step

OVER = (Step.FINISHED.value, Step.LEFT.value)


def guest_at(session: Session, hall: str, counter: int, now: datetime) -> bool:
    """Whether the counter's own flow serves a guest.

    A ticket at the counter says whose turn it is, also where a reception begun here was not ended;
    a hall without a queue has receptions only.
    """
    if counter < 1:
        return False
    there = queue.at_counter(session, hall, counter)
    begun = _begun(hall, counter, now)
    if there is not None:
        if guest_by_ticket(session, hall, counter, now):
            return True
        begun = begun.where(VipStep.ticket == there.serial)
    return session.execute(begun).first() is not None


def _begun(hall: str, counter: int, now: datetime) -> Select[int]:
    """Receptions that were begun at the counter and not ended."""
    over = aliased(VipStep)
    yesterday = hall_date(now) - timedelta(days=1)  # a business day may go on past midnight
    return (
        select(VipStep.reception)
        .join(
            VipReception,
            (VipReception.hall == VipStep.hall) & (VipReception.serial == VipStep.reception),
        )
        .where(
            VipReception.hall == hall,
            VipReception.business_date >= yesterday,
            VipStep.step == Step.STARTED.value,
            VipStep.counter == counter,
            ~exists().where(
                over.hall == VipStep.hall,
                over.reception == VipStep.reception,
                over.step.in_(OVER),
            ),
        )
    )
