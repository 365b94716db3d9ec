"""What a second person elsewhere reads of an order before they approve."""

from collections.abc import Iterable, Iterator

from hallclient.base.clock import shown_time
from hallclient.base.language import N_
from hallclient.base.masking import mask_name
from hallclient.base.money import fen_from_text, yuan
from hallclient.counter.rules import (
    CompletedLine,
    CompletedOrder,
    OrderDraft,
    PartyShown,
    Quote,
    QuotedLine,
    ReverseAsk,
    method_title,
)
from hallclient.staff.rules import AskApproval, RequestFact


def reversal_ask(order: CompletedOrder, ask: ReverseAsk) -> AskApproval:
    """The whole order, and why it is to be taken back."""
    tenders = [
        RequestFact(method_title(one.method), f"{yuan(one.amount_fen)}  {one.reference}".rstrip())
        for one in order.tenders
    ]
    facts = (
        RequestFact(N_("Reason"), ask.reason),
        RequestFact(N_("Receipt missing because"), ask.receipt_missing),
        RequestFact(N_("Order number"), order.order_no),
        RequestFact(N_("Made at"), f"{shown_time(order.at)}  {order.clerk_name} ({order.clerk})"),
        RequestFact(N_("Customer"), _named(order.customer)),
        RequestFact(N_("Agent"), _named(order.agent)),
        *_lines(order.lines),
        RequestFact(N_("Total"), yuan(order.total_fen)),
        *tenders,
        RequestFact(N_("Change"), yuan(order.change_fen) if order.change_fen else ""),
    )
    return AskApproval("order.reverse", ask.content, _said(facts), order.total_fen)


def price_ask(draft: OrderDraft, quote: Quote, customer: str) -> AskApproval:
    """The order as priced, what is below list price, and why.

    Args:
        customer: name and document as the clerk's screen shows them, masked.
    """
    reasons = [RequestFact(N_("Reason"), line.price_reason) for line in draft.lines]
    tenders = [
        RequestFact(
            method_title(one.method), f"{_typed_yuan(one.amount)}  {one.reference}".rstrip()
        )
        for one in draft.tenders
    ]
    facts = (
        RequestFact(N_("Below list price"), yuan(quote.discount_fen)),
        *reasons,
        RequestFact(N_("Customer"), customer),
        *_lines(line for line in quote.lines if line is not None),
        RequestFact(N_("Total"), yuan(quote.total_fen)),
        *tenders,
        RequestFact(N_("Change"), yuan(quote.change_fen) if quote.change_fen else ""),
    )
    return AskApproval("price.override", draft.content, _said(facts), quote.discount_fen)


def _lines(lines: Iterable[CompletedLine | QuotedLine]) -> Iterator[RequestFact]:
    for line in lines:
        yield RequestFact(line.title, yuan(line.total_fen))
        for fact in (*line.facts, *line.after):
            yield RequestFact(fact.label, fact.value, term=True)


def _named(party: PartyShown | None) -> str:
    if party is None:
        return ""
    name = party.name if party.organisation else mask_name(party.name)
    return f"{name}  {party.number_masked}"


def _said(facts: Iterable[RequestFact]) -> tuple[RequestFact, ...]:
    return tuple(fact for fact in facts if fact.value.strip())


def _typed_yuan(text: str) -> str:
    return yuan(fen_from_text(text, field=""))
