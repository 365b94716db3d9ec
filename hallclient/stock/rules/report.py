"""Pieces as they are shown: in refusals, and in the report without gaps."""

from collections.abc import Iterable, Iterator

from hallclient.base.masking import mask_mobile
from hallclient.stock.rules.serials import follows
from hallclient.stock.rules.values import Piece, Run, StockKind


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
