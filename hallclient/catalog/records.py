"""Versions of plans and promotions; what is in no version is as the defaults say."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from hallclient.store.audit import SealedRecord
from hallclient.store.columns import APPEND_ONLY


class CatalogueItem(SealedRecord):
    """One version of a plan or promotion (`what`), in force from a business day on.

    On any day the version with the latest `effective_from` up to it holds, of one day the last.
    """

    __tablename__ = "catalogue_items"
    __table_args__ = APPEND_ONLY

    what: Mapped[str] = mapped_column(String(16), primary_key=True)
    code: Mapped[str] = mapped_column(String(32), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    effective_from: Mapped[date]
    content: Mapped[dict[str, Any]]
    set_by: Mapped[str] = mapped_column(String(32))
    set_at: Mapped[datetime]
