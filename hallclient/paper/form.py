"""The service order form (业务受理单), A5 or A4, which the customer reads and signs.

Source: field rules 10: hall and counter, order number, business date and time, clerk; customer
name and masked document number; agent; each business with before and after; price, discount and
its authority, tenders, total in figures and words; clauses accepted; signatures; reprint mark.
"""

from dataclasses import dataclass
from typing import Final

from hallclient.base.language import N_
from hallclient.base.money import in_words, yuan
from hallclient.paper.marks import copy_mark, tender_text, times
from hallclient.paper.sheet import LEADING, MM, Cell, Code, Rule, Sheet
from hallclient.paper.values import Discount, FormLine, OrderForm, Party
from hallclient.paper.wording import Say, wording

_SMALL: Final = 7.5
_PAD: Final = 4.0


@dataclass(frozen=True)
class _Size:
    """Measures of one paper size, in points."""

    width: float
    height: float
    margin: float
    body: float
    label: float
    code: float


_SIZES: Final = {
    "A5": _Size(148 * MM, 210 * MM, 9 * MM, 8.0, 60.0, 22 * MM),
    "A4": _Size(210 * MM, 297 * MM, 15 * MM, 9.5, 72.0, 26 * MM),
}


def form(value: OrderForm) -> bytes:
    """The form as a PDF; it goes on to further pages when one does not hold it."""
    return _Form(value).pdf()


