"""Serial numbers and their ranges: no gaps, no overlaps, check digits kept."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from hallclient.base.text import typed_number
from hallclient.stock.rules.errors import RangeMalformed, RangeTooLong, SerialMalformed

RANGE_MOST: Final = 200_000
"""Pieces received at once; a longer range is almost always a slip of the pen."""
SERIAL_MOST: Final = 32
_SERIAL = re.compile(r"([A-Z0-9]*?)([0-9]{1,18})")


@dataclass(frozen=True)
class SerialRange:
    """Serials in a row (号段), both ends included.

    Attributes:
        head: what stands before the digits that count up.
        low, high: what those digits say on the first and the last piece.
        width: how many digits they are.
        card: each serial is followed by a check digit of its own.
    """

    head: str
    low: int
    high: int
    width: int
    card: bool

    @property
    def pieces(self) -> int:
        """How many serials there are."""
        return self.high - self.low + 1

    @property
    def first(self) -> str:
        """The serial on the first piece."""
        return self._serial(self.low)

    @property
    def last(self) -> str:
        """The serial on the last piece."""
        return self._serial(self.high)

    def names(self) -> Iterator[str]:
        """Every serial, as it stands on the piece."""
        return (self._serial(number) for number in range(self.low, self.high + 1))

    def first_shared(self, other: "SerialRange") -> str:
        """The first serial that both ranges hold, "" for none."""
        alike = (self.head, self.width, self.card) == (other.head, other.width, other.card)
        low, high = max(self.low, other.low), min(self.high, other.high)
        return self._serial(low) if alike and low <= high else ""

    def _serial(self, number: int) -> str:
        body = f"{self.head}{number:0{self.width}d}"
        return body + luhn_digit(body) if self.card else body


def range_of(first: str, last: str) -> SerialRange:
    """The range between two serials as typed.

    When both ends carry the `8986` of a SIM card and a Luhn check digit that fits, the digits
    before the check digit count up and each piece gets its own check digit; otherwise the
    digits at the end count up.

    Raises SerialMalformed, RangeMalformed, RangeTooLong.
    """
    low, high = serial_from(first, "first"), serial_from(last, "last")
    card = _is_card(low) and _is_card(high)
    if card:
        low, high = low[:-1], high[:-1]
    return _between(low, high, card=card)


def serials(first: str, last: str) -> tuple[str, ...]:
    """Every serial from first to last, as they stand on the pieces; raises as `range_of`."""
    return tuple(range_of(first, last).names())


def serials_from(first: str, count: int) -> tuple[str, ...]:
    """So many serials from the first one on; counts as `serials` does.

    Raises SerialMalformed, RangeMalformed (the digits run out), RangeTooLong.
    """
    low = serial_from(first, "first")
    card = _is_card(low)
    body = low[:-1] if card else low
    match = _SERIAL.fullmatch(body)
    if match is None:
        raise SerialMalformed(field="first")
    high = f"{match[1]}{int(match[2]) + count - 1:0{len(match[2])}d}"
    return tuple(_between(body, high, card=card).names())


def serial_from(text: str, field: str = "serial") -> str:
    """A serial as typed, ready to be looked up; raises SerialMalformed.

    The filler `F` behind a 19-digit SIM card number is dropped (field rules 7).
    """
    serial = typed_number(text)
    if serial.startswith("8986"):
        serial = serial.removesuffix("F")
    if len(serial) > SERIAL_MOST or not _SERIAL.fullmatch(serial):
        raise SerialMalformed(field=field)
    return serial


def luhn_digit(digits: str) -> str:
    """The check digit (ISO/IEC 7812) that follows these digits."""
    total = 0
    for place, char in enumerate(reversed(digits)):
        value = int(char) * (2 if place % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return str(-total % 10)


def luhn_fits(number: str) -> bool:
    """Whether the last digit is the check digit of the others."""
    return number.isascii() and number.isdigit() and luhn_digit(number[:-1]) == number[-1]


def _is_card(serial: str) -> bool:
    return len(serial) in (19, 20) and serial.startswith("8986") and luhn_fits(serial)


def _between(low: str, high: str, *, card: bool) -> SerialRange:
    start, end = _SERIAL.fullmatch(low), _SERIAL.fullmatch(high)
    if start is None or end is None or len(low) != len(high) or start[1] != end[1]:
        raise RangeMalformed(field="last")
    found = SerialRange(start[1], int(start[2]), int(end[2]), len(start[2]), card)
    if found.pieces < 1:
        raise RangeMalformed(field="last")
    if found.pieces > RANGE_MOST:
        raise RangeTooLong(field="last", pieces=found.pieces, most=RANGE_MOST)
    return found


def follows(serial: str, after: str) -> bool:
    """Whether `after` is the piece that comes right behind `serial` in its range."""
    if len(serial) != len(after):
        return False
    if _is_card(serial) and _is_card(after):
        serial, after = serial[:-1], after[:-1]
    low, high = _SERIAL.fullmatch(serial), _SERIAL.fullmatch(after)
    return (
        low is not None
        and high is not None
        and low[1] == high[1]
        and int(high[2]) == int(low[2]) + 1
    )


def neighbours(names: Sequence[str]) -> Iterator[Sequence[str]]:
    """The serials in the order given, cut where one does not follow the one before it.

    Each run is what `serials(first, last)` gives back for its two ends.
    """
    run: list[str] = []
    for name in names:
        if run and not follows(run[-1], name):
            yield from _exact(run)
            run = []
        run.append(name)
    if run:
        yield from _exact(run)


def _exact(run: list[str]) -> Iterator[Sequence[str]]:
    if len(run) == 1 or tuple(run) == serials(run[0], run[-1]):
        yield run
    else:  # ends that look like cards by chance: name each piece
        yield from ([name] for name in run)
