"""What the hall's display may read of the queue: no customer, no note, no name."""

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import String, bindparam, cast, func, literal, select
from sqlalchemy.orm import Session

from hallclient.queue.records import QueuePlace, QueueTicket
from hallclient.queue.rules import AT_A_COUNTER, State
from hallclient.store.audit import AuditRow

CALLS: Final = ("queue.call", "queue.recall")
"""The acts that call a customer."""

# Built once: they run with every change in the hall.
_LAST_CALL = (
    select(func.max(AuditRow.seq))
    .where(
        AuditRow.hall == QueuePlace.hall,
        AuditRow.subject == literal("ticket/") + cast(QueuePlace.serial, String),
        AuditRow.action.in_(CALLS),
    )
    .scalar_subquery()
)
_AT_COUNTERS = (
    select(
        QueuePlace.serial,
        QueueTicket.number,
        QueuePlace.counter,
        QueuePlace.last_at,
        QueuePlace.state,
        func.coalesce(_LAST_CALL, 0).label("seq"),
    )
    .join(
        QueueTicket,
        (QueueTicket.hall == QueuePlace.hall) & (QueueTicket.serial == QueuePlace.serial),
    )
    .where(
        QueuePlace.hall == bindparam("hall"),
        QueuePlace.state.in_([state.value for state in AT_A_COUNTER]),
    )
)
_BY_LINE = (
    select(QueuePlace.line, func.count())
    .where(QueuePlace.hall == bindparam("hall"), QueuePlace.state == State.WAITING.value)
    .group_by(QueuePlace.line)
)


def at_counters(session: Session, hall: str) -> Sequence[Any]:
    """Serial, number, counter, last call and state of every ticket at a counter, in no order.

    `seq` is the place of the last call among all that was done in the hall.
    """
    return session.connection().execute(_AT_COUNTERS, {"hall": hall}).all()


def waiting_by_line(session: Session, hall: str) -> dict[str, int]:
    """How many wait in each line where anybody does."""
    rows = session.connection().execute(_BY_LINE, {"hall": hall})
    return {row[0]: row[1] for row in rows}
