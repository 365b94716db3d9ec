"""The journal's two tables; the database refuses to change a row of either."""

from datetime import date, datetime

from sqlalchemy import ForeignKeyConstraint, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from hallclient.base.money import Fen
from hallclient.store.audit import SealedRecord

_GUARDED = {"info": {"append_only": True}, "sqlite_with_rowid": False}


class JournalEntry(SealedRecord):
    """One entry (分录), numbered without gaps in each hall; its postings sum to zero."""

    __tablename__ = "journal"
    __table_args__ = (
        ForeignKeyConstraint(["hall", "reverses"], ["journal.hall", "journal.entry_no"]),
        Index(
            "uq_journal_reverses",
            "hall",
            "reverses",
            unique=True,
            sqlite_where=text("reverses IS NOT NULL"),
            postgresql_where=text("reverses IS NOT NULL"),
        ),
        Index("ix_journal_day", "hall", "business_date"),
        Index("ix_journal_order", "hall", "order_no"),
        _GUARDED,
    )

    entry_no: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    business_date: Mapped[date]
    at: Mapped[datetime]
    kind: Mapped[str] = mapped_column(String(32))
    order_no: Mapped[str] = mapped_column(String(40))
    shift_id: Mapped[str | None] = mapped_column(String(24))
    reverses: Mapped[int | None]
    by: Mapped[str] = mapped_column(String(32))


class PostingRow(SealedRecord):
    """One side of an entry.

    The index covers all that a sum needs and begins with the account: it serves the balance of
    an account, and of an account within a shift, without touching the table.
    """

    __tablename__ = "postings"
    __table_args__ = (
        ForeignKeyConstraint(["hall", "entry_no"], ["journal.hall", "journal.entry_no"]),
        Index("ix_postings_sums", "hall", "account", "shift_id", "memo", "amount_fen"),
        _GUARDED,
    )

    entry_no: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    line: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    account: Mapped[str] = mapped_column(String(32))
    amount_fen: Mapped[Fen]
    shift_id: Mapped[str | None] = mapped_column(String(24))
    memo: Mapped[str] = mapped_column(String(64))
