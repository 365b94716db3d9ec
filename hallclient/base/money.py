"""Money is integer fen (分); no float touches an amount."""

import re
from typing import Final, NewType

from hallclient.base.errors import HallError
from hallclient.base.language import N_
from hallclient.base.text import to_ascii

Fen = NewType("Fen", int)
"""An amount in fen; 100 make one yuan (元)."""

MOST: Final = Fen(10**14 - 1)
"""The largest amount that can be written in words: below 10^12 yuan."""

FACES: Final[tuple[Fen, ...]] = tuple(
    Fen(face) for face in (10000, 5000, 2000, 1000, 500, 100, 50, 10)
)
"""Legal faces counted at a till, note and coin of one face in one row (100 元 to 1 角).

Source: field rules 8: 2 元, 2 角 and the 1 角 coin of the fourth series left circulation on
2018-05-01; fen coins are legal but not handled.
"""

_YUAN: Final = r"[0-9]{1,12}|[0-9]{1,3}(?:,[0-9]{3}){1,3}"
_AMOUNT: Final = re.compile(rf"(?P<sign>-?)(?P<yuan>{_YUAN})(?:\.(?P<fen>[0-9]{{0,2}}))?")
_DECIMALS: Final = re.compile(rf"-?(?:{_YUAN})\.[0-9]{{3,}}")


class AmountMalformed(HallError):
    """What was typed is not an amount of money."""

    code = "amount.malformed"
    sentence = N_(
        "This is not an amount. Type yuan with at most two decimals, such as 50 or 49.90."
    )


class AmountDecimals(HallError):
    """More than two decimals: a fen cannot be split, and nothing is rounded silently."""

    code = "amount.decimals"
    sentence = N_("An amount has at most two decimals (fen).")


class AmountNotPositive(HallError):
    """Zero or negative where money must move."""

    code = "amount.not-positive"
    sentence = N_("The amount must be more than zero.")


class AmountOverLimit(HallError):
    """More than the business allows at once."""

    code = "amount.over-limit"
    sentence = N_("The amount is above the limit of {limit} yuan.")


def fen_from_text(text: str, *, field: str = "") -> Fen:
    """Reads what a clerk types: yuan, `,` between thousands allowed, at most two decimals.

    Full-width digits are read as ASCII. A comma anywhere else makes it no amount: `1,00` may be
    meant as one yuan. Raises AmountMalformed or AmountDecimals, both with
    the field's name; never rounds.
    """
    plain = to_ascii(text).removeprefix("¥").strip()
    if _DECIMALS.fullmatch(plain):
        raise AmountDecimals(field=field)
    match = _AMOUNT.fullmatch(plain)
    if match is None:
        raise AmountMalformed(field=field)
    fen = int(match["yuan"].replace(",", "")) * 100 + int((match["fen"] or "").ljust(2, "0") or "0")
    return Fen(-fen if match["sign"] else fen)


def yuan(fen: int) -> str:
    """`1,234.50`: as shown on screen and paper, always two decimals."""
    sign, value = ("-" if fen < 0 else ""), abs(fen)
    return f"{sign}{value // 100:,}.{value % 100:02d}"


def positive(fen: Fen, *, most: Fen = MOST, field: str = "") -> Fen:
    """The same amount, if it is above zero and not above `most` (fen).

    Raises AmountNotPositive, AmountOverLimit.
    """
    if fen <= 0:
        raise AmountNotPositive(field=field)
    if fen > most:
        raise AmountOverLimit(field=field, limit=yuan(most))
    return fen


_DIGITS: Final = "零壹贰叁肆伍陆柒捌玖"
_PLACES: Final = ("", "拾", "佰", "仟")
_GROUPS: Final = ("", "万", "亿")


def in_words(fen: int) -> str:
    """The amount in upper-case Chinese words (大写), to follow 人民币 without a gap.

    Args:
        fen: integer fen, |fen| below 10^14; negative only for refund lists (负…).
    Raises:
        TypeError: not an int (a float never names money). ValueError: 10^12 yuan or more.
    Source: 支付结算办法 annex 1 and 会计基础工作规范 art. 52; where they leave a choice,
    整 is written after 角, and 零 before 角 when the yuan digit is 0.
    """
    if isinstance(fen, bool) or not isinstance(fen, int):
        raise TypeError(f"money is integer fen, not {type(fen).__name__}")
    if abs(fen) > MOST:
        raise ValueError("amounts of 10^12 yuan or more are not written in words")
    if fen == 0:
        return "零元整"
    sign, value = ("负" if fen < 0 else ""), abs(fen)
    whole, jiao, cents = value // 100, value // 10 % 10, value % 10
    words = sign + (_whole(whole) + "元" if whole else "")
    return words + _fraction(whole, jiao, cents)


def _whole(number: int) -> str:
    """A positive whole number below 10^12; each run of zeros inside it is read as one 零."""
    words, gap = "", False
    for group in range(2, -1, -1):
        part = number // 10 ** (4 * group) % 10_000
        if part == 0:
            gap = gap or bool(words)
            continue
        digits, inner_gap = "", gap or (bool(words) and part < 1000)
        for place in range(3, -1, -1):
            digit = part // 10**place % 10
            if digit == 0:
                inner_gap = inner_gap or bool(digits)
                continue
            digits += ("零" if inner_gap else "") + _DIGITS[digit] + _PLACES[place]
            inner_gap = False
        words += digits + _GROUPS[group]
        gap = False
    return words


def _fraction(whole: int, jiao: int, cents: int) -> str:
    if not jiao and not cents:
        return "整"
    if not jiao:
        return ("零" if whole else "") + _DIGITS[cents] + "分"
    # whole % 10 == 0 covers 10.50 and 107000.53; below one yuan there is no leading 零
    words = ("零" if whole and whole % 10 == 0 else "") + _DIGITS[jiao] + "角"
    return words + (_DIGITS[cents] + "分" if cents else "整")
