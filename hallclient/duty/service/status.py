"""Where the day stands."""

from dataclasses import replace
from datetime import date

from sqlalchemy.orm import Session

from hallclient.base.money import Fen
from hallclient.counter import service as counter
from hallclient.duty import book
from hallclient.duty.rules import DayClosed, DayStatus, NothingToClose, blockers
from hallclient.ledger import book as ledger
from hallclient.ledger.rules import Account
from hallclient.staff.book import require
from hallclient.staff.rules import NotPermitted
from hallclient.store.desk import Desk
from hallclient.till import service as till
from hallclient.till.rules import ShiftRow, ShiftState


def last_closed(desk: Desk) -> DayClosed | None:
    """The day closed last, or None."""
    with desk.read() as session:
        return book.last_closed(session, desk.hall)


def day_status(desk: Desk) -> DayStatus:
    """The open day: its shifts, what blocks its close, and the bags still in the safe.

    What the safe should hold is told only to who may close the day, and only once every shift
    is counted and approved: until then it could tell a clerk what is expected of them. What was
    left out, clerk by clerk, is told to them only, too.
    """
    with desk.read() as session:
        day = book.day_to_close(session, desk.hall)
    shifts = () if day is None else till.shifts_of_day(desk, day)
    with desk.read() as session:
        status, may_close = _status(session, desk, day, shifts), _may_close(session, desk)
    if day is None or not may_close:
        return status
    return replace(status, left_out=counter.left_out_of_day(desk, day))


def _status(
    session: Session, desk: Desk, day: date | None, shifts: tuple[ShiftRow, ...]
) -> DayStatus:
    opened = [shift for shift in shifts if shift.state is ShiftState.OPEN]
    counted = [shift for shift in shifts if shift.state is ShiftState.COUNTED]
    drafts = book.drafts_left(session, desk.hall)
    stops = blockers(opened, counted, drafts) if shifts or drafts else (NothingToClose(),)
    told = bool(shifts) and not opened and not counted and _may_close(session, desk)
    return DayStatus(
        business_date=day,
        shifts=shifts,
        drafts=drafts,
        blockers=stops,
        expected_fen=ledger.balance(session, desk.hall, Account.SAFE) if told else None,
        over_fen=Fen(sum(shift.over_fen or 0 for shift in shifts)),
        short_fen=Fen(sum(shift.short_fen or 0 for shift in shifts)),
        bags=book.bags_waiting(session, desk.hall),
        last=book.last_closed(session, desk.hall),
        backup=book.backup_state(session, desk.hall),
    )


def _may_close(session: Session, desk: Desk) -> bool:
    try:
        require(session, desk, "day.close")
    except NotPermitted:
        return False
    return True
