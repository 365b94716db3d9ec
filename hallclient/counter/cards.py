"""SIM cards over the counter: the card is looked for in stock before its number is judged."""

from hallclient.base.language import N_
from hallclient.base.text import typed_number
from hallclient.counter.kind import Looking
from hallclient.counter.rules import Choice
from hallclient.customers.rules import check_iccid
from hallclient.stock import book as stock
from hallclient.stock.rules import Piece, StockKind, StockUnavailable, luhn_fits

CHECK_DIGIT = N_("The card's check digit does not fit, but the card is in stock under this number.")
SUGGESTED = 20


def card_number(text: str) -> str:
    """An ICCID as typed, ready to be looked up; the filler `F` behind 19 digits is dropped."""
    return typed_number(text).removesuffix("F")


def sim_card(iccid: str, looking: Looking) -> tuple[Piece, tuple[str, ...]]:
    """A SIM card of this hall that is free for the draft, and what is to be warned about it.

    A check digit that does not fit is a warning on a card that is in stock under exactly that
    number, and a refusal on any other (field rules 7).

    Raises the refusals of `check_iccid`, StockUnavailable, HoldLost; field `iccid`.
    """
    known = stock.piece(looking.session, looking.hall, StockKind.SIM, iccid)
    if known is None:
        check_iccid(iccid, field="iccid")
    spoken_for = (StockKind.SIM.value, iccid) in looking.taken
    if known is None or spoken_for:
        raise StockUnavailable(field="iccid", serial=iccid)
    stock.require_free(known, looking.holder, looking.at, field="iccid")
    unverified = iccid.isdigit() and not luhn_fits(iccid)
    return known, (CHECK_DIGIT,) if unverified else ()


def sim_choices(looking: Looking) -> tuple[Choice, ...]:
    """The oldest free SIM cards first (先进先出)."""
    found = stock.suggest(
        looking.session,
        looking.hall,
        StockKind.SIM,
        SUGGESTED,
        at=looking.at,
        holder=looking.holder,
        besides=(serial for kind, serial in looking.taken if kind == StockKind.SIM.value),
    )
    return tuple(Choice(item.serial, item.serial, item.batch) for item in found)
