"""What comes back from the counter: quotes, completed orders, reversals, rows for lists."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Final

from hallclient.base.clock import hall_time
from hallclient.base.errors import HallError
from hallclient.base.money import Fen

if TYPE_CHECKING:
    from hallclient.counter.rules.late import LateEntry
    from hallclient.staff.rules import Signature


NOTHING: Final = Fen(0)


@dataclass(frozen=True)
class Charge:
    """An amount the customer pays on a line.

    Attributes:
        account: the ledger account that is credited.
        amount_fen: fen, >= 0.
        label: what it is for; English source text, translate before showing.
        fee: whether it is a price of ours, which a manager may lower; the customer's own money
            (a prepayment) is not.
    """

    account: str
    amount_fen: Fen
    label: str
    fee: bool = True


@dataclass(frozen=True)
class Offer:
    """A promotion (优惠) that applies to a line and must be told before the money is taken.

    `bonus_fen` is credited to the customer when the answer is `accepted`.
    """

    code: str
    name: str
    text: str
    bonus_fen: Fen
    answer: str = ""


@dataclass(frozen=True)
class Discount:
    """A lowered price (优惠减免) and who signed for it."""

    amount_fen: Fen
    reason: str
    approver: str


@dataclass(frozen=True)
class Fact:
    """One labelled fact of a line, as shown and printed: English source label, plain value."""

    label: str
    value: str


@dataclass(frozen=True)
class Problem:
    """Something in a draft that would be refused.

    `error.field` names the place: `customer.number`, `agent.name`, `lines.0.amount`,
    `tenders.1.reference`, "" for the order as a whole.
    """

    error: HallError

    @property
    def field(self) -> str:
        return self.error.field


@dataclass(frozen=True)
class QuotedLine:
    """A line with its price and what must be said, before anything is written.

    Attributes:
        charges: after a price override.
        total_fen: sum of the charges.
        facts: what is being done, for the screen; before/after where something changes.
        prompts: ids of the prompts that are mandatory before the money is taken.
        warnings: sentences (English source) that do not stop the order.
    """

    kind: str
    title: str
    charges: tuple[Charge, ...]
    total_fen: Fen
    facts: tuple[Fact, ...] = ()
    before: tuple[Fact, ...] = ()
    after: tuple[Fact, ...] = ()
    offers: tuple[Offer, ...] = ()
    prompts: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Quote:
    """What a draft comes to so far.

    Attributes:
        lines: one for each line of the draft, None where the line cannot be read yet.
        total_fen: due, over the lines that can be read.
        received_fen, change_fen, missing_fen: of the tenders that can be read.
        discount_fen: how much of it is below list price; a second person signs for it.
        prompts: mandatory before completing, each once.
        problems: everything that would be refused, in the order it would be refused.
    """

    lines: tuple[QuotedLine | None, ...]
    total_fen: Fen
    received_fen: Fen
    change_fen: Fen
    missing_fen: Fen
    prompts: tuple[str, ...]
    problems: tuple[Problem, ...]
    discount_fen: Fen = NOTHING


@dataclass(frozen=True)
class PartyShown:
    """A customer or agent as printed: the name in full, the number by its last four.

    `entry` is `reader` or `typed`; typed entry is marked on the paper.
    """

    name: str
    document_kind: str
    number_masked: str
    entry: str
    organisation: bool = False
    mobile_masked: str = ""


@dataclass(frozen=True)
class CompletedLine:
    """A line as it was done.

    `title` and the labels are English source text; translate when drawing.
    """

    kind: str
    title: str
    charges: tuple[Charge, ...]
    total_fen: Fen
    facts: tuple[Fact, ...]
    before: tuple[Fact, ...]
    after: tuple[Fact, ...]
    offers: tuple[Offer, ...]
    discount: Discount | None = None
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class TenderTaken:
    """One means of payment as taken.

    `amount_fen` is what was handed over; for cash it includes what went back as change.
    """

    method: str
    amount_fen: Fen
    reference: str = ""


@dataclass(frozen=True)
class CompletedOrder:
    """An order on the books (受理单): everything papers and screens need of it.

    Attributes:
        order_no: `{hall}{YYYYMMDD}{counter:02d}{number:04d}`, without gaps per day and counter.
        at: UTC instant; business_date: the open business day, which may be an earlier one.
        total_fen, received_fen, change_fen: fen; received = total + change.
        prompts_after: ids of the steps still to tick before the visit ends.
        customer: who was identified; `payer` is the name of who paid without showing a document.
        copy_for: what the customer's document was copied for, with consent; "" without a copy.
        copies: how often it was printed again so far.
        reversal_no: "" unless it was reversed.
        late: of a later entry (补录) when and why it was done on paper; None for any other.
        vip: whether a VIP guest was served.
    """

    order_no: str
    request_id: str
    hall: str
    hall_name: str
    counter: int
    clerk: str
    clerk_name: str
    shift_id: str
    business_date: date
    at: datetime
    customer: PartyShown | None
    customer_id: str
    agent: PartyShown | None
    face: str
    face_approver: str
    lines: tuple[CompletedLine, ...]
    tenders: tuple[TenderTaken, ...]
    total_fen: Fen
    received_fen: Fen
    change_fen: Fen
    prompts_after: tuple[str, ...] = ()
    payer: str = ""
    copy_for: str = ""
    copies: int = 0
    reversal_no: str = ""
    late: LateEntry | None = None
    vip: bool = False


@dataclass(frozen=True)
class ReverseAsk:
    """Asks for a whole order to be reversed (返销).

    Attributes:
        reason: why, kept and printed.
        approver: the second person's signature (`order.reverse`).
        receipt_missing: why the customer has no original receipt; "" when the original was
            taken back, as the refund standard asks.
    """

    order_no: str
    reason: str
    approver: Signature | None
    request_id: str
    receipt_missing: str = ""

    @property
    def content(self) -> object:
        """What a second person elsewhere approves; good for an equal ask only."""
        return (self.order_no, self.reason, self.receipt_missing)


@dataclass(frozen=True)
class Refund:
    """Money going back by the tender it came by; `reference` is the original payment's."""

    method: str
    amount_fen: Fen
    reference: str = ""


