"""Tables of the queue: tickets, counters and their pauses, closed days; notices of the hall."""

from datetime import date, datetime

from sqlalchemy import ForeignKeyConstraint, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from hallclient.store.audit import SealedRecord
from hallclient.store.columns import APPEND_ONLY, KEPT, HallRecord, PersonalText, on_display

STAFF = String(32)
_AT_COUNTER = text("state IN ('called', 'serving')")


class QueueTicket(SealedRecord):
    """A ticket (号票) as it was taken; written once, kept for ever, its number never used again."""

    __tablename__ = "queue_tickets"
    __table_args__ = (
        Index("uq_queue_tickets_number", "hall", "business_date", "number", unique=True),
        on_display(APPEND_ONLY, "hall", "serial", "number"),
    )

    serial: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    business_date: Mapped[date]
    number: Mapped[str] = mapped_column(String(8))
    care: Mapped[bool]
    booked_at: Mapped[datetime | None]
    customer: Mapped[str] = mapped_column(String(32))
    note: Mapped[str] = mapped_column(PersonalText)


class QueueEvent(SealedRecord):
    """One step of a ticket; where it stands follows from these."""

    __tablename__ = "queue_events"
    __table_args__ = (
        ForeignKeyConstraint(["hall", "ticket"], ["queue_tickets.hall", "queue_tickets.serial"]),
        APPEND_ONLY,
    )

    ticket: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    step: Mapped[str] = mapped_column(String(12))
    at: Mapped[datetime]
    by: Mapped[str] = mapped_column(STAFF)
    counter: Mapped[int]
    line: Mapped[str] = mapped_column(String(1))
    rank: Mapped[int]
    place: Mapped[int]
    turn: Mapped[int]
    rating: Mapped[int]
    reason: Mapped[str] = mapped_column(PersonalText)


class QueuePlace(HallRecord):
    """Where a ticket stands; recomputed from its events by `checks`.

    The database itself allows one customer at a counter.
    """

    __tablename__ = "queue_places"
    __table_args__ = (
        ForeignKeyConstraint(["hall", "serial"], ["queue_tickets.hall", "queue_tickets.serial"]),
        Index("ix_queue_places_state", "hall", "state"),
        Index("ix_queue_places_day", "hall", "business_date"),
        Index(
            "uq_queue_places_counter",
            "hall",
            "counter",
            unique=True,
            sqlite_where=_AT_COUNTER,
            postgresql_where=_AT_COUNTER,
        ),
        on_display(KEPT, "hall", "serial", "state", "line", "counter", "last_at"),
    )

    serial: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    business_date: Mapped[date]
    booked_at: Mapped[datetime | None]
    state: Mapped[str] = mapped_column(String(12))
    line: Mapped[str] = mapped_column(String(1))
    rank: Mapped[int]
    place: Mapped[int]
    turn: Mapped[int]
    counter: Mapped[int]
    calls: Mapped[int]
    called_at: Mapped[datetime | None]
    last_at: Mapped[datetime | None]
    returned: Mapped[bool]
    steps: Mapped[int]


class QueueCounterEvent(SealedRecord):
    """A counter was opened for the queue, paused with a reason, resumed, closed."""

    __tablename__ = "queue_counter_events"
    __table_args__ = (
        Index("ix_queue_counter_events_day", "hall", "business_date"),
        APPEND_ONLY,
    )

    counter: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    step: Mapped[str] = mapped_column(String(8))
    at: Mapped[datetime]
    by: Mapped[str] = mapped_column(STAFF)
    business_date: Mapped[date]
    lines: Mapped[str] = mapped_column(String(26))
    reason: Mapped[str] = mapped_column(String(16))


class QueueCounter(HallRecord):
    """Where a counter stands; recomputed from its events and its calls by `checks`.

    The database itself allows one open counter to each person.
    """

    __tablename__ = "queue_counters"
    __table_args__ = (
        Index(
            "uq_queue_counters_clerk",
            "hall",
            "clerk",
            unique=True,
            sqlite_where=text("state <> 'closed'"),
            postgresql_where=text("state <> 'closed'"),
        ),
        KEPT,
    )

    counter: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    clerk: Mapped[str] = mapped_column(STAFF)
    state: Mapped[str] = mapped_column(String(8))
    business_date: Mapped[date]
    lines: Mapped[str] = mapped_column(String(26))
    reason: Mapped[str] = mapped_column(String(16))
    since: Mapped[datetime]
    steps: Mapped[int]
    run: Mapped[int]


class QueueDay(SealedRecord):
    """A business day whose tickets are over, since the hall's day was closed.

    `left_over` counts the customers who were still waiting, in front of a counter, or parked.
    """

    __tablename__ = "queue_days"
    __table_args__ = (APPEND_ONLY,)

    business_date: Mapped[date] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    by: Mapped[str] = mapped_column(STAFF)
    issued: Mapped[int]
    left_over: Mapped[int]


class QueueNotice(SealedRecord):
    """A notice of the hall (大厅公告) as it was put up; written once.

    What is wrong with a thing is public and stands in the clear; nobody is named in it.
    """

    __tablename__ = "queue_notices"
    __table_args__ = (
        on_display(APPEND_ONLY, "hall", "serial", "kind", "zh", "en", "from_at", "until_at"),
    )

    serial: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(String(16))
    zh: Mapped[str] = mapped_column(String(200))
    en: Mapped[str] = mapped_column(String(200))
    from_at: Mapped[datetime]
    until_at: Mapped[datetime | None]
    at: Mapped[datetime]
    by: Mapped[str] = mapped_column(STAFF)


class QueueNoticeStep(SealedRecord):
    """What became of a notice: maintenance was called, it was taken down."""

    __tablename__ = "queue_notice_steps"
    __table_args__ = (
        ForeignKeyConstraint(["hall", "notice"], ["queue_notices.hall", "queue_notices.serial"]),
        on_display(APPEND_ONLY, "hall", "notice", "step"),
    )

    notice: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    step: Mapped[str] = mapped_column(String(12))
    at: Mapped[datetime]
    by: Mapped[str] = mapped_column(STAFF)
    remark: Mapped[str] = mapped_column(PersonalText)


class QueueGuidance(SealedRecord):
    """A visitor at the front desk (分流) and where they were sent; written once.

    `ticket` is the serial of the ticket that was given, `came_back` the guidance whose missing
    papers were brought now, each 0 for none. `missing` and `offered` are codes with commas between.
    """

    __tablename__ = "queue_guidances"
    __table_args__ = (
        Index("ix_queue_guidances_day", "hall", "business_date"),
        Index("ix_queue_guidances_ticket", "hall", "ticket"),
        Index(
            "uq_queue_guidances_came_back",
            "hall",
            "came_back",
            unique=True,
            sqlite_where=text("came_back > 0"),
            postgresql_where=text("came_back > 0"),
        ),
        APPEND_ONLY,
    )

    serial: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    business_date: Mapped[date]
    at: Mapped[datetime]
    by: Mapped[str] = mapped_column(STAFF)
    purpose: Mapped[str] = mapped_column(String(24))
    way: Mapped[str] = mapped_column(String(16))
    ticket: Mapped[int]
    came_back: Mapped[int]
    care: Mapped[bool]
    crowded: Mapped[bool]
    missing: Mapped[str] = mapped_column(String(200))
    offered: Mapped[str] = mapped_column(String(64))
    channel: Mapped[str] = mapped_column(String(16))
    customer: Mapped[str] = mapped_column(String(32))
    note: Mapped[str] = mapped_column(PersonalText)
