"""Tables of the bar and the lounge: batches and their moves, orders, counts, the list, slips."""

from datetime import date, datetime

from sqlalchemy import ForeignKeyConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from hallclient.store.audit import SealedRecord
from hallclient.store.columns import APPEND_ONLY, KEPT, HallRecord, PersonalText

STAFF = String(32)
GOODS = String(24)


class DrinkBatch(SealedRecord):
    """A batch of a drink or consumable (饮品物料) as it came in; written once."""

    __tablename__ = "drink_batches"
    __table_args__ = (APPEND_ONLY,)

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    goods: Mapped[str] = mapped_column(GOODS)
    servings: Mapped[int]
    best_before: Mapped[date | None]
    at: Mapped[datetime]
    by: Mapped[str] = mapped_column(STAFF)


class DrinkMove(SealedRecord):
    """What happened to a batch; what is left of it follows from these.

    `order_number` is the drink order that was served, `count` the count that found it; 0 otherwise.
    """

    __tablename__ = "drink_moves"
    __table_args__ = (
        ForeignKeyConstraint(["hall", "batch"], ["drink_batches.hall", "drink_batches.number"]),
        Index("ix_drink_moves_batch", "hall", "batch"),
        Index("ix_drink_moves_day", "hall", "business_date"),
        APPEND_ONLY,
    )

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    batch: Mapped[int]
    business_date: Mapped[date]
    step: Mapped[str] = mapped_column(String(12))
    servings: Mapped[int]
    at: Mapped[datetime]
    by: Mapped[str] = mapped_column(STAFF)
    second: Mapped[str] = mapped_column(STAFF)
    order_number: Mapped[int]
    count: Mapped[int]
    cause: Mapped[str] = mapped_column(String(16))
    note: Mapped[str] = mapped_column(PersonalText)


class DrinkStanding(HallRecord):
    """What is left of a batch; recomputed from its moves by `bar_checks`."""

    __tablename__ = "drink_standings"
    __table_args__ = (
        ForeignKeyConstraint(["hall", "batch"], ["drink_batches.hall", "drink_batches.number"]),
        KEPT,
    )

    batch: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    left: Mapped[int]
    opened_on: Mapped[date | None]


class DrinkOrder(SealedRecord):
    """A drink asked of a guest (点单); `goods` is "" when they wanted nothing.

    `reception` is None for a guest whom nobody received, such as one waiting with another. What is
    typed as the seat may name somebody, so it is encrypted.
    """

    __tablename__ = "drink_orders"
    __table_args__ = (
        ForeignKeyConstraint(
            ["hall", "reception"], ["vip_receptions.hall", "vip_receptions.serial"]
        ),
        Index("ix_drink_orders_day", "hall", "business_date"),
        Index("ix_drink_orders_reception", "hall", "reception"),
        APPEND_ONLY,
    )

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    business_date: Mapped[date]
    at: Mapped[datetime]
    by: Mapped[str] = mapped_column(STAFF)
    reception: Mapped[int | None]
    seat: Mapped[str] = mapped_column(PersonalText)
    goods: Mapped[str] = mapped_column(GOODS)
    servings: Mapped[int]


class DrinkEnd(SealedRecord):
    """How an order ended; its key lets it end once. `cause` is the code of a refusal."""

    __tablename__ = "drink_ends"
    __table_args__ = (
        ForeignKeyConstraint(
            ["hall", "order_number"], ["drink_orders.hall", "drink_orders.number"]
        ),
        APPEND_ONLY,
    )

    order_number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    by: Mapped[str] = mapped_column(STAFF)
    outcome: Mapped[str] = mapped_column(String(12))
    phrased: Mapped[bool]
    cause: Mapped[str] = mapped_column(String(24))


class DrinkCount(SealedRecord):
    """A count of the bar (盘点) by two people; `moves` is the last move before it."""

    __tablename__ = "drink_counts"
    __table_args__ = (Index("ix_drink_counts_day", "hall", "business_date"), APPEND_ONLY)

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    business_date: Mapped[date]
    at: Mapped[datetime]
    by: Mapped[str] = mapped_column(STAFF)
    witness: Mapped[str] = mapped_column(STAFF)
    moves: Mapped[int]
    note: Mapped[str] = mapped_column(PersonalText)


class DrinkCountLine(SealedRecord):
    """A batch as a count found it: by the book and on the shelf, and what left it on the day."""

    __tablename__ = "drink_count_lines"
    __table_args__ = (
        ForeignKeyConstraint(["hall", "count"], ["drink_counts.hall", "drink_counts.number"]),
        ForeignKeyConstraint(["hall", "batch"], ["drink_batches.hall", "drink_batches.number"]),
        APPEND_ONLY,
    )

    count: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    batch: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    booked: Mapped[int]
    counted: Mapped[int]
    written_off: Mapped[int]
    served: Mapped[int]


class LoungeEntry(SealedRecord):
    """An item of the lounge as somebody found it; `value` is the figure beside it."""

    __tablename__ = "lounge_entries"
    __table_args__ = (Index("ix_lounge_entries_day", "hall", "business_date"), APPEND_ONLY)

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    business_date: Mapped[date]
    item: Mapped[str] = mapped_column(GOODS)
    at: Mapped[datetime]
    by: Mapped[str] = mapped_column(STAFF)
    result: Mapped[str] = mapped_column(String(8))
    value: Mapped[int | None]
    note: Mapped[str] = mapped_column(PersonalText)


class LoungeSignature(SealedRecord):
    """The list before opening, signed once a day; `entries` is the last entry before it."""

    __tablename__ = "lounge_signatures"
    __table_args__ = (APPEND_ONLY,)

    business_date: Mapped[date] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    by: Mapped[str] = mapped_column(STAFF)
    failed: Mapped[int]
    entries: Mapped[int]


class SlipCount(SealedRecord):
    """Slips in hand at a counter beside the services in the system (S1-VP-24)."""

    __tablename__ = "slip_counts"
    __table_args__ = (Index("ix_slip_counts_day", "hall", "business_date", "counter"), APPEND_ONLY)

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    business_date: Mapped[date]
    counter: Mapped[int]
    at: Mapped[datetime]
    by: Mapped[str] = mapped_column(STAFF)
    services: Mapped[int]
    slips: Mapped[int]
    reason: Mapped[str] = mapped_column(PersonalText)
