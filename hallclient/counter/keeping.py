"""Values as the JSON kept in rows, and back: order lines, parties, drafts."""

import json
from collections.abc import Mapping
from typing import Any

from hallclient.base.masking import last_four, mask_mobile, mask_name
from hallclient.base.money import Fen
from hallclient.counter.parties import Parties
from hallclient.counter.rules import (
    Charge,
    CompletedLine,
    Discount,
    Fact,
    LineDraft,
    Offer,
    OrderDraft,
    PartyShown,
    TenderDraft,
)
from hallclient.customers.rules import (
    DocumentDraft,
    DocumentKind,
    Entry,
    FaceResult,
    Identity,
    PartyDraft,
    Sex,
)
from hallclient.store.blind import blind
from hallclient.store.personal import ERASED


def mobile_mark(key: bytes, mobile: str) -> str:
    """By what the orders of a number are found; `key` is the database's index key."""
    return blind(key, "order_lines.mobile", mobile)


def dump(plain: Any) -> str:
    """Compact JSON, Chinese as it is."""
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":"))


def line_content(line: CompletedLine, typed: Mapping[str, Any]) -> str:
    """A line's words, charges and typed values."""
    discount = line.discount
    return dump(
        {
            "charges": [[c.account, c.amount_fen, c.label, c.fee] for c in line.charges],
            "facts": _pairs(line.facts),
            "before": _pairs(line.before),
            "after": _pairs(line.after),
            "offers": [[o.code, o.name, o.text, o.bonus_fen, o.answer] for o in line.offers],
            "discount": discount and [discount.amount_fen, discount.reason, discount.approver],
            "warnings": line.warnings,
            "typed": dict(typed),
        }
    )


def line_from(kind: str, title: str, total_fen: Fen, content: str) -> CompletedLine:
    """The line as it was done."""
    kept = _line_in(content)
    return CompletedLine(
        kind=kind,
        title=title,
        charges=tuple(Charge(*parts) for parts in kept["charges"]),
        total_fen=total_fen,
        facts=_facts(kept["facts"]),
        before=_facts(kept["before"]),
        after=_facts(kept["after"]),
        offers=tuple(Offer(*parts) for parts in kept["offers"]),
        discount=Discount(*kept["discount"]) if kept["discount"] else None,
        warnings=tuple(kept["warnings"]),
    )


def facts_in(content: str) -> tuple[Fact, ...]:
    """Only the facts of a kept line, for lists."""
    return _facts(_line_in(content)["facts"])


def _line_in(content: str) -> dict[str, Any]:
    """A kept line; of a customer who was erased, a line without words: its total stands beside."""
    if content == ERASED:
        lists = ("charges", "facts", "before", "after", "offers", "warnings")
        return {name: [] for name in lists} | {"discount": None}
    kept: dict[str, Any] = json.loads(content)
    return kept


def _pairs(facts: tuple[Fact, ...]) -> list[list[str]]:
    return [[fact.label, fact.value] for fact in facts]


def _facts(pairs: list[list[str]]) -> tuple[Fact, ...]:
    return tuple(Fact(label, value) for label, value in pairs)


def parties_content(parties: Parties, names: Mapping[str, str], copy_for: str, *, vip: bool) -> str:
    """Customer and agent in full, as the law asks (field rules 11.4, 11.5), and names of the day.

    `names`: hall, clerk and approver as they were called when the order was made; `copy_for`:
    what the customer's document was copied for; `vip`: served as a VIP guest.
    """
    return dump(
        {
            "customer": _identity(parties.customer, parties.customer_mobile),
            "agent": _identity(parties.agent, parties.agent_mobile),
            "payer": {"name": parties.payer, "mobile": _payers_mobile(parties)},
            "face": parties.face,
            "face_reason": parties.face_reason,
            "names": dict(names),
            "copy_for": copy_for,
            "vip": vip,
        }
    )


def parties_in(content: str) -> dict[str, Any]:
    """The parties of an order as kept; of a customer who was erased, nobody but that word."""
    if content == ERASED:
        names = dict.fromkeys(("hall", "clerk", "approver"), "")
        payer = {"name": ERASED, "mobile": ""}
        return {"customer": None, "agent": None, "payer": payer, "face": "", "names": names}
    kept: dict[str, Any] = json.loads(content)
    return kept


def _payers_mobile(parties: Parties) -> str:
    return "" if parties.customer else parties.customer_mobile


