"""Kinds of things in custody, the lines of the register, and what is asked and answered."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from hallclient.base.language import N_


class CustodyKind(StrEnum):
    """What is kept: 印章, 空白收据, 空白支票, 有价证券; of customers 租机单据, 银行存折.

    Source: S1-CA-07, S1-BO-12; S1-VP-25.
    """

    SEAL = "seal"
    RECEIPT = "blank_receipt"
    CHEQUE = "blank_cheque"
    SECURITY = "security"
    RENTAL_PAPERS = "rental_papers"
    BANKBOOK = "bankbook"


@dataclass(frozen=True)
class KindRule:
    """What is asked of a kind.

    Attributes:
        title: English source.
        numbered: each piece carries a number; first and last are asked for.
        used_up: blank forms, used in the order of their numbers; a number never comes back.
        owned: it belongs to a customer, who is named; its number is personal data, and it is
            given back by whoever keeps it, before a witness.
    """

    title: str
    numbered: bool = True
    used_up: bool = False
    owned: bool = False


KINDS: Final = {
    CustodyKind.SEAL: KindRule(N_("Seal"), numbered=False),
    CustodyKind.RECEIPT: KindRule(N_("Blank receipts"), used_up=True),
    CustodyKind.CHEQUE: KindRule(N_("Blank cheques"), used_up=True),
    CustodyKind.SECURITY: KindRule(N_("Securities")),
    CustodyKind.RENTAL_PAPERS: KindRule(N_("Phone-rental papers"), owned=True),
    CustodyKind.BANKBOOK: KindRule(N_("Bankbook"), owned=True),
}


class CustodyState(StrEnum):
    """Where an item is: in the safe, given out for use, or no longer in custody."""

    KEPT = "kept"
    OUT = "out"
    GONE = "gone"


STATE_NAMES: Final = {
    CustodyState.KEPT: N_("in the safe"),
    CustodyState.OUT: N_("given out"),
    CustodyState.GONE: N_("no longer in custody"),
}


class Step(StrEnum):
    """What happens to an item; every one has two signatures."""

    RECEIVED = "received"
    HANDED_OVER = "handed_over"
    GIVEN_OUT = "given_out"
    TAKEN_BACK = "taken_back"
    RETURNED = "returned"
    DESTROYED = "destroyed"
    LOST = "lost"


STEP_NAMES: Final = {
    Step.RECEIVED: N_("Received into custody"),
    Step.HANDED_OVER: N_("Handed over"),
    Step.GIVEN_OUT: N_("Given out for use"),
    Step.TAKEN_BACK: N_("Taken back"),
    Step.RETURNED: N_("Returned to where it came from"),
    Step.DESTROYED: N_("Destroyed"),
    Step.LOST: N_("Written off as lost"),
}

WAYS_OUT: Final = (Step.RETURNED, Step.DESTROYED, Step.LOST)
"""How an item leaves the register other than by being used up."""


@dataclass(frozen=True)
class Standing:
    """Where an item stands; what its entries led to.

    Attributes:
        custodian: staff code of who answers for it, "" once it is gone.
        holder: staff code of who has it out for use, "" otherwise.
        left: pieces not used yet; 0 once it is gone.
    """

    state: CustodyState
    custodian: str
    holder: str
    left: int


@dataclass(frozen=True)
class Item:
    """A line of the register.

    Attributes:
        first, last: the numbers on the pieces, "" for a seal without one; of a customer's paper
            its one number, which is shown masked.
        next: the first number that is not used yet, "" where there are none.
        owner: the customer it belongs to, "" for the hall's own.
    """

    number: int
    kind: CustodyKind
    first: str
    last: str
    next: str
    pieces: int
    description: str
    owner: str
    standing: Standing


@dataclass(frozen=True)
class Entry:
    """One entry of the register.

    Attributes:
        by: staff code of who made it; second: of who signed beside: witness, taker, or who
            brought it back.
        used: pieces used up while it was out.
        outside: from whom it came or to whom it went, outside the hall.
    """

    number: int
    item: int
    at: datetime
    step: Step
    by: str
    second: str
    used: int
    outside: str
    reason: str


@dataclass(frozen=True)
class Finding:
    """What a count found of one item; `item` is 0 for what is on no line of the register."""

    item: int
    booked: int
    found: int
    description: str = ""

    @property
    def missing(self) -> int:
        """Pieces on the books that were not there."""
        return max(0, self.booked - self.found)

    @property
    def surplus(self) -> int:
        """Pieces there that are not on the books; never set off against what is missing."""
        return max(0, self.found - self.booked)


@dataclass(frozen=True)
class Counted:
    """A count on record: everything found, line by line.

    Attributes:
        custodian: whose items were counted, "" for all.
    """

    number: int
    at: datetime
    by: str
    witness: str
    custodian: str
    findings: tuple[Finding, ...]

    @property
    def missing(self) -> tuple[Finding, ...]:
        """Lines of which something was not there."""
        return tuple(one for one in self.findings if one.missing)

    @property
    def surplus(self) -> tuple[Finding, ...]:
        """Lines of which there was more than booked."""
        return tuple(one for one in self.findings if one.surplus)
