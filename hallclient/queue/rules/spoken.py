"""A call as it is spoken: the number digit by digit, the window as a number, nobody's name."""

from dataclasses import dataclass
from typing import Final

TIMES: Final = 2
APART_SECONDS: Final = 2
"""Said twice, so far apart. Source: field rules 12."""
SHOWN_SECONDS: Final = 6
"""A call stays alone in front for so long, even where nothing speaks: time to find the window."""

PLEASE: Final = "please"
NUMBER_GO_TO: Final = "number-go-to"
AT_WINDOW: Final = "at-window"
TEN: Final = "10"
_DIGITS: Final = "零一二三四五六七八九"


@dataclass(frozen=True)
class SpokenCall:
    """What is said once.

    Attributes:
        text: for an engine that reads Chinese; digits of the ticket are characters, so that no
            engine reads them as a hundred and one.
        words: the same as names of clips, in order.
    """

    text: str
    words: tuple[str, ...]


def spoken_call(number: str, counter: int) -> SpokenCall:
    """`请 A 一零一 号，到 3 号窗口办理`. Source: field rules 12.

    Args:
        number: a ticket's, a letter and its digits. counter: 1 to 99.
    """
    letter, digits = number[:1], number[1:]
    if not (letter.isascii() and letter.isupper() and digits.isascii() and digits.isdecimal()):
        raise ValueError(f"not a ticket: {number=}")
    said = "".join(_DIGITS[int(digit)] for digit in digits)
    words = (PLEASE, letter, *digits, NUMBER_GO_TO, *counted_words(counter), AT_WINDOW)
    return SpokenCall(f"请 {letter} {said} 号，到 {counter} 号窗口办理", words)


def counted_words(number: int) -> tuple[str, ...]:
    """1 to 99 as Chinese counts: 3 is 三, 12 is 十二, 20 is 二十, 21 is 二十一."""
    if not 1 <= number <= 99:
        raise ValueError(f"no window has this number: {number=}")
    tens, ones = divmod(number, 10)
    return (
        *((str(tens),) if tens > 1 else ()),
        *((TEN,) if tens else ()),
        *((str(ones),) if ones else ()),
    )
