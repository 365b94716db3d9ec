"""Notices put up, reported to maintenance, taken down (S1-FG-27, S1-FG-28)."""

from hallclient.base.text import printable
from hallclient.queue.book import notices as book
from hallclient.queue.rules.notices import (
    NOTICE_PERMISSIONS,
    NotAFault,
    Notice,
    NoticeDown,
    NoticeKind,
    NoticeStep,
    OfNotice,
    PutUpNotice,
    RemedyMissing,
    ReportedBefore,
    kind_from,
    notice_texts,
    on_screen,
    period_from,
    remark_from,
)
from hallclient.staff import book as staff
from hallclient.store.audit import Act, act
from hallclient.store.desk import Desk


def put_up(desk: Desk, ask: PutUpNotice) -> Notice:
    """Puts a notice up; the public screen shows it at once, or from its time on.

    Raises NoticeKindUnknown, NoticeTextMissing, NoticeTextLong, FaultWithoutEnd,
    NoticeTimeMalformed, NoticePeriodWrong, NotPermitted: nothing was written.
    """
    kind = kind_from(ask.kind)
    zh, en = notice_texts(ask.zh, ask.en)
    with act(desk, "notice.put-up", ask.request_id) as doing:
        if doing.earlier is None:
            staff.require(doing.session, desk, NOTICE_PERMISSIONS[kind])
            begins, ends = period_from(ask, doing.at)
            notice = Notice(0, kind, zh, en, begins, ends, doing.at, doing.clerk)
            doing.subject = _subject(book.put_up(doing, notice).serial)
        return _found(doing)


def report(desk: Desk, ask: OfNotice) -> Notice:
    """Maintenance was called about a fault (S1-FG-27); `remark` may say whom, and when they come.

    Raises NoticeUnknown, NotAFault, NoticeDown, ReportedBefore, RemarkLong, NotPermitted.
    """
    with act(desk, "notice.report", ask.request_id) as doing:
        if doing.earlier is None:
            notice = _hanging(doing, ask)
            if notice.kind is not NoticeKind.FAULT:
                raise NotAFault
            if notice.reported_at is not None:
                raise ReportedBefore
            _move(doing, notice, NoticeStep.REPORTED, ask.remark)
        return _found(doing)


def take_down(desk: Desk, ask: OfNotice) -> Notice:
    """Takes a notice down; of a fault the remark says how it was mended (S1-FG-28).

    Raises NoticeUnknown, NoticeDown, RemedyMissing, RemarkLong, NotPermitted.
    """
    with act(desk, "notice.take-down", ask.request_id) as doing:
        if doing.earlier is None:
            notice = _hanging(doing, ask)
            if notice.kind is NoticeKind.FAULT and not printable(ask.remark).strip():
                raise RemedyMissing(field="remark")
            _move(doing, notice, NoticeStep.TAKEN_DOWN, ask.remark)
        return _found(doing)


def notices(desk: Desk) -> tuple[Notice, ...]:
    """Every notice that was ever put up, the newest first."""
    with desk.read() as session:
        return book.notices(session, desk.hall, hanging=False)


def notices_now(desk: Desk) -> tuple[Notice, ...]:
    """What the public screen shows at this moment: faults first."""
    with desk.read() as session:
        return on_screen(book.notices(session, desk.hall, hanging=True), desk.now())


def _hanging(doing: Act, ask: OfNotice) -> Notice:
    notice = book.notice_of(doing.session, doing.hall, ask.notice)
    staff.require(doing.session, doing.desk, NOTICE_PERMISSIONS[notice.kind])
    if notice.down_at is not None:
        raise NoticeDown
    return notice


def _move(doing: Act, notice: Notice, step: NoticeStep, remark: str) -> None:
    book.move_notice(doing, notice, step, remark_from(remark))
    doing.subject = _subject(notice.serial)


def _subject(serial: int) -> str:
    return f"notice/{serial}"


def _found(doing: Act) -> Notice:
    return book.notice_of(doing.session, doing.hall, doing.number)
