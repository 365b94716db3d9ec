"""Kinds and states of stock, serial ranges, and what the stock room refuses."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from hallclient.base.errors import HallError
from hallclient.base.language import N_
from hallclient.base.masking import mask_mobile
from hallclient.base.money import Fen
from hallclient.base.text import typed_number

RANGE_MOST: Final = 200_000
"""Pieces received at once; a longer range is almost always a slip of the pen."""
SERIAL_MOST: Final = 32
NO_FACE: Final = Fen(0)
_SERIAL = re.compile(r"([A-Z0-9]*?)([0-9]{1,18})")


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


class StockUnavailable(HallError):
    """The piece is not in this hall's stock, or was used, sold or voided already."""

    code = "stock.unavailable"
    sentence = N_("{serial} is not available in this hall's stock. Choose another one.")


class HoldLost(HallError):
    """Another counter holds the piece."""

    code = "stock.held"
    sentence = N_("{serial} is held by another counter at the moment. Choose another one.")


class SerialMalformed(HallError):
    """Not a serial number."""

    code = "stock.serial"
    sentence = N_("This is not a serial number: letters and digits, ending in digits.")


class RangeMalformed(HallError):
    """First and last do not make a range."""

    code = "stock.range"
    sentence = N_("First and last number do not make a range. Check both.")


class RangeTooLong(HallError):
    """More pieces than are received at once."""

    code = "stock.range-too-long"
    sentence = N_("The range has {pieces} pieces; at most {most} are received at once.")


class RangeOverlaps(HallError):
    """Part of the range is in the books already. Source: S2-KA-20, no gaps or overlaps."""

    code = "stock.overlap"
    sentence = N_("Part of this range was received before, beginning with {serial}.")


class StockShort(HallError):
    """Fewer pieces than asked for."""

    code = "stock.short"
    sentence = N_("Only {left} pieces of this kind are in stock.")


class ReasonWanted(HallError):
    """Stock leaves the books only with a reason."""

    code = "stock.reason"
    sentence = N_("Write down why these pieces leave the stock.")


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


def serials(first: str, last: str) -> tuple[str, ...]:
    """Every serial from first to last, both included, as they stand on the pieces.

    When both ends carry the `8986` of a SIM card and a Luhn check digit that fits, the digits
    before the check digit count up and each piece gets its own check digit; otherwise the
    digits at the end count up.

    Raises SerialMalformed, RangeMalformed, RangeTooLong.
    """
    low, high = serial_from(first, "first"), serial_from(last, "last")
    if _is_card(low) and _is_card(high):
        bodies = _count_up(low[:-1], high[:-1])
        return tuple(body + luhn_digit(body) for body in bodies)
    return tuple(_count_up(low, high))


def serials_from(first: str, count: int) -> tuple[str, ...]:
    """So many serials from the first one on; counts as `serials` does.

    Raises SerialMalformed, RangeMalformed (the digits run out), RangeTooLong.
    """
    low = serial_from(first, "first")
    card = _is_card(low)
    body = low[:-1] if card else low
    match = _SERIAL.fullmatch(body)
    if match is None:
        raise SerialMalformed(field="first")
    high = f"{match[1]}{int(match[2]) + count - 1:0{len(match[2])}d}"
    names = _count_up(body, high)
    return tuple(name + luhn_digit(name) for name in names) if card else tuple(names)


def serial_from(text: str, field: str = "serial") -> str:
    """A serial as typed, ready to be looked up; raises SerialMalformed.

    The filler `F` behind a 19-digit SIM card number is dropped (field rules 7).
    """
    serial = typed_number(text)
    if serial.startswith("8986"):
        serial = serial.removesuffix("F")
    if len(serial) > SERIAL_MOST or not _SERIAL.fullmatch(serial):
        raise SerialMalformed(field=field)
    return serial


def luhn_digit(digits: str) -> str:
    """The check digit (ISO/IEC 7812) that follows these digits."""
    total = 0
    for place, char in enumerate(reversed(digits)):
        value = int(char) * (2 if place % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return str(-total % 10)


def luhn_fits(number: str) -> bool:
    """Whether the last digit is the check digit of the others."""
    return number.isascii() and number.isdigit() and luhn_digit(number[:-1]) == number[-1]


def _is_card(serial: str) -> bool:
    return len(serial) in (19, 20) and serial.startswith("8986") and luhn_fits(serial)


def _count_up(low: str, high: str) -> Iterator[str]:
    start, end = _SERIAL.fullmatch(low), _SERIAL.fullmatch(high)
    if start is None or end is None or len(low) != len(high) or start[1] != end[1]:
        raise RangeMalformed(field="last")
    first, last, width = int(start[2]), int(end[2]), len(start[2])
    if last < first:
        raise RangeMalformed(field="last")
    if last - first >= RANGE_MOST:
        raise RangeTooLong(field="last", pieces=last - first + 1, most=RANGE_MOST)
    return (f"{start[1]}{number:0{width}d}" for number in range(first, last + 1))


def follows(serial: str, after: str) -> bool:
    """Whether `after` is the piece that comes right behind `serial` in its range."""
    if len(serial) != len(after):
        return False
    if _is_card(serial) and _is_card(after):
        serial, after = serial[:-1], after[:-1]
    low, high = _SERIAL.fullmatch(serial), _SERIAL.fullmatch(after)
    return (
        low is not None
        and high is not None
        and low[1] == high[1]
        and int(high[2]) == int(low[2]) + 1
    )


def neighbours(names: Sequence[str]) -> Iterator[Sequence[str]]:
    """The serials in the order given, cut where one does not follow the one before it.

    Each run is what `serials(first, last)` gives back for its two ends.
    """
    run: list[str] = []
    for name in names:
        if run and not follows(run[-1], name):
            yield from _exact(run)
            run = []
        run.append(name)
    if run:
        yield from _exact(run)


def _exact(run: list[str]) -> Iterator[Sequence[str]]:
    if len(run) == 1 or tuple(run) == serials(run[0], run[-1]):
        yield run
    else:  # ends that look like cards by chance: name each piece
        yield from ([name] for name in run)


def shown(kind: StockKind, serial: str) -> str:
    """A serial as it may stand in a refusal, which goes to the log: a number is masked."""
    return mask_mobile(serial) if kind is StockKind.NUMBER else serial


def runs(pieces: Iterable[Piece]) -> Iterator[Run]:
    """Pieces in serial order as runs of neighbours in one state: used, void and remaining
    numbers without gaps (S2-KA-20)."""
    open_run: list[Piece] = []
    for piece in pieces:
        if open_run and not _continues(open_run[-1], piece):
            yield _run(open_run)
            open_run = []
        open_run.append(piece)
    if open_run:
        yield _run(open_run)


def _continues(piece: Piece, after: Piece) -> bool:
    same = (piece.kind, piece.state, piece.face_fen, piece.batch)
    return same == (after.kind, after.state, after.face_fen, after.batch) and follows(
        piece.serial, after.serial
    )


def _run(pieces: list[Piece]) -> Run:
    first, last = pieces[0], pieces[-1]
    return Run(
        kind=first.kind,
        first=first.serial,
        last=last.serial,
        pieces=len(pieces),
        state=first.state,
        face_fen=first.face_fen,
        batch=first.batch,
    )
