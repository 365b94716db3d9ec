"""Tables of the till: two that change state (day, shift), and rows written once beside them."""

from datetime import date, datetime

from sqlalchemy import ForeignKeyConstraint, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from hallclient.base.money import Fen
from hallclient.store.audit import SealedRecord
from hallclient.store.columns import APPEND_ONLY, HallRecord, PersonalText, kept_until

SHIFT_ID = String(24)


class BusinessDay(HallRecord):
    """A business day (营业日): it ends when it is closed, not at midnight. One is open."""

    __tablename__ = "business_days"
    __table_args__ = (
        Index(
            "uq_business_days_open",
            "hall",
            unique=True,
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
        kept_until("closed_at IS NOT NULL"),
    )

    business_date: Mapped[date] = mapped_column(primary_key=True)
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]


class DayEvent(SealedRecord):
    """What became of business days: `opened`, `moved` to a later date, `closed`.

    `BusinessDay` can be computed again from these rows, in the order of `event_no`.
    """

    __tablename__ = "business_day_events"
    __table_args__ = (APPEND_ONLY,)

    event_no: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    what: Mapped[str] = mapped_column(String(8))
    business_date: Mapped[date]
    moved_from: Mapped[date | None]
    at: Mapped[datetime]
    by: Mapped[str] = mapped_column(String(32))


class Shift(HallRecord):
    """A clerk's shift at a counter (班次).

    `counted_at` is empty while the shift is open; the two partial indexes on that allow one
    open shift for each counter and each clerk, whatever the programs in front of them do.
    """

    __tablename__ = "shifts"
    __table_args__ = (
        ForeignKeyConstraint(
            ["hall", "business_date"], ["business_days.hall", "business_days.business_date"]
        ),
        Index(
            "uq_shifts_open_counter",
            "hall",
            "counter",
            unique=True,
            sqlite_where=text("counted_at IS NULL"),
            postgresql_where=text("counted_at IS NULL"),
        ),
        Index(
            "uq_shifts_open_clerk",
            "hall",
            "clerk",
            unique=True,
            sqlite_where=text("counted_at IS NULL"),
            postgresql_where=text("counted_at IS NULL"),
        ),
        Index("ix_shifts_day", "hall", "business_date"),
        kept_until("state = 'approved'"),
    )

    shift_id: Mapped[str] = mapped_column(SHIFT_ID, primary_key=True)
    business_date: Mapped[date]
    counter: Mapped[int]
    clerk: Mapped[str] = mapped_column(String(32))
    opened_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(12))
    paused: Mapped[bool]
    counted_at: Mapped[datetime | None]


class ShiftOpening(SealedRecord):
    """How a shift began: whose it is, the float as counted, and who handed it over."""

    __tablename__ = "shift_openings"
    __table_args__ = (
        ForeignKeyConstraint(["hall", "shift_id"], ["shifts.hall", "shifts.shift_id"]),
        APPEND_ONLY,
    )

    shift_id: Mapped[str] = mapped_column(SHIFT_ID, primary_key=True)
    business_date: Mapped[date]
    counter: Mapped[int]
    clerk: Mapped[str] = mapped_column(String(32))
    at: Mapped[datetime]
    float_fen: Mapped[Fen]
    handed_fen: Mapped[Fen]
    handed_by: Mapped[str] = mapped_column(String(32))
    note: Mapped[str] = mapped_column(PersonalText)
    entry_no: Mapped[int | None]


class Pieces(SealedRecord):
    """Pieces of one face in one bundle.

    `bundle` says which: `float/SHIFT`, `count/SHIFT/N`, `counterfeit/SHIFT/N`, `moved/NUMBER`.
    """

    __tablename__ = "pieces"
    __table_args__ = (APPEND_ONLY,)

    bundle: Mapped[str] = mapped_column(String(48), primary_key=True)
    face_fen: Mapped[Fen] = mapped_column(primary_key=True, autoincrement=False)
    pieces: Mapped[int]


