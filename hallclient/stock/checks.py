"""What `hallclient verify` asks of the stock: every piece stands where its movements left it."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from hallclient.base.language import N_
from hallclient.stock import book
from hallclient.stock.records import StockMovement, StockTake
from hallclient.stock.rules import StockKind, serials
from hallclient.store.audit import AuditRow
from hallclient.store.integrity import Fault
from hallclient.store.sequences import last_numbers


def check(session: Session, hall: str) -> Iterator[Fault]:
    """Movements follow on from each other, and lead to the states on the books."""
    for kind in StockKind:
        stands: dict[str, str] = {}
        yield from _replay(session, hall, kind, stands)
        yield from _compare(session, hall, kind, stands)
    yield from _takes(session, hall)


def _replay(
    session: Session, hall: str, kind: StockKind, stands: dict[str, str]
) -> Iterator[Fault]:
    """Runs all movements in the order of their acts; fills `stands` with serial to state."""
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
        for name in names:
            if stands.get(name, "") != row.from_state:
                yield Fault("stock.movement", place, N_("A piece was moved from where it was not."))
                break
        stands.update(dict.fromkeys(names, row.to_state))


def _compare(
    session: Session, hall: str, kind: StockKind, stands: dict[str, str]
) -> Iterator[Fault]:
    for piece in book.all_pieces(session, hall, kind):
        if stands.pop(piece.serial, "") != piece.state.value:
            yield Fault(
                "stock.state",
                f"stock_items {kind.value} {piece.serial}",
                N_("A piece is not in the state that its movements left it in."),
            )
    for serial in stands:
        yield Fault(
            "stock.missing",
            f"stock_items {kind.value} {serial}",
            N_("A piece that was received is no longer on the books."),
        )


def _takes(session: Session, hall: str) -> Iterator[Fault]:
    query = select(StockTake.number).where(StockTake.hall == hall).order_by(StockTake.number)
    numbers = session.scalars(query).all()
    last = last_numbers(session, hall).get("stock-take", 0)
    for number in sorted(set(range(1, last + 1)) ^ set(numbers)):
        yield Fault("stock.take-gap", f"stock_takes {number}", N_("A stock-take is missing."))
