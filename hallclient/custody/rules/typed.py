"""What was typed, checked before anybody signs for it."""

from typing import Final

from hallclient.base.text import printable, to_ascii
from hallclient.custody.rules.asks import ReceiveItem
from hallclient.custody.rules.errors import (
    DescriptionMissing,
    KindMissing,
    OneNumber,
    OwnerMissing,
    PiecesWrong,
    ReasonMissing,
    ReceiverMissing,
    SourceMissing,
)
from hallclient.custody.rules.ranges import Serials, serials_of
from hallclient.custody.rules.values import KINDS, CustodyKind, Item

TEXT_MOST: Final = 200


def plain(text: str) -> str:
    """One line as it goes on record."""
    return printable(text).strip()[:TEXT_MOST]


def reason_from(text: str) -> str:
    """Why, or what for; raises ReasonMissing."""
    reason = plain(text)
    if not reason:
        raise ReasonMissing(field="reason")
    return reason


def received_from(ask: ReceiveItem) -> tuple[CustodyKind, Serials | None]:
    """Kind and numbers of what comes into custody; None where there are no numbers.

    Raises KindMissing, DescriptionMissing, SourceMissing, OwnerMissing, OneNumber,
    NumberMissing, RangeMalformed.
    """
    if ask.kind is None:
        raise KindMissing(field="kind")
    rule = KINDS[ask.kind]
    if not plain(ask.description):
        raise DescriptionMissing(field="description")
    if not plain(ask.outside):
        raise SourceMissing(field="outside")
    if rule.owned and not plain(ask.owner):
        raise OwnerMissing(field="owner")
    typed = to_ascii(ask.first) or to_ascii(ask.last)
    serials = serials_of(ask.first, ask.last) if rule.numbered or typed else None
    if rule.owned and serials is not None and serials.pieces > 1:
        raise OneNumber(field="last")
    return ask.kind, serials


def receiver_from(text: str) -> str:
    """To whom a customer's paper was given; raises ReceiverMissing."""
    receiver = plain(text)
    if not receiver:
        raise ReceiverMissing(field="outside")
    return receiver


def pieces_from(text: str, most: int, field: str) -> int:
    """A number of pieces, 0 to `most`; empty is not 0. Raises PiecesWrong."""
    typed = to_ascii(text)
    if not (typed.isascii() and typed.isdecimal() and len(typed) <= 9 and int(typed) <= most):
        raise PiecesWrong(field=field, most=most)
    return int(typed)


def used_from(text: str, line: Item) -> int:
    """Pieces used while an item was out; only blank forms are used up."""
    if not KINDS[line.kind].used_up:
        return 0
    return pieces_from(text, line.standing.left, "used")
