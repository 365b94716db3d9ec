"""What the clerk is filling in: text as typed, kept through crash and retry."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from hallclient.customers.rules import PartyDraft
    from hallclient.staff.rules import Signature

OPEN: Final = "open"
UNKNOWN: Final = "unknown"


class TenderState(StrEnum):
    """Whether the money is known to have moved.

    A card or QR tender whose outcome nobody knows (time-out, power cut) is a state of its own:
    neither paid nor unpaid until somebody has looked it up.
    """

    SETTLED = "settled"
    UNKNOWN = "unknown"


class Answer(StrEnum):
    """What the customer said to a promotion they were told of (优惠告知). Source: S1-CT-15."""

    TOLD = "told"
    ACCEPTED = "accepted"
    DECLINED = "declined"


@dataclass(frozen=True)
class LineDraft:
    """One business of an order as typed.

    Attributes:
        kind: code of the kind of business.
        fields: text as typed, by field name of the kind.
        answers: promotion code to the customer's answer (`Answer`).
        price: the lower price of this line's fees in yuan as typed, "" for the list price; needs
            a second person's signature `price`, since a clerk grants no discount alone.
        price_reason: why the price is lower; printed and kept.
    """

    kind: str
    fields: Mapping[str, str]
    answers: Mapping[str, str] = field(default_factory=dict)
    price: str = ""
    price_reason: str = ""


@dataclass(frozen=True)
class TenderDraft:
    """One means of payment as typed.

    Attributes:
        method: cash, pos, wechat, alipay or transfer.
        amount: yuan as typed; for cash what the customer gave, so it may be more than is due.
        reference: number of the card slip, the QR payment or the transfer; none for cash.
        state: `TenderState`; only settled tenders complete an order.
    """

    method: str
    amount: str
    reference: str = ""
    state: str = TenderState.SETTLED


@dataclass(frozen=True)
class OrderDraft:
    """A half-done order (草稿): everything typed so far.

    Attributes:
        request_id: the draft's id, made when it starts and kept through crash and retry; the
            same id completes one order only.
        customer, agent: the parties as typed or read, None where nobody is named.
        signatures: second persons by purpose: `face` (comparison not matched), `price`, `late`.
        acknowledged: ids of the prompts that were ticked, such as `S1-CT-14`.
        copy_for: what the document was copied for, as the customer was told; "" when it was not
            copied. Source: S1-CT-08.
        done_at, late_reason: time as typed and reason of a later entry (补录), "" for an order
            that is done now; needs a second person's signature `late`. Source: S2-CS-16.
    """

    request_id: str
    customer: PartyDraft | None = None
    agent: PartyDraft | None = None
    lines: tuple[LineDraft, ...] = ()
    tenders: tuple[TenderDraft, ...] = ()
    signatures: Mapping[str, Signature] = field(default_factory=dict)
    acknowledged: frozenset[str] = frozenset()
    copy_for: str = ""
    done_at: str = ""
    late_reason: str = ""

    @property
    def content(self) -> object:
        """What a second person elsewhere approves; good for an equal draft only."""
        return replace(self, signatures={})

    @property
    def state(self) -> str:
        """`UNKNOWN` while the outcome of one of its payments is, else `OPEN`."""
        unknown = any(tender.state == TenderState.UNKNOWN for tender in self.tenders)
        return UNKNOWN if unknown else OPEN


@dataclass(frozen=True)
class DraftView:
    """A saved draft as it is offered back. `state` is `open` or `unknown` (a tender's outcome)."""

    draft: OrderDraft
    counter: int
    clerk: str
    saved_at: datetime
    state: str
