"""Money over the counter: what was given, what goes back. Cash alone gives change."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from hallclient.base.errors import HallError
from hallclient.base.language import N_
from hallclient.base.money import FACES, Fen, fen_from_text, positive, yuan
from hallclient.base.text import typed_reference
from hallclient.counter.rules.drafts import TenderDraft, TenderState
from hallclient.counter.rules.errors import (
    TenderCashFen,
    TenderExceeds,
    TenderMethod,
    TenderNotNeeded,
    TenderReference,
    TenderShort,
    TenderUnknown,
)
from hallclient.counter.rules.orders import TenderTaken

CASH: Final = "cash"
SMALLEST: Final = min(FACES)
"""Cash is taken and given back in whole pieces of this: what cannot be counted is not in a till."""
METHODS: Final[Mapping[str, str]] = {
    CASH: N_("Cash"),
    "pos": N_("POS card"),
    "wechat": N_("WeChat"),
    "alipay": N_("Alipay"),
    "transfer": N_("Bank transfer"),
}
"""The means of payment the hall takes, with their titles (English source text)."""


def method_title(method: str) -> str:
    """The title of a means of payment, English source text."""
    return METHODS[method]


@dataclass(frozen=True)
class Reckoned:
    """Tenders against what is due. `missing_fen` is above zero while too little was given."""

    tenders: tuple[TenderTaken, ...]
    due_fen: Fen
    received_fen: Fen
    change_fen: Fen
    missing_fen: Fen


def read_tender(place: int, draft: TenderDraft, most: Fen) -> TenderTaken:
    """One tender as typed, read and checked.

    Args:
        place: among the order's tenders, from 0.
        most: fen, the most one tender may be.
    Raises:
        TenderMethod, AmountMalformed, AmountDecimals, AmountNotPositive, AmountOverLimit,
        TenderCashFen, TenderReference, TenderUnknown: `field` is `tenders.<place>.<part>`.
    """
    where = f"tenders.{place}"
    if draft.method not in METHODS:
        raise TenderMethod(field=f"{where}.method")
    amount_field = f"{where}.amount"
    amount = fen_from_text(draft.amount, field=amount_field)
    positive(amount, most=most, field=amount_field)
    if draft.method == CASH:
        if amount % SMALLEST:
            raise TenderCashFen(field=amount_field)
        return TenderTaken(CASH, amount)
    if draft.state != TenderState.SETTLED:
        raise TenderUnknown(field=where)
    reference = typed_reference(draft.reference)
    if not reference or len(reference) > 64:
        raise TenderReference(field=f"{where}.reference", problem=TenderReference.MISSING)
    return TenderTaken(draft.method, amount, reference)


def reckon(due: Fen, tenders: Sequence[TenderTaken]) -> Reckoned:
    """What was received, what is missing, what goes back.

    Total: never refuses, so that the screen can show it while the clerk types.
    """
    received = sum(tender.amount_fen for tender in tenders)
    return Reckoned(
        tenders=tuple(tenders),
        due_fen=due,
        received_fen=Fen(received),
        change_fen=Fen(max(0, received - due)),
        missing_fen=Fen(max(0, due - received)),
    )


def refusal(reckoned: Reckoned) -> HallError | None:
    """Why these tenders do not settle what is due, or None when they do.

    Cash may exceed and the change is given from it; any other means may not, and cash that is
    not needed at all is not taken; change that the till's pieces cannot make is refused at the
    cash it would come from. Source: S2-KA-01 (exact, never more or less).
    """
    due, received = reckoned.due_fen, reckoned.received_fen
    if due == 0:
        return TenderNotNeeded(field="tenders") if reckoned.tenders else None
    if reckoned.missing_fen:
        return TenderShort(
            field="tenders",
            short=yuan(reckoned.missing_fen),
            due=yuan(due),
            given=yuan(received),
        )
    cash = sum(tender.amount_fen for tender in reckoned.tenders if tender.method == CASH)
    if reckoned.change_fen and reckoned.change_fen >= cash:
        return TenderExceeds(field="tenders", due=yuan(Fen(due)), given=yuan(Fen(received)))
    if reckoned.change_fen % SMALLEST:
        place = max(at for at, tender in enumerate(reckoned.tenders) if tender.method == CASH)
        return TenderCashFen(field=f"tenders.{place}.amount")
    return None
