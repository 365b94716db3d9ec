"""Stock as rooms use it inside their unit of work: receive, look, hold, take, put back.

A piece is taken by an update that names the state it must still be in. Two counters that want
the same piece therefore end with one of them refused, whatever either of them read before.
"""

from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, func, or_, select, update
from sqlalchemy.orm import Session

from hallclient.base.ids import new_id
from hallclient.base.money import Fen
from hallclient.stock.records import StockItem, StockMovement, StockTake
from hallclient.stock.rules import (
    NO_FACE,
    Held,
    HoldLost,
    Piece,
    RangeOverlaps,
    Received,
    StockCount,
    StockKind,
    StockState,
    StockTaken,
    StockUnavailable,
    neighbours,
    serials,
    shown,
)
from hallclient.store.audit import Act
from hallclient.store.sequences import next_number

_BATCH = 500
"""Serials named in one statement; SQLite and PostgreSQL both take more."""

_COLUMNS = (
    StockItem.kind,
    StockItem.serial,
    StockItem.state,
    StockItem.face_fen,
    StockItem.batch,
    StockItem.order_no,
    StockItem.held_by,
    StockItem.held_until,
)
_BY_SERIAL = select(*_COLUMNS).where(
    StockItem.hall == bindparam("of_hall"),
    StockItem.kind == bindparam("of_kind"),
    StockItem.serial.in_(bindparam("serials", expanding=True)),
)
_THESE = and_(
    StockItem.hall == bindparam("of_hall"),
    StockItem.kind == bindparam("of_kind"),
    StockItem.serial.in_(bindparam("serials", expanding=True)),
    StockItem.state == bindparam("from_state"),
)
_FREE = or_(
    StockItem.held_by == "",
    StockItem.held_by == bindparam("holder"),
    StockItem.held_until <= bindparam("at"),
)
_MOVE = update(StockItem).values(
    state=bindparam("to_state"), order_no=bindparam("order"), held_by="", held_until=None
)
_TAKE, _SHIFT = _MOVE.where(_THESE, _FREE), _MOVE.where(_THESE)
_BACK = _SHIFT.where(StockItem.order_no == bindparam("of_order"))
_HOLD = (
    update(StockItem)
    .values(held_by=bindparam("holder"), held_until=bindparam("until"))
    .where(_THESE, _FREE)
)


def receive(
    doing: Act, kind: StockKind, first: str, last: str, face_fen: int = 0, batch: str = ""
) -> Received:
    """Puts a range on the books; both ends included.

    Raises SerialMalformed, RangeMalformed, RangeTooLong, RangeOverlaps (part of it is there).
    """
    names = serials(first, last)
    for part in _parts(names):
        known = pieces(doing.session, doing.hall, kind, part)
        if known:
            raise RangeOverlaps(field="first", serial=min(known))
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
    doing.add(StockItem, [{**fresh, "serial": serial} for serial in names])
    face = Fen(face_fen)
    _record(doing, kind, [names], "", StockState.IN_STOCK, face_fen=face, batch=batch)
    return Received(kind, names[0], names[-1], len(names))


def pieces(session: Session, hall: str, kind: StockKind, names: Sequence[str]) -> dict[str, Piece]:
    """The pieces with these serials, by serial; unknown ones are left out."""
    found: dict[str, Piece] = {}
    for part in _parts(names):
        where = {"of_hall": hall, "of_kind": kind.value, "serials": part}
        for row in session.connection().execute(_BY_SERIAL, where):
            found[row.serial] = _piece(row)
    return found


def piece(session: Session, hall: str, kind: StockKind, serial: str) -> Piece | None:
    """One piece, or None when this hall never had it."""
    return pieces(session, hall, kind, (serial,)).get(serial)


def free_piece(
    session: Session,
    hall: str,
    kind: StockKind,
    serial: str,
    holder: str,
    at: datetime,
    field: str = "",
) -> Piece:
    """A piece that this draft may take now; raises StockUnavailable, HoldLost."""
    found = piece(session, hall, kind, serial)
    if found is None:
        raise StockUnavailable(field=field, serial=shown(kind, serial))
    require_free(found, holder, at, field=field)
    return found


