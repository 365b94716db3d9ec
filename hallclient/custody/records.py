"""The register: what came into custody, every entry about it, every count, and where it stands."""

from datetime import datetime

from sqlalchemy import ForeignKeyConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from hallclient.store.audit import SealedRecord
from hallclient.store.columns import APPEND_ONLY, HallRecord, PersonalText

STAFF = String(32)


class CustodyItem(SealedRecord):
    """A line of the register (保管物品) as it was received; written once.

    `own_number` is the number on a customer's paper, which says whose account it is: it stands
    there alone, with `first` and `last` empty.
    """

    __tablename__ = "custody_items"
    __table_args__ = (Index("ix_custody_items_kind", "hall", "kind"), APPEND_ONLY)

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(String(24))
    first: Mapped[str] = mapped_column(String(32))
    last: Mapped[str] = mapped_column(String(32))
    pieces: Mapped[int]
    description: Mapped[str] = mapped_column(PersonalText)
    owner: Mapped[str] = mapped_column(PersonalText)
    own_number: Mapped[str | None] = mapped_column(PersonalText)


class CustodyStanding(HallRecord):
    """Where an item stands; recomputed from its entries by `checks`."""

    __tablename__ = "custody_standings"
    __table_args__ = (
        ForeignKeyConstraint(["hall", "number"], ["custody_items.hall", "custody_items.number"]),
    )

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    state: Mapped[str] = mapped_column(String(16))
    custodian: Mapped[str] = mapped_column(STAFF)
    holder: Mapped[str] = mapped_column(STAFF)
    left: Mapped[int]


class CustodyEntry(SealedRecord):
    """One entry: what happened to an item, and the two who signed for it.

    `count` is the pieces received, or used while the item was out; 0 with the other steps.
    """

    __tablename__ = "custody_entries"
    __table_args__ = (
        ForeignKeyConstraint(["hall", "item"], ["custody_items.hall", "custody_items.number"]),
        Index("ix_custody_entries_item", "hall", "item"),
        APPEND_ONLY,
    )

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    item: Mapped[int]
    at: Mapped[datetime]
    step: Mapped[str] = mapped_column(String(16))
    by: Mapped[str] = mapped_column(STAFF)
    second: Mapped[str] = mapped_column(STAFF)
    count: Mapped[int]
    outside: Mapped[str] = mapped_column(PersonalText)
    reason: Mapped[str] = mapped_column(PersonalText)


class CustodyCount(SealedRecord):
    """A count (清点) of what lies in the safe, by two people.

    `custodian` is whose items were counted, "" for everybody's; `entries` is the number of the
    last entry before it, so that what was booked then can be reckoned again.
    """

    __tablename__ = "custody_counts"
    __table_args__ = (APPEND_ONLY,)

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    by: Mapped[str] = mapped_column(STAFF)
    witness: Mapped[str] = mapped_column(STAFF)
    custodian: Mapped[str] = mapped_column(STAFF)
    entries: Mapped[int]
    note: Mapped[str] = mapped_column(PersonalText)


class CustodyFinding(SealedRecord):
    """A line of a count; item 0 is something that is on no line of the register.

    Missing and surplus are lines of their own: none deletes another (standards 8.5).
    """

    __tablename__ = "custody_findings"
    __table_args__ = (
        ForeignKeyConstraint(["hall", "count"], ["custody_counts.hall", "custody_counts.number"]),
        APPEND_ONLY,
    )

    count: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    line: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    item: Mapped[int]
    booked: Mapped[int]
    found: Mapped[int]
    description: Mapped[str] = mapped_column(PersonalText)
