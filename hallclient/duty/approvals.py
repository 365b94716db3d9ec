"""What a second person signed for during a business day, read from the audit log."""

from typing import Any

from sqlalchemy import Text, cast, func, select
from sqlalchemy.orm import Session

from hallclient.base.language import N_
from hallclient.duty.rules import DayClosed
from hallclient.sheets.values import ApprovalRow
from hallclient.staff.permissions import PERMISSIONS
from hallclient.store.audit import AuditRow
from hallclient.till.records import DayEvent

_UNKNOWN = N_("something this version does not know")


def approvals_of(session: Session, hall: str, closed: DayClosed) -> tuple[ApprovalRow, ...]:
    """Every second signature between the opening of the day and its close, oldest first."""
    opened = select(func.min(DayEvent.at)).where(
        DayEvent.hall == hall,
        DayEvent.business_date == closed.business_date,
        DayEvent.what.in_(("opened", "moved")),
    )
    columns: tuple[Any, ...] = (AuditRow.at, AuditRow.actor, AuditRow.subject, AuditRow.details)
    query = select(*columns).where(
        AuditRow.hall == hall,
        AuditRow.at >= opened.scalar_subquery(),
        AuditRow.at <= closed.closed_at,
        cast(AuditRow.details, Text).like('%"approvals"%'),
    )
    return tuple(
        ApprovalRow(
            at=row.at,
            action=PERMISSIONS.get(approval["permission"], _UNKNOWN),
            subject=row.subject,
            first=row.actor,
            second=approval["by"],
        )
        for row in session.execute(query.order_by(AuditRow.seq))
        for approval in row.details.get("approvals", ())
    )
