"""One visit as the desk holds it: the half-done order, its price, what was said. No widgets."""

from collections.abc import Mapping
from dataclasses import replace

from hallclient.base.ids import new_id
from hallclient.counter.rules import CompletedOrder, LineDraft, OrderDraft, Quote, TenderDraft
from hallclient.counter.rules.prompts import PAY
from hallclient.counter.rules.seeing_off import courtesies
from hallclient.customers.rules import PartyDraft


class Visit:
    """The lines of an order with the answers and the ticks that belong to them.

    One request id from the first key to the books, so that a crash, a retry or a double click
    can neither lose nor double the order.

    Attributes:
        place: the line that is open, from 0.
        said: courtesies of the beginning that were ticked; they last while lines change.
        quote: what the order came to when it was last priced, None before.
        order: once it is on the books.
    """

    def __init__(self) -> None:
        self.request_id = new_id()
        self.lines: list[LineDraft] = []
        self.place = 0
        self.acknowledged: frozenset[str] = frozenset()
        self.said: frozenset[str] = frozenset()
        self.quote: Quote | None = None
        self.order: CompletedOrder | None = None

    @property
    def line(self) -> LineDraft | None:
        """The line that is open."""
        return self.lines[self.place] if self.place < len(self.lines) else None

    def draft(
        self,
        customer: PartyDraft | None,
        agent: PartyDraft | None,
        tenders: tuple[TenderDraft, ...],
        copy_for: str = "",
    ) -> OrderDraft:
        """The order as typed so far."""
        return OrderDraft(
            request_id=self.request_id,
            customer=customer,
            agent=agent,
            lines=tuple(self.lines),
            tenders=tenders,
            acknowledged=self.acknowledged | self.said,
            copy_for=copy_for,
        )

    def add(self, kind: str) -> None:
        """One more line, opened."""
        self.lines.append(LineDraft(kind, {}))
        self.place = len(self.lines) - 1

    def put(self, line: LineDraft) -> None:
        """The open line as typed; its answers stay.

        What was read out to the customer before the line changed counts no more (S1-CT-14).
        """
        kept = self.line
        if kept is None:
            return
        typed = replace(line, answers=kept.answers)
        if typed != kept:
            self.lines[self.place] = typed
            self.acknowledged = frozenset()

    def remove(self) -> None:
        """Takes the open line out; the last of the others is open then."""
        if self.line is not None:
            del self.lines[self.place]
            self.place = max(0, len(self.lines) - 1)
            self.acknowledged = frozenset()

    def answer(self, place: int, answers: Mapping[str, str]) -> None:
        """What the customer said to the promotions of a line."""
        self.lines[place] = replace(self.lines[place], answers=dict(answers))

    def say(self, shown: frozenset[str], ticked: frozenset[str]) -> None:
        """Of the prompts shown, these are ticked; of those not shown, nothing changes."""
        self.acknowledged = (self.acknowledged - shown) | ticked

    def price(self, quote: Quote) -> None:
        """A quote of the lines as they are; answers to promotions that are gone go too."""
        self.quote = quote
        for place, (line, quoted) in enumerate(zip(self.lines, quote.lines, strict=False)):
            if quoted is None:
                continue
            codes = {offer.code for offer in quoted.offers}
            left = {code: said for code, said in line.answers.items() if code in codes}
            if left != line.answers:
                self.answer(place, left)


def taken_up(draft: OrderDraft) -> Visit:
    """The visit that a saved draft belongs to, its last line open."""
    visit = Visit()
    visit.request_id = draft.request_id
    visit.lines = list(draft.lines)
    visit.place = max(0, len(visit.lines) - 1)
    visit.said = draft.acknowledged & frozenset(courtesies(PAY))
    visit.acknowledged = draft.acknowledged - visit.said
    return visit
