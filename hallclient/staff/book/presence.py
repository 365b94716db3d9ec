"""Who is in the hall, as far as their coming and leaving says."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from hallclient.base.clock import hall_date
from hallclient.staff.book.people import find_person
from hallclient.store.audit import AuditRow

_CAME, _LEFT = "staff.sign-in", "staff.sign-out"


def at_work(session: Session, hall: str, code: str, at: datetime) -> bool:
    """Whether somebody works here and has not left since they came today.

    Whose coming was never put on record counts as here: a new colleague, a hall that is scripted.
    """
    who = find_person(session, hall, code)
    if who is None or not who.active:
        return False
    query = (
        select(AuditRow.action, AuditRow.at)
        .where(
            AuditRow.hall == hall,
            AuditRow.subject == f"staff/{code}",
            AuditRow.action.in_((_CAME, _LEFT)),
        )
        .order_by(AuditRow.seq.desc())
        .limit(1)
    )
    last = session.execute(query).one_or_none()
    return last is None or (last.action == _CAME and hall_date(last.at) == hall_date(at))
