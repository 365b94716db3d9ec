"""From a kept payload to a PDF. Importing this loads ReportLab: do it late."""

import json
from dataclasses import replace

from hallclient.paper import fonts
from hallclient.paper.form import form
from hallclient.paper.missing import missing
from hallclient.paper.receipt import receipt
from hallclient.paper.rules import PaperKind, PaperUndrawable
from hallclient.paper.slip import slip
from hallclient.paper.ticket import ticket
from hallclient.paper.values import CashSlip, MissingSlip, OrderForm, Receipt, TicketSlip


def drawn(kind: str, words: str, copy: int) -> bytes:
    """The PDF of a payload (JSON text); `copy` is 0 for the original, n for 补打 n.

    Raises PaperUndrawable when the payload is not what its kind says.
    """
    value = replace(_read(kind, words), copy=copy)
    match value:
        case Receipt():
            return receipt(value)
        case OrderForm():
            return form(value)
        case TicketSlip():
            return ticket(value)
        case MissingSlip():
            return missing(value)
        case CashSlip():
            return slip(value)


def warm() -> None:
    """Loads the font as well."""
    fonts.warm()


def _read(kind: str, words: str) -> Receipt | OrderForm | CashSlip | TicketSlip | MissingSlip:
    try:
        payload = json.loads(words)
        match kind:
            case PaperKind.RECEIPT:
                return Receipt.from_payload(payload)
            case PaperKind.FORM:
                return OrderForm.from_payload(payload)
            case PaperKind.SLIP:
                return CashSlip.from_payload(payload)
            case PaperKind.TICKET:
                return TicketSlip.from_payload(payload)
            case PaperKind.MISSING:
                return MissingSlip.from_payload(payload)
    except (ValueError, TypeError) as error:
        raise PaperUndrawable(job=kind) from error
    raise PaperUndrawable(job=kind)
