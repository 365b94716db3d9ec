"""What a second person signed for during a business day, read from the audit log."""

from typing import Any

from sqlalchemy import Text, cast, select
from sqlalchemy.orm import Session

from hallclient.base.language import N_
from hallclient.duty.book import act_of_close
from hallclient.duty.rules import DayClosed
from hallclient.sheets.values import ApprovalRow
from hallclient.staff.permissions import PERMISSIONS
from hallclient.store.audit import AuditRow

_UNKNOWN = N_("something this version does not know")


def approvals_of(session: Session, hall: str, closed: DayClosed) -> tuple[ApprovalRow, ...]:
    """Every second signature since the close before and up to this one, oldest first.

    By the order of the acts and not by their times, since a clock may be set back.
    """
    columns: tuple[Any, ...] = (AuditRow.at, AuditRow.actor, AuditRow.subject, AuditRow.details)
    query = select(*columns).where(
        AuditRow.hall == hall,
        AuditRow.seq > act_of_close(session, hall, closed.number - 1),
        AuditRow.seq <= act_of_close(session, hall, closed.number),
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
