"""Value-card sale (有价卡销售): cards by serial range, or so many of a face, oldest first."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from hallclient.base.errors import HallError
from hallclient.base.language import N_
from hallclient.base.money import Fen, fen_from_text, positive, yuan
from hallclient.base.text import to_ascii
from hallclient.counter.kind import Looking, Prepared, StockMove
from hallclient.counter.rules import (
    Charge,
    Choice,
    DocumentRule,
    Fact,
    Field,
    FieldRequired,
    KindSpec,
    Need,
    ValueKind,
)
from hallclient.ledger.rules import Account
from hallclient.policy.rules import Policy
from hallclient.stock import book as stock
from hallclient.stock.rules import (
    Piece,
    StockKind,
    StockShort,
    StockState,
    StockUnavailable,
    neighbours,
    serials,
    serials_from,
)

MOST: Final = 1000
SUGGESTED: Final = 10


class CardCount(HallError):
    """Not a number of cards that is sold at once."""

    code = "value-card.count"
    sentence = N_("Type how many cards: a whole number from 1 to {most}.")


class CardCountDiffers(HallError):
    """The range does not hold as many cards as typed."""

    code = "value-card.count-differs"
    sentence = N_("The range holds {found} cards, not {count}. Check the serial numbers.")


class CardFace(HallError):
    """A card of the range has another face value than typed."""

    code = "value-card.face"
    sentence = N_("Card {serial} has a face value of {face} yuan. Check the serial numbers.")


@dataclass(frozen=True)
class ValueCardLine:
    """What is typed for a sale: `serials` as a range, or () with `count` and `face_fen`."""

    serials: tuple[str, ...]
    count: int
    face_fen: Fen | None


class ValueCard:
    """No document; sold at face value; each card by its serial number."""

    spec = KindSpec(
        code="value_card",
        title=N_("Value card"),
        chinese="有价卡销售",
        fields=(
            Field("face", N_("Face value"), ValueKind.MONEY, required=False, suggests=True),
            Field("count", N_("Number of cards"), ValueKind.COUNT, required=False),
            Field(
                "first", N_("First serial number"), ValueKind.SERIAL, required=False, suggests=True
            ),
            Field("last", N_("Last serial number"), ValueKind.SERIAL, required=False),
        ),
        document=DocumentRule(Need.NONE),
        prompts=("S2-KA-05",),
    )

    def read(self, fields: Mapping[str, str], policy: Policy) -> ValueCardLine:
        """Raises FieldRequired, CardCount, CardCountDiffers, refusals of serials and amounts."""
        count = _count(fields["count"])
        face = fen_from_text(fields["face"], field="face") if fields["face"] else None
        if face is not None:
            positive(face, field="face")
        if not fields["first"]:
            if face is None:
                raise FieldRequired(field="face")
            return ValueCardLine((), count or 1, face)
        names = _range(fields["first"], fields["last"], count)
        return ValueCardLine(names, len(names), face)

    def prepare(self, line: ValueCardLine, looking: Looking) -> Prepared:
        """Raises StockUnavailable, HoldLost, StockShort, CardFace."""
        cards = _named(line, looking) if line.serials else _oldest(line, looking)
        names = tuple(card.serial for card in cards)
        total = Fen(sum(card.face_fen for card in cards))
        return Prepared(
            charges=(Charge(Account.VALUE_CARDS, total, N_("Value card")),),
            facts=(
                Fact(N_("Face value"), yuan(cards[0].face_fen)),
                Fact(N_("Number of cards"), str(len(cards))),
                *(Fact(N_("Serial numbers"), shown) for shown in _shown(names)),
            ),
            moves=(StockMove(StockKind.VALUE_CARD, names, StockState.SOLD),),
            typed={"serials": list(names), "face_fen": cards[0].face_fen},
        )

    def choices(self, name: str, looking: Looking) -> tuple[Choice, ...]:
        """Faces in stock; first serials of the oldest cards."""
        if name == "face":
            found = stock.faces(looking.session, looking.hall, StockKind.VALUE_CARD)
            return tuple(Choice(yuan(face), yuan(face)) for face in found)
        if name != "first":
            return ()
        cards = _suggested(looking, SUGGESTED, None)
        return tuple(Choice(card.serial, card.serial, yuan(card.face_fen)) for card in cards)


def _count(text: str) -> int | None:
    plain = to_ascii(text)
    if not plain:
        return None
    if not re.fullmatch(r"[0-9]{1,4}", plain) or not 1 <= int(plain) <= MOST:
        raise CardCount(field="count", most=MOST)
    return int(plain)


def _range(first: str, last: str, count: int | None) -> tuple[str, ...]:
    if not last:
        return serials_from(first, count or 1)
    names = serials(first, last)
    if len(names) > MOST:
        raise CardCount(field="last", most=MOST)
    if count is not None and count != len(names):
        raise CardCountDiffers(field="count", found=len(names), count=count)
    return names


def _named(line: ValueCardLine, looking: Looking) -> tuple[Piece, ...]:
    kind = StockKind.VALUE_CARD
    known = stock.pieces(looking.session, looking.hall, kind, line.serials)
    for serial in line.serials:
        if serial not in known or (kind.value, serial) in looking.taken:
            raise StockUnavailable(field="first", serial=serial)
    cards = tuple(known[serial] for serial in line.serials)
    face = cards[0].face_fen if line.face_fen is None else line.face_fen
    for card in cards:
        stock.require_free(card, looking.holder, looking.at, field="first")
        if card.face_fen != face:
            raise CardFace(field="face", serial=card.serial, face=yuan(card.face_fen))
    return cards


def _oldest(line: ValueCardLine, looking: Looking) -> tuple[Piece, ...]:
    cards = _suggested(looking, line.count, line.face_fen)
    if not cards:
        raise StockUnavailable(field="face", serial=yuan(line.face_fen or 0))
    if len(cards) < line.count:
        raise StockShort(field="count", left=len(cards))
    return cards


def _suggested(looking: Looking, count: int, face_fen: Fen | None) -> tuple[Piece, ...]:
    return stock.suggest(
        looking.session,
        looking.hall,
        StockKind.VALUE_CARD,
        count,
        at=looking.at,
        holder=looking.holder,
        face_fen=face_fen,
        lock=looking.writing,
        besides=(name for kind, name in looking.taken if kind == StockKind.VALUE_CARD.value),
    )


def _shown(names: tuple[str, ...]) -> tuple[str, ...]:
    """Serial numbers for paper: each run of neighbours as `first-last`."""
    return tuple(run[0] if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in neighbours(names))
