"""Ticks of the clerk's own checks: kept with the act that they belong to, read back by shift."""

from collections.abc import Set as AbstractSet

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from hallclient.store.audit import Act
from hallclient.till.records import SelfCheck
from hallclient.till.rules import Ticked, When, checks_version, till_checks


def keep_checks(
    doing: Act, shift_id: str, when: When, ticked: AbstractSet[str], moment: str = ""
) -> None:
    """Writes every check of the moment with its tick; what is not ticked is on record too."""
    rows = [
        {
            "shift_id": shift_id,
            "moment": moment or when,
            "duty": check.duty,
            "ticked": check.duty in ticked,
            "version": checks_version(),
        }
        for check in till_checks(when)
    ]
    doing.add(SelfCheck, rows)


def checks_of(session: Session, hall: str, shift_id: str) -> tuple[Ticked, ...]:
    """Every check of a shift, by moment."""
    query = select(SelfCheck.duty, SelfCheck.moment, SelfCheck.ticked).where(
        SelfCheck.hall == hall, SelfCheck.shift_id == shift_id
    )
    rows = session.execute(query.order_by(SelfCheck.moment, SelfCheck.duty))
    return tuple(Ticked(*row) for row in rows)


def left_open(session: Session, hall: str, shift_id: str) -> bool:
    """Whether a check of the shift was not ticked."""
    open_ones = exists().where(
        SelfCheck.hall == hall, SelfCheck.shift_id == shift_id, SelfCheck.ticked.is_(False)
    )
    return bool(session.execute(select(open_ones)).scalar_one())
