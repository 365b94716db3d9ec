"""Tables of the hall itself and of its settings; both are only ever added to."""

from datetime import datetime

from sqlalchemy import ForeignKeyConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from hallclient.store.audit import SealedRecord
from hallclient.store.columns import APPEND_ONLY, on_display


class Hall(SealedRecord):
    """The hall (营业厅) as it was founded; a later name is a setting, so papers keep theirs."""

    __tablename__ = "halls"
    __table_args__ = on_display(APPEND_ONLY, "hall", "name")

    name: Mapped[str] = mapped_column(String(60))
    address: Mapped[str] = mapped_column(String(200))
    made_at: Mapped[datetime]


class Setting(SealedRecord):
    """One version of one setting; the newest that has taken effect is in force."""

    __tablename__ = "settings"
    __table_args__ = (
        ForeignKeyConstraint(["hall"], ["halls.hall"]),
        on_display(APPEND_ONLY, "hall", "key", "version", "value", "effective_from"),
    )

    key: Mapped[str] = mapped_column(String(48), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    value: Mapped[str] = mapped_column(String(2000))  # JSON
    effective_from: Mapped[datetime]
    set_by: Mapped[str] = mapped_column(String(32))
    set_at: Mapped[datetime]
