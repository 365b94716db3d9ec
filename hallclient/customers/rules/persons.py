"""Numbers of persons' other documents: permits, passports, foreigners' cards; field rules 3."""

import re
from datetime import date
from typing import Final

from hallclient.base.text import typed_number
from hallclient.customers.rules.documents import Sex
from hallclient.customers.rules.errors import (
    DocumentCharacters,
    DocumentChecksum,
    DocumentLength,
    DocumentPrefix,
)
from hallclient.customers.rules.numbers import (
    NumberFacts,
    calendar_date,
    mod_11_2_fits,
    mrz_check_digit,
)
from hallclient.customers.rules.resident import birth_in

_MRZ_LINE: Final = 44
_FREE_FORM: Final = re.compile(r"[0-9A-Z\u4e00-\u9fff()/.·]+")


def check_permanent_resident(text: str, on: date) -> NumberFacts:
    """A foreigner's permanent residence card: 18 digits from 9 (2023) or 3 letters and 12 digits.

    The older version has no public check digit: its form alone is checked.
    """
    number = typed_number(text)
    if len(number) == 15:
        _must_match(r"[A-Z]{3}[0-9]{12}", number)
        return NumberFacts(number, facts={"version": "2017", "country": number[:3]})
    if len(number) != 18:
        raise DocumentLength(field="number")
    _must_match(r"[0-9]{17}[0-9X]", number)
    if number[0] != "9":
        raise DocumentPrefix(field="number")
    birth = birth_in(number[6:14], on)
    if not mod_11_2_fits(number):
        raise DocumentChecksum(field="number")
    facts = {"version": "2023", "region": number[1:3], "country": number[3:6]}
    return NumberFacts(number, birth, facts=facts)


def check_hk_macao_permit(text: str, _on: date) -> NumberFacts:
    """A travel permit of Hong Kong and Macao residents (回乡证): H or M and eight digits.

    The older booklet shows two more, the times renewed: kept apart from the number.
    """
    number = typed_number(text)
    if len(number) not in (9, 11):
        raise DocumentLength(field="number")
    _must_match(r"[A-Z0-9][0-9]+", number)
    if number[0] not in "HM":
        raise DocumentPrefix(field="number")
    return NumberFacts(number[:9], facts={"renewed": number[9:]})


def check_taiwan_permit(text: str, _on: date) -> NumberFacts:
    """A travel permit of Taiwan residents (台胞证): eight digits, older ones with two more."""
    number = typed_number(text)
    if len(number) not in (8, 10):
        raise DocumentLength(field="number")
    _must_match(r"[0-9]+", number)
    return NumberFacts(number[:8], facts={"renewed": number[8:]})


def check_passport(text: str, on: date) -> NumberFacts:
    """A passport: its number, or the second line (or both) of its machine-readable zone."""
    number = typed_number(text)
    if len(number) in (_MRZ_LINE, 2 * _MRZ_LINE):
        return _check_machine_readable(number, on)
    if not 5 <= len(number) <= 9:
        raise DocumentLength(field="number")
    _must_match(r"[A-Z0-9]+", number)
    return NumberFacts(number)


def check_free_form(text: str, _on: date) -> NumberFacts:
    """A military identity document or household book: 4 to 30 characters, no check digit."""
    number = typed_number(text)
    if not 4 <= len(number) <= 30:
        raise DocumentLength(field="number")
    if _FREE_FORM.fullmatch(number) is None:
        raise DocumentCharacters(field="number")
    return NumberFacts(number)


def _check_machine_readable(zone: str, on: date) -> NumberFacts:
    """The last 44 characters hold number, country, birth, sex, expiry and five check digits."""
    _must_match(r"[A-Z0-9<]+", zone)
    if len(zone) > _MRZ_LINE and zone[0] != "P":
        raise DocumentPrefix(field="number")
    line = zone[-_MRZ_LINE:]
    checked = (
        (line[0:9], line[9]),
        (line[13:19], line[19]),
        (line[21:27], line[27]),
        (line[28:42], line[42]),
        (line[0:10] + line[13:20] + line[21:43], line[43]),
    )
    for field, digit in checked:
        blank = digit == "<" and not field.strip("<")  # an empty optional field may go unchecked
        if not blank and str(mrz_check_digit(field)) != digit:
            raise DocumentChecksum(field="number")
    birth = _short_date(line[13:19], latest=on)
    sex = {"M": Sex.MALE, "F": Sex.FEMALE}.get(line[20])
    until = calendar_date("20" + line[21:27])
    facts = {"country": line[10:13].rstrip("<")}
    return NumberFacts(line[0:9].rstrip("<"), birth, sex, until, facts)


def _short_date(digits: str, latest: date) -> date | None:
    """A birth date with a two-digit year, the latest that is not in the future.

    None when parts are unknown (`<`).
    """
    if "<" in digits:
        return None
    century = f"{latest.year // 100:02d}"
    if digits > latest.strftime("%y%m%d"):
        century = f"{latest.year // 100 - 1:02d}"
    return calendar_date(century + digits)


def _must_match(pattern: str, number: str) -> None:
    if re.fullmatch(pattern, number) is None:
        raise DocumentCharacters(field="number")
