"""What the counter prints: an order or a reversal as the values of its papers.

Kept with the order in one act, so that a copy made years later says what the original said.
"""

from collections.abc import Iterator
from typing import Any, Final, cast

from hallclient.base.language import N_, language, tr
from hallclient.base.masking import mask_name
from hallclient.base.money import Fen, yuan
from hallclient.counter.rules import (
    Charge,
    CompletedLine,
    CompletedOrder,
    CompletedReversal,
    Fact,
    PartyShown,
)
from hallclient.customers.rules import KIND_NAMES, DocumentKind
from hallclient.paper import values as paper

RECEIPT: Final = "receipt"
FORM: Final = "form"

TERMS: Final = N_("Terms")
"""Label of a fact that belongs on the form the customer signs, too long for a receipt."""

CLAUSES: Final = (
    N_("I have been told fees, term, the day it takes effect and how to cancel."),
    N_("The number is for my own use; lending, selling or letting it to others is illegal."),
    N_("My data are used for this business only and kept as long as the law asks."),
)
"""What the customer confirms by signing (要点提醒, S1-CT-37)."""

type Asked = tuple[str, dict[str, Any]]


def order_papers(order: CompletedOrder) -> list[Asked]:
    """The receipt of every order; the service order form too, where a customer was identified."""
    papers: list[Asked] = [(RECEIPT, receipt(order).to_payload())]
    if order.customer is not None:
        papers.append((FORM, order_form(order).to_payload()))
    return papers


def reversal_papers(reversal: CompletedReversal) -> list[Asked]:
    """The reversal's own receipt."""
    return [(RECEIPT, reversal_receipt(reversal).to_payload())]


def receipt(order: CompletedOrder) -> paper.Receipt:
    """The receipt (收据) of an order."""
    return paper.Receipt(
        **_of_order(order),
        lines=tuple(_receipt_line(line) for line in order.lines),
        customer=_payer(order),
        agent=_on_receipt(order.agent),
    )


def order_form(order: CompletedOrder) -> paper.OrderForm:
    """The service order form (业务受理单) that the customer signs."""
    return paper.OrderForm(
        **_of_order(order),
        lines=tuple(_form_line(line) for line in order.lines),
        customer=_on_form(order.customer),
        agent=_on_form(order.agent),
        clauses=CLAUSES,
        note="; ".join(_notes(order)),
    )


def _of_order(order: CompletedOrder) -> dict[str, Any]:
    """What an order's receipt and form both say of it."""
    return {
        "hall": order.hall,
        "hall_name": order.hall_name,
        "counter": order.counter,
        "clerk": order.clerk,
        "clerk_name": order.clerk_name,
        "order_no": order.order_no,
        "business_date": order.business_date,
        "issued_at": order.at,
        "total_fen": order.total_fen,
        "tenders": _tenders(order),
        "discounts": _discounts(order),
        "received_fen": _cash_given(order),
        "change_fen": order.change_fen,
        "language": language(),
        "done_at": order.late.done_at if order.late else None,
    }


def reversal_receipt(reversal: CompletedReversal) -> paper.Receipt:
    """The receipt of a reversal (返销): what goes back, by the tenders it came by."""
    order = reversal.order
    return paper.Receipt(
        hall=order.hall,
        hall_name=order.hall_name,
        counter=reversal.counter,
        clerk=reversal.clerk,
        clerk_name=reversal.clerk_name,
        order_no=reversal.reversal_no,
        business_date=reversal.business_date,
        issued_at=reversal.at,
        lines=tuple(_receipt_line(line) for line in order.lines),
        total_fen=reversal.total_fen,
        tenders=tuple(
            _part(refund.method, refund.amount_fen, refund.reference) for refund in reversal.refunds
        ),
        kind="reversal",
        customer=_payer(order),
        agent=_on_receipt(order.agent),
        discounts=_discounts(order),
        reverses=order.order_no,
        reason=reversal.reason,
        approver=f"{reversal.approver} {reversal.approver_name}",
        language=language(),
    )