def _identity(identity: Identity | None, mobile: str) -> dict[str, Any] | None:
    if identity is None:
        return None
    return {
        "kind": identity.kind.value,
        "number": identity.number,
        "name": identity.name,
        "organisation": identity.organisation,
        "entry": identity.entry.value,
        "address": identity.address,
        "mobile": mobile,
    }


def party_shown(kept: Mapping[str, Any] | None) -> PartyShown | None:
    """A kept party as papers show it."""
    if kept is None:
        return None
    return PartyShown(
        name=kept["name"],
        document_kind=kept["kind"],
        number_masked=last_four(kept["number"]),
        entry=kept["entry"],
        organisation=kept["organisation"],
        mobile_masked=mask_mobile(kept["mobile"]),
    )


def payer_name(parties: Mapping[str, Any]) -> str:
    """The name of who paid without a document, in kept parties; "" where there is none."""
    return str(parties.get("payer", {}).get("name", ""))


def customer_name(parties: str) -> str:
    """The customer's or payer's name in kept parties, masked for lists; "" for nobody named."""
    if parties == ERASED:
        return parties
    whole = parties_in(parties)
    kept = whole["customer"]
    if kept is None:
        return mask_name(payer_name(whole))
    return str(kept["name"]) if kept["organisation"] else mask_name(kept["name"])


def shown(identity: Identity | None, mobile: str) -> PartyShown | None:
    """A checked party as papers show it."""
    return party_shown(_identity(identity, mobile))


def draft_content(draft: OrderDraft) -> str:
    """A draft as typed. Signatures are not kept: they are good for two minutes only."""
    return dump(
        {
            "customer": _party(draft.customer),
            "agent": _party(draft.agent),
            "lines": [
                {
                    "kind": line.kind,
                    "fields": dict(line.fields),
                    "answers": {code: str(answer) for code, answer in line.answers.items()},
                    "price": line.price,
                    "price_reason": line.price_reason,
                }
                for line in draft.lines
            ],
            "tenders": [
                [tender.method, tender.amount, tender.reference, str(tender.state)]
                for tender in draft.tenders
            ],
            "acknowledged": sorted(draft.acknowledged),
            "copy_for": draft.copy_for,
            "late": [draft.done_at, draft.late_reason],
        }
    )


def draft_from(draft_id: str, content: str) -> OrderDraft:
    """The draft as it was saved."""
    kept = json.loads(content)
    done_at, late_reason = kept.get("late", ("", ""))
    return OrderDraft(
        request_id=draft_id,
        customer=_party_from(kept["customer"]),
        agent=_party_from(kept["agent"]),
        lines=tuple(LineDraft(**line) for line in kept["lines"]),
        tenders=tuple(TenderDraft(*parts) for parts in kept["tenders"]),
        acknowledged=frozenset(kept["acknowledged"]),
        copy_for=kept.get("copy_for", ""),
        done_at=done_at,
        late_reason=late_reason,
    )


def _party(party: PartyDraft | None) -> dict[str, Any] | None:
    if party is None:
        return None
    document = party.document
    return {
        "document": document
        and {
            "kind": document.kind.value,
            "number": document.number,
            "name": document.name,
            "valid_from": document.valid_from,
            "valid_until": document.valid_until,
            "entry": document.entry.value,
            "address": document.address,
            "birth": document.birth,
            "sex": document.sex and document.sex.value,
        },
        "mobile": party.mobile,
        "face": party.face and party.face.value,
        "face_reason": party.face_reason,
        "name": party.name,
    }


def _party_from(kept: Mapping[str, Any] | None) -> PartyDraft | None:
    if kept is None:
        return None
    face = kept["face"]
    return PartyDraft(
        document=_document_from(kept["document"]),
        mobile=kept["mobile"],
        face=FaceResult(face) if face else None,
        face_reason=kept["face_reason"],
        name=kept.get("name", ""),
    )


def _document_from(kept: Mapping[str, Any] | None) -> DocumentDraft | None:
    if kept is None:
        return None
    return DocumentDraft(
        kind=DocumentKind(kept["kind"]),
        number=kept["number"],
        name=kept["name"],
        valid_from=kept["valid_from"],
        valid_until=kept["valid_until"],
        entry=Entry(kept["entry"]),
        address=kept["address"],
        birth=kept["birth"],
        sex=Sex(kept["sex"]) if kept["sex"] else None,
    )
