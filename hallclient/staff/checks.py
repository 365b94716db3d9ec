"""What `hallclient verify` asks of the staff: every person is what the record of changes says."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from hallclient.base.language import N_
from hallclient.staff.passwords import mark
from hallclient.staff.records import StaffChange, StaffMember
from hallclient.store.integrity import Fault


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
