"""What the papers say: plain values, filled in the order's act, drawn whenever a printer is ready.

A value is kept as JSON (`to_payload`) beside the order, so a copy made years later says what the
original said. Money is integer fen; instants are aware; dates are the hall's business dates.

Which words are translated: `title`, `label`, `document_kind` and `clauses` are English source
sentences (`N_`) and are printed in the paper's own `language`; everything else is printed as it
is. Text of users is never markup: whatever it holds is drawn character by character.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, Literal

from hallclient.base.language import Language
from hallclient.base.masking import last_four, mask_mobile, mask_name
from hallclient.base.money import Fen
from hallclient.paper.payload import Payload

type Method = Literal["cash", "pos", "wechat", "alipay", "transfer"]
type SlipKind = Literal[
    "drop", "take_back", "transfer", "pay_in", "pay_out", "make_good", "float", "bag"
]

NO_MONEY: Final = Fen(0)
_LONGEST_MASK: Final = 4
"""Characters of a masked name: a foreign name gives no row of thirty stars."""


@dataclass(frozen=True)
class Party(Payload):
    """The customer (客户) or the agent (代办人) as a paper may show them.

    Make it with `on_receipt` or `on_form`, which mask; a whole document number is never printed.
    """

    name: str
    document_kind: str = ""
    document: str = ""
    mobile: str = ""

    @classmethod
    def on_receipt(
        cls,
        name: str,
        document_kind: str = "",
        number: str = "",
        mobile: str = "",
        *,
        organisation: bool = False,
    ) -> "Party":
        """Masked for a receipt: `样**`, `**1236`, `138****0000`; an organisation keeps its name.

        Source: field rules 11.
        """
        shown = name if organisation else mask_name(name[:_LONGEST_MASK])
        return cls(shown, document_kind, last_four(number), mask_mobile(mobile))

    @classmethod
    def on_form(
        cls, name: str, document_kind: str = "", number: str = "", mobile: str = ""
    ) -> "Party":
        """For the order form, which its customer reads and signs: the name in full.

        Source: field rules 10 (customer name and masked document number).
        """
        return cls(name, document_kind, last_four(number), mask_mobile(mobile))


@dataclass(frozen=True)
class Fact(Payload):
    """One labelled detail of a line, such as `Mobile` / `138****0000`; the value is masked."""

    label: str
    value: str


@dataclass(frozen=True)
class Change(Payload):
    """What a business changes: `Plan`, before, after; "" where there was or is nothing."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class ReceiptLine(Payload):
    """One business on a receipt: its name, what it was about, what it cost before discounts."""

    title: str
    amount_fen: Fen
    details: tuple[Fact, ...] = ()


@dataclass(frozen=True)
class Discount(Payload):
    """A discount (优惠) off the order: `amount_fen` above zero; who allowed it, if a person did."""

    title: str
    amount_fen: Fen
    authority: str = ""


@dataclass(frozen=True)
class ReceiptTender(Payload):
    """A part of the total paid one way: `amount_fen` of the total, not what was handed over."""

    method: Method
    amount_fen: Fen
    reference: str = ""


@dataclass(frozen=True)
class Receipt(Payload):
    """A receipt (收据) of an order, or of its reversal (返销); 80 mm roll.

    Attributes:
        kind: `reversal` prints what goes back to the customer; all amounts stay positive.
        clerk: code of the clerk; `clerk_name` is printed beside it.
        order_no: the number of this order, or of this reversal; also in the QR code.
        issued_at: when the order was completed (UTC); a copy keeps it.
        total_fen: sum of lines less discounts; equals the sum of tenders.
        received_fen, change_fen: cash handed over and given back; 0 when no cash moved.
        reverses, reason, approver: of a reversal: the order undone, why, and who allowed it.
        thanks, complaints: the hall's own lines at the foot; without the first a plain reminder to
            keep the receipt (S1-CT-30) stands there, without the second nothing.
        copy: 0 on the original; n prints 补打 n.
        done_at: of a later entry (补录) when it was done; `issued_at` is then the entry.
    """

    hall: str
    hall_name: str
    counter: int
    clerk: str
    order_no: str
    business_date: date
    issued_at: datetime
    lines: tuple[ReceiptLine, ...]
    total_fen: Fen
    tenders: tuple[ReceiptTender, ...]
    kind: Literal["sale", "reversal"] = "sale"
    clerk_name: str = ""
    customer: Party | None = None
    agent: Party | None = None
    discounts: tuple[Discount, ...] = ()
    received_fen: Fen = NO_MONEY
    change_fen: Fen = NO_MONEY
    reverses: str = ""
    reason: str = ""
    approver: str = ""
    thanks: str = ""
    complaints: str = ""
    language: Language = "zh"
    copy: int = 0
    done_at: datetime | None = None


