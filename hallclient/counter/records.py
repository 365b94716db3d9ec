"""Orders as they were made, written once; drafts, which come and go."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKeyConstraint, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from hallclient.base.money import Fen
from hallclient.store.audit import SealedRecord
from hallclient.store.blind import MARK_LENGTH
from hallclient.store.columns import APPEND_ONLY, HallRecord, PersonalText

NUMBER = String(40)
"""An order's or reversal's number."""


class Order(SealedRecord):
    """A service order (受理单): head. Parties in full are in `parties`, as JSON.

    `entry_no` is the journal entry, None where no money moved; the customer's change is
    received less total.
    """

    __tablename__ = "orders"
    __table_args__ = (
        Index("ix_orders_shift", "hall", "shift_id"),
        Index("ix_orders_day", "hall", "business_date"),
        Index("ix_orders_customer", "hall", "customer_id"),
        APPEND_ONLY,
    )

    order_no: Mapped[str] = mapped_column(NUMBER, primary_key=True)
    request_id: Mapped[str] = mapped_column(String(64))
    business_date: Mapped[date]
    at: Mapped[datetime]
    counter: Mapped[int]
    clerk: Mapped[str] = mapped_column(String(32))
    shift_id: Mapped[str] = mapped_column(String(24))
    customer_id: Mapped[str] = mapped_column(String(32))
    parties: Mapped[str] = mapped_column(PersonalText)
    total_fen: Mapped[Fen]
    received_fen: Mapped[Fen]
    entry_no: Mapped[int | None]


class OrderLine(SealedRecord):
    """One business of an order. `content` is its words, charges and typed values, as JSON.

    `mobile_mark` finds the orders of a number (`keeping.mobile_mark`); the number is in `content`.
    """

    __tablename__ = "order_lines"
    __table_args__ = (
        ForeignKeyConstraint(["hall", "order_no"], ["orders.hall", "orders.order_no"]),
        Index("ix_order_lines_mobile", "hall", "mobile_mark"),
        APPEND_ONLY,
    )

    order_no: Mapped[str] = mapped_column(NUMBER, primary_key=True)
    line: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(String(32))
    title: Mapped[str] = mapped_column(String(80))
    total_fen: Mapped[Fen]
    mobile_mark: Mapped[str] = mapped_column(String(MARK_LENGTH))
    content: Mapped[str] = mapped_column(PersonalText)


class OrderTender(SealedRecord):
    """One means of payment. A reference number is used once per means and hall, for ever.

    `amount_fen` is what was handed over, `change_fen` what of it went back (cash only).
    """

    __tablename__ = "order_tenders"
    __table_args__ = (
        ForeignKeyConstraint(["hall", "order_no"], ["orders.hall", "orders.order_no"]),
        Index(
            "uq_order_tenders_reference",
            "hall",
            "method",
            "reference",
            unique=True,
            sqlite_where=text("reference <> ''"),
            postgresql_where=text("reference <> ''"),
        ),
        APPEND_ONLY,
    )

    order_no: Mapped[str] = mapped_column(NUMBER, primary_key=True)
    tender: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    method: Mapped[str] = mapped_column(String(16))
    amount_fen: Mapped[Fen]
    change_fen: Mapped[Fen]
    reference: Mapped[str] = mapped_column(String(64))


class LateEntryRow(SealedRecord):
    """An order that was done on paper and entered later (补录); its own `at` is the entry.

    Source: S2-CS-16.
    """

    __tablename__ = "late_entries"
    __table_args__ = (
        ForeignKeyConstraint(["hall", "order_no"], ["orders.hall", "orders.order_no"]),
        APPEND_ONLY,
    )

    order_no: Mapped[str] = mapped_column(NUMBER, primary_key=True)
    done_at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(PersonalText)
    approver: Mapped[str] = mapped_column(String(32))
    approver_name: Mapped[str] = mapped_column(PersonalText)


class Reversal(SealedRecord):
    """A reversal (返销) of a whole order; the database allows one for each order."""

    __tablename__ = "order_reversals"
    __table_args__ = (
        ForeignKeyConstraint(["hall", "order_no"], ["orders.hall", "orders.order_no"]),
        Index("uq_order_reversals_order", "hall", "order_no", unique=True),
        Index("ix_order_reversals_shift", "hall", "shift_id"),
        Index("ix_order_reversals_day", "hall", "business_date"),
        APPEND_ONLY,
    )

    reversal_no: Mapped[str] = mapped_column(NUMBER, primary_key=True)
    order_no: Mapped[str] = mapped_column(NUMBER)
    business_date: Mapped[date]
    at: Mapped[datetime]
    counter: Mapped[int]
    clerk: Mapped[str] = mapped_column(String(32))
    clerk_name: Mapped[str] = mapped_column(PersonalText)
    shift_id: Mapped[str] = mapped_column(String(24))
    approver: Mapped[str] = mapped_column(String(32))
    approver_name: Mapped[str] = mapped_column(PersonalText)
    reason: Mapped[str] = mapped_column(PersonalText)
    receipt_missing: Mapped[str] = mapped_column(PersonalText)
    late: Mapped[bool]
    total_fen: Mapped[Fen]
    entry_no: Mapped[int | None]


class VisitEnd(SealedRecord):
    """The steps ticked after the money, when the visit ended. Source: S1-CT-13, S1-CT-30.

    `skipped` lists courtesies that nobody ticked; `recommended` is the code of a service, `pitch`
    short or long, `answer` what the customer said (S1-CT-24, S1-CT-27); `leaflets` went into the
    envelope (S1-CT-31). All are None for visits that ended before they were asked.
    """

    __tablename__ = "visit_ends"
    __table_args__ = (
        ForeignKeyConstraint(["hall", "order_no"], ["orders.hall", "orders.order_no"]),
        APPEND_ONLY,
    )

    order_no: Mapped[str] = mapped_column(NUMBER, primary_key=True)
    at: Mapped[datetime]
    clerk: Mapped[str] = mapped_column(String(32))
    acknowledged: Mapped[list[Any]]
    skipped: Mapped[list[Any] | None]
    recommended: Mapped[str | None] = mapped_column(String(32))
    pitch: Mapped[str | None] = mapped_column(String(8))
    answer: Mapped[str | None] = mapped_column(String(12))
    leaflets: Mapped[int | None]


class ServiceRefusal(SealedRecord):
    """A business that was not accepted (不能受理), with its reason. Source: S1-CL-06."""

    __tablename__ = "service_refusals"
    __table_args__ = (APPEND_ONLY,)

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    business_date: Mapped[date | None]
    counter: Mapped[int]
    clerk: Mapped[str] = mapped_column(String(32))
    kind: Mapped[str] = mapped_column(String(32))
    reason: Mapped[str] = mapped_column(PersonalText)


class Draft(HallRecord):
    """A half-done order (草稿) as typed; gone once it is completed or dropped.

    `state` is `unknown` while the outcome of one of its payments is.
    """

    __tablename__ = "drafts"
    __table_args__ = (Index("ix_drafts_clerk", "hall", "clerk"),)

    draft_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    counter: Mapped[int]
    clerk: Mapped[str] = mapped_column(String(32))
    saved_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(8))
    content: Mapped[str] = mapped_column(PersonalText)
