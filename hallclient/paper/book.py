"""Papers asked for inside an act: they commit with it, or not at all, and print afterwards."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Row, Select, SelectBase, Text, and_, func, select, type_coerce

from hallclient.base.ids import new_id
from hallclient.paper.erasing import without_people
from hallclient.paper.records import Paper, PaperRemains, PrintJob
from hallclient.paper.rules import Copied, JobState, PaperUnknown
from hallclient.store.audit import Act
from hallclient.store.personal import stored_under

type Asked = tuple[str, Mapping[str, Any]]
"""The kind of a paper and its value's `to_payload()`."""


def enqueue(doing: Act, kind: str, subject: str, payload: Mapping[str, Any]) -> str:
    """Asks for one original paper about the subject; returns its job's id."""
    return enqueue_all(doing, subject, [(kind, payload)])[0]


def enqueue_all(doing: Act, subject: str, papers: Sequence[Asked]) -> tuple[str, ...]:
    """Asks for the originals of one act, in the order in which they are to be printed.

    A payload is kept as given and covered by the act's seal; it is drawn when printed.
    """
    rows = []
    for kind, payload in papers:
        words = json.dumps(payload, ensure_ascii=False, separators=(",", ":"))
        paper_id = new_id()
        rows.append(_row(paper_id, paper_id, 0, kind, subject, words))
    return _add(doing, rows)


def enqueue_copies(doing: Act, subject: str, kind: str | None = None) -> tuple[Copied, ...]:
    """Asks for a copy (补打) of every paper of the subject, or of those of one kind.

    Each is counted from 1 over all copies ever made of that original (S2-KA-18); a request that
    was made is counted even if its paper never came out. Raises PaperUnknown.
    """
    query = select(Paper.paper_id, Paper.kind).where(
        Paper.hall == doing.hall, Paper.subject == subject, Paper.copy == 0
    )
    if kind is not None:
        query = query.where(Paper.kind == kind)
    connection = doing.session.connection()
    originals = connection.execute(query.order_by(Paper.kind.desc())).all()
    if not originals:
        raise PaperUnknown
    rows = [
        _row(new_id(), first.paper_id, _copies(doing, subject, first.kind) + 1, first.kind, subject)
        for first in originals
    ]
    _add(doing, rows)
    return tuple(Copied(row["paper_id"], row["kind"], row["copy"]) for row in rows)


def keep_remains_about(doing: Act, subjects: SelectBase, nobody: str) -> None:
    """Writes down what stays of the papers about these subjects once their people are erased.

    `nobody` is the word that stands where a person stood.
    """
    which = _whole(doing.hall).where(Paper.subject.in_(subjects), Paper.copy == 0)
    _keep_remains(doing, doing.session.connection().execute(which).all(), nobody)


def keep_remains_under(doing: Act, key_id: str, nobody: str, *, after: str, most: int) -> str:
    """The same for papers whose words are encrypted under this data key, so many at a time.

    Returns the last one looked at, to be given as `after`; "" when none is left behind it.
    """
    stored = type_coerce(Paper.payload, Text)
    under = stored.startswith(stored_under(doing.hall, key_id), autoescape=True)
    which = _whole(doing.hall).where(Paper.paper_id > after, under)
    part = which.order_by(Paper.paper_id).limit(most)
    rows = doing.session.connection().execute(part).all()
    _keep_remains(doing, rows, nobody)
    return rows[-1].paper_id if len(rows) == most else ""


def _whole(hall: str) -> Select[str, str, str]:
    """Papers of which nothing but the whole was written down."""
    remains = and_(PaperRemains.hall == Paper.hall, PaperRemains.paper_id == Paper.paper_id)
    return (
        select(Paper.paper_id, Paper.kind, Paper.payload)
        .outerjoin(PaperRemains, remains)
        .where(Paper.hall == hall, PaperRemains.paper_id.is_(None))
    )


def _keep_remains(doing: Act, papers: Sequence[Row[str, str, str]], nobody: str) -> None:
    kept = [
        {"paper_id": row.paper_id, "payload": words}
        for row in papers
        if (words := without_people(row.kind, row.payload, nobody))
    ]
    doing.add(PaperRemains, kept)


def _copies(doing: Act, subject: str, kind: str) -> int:
    query = select(func.max(Paper.copy)).where(
        Paper.hall == doing.hall, Paper.subject == subject, Paper.kind == kind
    )
    return int(doing.session.connection().execute(query).scalar_one())


def _row(
    paper_id: str, original: str, copy: int, kind: str, subject: str, words: str = ""
) -> dict[str, Any]:
    return {
        "paper_id": paper_id,
        "original": original,
        "copy": copy,
        "kind": kind,
        "subject": subject,
        "payload": words,
    }


def _add(doing: Act, papers: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    jobs = [
        {
            "job_id": paper["paper_id"],
            "counter": doing.counter,
            "place": place,
            "state": JobState.WAITING,
            "tries": 0,
            "code": "",
            "made_at": doing.at,
            "next_at": doing.at,
            "done_at": None,
        }
        for place, paper in enumerate(papers)
    ]
    doing.add(Paper, papers)
    doing.add(PrintJob, jobs)
    return tuple(job["job_id"] for job in jobs)
