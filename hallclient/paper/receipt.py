"""The receipt (收据) on an 80 mm roll, as long as its text.

Source: field rules 10: number, date, payer, purpose, amount in figures and words, method,
payee's name, clerk; says that it is not a tax invoice; every copy is marked and counted.
"""

from typing import Final

from hallclient.base.language import N_
from hallclient.base.money import in_words, yuan
from hallclient.paper.marks import SMALL, copy_mark, tender_text, times
from hallclient.paper.sheet import MM, Cell, Code, Rule, Sheet
from hallclient.paper.values import Party, Receipt, ReceiptLine
from hallclient.paper.wording import Say, wording

WIDTH: Final = 80 * MM
MARGIN: Final = 4 * MM
LABELS: Final = {"zh": 54.0, "en": 62.0}
"""Points from the left edge to the values; the longest label of the language fits."""


def receipt(value: Receipt) -> bytes:
    """The receipt as a PDF of one page, 80 mm wide."""
    say = wording(value.language)
    sheet = Sheet(WIDTH, None, MARGIN)
    _head(sheet, say, value)
    _facts(sheet, say, value)
    sheet.rule(dash=2)
    for line in value.lines:
        _line(sheet, say, line)
    sheet.rule(dash=2)
    _total(sheet, say, value)
    sheet.rule(dash=2)
    _tenders(sheet, say, value)
    _foot(sheet, say, value)
    return sheet.pdf(value.order_no)


def _head(sheet: Sheet, say: Say, value: Receipt) -> None:
    title = N_("Receipt") if value.kind == "sale" else N_("Reversal receipt")
    sheet.write(value.hall_name, size=12, align="centre", heavy=True)
    sheet.write(say(title), size=11, align="centre")
    sheet.write(say(N_("This receipt is not a tax invoice.")), size=SMALL, align="centre")
    copy_mark(sheet, say, value.copy)
    sheet.rule()


def _facts(sheet: Sheet, say: Say, value: Receipt) -> None:
    number = N_("Order no.") if value.kind == "sale" else N_("Reversal no.")
    facts = [(number, value.order_no)]
    if value.reverses:
        facts.append((N_("Reversed order"), value.reverses))
    facts += [
        (N_("Business day"), value.business_date.isoformat()),
        *times(value.issued_at, value.done_at),
        (N_("Hall / counter"), f"{value.hall} / {value.counter}"),
        (N_("Clerk"), f"{value.clerk} {value.clerk_name}".strip()),
    ]
    if value.customer:
        role = N_("Customer") if value.kind == "sale" else N_("Refunded to")
        facts.append((role, _party(say, value.customer)))
    if value.agent:
        facts.append((N_("Agent"), _party(say, value.agent)))
    if value.reason:
        facts.append((N_("Reason"), value.reason))
    if value.approver:
        facts.append((N_("Approved by"), value.approver))
    for label, text in facts:
        sheet.pair(say(label), text, at=LABELS[value.language])


def _party(say: Say, party: Party) -> str:
    kind = say(party.document_kind) if party.document_kind else ""
    return " ".join(part for part in (party.name, kind, party.document, party.mobile) if part)


def _line(sheet: Sheet, say: Say, line: ReceiptLine) -> None:
    sheet.sum(say(line.title), yuan(line.amount_fen), size=9.5)
    for fact in line.details:
        text = f"{say(fact.label)}  {fact.value}"
        sheet.row((Cell(sheet.left + 8, sheet.inner - 8, text),), size=7.5)


def _total(sheet: Sheet, say: Say, value: Receipt) -> None:
    for discount in value.discounts:
        who = f" ({discount.authority})" if discount.authority else ""
        sheet.sum(say(discount.title) + who, yuan(-discount.amount_fen))
    label = N_("Total") if value.kind == "sale" else N_("Total refunded")
    sheet.sum(say(label), f"¥{yuan(value.total_fen)}", size=13, heavy=True)
    sheet.write(f"人民币{in_words(value.total_fen)}")


def _tenders(sheet: Sheet, say: Say, value: Receipt) -> None:
    for tender in value.tenders:
        sheet.sum(tender_text(say, tender), yuan(tender.amount_fen))
    if value.received_fen:
        sheet.sum(say(N_("Cash received")), yuan(value.received_fen))
        sheet.sum(say(N_("Change")), yuan(value.change_fen), size=10, heavy=True)


def _foot(sheet: Sheet, say: Say, value: Receipt) -> None:
    side = 27 * MM
    sheet.rule()
    top = sheet.y
    sheet.place(Code(sheet.left - 6, top, side, value.order_no))
    label = N_("Customer signature") if value.kind == "sale" else N_("Refund received (signature)")
    x = sheet.left + side
    sheet.gap(10)
    sheet.row((Cell(x, sheet.right - x, say(label)),), size=7.5)
    sheet.place(Rule(x, top + side - 16, sheet.right, top + side - 16, 0, 0.5))
    sheet.y = max(sheet.y, top + side)
    thanks = value.thanks or say(N_("Thank you. Please keep this receipt."))
    for text in filter(None, (thanks, value.complaints)):
        sheet.write(text, size=7.5, align="centre")
