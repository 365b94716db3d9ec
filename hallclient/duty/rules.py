"""The close of the day (日结): what it asks, what it refuses, what it leaves."""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final

from hallclient.base.errors import HallError
from hallclient.base.language import N_
from hallclient.base.money import Fen, yuan
from hallclient.base.text import typed_number
from hallclient.counter.rules.courtesies import LeftOut
from hallclient.staff.rules import Signature
from hallclient.till.rules import OpenShift, ShiftRow

FIRST: Final = "0" * 64
"""What the first day report of a hall has as the digest of the day before."""

FORM: Final = 2
"""Form of a day report: since 2 it holds number and mac of the last audit row before its close.

Its digest thereby covers every act up to then, each linked to the one before. A report without
`form` is of the first version, whose digest covers the report and the day before only.
"""

AnyShift = OpenShift | ShiftRow

_BAG: Final = re.compile(r"[0-9A-Z][0-9A-Z/_.]{0,31}")


class DayShiftOpen(HallError):
    """A till is never carried over to the next day (S1-CL-09)."""

    code = "day.shift-open"
    sentence = N_("Not counted yet: {shifts}. Every shift is counted before the day is closed.")


class DayUnapproved(HallError):
    """Every count, and so every difference, is seen by the manager first (S2-KA-15)."""

    code = "day.shift-unapproved"
    sentence = N_("Not approved yet: {shifts}. Approve every shift, then close the day.")


class DayDrafts(HallError):
    """Half-done orders are finished or dropped; they do not vanish with the day (lesson 10)."""

    code = "day.drafts"
    sentence = N_("{count} drafts are still open at counter {counters}. Finish or drop them.")


class DepositMismatch(HallError):
    """The bag holds all that the books have in the safe, to the fen (S2-KA-24)."""

    code = "day.deposit-mismatch"
    sentence = N_(
        "The bag holds {given} yuan, the books have {expected} yuan in the safe. "
        "Count the bag again."
    )


class BagMissing(HallError):
    """Cash leaves only in a numbered bag (S2-KA-27)."""

    code = "day.bag-missing"
    sentence = N_("Type the number printed on the deposit bag.")


class BagMalformed(HallError):
    """Bag numbers are letters and digits as printed on the bag."""

    code = "day.bag-malformed"
    sentence = N_("A bag number has letters and digits only, at most 32.")


class BagUsed(HallError):
    """Every bag has a number of its own, once and for all."""

    code = "day.bag-used"
    sentence = N_("Bag {bag} was sealed before. Take a new bag.")


class BagUnknown(HallError):
    """No bag was sealed under this number."""

    code = "bag.unknown"
    sentence = N_("No bag {bag} was ever sealed here.")


class BagGone(HallError):
    """A bag is handed over once."""

    code = "bag.handed-over"
    sentence = N_("Bag {bag} was handed over already.")


class CarrierMissing(HallError):
    """Who takes the bag is on record (S1-VM-44)."""

    code = "bag.carrier-missing"
    sentence = N_("Type who takes the bag to the bank.")


class NothingToClose(HallError):
    """A day without a shift is not closed: it moves on until somebody opens one."""

    code = "day.nothing"
    sentence = N_("No shift was opened in this business day yet, so there is nothing to close.")


class DayNotClosed(HallError):
    """The report of a day exists once the day is closed."""

    code = "day.not-closed"
    sentence = N_("{day} is not closed. Its report exists after the close.")


@dataclass(frozen=True)
class CloseDayAsk:
    """Close the open business day.

    Attributes:
        bag_number: as printed on the sealed bag; may be empty only when the safe is.
        witness: signed by who watched the bag being filled and sealed (`bag.witness`).
        deposit_fen: what was counted into the bag.
        denominations: the deposit slip (交款清单), face in fen to pieces; None: not listed.
    """

    bag_number: str
    witness: Signature | None
    deposit_fen: Fen
    request_id: str
    denominations: Mapping[int, int] | None = None


@dataclass(frozen=True)
class DayClosed:
    """A closed day: its number has no gaps, its hash covers the report and the day before.

    Attributes:
        over_fen, short_fen: sums of all overages and of all shortages; never set off.
        next_date: the business day that is open now.
    """

    number: int
    business_date: date
    hash: str
    previous_hash: str
    deposit_fen: Fen
    over_fen: Fen
    short_fen: Fen
    bag_number: str
    closed_by: str
    witness: str
    closed_at: datetime
    next_date: date


