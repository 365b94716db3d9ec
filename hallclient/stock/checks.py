"""What `hallclient verify` asks of the stock: every piece stands where its movements left it."""

from collections.abc import Iterator, Set
from dataclasses import dataclass, field
from operator import attrgetter, itemgetter
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, select, type_coerce
from sqlalchemy.orm import InstrumentedAttribute, Session
from sqlalchemy.types import NullType

from hallclient.base.errors import HallError
from hallclient.base.language import N_
from hallclient.stock.book.hiding import plain
from hallclient.stock.records import StockItem, StockMovement, StockTake
from hallclient.stock.rules import StockKind, luhn_fits, range_of
from hallclient.store.audit import AuditRow
from hallclient.store.integrity import Fault
from hallclient.store.sequences import last_numbers

_MOVED: Final[tuple[Any, ...]] = (
    StockMovement.movement_id,
    StockMovement.first,
    StockMovement.last,
    StockMovement.from_state,
    StockMovement.to_state,
    StockMovement.order_no,
    StockMovement.prior_order,
    StockMovement.face_fen,
    StockMovement.batch,
    type_coerce(StockMovement.at, NullType()),  # compared only, and so not read as a time
)
_STANDING: Final[tuple[Any, ...]] = (
    StockItem.serial,
    StockItem.state,
    StockItem.order_no,
    StockItem.face_fen,
    StockItem.batch,
    type_coerce(StockItem.received_at, NullType()),
)


@dataclass
class _Stand:
    """A piece as its movements left it; `past` is its states, each with the order it belonged to.

    Whoever holds a piece at the moment is no part of it: a hold ends by itself, unrecorded.
    """

    face_fen: int
    batch: str
    received_at: object
    past: list[tuple[str, str]] = field(default_factory=list)

    @property
    def now(self) -> tuple[str, str]:
        """State and order, both "" before it was received."""
        return self.past[-1] if self.past else ("", "")

    def follow(self, move: "_Move") -> None:
        """One more movement. One that names the order before, and leads back, undoes the last."""
        before = self.past[-2] if len(self.past) > 1 else None
        if before and move.prior_order == self.now[1] != "" and move.to_state == before[0]:
            self.past.pop()
        else:
            self.past.append((move.to_state, move.order_no))


class _Move:
    """A movement on its way over the serials: whom it covers, and how many it has met."""

    __slots__ = (
        "at", "batch", "face_fen", "first", "from_state", "last", "met", "order_no",
        "prior_order", "rank", "span", "to_state",
    )  # fmt: skip

    def __init__(self, row: Any) -> None:
        seq, movement_id, self.first, self.last, *rest = row
        self.from_state, self.to_state, self.order_no, self.prior_order, *rest = rest
        self.face_fen, self.batch, self.at = rest
        self.rank: tuple[int, str] = (seq, movement_id)
        self.span = None if self.first == self.last else range_of(self.first, self.last)
        self.met = 0

    @property
    def place(self) -> str:
        """Where it is written."""
        return f"stock_movements {self.rank[1]}"

    @property
    def pieces(self) -> int:
        """How many pieces it moved."""
        return 1 if self.span is None else self.span.pieces

    def covers(self, serial: str) -> bool:
        """Whether it moved this piece; `serial` sorts between its first and its last."""
        span = self.span
        return span is None or (
            len(serial) == len(self.first)
            and serial.startswith(span.head)
            and serial[len(span.head) :].isdigit()
            and (not span.card or luhn_fits(serial))
        )


def check(session: Session, hall: str) -> Iterator[Fault]:
    """Movements follow on from each other, and lead to the states on the books."""
    for kind in StockKind:
        bad = set()
        for fault, number in _miscounted(session, hall, kind):
            bad.add(number)
            yield fault
        yield from _Sweep(session, hall, kind, bad).faults()
    yield from _strange_kinds(session, hall)
    yield from _takes(session, hall)


def _miscounted(session: Session, hall: str, kind: StockKind) -> Iterator[tuple[Fault, str]]:
    """Movements whose pieces are not those between their two serials."""
    query = select(
        StockMovement.movement_id, StockMovement.first, StockMovement.last, StockMovement.pieces
    ).where(
        StockMovement.hall == hall,
        StockMovement.kind == kind.value,
        (StockMovement.first != StockMovement.last) | (StockMovement.pieces != 1),
    )
    for number, first, last, pieces in session.execute(query.order_by(StockMovement.movement_id)):
        try:
            ends = (plain(session, kind, end) for end in (first, last))
            right = range_of(*ends).pieces == pieces
        except HallError:
            right = False
        if not right:
            place = f"stock_movements {number}"
            sentence = N_("A movement's pieces are not its serials.")
            yield Fault("stock.pieces", place, sentence), number