@dataclass(frozen=True)
class FormLine(Payload):
    """One business on the order form: facts, what changes, price before discounts."""

    title: str
    amount_fen: Fen
    facts: tuple[Fact, ...] = ()
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True)
class OrderForm(Payload):
    """The service order form (业务受理单) that the customer signs; A5 or A4.

    Attributes as in `Receipt`; `clauses` were shown and accepted (要点提醒), in order.
    """

    hall: str
    hall_name: str
    counter: int
    clerk: str
    order_no: str
    business_date: date
    issued_at: datetime
    lines: tuple[FormLine, ...]
    total_fen: Fen
    customer: Party | None = None
    agent: Party | None = None
    clerk_name: str = ""
    discounts: tuple[Discount, ...] = ()
    tenders: tuple[ReceiptTender, ...] = ()
    received_fen: Fen = NO_MONEY
    change_fen: Fen = NO_MONEY
    clauses: tuple[str, ...] = ()
    note: str = ""
    size: Literal["A5", "A4"] = "A5"
    language: Language = "zh"
    copy: int = 0
    done_at: datetime | None = None


@dataclass(frozen=True)
class Pieces(Payload):
    """So many pieces of one face value (fen)."""

    face_fen: Fen
    pieces: int


@dataclass(frozen=True)
class CashSlip(Payload):
    """A numbered slip of cash that moved inside the hall, signed by two people; 80 mm roll.

    Attributes:
        kind: drop 投款, take_back 取回, transfer 台席调款, pay_in 缴入, pay_out 支出,
            make_good 短款赔补, float 备用金交接, bag 封包.
        number: as in the books, such as `20261122/1/003`.
        witness: code of the second person, who hands a float over and watches all other cash
            but what makes good a shortage, which they receive; `witness_name` beside it.
        other: where it went or came from: a counter, a bag number; "" when the kind says it.
        denominations: what was counted, largest face first; may be empty.
    """

    kind: SlipKind
    number: str
    hall: str
    hall_name: str
    counter: int
    clerk: str
    business_date: date
    at: datetime
    amount_fen: Fen
    witness: str
    clerk_name: str = ""
    witness_name: str = ""
    other: str = ""
    reason: str = ""
    denominations: tuple[Pieces, ...] = ()
    language: Language = "zh"
    copy: int = 0


@dataclass(frozen=True)
class TicketSlip(Payload):
    """The slip of a queue ticket (号票); names nobody; 80 mm roll.

    Attributes:
        line_name: the line in the words of the hall's standard, in the slip's language.
        wait_least, wait_most: the expected wait in minutes; None when no counter serves the line.
    """

    number: str
    hall: str
    hall_name: str
    line_name: str
    business_date: date
    taken_at: datetime
    ahead: int
    wait_least: int | None = None
    wait_most: int | None = None
    booked_at: datetime | None = None
    language: Language = "zh"
    copy: int = 0


@dataclass(frozen=True)
class AskedFor(Payload):
    """A paper that a customer has to bring, and why it is asked for; both in the slip's words."""

    name: str
    why: str


@dataclass(frozen=True)
class MissingSlip(Payload):
    """What a customer has to bring (补资料单); names nobody; 80 mm roll.

    Attributes:
        number: of the visit, under which the guide finds it again.
        purpose: the business, in the words of the hall's standard and the slip's language.
        nearest, nearest_hours: another hall that does it as well, "" where none is named.
        until: the last day on which nothing is asked again; None on slips of before it was said.
    """

    number: str
    hall: str
    hall_name: str
    purpose: str
    at: datetime
    papers: tuple[AskedFor, ...]
    nearest: str = ""
    nearest_hours: str = ""
    closing_time: str = ""
    until: date | None = None
    language: Language = "zh"
    copy: int = 0
