"""Legal holds, runs of erasing, and who and what was erased: facts without a person in them."""

from datetime import date, datetime

from sqlalchemy import ForeignKeyConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from hallclient.store.audit import SealedRecord
from hallclient.store.columns import APPEND_ONLY, PersonalText

STAFF = String(32)


class LegalHold(SealedRecord):
    """A legal hold (依法保留) that was set or released by two people; the last one stands."""

    __tablename__ = "legal_holds"
    __table_args__ = (
        ForeignKeyConstraint(["hall", "customer_id"], ["customers.hall", "customers.customer_id"]),
        APPEND_ONLY,
    )

    customer_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    stands: Mapped[bool]
    at: Mapped[datetime]
    by: Mapped[str] = mapped_column(STAFF)
    second: Mapped[str] = mapped_column(STAFF)
    reason: Mapped[str] = mapped_column(PersonalText)


class ErasingRun(SealedRecord):
    """An erasing (到期清除) that two people decided on; carried out in batches.

    `as_of` and `period` say who was due; `customers` and `months` how many that were.
    """

    __tablename__ = "erasing_runs"
    __table_args__ = (APPEND_ONLY,)

    run_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    at: Mapped[datetime]
    by: Mapped[str] = mapped_column(STAFF)
    second: Mapped[str] = mapped_column(STAFF)
    as_of: Mapped[date]
    period: Mapped[int]
    customers: Mapped[int]
    months: Mapped[int]


class Erasure(SealedRecord):
    """Somebody's, some month's or an item's data was erased: `key_id` is the key that was
    destroyed, "" where nothing was ever written under one.

    A month may come twice: a clock that was set back writes into it anew.
    """

    __tablename__ = "erasures"
    __table_args__ = (
        ForeignKeyConstraint(["hall", "run_id"], ["erasing_runs.hall", "erasing_runs.run_id"]),
        APPEND_ONLY,
    )

    whose: Mapped[str] = mapped_column(String(64), primary_key=True)
    run_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    key_id: Mapped[str] = mapped_column(String(16))
    at: Mapped[datetime]


class ErasingEnd(SealedRecord):
    """A run has come to its end. Less than was due was erased where a hold came in between."""

    __tablename__ = "erasing_ends"
    __table_args__ = (
        ForeignKeyConstraint(["hall", "run_id"], ["erasing_runs.hall", "erasing_runs.run_id"]),
        APPEND_ONLY,
    )

    run_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    at: Mapped[datetime]
    customers: Mapped[int]
    months: Mapped[int]
