"""The customer archive and the numbers in service, each with every change that led there."""

from datetime import date, datetime

from sqlalchemy import ForeignKeyConstraint, Index, Integer, String, text
from sqlalchemy.orm import Mapped, mapped_column

from hallclient.store.audit import SealedRecord
from hallclient.store.blind import MARK_LENGTH
from hallclient.store.columns import APPEND_ONLY, HallRecord, PersonalText

_LIVE = text("state = 'active'")
_MARK = String(MARK_LENGTH)
"""A blind index (`store/blind.py`) of the column that it is named for; "" for an empty value."""


class Customer(HallRecord):
    """One holder of a document (客户), as last checked; recomputed from `CustomerEvent`.

    `holder` is one key for one person or unit, whichever card was shown (`rules.holder_of`).
    `valid_until` is an ISO date, 长期 or "". `version` is the number of the last event.
    `number` is the beginning of the id, by which tokens name the customer.
    On `erased_on` the values were emptied and the key destroyed: a holder who comes back is a new
    customer, so `holder_mark` is then None.
    """

    __tablename__ = "customers"
    __table_args__ = (
        Index("uq_customers_holder", "hall", "holder_mark", unique=True),
        Index("ix_customers_document", "hall", "document_mark"),
        Index("ix_customers_mobile", "hall", "mobile_mark"),
        Index("ix_customers_number", "hall", "number"),
    )

    customer_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    organisation: Mapped[bool]
    name: Mapped[str] = mapped_column(PersonalText)
    holder: Mapped[str] = mapped_column(PersonalText)
    document_kind: Mapped[str] = mapped_column(String(24))
    document_number: Mapped[str] = mapped_column(PersonalText)
    renewed: Mapped[str] = mapped_column(String(2))
    valid_from: Mapped[str] = mapped_column(String(10))
    valid_until: Mapped[str] = mapped_column(String(10))
    entry: Mapped[str] = mapped_column(String(8))
    mobile: Mapped[str] = mapped_column(PersonalText)
    address: Mapped[str] = mapped_column(PersonalText)
    checked_on: Mapped[date]
    created_at: Mapped[datetime]
    version: Mapped[int]
    number: Mapped[int] = mapped_column(server_default="0")
    holder_mark: Mapped[str | None] = mapped_column(_MARK)
    document_mark: Mapped[str] = mapped_column(_MARK, server_default="")
    mobile_mark: Mapped[str] = mapped_column(_MARK, server_default="")
    erased_on: Mapped[date | None]


class CustomerEvent(SealedRecord):
    """One change of a customer's data, with what was there before (S3-FD-05, S4-CV-17).

    `before` and `after` are the changing fields as JSON; `before` is None for the first.
    """

    __tablename__ = "customer_events"
    __table_args__ = (APPEND_ONLY,)

    customer_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    by: Mapped[str] = mapped_column(String(32))
    what: Mapped[str] = mapped_column(String(16))
    order_no: Mapped[str] = mapped_column(String(40))
    reason: Mapped[str] = mapped_column(PersonalText)
    before: Mapped[str | None] = mapped_column(PersonalText)
    after: Mapped[str] = mapped_column(PersonalText)


class CustomerAccess(SealedRecord):
    """Full values of a customer shown to somebody, and why (S3-AG-05)."""

    __tablename__ = "customer_accesses"
    __table_args__ = (
        Index("ix_customer_accesses_customer", "hall", "customer_id"),
        APPEND_ONLY,
    )

    access_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    customer_id: Mapped[str] = mapped_column(String(32))
    at: Mapped[datetime]
    by: Mapped[str] = mapped_column(String(32))
    reason: Mapped[str] = mapped_column(PersonalText)


class CustomerToken(HallRecord):
    """A keyed token of a word under which a customer is found by name (`rules/finding.py`).

    `number` is the customer's, which rises with time: the newest customer of a token comes
    first. A row is two numbers, because a hall has twenty for each customer.
    """

    __tablename__ = "customer_tokens"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012 - SQLAlchemy reads it

    token: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)


class Subscription(HallRecord):
    """A number in service (在网号码) and who holds it; recomputed from `SubscriptionEvent`.

    `version` is the number of the last event; its time is when a number that is no longer in
    service left it.
    """

    __tablename__ = "subscriptions"
    __table_args__ = (
        ForeignKeyConstraint(["hall", "customer_id"], ["customers.hall", "customers.customer_id"]),
        Index(
            "uq_subscriptions_live",
            "hall",
            "mobile_mark",
            unique=True,
            sqlite_where=_LIVE,
            postgresql_where=_LIVE,
        ),
        Index("ix_subscriptions_holder", "hall", "holder_mark", "state"),
        Index("ix_subscriptions_customer", "hall", "customer_id"),
    )

    subscription_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    customer_id: Mapped[str] = mapped_column(String(32))
    holder: Mapped[str] = mapped_column(PersonalText)
    mobile: Mapped[str] = mapped_column(PersonalText)
    iccid: Mapped[str] = mapped_column(String(20))
    plan: Mapped[str] = mapped_column(String(32))
    next_plan: Mapped[str] = mapped_column(String(32))
    next_plan_from: Mapped[date | None]
    state: Mapped[str] = mapped_column(String(8))
    opened_at: Mapped[datetime]
    version: Mapped[int]
    holder_mark: Mapped[str] = mapped_column(_MARK, server_default="")
    mobile_mark: Mapped[str] = mapped_column(_MARK, server_default="")


class SubscriptionEvent(SealedRecord):
    """One change of a number in service: opened, plan, SIM, or an earlier change undone.

    `before` and `after` as in `CustomerEvent`; `undoes` is the number of the event put back.
    """

    __tablename__ = "subscription_events"
    __table_args__ = (
        Index("ix_subscription_events_order", "hall", "order_no"),
        APPEND_ONLY,
    )

    subscription_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    by: Mapped[str] = mapped_column(String(32))
    what: Mapped[str] = mapped_column(String(16))
    order_no: Mapped[str] = mapped_column(String(40))
    undoes: Mapped[int | None]
    before: Mapped[str | None] = mapped_column(PersonalText)
    after: Mapped[str] = mapped_column(PersonalText)
