"""The unified social credit code (统一社会信用代码), GB 32100-2015; source: field rules 4."""

import re
from datetime import date
from typing import Final

from hallclient.base.text import typed_number
from hallclient.customers.rules.errors import (
    DocumentCharacters,
    DocumentChecksum,
    DocumentLength,
)
from hallclient.customers.rules.numbers import NumberFacts

_ALPHABET: Final = "0-9A-HJ-NPQRTUWXY"  # no I O S V Z
_FORM: Final = re.compile(f"[{_ALPHABET}]{{2}}[0-9]{{6}}[{_ALPHABET}]{{9}}[0-9A-Z]")


def check_uscc(text: str, _on: date) -> NumberFacts:
    """Checks an organisation's code: 18 characters, area in digits, check character mod 31.

    A code of the old organisation register alone (9 characters) is a wrong length: not
    accepted for new business.
    """
    number = typed_number(text)
    if len(number) != 18:
        raise DocumentLength(field="number")
    if _FORM.fullmatch(number) is None:
        raise DocumentCharacters(field="number")
    from stdnum.cn import uscc  # slow to import, and few orders need it

    if uscc.calc_check_digit(number[:17]) != number[17]:
        raise DocumentChecksum(field="number")
    facts = {"department": number[0], "area": number[2:8], "organisation_code": number[8:17]}
    return NumberFacts(number, facts=facts)
