"""Counting money face by face: what the counting grid and the services both refuse."""

from typing import Final

from hallclient.base.errors import HallError
from hallclient.base.language import N_
from hallclient.base.money import yuan

MOST_PIECES: Final = 99_999
"""More pieces of one face than any till holds."""


class PiecesMalformed(HallError):
    """What was typed is not a number of pieces."""

    code = "count.pieces"
    sentence = N_("Type how many pieces were counted: a whole number up to 99,999.")


class PiecesMissing(HallError):
    """A face has not been counted; an empty row never means zero."""

    code = "count.incomplete"
    sentence = N_("Not counted yet: {faces} yuan. Type the pieces, or 0 for none of these.")


def face_text(face: int) -> str:
    """`100`, `0.50`: a face as the clerk calls it, in yuan."""
    return str(face // 100) if face % 100 == 0 else yuan(face)
