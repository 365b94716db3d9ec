"""Accounts, postings and what makes an entry fit for the journal."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from hallclient.base.errors import HallError
from hallclient.base.language import N_
from hallclient.base.money import Fen


class Account(StrEnum):
    """Where money is, comes from or is owed (科目). Debit is positive, credit negative.

    Cash: TILL drawers (one shift each), SAFE the hall's safe, BAG sealed and on its way to the
    bank (封包), FLOAT_FUND the float kept apart from takings (备用金). SHORT (短款) is owed by
    the clerk, OVER (长款) is handed in; no entry ever sets one off against the other.
    """

    TILL = "cash.till"
    SAFE = "cash.safe"
    BAG = "cash.bag"
    FLOAT_FUND = "fund.float"
    POS = "tender.pos"
    WECHAT = "tender.wechat"
    ALIPAY = "tender.alipay"
    TRANSFER = "tender.transfer"
    PREPAID = "customer.prepaid"
    VALUE_CARDS = "income.value_card"
    SIM_FEES = "income.sim"
    NUMBER_FEES = "income.number"
    PROMOTION = "expense.promotion"
    OVER = "difference.over"
    SHORT = "difference.short"
    PAID_IN = "other.paid_in"
    PAID_OUT = "other.paid_out"


TENDER_ACCOUNT: Final[Mapping[str, Account]] = {
    "cash": Account.TILL,
    "pos": Account.POS,
    "wechat": Account.WECHAT,
    "alipay": Account.ALIPAY,
    "transfer": Account.TRANSFER,
}
"""Every way of paying (支付方式) and the account that its money goes to."""

AT_A_TILL: Final = frozenset(TENDER_ACCOUNT.values())
"""Accounts that one clerk answers for: a posting to them always names the shift."""


class Memo(StrEnum):
    """What a posting at a till is for; a shift's cash is broken down by it.

    CLOSING marks what empties a counted till: `expected` leaves it out, so that what a shift
    should have held reads the same before and after its approval.
    """

    RECEIVED = "received"
    CHANGE = "change"
    REFUND = "refund"
    FLOAT = "float"
    DROP = "drop"
    TRANSFER = "transfer"
    PAY_IN = "pay-in"
    PAY_OUT = "pay-out"
    CLOSING = "closing"


@dataclass(frozen=True)
class Posting:
    """One side of an entry: `amount_fen` into (positive) or out of (negative) an account."""

    account: str
    amount_fen: int
    shift_id: str | None = None
    memo: str = ""


@dataclass(frozen=True)
class Entry:
    """A journal entry (分录) to be posted: its postings sum to zero.

    Attributes:
        kind: what happened, such as `order.recharge` or `till.drop`.
        reverses: number of the entry that this one undoes, None for an ordinary entry.
    """

    kind: str
    postings: tuple[Posting, ...]
    order_no: str = ""
    reverses: int | None = None


class UnbalancedEntry(ValueError):
    """An entry that no journal may hold: a bug of the caller, never the clerk's mistake."""


class EntryReversed(HallError):
    """Undone once already; money must not go back twice."""

    code = "ledger.reversed"
    sentence = N_("Entry {entry_no} of the journal has been reversed already.")


class NotReversible(HallError):
    """A reversal is final: what was undone by mistake is done anew, as a new entry."""

    code = "ledger.not-reversible"
    sentence = N_("Entry {entry_no} is itself a reversal. Enter the business again instead.")


def checked(entry: Entry) -> Entry:
    """The same entry, if the journal may hold it.

    Raises UnbalancedEntry: fewer than two postings, an amount that is zero or no whole number
    of fen, a sum other than zero, an unknown account, or till money without a shift.
    """
    if len(entry.postings) < 2:
        raise UnbalancedEntry(f"{entry.kind}: an entry has at least two postings")
    for posting in entry.postings:
        _check_posting(entry.kind, posting)
    total = sum(posting.amount_fen for posting in entry.postings)
    if total != 0:
        raise UnbalancedEntry(f"{entry.kind}: postings sum to {total}, not to zero")
    return entry


def _check_posting(kind: str, posting: Posting) -> None:
    amount = posting.amount_fen
    if isinstance(amount, bool) or not isinstance(amount, int):
        raise UnbalancedEntry(f"{kind}: money is whole fen, not {type(amount).__name__}")
    if amount == 0:
        raise UnbalancedEntry(f"{kind}: a posting of nothing on {posting.account}")
    if posting.account not in _ACCOUNTS:
        raise UnbalancedEntry(f"{kind}: no account {posting.account!r}")
    if posting.account in AT_A_TILL and not posting.shift_id:
        raise UnbalancedEntry(f"{kind}: money on {posting.account} belongs to a shift")


_ACCOUNTS: Final = frozenset(account.value for account in Account)


def mirror(postings: tuple[Posting, ...], shift_id: str | None) -> tuple[Posting, ...]:
    """The postings that undo these: till money goes back out of `shift_id`, the open shift.

    The shift that took the money may be closed; its sums stay as they were counted.
    """
    return tuple(
        Posting(
            account=posting.account,
            amount_fen=-posting.amount_fen,
            shift_id=shift_id if posting.shift_id else None,
            memo=Memo.REFUND if posting.account in AT_A_TILL else posting.memo,
        )
        for posting in postings
    )


def cash_split(given: Fen, change: Fen, shift_id: str) -> tuple[Posting, ...]:
    """Cash received and change paid out as two postings, as the drawer saw them (唱收唱付).

    Raises UnbalancedEntry when more change than money received is claimed.
    """
    if not 0 <= change < given:
        raise UnbalancedEntry(f"change of {change} out of {given}")
    received = Posting(Account.TILL, given, shift_id, Memo.RECEIVED)
    if not change:
        return (received,)
    return (received, Posting(Account.TILL, -change, shift_id, Memo.CHANGE))
