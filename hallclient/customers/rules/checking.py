"""One value checked for another program: what `hallclient check KIND VALUE --json` answers."""

import re
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import date
from typing import Final

from hallclient.base.errors import HallError
from hallclient.base.money import fen_from_text, in_words, yuan
from hallclient.base.text import to_ascii
from hallclient.customers.rules.card_text import card_facts, decode_card_text, draft_of
from hallclient.customers.rules.documents import SEX_TEXT, DocumentKind
from hallclient.customers.rules.errors import (
    AmountTooLarge,
    CardTextCharacters,
    CardTextLength,
    CheckRefused,
    DocumentExpired,
)
from hallclient.customers.rules.identity import CHECKS, check_document
from hallclient.customers.rules.mobile import check_mobile
from hallclient.customers.rules.numbers import age_on
from hallclient.customers.rules.resident import PERMIT_AREAS
from hallclient.customers.rules.sim import check_iccid, check_imei, check_imsi

Facts = dict[str, object]


def check_value(kind: str, value: str, as_of: date) -> Facts:
    """Checks one value; never raises on any text.

    Args:
        kind: one of `CHECK_KINDS`.
        as_of: the business date, for ages and validity.

    Returns:
        `valid`, `reason` (bare, such as `checksum`; None when there is nothing to say),
        `message` (a sentence in the language in force, "" when valid), then the kind's own
        fields, as far as they could be read.
    Raises:
        ValueError: an unknown kind: the caller's slip, not the value's.
    """
    check = CHECK_KINDS.get(kind)
    if check is None:
        raise ValueError(f"unknown kind {kind!r}; known: {', '.join(CHECK_KINDS)}")
    facts: Facts = {}
    try:
        check(value, as_of, facts)
    except HallError as error:
        return {"valid": False, "reason": _reason(error), "message": str(error)} | facts
    return {"valid": True, "reason": None, "message": ""} | facts


def _reason(error: HallError) -> str:
    return error.reason if isinstance(error, CheckRefused) else error.code.partition(".")[2]


def _document(kind: DocumentKind) -> Callable[[str, date, Facts], None]:
    def check(value: str, as_of: date, facts: Facts) -> None:
        found = CHECKS[kind](value, as_of)
        facts["number"] = found.number
        if found.birth is not None:
            facts |= {"birth": found.birth.isoformat(), "age": age_on(found.birth, as_of)}
        if found.sex is not None:
            facts |= {"sex": found.sex.value, "sex_text": SEX_TEXT[found.sex]}
        facts |= found.facts
        if kind is DocumentKind.RESIDENT_ID:
            permit = found.number[:6] in PERMIT_AREAS
            facts["document"] = (DocumentKind.RESIDENCE_PERMIT if permit else kind).value
        if found.valid_until is not None:
            facts["valid_until"] = found.valid_until.isoformat()
            if found.valid_until < as_of:
                raise DocumentExpired(field="number", until=found.valid_until.isoformat())

    return check


def _iccid(value: str, _as_of: date, facts: Facts) -> None:
    card = check_iccid(value)
    facts |= {key: text for key, text in asdict(card).items() if key != "reason"}
    if card.reason:
        facts["reason"] = card.reason


def _imei(value: str, _as_of: date, facts: Facts) -> None:
    facts |= asdict(check_imei(value))


def _imsi(value: str, _as_of: date, facts: Facts) -> None:
    facts |= asdict(check_imsi(value))


def _mobile(value: str, _as_of: date, facts: Facts) -> None:
    facts |= asdict(check_mobile(value))


def _rmb(value: str, _as_of: date, facts: Facts) -> None:
    """An amount in yuan; the sign may be a hyphen or the minus sign of printed tables."""
    plain = to_ascii(value).replace("\u2212", "-")
    whole = plain.removeprefix("-").partition(".")[0].replace(",", "").lstrip("0")
    if len(whole) > 12 and re.fullmatch(r"[0-9]+", whole):
        raise AmountTooLarge
    fen = fen_from_text(plain)
    facts |= {"text": in_words(fen), "fen": fen, "yuan": yuan(fen)}


def _card_text(value: str, as_of: date, facts: Facts) -> None:
    plain = re.sub(r"\s+", "", value)
    if re.fullmatch(r"[0-9A-Fa-f]*", plain) is None:
        raise CardTextCharacters
    if len(plain) % 2:
        raise CardTextLength
    card = decode_card_text(bytes.fromhex(plain))
    facts |= card_facts(card)
    identity = check_document(draft_of(card), as_of)
    facts["number"] = identity.number
    if identity.birth is not None:
        facts["age"] = age_on(identity.birth, as_of)


CHECK_KINDS: Final[Mapping[str, Callable[[str, date, Facts], None]]] = {
    "resident-id": _document(DocumentKind.RESIDENT_ID),
    "permanent-resident-id": _document(DocumentKind.PERMANENT_RESIDENT),
    "passport": _document(DocumentKind.PASSPORT),
    "hk-macao-permit": _document(DocumentKind.HK_MACAO_PERMIT),
    "taiwan-permit": _document(DocumentKind.TAIWAN_PERMIT),
    "residence-permit": _document(DocumentKind.RESIDENCE_PERMIT),
    "uscc": _document(DocumentKind.USCC),
    "iccid": _iccid,
    "imei": _imei,
    "imsi": _imsi,
    "mobile": _mobile,
    "rmb": _rmb,
    "card-text": _card_text,
}
"""Kinds of value; the value fills `facts` and raises a HallError when it is refused."""
