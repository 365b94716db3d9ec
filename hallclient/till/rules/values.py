"""What the till hands out: frozen values, each complete enough for its screen and paper."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from hallclient.base.language import N_
from hallclient.base.money import Fen
from hallclient.till.rules.self_checks import Ticked


class ShiftState(StrEnum):
    """A shift (班次) is open, then counted, then approved; never back."""

    OPEN = "open"
    COUNTED = "counted"
    APPROVED = "approved"


class MovementKind(StrEnum):
    """What moves cash, or empties the seat, without an order."""

    DROP = "drop"
    TAKE_BACK = "take_back"
    TRANSFER = "transfer"
    PAY_IN = "pay_in"
    PAY_OUT = "pay_out"
    MAKE_GOOD = "make_good"
    PAUSE = "pause"
    RESUME = "resume"


@dataclass(frozen=True)
class OpenShift:
    """The shift that is open at a counter, and whose it is.

    Attributes:
        shift_id: such as `20261122-01-1`: business date, counter, the counter's how-manieth.
    """

    shift_id: str
    business_date: date
    counter: int
    clerk: str
    opened_at: datetime
    paused: bool = False


@dataclass(frozen=True)
class ShiftOpened:
    """A shift has begun, its float counted and signed for by both.

    Attributes:
        handed_fen: what the person who handed over said; equals float_fen or `note` says why.
        little_change: the float holds less small change than the hall wants (S2-KA-17).
    """

    shift: OpenShift
    float_fen: Fen
    handed_fen: Fen
    handed_by: str
    note: str
    little_change: bool = False


@dataclass(frozen=True)
class Moved:
    """A drop (投款), transfer, payment in or out, made-good shortage or pause, as recorded.

    Attributes:
        number: gapless for each kind and business day, such as `D202611220001`.
        to_counter: of a transfer, else 0.
        minutes: announced length of a pause; of a resume how long it really was; else 0.
        pieces: the bundle by face, {} when it was not listed.
    """

    number: str
    kind: MovementKind
    shift_id: str
    counter: int
    clerk: str
    business_date: date
    at: datetime
    amount_fen: Fen
    witness: str = ""
    to_counter: int = 0
    reason: str = ""
    voucher: str = ""
    minutes: int = 0
    pieces: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True)
class TenderResult:
    """One tender of a counted shift; over (长款) and short (短款) are never netted."""

    method: str
    expected_fen: Fen
    counted_fen: Fen
    over_fen: Fen
    short_fen: Fen


@dataclass(frozen=True)
class StockResult:
    """Goods of one kind: pieces counted, and pieces in the books at that moment."""

    kind: str
    counted: int
    booked: int


@dataclass(frozen=True)
class CountSealed:
    """A count that is sealed: only now is it compared with the books.

    Attributes:
        count_no: 1 for the clerk's own count, 2 and up for recounts.
        early: the shift was closed before the end of service.
        recount_needed: a difference is above the hall's setting.
        little_change: less small change was counted than the next shift wants (S2-KA-17).
    """

    shift_id: str
    count_no: int
    counted_at: datetime
    results: tuple[TenderResult, ...]
    stock: tuple[StockResult, ...]
    early: bool
    recount_needed: bool
    little_change: bool

    @property
    def over_fen(self) -> Fen:
        """All overages together; what is short does not lessen it."""
        return Fen(sum(result.over_fen for result in self.results))

    @property
    def short_fen(self) -> Fen:
        """All shortages together; what is over does not lessen it."""
        return Fen(sum(result.short_fen for result in self.results))


@dataclass(frozen=True)
class CountRecord:
    """One count on record, with what was said about it.

    Attributes:
        witness: the second person of a recount or of a count for an absent clerk.
        counterfeit: face in fen to pieces set aside as counterfeit (假币); counted as nothing.
    """

    count_no: int
    at: datetime
    by: str
    witness: str
    cause: str
    pieces: Mapping[int, int]
    tenders: Mapping[str, Fen]
    counterfeit: Mapping[int, int]
    stock: tuple[StockResult, ...]

    @property
    def causes(self) -> tuple[str, ...]:
        """What was said or found about the difference; `Counterfeit` is English source."""
        found = (N_("Counterfeit"),) if any(self.counterfeit.values()) else ()
        return (*found, self.cause) if self.cause else found


@dataclass(frozen=True)
class Approved:
    """A shift approved by the manager: differences booked, cash given back and handed in.

    Attributes:
        float_back_fen: to the float fund, never more than was counted.
        takings_fen: to the safe; with it goes what was over.
        early_released: the shift was closed early, and the manager confirmed it (S1-VM-47).
    """

    shift_id: str
    at: datetime
    by: str
    note: str
    float_back_fen: Fen
    takings_fen: Fen
    over_fen: Fen
    short_fen: Fen
    early_released: bool


@dataclass(frozen=True)
class CashReckoning:
    """How the expected cash of a shift comes about, as the journal has it.

    expected = float + received - change + refunds + drops + transfers + paid in + paid out;
    from refunds on, each is its effect on the till and so negative when cash left it.
    """

    float_fen: Fen
    received_fen: Fen
    change_fen: Fen
    refunds_fen: Fen
    drops_fen: Fen
    transfers_fen: Fen
    paid_in_fen: Fen
    paid_out_fen: Fen
    expected_fen: Fen


@dataclass(frozen=True)
class TillView:
    """The clerk's own till as the shift page shows it; nothing in it depends on what is expected.

    Attributes:
        shift: the open shift, or None.
        counted: the clerk's last shift that is counted and not yet approved, or None.
        opened: how the open shift began.
        others: counters with an open shift, to which cash may be handed.
        contact: whom to call about money (S2-KA-28), as the hall's settings have it.
    """

    shift: OpenShift | None
    opened: ShiftOpened | None
    counted: CountSealed | None
    movements: tuple[Moved, ...]
    others: tuple[int, ...]
    drop_due: bool
    contact: str = ""


@dataclass(frozen=True)
class ShiftRow:
    """A shift in the manager's list; what is over or short is None until it is counted.

    Attributes:
        overdrawn: more cash was taken out than the books had; known once counted.
        unchecked: the clerk left a check of the own till open (收银自检).
    """

    shift_id: str
    business_date: date
    counter: int
    clerk: str
    state: ShiftState
    paused: bool
    opened_at: datetime
    counted_at: datetime | None
    early: bool
    over_fen: Fen | None
    short_fen: Fen | None
    recount_needed: bool
    overdrawn: bool
    unchecked: bool
    approved_by: str


@dataclass(frozen=True)
class ShiftFacts:
    """Everything that a shift's report needs from the till; exists once the shift is counted.

    Attributes:
        float_pieces: the float by face as counted at opening.
        counts: every count, oldest first; the last one is in force.
        early_by: whole minutes before the end of service, 0 when not early.
        overdrawn: numbers of movements that took out more cash than the books had in the till.
    """

    shift_id: str
    business_date: date
    counter: int
    clerk: str
    state: ShiftState
    opened_at: datetime
    counted_at: datetime
    float_pieces: Mapping[int, int]
    float_fen: Fen
    handed_fen: Fen
    handed_by: str
    float_note: str
    cash: CashReckoning
    movements: tuple[Moved, ...]
    counts: tuple[CountRecord, ...]
    results: tuple[TenderResult, ...]
    early: bool
    early_by: int
    approved: Approved | None
    made_good_fen: Fen
    overdrawn: tuple[str, ...]
    checks: tuple[Ticked, ...]
