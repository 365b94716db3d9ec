"""Which counter attends to a guest now: by the ticket at it, or by the reception begun there."""

from datetime import datetime, timedelta

from sqlalchemy import exists, select
from sqlalchemy.orm import Session, aliased

from hallclient.base.clock import hall_date
from hallclient.counter.guests import guest_by_ticket
from hallclient.vip.records.reception import VipReception, VipStep
from hallclient.vip.rules import Step

OVER = (Step.FINISHED.value, Step.LEFT.value)


def guest_at(session: Session, hall: str, counter: int, now: datetime) -> bool:
    """Whether the counter's own flow serves a guest; a hall without a queue has receptions only."""
    return guest_by_ticket(session, hall, counter, now) or _attended(session, hall, counter, now)


def _attended(session: Session, hall: str, counter: int, now: datetime) -> bool:
    if counter < 1:
        return False
    begun, over = aliased(VipStep), aliased(VipStep)
    yesterday = hall_date(now) - timedelta(days=1)  # a business day may go on past midnight
    query = (
        select(begun.reception)
        .join(
            VipReception,
            (VipReception.hall == begun.hall) & (VipReception.serial == begun.reception),
        )
        .where(
            VipReception.hall == hall,
            VipReception.business_date >= yesterday,
            begun.step == Step.STARTED.value,
            begun.counter == counter,
            ~exists().where(
                over.hall == begun.hall,
                over.reception == begun.reception,
                over.step.in_(OVER),
            ),
        )
    )
    return session.execute(query).first() is not None
