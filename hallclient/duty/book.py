"""Closed days and bags, read in any open session."""

from datetime import date
from typing import Any

from sqlalchemy import Row, Select, func, select
from sqlalchemy.orm import Session

from hallclient.base.money import Fen
from hallclient.counter import book as counter
from hallclient.duty.records import BagHandOver, DayClosing, DepositBag
from hallclient.duty.rules import (
    BackupState,
    BagUnknown,
    BagView,
    DayClosed,
    DayNotClosed,
    DraftLeft,
)
from hallclient.store.audit import AuditRow
from hallclient.till.records import BusinessDay

NUMBERS = "day-report"
"""Name of the sequence that numbers day reports."""

_CLOSING: tuple[Any, ...] = (
    DayClosing.number,
    DayClosing.business_date,
    DayClosing.digest,
    DayClosing.previous,
    DayClosing.deposit_fen,
    DayClosing.over_fen,
    DayClosing.short_fen,
    DayClosing.bag_number,
    DayClosing.by,
    DayClosing.witness,
    DayClosing.at,
    DayClosing.next_date,
)


def last_closed(session: Session, hall: str) -> DayClosed | None:
    """The day closed last, or None in a hall that never closed one."""
    query = select(*_CLOSING).where(DayClosing.hall == hall).order_by(DayClosing.number.desc())
    row = session.execute(query.limit(1)).one_or_none()
    return None if row is None else DayClosed(*row)


def closed_day(session: Session, hall: str, day: date) -> DayClosed:
    """The close of a business day; raises DayNotClosed."""
    query = select(*_CLOSING).where(DayClosing.hall == hall, DayClosing.business_date == day)
    row = session.execute(query).one_or_none()
    if row is None:
        raise DayNotClosed(day=day.isoformat())
    return DayClosed(*row)


def act_of_close(session: Session, hall: str, number: int) -> int:
    """Number of the act that closed a day; 0 for the day before the first."""
    query = (
        select(func.max(AuditRow.seq))
        .join(DayClosing, (DayClosing.hall == hall) & (DayClosing.seal == AuditRow.seal))
        .where(AuditRow.hall == hall, DayClosing.number == number)
    )
    return int(session.execute(query).scalar_one() or 0)


def closed_number(session: Session, hall: str, number: int) -> DayClosed:
    """The close with this number; it must exist."""
    query = select(*_CLOSING).where(DayClosing.hall == hall, DayClosing.number == number)
    return DayClosed(*session.execute(query).one())


def day_to_close(session: Session, hall: str) -> date | None:
    """The open business day, read without a lock: who closes it takes the row for itself."""
    query = select(BusinessDay.business_date).where(
        BusinessDay.hall == hall, BusinessDay.closed_at.is_(None)
    )
    return session.execute(query).scalar_one_or_none()


def drafts_left(session: Session, hall: str) -> tuple[DraftLeft, ...]:
    """Open drafts of the hall, without their content."""
    return tuple(
        DraftLeft(draft.counter, draft.clerk, draft.saved_at)
        for draft in counter.open_drafts(session, hall)
    )


def bag(session: Session, hall: str, number: str) -> BagView:
    """A sealed bag and where it is; raises BagUnknown."""
    row = session.execute(_bags(hall).where(DepositBag.bag_number == number)).one_or_none()
    if row is None:
        raise BagUnknown(field="bag_number", bag=number)
    return _bag(row)


def bags_waiting(session: Session, hall: str) -> tuple[BagView, ...]:
    """Bags that no carrier has taken yet, oldest first (S1-VM-45)."""
    query = _bags(hall).where(BagHandOver.bag_number.is_(None)).order_by(DepositBag.at)
    return tuple(_bag(row) for row in session.execute(query))


def backup_state(session: Session, hall: str) -> BackupState:
    """How the last backups ended, from the acts that say so."""
    made, failed = (_last_backup(session, hall, f"backup.{end}") for end in ("made", "failed"))
    if made and failed and failed.seq < made.seq:
        failed = None
    closed = last_closed(session, hall)
    close = 0 if closed is None else act_of_close(session, hall, closed.number)
    return BackupState(
        file=made.details["file"] if made else "",
        made_at=made.at if made else None,
        failed_at=failed.at if failed else None,
        reason=failed.details["reason"] if failed else "",
        facts=failed.details["facts"] if failed else {},
        unbacked=close > (made.seq if made else 0),
    )


def _last_backup(session: Session, hall: str, action: str) -> Row[Any] | None:
    query = select(AuditRow.seq, AuditRow.at, AuditRow.details).where(
        AuditRow.hall == hall, AuditRow.subject == "backup", AuditRow.action == action
    )
    return session.execute(query.order_by(AuditRow.seq.desc()).limit(1)).first()


def slip_of(session: Session, hall: str, number: str) -> dict[int, int]:
    """The deposit slip of a bag, face in fen to pieces; {} when it was not listed."""
    query = select(DepositBag.slip).where(DepositBag.hall == hall, DepositBag.bag_number == number)
    slip = session.execute(query).scalar_one_or_none() or {}
    return {int(face): int(pieces) for face, pieces in slip.items()}


def _bags(hall: str) -> Select[Any]:
    same = (BagHandOver.hall == DepositBag.hall) & (BagHandOver.bag_number == DepositBag.bag_number)
    columns: tuple[Any, ...] = (
        DepositBag.bag_number,
        DepositBag.business_date,
        DepositBag.amount_fen,
        DepositBag.sealed_by,
        DepositBag.witness,
        DepositBag.at.label("sealed_at"),
        BagHandOver.carrier,
        BagHandOver.at.label("handed_at"),
    )
    return select(*columns).outerjoin(BagHandOver, same).where(DepositBag.hall == hall)


def _bag(row: Row[Any]) -> BagView:
    return BagView(
        number=row.bag_number,
        business_date=row.business_date,
        amount_fen=Fen(row.amount_fen),
        sealed_by=row.sealed_by,
        witness=row.witness,
        sealed_at=row.sealed_at,
        carrier=row.carrier or "",
        handed_at=row.handed_at,
    )
