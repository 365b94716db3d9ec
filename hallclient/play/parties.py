"""Parties of a script: typed by the clerk, or on a card that the simulated reader reads."""

from typing import Literal

from hallclient.customers.rules import (
    LONG_TERM,
    DocumentDraft,
    DocumentKind,
    Entry,
    FaceResult,
    PartyDraft,
    decode_card_text,
    draft_of,
)
from hallclient.devices.reader_simulator import CardFields, SimulatedReader
from hallclient.play.counter_script import PartyPart

SINCE = "20200101"
"""First valid day of a card whose script does not name one."""


def document_draft(party: PartyPart) -> DocumentDraft | None:
    """The document as the clerk would type it."""
    if party.document is None:
        return None
    part = party.document
    return DocumentDraft(
        kind=part.kind,
        number=part.number,
        name=party.name,
        valid_from=part.valid_from,
        valid_until=part.valid_until,
        entry=Entry.TYPED,
        address=party.address,
    )


def party_draft(party: PartyPart, document: DocumentDraft | None) -> PartyDraft:
    """The party with the document as it came in, and the face compared where there is one."""
    face = FaceResult(party.face) if document is not None else None
    name = party.name if document is None else ""
    return PartyDraft(document, party.mobile, face, party.face_reason, name)


def party_of(party: PartyPart | None) -> PartyDraft | None:
    """The party as it comes in: typed, or through the card reader."""
    if party is None:
        return None
    document = document_draft(party)
    if document is not None and party.entry == "reader":
        document = read_by_card(document)
    return party_draft(party, document)


def card_of(document: DocumentDraft) -> CardFields:
    """The card that shows this document; birth and sex follow from its number."""
    number = document.number.strip().upper()
    tells = len(number) == 18
    sex = ("1" if number[16:17] in "13579" else "2") if tells else "0"
    english = document.name.isascii()
    variant = _variant(document)
    return CardFields(
        number=number,
        birth=number[6:14] if tells else "19800101",
        valid_from=_digits(document.valid_from) or SINCE,
        valid_until=_digits(document.valid_until) or LONG_TERM,
        name="" if english and variant in ("I", "Y") else document.name,
        variant=variant,
        sex=sex,
        ethnic="01" if variant == "resident" else "",
        address=document.address,
        english_name=document.name if english else "",
    )


def read_by_card(document: DocumentDraft) -> DocumentDraft:
    """The document as it comes in through the reader: simulated card, real block, our decoder."""
    reader = SimulatedReader()
    reader.lay(card_of(document))
    raw = reader.read()
    return draft_of(decode_card_text(raw.text_block), raw.extra_address)


def _variant(document: DocumentDraft) -> Literal["resident", "J", "I", "Y"]:
    if document.kind is DocumentKind.RESIDENCE_PERMIT:
        return "J"
    if document.kind is DocumentKind.PERMANENT_RESIDENT:
        return "Y" if len(document.number.strip()) == 18 else "I"
    return "resident"


def _digits(day: str | None) -> str:
    return (day or "").replace("-", "")