class _Form:
    """One form in the making."""

    def __init__(self, value: OrderForm) -> None:
        self.value = value
        self.say: Say = wording(value.language)
        self.size = _SIZES[value.size]
        self.sheet = Sheet(self.size.width, self.size.height, self.size.margin)
        self.sheet.head = self._running_head

    def pdf(self) -> bytes:
        self._head()
        self._parties()
        self._businesses()
        self._money()
        self._clauses()
        self._signatures()
        self._page_numbers()
        return self.sheet.pdf(self.value.order_no)

    def _running_head(self) -> None:
        text = f"{self.say(N_('Service order form'))}  {self.value.order_no}"
        self.sheet.write(text, size=_SMALL)
        self.sheet.rule()

    def _head(self) -> None:
        sheet, value, side = self.sheet, self.value, self.size.code
        sheet.place(Code(sheet.right - side + 6, sheet.top - 6, side, value.order_no))
        middle = Cell(sheet.left + side, sheet.inner - 2 * side, value.hall_name, "centre", True)
        sheet.row((middle,), size=self.size.body + 4)
        title = middle._replace(text=self.say(N_("Service order form")), heavy=False)
        sheet.row((title,), size=self.size.body + 6)
        copy_mark(sheet, self.say, value.copy)
        sheet.y = max(sheet.y, sheet.top - 6 + side)
        self._pairs(
            (N_("Order no."), value.order_no),
            (N_("Business day"), value.business_date.isoformat()),
            (N_("Hall / counter"), f"{value.hall} / {value.counter}"),
            *times(value.issued_at, value.done_at),
            (N_("Clerk"), f"{value.clerk} {value.clerk_name}".strip()),
        )

    def _pairs(self, *pairs: tuple[str, str]) -> None:
        """Labelled values, two to a row."""
        sheet, half = self.sheet, self.sheet.inner / 2
        for first in range(0, len(pairs), 2):
            cells = []
            for column, (label, text) in enumerate(pairs[first : first + 2]):
                x = sheet.left + column * half
                cells.append(Cell(x, self.size.label, self.say(label)))
                start = x + self.size.label
                cells.append(Cell(start, half - self.size.label - _PAD, text))
            sheet.row(cells, size=self.size.body)

    def _parties(self) -> None:
        self._party(N_("Customer"), self.value.customer)
        self._party(N_("Agent"), self.value.agent)

    def _party(self, role: str, party: Party | None) -> None:
        if party is None:
            return
        self.sheet.rule()
        document = f"{self.say(party.document_kind)}  {party.document}".strip()
        self.sheet.pair(self.say(role), party.name, at=self.size.label, size=self.size.body + 1)
        facts = ((N_("Document"), document), (N_("Contact"), party.mobile))
        self._pairs(*(fact for fact in facts if fact[1]))

    def _businesses(self) -> None:
        for line in self.value.lines:
            self._business(line)

    def _business(self, line: FormLine) -> None:
        sheet, size = self.sheet, self.size.body
        sheet.room(5 * size * LEADING)  # a title does not end a page
        sheet.rule(thick=0.8)
        sheet.sum(self.say(line.title), yuan(line.amount_fen), size=size + 2)
        for fact in line.facts:
            sheet.pair(self.say(fact.label), fact.value, at=self.size.label, size=size)
        if not line.changes:
            return
        half = (sheet.inner - self.size.label) / 2
        middle = sheet.left + self.size.label
        columns = ((sheet.left, self.size.label), (middle, half), (middle + half, half))
        table = [("", self.say(N_("Before")), self.say(N_("After")))]
        table += [
            (self.say(change.label), change.before or "—", change.after or "—")
            for change in line.changes
        ]
        for row, texts in enumerate(table):
            cells = [
                Cell(x, width - _PAD, text) for (x, width), text in zip(columns, texts, strict=True)
            ]
            sheet.row(cells, size=size if row else _SMALL)

    def _money(self) -> None:
        sheet, value, size = self.sheet, self.value, self.size.body
        sheet.room((6 + len(value.discounts)) * size * LEADING)  # figures and words stay together
        sheet.rule(thick=0.8)
        for discount in value.discounts:
            sheet.sum(self._discount(discount), yuan(-discount.amount_fen), size=size)
        total = f"¥{yuan(value.total_fen)}"
        sheet.sum(self.say(N_("Total")), total, size=size + 3, heavy=True)
        words = f"人民币{in_words(value.total_fen)}"
        sheet.pair(self.say(N_("In words")), words, at=self.size.label, size=size)
        paid = [
            f"{tender_text(self.say, tender)} {yuan(tender.amount_fen)}" for tender in value.tenders
        ]
        if paid:
            sheet.pair(self.say(N_("Paid by")), "；".join(paid), at=self.size.label, size=size)
        if value.received_fen:
            self._pairs(
                (N_("Cash received"), yuan(value.received_fen)),
                (N_("Change"), yuan(value.change_fen)),
            )

    def _discount(self, discount: Discount) -> str:
        title = self.say(discount.title)
        if not discount.authority:
            return title
        return f"{title}  {self.say(N_('Approved by'))} {discount.authority}"

    def _clauses(self) -> None:
        sheet, value = self.sheet, self.value
        if value.note:
            sheet.rule()
            sheet.pair(self.say(N_("Note")), value.note, at=self.size.label, size=self.size.body)
        if not value.clauses:
            return
        sheet.rule()
        sheet.write(
            self.say(N_("The following was explained to the customer, who agrees:")),
            size=_SMALL,
        )
        for number, clause in enumerate(value.clauses, 1):
            x = sheet.left + 12
            cells = (Cell(sheet.left, 12, f"{number}."), Cell(x, sheet.right - x, self.say(clause)))
            sheet.row(cells, size=_SMALL)

    def _signatures(self) -> None:
        """Side by side and never on two pages: who signs sees what is signed above."""
        sheet, size = self.sheet, self.size.body
        roles = [N_("Customer signature")]
        if self.value.agent is not None:
            roles.append(N_("Agent signature"))
        roles.append(N_("Clerk signature"))
        sheet.room(66)
        sheet.rule(thick=0.8)
        share = sheet.inner / len(roles)
        cells = [
            Cell(sheet.left + place * share, share - _PAD, self.say(role))
            for place, role in enumerate(roles)
        ]
        sheet.row(cells, size=size)
        sheet.gap(26)
        for cell in cells:
            sheet.place(Rule(cell.x, sheet.y, cell.x + share - 3 * _PAD, sheet.y, 0, 0.5))
        sheet.gap(3)
        date = self.say(N_("Date"))
        sheet.row([cell._replace(text=date) for cell in cells], size=_SMALL)

    def _page_numbers(self) -> None:
        count = len(self.sheet.pages)
        if count == 1:
            return
        for number, page in enumerate(self.sheet.pages, 1):
            self.sheet.foot(page, f"{number} / {count}", _SMALL)
