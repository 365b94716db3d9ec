"""What a workbook is made from: plain frozen values, so that no sheet ever asks the database.

Amounts are fen; what leaves the till is negative where a field says "effect", else unsigned.
Texts are user data and shown as they are, except fields called English source: those are
translated when the sheet is written. Names and numbers of customers come masked already.
Fields typed `Iterable` are read once, row by row, so that 100,000 orders never lie in memory.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from hallclient.base.language import N_
from hallclient.base.money import Fen

CASH: Final = "cash"
NO_MONEY: Final = Fen(0)
METHODS: Final[Mapping[str, str]] = {
    CASH: N_("Cash"),
    "pos": N_("POS card"),
    "wechat": N_("WeChat"),
    "alipay": N_("Alipay"),
    "transfer": N_("Bank transfer"),
}
"""The tenders (付款方式) in the order of the columns, with their English source."""


@dataclass(frozen=True)
class Origin:
    """Where a workbook comes from: printed at the head of every page.

    Attributes:
        generated_by: code and name of the person who made it.
        generated_at: an aware instant; shown in hall time.
    """

    hall: str
    hall_name: str
    business_date: date
    generated_by: str
    generated_at: datetime


@dataclass(frozen=True)
class LineRow:
    """One line of an order.

    Attributes:
        business: the kind's title, English source; lines are summed under it.
        details: what was sold to which number, masked.
        amount_fen: charged; 0 for business without a price; negative in a reversal.
    """

    business: str
    details: str
    amount_fen: Fen


@dataclass(frozen=True)
class OrderRow:
    """One order (受理单).

    Attributes:
        customer: masked name, "" when the business asks for none.
        received_fen: cash the customer gave; change_fen: cash given back.
        tenders: method to fen kept, cash net of change; the values add up to the lines.
        references: of the tenders that have one, joined.
        reversed_by: number of the reversal, "" while the order stands.
        done_at, late: of a later entry (补录), whose `at` is the entry: when it was done, why it
            was entered later and who has seen the paper.
    """

    number: str
    at: datetime
    counter: int
    clerk: str
    customer: str
    lines: tuple[LineRow, ...]
    tenders: Mapping[str, Fen]
    received_fen: Fen = NO_MONEY
    change_fen: Fen = NO_MONEY
    references: str = ""
    reversed_by: str = ""
    done_at: datetime | None = None
    late: str = ""


@dataclass(frozen=True)
class ReversalRow:
    """One reversal (返销), counted in the shift that paid it back.

    Attributes:
        order: number of the order taken back; order_date its business day, which may be earlier.
        lines, tenders: as effects, so negative.
        late: the order's day was closed already; the correction stands in the open day.
    """

    number: str
    order: str
    order_date: date
    at: datetime
    counter: int
    clerk: str
    approver: str
    reason: str
    lines: tuple[LineRow, ...]
    tenders: Mapping[str, Fen]
    late: bool = False


@dataclass(frozen=True)
class BusinessTotal:
    """Totals of one kind of business, as stored.

    Attributes:
        business: English source, equal to `LineRow.business`.
        lines: order lines; taken_fen: their sum.
        reversed_lines: lines taken back; reversed_fen: their sum as an effect, 0 or negative.
    """

    business: str
    lines: int
    taken_fen: Fen
    reversed_lines: int = 0
    reversed_fen: Fen = NO_MONEY


@dataclass(frozen=True)
class TenderTotal:
    """Totals of one tender, as stored; cash net of change.

    Attributes:
        refunded_fen: effect of reversals, 0 or negative.
    """

    method: str
    orders: int
    taken_fen: Fen
    refunded_fen: Fen = NO_MONEY


@dataclass(frozen=True)
class DenominationRow:
    """One face of the count (券别): value in fen and pieces, 0 when none were there."""

    face_fen: Fen
    pieces: int


@dataclass(frozen=True)
class DifferenceRow:
    """Expected against counted for one tender of one shift; over and short are never netted."""

    shift: str
    counter: int
    clerk: str
    method: str
    expected_fen: Fen
    counted_fen: Fen
    over_fen: Fen
    short_fen: Fen
    cause: str = ""
    recounted_with: str = ""


@dataclass(frozen=True)
class MovementRow:
    """Cash that moved without an order: drop, transfer, paid in or out, float.

    Attributes:
        kind: English source, such as "Drop to the safe"; summed under it.
        effect_fen: on the till: negative when cash left it.
    """

    number: str
    kind: str
    at: datetime
    counter: int
    clerk: str
    effect_fen: Fen
    witness: str = ""
    reason: str = ""


@dataclass(frozen=True)
class HourTotal:
    """Takings of one hour; `start` is the aware instant at which the hour begins."""

    start: datetime
    orders: int
    taken_fen: Fen


@dataclass(frozen=True)
class Signed:
    """A line of the signature block.

    Attributes:
        role: English source; name: "" leaves the line empty for a pen.
    """

    role: str
    name: str = ""
    at: datetime | None = None


@dataclass(frozen=True)
class CashReckoning:
    """How the expected cash comes about, as the journal has it.

    expected = float + received - change + refunds + movements; refunds and movements are
    effects and so negative when cash left the till.
    """

    float_fen: Fen
    received_fen: Fen
    change_fen: Fen
    refunds_fen: Fen
    movements_fen: Fen
    expected_fen: Fen


@dataclass(frozen=True)
class CourtesyRow:
    """A courtesy that a clerk left out (service standards 3.1), in the report's language.

    Attributes:
        step: number in the visit, 0 where the hall's list has it no more; standard: its id.
        visits: how many visits the clerk ended; times: in how many of them nobody ticked it.
    """

    step: int
    standard: str
    words: str
    clerk: str
    visits: int
    times: int


@dataclass(frozen=True)
class ShiftSheet:
    """The shift report (班次报表); exists only for a shift that has been counted.

    Attributes:
        order_count, taken_fen: of all orders; reversal_count, reversed_fen: of all reversals,
            as stored in the books, against which the live formulas are checked.
        early: closed before the hall's closing time (提前结账).
    """

    origin: Origin
    shift: str
    counter: int
    clerk: str
    opened_at: datetime
    counted_at: datetime
    early: bool
    order_count: int
    taken_fen: Fen
    reversal_count: int
    reversed_fen: Fen
    cash: CashReckoning
    by_business: tuple[BusinessTotal, ...]
    by_tender: tuple[TenderTotal, ...]
    orders: Iterable[OrderRow]
    reversals: Iterable[ReversalRow]
    float_count: tuple[DenominationRow, ...]
    final_count: tuple[DenominationRow, ...]
    differences: tuple[DifferenceRow, ...]
    movements: tuple[MovementRow, ...]
    hours: tuple[HourTotal, ...]
    signatures: tuple[Signed, ...]
    courtesies: tuple[CourtesyRow, ...] = ()


@dataclass(frozen=True)
class PlaceTotal:
    """Totals of one counter or one clerk: `key` is the counter's number or the clerk's code."""

    key: int | str
    label: str
    orders: int
    taken_fen: Fen
    reversals: int
    reversed_fen: Fen
    over_fen: Fen
    short_fen: Fen


@dataclass(frozen=True)
class ShiftRow:
    """One shift in the day's workbook.

    Attributes:
        early_by: minutes before the closing time, 0 when not early.
        released_by: the manager who released the early closing, "" when none.
    """

    shift: str
    counter: int
    clerk: str
    opened_at: datetime
    counted_at: datetime
    approved_by: str
    approved_at: datetime | None
    early_by: int = 0
    released_by: str = ""
    note: str = ""


@dataclass(frozen=True)
class ApprovalRow:
    """One act that a second person signed for (授权); `action` is English source."""

    at: datetime
    action: str
    subject: str
    first: str
    second: str
    reason: str = ""


@dataclass(frozen=True)
class DepositFacts:
    """The sealed bag (封包) on its way to the bank, and the slip by denomination (交款清单).

    Attributes:
        safe_fen: what the books say lay in the safe; equals amount_fen in a closed day.
        slip: empty when the bag was not listed by denomination.
    """

    bag_number: str
    amount_fen: Fen
    safe_fen: Fen
    sealed_by: str
    witness: str
    slip: tuple[DenominationRow, ...] = ()


@dataclass(frozen=True)
class DaySheet:
    """The day report (营业日报表) of a closed business day.

    Attributes:
        number: gapless per hall; digest and previous_digest: the chain of day reports, hex.
        over_fen, short_fen: each the sum of its own kind; never set off.
    """

    origin: Origin
    number: int
    digest: str
    previous_digest: str
    closed_at: datetime
    order_count: int
    taken_fen: Fen
    reversal_count: int
    reversed_fen: Fen
    over_fen: Fen
    short_fen: Fen
    deposit: DepositFacts
    shifts: tuple[ShiftRow, ...]
    by_counter: tuple[PlaceTotal, ...]
    by_clerk: tuple[PlaceTotal, ...]
    by_business: tuple[BusinessTotal, ...]
    by_tender: tuple[TenderTotal, ...]
    orders: Iterable[OrderRow]
    reversals: Iterable[ReversalRow]
    differences: tuple[DifferenceRow, ...]
    movements: tuple[MovementRow, ...]
    hours: tuple[HourTotal, ...]
    approvals: tuple[ApprovalRow, ...] = field(default=())
    courtesies: tuple[CourtesyRow, ...] = ()
    signatures: tuple[Signed, ...] = ()
