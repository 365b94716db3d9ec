"""The resident identity number (公民身份号码), GB 11643-1999; source: field rules 2."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Final

from hallclient.base.text import typed_number
from hallclient.customers.rules.documents import Sex
from hallclient.customers.rules.errors import (
    DocumentArea,
    DocumentBirthRange,
    DocumentCharacters,
    DocumentChecksum,
    DocumentLegacy,
    DocumentLength,
)
from hallclient.customers.rules.numbers import (
    EARLIEST_BIRTH,
    NumberFacts,
    calendar_date,
    mod_11_2_fits,
)

PROVINCES: Final[Mapping[str, str]] = {
    "11": "北京", "12": "天津", "13": "河北", "14": "山西", "15": "内蒙古",
    "21": "辽宁", "22": "吉林", "23": "黑龙江",
    "31": "上海", "32": "江苏", "33": "浙江", "34": "安徽", "35": "福建", "36": "江西",
    "37": "山东",
    "41": "河南", "42": "湖北", "43": "湖南", "44": "广东", "45": "广西", "46": "海南",
    "50": "重庆", "51": "四川", "52": "贵州", "53": "云南", "54": "西藏",
    "61": "陕西", "62": "甘肃", "63": "青海", "64": "宁夏", "65": "新疆",
    "71": "台湾",
}  # fmt: skip
"""First two digits; counties are not checked: withdrawn codes stay on living people's cards."""

PERMIT_AREAS: Final[Mapping[str, str]] = {"810000": "香港", "820000": "澳门", "830000": "台湾"}
"""Areas of the residence permit for Hong Kong, Macao and Taiwan residents (港澳台居民居住证)."""


def check_resident(text: str, on: date) -> NumberFacts:
    """Checks a number of 18 characters, in the order of the field rules.

    Args:
        text: as typed; `x` becomes `X`, nothing else is corrected.
        on: the business date; a birth after it is refused.
    Raises:
        DocumentLegacy, DocumentLength, DocumentCharacters, DocumentArea, DocumentDate,
        DocumentBirthRange, DocumentChecksum: the first that applies.
    """
    number = typed_number(text)
    if re.fullmatch(r"[0-9]{15}", number):
        raise DocumentLegacy(field="number")
    if len(number) != 18:
        raise DocumentLength(field="number")
    if re.fullmatch(r"[0-9]{17}[0-9X]", number) is None:
        raise DocumentCharacters(field="number")
    area = number[:6]
    area_name = PROVINCES.get(area[:2]) or PERMIT_AREAS.get(area)
    if area_name is None:
        raise DocumentArea(field="number")
    birth = birth_in(number[6:14], on)
    if not mod_11_2_fits(number):
        raise DocumentChecksum(field="number")
    sex = Sex.MALE if int(number[16]) % 2 else Sex.FEMALE
    return NumberFacts(number, birth, sex, facts={"area": area, "area_text": area_name})


def check_residence_permit(text: str, on: date) -> NumberFacts:
    """The same 18 characters, of the areas 810000, 820000 and 830000 only."""
    facts = check_resident(text, on)
    if facts.number[:6] not in PERMIT_AREAS:
        raise DocumentArea(field="number")
    return facts


def birth_in(digits: str, on: date) -> date:
    """The date of birth in eight digits; raises DocumentDate, DocumentBirthRange."""
    birth = calendar_date(digits)
    if not EARLIEST_BIRTH <= birth <= on:
        raise DocumentBirthRange(field="number")
    return birth
