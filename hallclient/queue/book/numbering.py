"""Tickets by their numbers, and the days that have any."""

from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hallclient.queue.records import QueueTicket


def numbered(session: Session, hall: str, number: str) -> int | None:
    """The serial of the newest ticket with this number, None where it was never dealt out."""
    query = select(QueueTicket.serial).where(QueueTicket.hall == hall, QueueTicket.number == number)
    newest = query.order_by(QueueTicket.business_date.desc()).limit(1)
    return session.connection().execute(newest).scalar_one_or_none()


def newest_day(session: Session, hall: str) -> date | None:
    """The newest business day that has a ticket, None before the first one."""
    query = select(func.max(QueueTicket.business_date)).where(QueueTicket.hall == hall)
    return session.connection().execute(query).scalar_one_or_none()
