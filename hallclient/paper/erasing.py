"""A paper without the people on it: what is kept when their data has to go."""

import json
from dataclasses import replace

from hallclient.paper.rules import PaperKind
from hallclient.paper.values import CashSlip, OrderForm, Party, Receipt


def without_people(kind: str, words: str, nobody: str) -> str:
    """The payload (JSON) with a word in the place of every person; "" when it cannot be read.

    Details of a line name numbers and cards of the person; titles, amounts, payments, staff and
    hall stay.
    """
    try:
        payload = json.loads(words)
        match kind:
            case PaperKind.RECEIPT:
                kept: Receipt | OrderForm | CashSlip = _receipt(payload, nobody)
            case PaperKind.FORM:
                kept = _form(payload, nobody)
            case PaperKind.SLIP:
                slip = CashSlip.from_payload(payload)
                kept = replace(slip, reason=nobody if slip.reason else "")
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
    )


def _form(payload: dict[str, object], nobody: str) -> OrderForm:
    form = OrderForm.from_payload(payload)
    return replace(
        form,
        customer=_party(form.customer, nobody),
        agent=_party(form.agent, nobody),
        lines=tuple(replace(line, facts=(), changes=()) for line in form.lines),
        note="",
    )


def _party(party: Party | None, nobody: str) -> Party | None:
    return None if party is None else Party(nobody)
