"""What `hallclient verify` asks of the papers: each has its job, no copy is missing."""

from collections.abc import Iterator
from typing import Final

from sqlalchemy import and_, exists, func, select
from sqlalchemy.orm import Session

from hallclient.base.language import N_
from hallclient.paper.records import Paper, PrintJob
from hallclient.paper.rules import JobState
from hallclient.store.audit import AuditRow
from hallclient.store.integrity import Fault

_DONE: Final = PrintJob.done_at.is_not(None)
_SENSELESS: Final = (
    PrintJob.state.not_in([state.value for state in JobState])
    | ((PrintJob.state == JobState.PRINTED.value) & ~_DONE)
    | ((PrintJob.state != JobState.PRINTED.value) & _DONE)
    | (PrintJob.next_at < PrintJob.made_at)
    | (_DONE & (PrintJob.done_at < PrintJob.made_at))
)
"""How far a printing came is not on record; it must be possible, no more."""


def check(session: Session, hall: str) -> Iterator[Fault]:
    """The first wrong place of each kind; what a paper says is covered by the seals."""
    yield from _check_copies(session, hall)
    yield from _check_jobs(session, hall)


def _check_copies(session: Session, hall: str) -> Iterator[Fault]:
    """Copies of an original are counted 1, 2, 3 … (S2-KA-18); the database lets none be twice."""
    query = (
        select(Paper.subject, Paper.kind)
        .where(Paper.hall == hall)
        .group_by(Paper.subject, Paper.kind)
        .having((func.min(Paper.copy) != 0) | (func.max(Paper.copy) != func.count() - 1))
        .order_by(Paper.subject, Paper.kind)
    )
    for subject, kind in session.execute(query):
        place = f"papers {kind} {subject}"
        yield Fault("paper.copies", place, N_("A copy of this paper is missing."))


def _check_jobs(session: Session, hall: str) -> Iterator[Fault]:
    """Each paper has its job, of the moment and counter of its act; no job is without a paper."""
    astray = (PrintJob.made_at != AuditRow.at) | (PrintJob.counter != AuditRow.counter)
    query = (
        select(Paper.paper_id, PrintJob.job_id)
        .outerjoin(AuditRow, and_(AuditRow.hall == Paper.hall, AuditRow.seal == Paper.seal))
        .outerjoin(PrintJob, and_(PrintJob.hall == Paper.hall, PrintJob.job_id == Paper.paper_id))
        .where(
            Paper.hall == hall,
            PrintJob.job_id.is_(None) | AuditRow.seal.is_(None) | astray | _SENSELESS,
        )
    )
    for row in session.connection().execute(query):
        if row.job_id is None:
            place = f"papers {row.paper_id}"
            yield Fault("paper.job", place, N_("The print job of this paper is missing."))
        else:
            place = f"print_jobs {row.paper_id}"
            yield Fault("paper.state", place, N_("This print job contradicts itself."))
    paper = exists().where(Paper.hall == PrintJob.hall, Paper.paper_id == PrintJob.job_id)
    for job_id in session.scalars(select(PrintJob.job_id).where(PrintJob.hall == hall, ~paper)):
        yield Fault("paper.bare", f"print_jobs {job_id}", N_("A print job has no paper."))
