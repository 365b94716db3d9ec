"""The people of the hall, as they are in the open session."""

from sqlalchemy import Row, bindparam, select
from sqlalchemy.orm import Session

from hallclient.staff.permissions import permission_table
from hallclient.staff.records import StaffMember
from hallclient.staff.rules import Person, Role, StaffUnknown

_PEOPLE = select(
    StaffMember.code, StaffMember.name, StaffMember.role, StaffMember.active, StaffMember.version
)
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


def may(who: Person, permission: str, amount_fen: int = 0) -> bool:
    """Whether the person works here and may do this, up to this amount in fen."""
    return who.active and permission_table().allows(who.role, permission, amount_fen)


def _person(row: Row[str, str, str, bool, int]) -> Person:
    return Person(row.code, row.name, Role(row.role), row.active, row.version)
