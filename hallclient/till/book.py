"""The till as other rooms use it, inside their own transaction: open shift, business day."""

from datetime import date, timedelta
from typing import Any, Final

from sqlalchemy import Row, bindparam, exists, insert, select, update
from sqlalchemy.orm import Session

from hallclient.base.clock import hall_date
from hallclient.ledger.records import JournalEntry
from hallclient.store.audit import Act
from hallclient.store.desk import Desk
from hallclient.store.sequences import next_number
from hallclient.till.records import BusinessDay, DayEvent, Shift
from hallclient.till.rules import (
    DayNotOpen,
    NotYourShift,
    OpenShift,
    ShiftState,
    ShiftUnknown,
    TillClosed,
    TillPaused,
)

_COLUMNS: Final[tuple[Any, ...]] = (
    Shift.shift_id,
    Shift.business_date,
    Shift.counter,
    Shift.clerk,
    Shift.opened_at,
    Shift.paused,
    Shift.state,
)
# Built once: it runs in every order.
_OPEN = select(*_COLUMNS).where(
    Shift.hall == bindparam("hall"),
    Shift.counter == bindparam("counter"),
    Shift.counted_at.is_(None),
)


def open_shift(session: Session, desk: Desk) -> OpenShift:
    """The shift that the person at the desk works in; ask inside the order's transaction.

    Raises:
        TillClosed: none is open at the counter (lesson 7: also when it was closed elsewhere).
        NotYourShift: it is another clerk's (lesson 27).
        TillPaused: the counter pauses.
    """
    shift = own_shift(session, desk)
    if shift.paused:
        raise TillPaused(counter=shift.counter)
    return shift


def own_shift(session: Session, desk: Desk) -> OpenShift:
    """The same, paused or not. Raises TillClosed, NotYourShift."""
    shift = shift_at(session, desk.hall, desk.counter)
    if shift is None:
        raise TillClosed(counter=desk.counter)
    if shift.clerk != desk.clerk:
        raise NotYourShift(clerk=shift.clerk)
    return shift


def shift_at(session: Session, hall: str, counter: int) -> OpenShift | None:
    """The shift open at a counter, whoever's it is, or None."""
    rows = session.connection().execute(_OPEN, {"hall": hall, "counter": counter})
    row = rows.one_or_none()
    return None if row is None else _shift(row)


def shift_of(session: Session, hall: str, clerk: str) -> OpenShift | None:
    """The open shift of a clerk, at whichever counter, or None."""
    query = select(*_COLUMNS).where(
        Shift.hall == hall, Shift.clerk == clerk, Shift.counted_at.is_(None)
    )
    row = session.execute(query).one_or_none()
    return None if row is None else _shift(row)


def shift_and_state(session: Session, hall: str, shift_id: str) -> tuple[OpenShift, ShiftState]:
    """A shift by its number, with its state; raises ShiftUnknown."""
    query = select(*_COLUMNS).where(Shift.hall == hall, Shift.shift_id == shift_id)
    row = session.execute(query).one_or_none()
    if row is None:
        raise ShiftUnknown(shift=shift_id)
    return _shift(row), ShiftState(row.state)


def shifts_in_state(
    session: Session, hall: str, business_date: date, state: ShiftState
) -> tuple[OpenShift, ...]:
    """The shifts of a business day that are open, counted or approved, by counter."""
    query = select(*_COLUMNS).where(
        Shift.hall == hall, Shift.business_date == business_date, Shift.state == state.value
    )
    rows = session.execute(query.order_by(Shift.counter, Shift.opened_at, Shift.shift_id))
    return tuple(_shift(row) for row in rows)


def _shift(row: Row[Any]) -> OpenShift:
    return OpenShift(
        shift_id=row.shift_id,
        business_date=row.business_date,
        counter=row.counter,
        clerk=row.clerk,
        opened_at=row.opened_at,
        paused=row.paused,
    )


def business_date(session: Session, hall: str) -> date:
    """The open business day; raises TillClosed in a hall that never opened one."""
    found = open_day(session, hall)
    if found is None:
        raise TillClosed
    return found


def open_day(session: Session, hall: str) -> date | None:
    """The open business day, or None in a hall that never opened one."""
    query = select(BusinessDay.business_date).where(
        BusinessDay.hall == hall, BusinessDay.closed_at.is_(None)
    )
    return session.connection().execute(query).scalar_one_or_none()


def ensure_business_day(doing: Act) -> date:
    """The open business day; a hall's first one is made at its first use."""
    day = open_day(doing.session, doing.hall)
    return day or _begin(doing, hall_date(doing.at))


def day_for_opening(doing: Act) -> date:
    """The business day that a shift now opened belongs to.

    After a close the next day stands ready; holidays may pass over it. As long as nothing
    happened in it, it moves on to today's date.
    """
    day, today = ensure_business_day(doing), hall_date(doing.at)
    if day >= today or _used(doing, day):
        return day
    doing.session.connection().execute(
        update(BusinessDay)
        .where(BusinessDay.hall == doing.hall, BusinessDay.business_date == day)
        .values(business_date=today)
    )
    _record(doing, "moved", today, moved_from=day)
    return today


def _used(doing: Act, day: date) -> bool:
    shifts = exists().where(Shift.hall == doing.hall, Shift.business_date == day)
    entries = exists().where(JournalEntry.hall == doing.hall, JournalEntry.business_date == day)
    return bool(doing.session.execute(select(shifts | entries)).scalar_one())


def close_business_day(doing: Act, day: date) -> date:
    """Closes the open business day and opens the next; returns the next one's date.

    The next day is tomorrow, or today when the closed one was left open past its date.

    Raises DayNotOpen: `day` is not the open one, because somebody else closed it first. Whether
    its shifts are approved is for the day close to ask (`shifts_in_state`).
    """
    closed = doing.session.connection().execute(
        update(BusinessDay)
        .where(
            BusinessDay.hall == doing.hall,
            BusinessDay.business_date == day,
            BusinessDay.closed_at.is_(None),
        )
        .values(closed_at=doing.at)
    )
    if closed.rowcount != 1:
        raise DayNotOpen(day=day.isoformat())
    _record(doing, "closed", day)
    return _begin(doing, max(day + timedelta(days=1), hall_date(doing.at)))


def _begin(doing: Act, day: date) -> date:
    row = {"hall": doing.hall, "business_date": day, "opened_at": doing.at, "closed_at": None}
    doing.session.connection().execute(insert(BusinessDay), [row])
    _record(doing, "opened", day)
    return day


def _record(doing: Act, what: str, day: date, moved_from: date | None = None) -> None:
    event_no = next_number(doing.session, doing.hall, "business-day-event")
    row = {
        "event_no": event_no,
        "what": what,
        "business_date": day,
        "moved_from": moved_from,
        "at": doing.at,
        "by": doing.clerk,
    }
    doing.add(DayEvent, [row])
