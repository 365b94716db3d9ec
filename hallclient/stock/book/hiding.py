"""Phone numbers as the stock keeps them: hidden, each always in the same form, so that it is found.

A sold number is its holder's, and which numbers a hall has sold is seen as soon as those it has
left are: so all of them are hidden, from the day they are received. Other serials are no person's
and stay as they stand on the piece.
"""

from collections.abc import Iterable

from sqlalchemy.orm import Session

from hallclient.stock.rules import StockKind
from hallclient.store.personal import cipher_of

_PLACE = "stock.number"


def kept(session: Session, kind: StockKind, names: Iterable[str]) -> list[str]:
    """Serials as the tables hold them."""
    if kind is not StockKind.NUMBER:
        return list(names)
    hide = cipher_of(session).hidden
    return [hide(_PLACE, name) for name in names]


def plain(session: Session, kind: StockKind, stored: str) -> str:
    """A serial as it stands on the piece; raises PersonalDamaged."""
    return cipher_of(session).revealed(_PLACE, stored) if kind is StockKind.NUMBER else stored
