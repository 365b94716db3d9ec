"""Who may do this, and who signed for it: asked inside the open unit of work."""

from sqlalchemy import Row, bindparam, select
from sqlalchemy.orm import Session

from hallclient.staff.permissions import PERMISSIONS, permission_table
from hallclient.staff.records import StaffMember
from hallclient.staff.rules import (
    ApprovalExpired,
    ApprovalMissing,
    ApprovalNotPermitted,
    ApprovalSamePerson,
    NotPermitted,
    Person,
    Role,
    Signature,
    StaffUnknown,
    in_time,
    is_genuine,
)
from hallclient.store.audit import Act
from hallclient.store.desk import Desk

_PEOPLE = select(StaffMember.code, StaffMember.name, StaffMember.role, StaffMember.active)
# built once: it runs in every order
_ONE = _PEOPLE.where(StaffMember.hall == bindparam("hall"), StaffMember.code == bindparam("code"))


def person(session: Session, hall: str, code: str) -> Person:
    """The person with this code, active or not; raises StaffUnknown."""
    found = find_person(session, hall, code)
    if found is None:
        raise StaffUnknown(code=code)
    return found


def find_person(session: Session, hall: str, code: str) -> Person | None:
    """The person with this code, or None."""
    row = session.connection().execute(_ONE, {"hall": hall, "code": code}).first()
    return None if row is None else _person(row)


def people(session: Session, hall: str) -> tuple[Person, ...]:
    """Everybody, active or not, by code."""
    rows = session.execute(_PEOPLE.where(StaffMember.hall == hall).order_by(StaffMember.code))
    return tuple(_person(row) for row in rows)


def require(session: Session, desk: Desk, permission: str, amount_fen: int = 0) -> None:
    """Raises NotPermitted unless the person at the desk is active and may do this, up to this.

    Read in the open session, so that a right taken away a moment ago is gone.
    """
    acting = find_person(session, desk.hall, desk.clerk)
    if acting is None or not _may(acting, permission, amount_fen):
        raise NotPermitted(permission=PERMISSIONS[permission])


def second_person(
    doing: Act,
    signature: Signature | None,
    permission: str,
    *,
    first: str | None = None,
    amount_fen: int = 0,
) -> Person:
    """The second person who signed for this act (promise 6); their approval goes on record.

    Args:
        first: who may not be the second person; the clerk of the act when left out.
        amount_fen: what is approved, in fen; must be within the signer's limit (S0-MG-05).
    Raises:
        ApprovalMissing, ApprovalSamePerson, ApprovalExpired, ApprovalNotPermitted: all before
        anything is written.
    """
    wording = PERMISSIONS[permission]
    if signature is None or not is_genuine(doing.desk.keys.audit, signature):
        raise ApprovalMissing(permission=wording)
    if signature.code == (doing.clerk if first is None else first):
        raise ApprovalSamePerson
    if not in_time(signature, doing.at):
        raise ApprovalExpired
    signer = find_person(doing.session, doing.hall, signature.code)
    meant_for_this = signature.purpose not in PERMISSIONS or signature.purpose == permission
    if signer is None or not meant_for_this or not _may(signer, permission, amount_fen):
        raise ApprovalNotPermitted(code=signature.code, permission=wording)
    approval = {
        "permission": permission,
        "by": signer.code,
        "signed_at": signature.at.isoformat(),
        "fen": amount_fen,
    }
    doing.note(approvals=[*doing.details.get("approvals", ()), approval])
    return signer


def _person(row: Row[str, str, str, bool]) -> Person:
    return Person(row.code, row.name, Role(row.role), row.active)


def _may(who: Person, permission: str, amount_fen: int) -> bool:
    return who.active and permission_table().allows(who.role, permission, amount_fen)
