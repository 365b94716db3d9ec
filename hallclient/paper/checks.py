"""What `hallclient verify` asks of the papers: each has its job, no copy is missing."""

from collections.abc import Iterator
from itertools import groupby

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from hallclient.base.language import N_
from hallclient.paper.records import Paper, PrintJob
from hallclient.paper.rules import JobState
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
    query = (
        select(Paper.paper_id, PrintJob.job_id, PrintJob.state, PrintJob.done_at)
        .outerjoin(PrintJob, and_(PrintJob.hall == Paper.hall, PrintJob.job_id == Paper.paper_id))
        .where(Paper.hall == hall)
    )
    for row in session.connection().execute(query):
        if row.job_id is None:
            place = f"papers {row.paper_id}"
            yield Fault("paper.job", place, N_("The print job of this paper is missing."))
        elif (row.state == JobState.PRINTED) != (row.done_at is not None):
            place = f"print_jobs {row.paper_id}"
            yield Fault("paper.state", place, N_("This print job contradicts itself."))