def require_free(found: Piece, holder: str, at: datetime, field: str = "") -> None:
    """Raises StockUnavailable or HoldLost unless this draft may take the piece now."""
    if found.state is not StockState.IN_STOCK:
        raise StockUnavailable(field=field, serial=shown(found.kind, found.serial))
    if found.held_from(holder, at):
        raise HoldLost(field=field, serial=shown(found.kind, found.serial))


def suggest(
    session: Session,
    hall: str,
    kind: StockKind,
    count: int,
    *,
    at: datetime,
    holder: str = "",
    face_fen: int | None = None,
    ending: str = "",
    besides: Iterable[str] = (),
    lock: bool = False,
) -> tuple[Piece, ...]:
    """Up to `count` free pieces, those received first first (先进先出, S0-WA-04).

    Args:
        face_fen: only of this face; None for any.
        ending: only serials that end so; digits.
        besides: serials that are spoken for, such as those of earlier lines.
        lock: they will be taken in this unit of work; pieces that another one is taking at this
            moment are passed over (SQLite has one writer and needs no lock).
    """
    where: list[ColumnElement[bool]] = [
        StockItem.hall == hall,
        StockItem.kind == kind.value,
        StockItem.state == StockState.IN_STOCK.value,
        or_(StockItem.held_by.in_(("", holder)), StockItem.held_until <= at),
    ]
    if face_fen is not None:
        where.append(StockItem.face_fen == face_fen)
    if ending:
        where.append(StockItem.serial.endswith(ending, autoescape=True))
    taken = set(besides)
    query = (
        select(*_COLUMNS)
        .where(*where)
        .order_by(StockItem.face_fen, StockItem.received_at, StockItem.serial)
        .limit(count + len(taken))
    )
    if lock:
        query = query.with_for_update(skip_locked=True)
    found = (_piece(row) for row in session.connection().execute(query))
    return tuple(item for item in found if item.serial not in taken)[:count]


def faces(session: Session, hall: str, kind: StockKind) -> tuple[Fen, ...]:
    """Faces of which at least one piece is in stock, the smallest first."""
    query = (
        select(StockItem.face_fen)
        .where(
            StockItem.hall == hall,
            StockItem.kind == kind.value,
            StockItem.state == StockState.IN_STOCK.value,
        )
        .distinct()
        .order_by(StockItem.face_fen)
    )
    return tuple(session.scalars(query))


def hold(
    session: Session,
    hall: str,
    kind: StockKind,
    serial: str,
    holder: str,
    at: datetime,
    minutes: int,
) -> Held:
    """Keeps a piece for a draft, or renews its hold; no fact of the books, so not sealed.

    Raises StockUnavailable, HoldLost.
    """
    until = at + timedelta(minutes=minutes)
    where = {
        "of_hall": hall,
        "of_kind": kind.value,
        "serials": [serial],
        "from_state": StockState.IN_STOCK.value,
        "holder": holder,
        "at": at,
        "until": until,
    }
    if session.connection().execute(_HOLD, where).rowcount != 1:
        free_piece(session, hall, kind, serial, holder, at)
        raise HoldLost(serial=shown(kind, serial))
    return Held(serial, until)


def release(session: Session, hall: str, holder: str, keep: Iterable[str] = ()) -> None:
    """Lets go of everything a draft holds, but for the serials to keep."""
    session.connection().execute(
        update(StockItem)
        .where(
            StockItem.hall == hall,
            StockItem.held_by == holder,
            StockItem.serial.not_in(list(keep)),
        )
        .values(held_by="", held_until=None)
    )


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
    _move(doing, _TAKE, step, names, holder=holder, at=doing.at)
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
    _move(doing, _SHIFT, _Step(kind, from_state, to_state, ""), names)
    _record(doing, kind, neighbours(names), from_state, to_state, reason=reason)


