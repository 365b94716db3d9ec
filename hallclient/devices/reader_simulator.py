"""A reader without a reader: makes the real 256-byte block of every card from plain fields.

For the demo hall, day scripts and tests. It encodes by the same published layouts as the cards
(field rules 5) and shares no code with the decoder, so that one can prove the other.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from hallclient.devices.id_reader import (
    EXTRA_ADDRESS_BYTES,
    PHOTO_BYTES,
    TEXT_BYTES,
    NoCard,
    RawCard,
    ReaderAbsent,
    ReaderFailed,
)

Variant = Literal["resident", "J", "I", "Y"]
_SPACE: Final = " ".encode("utf-16-le")
_Y_SPLIT: Final = 70
"""Bytes of a 2023 card's English name that stand in its first half: units 1 to 35."""


@dataclass(frozen=True)
class CardFields:
    """The fields printed on a card; dates as `YYYYMMDD`, `valid_until` also 长期.

    `name` is the Chinese name. Fields that a variant does not have stay "".
    """

    number: str
    birth: str
    valid_from: str
    valid_until: str
    name: str = ""
    variant: Variant = "resident"
    sex: str = "1"
    ethnic: str = ""
    address: str = ""
    authority: str = ""
    english_name: str = ""
    permit_number: str = ""
    times_issued: str = ""
    country: str = ""
    version: str = ""
    old_link: str = ""


def block_of(card: CardFields) -> bytes:
    """The card's 256 bytes; raises ValueError when a field is longer than its place."""
    places: Sequence[tuple[int, int, str]] = {
        "resident": _common,
        "J": _residence_permit,
        "I": _foreigner_2017,
        "Y": _foreigner_2023,
    }[card.variant](card)
    block = bytearray(_SPACE * (TEXT_BYTES // 2))
    for start, end, text in places:
        _put(block, start, end, text.encode("utf-16-le"))
    if card.variant == "Y":
        english = card.english_name.encode("utf-16-le")
        _put(block, 52, 122, english[:_Y_SPLIT])
        _put(block, 220, 242, english[_Y_SPLIT:])
    return bytes(block)


class SimulatedReader:
    """A reader one lays cards on from code."""

    def __init__(self) -> None:
        self._card: RawCard | None = None
        self._plugged = True
        self._broken = False

    def lay(self, card: CardFields | bytes, extra_address: str = "") -> None:
        """Lays a card on the reader: its fields, or a block as it came from a real one."""
        block = card if isinstance(card, bytes) else block_of(card)
        newer = bytearray(_SPACE * (EXTRA_ADDRESS_BYTES // 2))
        _put(newer, 0, EXTRA_ADDRESS_BYTES, extra_address.encode("utf-16-le"))
        self._broken = False
        self._card = RawCard(block, bytes(PHOTO_BYTES), bytes(newer) if extra_address else None)

    def lift(self) -> None:
        """Takes the card away."""
        self._card = None

    def unplug(self) -> None:
        """From now on no reader answers."""
        self._plugged = False

    def plug(self) -> None:
        """The reader answers again."""
        self._plugged = True

    def spoil(self) -> None:
        """The card that lies there cannot be read, until another one is laid on."""
        self._broken = True

    def present(self) -> bool:
        return self._plugged

    def read(self) -> RawCard:
        if not self._plugged:
            raise ReaderAbsent
        if self._card is None:
            raise NoCard
        if self._broken:
            raise ReaderFailed
        return self._card


def _put(block: bytearray, start: int, end: int, data: bytes) -> None:
    if len(data) > end - start:
        raise ValueError(f"a field of {len(data)} bytes does not fit into {start}-{end}")
    block[start : start + len(data)] = data


def _common(card: CardFields) -> list[tuple[int, int, str]]:
    return [
        (0, 30, card.name),
        (30, 32, card.sex),
        (32, 36, card.ethnic),
        (36, 52, card.birth),
        (52, 122, card.address),
        (122, 158, card.number),
        (158, 188, card.authority),
        (188, 204, card.valid_from),
        (204, 220, card.valid_until),
    ]


def _residence_permit(card: CardFields) -> list[tuple[int, int, str]]:
    return [
        *(place for place in _common(card) if place[0] != 32),
        (220, 238, card.permit_number),
        (238, 242, card.times_issued),
        (248, 250, "J"),
    ]


def _foreigner_2017(card: CardFields) -> list[tuple[int, int, str]]:
    return [
        (0, 120, card.english_name),
        (120, 122, card.sex),
        (122, 152, card.number),
        (152, 158, card.country),
        (158, 188, card.name),
        (188, 204, card.valid_from),
        (204, 220, card.valid_until),
        (220, 236, card.birth),
        (236, 240, card.version),
        (240, 248, card.authority),
        (248, 250, "I"),
    ]


def _foreigner_2023(card: CardFields) -> list[tuple[int, int, str]]:
    return [
        (0, 30, card.name),
        (30, 32, card.sex),
        (32, 36, card.times_issued),
        (36, 52, card.birth),
        (122, 158, card.number),
        (188, 204, card.valid_from),
        (204, 220, card.valid_until),
        (242, 248, card.country),
        (248, 250, "Y"),
        (250, 256, card.old_link),
    ]