@dataclass(frozen=True)
class HandBagAsk:
    """Hand a sealed bag to its carrier (收点交款袋), before a second person."""

    bag_number: str
    carrier: str
    witness: Signature | None
    request_id: str


@dataclass(frozen=True)
class BagView:
    """A sealed bag (封包) and where it is: in the safe until a carrier took it."""

    number: str
    business_date: date
    amount_fen: Fen
    sealed_by: str
    witness: str
    sealed_at: datetime
    carrier: str = ""
    handed_at: datetime | None = None


@dataclass(frozen=True)
class DraftLeft:
    """A draft that blocks the close: where, whose, since when; nothing of its content."""

    counter: int
    clerk: str
    saved_at: datetime


@dataclass(frozen=True)
class BackupState:
    """The last good backup, and the last one that failed since; "" and None where there is none.

    `reason` is the English source sentence of what failed, `facts` fill it; `unbacked` says that a
    day was closed and no good backup was made since.
    """

    file: str = ""
    made_at: datetime | None = None
    failed_at: datetime | None = None
    reason: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)
    unbacked: bool = False


@dataclass(frozen=True)
class DayStatus:
    """Where the day stands, for the manager's page.

    Attributes:
        business_date: the open day, None in a hall that never opened one.
        blockers: the refusals that a close would meet now, in their order.
        expected_fen: what the bag must hold; None until every shift is counted and approved,
            and always for who may not close the day (promise 4).
        over_fen, short_fen: so far, over the counted shifts; never set off.
        bags: sealed and not yet handed over, oldest first (S1-VM-45).
        left_out: courtesies that were left out of visits so far, the most frequent first.
    """

    business_date: date | None
    shifts: tuple[ShiftRow, ...] = ()
    drafts: tuple[DraftLeft, ...] = ()
    blockers: tuple[HallError, ...] = ()
    expected_fen: Fen | None = None
    over_fen: Fen = field(default=Fen(0))
    short_fen: Fen = field(default=Fen(0))
    bags: tuple[BagView, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    last: DayClosed | None = None
    backup: BackupState = field(default_factory=BackupState)

    @property
    def early(self) -> tuple[ShiftRow, ...]:
        """The shifts that were closed before the closing time (提前结账)."""
        return tuple(shift for shift in self.shifts if shift.early)


def bag_number(text: str) -> str:
    """A bag number as kept: ASCII, upper case, without blanks. Raises BagMissing, BagMalformed."""
    plain = typed_number(text)
    if not plain:
        raise BagMissing(field="bag_number")
    if not _BAG.fullmatch(plain):
        raise BagMalformed(field="bag_number")
    return plain


def blockers(
    opened: Sequence[AnyShift], counted: Sequence[AnyShift], drafts: Sequence[DraftLeft]
) -> tuple[HallError, ...]:
    """What stands in the way of closing, in the order in which it is put right."""
    found: list[HallError] = []
    if opened:
        found.append(DayShiftOpen(shifts=_names(opened)))
    if counted:
        found.append(DayUnapproved(shifts=_names(counted)))
    if drafts:
        where = sorted({draft.counter for draft in drafts})
        found.append(DayDrafts(count=len(drafts), counters=", ".join(map(str, where))))
    return tuple(found)


def _names(shifts: Sequence[AnyShift]) -> str:
    return ", ".join(f"{shift.counter} ({shift.clerk})" for shift in shifts)


def checked_deposit(given: Fen, safe: Fen) -> Fen:
    """The deposit, if the bag holds exactly what the books have in the safe.

    Raises DepositMismatch. Source: S2-KA-24: in full; nothing is kept back for the next day.
    """
    if given != safe:
        raise DepositMismatch(field="deposit", given=yuan(given), expected=yuan(safe))
    return given


def canonical(report: Mapping[str, Any]) -> str:
    """A report as the text that is hashed: keys sorted, no blanks, UTF-8 as it is."""
    return json.dumps(report, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(report: Mapping[str, Any], previous: str) -> str:
    """SHA-256 over the digest of the day before and the report, in hex.

    Not keyed, so that an auditor can recompute it from the report alone; that nobody exchanges
    report and digest together is what the audit chain's key is for.
    """
    return hashlib.sha256(f"{previous}\n{canonical(report)}".encode()).hexdigest()
