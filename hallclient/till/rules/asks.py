"""What the till is asked: every ask carries the request id of its first try."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from hallclient.base.money import Fen
from hallclient.staff.rules import Signature


@dataclass(frozen=True)
class OpenShiftAsk:
    """Open a shift at the desk's counter by counting its float.

    Attributes:
        denominations: face in fen to pieces, as the clerk counted.
        handed_over: signed by who hands the float over (permission `float.hand_over`).
        handed_fen: what that person says was handed over; None: the same as counted.
        note: explains a difference; needed when there is one.
        checked: ids of the opening checks that the clerk ticked (`till_checks`).
    """

    request_id: str
    denominations: Mapping[int, int]
    handed_over: Signature | None
    handed_fen: Fen | None = None
    note: str = ""
    checked: frozenset[str] = frozenset()


@dataclass(frozen=True)
class DropAsk:
    """Take cash out of the till into the safe (投款), before a witness."""

    request_id: str
    amount_fen: Fen
    witness: Signature | None
    denominations: Mapping[int, int] | None = None


@dataclass(frozen=True)
class TakeBackAsk:
    """Bring cash back from the safe into the till: how a mistaken drop is put right.

    Attributes:
        reason: what was wrong, such as the number of the mistaken slip; printed and kept.
        approver: a manager (`shift.approve`).
    """

    request_id: str
    amount_fen: Fen
    reason: str
    approver: Signature | None


@dataclass(frozen=True)
class TransferAsk:
    """Hand cash to another counter whose shift is open, before a witness."""

    request_id: str
    to_counter: int
    amount_fen: Fen
    witness: Signature | None
    denominations: Mapping[int, int] | None = None


@dataclass(frozen=True)
class PayAsk:
    """Pay cash into the till, or out of it, that belongs to no order.

    Attributes:
        voucher: number of the paper behind it (凭证).
        witness: `in`: anyone who may witness; `out`: a manager, because takings are not
            spent (不坐支, S1-CA-04).
    """

    request_id: str
    direction: Literal["in", "out"]
    amount_fen: Fen
    reason: str
    voucher: str
    witness: Signature | None

    @property
    def content(self) -> object:
        """What a second person elsewhere approves; good for an equal ask only."""
        return (self.direction, self.amount_fen, self.reason, self.voucher)


@dataclass(frozen=True)
class PauseAsk:
    """Leave the seat (暂停服务) for so many minutes; `checked` as when opening."""

    request_id: str
    reason: str
    minutes: int
    checked: frozenset[str] = frozenset()


@dataclass(frozen=True)
class ResumeAsk:
    """Be back at the seat."""

    request_id: str


@dataclass(frozen=True)
class CountAsk:
    """The clerk's own count: what is in the till, nothing about what should be.

    Attributes:
        denominations: every face of `FACES`; a face that is missing was not counted.
        tenders: every way of paying but cash, total in fen from its own slips or terminal.
        stock: kind of goods to pieces in the drawer; {} when goods were not counted.
        counterfeit: face to pieces set aside as counterfeit; never part of denominations.
        checked: ids of the closing checks that the clerk ticked.
    """

    request_id: str
    denominations: Mapping[int, int]
    tenders: Mapping[str, int]
    stock: Mapping[str, int] = field(default_factory=dict)
    counterfeit: Mapping[int, int] = field(default_factory=dict)
    note: str = ""
    checked: frozenset[str] = frozenset()


@dataclass(frozen=True)
class RecountAsk:
    """Count a counted shift again with a second person; the count before stays on record."""

    request_id: str
    shift_id: str
    denominations: Mapping[int, int]
    tenders: Mapping[str, int]
    approver: Signature | None
    cause: str
    stock: Mapping[str, int] = field(default_factory=dict)
    counterfeit: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True)
class CountForAsk:
    """A manager counts the shift of a clerk who is gone, before a witness (lesson 6)."""

    request_id: str
    shift_id: str
    denominations: Mapping[int, int]
    tenders: Mapping[str, int]
    witness: Signature | None
    reason: str
    stock: Mapping[str, int] = field(default_factory=dict)
    counterfeit: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True)
class ApproveAsk:
    """The manager approves a counted shift.

    Attributes:
        early_released: the manager confirms that the shift was closed early.
    """

    request_id: str
    shift_id: str
    note: str = ""
    early_released: bool = False


@dataclass(frozen=True)
class MakeGoodAsk:
    """A clerk pays in what a shift was short (短款赔补), before a witness."""

    request_id: str
    shift_id: str
    amount_fen: Fen
    witness: Signature | None
