"""Stock moved inside an act: received, taken, shifted, put back; every move on record.

A piece is taken by an update that names the state it must still be in. Two counters that want
the same piece therefore end with one of them refused, whatever either of them read before.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from hallclient.base.ids import new_id
from hallclient.base.money import Fen
from hallclient.stock.book.hiding import kept, plain
from hallclient.stock.book.looking import parts, piece, pieces
from hallclient.stock.book.statements import BACK, SHIFT, TAKE
from hallclient.stock.records import StockItem, StockMovement
from hallclient.stock.rules import (
    NO_FACE,
    HoldLost,
    Piece,
    RangeOverlaps,
    Received,
    StockKind,
    StockState,
    StockUnavailable,
    neighbours,
    serials,
    shown,
)
from hallclient.store.audit import Act


def receive(
    doing: Act, kind: StockKind, first: str, last: str, face_fen: int = 0, batch: str = ""
) -> Received:
    """Puts a range on the books; both ends included.

    Raises SerialMalformed, RangeMalformed, RangeTooLong, RangeOverlaps (part of it is there).
    """
    names = serials(first, last)
    for part in parts(names):
        known = pieces(doing.session, doing.hall, kind, part)
        if known:
            raise RangeOverlaps(field="first", serial=shown(kind, min(known)))
    fresh = {
        "kind": kind.value,
        "state": StockState.IN_STOCK.value,
        "face_fen": face_fen,
        "batch": batch,
        "received_at": doing.at,
        "order_no": "",
        "held_by": "",
        "held_until": None,
    }
    stored = kept(doing.session, kind, names)
    hidden = kind is StockKind.NUMBER
    rows = [
        {**fresh, "serial": serial, "place": place if hidden else 0}
        for place, serial in enumerate(stored, start=1)
    ]
    doing.add(StockItem, rows)
    face = Fen(face_fen)
    _record(doing, kind, [names], "", StockState.IN_STOCK, face_fen=face, batch=batch)
    return Received(kind, names[0], names[-1], len(names))


def take(
    doing: Act,
    kind: StockKind,
    names: Sequence[str],
    order_no: str,
    to_state: StockState,
    *,
    holder: str = "",
) -> None:
    """Takes pieces out of stock; all of them or none.

    Raises StockUnavailable, HoldLost: somebody was first, or this hall never had the piece.
    """
    step = _Step(kind, StockState.IN_STOCK, to_state, order_no)
    _move(doing, TAKE, step, names, holder=holder, at=doing.at)
    _record(doing, kind, neighbours(names), step.from_state, to_state, order_no=order_no)


def shift(
    doing: Act,
    kind: StockKind,
    names: Sequence[str],
    from_state: StockState,
    to_state: StockState,
    *,
    reason: str,
) -> None:
    """Moves pieces without an order; raises StockUnavailable when one is elsewhere."""
    _move(doing, SHIFT, _Step(kind, from_state, to_state, ""), names)
    _record(doing, kind, neighbours(names), from_state, to_state, reason=reason)


def retire(doing: Act, kind: StockKind, serial: str, order_no: str, to_state: StockState) -> None:
    """Ends the life of a piece in use, such as the old SIM card; none of ours, nothing to do."""
    found = piece(doing.session, doing.hall, kind, serial)
    if found is None or found.state in (to_state, StockState.IN_STOCK):
        return
    step = _Step(kind, found.state, to_state, order_no)
    _move(doing, SHIFT, step, (serial,))
    _record(
        doing,
        kind,
        [(serial,)],
        found.state,
        to_state,
        order_no=order_no,
        prior_order=found.order_no,
    )


def put_back(doing: Act, order_no: str, reversal_no: str) -> None:
    """Undoes every stock movement of an order: what it took comes back (返销).

    Raises StockUnavailable when a piece has moved on since.
    """
    query = select(StockMovement).where(
        StockMovement.hall == doing.hall, StockMovement.order_no == order_no
    )
    for row in doing.session.scalars(query).all():
        kind = StockKind(row.kind)
        first, last = (plain(doing.session, kind, end) for end in (row.first, row.last))
        names = serials(first, last)
        step = _Step(kind, StockState(row.to_state), StockState(row.from_state), row.prior_order)
        _move(doing, BACK, step, names, of_order=order_no)
        _record(
            doing,
            kind,
            [names],
            step.from_state,
            step.to_state,
            order_no=reversal_no,
            prior_order=order_no,
        )


@dataclass(frozen=True)
class _Step:
    """From one state to the next; `owner` is the order they belong to afterwards, or ""."""

    kind: StockKind
    from_state: StockState
    to_state: StockState
    owner: str


def _move(doing: Act, statement: Any, step: _Step, names: Sequence[str], **more: object) -> None:
    """Runs the update over all names; `more` are values that this statement asks for besides."""
    for part in parts(names):
        values = {
            "of_hall": doing.hall,
            "of_kind": step.kind.value,
            "serials": kept(doing.session, step.kind, part),
            "from_state": step.from_state.value,
            "to_state": step.to_state.value,
            "order": step.owner,
        }
        done = doing.session.connection().execute(statement, values | more)
        if done.rowcount != len(part):
            raise _why_not(doing, step, part, str(more.get("holder", "")))


def _why_not(
    doing: Act, step: _Step, part: Sequence[str], holder: str
) -> StockUnavailable | HoldLost:
    """The refusal for the first serial that did not move; the others have, until the rollback."""
    known = pieces(doing.session, doing.hall, step.kind, part)
    moved = (step.to_state, step.owner)
    stuck = [name for name in part if name not in known or _stands(known[name]) != moved]
    serial = stuck[0] if stuck else part[0]
    found = known.get(serial)
    if found is not None and found.held_from(holder, doing.at):
        return HoldLost(serial=shown(step.kind, serial))
    return StockUnavailable(serial=shown(step.kind, serial))


def _stands(found: Piece) -> tuple[StockState, str]:
    return found.state, found.order_no


def _record(
    doing: Act,
    kind: StockKind,
    runs_of: Iterable[Sequence[str]],
    from_state: StockState | str,
    to_state: StockState,
    *,
    order_no: str = "",
    prior_order: str = "",
    face_fen: Fen = NO_FACE,
    batch: str = "",
    reason: str = "",
) -> None:
    row = {
        "at": doing.at,
        "kind": kind.value,
        "from_state": str(from_state),
        "to_state": to_state.value,
        "order_no": order_no,
        "prior_order": prior_order,
        "face_fen": face_fen,
        "batch": batch,
        "by": doing.clerk,
        "reason": reason,
    }
    moved = []
    for run in runs_of:
        first, last = kept(doing.session, kind, (run[0], run[-1]))
        ends = {"movement_id": new_id(), "first": first, "last": last, "pieces": len(run)}
        moved.append(row | ends)
    doing.add(StockMovement, moved)
