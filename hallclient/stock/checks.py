"""What `hallclient verify` asks of the stock: every piece stands where its movements left it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Self

from sqlalchemy import select
from sqlalchemy.orm import Session

from hallclient.base.language import N_
from hallclient.stock.records import StockItem, StockMovement, StockTake
from hallclient.stock.rules import StockKind, serials
from hallclient.store.audit import AuditRow
from hallclient.store.integrity import Fault
from hallclient.store.sequences import last_numbers


@dataclass
class _Stand:
    """A piece as its movements left it; `past` is its states, each with the order it belonged to.

    Whoever holds a piece at the moment is no part of it: a hold ends by itself, unrecorded.
    """

    face_fen: int
    batch: str
    received_at: datetime
    past: list[tuple[str, str]] = field(default_factory=list)

    @property
    def now(self) -> tuple[str, str]:
        """State and order, both "" before it was received."""
        return self.past[-1] if self.past else ("", "")

    def follow(self, row: StockMovement) -> None:
        """One more movement. One that names the order before, and leads back, undoes the last."""
        before = self.past[-2] if len(self.past) > 1 else None
        if before and row.prior_order == self.now[1] != "" and row.to_state == before[0]:
            self.past.pop()
        else:
            self.past.append((row.to_state, row.order_no))

    @classmethod
    def received(cls, row: StockMovement) -> Self:
        """A piece that comes on the books."""
        return cls(row.face_fen, row.batch, row.at)


def check(session: Session, hall: str) -> Iterator[Fault]:
    """Movements follow on from each other, and lead to the states on the books."""
    for kind in StockKind:
        stands: dict[str, _Stand] = {}
        yield from _replay(session, hall, kind, stands)
        yield from _compare(session, hall, kind, stands)
    yield from _strange_kinds(session, hall)
    yield from _takes(session, hall)


def _replay(
    session: Session, hall: str, kind: StockKind, stands: dict[str, _Stand]
) -> Iterator[Fault]:
    """Runs all movements in the order of their acts; fills `stands` by serial."""
    query = (
        select(StockMovement)
        .join(AuditRow, (AuditRow.hall == hall) & (AuditRow.seal == StockMovement.seal))
        .where(StockMovement.hall == hall, StockMovement.kind == kind.value)
        .order_by(AuditRow.seq, StockMovement.movement_id)
    )
    for row in session.scalars(query).all():
        place = f"stock_movements {row.movement_id}"
        names = serials(row.first, row.last)
        if len(names) != row.pieces:
            yield Fault("stock.pieces", place, N_("A movement's pieces are not its serials."))
        moved = [stands.setdefault(name, _Stand.received(row)) for name in names]
        if any(stand.now[0] != row.from_state for stand in moved):
            yield Fault("stock.movement", place, N_("A piece was moved from where it was not."))
        for stand in moved:
            stand.follow(row)


def _compare(
    session: Session, hall: str, kind: StockKind, stands: dict[str, _Stand]
) -> Iterator[Fault]:
    for row in _items(session, hall, kind):
        stand = stands.pop(row.serial, None)
        wanted = stand and (*stand.now, stand.face_fen, stand.batch, stand.received_at)
        if wanted != (row.state, row.order_no, row.face_fen, row.batch, row.received_at):
            yield Fault(
                "stock.state",
                f"stock_items {kind.value} {row.serial}",
                N_("A piece is not in the state that its movements left it in."),
            )
    for serial in stands:
        yield Fault(
            "stock.missing",
            f"stock_items {kind.value} {serial}",
            N_("A piece that was received is no longer on the books."),
        )


def _items(session: Session, hall: str, kind: StockKind) -> Iterator[Any]:
    query = (
        select(
            StockItem.serial,
            StockItem.state,
            StockItem.order_no,
            StockItem.face_fen,
            StockItem.batch,
            StockItem.received_at,
        )
        .where(StockItem.hall == hall, StockItem.kind == kind.value)
        .order_by(StockItem.serial)
        .execution_options(yield_per=1000)
    )
    with session.execute(query) as found:
        yield from found


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
