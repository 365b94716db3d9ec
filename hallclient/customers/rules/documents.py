"""Identity documents: what a clerk or a reader hands in, and the identity that comes out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final

from hallclient.base.language import N_, tr

LONG_TERM: Final = "长期"
"""The end of validity of a card without one, as printed on it."""


class DocumentKind(StrEnum):
    """Kinds of identity document (证件) taken at the counter; the kind is chosen, never guessed."""

    RESIDENT_ID = "resident-id"
    PERMANENT_RESIDENT = "permanent-resident-id"
    PASSPORT = "passport"
    HK_MACAO_PERMIT = "hk-macao-permit"
    TAIWAN_PERMIT = "taiwan-permit"
    RESIDENCE_PERMIT = "residence-permit"
    TEMPORARY_ID = "temporary-id"
    HOUSEHOLD_BOOK = "household-book"
    MILITARY_ID = "military-id"
    USCC = "uscc"

    @property
    def organisation(self) -> bool:
        """Whether it names a unit (单位), not a person."""
        return self is DocumentKind.USCC


KIND_NAMES: Final[Mapping[DocumentKind, str]] = {
    DocumentKind.RESIDENT_ID: N_("Resident identity card"),
    DocumentKind.PERMANENT_RESIDENT: N_("Foreigner's permanent residence card"),
    DocumentKind.PASSPORT: N_("Passport"),
    DocumentKind.HK_MACAO_PERMIT: N_("Hong Kong and Macao travel permit"),
    DocumentKind.TAIWAN_PERMIT: N_("Taiwan travel permit"),
    DocumentKind.RESIDENCE_PERMIT: N_("Hong Kong, Macao and Taiwan residence permit"),
    DocumentKind.TEMPORARY_ID: N_("Temporary identity card"),
    DocumentKind.HOUSEHOLD_BOOK: N_("Household book"),
    DocumentKind.MILITARY_ID: N_("Military or armed police identity card"),
    DocumentKind.USCC: N_("Unified social credit code"),
}
"""English source names, for lists; translate when shown."""


class Entry(StrEnum):
    """How a document came in: by the card reader, or typed and marked so on the record."""

    READER = "reader"
    TYPED = "typed"


class Sex(StrEnum):
    """Sex (性别) as the document tells it."""

    MALE = "male"
    FEMALE = "female"


SEX_TEXT: Final[Mapping[Sex, str]] = {Sex.MALE: "男", Sex.FEMALE: "女"}
"""As printed on cards, whatever the language of the screen."""


class FaceResult(StrEnum):
    """Result of comparing the customer's face with the document (人证比对)."""

    MATCH = "match"
    NO_MATCH = "no-match"
    NOT_POSSIBLE = "not-possible"


@dataclass(frozen=True)
class DocumentDraft:
    """A document as it was typed or read, not yet checked.

    Attributes:
        valid_from: date as `20200301` or `2020-03-01`, None when it was not taken.
        valid_until: the same, or `LONG_TERM`.
        birth: the reader's birth field, None when typed; compared with the number.
        sex: the reader's sex, None when typed or not stated; compared with the number.
    """

    kind: DocumentKind
    number: str
    name: str
    valid_from: str | None = None
    valid_until: str | None = None
    entry: Entry = Entry.TYPED
    address: str = ""
    birth: str | None = None
    sex: Sex | None = None


@dataclass(frozen=True)
class Warned:
    """Something about a valid document that the clerk should know; it stops nothing.

    Attributes:
        code: stable, such as `document.expiring`.
        sentence: English source sentence; `str()` gives it translated and filled.
    """

    code: str
    sentence: str
    facts: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return tr(self.sentence).format(**self.facts)


@dataclass(frozen=True)
class Identity:
    """A checked document: every value is as it goes on record.

    Attributes:
        number: normalised; for the older travel permits the first 9 or 8 characters.
        renewed: the two digits of the older travel permit (times renewed), else "".
        valid_until: the last valid day, `LONG_TERM`, or None when it was not taken.
    """

    kind: DocumentKind
    number: str
    name: str
    organisation: bool
    birth: date | None
    sex: Sex | None
    valid_until: date | str | None
    entry: Entry
    warnings: tuple[Warned, ...] = ()
    address: str = ""
    renewed: str = ""
    valid_from: date | None = None

    @property
    def holder(self) -> str:
        """One key for one holder: see `holder_of`."""
        return holder_of(self.kind, self.number)


@dataclass(frozen=True)
class PartyDraft:
    """A person or organisation at the counter (客户, 代办人) as the order's draft holds it.

    Attributes:
        face: None when no comparison was asked for.
        face_reason: why the face did not match or could not be compared.
        name: what the customer is called where no document is shown; a document's own name
            counts where there is one.
    """

    document: DocumentDraft | None = None
    mobile: str = ""
    face: FaceResult | None = None
    face_reason: str = ""
    name: str = ""


_SAME_NUMBER: Final = frozenset(
    {DocumentKind.RESIDENT_ID, DocumentKind.TEMPORARY_ID, DocumentKind.RESIDENCE_PERMIT}
)

ONE_HOLDER: Final = _SAME_NUMBER | {DocumentKind.PERMANENT_RESIDENT, DocumentKind.USCC}
"""Kinds whose number belongs to one holder for ever; passports of two countries may share one."""


def holder_of(kind: DocumentKind, number: str) -> str:
    """The key under which a holder's numbers are counted.

    A temporary card carries the resident number, so both cards are one holder: else a second
    card would get a person past the limit of numbers (field rules 11.7).
    """
    family = "resident" if kind in _SAME_NUMBER else kind.value
    return f"{family}/{number}"
