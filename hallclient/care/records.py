"""Tables of care: what was taken down, every step of it, and whose it is now."""

from datetime import date, datetime

from sqlalchemy import ForeignKeyConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from hallclient.store.audit import SealedRecord
from hallclient.store.columns import APPEND_ONLY, KEPT, HallRecord, PersonalText

STAFF = String(32)


class CareMatter(SealedRecord):
    """An enquiry, complaint, opinion or incident (事项) as it was taken down; written once."""

    __tablename__ = "care_matters"
    __table_args__ = (APPEND_ONLY,)

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    business_date: Mapped[date]
    kind: Mapped[str] = mapped_column(String(12))
    topic: Mapped[str] = mapped_column(String(24))
    channel: Mapped[str] = mapped_column(String(16))
    customer: Mapped[str] = mapped_column(String(32))
    words: Mapped[str] = mapped_column(PersonalText)
    contact: Mapped[str] = mapped_column(PersonalText)


class CareEvent(SealedRecord):
    """One step of a matter; whose it is follows from these.

    `to` is whom it was offered to, `due` until when an answer was promised, `place` where the guest
    is; each of them with the steps that say so.
    """

    __tablename__ = "care_events"
    __table_args__ = (
        ForeignKeyConstraint(["hall", "matter"], ["care_matters.hall", "care_matters.number"]),
        APPEND_ONLY,
    )

    matter: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    step: Mapped[str] = mapped_column(String(12))
    at: Mapped[datetime]
    by: Mapped[str] = mapped_column(STAFF)
    to: Mapped[str] = mapped_column(STAFF)
    due: Mapped[datetime | None]
    place: Mapped[str] = mapped_column(String(8))
    words: Mapped[str] = mapped_column(PersonalText)


class CareStanding(HallRecord):
    """Where a matter stands; recomputed from its events by `checks`."""

    __tablename__ = "care_standings"
    __table_args__ = (
        ForeignKeyConstraint(["hall", "number"], ["care_matters.hall", "care_matters.number"]),
        Index("ix_care_standings_state", "hall", "state"),
        KEPT,
    )

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    state: Mapped[str] = mapped_column(String(8))
    owner: Mapped[str] = mapped_column(STAFF)
    offered_to: Mapped[str] = mapped_column(STAFF)
    due: Mapped[datetime | None]
    place: Mapped[str] = mapped_column(String(8))
    since: Mapped[datetime]
    steps: Mapped[int]
