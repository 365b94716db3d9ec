"""Invented people and computed numbers for sample days: valid in form, belonging to nobody.

Area codes end in 0000 (no county has such a code), mobiles come from a block of the sample hall.
"""

from datetime import date
from random import Random
from typing import Final

SURNAMES: Final = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛"
)
GIVEN: Final = (
    "安平佳宁雨桐子涵思远明轩若曦浩然静怡梓萱俊杰晓峰丽华建国秀兰志强婉清天佑乐瑶一诺嘉懿"
)
AREAS: Final = ("110000", "310000", "330000", "440000", "510000", "610000")
_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS: Final = "10X98765432"
_CREDIT: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def resident_number(chance: Random, *, born: date | None = None) -> str:
    """A resident identity number with a right check character."""
    birth = born or date(chance.randint(1950, 2005), chance.randint(1, 12), chance.randint(1, 28))
    body = f"{chance.choice(AREAS)}{birth:%Y%m%d}{chance.randint(1, 999):03d}"
    return body + mod_11_2(body)


def permanent_resident_number(chance: Random) -> str:
    """A foreigner's permanent residence number of the 2023 form, country 999."""
    born = date(chance.randint(1960, 1999), chance.randint(1, 12), 15)
    body = f"911999{born:%Y%m%d}{chance.randint(1, 999):03d}"
    return body + mod_11_2(body)


def mod_11_2(body: str) -> str:
    """The check character of 17 digits (ISO 7064 MOD 11-2)."""
    return _CHECKS[sum(int(d) * w for d, w in zip(body, _WEIGHTS, strict=True)) % 11]


def credit_code(chance: Random) -> str:
    """A unified social credit code with a right check character."""
    body = "91110000" + "".join(chance.choice(_CREDIT[:20]) for _ in range(9))
    total = sum(_CREDIT.index(char) * pow(3, i, 31) for i, char in enumerate(body))
    return body + _CREDIT[(31 - total % 31) % 31]


def person_name(chance: Random) -> str:
    """A two- or three-character name put together by chance."""
    given = "".join(chance.sample(GIVEN, chance.choice((1, 2, 2))))
    return chance.choice(SURNAMES) + given


def luhn(body: str) -> str:
    """The Luhn check digit of a row of digits."""
    total = 0
    for place, digit in enumerate(reversed(body)):
        doubled = int(digit) * (2 if place % 2 == 0 else 1)
        total += doubled - 9 if doubled > 9 else doubled
    return str(-total % 10)


def iccid(body: int, prefix: str = "898600") -> str:
    """The ICCID with this running number, 20 characters with its check digit."""
    plain = f"{prefix}{body:013d}"
    return plain + luhn(plain)
