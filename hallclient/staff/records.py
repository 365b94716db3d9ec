"""Tables of the staff: people and what was changed about them, sign-ins, approvals asked for."""

from datetime import datetime

from sqlalchemy import ForeignKeyConstraint, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from hallclient.store.audit import SealedRecord
from hallclient.store.columns import APPEND_ONLY, HallRecord, PersonalText


class StaffMember(HallRecord):
    """A person as they are now; every change is also a `StaffChange`, and verify compares."""

    __tablename__ = "staff"

    code: Mapped[str] = mapped_column(String(32), primary_key=True)
    name: Mapped[str] = mapped_column(PersonalText)
    role: Mapped[str] = mapped_column(String(16))
    active: Mapped[bool]
    password_hash: Mapped[str] = mapped_column(Text)
    password_by: Mapped[str] = mapped_column(String(32))
    version: Mapped[int]


class StaffChange(SealedRecord):
    """What a person became by one act; the newest version says what `staff` must say."""

    __tablename__ = "staff_changes"
    __table_args__ = (
        ForeignKeyConstraint(["hall", "code"], ["staff.hall", "staff.code"]),
        APPEND_ONLY,
    )

    code: Mapped[str] = mapped_column(String(32), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(PersonalText)
    role: Mapped[str] = mapped_column(String(16))
    active: Mapped[bool]
    password_mark: Mapped[str] = mapped_column(String(64))
    password_by: Mapped[str] = mapped_column(String(32))
    changed_by: Mapped[str] = mapped_column(String(32))
    changed_at: Mapped[datetime]


class SignInTries(HallRecord):
    """Failures in a row under one code, and until when it is locked.

    A code that nobody has is counted as well, under a keyed mark of what was typed: it might
    be a password in the wrong field.
    """

    __tablename__ = "sign_in_tries"

    code_mark: Mapped[str] = mapped_column(String(64), primary_key=True)
    failures: Mapped[int]
    locked_until: Mapped[datetime | None]


class ApprovalRow(SealedRecord):
    """A second person elsewhere is asked to approve something (授权申请).

    Attributes:
        content: keyed mark of what is to be done; the approval is good for nothing else.
        facts: JSON of what the second person reads.
    """

    __tablename__ = "approval_requests"
    __table_args__ = (
        Index("ix_approval_requests_expires_at", "hall", "expires_at"),
        APPEND_ONLY,
    )

    request_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    permission: Mapped[str] = mapped_column(String(32))
    first: Mapped[str] = mapped_column(String(32))
    counter: Mapped[int]
    amount_fen: Mapped[int]
    content: Mapped[str] = mapped_column(String(64))
    facts: Mapped[str] = mapped_column(PersonalText)
    asked_at: Mapped[datetime]
    expires_at: Mapped[datetime]


class ApprovalEnd(SealedRecord):
    """What became of a request; its key lets there be one end only."""

    __tablename__ = "approval_ends"
    __table_args__ = (
        ForeignKeyConstraint(
            ["hall", "request_id"], ["approval_requests.hall", "approval_requests.request_id"]
        ),
        APPEND_ONLY,
    )

    request_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    state: Mapped[str] = mapped_column(String(12))
    by: Mapped[str] = mapped_column(String(32))
    reason: Mapped[str] = mapped_column(PersonalText)
    at: Mapped[datetime]


class ApprovalUse(SealedRecord):
    """The act that an approval was given for; its key lets it be used once only."""

    __tablename__ = "approval_uses"
    __table_args__ = (
        ForeignKeyConstraint(
            ["hall", "request_id"], ["approval_ends.hall", "approval_ends.request_id"]
        ),
        APPEND_ONLY,
    )

    request_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    action: Mapped[str] = mapped_column(String(48))
    by: Mapped[str] = mapped_column(String(32))
    at: Mapped[datetime]
