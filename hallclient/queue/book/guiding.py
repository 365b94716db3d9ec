"""Visitors at the front desk, written down and read."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, aliased

from hallclient.queue.records import QueueGuidance
from hallclient.queue.rules.guiding import Guidance, GuideVisitor
from hallclient.queue.rules.triage import Direction, Way, slip_holds_until, triage_standard
from hallclient.queue.rules.triage_errors import CameBackBefore, SlipLapsed, SlipUnknown
from hallclient.store.audit import Act
from hallclient.store.sequences import next_number

_COLUMNS: tuple[Any, ...] = (
    QueueGuidance.serial,
    QueueGuidance.business_date,
    QueueGuidance.at,
    QueueGuidance.by,
    QueueGuidance.purpose,
    QueueGuidance.way,
    QueueGuidance.ticket,
    QueueGuidance.came_back,
    QueueGuidance.care,
    QueueGuidance.crowded,
    QueueGuidance.missing,
    QueueGuidance.offered,
    QueueGuidance.channel,
    QueueGuidance.customer,
)


def put_down(
    doing: Act, ask: GuideVisitor, direction: Direction, day: date, *, ticket: int, note: str
) -> int:
    """A visitor on record; gives the serial."""
    serial = next_number(doing.session, doing.hall, "queue-guidance")
    row = {
        "serial": serial,
        "business_date": day,
        "at": doing.at,
        "by": doing.clerk,
        "purpose": direction.purpose.code,
        "way": direction.way.value,
        "ticket": ticket,
        "came_back": ask.came_back,
        "care": ask.care,
        "crowded": direction.crowded,
        "missing": _codes(paper.code for paper in direction.missing),
        "offered": _codes(channel.code for channel in direction.offered),
        "channel": direction.taken.code if direction.taken else "",
        "customer": ask.customer,
        "note": note,
    }
    doing.add(QueueGuidance, [row], whose=ask.customer or None)
    return serial


def guidance(session: Session, hall: str, serial: int) -> Guidance | None:
    """A visitor by serial, or None."""
    row = session.execute(_query(hall).where(QueueGuidance.serial == serial)).one_or_none()
    return None if row is None else guidance_from(row)


def guidances_of(session: Session, hall: str, day: date) -> tuple[Guidance, ...]:
    """Every visitor of a business day, in order."""
    query = _query(hall).where(QueueGuidance.business_date == day)
    return tuple(map(guidance_from, session.execute(query.order_by(QueueGuidance.serial))))


def sent_back(session: Session, hall: str, today: date) -> tuple[Guidance, ...]:
    """Who lacks papers, has not come back and is still expected, newest first."""
    back = aliased(QueueGuidance)
    there = select(back.serial).where(back.hall == hall, back.came_back == QueueGuidance.serial)
    query = _query(hall).where(
        QueueGuidance.way == Way.COME_BACK.value,
        QueueGuidance.business_date >= today - timedelta(days=triage_standard().slip_days),
        ~there.exists(),
    )
    rows = session.execute(query.order_by(QueueGuidance.serial.desc()))
    return tuple(map(guidance_from, rows))


def waiting_slip(session: Session, hall: str, serial: int, today: date) -> Guidance:
    """The visit whose papers are brought now; raises SlipUnknown, SlipLapsed, CameBackBefore."""
    one = guidance(session, hall, serial)
    if one is None or one.way is not Way.COME_BACK:
        raise SlipUnknown(field="slip")
    last = slip_holds_until(one.business_date)
    if today > last:
        raise SlipLapsed(field="slip", number=serial, day=last.isoformat())
    query = select(QueueGuidance.serial).where(
        QueueGuidance.hall == hall, QueueGuidance.came_back == serial
    )
    if session.execute(query).first() is not None:
        raise CameBackBefore(field="slip", number=serial)
    return one


def note_of(session: Session, hall: str, serial: int) -> str:
    """What was noted of a visitor; `已删除` once it was erased."""
    query = select(QueueGuidance.note).where(
        QueueGuidance.hall == hall, QueueGuidance.serial == serial
    )
    return session.execute(query).scalar_one()


def _query(hall: str) -> Select[Any]:
    return select(*_COLUMNS).where(QueueGuidance.hall == hall)


def guidance_from(row: Any) -> Guidance:
    """A visitor, from the row."""
    return Guidance(
        serial=row.serial,
        business_date=row.business_date,
        at=row.at,
        by=row.by,
        purpose=row.purpose,
        way=Way(row.way),
        ticket=row.ticket,
        came_back=row.came_back,
        care=row.care,
        crowded=row.crowded,
        missing=_listed(row.missing),
        offered=_listed(row.offered),
        channel=row.channel,
        customer=row.customer,
    )


def _codes(codes: Iterable[str]) -> str:
    return ",".join(codes)


def _listed(codes: str) -> tuple[str, ...]:
    return tuple(filter(None, codes.split(",")))
