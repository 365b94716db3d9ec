"""Kinds and states of stock, pieces, and what the stock room is asked and answers."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from hallclient.base.language import N_
from hallclient.base.money import Fen

NO_FACE: Final = Fen(0)


class StockKind(StrEnum):
    """What is kept by serial number: SIM卡, 号码, 有价卡, 发票."""

    SIM = "sim"
    NUMBER = "number"
    VALUE_CARD = "value_card"
    INVOICE = "invoice"


STOCK_NAMES: Final = {
    StockKind.SIM: N_("SIM cards"),
    StockKind.NUMBER: N_("Phone numbers"),
    StockKind.VALUE_CARD: N_("Value cards"),
    StockKind.INVOICE: N_("Invoices"),
}


class StockState(StrEnum):
    """Where a piece stands. Source: service standards 8.5."""

    IN_STOCK = "in_stock"
    ALLOCATED = "allocated"
    SOLD = "sold"
    USED = "used"
    VOID = "void"
    RETURNED = "returned"
    WRITTEN_OFF = "written_off"


STATE_NAMES: Final = {
    StockState.IN_STOCK: N_("in stock"),
    StockState.ALLOCATED: N_("allocated"),
    StockState.SOLD: N_("sold"),
    StockState.USED: N_("used"),
    StockState.VOID: N_("void"),
    StockState.RETURNED: N_("returned"),
    StockState.WRITTEN_OFF: N_("written off"),
}


@dataclass(frozen=True)
class ReceiveRange:
    """Ask: a range of serials is received, both ends included.

    `face_fen` is the face value of a value card, or the fee for choosing a number; 0 otherwise.
    """

    kind: str
    first: str
    last: str
    request_id: str
    face_fen: Fen = NO_FACE
    batch: str = ""


@dataclass(frozen=True)
class Received:
    """A range on the books."""

    kind: StockKind
    first: str
    last: str
    pieces: int


@dataclass(frozen=True)
class Piece:
    """One piece; `held_by` is the draft that holds it until `held_until`, "" for none."""

    kind: StockKind
    serial: str
    state: StockState
    face_fen: Fen
    batch: str
    order_no: str
    held_by: str
    held_until: datetime | None

    def free_for(self, holder: str, at: datetime) -> bool:
        """Whether this draft may take it now."""
        return self.state is StockState.IN_STOCK and not self.held_from(holder, at)

    def held_from(self, holder: str, at: datetime) -> bool:
        """Whether somebody else holds it now."""
        until = self.held_until
        return self.held_by not in ("", holder) and until is not None and until > at


@dataclass(frozen=True)
class Held:
    """A piece that is kept for a draft until an instant (UTC)."""

    serial: str
    until: datetime


@dataclass(frozen=True)
class Run:
    """Serials in a row that are in one state: a line of the report without gaps."""

    kind: StockKind
    first: str
    last: str
    pieces: int
    state: StockState
    face_fen: Fen
    batch: str


@dataclass(frozen=True)
class StockCount:
    """Pieces of one kind, face and state."""

    kind: StockKind
    face_fen: Fen
    state: StockState
    pieces: int


@dataclass(frozen=True)
class ChangeState:
    """Ask: pieces leave stock outside an order: voided, returned, written off."""

    kind: str
    first: str
    last: str
    to_state: str
    reason: str
    request_id: str

    @property
    def content(self) -> object:
        """What a second person elsewhere approves; good for an equal ask only."""
        return (self.kind, self.first, self.last, self.to_state, self.reason)


@dataclass(frozen=True)
class TakeStock:
    """Ask: a stock-take of one kind, at any time and unannounced (突击盘点, S1-FM-04).

    `found` are the ranges that lie there, (first, last) each as typed; () when nothing does.
    """

    kind: str
    found: tuple[tuple[str, str], ...]
    request_id: str
    note: str = ""


@dataclass(frozen=True)
class StockTaken:
    """What a stock-take found: serials missing, and serials that ought not to be there."""

    number: int
    kind: StockKind
    found: int
    booked: int
    missing: tuple[str, ...]
    surplus: tuple[str, ...]
