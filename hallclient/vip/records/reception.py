"""Tables of VIP reception: tiers, receptions and their steps, what is kept of guests, bookings."""

from datetime import date, datetime

from sqlalchemy import ForeignKeyConstraint, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from hallclient.store.audit import SealedRecord
from hallclient.store.blind import MARK_LENGTH
from hallclient.store.columns import APPEND_ONLY, KEPT, HallRecord, PersonalText

STAFF = String(32)
CUSTOMER = String(32)
_MARK = String(MARK_LENGTH)


class VipMember(HallRecord):
    """A customer's tier as it is now; recomputed from `VipMemberEvent`.

    `card_mark` finds the card's number; it is emptied when the customer is erased.
    """

    __tablename__ = "vip_members"
    __table_args__ = (
        ForeignKeyConstraint(["hall", "customer_id"], ["customers.hall", "customers.customer_id"]),
        Index(
            "uq_vip_members_card",
            "hall",
            "card_mark",
            unique=True,
            sqlite_where=text("card_mark <> ''"),
            postgresql_where=text("card_mark <> ''"),
        ),
        KEPT,
    )

    customer_id: Mapped[str] = mapped_column(CUSTOMER, primary_key=True)
    tier: Mapped[str] = mapped_column(String(16))
    card: Mapped[str] = mapped_column(PersonalText)
    card_mark: Mapped[str] = mapped_column(_MARK)
    valid_until: Mapped[date]
    version: Mapped[int]


class VipMemberEvent(SealedRecord):
    """A customer was given a tier, a term, a card; by whom."""

    __tablename__ = "vip_member_events"
    __table_args__ = (APPEND_ONLY,)

    customer_id: Mapped[str] = mapped_column(CUSTOMER, primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    tier: Mapped[str] = mapped_column(String(16))
    card: Mapped[str] = mapped_column(PersonalText)
    valid_until: Mapped[date]
    at: Mapped[datetime]
    by: Mapped[str] = mapped_column(STAFF)


class VipReception(SealedRecord):
    """A reception (接待) as it began; where it stands follows from its steps.

    `customer_id` is "" for somebody on no file, `who` then says who it is. `tier` is the one in
    force; with `lapsed` the one that had lapsed, "" for none: the host received the guest anyway.
    """

    __tablename__ = "vip_receptions"
    __table_args__ = (
        Index("ix_vip_receptions_day", "hall", "business_date"),
        Index("ix_vip_receptions_customer", "hall", "customer_id"),
        APPEND_ONLY,
    )

    serial: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    business_date: Mapped[date]
    customer_id: Mapped[str] = mapped_column(CUSTOMER)
    who: Mapped[str] = mapped_column(PersonalText)
    found_by: Mapped[str] = mapped_column(String(8))
    tier: Mapped[str] = mapped_column(String(16))
    lapsed: Mapped[bool]
    booking: Mapped[int]


class VipStep(SealedRecord):
    """One step of a reception; `by` is whoever did it."""

    __tablename__ = "vip_steps"
    __table_args__ = (
        ForeignKeyConstraint(
            ["hall", "reception"], ["vip_receptions.hall", "vip_receptions.serial"]
        ),
        APPEND_ONLY,
    )

    reception: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    step: Mapped[str] = mapped_column(String(12))
    at: Mapped[datetime]
    by: Mapped[str] = mapped_column(STAFF)
    counter: Mapped[int]
    place: Mapped[str] = mapped_column(String(8))
    ticket: Mapped[int]
    leaflets: Mapped[int]
    service: Mapped[str] = mapped_column(String(32))
    answer: Mapped[str] = mapped_column(String(12))
    reason: Mapped[str] = mapped_column(PersonalText)


class VipFact(SealedRecord):
    """One version of one thing that is kept of a guest: of the profile, or of the key card.

    `value` is "" where it was taken back; every other version of the profile has the consent.
    """

    __tablename__ = "vip_facts"
    __table_args__ = (APPEND_ONLY,)

    customer_id: Mapped[str] = mapped_column(CUSTOMER, primary_key=True)
    item: Mapped[str] = mapped_column(String(24), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    value: Mapped[str] = mapped_column(PersonalText)
    consent: Mapped[bool]
    source: Mapped[str] = mapped_column(String(16))
    at: Mapped[datetime]
    by: Mapped[str] = mapped_column(STAFF)


class VipDay(HallRecord):
    """By which mark a birthday or an end of a contract is found on its day; "" for none.

    Recomputed from `VipFact`; emptied when the customer is erased.
    """

    __tablename__ = "vip_days"
    __table_args__ = (Index("ix_vip_days_mark", "hall", "mark"), KEPT)

    customer_id: Mapped[str] = mapped_column(CUSTOMER, primary_key=True)
    item: Mapped[str] = mapped_column(String(24), primary_key=True)
    mark: Mapped[str] = mapped_column(_MARK)


class VipBooking(SealedRecord):
    """A visit of a key customer or a promised call, as it was booked."""

    __tablename__ = "vip_bookings"
    __table_args__ = (Index("ix_vip_bookings_due", "hall", "due_at"), APPEND_ONLY)

    serial: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(String(8))
    due_at: Mapped[datetime]
    customer_id: Mapped[str] = mapped_column(CUSTOMER)
    who: Mapped[str] = mapped_column(PersonalText)
    purpose: Mapped[str] = mapped_column(PersonalText)
    host: Mapped[str] = mapped_column(STAFF)
    at: Mapped[datetime]
    by: Mapped[str] = mapped_column(STAFF)


class VipBookingEnd(SealedRecord):
    """What became of a booking: kept, missed, cancelled; once."""

    __tablename__ = "vip_booking_ends"
    __table_args__ = (
        ForeignKeyConstraint(["hall", "booking"], ["vip_bookings.hall", "vip_bookings.serial"]),
        APPEND_ONLY,
    )

    booking: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    state: Mapped[str] = mapped_column(String(12))
    at: Mapped[datetime]
    by: Mapped[str] = mapped_column(STAFF)
    reason: Mapped[str] = mapped_column(PersonalText)
