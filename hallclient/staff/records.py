"""Tables of the staff: people, what was changed about them, and failed sign-ins."""

from datetime import datetime

from sqlalchemy import ForeignKeyConstraint, String, Text
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
