"""What `hallclient verify` asks of the staff: people are what the record of changes says, and
approvals from elsewhere were given and used as they could be."""

from collections.abc import Iterator
from typing import Any, Final

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from hallclient.base.language import N_
from hallclient.staff.passwords import mark
from hallclient.staff.records import (
    ApprovalEnd,
    ApprovalRow,
    ApprovalUse,
    StaffChange,
    StaffMember,
)
from hallclient.staff.rules import ANSWERED, SIGNATURE_LIFE, RequestState
from hallclient.store.integrity import Fault

_APPROVALS: Final = (
    select(
        ApprovalRow.request_id,
        ApprovalRow.first,
        ApprovalRow.expires_at,
        ApprovalEnd.state,
        ApprovalEnd.by.label("ended_by"),
        ApprovalEnd.at.label("ended_at"),
        ApprovalUse.by.label("used_by"),
        ApprovalUse.at.label("used_at"),
    )
    .outerjoin(
        ApprovalEnd,
        (ApprovalEnd.hall == ApprovalRow.hall) & (ApprovalEnd.request_id == ApprovalRow.request_id),
    )
    .outerjoin(
        ApprovalUse,
        (ApprovalUse.hall == ApprovalRow.hall) & (ApprovalUse.request_id == ApprovalRow.request_id),
    )
    .where(ApprovalRow.hall == bindparam("of_hall"))
    .order_by(ApprovalRow.request_id)
)


def check(session: Session, hall: str) -> Iterator[Fault]:
    """Rights, states, names or passwords changed behind the program's back."""
    changes = session.scalars(
        select(StaffChange)
        .where(StaffChange.hall == hall)
        .order_by(StaffChange.code, StaffChange.version)
    )
    newest: dict[str, StaffChange] = {}
    for change in changes:
        before = newest.get(change.code)
        if change.version != (before.version if before else 0) + 1:
            place = f"staff_changes code {change.code}, version {change.version}"
            yield Fault("staff.gap", place, N_("A change of a person is missing before this."))
        newest[change.code] = change
    members = session.scalars(
        select(StaffMember).where(StaffMember.hall == hall).order_by(StaffMember.code)
    )
    for member in members:
        if not _agrees(member, newest.pop(member.code, None)):
            yield Fault(
                "staff.changed",
                f"staff code {member.code}",
                N_("A person's name, role, state or password is not as it was recorded."),
            )
    for code in newest:
        yield Fault("staff.missing", f"staff code {code}", N_("A person on record is gone."))
    yield from _approvals(session, hall)


def _approvals(session: Session, hall: str) -> Iterator[Fault]:
    """Approvals from elsewhere that nobody could have given, or used, in this program."""
    for row in session.connection().execute(_APPROVALS, {"of_hall": hall}):
        if not (_could_end(row) and _could_be_used(row)):
            yield Fault(
                "staff.approval",
                f"approval_requests request_id {row.request_id}",
                N_("An approval was given or used as it could not have been."),
            )


def _could_end(row: Any) -> bool:
    if row.state not in ANSWERED:
        return row.state in (None, RequestState.WITHDRAWN, RequestState.TIMED_OUT)
    return bool(row.ended_by != row.first and row.ended_at < row.expires_at)


def _could_be_used(row: Any) -> bool:
    if row.used_by is None:
        return True
    approved, asker = row.state == RequestState.APPROVED, row.used_by == row.first
    return bool(approved and asker and row.used_at <= row.ended_at + SIGNATURE_LIFE)


def _agrees(member: StaffMember, newest: StaffChange | None) -> bool:
    return newest is not None and (
        member.version,
        member.name,
        member.role,
        member.active,
        member.password_by,
        mark(member.password_hash),
    ) == (
        newest.version,
        newest.name,
        newest.role,
        newest.active,
        newest.password_by,
        newest.password_mark,
    )