def retire(doing: Act, kind: StockKind, serial: str, order_no: str, to_state: StockState) -> None:
    """Ends the life of a piece in use, such as the old SIM card; none of ours, nothing to do."""
    found = piece(doing.session, doing.hall, kind, serial)
    if found is None or found.state in (to_state, StockState.IN_STOCK):
        return
    step = _Step(kind, found.state, to_state, order_no)
    _move(doing, _SHIFT, step, (serial,))
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
        kind, names = StockKind(row.kind), serials(row.first, row.last)
        step = _Step(kind, StockState(row.to_state), StockState(row.from_state), row.prior_order)
        _move(doing, _BACK, step, names, of_order=order_no)
        _record(
            doing,
            kind,
            [names],
            step.from_state,
            step.to_state,
            order_no=reversal_no,
            prior_order=order_no,
        )


def counts(session: Session, hall: str) -> tuple[StockCount, ...]:
    """Pieces by kind, face and state."""
    group = (StockItem.kind, StockItem.face_fen, StockItem.state)
    query = select(*group, func.count()).where(StockItem.hall == hall).group_by(*group)
    rows = session.execute(query.order_by(*group))
    return tuple(
        StockCount(StockKind(kind), Fen(face), StockState(state), count)
        for kind, face, state, count in rows
    )


def compare(
    doing: Act, kind: StockKind, found: AbstractSet[str], witness: str, note: str
) -> StockTaken:
    """Records what was found of a kind beside what the books have in stock."""
    query = select(StockItem.serial).where(
        StockItem.hall == doing.hall,
        StockItem.kind == kind.value,
        StockItem.state == StockState.IN_STOCK.value,
    )
    booked = set(doing.session.connection().execute(query).scalars())
    taken = StockTaken(
        number=next_number(doing.session, doing.hall, "stock-take"),
        kind=kind,
        found=len(found),
        booked=len(booked),
        missing=tuple(sorted(booked - found)),
        surplus=tuple(sorted(found - booked)),
    )
    row = {
        "number": taken.number,
        "at": doing.at,
        "kind": kind.value,
        "by": doing.clerk,
        "witness": witness,
        "found": taken.found,
        "booked": taken.booked,
        "missing": list(taken.missing),
        "surplus": list(taken.surplus),
        "note": note,
    }
    doing.add(StockTake, [row])
    return taken


def stock_taken(session: Session, hall: str, number: int) -> StockTaken:
    """A stock-take on record."""
    query = select(StockTake).where(StockTake.hall == hall, StockTake.number == number)
    row = session.scalars(query).one()
    return StockTaken(
        number=row.number,
        kind=StockKind(row.kind),
        found=row.found,
        booked=row.booked,
        missing=tuple(row.missing),
        surplus=tuple(row.surplus),
    )


def all_pieces(session: Session, hall: str, kind: StockKind) -> Iterator[Piece]:
    """Every piece of a kind in serial order, read in parts, for reports and checks."""
    query = (
        select(*_COLUMNS)
        .where(StockItem.hall == hall, StockItem.kind == kind.value)
        .order_by(StockItem.serial)
        .execution_options(yield_per=1000)
    )
    for row in session.execute(query):
        yield _piece(row)


@dataclass(frozen=True)
class _Step:
    """From one state to the next; `owner` is the order they belong to afterwards, or ""."""

    kind: StockKind
    from_state: StockState
    to_state: StockState
    owner: str


def _move(doing: Act, statement: Any, step: _Step, names: Sequence[str], **more: object) -> None:
    """Runs the update over all names; `more` are values that this statement asks for besides."""
    for part in _parts(names):
        values = {
            "of_hall": doing.hall,
            "of_kind": step.kind.value,
            "serials": part,
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
    ends = [
        {"movement_id": new_id(), "first": run[0], "last": run[-1], "pieces": len(run)}
        for run in runs_of
    ]
    doing.add(StockMovement, [row | end for end in ends])


def _parts(names: Sequence[str]) -> Iterator[list[str]]:
    for start in range(0, len(names), _BATCH):
        yield list(names[start : start + _BATCH])


def _piece(row: Any) -> Piece:
    return Piece(
        kind=StockKind(row.kind),
        serial=row.serial,
        state=StockState(row.state),
        face_fen=Fen(row.face_fen),
        batch=row.batch,
        order_no=row.order_no,
        held_by=row.held_by,
        held_until=row.held_until,
    )
