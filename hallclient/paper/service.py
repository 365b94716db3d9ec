"""The print spooler (打印队列): draws and prints what waits, outside of every order.

Nothing here raises because of a printer: its refusal is kept with the job, which is tried again
later. Every change of a job's state is its own short unit of work, and drawing and printing
happen between them, so a slow printer holds no lock.
"""

from dataclasses import replace
from datetime import datetime
from typing import NamedTuple, Protocol

from sqlalchemy import ColumnElement, Text, and_, or_, select, type_coerce, update
from sqlalchemy.orm import Session, aliased

from hallclient.base.errors import Doubtful, HallError
from hallclient.paper.records import Paper, PaperRemains, PrintJob
from hallclient.paper.rules import (
    CLAIM_LASTS,
    JobState,
    PaperUndrawable,
    PaperUnknown,
    Printed,
    PrintInterrupted,
    WaitingJob,
    delay,
    paper_name,
)
from hallclient.store.audit import act
from hallclient.store.desk import Desk
from hallclient.store.personal import PersonalDamaged, cipher_of

_FAILURES_IN_A_PASS = 2
"""One bad paper does not hold up the rest; a dead printer is not tried once for each paper."""


class Printer(Protocol):
    """Anything that takes a finished PDF; a refusal is a HallError whose code is kept.

    `repeatable`: printing the same job twice leaves one paper (a file of the same name), so an
    interrupted job may simply be done again. A refusal that is `Doubtful` leaves the job as an
    interruption would.
    """

    @property
    def repeatable(self) -> bool: ...

    def print(self, pdf: bytes, name: str) -> None: ...


class _Job(NamedTuple):
    """A claimed job with the words of its original."""

    job_id: str
    kind: str
    subject: str
    copy: int
    tries: int
    words: str


def print_waiting(
    desk: Desk, printer: Printer, limit: int = 20, *, hurry: bool = False
) -> tuple[Printed, ...]:
    """Prints what waits for this counter, oldest first, at most `limit` papers.

    A job whose last try failed is left alone for a growing while, unless `hurry` (a person says
    the printer is ready again). Never raises because of a printer or of one bad paper.
    """
    ready = _ready(printer, desk.now(), hurry=hurry)
    done: list[Printed] = []
    failures = 0
    for job_id in _due(desk, ready, limit):
        job = _claim(desk, ready, job_id)
        if job is None:  # another lane was first
            continue
        done.append(_print(desk, printer, job))
        failures = failures + 1 if done[-1].code else 0
        if failures == _FAILURES_IN_A_PASS:
            break
    return tuple(done)


def waiting(desk: Desk, *, every_counter: bool = False) -> tuple[WaitingJob, ...]:
    """Papers that are not there yet, oldest first: of this counter, or of the whole hall."""
    now = desk.now()
    query = (
        select(PrintJob, Paper.kind, Paper.subject, Paper.copy)
        .join(Paper, and_(Paper.hall == PrintJob.hall, Paper.paper_id == PrintJob.job_id))
        .where(PrintJob.hall == desk.hall, PrintJob.state != JobState.PRINTED)
        .where(or_(PrintJob.state != JobState.PRINTING, PrintJob.next_at <= now))
        .order_by(PrintJob.made_at, PrintJob.place)
    )
    if not every_counter:
        query = query.where(PrintJob.counter == desk.counter)
    with desk.read() as session:
        return tuple(
            _shown(job, kind, subject, copy) for job, kind, subject, copy in session.execute(query)
        )


def retry(desk: Desk, job_id: str, request_id: str) -> None:
    """Lets a failed or interrupted job print again at once, on record: it may come out twice.

    Raises PaperUnknown when the job is printed, or being printed just now.
    """
    with act(desk, "paper.retry", request_id) as doing:
        if doing.earlier is not None:
            return
        doing.subject = f"job/{job_id}"
        done = doing.session.connection().execute(
            update(PrintJob)
            .where(PrintJob.hall == desk.hall, PrintJob.job_id == job_id)
            .where(
                or_(
                    PrintJob.state.in_((JobState.WAITING, JobState.FAILED)),
                    and_(PrintJob.state == JobState.PRINTING, PrintJob.next_at <= doing.at),
                )
            )
            .values(state=JobState.WAITING, next_at=doing.at)
        )
        if done.rowcount != 1:
            raise PaperUnknown


def came_out(desk: Desk, job_id: str, request_id: str) -> None:
    """A person has seen the paper of an interrupted job: it waits no longer, on record.

    Raises PaperUnknown when the job is none of those.
    """
    with act(desk, "paper.came-out", request_id) as doing:
        if doing.earlier is not None:
            return
        doing.subject = f"job/{job_id}"
        done = doing.session.connection().execute(
            update(PrintJob)
            .where(PrintJob.hall == desk.hall, PrintJob.job_id == job_id)
            .where(PrintJob.state == JobState.PRINTING, PrintJob.next_at <= doing.at)
            .values(state=JobState.PRINTED, code="", done_at=doing.at)
        )
        if done.rowcount != 1:
            raise PaperUnknown


