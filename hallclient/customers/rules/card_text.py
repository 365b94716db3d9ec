"""The card reader's text block: 256 bytes UTF-16LE, four layouts; source: field rules 5."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import batched
from typing import Final

from hallclient.customers.rules.documents import (
    LONG_TERM,
    SEX_TEXT,
    DocumentDraft,
    DocumentKind,
    Entry,
    Sex,
)
from hallclient.customers.rules.errors import CardTextLength, DocumentTypeFlag
from hallclient.customers.rules.numbers import calendar_date, compact_date

BLOCK_BYTES: Final = 256
_FLAG: Final = slice(248, 250)

ETHNIC: Final[Mapping[str, str]] = {
    "01": "汉", "02": "蒙古", "03": "回", "04": "藏", "05": "维吾尔", "06": "苗", "07": "彝",
    "08": "壮", "09": "布依", "10": "朝鲜", "11": "满", "12": "侗", "13": "瑶", "14": "白",
    "15": "土家", "16": "哈尼", "17": "哈萨克", "18": "傣", "19": "黎", "20": "傈僳",
    "21": "佤", "22": "畲", "23": "高山", "24": "拉祜", "25": "水", "26": "东乡", "27": "纳西",
    "28": "景颇", "29": "柯尔克孜", "30": "土", "31": "达斡尔", "32": "仫佬", "33": "羌",
    "34": "布朗", "35": "撒拉", "36": "毛南", "37": "仡佬", "38": "锡伯", "39": "阿昌",
    "40": "普米", "41": "塔吉克", "42": "怒", "43": "乌孜别克", "44": "俄罗斯", "45": "鄂温克",
    "46": "德昂", "47": "保安", "48": "裕固", "49": "京", "50": "塔塔尔", "51": "独龙",
    "52": "鄂伦春", "53": "赫哲", "54": "门巴", "55": "珞巴", "56": "基诺", "97": "其他",
    "98": "外国血统中国籍人士",
}  # fmt: skip
"""Ethnic codes (GB/T 3304)."""

SEX_CODES: Final[Mapping[str, Sex]] = {"1": Sex.MALE, "2": Sex.FEMALE}
"""Codes 0 (unknown) and 9 (not stated) name no sex."""


class CardVariant(StrEnum):
    """Layout of the block, told by the type flag at bytes 248 and 249."""

    RESIDENT = "resident"
    FOREIGNER_2017 = "I"
    RESIDENCE_PERMIT = "J"
    FOREIGNER_2023 = "Y"


@dataclass(frozen=True)
class CardText:
    """The fields of one block, trimmed; "" where the layout has no such field.

    Attributes:
        name: the Chinese name; foreigners' cards may have none.
        name_bytes: the name field as it came: it may hold characters outside every font.
        sex_code: 1 male, 2 female, 0 unknown, 9 not stated.
        valid_until: `YYYYMMDD` or `LONG_TERM`.
        old_link: what ties a 2023 foreigner's card to the number before it.
    """

    variant: CardVariant
    name: str
    name_bytes: bytes
    number: str
    sex_code: str
    birth: str
    valid_from: str
    valid_until: str
    address: str = ""
    authority: str = ""
    ethnic: str = ""
    english_name: str = ""
    permit_number: str = ""
    times_issued: str = ""
    country: str = ""
    version: str = ""
    old_link: str = ""

    @property
    def kind(self) -> DocumentKind:
        """The kind of document that carries this layout."""
        return _KINDS[self.variant]


_KINDS: Final[Mapping[CardVariant, DocumentKind]] = {
    CardVariant.RESIDENT: DocumentKind.RESIDENT_ID,
    CardVariant.RESIDENCE_PERMIT: DocumentKind.RESIDENCE_PERMIT,
    CardVariant.FOREIGNER_2017: DocumentKind.PERMANENT_RESIDENT,
    CardVariant.FOREIGNER_2023: DocumentKind.PERMANENT_RESIDENT,
}


_VARIANTS: Final[Mapping[bytes, CardVariant]] = {
    b" \0": CardVariant.RESIDENT,
    b"\0\0": CardVariant.RESIDENT,
    b"I\0": CardVariant.FOREIGNER_2017,
    b"J\0": CardVariant.RESIDENCE_PERMIT,
    b"Y\0": CardVariant.FOREIGNER_2023,
}

type Place = tuple[int, ...]
"""First byte and the byte after the last; a field in two parts has two pairs."""

_CARD: Final[Mapping[str, Place]] = {
    "name": (0, 30),
    "sex_code": (30, 32),
    "birth": (36, 52),
    "number": (122, 158),
    "valid_from": (188, 204),
    "valid_until": (204, 220),
}
_AT_HOME: Final[Mapping[str, Place]] = {**_CARD, "address": (52, 122), "authority": (158, 188)}
_PLACES: Final[Mapping[CardVariant, Mapping[str, Place]]] = {
    CardVariant.RESIDENT: {**_AT_HOME, "ethnic": (32, 36)},
    CardVariant.RESIDENCE_PERMIT: {
        **_AT_HOME,
        "permit_number": (220, 238),
        "times_issued": (238, 242),
    },
    CardVariant.FOREIGNER_2023: {
        **_CARD,
        "times_issued": (32, 36),
        "english_name": (52, 122, 220, 242),
        "country": (242, 248),
        "old_link": (250, 256),
    },
    CardVariant.FOREIGNER_2017: {
        "english_name": (0, 120),
        "sex_code": (120, 122),
        "number": (122, 152),
        "country": (152, 158),
        "name": (158, 188),
        "valid_from": (188, 204),
        "valid_until": (204, 220),
        "birth": (220, 236),
        "version": (236, 240),
        "authority": (240, 248),
    },
}
"""Where each layout has its fields, by their names in `CardText`."""


def decode_card_text(block: bytes) -> CardText:
    """Takes a block apart; checks nothing but its length and type flag.

    Raises CardTextLength (not 256 bytes), DocumentTypeFlag (a layout that is not known).
    """
    if len(block) != BLOCK_BYTES:
        raise CardTextLength(field="number")
    variant = _VARIANTS.get(bytes(block[_FLAG]))
    if variant is None:
        raise DocumentTypeFlag(field="number")
    places = _PLACES[variant]
    fields = {name: _text(_cut(block, place)) for name, place in places.items()}
    return CardText(variant, name_bytes=_cut(block, places["name"]), **fields)


def decode_extra_address(block: bytes) -> str:
    """The newer address (追加住址), 70 bytes from a call of its own; "" when there is none."""
    return _text(block)


def draft_of(card: CardText, extra_address: bytes | None = None) -> DocumentDraft:
    """The card as a document read by the reader, ready for `check_document`.

    Raises DocumentDate: a date of the card is not in the calendar.
    """
    calendar_date(card.birth)
    calendar_date(card.valid_from)
    if card.valid_until != LONG_TERM:
        calendar_date(card.valid_until)
    newer = decode_extra_address(extra_address) if extra_address else ""
    return DocumentDraft(
        kind=card.kind,
        number=card.number,
        name=card.name or card.english_name,
        valid_from=card.valid_from,
        valid_until=card.valid_until,
        entry=Entry.READER,
        address=newer or card.address,
        birth=card.birth,
        sex=SEX_CODES.get(card.sex_code),
    )


def card_facts(card: CardText) -> dict[str, object]:
    """The fields as `hallclient check card-text` prints them; dates in ISO form."""
    sex = SEX_CODES.get(card.sex_code)
    facts: dict[str, object] = {
        "variant": card.variant.value,
        "document": card.kind.value,
        "name": card.name,
        "english_name": card.english_name,
        "sex": sex.value if sex else "",
        "sex_text": SEX_TEXT[sex] if sex else "",
        "sex_code": card.sex_code,
        "ethnic": card.ethnic,
        "ethnic_text": ETHNIC.get(card.ethnic, ""),
        "birth": _iso(card.birth),
        "address": card.address,
        "number": card.number,
        "authority": card.authority,
        "valid_from": _iso(card.valid_from),
        "valid_until": _iso(card.valid_until),
        "permit_number": card.permit_number,
        "times_issued": card.times_issued,
        "country": card.country,
        "version": card.version,
        "old_link": card.old_link,
    }
    return facts


def _iso(digits: str) -> str:
    day: date | None = compact_date(digits)
    return day.isoformat() if day else digits


def _cut(block: bytes, place: Place) -> bytes:
    """The field as it came, its parts joined before anything is trimmed: the last unit of the
    first part of a name may be the space between two words."""
    return b"".join(block[start:end] for start, end in batched(place, 2, strict=True))


def _text(field: bytes) -> str:
    """A field as text. Half a surrogate pair shows as U+FFFD; padding is spaces or NUL."""
    return field.decode("utf-16-le", errors="replace").strip(" \0\u3000")