class CashMovement(SealedRecord):
    """A drop, transfer, payment in or out, made-good shortage or pause; `number` is gapless."""

    __tablename__ = "cash_movements"
    __table_args__ = (
        ForeignKeyConstraint(["hall", "shift_id"], ["shifts.hall", "shifts.shift_id"]),
        ForeignKeyConstraint(
            ["hall", "to_shift_id"], ["shifts.hall", "shifts.shift_id"], name="fk_moved_to_shift"
        ),
        Index("ix_cash_movements_shift", "hall", "shift_id"),
        Index("ix_cash_movements_to", "hall", "to_shift_id"),
        APPEND_ONLY,
    )

    number: Mapped[str] = mapped_column(String(24), primary_key=True)
    kind: Mapped[str] = mapped_column(String(12))
    shift_id: Mapped[str] = mapped_column(SHIFT_ID)
    to_shift_id: Mapped[str | None] = mapped_column(SHIFT_ID)
    business_date: Mapped[date]
    counter: Mapped[int]
    to_counter: Mapped[int]
    amount_fen: Mapped[Fen]
    reason: Mapped[str] = mapped_column(PersonalText)
    voucher: Mapped[str] = mapped_column(PersonalText)
    minutes: Mapped[int]
    witness: Mapped[str] = mapped_column(String(32))
    entry_no: Mapped[int | None]
    at: Mapped[datetime]
    by: Mapped[str] = mapped_column(String(32))


class Count(SealedRecord):
    """A count (盘点) of a shift: 1 the clerk's own, then recounts. Holds no expected amount."""

    __tablename__ = "counts"
    __table_args__ = (
        ForeignKeyConstraint(["hall", "shift_id"], ["shifts.hall", "shifts.shift_id"]),
        APPEND_ONLY,
    )

    shift_id: Mapped[str] = mapped_column(SHIFT_ID, primary_key=True)
    count_no: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    by: Mapped[str] = mapped_column(String(32))
    witness: Mapped[str] = mapped_column(String(32))
    cause: Mapped[str] = mapped_column(PersonalText)
    early_by: Mapped[int]


class CountedTotal(SealedRecord):
    """What was counted of one tender; cash is the worth of the pieces."""

    __tablename__ = "counted_totals"
    __table_args__ = (APPEND_ONLY,)

    shift_id: Mapped[str] = mapped_column(SHIFT_ID, primary_key=True)
    count_no: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    method: Mapped[str] = mapped_column(String(12), primary_key=True)
    counted_fen: Mapped[Fen]


class CountedStock(SealedRecord):
    """Goods of one kind counted at the counter, beside what the books held at that moment."""

    __tablename__ = "counted_stock"
    __table_args__ = (APPEND_ONLY,)

    shift_id: Mapped[str] = mapped_column(SHIFT_ID, primary_key=True)
    count_no: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(String(16), primary_key=True)
    counted: Mapped[int]
    booked: Mapped[int]


class SelfCheck(SealedRecord):
    """A check that the clerk was shown (收银自检), ticked or not.

    `moment` is `opening`, `closing`, or the number of the pause before which it was shown.
    """

    __tablename__ = "self_checks"
    __table_args__ = (
        ForeignKeyConstraint(["hall", "shift_id"], ["shifts.hall", "shifts.shift_id"]),
        APPEND_ONLY,
    )

    shift_id: Mapped[str] = mapped_column(SHIFT_ID, primary_key=True)
    moment: Mapped[str] = mapped_column(String(24), primary_key=True)
    duty: Mapped[str] = mapped_column(String(16), primary_key=True)
    ticked: Mapped[bool]
    version: Mapped[int]


class Approval(SealedRecord):
    """The manager's approval of a shift: the count in force, and what was done with the cash."""

    __tablename__ = "shift_approvals"
    __table_args__ = (
        ForeignKeyConstraint(["hall", "shift_id"], ["shifts.hall", "shifts.shift_id"]),
        APPEND_ONLY,
    )

    shift_id: Mapped[str] = mapped_column(SHIFT_ID, primary_key=True)
    count_no: Mapped[int]
    at: Mapped[datetime]
    by: Mapped[str] = mapped_column(String(32))
    note: Mapped[str] = mapped_column(PersonalText)
    early_released: Mapped[bool]
    float_back_fen: Mapped[Fen]
    takings_fen: Mapped[Fen]


class Settled(SealedRecord):
    """One tender of an approved shift: expected, counted, and what was booked as difference."""

    __tablename__ = "shift_settlements"
    __table_args__ = (
        ForeignKeyConstraint(["hall", "shift_id"], ["shifts.hall", "shifts.shift_id"]),
        APPEND_ONLY,
    )

    shift_id: Mapped[str] = mapped_column(SHIFT_ID, primary_key=True)
    method: Mapped[str] = mapped_column(String(12), primary_key=True)
    expected_fen: Mapped[Fen]
    counted_fen: Mapped[Fen]
    over_fen: Mapped[Fen]
    short_fen: Mapped[Fen]
    entry_no: Mapped[int | None]
