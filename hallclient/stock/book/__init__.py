"""Stock as rooms use it inside their unit of work; never commits."""

from hallclient.stock.book.counting import compare, stock_taken
from hallclient.stock.book.holding import hold, release
from hallclient.stock.book.looking import (
    all_pieces,
    counts,
    faces,
    free_piece,
    piece,
    pieces,
    require_free,
    suggest,
)
from hallclient.stock.book.moving import put_back, receive, retire, shift, take

__all__ = [
    "all_pieces",
    "compare",
    "counts",
    "faces",
    "free_piece",
    "hold",
    "piece",
    "pieces",
    "put_back",
    "receive",
    "release",
    "require_free",
    "retire",
    "shift",
    "stock_taken",
    "suggest",
    "take",
]