def _part(method: str, amount_fen: Fen, reference: str) -> paper.ReceiptTender:
    return paper.ReceiptTender(cast(paper.Method, method), amount_fen, reference)


def _cash_given(order: CompletedOrder) -> Fen:
    return Fen(sum(tender.amount_fen for tender in order.tenders if tender.method == "cash"))


def _tenders(order: CompletedOrder) -> tuple[paper.ReceiptTender, ...]:
    """Parts of the total: cash is one part, what was given less the change."""
    cash = _cash_given(order) - order.change_fen
    parts = [
        _part(tender.method, tender.amount_fen, tender.reference)
        for tender in order.tenders
        if tender.method != "cash"
    ]
    if cash:
        parts.insert(0, paper.ReceiptTender("cash", Fen(cash)))
    return tuple(parts)


def _listed(line: CompletedLine) -> Fen:
    """The price before the discount, as papers show it beside the discount."""
    return Fen(line.total_fen + (line.discount.amount_fen if line.discount else 0))


def _receipt_line(line: CompletedLine) -> paper.ReceiptLine:
    details = [_fact(fact) for fact in line.facts if fact.label != TERMS]
    details += [_charge(charge) for charge in line.charges if len(line.charges) > 1]
    details += [_fact(fact) for fact in _told(line)]
    return paper.ReceiptLine(line.title, _listed(line), tuple(details))


def _form_line(line: CompletedLine) -> paper.FormLine:
    before = {fact.label: fact.value for fact in line.before}
    after = {fact.label: fact.value for fact in line.after}
    changes = tuple(
        paper.Change(label, before.get(label, ""), after.get(label, ""))
        for label in dict.fromkeys((*before, *after))
    )
    facts = (*line.facts, *_told(line))
    charges = (_charge(charge) for charge in line.charges)
    return paper.FormLine(
        line.title, _listed(line), (*(_fact(fact) for fact in facts), *charges), changes
    )


def _fact(fact: Fact) -> paper.Fact:
    return paper.Fact(fact.label, fact.value)


def _charge(charge: Charge) -> paper.Fact:
    return paper.Fact(charge.label, yuan(charge.amount_fen))


def _told(line: CompletedLine) -> Iterator[Fact]:
    for offer in line.offers:
        if offer.answer == "accepted":
            yield Fact(N_("Promotion"), offer.name)


def _discounts(order: CompletedOrder) -> tuple[paper.Discount, ...]:
    return tuple(
        paper.Discount(N_("Discount"), line.discount.amount_fen, line.discount.approver)
        for line in order.lines
        if line.discount
    )


def _payer(order: CompletedOrder) -> paper.Party | None:
    """Who paid, as a receipt says it (field rules 10): the customer, or the name that was told."""
    if order.payer:
        return paper.Party.on_receipt(order.payer)
    return _on_receipt(order.customer)


def _on_receipt(party: PartyShown | None) -> paper.Party | None:
    if party is None:
        return None
    name = party.name if party.organisation else mask_name(party.name)
    return paper.Party(name, _kind_name(party), party.number_masked)


def _on_form(party: PartyShown | None) -> paper.Party | None:
    if party is None:
        return None
    return paper.Party(party.name, _kind_name(party), party.number_masked, party.mobile_masked)


def _kind_name(party: PartyShown) -> str:
    return KIND_NAMES[DocumentKind(party.document_kind)]


def _notes(order: CompletedOrder) -> Iterator[str]:
    parties = (party for party in (order.customer, order.agent) if party)
    if any(party.entry == "typed" for party in parties):
        yield tr("The document was typed by hand, not read by the card reader.")
    if order.copy_for:
        yield tr("The document was copied with consent, for: {purpose}.", purpose=order.copy_for)
    if order.late:
        yield tr("Entered later, seen by {approver}: {reason}",
                 approver=order.late.approver_name, reason=order.late.reason)  # fmt: skip
    if order.face_approver:
        yield tr("The face comparison was approved by {approver}.", approver=order.face_approver)
