"""What `hallclient verify` asks of the papers: each has its job, no copy is missing."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from sqlalchemy import Row, and_, select
from sqlalchemy.orm import Session

from hallclient.base.language import N_
from hallclient.paper.records import Paper, PrintJob
from hallclient.paper.rules import JobState
from hallclient.store.audit import AuditRow
from hallclient.store.integrity import Fault


def check(session: Session, hall: str) -> Iterator[Fault]:
    """The first wrong place of each kind; what a paper says is covered by the seals."""
    yield from _check_copies(session, hall)
    yield from _check_jobs(session, hall)


def _check_copies(session: Session, hall: str) -> Iterator[Fault]:
    """Copies of an original are counted 1, 2, 3 … (S2-KA-18)."""
    query = (
        select(Paper.subject, Paper.kind, Paper.copy)
        .where(Paper.hall == hall)
        .order_by(Paper.subject, Paper.kind, Paper.copy)
    )
    for (subject, kind), papers in groupby(
        session.connection().execute(query), lambda row: (row.subject, row.kind)
    ):
        if any(paper.copy != number for number, paper in enumerate(papers)):
            place = f"papers {kind} {subject}"
            yield Fault("paper.copies", place, N_("A copy of this paper is missing."))


def _check_jobs(session: Session, hall: str) -> Iterator[Fault]:
    """Each paper has its job, of the moment and counter of its act; no job is without a paper."""
    query = (
        select(Paper.paper_id, AuditRow.at, AuditRow.counter, PrintJob.__table__)
        .outerjoin(AuditRow, and_(AuditRow.hall == Paper.hall, AuditRow.seal == Paper.seal))
        .outerjoin(PrintJob, and_(PrintJob.hall == Paper.hall, PrintJob.job_id == Paper.paper_id))
        .where(Paper.hall == hall)
    )
    for row in session.connection().execute(query):
        if row.job_id is None:
            place = f"papers {row.paper_id}"
            yield Fault("paper.job", place, N_("The print job of this paper is missing."))
        elif (row.at, row.counter) != (row.made_at, row.counter_1) or not _makes_sense(row):
            place = f"print_jobs {row.paper_id}"
            yield Fault("paper.state", place, N_("This print job contradicts itself."))
    papers = select(Paper.paper_id).where(Paper.hall == hall)
    bare = select(PrintJob.job_id).where(
        PrintJob.hall == hall, PrintJob.job_id.not_in(papers.scalar_subquery())
    )
    for job_id in session.scalars(bare):
        yield Fault("paper.bare", f"print_jobs {job_id}", N_("A print job has no paper."))


def _makes_sense(job: Row[Any]) -> bool:
    """How far a printing came is not on record; it must be possible, no more."""
    printed = job.state == JobState.PRINTED
    times = job.made_at <= job.next_at and (job.done_at is None or job.made_at <= job.done_at)
    return job.state in set(JobState) and printed == (job.done_at is not None) and times