def warm() -> None:
    """Loads ReportLab and the font ahead of the first paper; call it behind the sign-in."""
    from hallclient.paper import drawing

    drawing.warm()


def _ready(printer: Printer, now: datetime, *, hurry: bool) -> ColumnElement[bool]:
    """Jobs that may be claimed: waiting and due, or interrupted on a printer that may repeat."""
    due = PrintJob.state == JobState.WAITING
    if not hurry:
        due = and_(due, PrintJob.next_at <= now)
    if not printer.repeatable:
        return due
    return or_(due, and_(PrintJob.state == JobState.PRINTING, PrintJob.next_at <= now))


def _due(desk: Desk, ready: ColumnElement[bool], limit: int) -> list[str]:
    query = (
        select(PrintJob.job_id)
        .where(PrintJob.hall == desk.hall, PrintJob.counter == desk.counter)
        .where(ready)
        .order_by(PrintJob.made_at, PrintJob.place)
        .limit(limit)
    )
    with desk.read() as session:
        return list(session.execute(query).scalars())


def _claim(desk: Desk, ready: ColumnElement[bool], job_id: str) -> _Job | None:
    """Takes the job for this lane, or None when it is not to be had any more."""
    now = desk.now()
    original = aliased(Paper)
    stored = type_coerce(original.payload, Text).label("stored")
    with desk.write_beside() as session:
        tries = session.execute(
            update(PrintJob)
            .where(PrintJob.hall == desk.hall, PrintJob.job_id == job_id)
            .where(ready)
            .values(state=JobState.PRINTING, tries=PrintJob.tries + 1, next_at=now + CLAIM_LASTS)
            .returning(PrintJob.tries)
        ).scalar_one_or_none()
        if tries is None:
            return None
        row = session.execute(
            select(Paper.kind, Paper.subject, Paper.copy, stored, PaperRemains.payload)
            .join(original, and_(original.hall == Paper.hall, original.paper_id == Paper.original))
            .outerjoin(
                PaperRemains,
                and_(PaperRemains.hall == Paper.hall, PaperRemains.paper_id == Paper.original),
            )
            .where(Paper.hall == desk.hall, Paper.paper_id == job_id)
        ).one()
        words = row.payload or _words(session, row.stored)
    return _Job(job_id, row.kind, row.subject, row.copy, tries, words)


def _words(session: Session, stored: str) -> str:
    """What a paper says; "" when it was changed from outside, which nothing draws."""
    try:
        return cipher_of(session).opened("papers.payload", stored)
    except PersonalDamaged:
        return ""


def _print(desk: Desk, printer: Printer, job: _Job) -> Printed:
    from hallclient.paper.drawing import drawn  # ReportLab: not before there is a paper

    name = paper_name(job.kind, job.subject, job.copy)
    printed = Printed(job.job_id, job.kind, job.subject, job.copy, name)
    try:
        printer.print(drawn(job.kind, job.words, job.copy), name)
    except Doubtful as doubt:  # the claim stays: nobody knows, and a person looks
        return replace(printed, code=doubt.code, message=str(doubt))
    except PaperUndrawable:
        refusal = PaperUndrawable(job=job.job_id)
        _settle(desk, job, JobState.FAILED, refusal.code)
        return replace(printed, code=refusal.code, message=str(refusal))
    except HallError as refusal:
        _settle(desk, job, JobState.WAITING, refusal.code)
        return replace(printed, code=refusal.code, message=str(refusal))
    except BaseException:  # a bug, told upstairs; the job stays in sight and stops nothing
        _settle(desk, job, JobState.FAILED, PaperUndrawable.code)
        raise
    _settle(desk, job, JobState.PRINTED, "")
    return printed


def _settle(desk: Desk, job: _Job, state: JobState, code: str) -> None:
    """Writes down how it ended, unless somebody else took the job over meanwhile."""
    now = desk.now()
    with desk.write_beside() as session:
        session.execute(
            update(PrintJob)
            .where(PrintJob.hall == desk.hall, PrintJob.job_id == job.job_id)
            .where(PrintJob.state == JobState.PRINTING, PrintJob.tries == job.tries)
            .values(
                state=state,
                code=code,
                next_at=now + delay(job.tries),
                done_at=now if state is JobState.PRINTED else None,
            )
        )


def _shown(job: PrintJob, kind: str, subject: str, copy: int) -> WaitingJob:
    interrupted = job.state == JobState.PRINTING
    return WaitingJob(
        job_id=job.job_id,
        kind=kind,
        subject=subject,
        copy=copy,
        counter=job.counter,
        tries=job.tries,
        code=PrintInterrupted.code if interrupted else job.code,
        made_at=job.made_at,
        interrupted=interrupted,
    )