@dataclass(frozen=True)
class CompletedReversal:
    """A reversal (返销) on the books, with its own number and paper.

    `late` says that the order's business day was closed already: the correction stands in the
    open day, `business_date`, and says so.
    """

    reversal_no: str
    order: CompletedOrder
    counter: int
    clerk: str
    clerk_name: str
    approver: str
    approver_name: str
    reason: str
    receipt_missing: str
    refunds: tuple[Refund, ...]
    total_fen: Fen
    business_date: date
    at: datetime
    late: bool


@dataclass(frozen=True)
class Copy:
    """Papers printed again (补打): the order is what it was, the count goes up (S2-KA-18).

    `number` is the order's or the reversal's, whichever was printed.
    """

    number: str
    order: CompletedOrder
    count: int


@dataclass(frozen=True)
class OrderQuery:
    """What to look for; empty parts do not narrow the search.

    `text` is an order number, its end, or a whole mobile number.
    """

    text: str = ""
    business_date: date | None = None
    counter: int | None = None
    clerk: str = ""
    customer_id: str = ""
    limit: int = 200


@dataclass(frozen=True)
class OrderRow:
    """One order in a list. No amount: a list of amounts would tell the clerk what to count."""

    order_no: str
    at: datetime
    business_date: date
    counter: int
    clerk: str
    titles: tuple[str, ...]
    customer: str
    reversal_no: str
    copies: int
    done_at: datetime | None = None


@dataclass(frozen=True)
class ReportLine:
    """One line of an order for reports; `details` is what was sold to which number, masked."""

    kind: str
    title: str
    total_fen: Fen
    details: str


@dataclass(frozen=True)
class ReportOrder:
    """One order or reversal of a shift or day for reports, amounts included.

    Attributes:
        reverses: of a reversal the order taken back, whose business day is `order_date`; "" for
            an order. A reversal's amounts are negative: it is a row of its own, in the shift
            that gave the money back.
        customer: masked name, "" where nobody was named.
        tenders: method to fen kept, cash net of change.
        cash_received_fen, change_fen: cash over the counter and back.
        references: of the tenders that have one, joined.
        reversed_by: number of the reversal, "" while the order stands.
        late: a reversal whose order belongs to a closed day.
        done_at, late_reason: of a later entry (补录), whose `at` is the entry; `approver` has
            seen the paper.
    """

    number: str
    at: datetime
    counter: int
    clerk: str
    shift_id: str
    customer: str
    lines: tuple[ReportLine, ...]
    tenders: Mapping[str, Fen]
    total_fen: Fen
    cash_received_fen: Fen
    change_fen: Fen
    references: str
    reversed_by: str = ""
    reverses: str = ""
    order_date: date | None = None
    reason: str = ""
    approver: str = ""
    late: bool = False
    done_at: datetime | None = None
    late_reason: str = ""

    @property
    def hour(self) -> int:
        """Hour of the day in the hall's zone, 0 to 23."""
        return hall_time(self.at).hour


@dataclass(frozen=True)
class EndVisit:
    """Asks for the end of a visit: the steps ticked after the money. Source: S1-CT-13, 30.

    Attributes:
        ticket: serial of the ticket that is served and let go with it, 0 where the customer came
            without one, or stays for another order.
        rating: 1 to 5 where the customer of the ticket gave one.
        recommended: code of the service that was recommended, "" for none; `short` in a busy hall.
        reply: what the customer said to it, a `Reply`.
        leaflets: in the envelope, None where nobody counted.
    """

    order_no: str
    acknowledged: frozenset[str]
    request_id: str
    ticket: int = 0
    rating: int | None = None
    recommended: str = ""
    short: bool = False
    reply: str = ""
    leaflets: int | None = None


@dataclass(frozen=True)
class SettleUnknown:
    """What became of a payment whose outcome was unknown.

    Attributes:
        tender: its place among the draft's tenders, from 0.
        settled: True when the money arrived; False when it did not, and the tender is removed.
        note: where it was looked up.
        reference: the payment's number, when it was not known before.
    """

    draft_id: str
    tender: int
    settled: bool
    note: str
    request_id: str
    reference: str = ""


@dataclass(frozen=True)
class RefuseService:
    """Asks to record that a business could not be accepted (不能受理), and why. S1-CL-06."""

    kind: str
    reason: str
    request_id: str


@dataclass(frozen=True)
class ServiceRefused:
    """A refusal of service on record."""

    number: int
    kind: str
    reason: str
    at: datetime
