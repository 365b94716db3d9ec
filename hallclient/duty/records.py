"""Closed days and the bags that left with them; nothing here is ever changed."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from hallclient.base.money import Fen
from hallclient.store.audit import SealedRecord
from hallclient.store.columns import APPEND_ONLY, PersonalText

BAG = String(32)
STAFF = String(32)


class DayClosing(SealedRecord):
    """The close of one business day; numbers have no gaps, digests form a chain.

    `report` is the day report as JSON: amounts in fen, codes instead of names.
    """

    __tablename__ = "day_closings"
    __table_args__ = (
        Index("uq_day_closings_date", "hall", "business_date", unique=True),
        APPEND_ONLY,
    )

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    business_date: Mapped[date]
    at: Mapped[datetime]
    by: Mapped[str] = mapped_column(STAFF)
    witness: Mapped[str] = mapped_column(STAFF)
    bag_number: Mapped[str] = mapped_column(BAG)
    deposit_fen: Mapped[Fen]
    over_fen: Mapped[Fen]
    short_fen: Mapped[Fen]
    next_date: Mapped[date]
    entry_no: Mapped[int | None]
    report: Mapped[dict[str, Any]]
    digest: Mapped[str] = mapped_column(String(64))
    previous: Mapped[str] = mapped_column(String(64))


class DepositBag(SealedRecord):
    """A sealed bag (封包); `slip` maps face in fen to pieces, empty when it was not listed."""

    __tablename__ = "deposit_bags"
    __table_args__ = (APPEND_ONLY,)

    bag_number: Mapped[str] = mapped_column(BAG, primary_key=True)
    business_date: Mapped[date]
    amount_fen: Mapped[Fen]
    sealed_by: Mapped[str] = mapped_column(STAFF)
    witness: Mapped[str] = mapped_column(STAFF)
    at: Mapped[datetime]
    slip: Mapped[dict[str, Any]]


class BagHandOver(SealedRecord):
    """A bag handed to its carrier, once."""

    __tablename__ = "bag_hand_overs"
    __table_args__ = (APPEND_ONLY,)

    bag_number: Mapped[str] = mapped_column(BAG, primary_key=True)
    at: Mapped[datetime]
    by: Mapped[str] = mapped_column(STAFF)
    witness: Mapped[str] = mapped_column(STAFF)
    carrier: Mapped[str] = mapped_column(PersonalText)
