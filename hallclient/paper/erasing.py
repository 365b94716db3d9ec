"""A paper without the people on it: what is kept, in clear, when their data has to go."""

import json
from dataclasses import replace

from hallclient.paper.rules import PaperKind
from hallclient.paper.values import CashSlip, Discount, OrderForm, Party, Receipt


def without_people(kind: str, words: str, nobody: str) -> str:
    """The payload (JSON) with a word in the place of every person; "" when it cannot be read.

    Details of a line name numbers and cards of the person; titles, amounts, payments and the hall
    stay, and the staff by their codes: names are never kept in clear.
    """
    if kind in (PaperKind.TICKET, PaperKind.MISSING):  # they name nobody
        return words
    try:
        payload = json.loads(words)
        match kind:
            case PaperKind.RECEIPT:
                kept: Receipt | OrderForm | CashSlip = _receipt(payload, nobody)
            case PaperKind.FORM:
                kept = _form(payload, nobody)
            case PaperKind.SLIP:
                kept = _slip(payload, nobody)
            case _:
                return ""
    except (ValueError, TypeError, KeyError):
        return ""
    return json.dumps(kept.to_payload(), ensure_ascii=False, separators=(",", ":"))


def _receipt(payload: dict[str, object], nobody: str) -> Receipt:
    receipt = Receipt.from_payload(payload)
    return replace(
        receipt,
        customer=_party(receipt.customer, nobody),
        agent=_party(receipt.agent, nobody),
        lines=tuple(replace(line, details=()) for line in receipt.lines),
        reason=nobody if receipt.reason else "",
        clerk_name="",
        approver=_code(receipt.approver),
        discounts=_discounts(receipt.discounts),
    )


def _form(payload: dict[str, object], nobody: str) -> OrderForm:
    form = OrderForm.from_payload(payload)
    return replace(
        form,
        customer=_party(form.customer, nobody),
        agent=_party(form.agent, nobody),
        lines=tuple(replace(line, facts=(), changes=()) for line in form.lines),
        note="",
        clerk_name="",
        discounts=_discounts(form.discounts),
    )


def _slip(payload: dict[str, object], nobody: str) -> CashSlip:
    slip = CashSlip.from_payload(payload)
    reason = nobody if slip.reason else ""
    return replace(slip, reason=reason, clerk_name="", witness_name="")


def _party(party: Party | None, nobody: str) -> Party | None:
    return None if party is None else Party(nobody)


def _discounts(discounts: tuple[Discount, ...]) -> tuple[Discount, ...]:
    return tuple(replace(each, authority=_code(each.authority)) for each in discounts)


def _code(signer: str) -> str:
    """The code of one who signed, `M01` of `M01 Manager One`."""
    return signer.partition(" ")[0]