class _Sweep:
    """Walks pieces and movements of one kind side by side, in the order of the serials.

    Only the movements whose range the walk is in are in memory.
    """

    def __init__(self, session: Session, hall: str, kind: StockKind, bad: Set[str]) -> None:
        self._session = session
        self._hall = hall
        self._kind = kind.value
        self._hidden = kind is StockKind.NUMBER
        self._bad = bad
        self._reached: list[_Move] = []
        self._said: set[str] = set()

    def faults(self) -> Iterator[Fault]:
        """What is wrong, in the order of the serials."""
        moves = self._moves()
        ahead = next(moves, None)
        for item in self._items():
            serial = item[0]
            while ahead is not None and ahead.first <= serial:
                self._reached.append(ahead)
                ahead = next(moves, None)
            yield from self._leave(serial)
            yield from self._piece(item)
        self._reached += [] if ahead is None else [ahead, *moves]
        yield from self._leave(None)

    def _piece(self, item: Any) -> Iterator[Fault]:
        serial, *found = item
        stand = None
        for move in self._over(serial):
            move.met += 1
            stand = stand or _Stand(move.face_fen, move.batch, move.at)
            if stand.now[0] != move.from_state and move.place not in self._said:
                self._said.add(move.place)
                sentence = N_("A piece was moved from where it was not.")
                yield Fault("stock.movement", move.place, sentence)
            stand.follow(move)
        wanted = stand and [*stand.now, stand.face_fen, stand.batch, stand.received_at]
        if wanted != found:
            place = f"stock_items {self._kind} {serial}"
            sentence = N_("A piece is not in the state that its movements left it in.")
            yield Fault("stock.state", place, sentence)

    def _over(self, serial: str) -> list[_Move]:
        """The movements of a piece, in the order of their acts."""
        found = [move for move in self._reached if move.covers(serial)]
        if len(found) > 1:
            found.sort(key=attrgetter("rank"))
        return found

    def _leave(self, serial: str | None) -> Iterator[Fault]:
        """Drops the movements that end before the serial; each has met all its pieces."""
        passed = [move for move in self._reached if serial is None or move.last < serial]
        if passed:
            self._reached = [move for move in self._reached if move not in passed]
        for move in passed:
            if move.met != move.pieces:
                yield from self._missing(move)

    def _missing(self, move: _Move) -> Iterator[Fault]:
        names = [move.first] if move.span is None else move.span.names()
        kept = self._there(move)
        for serial in names:
            place = f"stock_items {self._kind} {serial}"
            if serial not in kept and place not in self._said:
                self._said.add(place)
                sentence = N_("A piece that was received is no longer on the books.")
                yield Fault("stock.missing", place, sentence)

    def _there(self, move: _Move) -> Set[str]:
        """The pieces on the books between its first and its last."""
        there = select(StockItem.serial).where(
            StockItem.hall == self._hall, StockItem.kind == self._kind
        )
        if not self._hidden:
            there = there.where(StockItem.serial.between(move.first, move.last))
        return {self._plain(serial) for serial in self._session.scalars(there)}

    def _plain(self, serial: str) -> str:
        return plain(self._session, StockKind.NUMBER, serial) if self._hidden else serial

    def _moves(self) -> Iterator[_Move]:
        query = (
            select(AuditRow.seq, *_MOVED)
            .select_from(StockMovement)
            .join(AuditRow, (AuditRow.hall == self._hall) & (AuditRow.seal == StockMovement.seal))
            .where(StockMovement.hall == self._hall, StockMovement.kind == self._kind)
            .order_by(_by_byte(self._session, StockMovement.first))
        )
        found = (row for row in self._streamed(query) if row[1] not in self._bad)
        if self._hidden:
            named = ((*row[:2], *map(self._plain, row[2:4]), *row[4:]) for row in found)
            yield from map(_Move, sorted(named, key=itemgetter(2)))
        else:
            yield from map(_Move, found)

    def _items(self) -> Iterator[Any]:
        query = (
            select(*_STANDING)
            .where(StockItem.hall == self._hall, StockItem.kind == self._kind)
            .order_by(_by_byte(self._session, StockItem.serial))
        )
        found = self._streamed(query)
        if self._hidden:  # phone numbers lie in no order; a hall has some thousand of them
            return iter(sorted((self._plain(row[0]), *row[1:]) for row in found))
        return found

    def _streamed(self, query: Select[Any]) -> Iterator[Any]:
        found = self._session.connection().execute(query.execution_options(yield_per=1000))
        with found:
            yield from found


def _by_byte(session: Session, text: InstrumentedAttribute[str]) -> ColumnElement[str]:
    """Sorted byte by byte on every database, as Python does; SQLite's keys are so anyhow."""
    on_server = session.get_bind().dialect.name == "postgresql"
    return text.collate("C") if on_server else text.expression


def _strange_kinds(session: Session, hall: str) -> Iterator[Fault]:
    query = select(StockItem.kind, StockItem.serial).where(
        StockItem.hall == hall, StockItem.kind.not_in([kind.value for kind in StockKind])
    )
    for kind, serial in session.execute(query):
        place = f"stock_items {kind} {serial}"
        yield Fault("stock.kind", place, N_("A piece is of no kind that there is."))


def _takes(session: Session, hall: str) -> Iterator[Fault]:
    query = select(StockTake.number).where(StockTake.hall == hall).order_by(StockTake.number)
    numbers = session.scalars(query).all()
    last = last_numbers(session, hall).get("stock-take", 0)
    for number in sorted(set(range(1, last + 1)) ^ set(numbers)):
        yield Fault("stock.take-gap", f"stock_takes {number}", N_("A stock-take is missing."))
