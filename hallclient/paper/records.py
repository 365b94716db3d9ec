"""Tables: what a paper says (sealed, for ever) and how far its printing has come."""

from datetime import datetime

from sqlalchemy import ForeignKeyConstraint, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from hallclient.store.audit import SealedRecord
from hallclient.store.columns import APPEND_ONLY, HallRecord, PersonalText


class Paper(SealedRecord):
    """A paper as it was asked for; a copy refers to its original and has no words of its own.

    `payload` is the JSON of a value of `values.py`; "" in a copy, so that a copy cannot say
    anything but what the original says. A subject has at most one original of each kind.
    """

    __tablename__ = "papers"
    __table_args__ = (
        Index("uq_papers_copy", "hall", "subject", "kind", "copy", unique=True),
        APPEND_ONLY,
    )

    paper_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    original: Mapped[str] = mapped_column(String(32))
    copy: Mapped[int]
    kind: Mapped[str] = mapped_column(String(16))
    subject: Mapped[str] = mapped_column(String(64))
    payload: Mapped[str] = mapped_column(PersonalText)


class PaperRemains(SealedRecord):
    """What stays of a paper when the person on it is erased: the business, the money, nobody.

    `payload` names nobody, staff by code only, and is not encrypted; it is written before the key
    goes.
    """

    __tablename__ = "paper_remains"
    __table_args__ = (
        ForeignKeyConstraint(["hall", "paper_id"], ["papers.hall", "papers.paper_id"]),
        APPEND_ONLY,
    )

    paper_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    payload: Mapped[str] = mapped_column(Text)


class PrintJob(HallRecord):
    """How far the printing of a paper has come: mutable, and no book depends on it.

    `place` is its order among the papers of one act.
    """

    __tablename__ = "print_jobs"
    __table_args__ = (
        ForeignKeyConstraint(["hall", "job_id"], ["papers.hall", "papers.paper_id"]),
        Index("ix_print_jobs_state", "hall", "counter", "state", "next_at"),
    )

    job_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    counter: Mapped[int]
    place: Mapped[int]
    state: Mapped[str] = mapped_column(String(16))
    tries: Mapped[int]
    code: Mapped[str] = mapped_column(String(32))
    made_at: Mapped[datetime]
    next_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
