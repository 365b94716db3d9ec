"""Every piece where it stands, and every move that brought it there."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from hallclient.base.money import Fen
from hallclient.store.audit import SealedRecord
from hallclient.store.columns import APPEND_ONLY, KEPT, HallRecord, PersonalText

SERIAL = String(64)
"""A serial, or a phone number hidden."""


class StockItem(HallRecord):
    """One piece (库存) and its state; recomputed from the movements by `checks`.

    `serial` is hidden where it is a phone number (`book.hiding`); `place` is then its place in
    the range it came in, 0 for all others, whose serials sort by themselves. `order_no` is the
    order it belongs to, "" in stock. `held_by` is the id of the draft that holds it, "" for none;
    a hold past `held_until` is none.
    """

    __tablename__ = "stock_items"
    __table_args__ = (
        Index(
            "ix_stock_fifo", "hall", "kind", "state", "face_fen", "received_at", "place", "serial"
        ),
        Index("ix_stock_holds", "hall", "held_by"),
        KEPT,
    )

    kind: Mapped[str] = mapped_column(String(16), primary_key=True)
    serial: Mapped[str] = mapped_column(SERIAL, primary_key=True)
    state: Mapped[str] = mapped_column(String(16))
    face_fen: Mapped[Fen]
    batch: Mapped[str] = mapped_column(String(32))
    received_at: Mapped[datetime]
    place: Mapped[int]
    order_no: Mapped[str] = mapped_column(String(40))
    held_by: Mapped[str] = mapped_column(String(64))
    held_until: Mapped[datetime | None]


class StockMovement(SealedRecord):
    """Serials in a row that went from one state to another in one act.

    `from_state` is "" where they were received; `order_no` names the order or reversal, or "".
    `prior_order` is the order they belonged to before: who gets them when this is undone.
    """

    __tablename__ = "stock_movements"
    __table_args__ = (
        Index("ix_stock_movements_order", "hall", "order_no"),
        APPEND_ONLY,
    )

    movement_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    at: Mapped[datetime]
    kind: Mapped[str] = mapped_column(String(16))
    first: Mapped[str] = mapped_column(SERIAL)
    last: Mapped[str] = mapped_column(SERIAL)
    pieces: Mapped[int]
    from_state: Mapped[str] = mapped_column(String(16))
    to_state: Mapped[str] = mapped_column(String(16))
    order_no: Mapped[str] = mapped_column(String(40))
    prior_order: Mapped[str] = mapped_column(String(40))
    face_fen: Mapped[Fen]
    batch: Mapped[str] = mapped_column(String(32))
    by: Mapped[str] = mapped_column(String(32))
    reason: Mapped[str] = mapped_column(PersonalText)


class StockTake(SealedRecord):
    """A stock-take (盘点): what two people found of one kind, beside what the books said.

    `missing` are serials on the books that were not found, `surplus` serials found that the
    books do not have in stock; each is a record of its own, neither is set off or corrected.
    """

    __tablename__ = "stock_takes"
    __table_args__ = (APPEND_ONLY,)

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    kind: Mapped[str] = mapped_column(String(16))
    by: Mapped[str] = mapped_column(String(32))
    witness: Mapped[str] = mapped_column(String(32))
    found: Mapped[int]
    booked: Mapped[int]
    missing: Mapped[list[Any]]
    surplus: Mapped[list[Any]]
    note: Mapped[str] = mapped_column(PersonalText)
