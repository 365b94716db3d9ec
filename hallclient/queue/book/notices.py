"""Notices of the hall, read and written inside a unit of work; never commits."""

from typing import Any

from sqlalchemy import Row, Select, select
from sqlalchemy.orm import Session

from hallclient.queue.records import QueueNotice, QueueNoticeStep
from hallclient.queue.rules.notices import (
    Notice,
    NoticeDown,
    NoticeKind,
    NoticeStep,
    NoticeUnknown,
    PublicNotice,
    after_step,
)
from hallclient.store.audit import Act
from hallclient.store.sequences import next_number

SEQUENCE = "queue-notice"
_PUBLIC: tuple[Any, ...] = (
    QueueNotice.serial,
    QueueNotice.kind,
    QueueNotice.zh,
    QueueNotice.en,
    QueueNotice.from_at,
    QueueNotice.until_at,
)


def put_up(doing: Act, notice: Notice) -> Notice:
    """Writes a notice, under the next number."""
    serial = next_number(doing.session, doing.hall, SEQUENCE)
    row: dict[str, Any] = {
        "serial": serial,
        "kind": notice.kind.value,
        "zh": notice.zh,
        "en": notice.en,
        "from_at": notice.from_at,
        "until_at": notice.until_at,
        "at": notice.at,
        "by": notice.by,
    }
    doing.add(QueueNotice, [row])
    return notice_of(doing.session, doing.hall, serial)


def move_notice(doing: Act, notice: Notice, step: NoticeStep, remark: str) -> Notice:
    """A step of a notice that hangs. Raises NoticeDown where another was first."""
    moved = after_step(notice, step, doing.at, doing.clerk, remark)
    if moved is None:
        raise NoticeDown
    row = {
        "notice": notice.serial,
        "number": moved.steps,
        "step": step.value,
        "at": doing.at,
        "by": doing.clerk,
        "remark": remark,
    }
    doing.add(QueueNoticeStep, [row])
    return moved


def notice_of(session: Session, hall: str, serial: int) -> Notice:
    """One notice; raises NoticeUnknown."""
    query = select(QueueNotice).where(QueueNotice.hall == hall, QueueNotice.serial == serial)
    row = session.scalars(query).one_or_none()
    if row is None:
        raise NoticeUnknown
    return _followed(notice_from(row), _steps(session, hall, [serial]))


def notices(session: Session, hall: str, *, hanging: bool) -> tuple[Notice, ...]:
    """Every notice, the newest first; only those that nobody has taken down if `hanging`."""
    query = select(QueueNotice).where(QueueNotice.hall == hall)
    if hanging:
        query = query.where(QueueNotice.serial.not_in(_taken_down(hall)))
    rows = session.scalars(query.order_by(QueueNotice.serial.desc())).all()
    steps = _steps(session, hall, [row.serial for row in rows])
    return tuple(_followed(notice_from(row), steps) for row in rows)


def public_notices(session: Session, hall: str) -> tuple[PublicNotice, ...]:
    """What hangs, in no order; reads nothing that the hall's display may not."""
    query = select(*_PUBLIC).where(
        QueueNotice.hall == hall, QueueNotice.serial.not_in(_taken_down(hall))
    )
    return tuple(
        PublicNotice(row.serial, NoticeKind(row.kind), row.zh, row.en, row.from_at, row.until_at)
        for row in session.connection().execute(query)
    )


def _taken_down(hall: str) -> Select[Any]:
    return select(QueueNoticeStep.notice).where(
        QueueNoticeStep.hall == hall, QueueNoticeStep.step == NoticeStep.TAKEN_DOWN.value
    )


def _steps(session: Session, hall: str, serials: list[int]) -> dict[int, list[Row[Any]]]:
    columns: tuple[Any, ...] = (QueueNoticeStep.__table__,)
    query = select(*columns).where(
        QueueNoticeStep.hall == hall, QueueNoticeStep.notice.in_(serials)
    )
    found: dict[int, list[Row[Any]]] = {}
    for row in session.execute(query.order_by(QueueNoticeStep.notice, QueueNoticeStep.number)):
        found.setdefault(row.notice, []).append(row)
    return found


def _followed(notice: Notice, steps: dict[int, list[Row[Any]]]) -> Notice:
    for row in steps.get(notice.serial, ()):
        moved = after_step(notice, NoticeStep(row.step), row.at, row.by, row.remark)
        notice = notice if moved is None else moved  # `verify` names a step that does not follow
    return notice


def notice_from(row: Any) -> Notice:
    """A notice as it was put up."""
    return Notice(
        row.serial,
        NoticeKind(row.kind),
        row.zh,
        row.en,
        row.from_at,
        row.until_at,
        row.at,
        row.by,
    )
