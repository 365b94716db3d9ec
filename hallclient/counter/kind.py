"""A kind of business (业务种类): what one file in `kinds/` says of itself.

The counter knows no business by name. It reads a line, asks what it costs and what it changes,
and writes that. Third parties add kinds through the entry-point group `hallclient.kinds`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Protocol

from hallclient.counter.rules.orders import Charge, Fact, Offer
from hallclient.counter.rules.specs import Choice, KindSpec

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from hallclient.customers.rules import Identity
    from hallclient.policy.rules import Policy
    from hallclient.store.audit import Act


@dataclass(frozen=True)
class Looking:
    """What a kind may look at while it prepares a line: the open session and the hall's facts.

    Attributes:
        holder: id of the draft; stock it holds is free for it alone.
        identity: the customer as checked, None where nobody is named.
        held_in_order: numbers that earlier lines of the same order open under the document.
        taken: serials that earlier lines of the same order take, as (stock kind, serial).
        writing: the line will be written in this unit of work: lock what is chosen for it.
    """

    session: Session
    hall: str
    at: datetime
    business_date: date
    policy: Policy
    holder: str
    identity: Identity | None
    held_in_order: int = 0
    taken: frozenset[tuple[str, str]] = frozenset()
    writing: bool = False


@dataclass(frozen=True)
class StockMove:
    """Pieces that leave or change their state with the line: serials of one stock kind."""

    kind: str
    serials: tuple[str, ...]
    to_state: str


class Effect(Protocol):
    """Something a line changes besides money and stock, such as a subscription."""

    def apply(self, doing: Act, order_no: str, customer_id: str) -> None:
        """Writes the change in the order's act; raises a refusal when it no longer fits."""
        ...


@dataclass(frozen=True)
class Prepared:
    """A line ready to be written: its price, what it moves and changes, what is said of it.

    Attributes:
        charges: list prices; the counter applies a price override afterwards.
        offers: promotions that apply; the counter asks for the customer's answer.
        facts, before, after: for screen and paper.
        typed: the line's values in full, for the record (personal data may be in it).
        mobile: the number concerned, by which the order is found again; "" for none.
        opens: numbers newly opened under the customer's document.
        warnings: English source sentences that do not stop the order but stay on record.
    """

    charges: tuple[Charge, ...] = ()
    offers: tuple[Offer, ...] = ()
    facts: tuple[Fact, ...] = ()
    before: tuple[Fact, ...] = ()
    after: tuple[Fact, ...] = ()
    moves: tuple[StockMove, ...] = ()
    effects: tuple[Effect, ...] = ()
    typed: Mapping[str, Any] | None = None
    mobile: str = ""
    opens: int = 0
    warnings: tuple[str, ...] = ()


class Kind(Protocol):
    """One business, from what is typed to what changes. Stateless; one instance serves all."""

    @property
    def spec(self) -> KindSpec:
        """What the kind is."""
        ...

    def read(self, fields: Mapping[str, str], policy: Policy) -> Any:
        """The typed line, from text. Pure. Raises HallError with the field's name."""
        ...

    def prepare(self, line: Any, looking: Looking) -> Prepared:
        """Price, stock, effects and words of a line that `read` gave. Reads, writes nothing.

        Raises HallError where stock, subscription or document do not allow the business.
        """
        ...

    def choices(self, name: str, looking: Looking) -> tuple[Choice, ...]:
        """Values on offer for a field: plans, free numbers, the oldest cards first."""
        ...
