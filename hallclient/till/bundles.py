"""Pieces of money kept face by face, bundle by bundle."""

from collections.abc import Mapping

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from hallclient.store.audit import Act
from hallclient.till.records import Pieces

# built once: counting and opening a shift wait for it
_PIECES = (
    select(Pieces.face_fen, Pieces.pieces)
    .where(Pieces.hall == bindparam("of_hall"), Pieces.bundle == bindparam("of_bundle"))
    .order_by(Pieces.face_fen.desc())
)


def keep_pieces(doing: Act, bundle: str, pieces: Mapping[int, int]) -> None:
    """Writes a bundle; rows of 0 are kept, because counted 0 is not the same as not counted."""
    rows = [{"bundle": bundle, "face_fen": face, "pieces": count} for face, count in pieces.items()]
    doing.add(Pieces, rows)


def pieces_in(session: Session, hall: str, bundle: str) -> dict[int, int]:
    """Face in fen to pieces, largest face first; {} when there is no such bundle."""
    rows = session.connection().execute(_PIECES, {"of_hall": hall, "of_bundle": bundle})
    return {int(face): count for face, count in rows}
