"""Stock as it stands: pieces looked up, suggested, counted."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, bindparam, func, or_, select
from sqlalchemy.orm import Session

from hallclient.base.money import Fen
from hallclient.stock.book.hiding import kept, plain
from hallclient.stock.records import StockItem
from hallclient.stock.rules import (
    HoldLost,
    Piece,
    StockCount,
    StockKind,
    StockState,
    StockUnavailable,
    shown,
)

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
_FIRST_IN = StockItem.face_fen, StockItem.received_at, StockItem.place, StockItem.serial
_BY_SERIAL = select(*_COLUMNS).where(
    StockItem.hall == bindparam("of_hall"),
    StockItem.kind == bindparam("of_kind"),
    StockItem.serial.in_(bindparam("serials", expanding=True)),
)


def pieces(session: Session, hall: str, kind: StockKind, names: Sequence[str]) -> dict[str, Piece]:
    """The pieces with these serials, by serial; unknown ones are left out."""
    found: dict[str, Piece] = {}
    for part in parts(names):
        where = {"of_hall": hall, "of_kind": kind.value, "serials": kept(session, kind, part)}
        for row in session.connection().execute(_BY_SERIAL, where):
            each = _piece(session, row)
            found[each.serial] = each
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
    hidden = kind is StockKind.NUMBER
    if ending and not hidden:
        where.append(StockItem.serial.endswith(ending, autoescape=True))
    taken = set(besides)
    query = select(*_COLUMNS).where(*where).order_by(*_FIRST_IN)
    if ending and hidden:  # what it ends in is seen once it is opened
        query = query.execution_options(yield_per=_BATCH)
    else:
        query = query.limit(count + len(taken))
    if lock:
        query = query.with_for_update(skip_locked=True)
    with session.connection().execute(query) as rows:
        found = (_piece(session, row) for row in rows)
        fits = (each for each in found if each.serial.endswith(ending))
        return tuple(islice((each for each in fits if each.serial not in taken), count))


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


def counts(session: Session, hall: str) -> tuple[StockCount, ...]:
    """Pieces by kind, face and state."""
    group = (StockItem.kind, StockItem.face_fen, StockItem.state)
    query = select(*group, func.count()).where(StockItem.hall == hall).group_by(*group)
    rows = session.execute(query.order_by(*group))
    return tuple(
        StockCount(StockKind(kind), Fen(face), StockState(state), count)
        for kind, face, state, count in rows
    )


def all_pieces(session: Session, hall: str, kind: StockKind) -> Iterator[Piece]:
    """Every piece of a kind in serial order, for reports; read in parts where it can be."""
    query = (
        select(*_COLUMNS)
        .where(StockItem.hall == hall, StockItem.kind == kind.value)
        .order_by(StockItem.serial)
        .execution_options(yield_per=1000)
    )
    with session.execute(query) as rows:
        found = (_piece(session, row) for row in rows)
        yield from sorted(found, key=_serial) if kind is StockKind.NUMBER else found


def parts(names: Sequence[str]) -> Iterator[list[str]]:
    """The serials in parts of a size that one statement can name."""
    for start in range(0, len(names), _BATCH):
        yield list(names[start : start + _BATCH])


def _serial(found: Piece) -> str:
    return found.serial


def _piece(session: Session, row: Any) -> Piece:
    kind = StockKind(row.kind)
    return Piece(
        kind=kind,
        serial=plain(session, kind, row.serial),
        state=StockState(row.state),
        face_fen=Fen(row.face_fen),
        batch=row.batch,
        order_no=row.order_no,
        held_by=row.held_by,
        held_until=row.held_until,
    )
