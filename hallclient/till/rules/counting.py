"""Counting and comparing: pure, and blind until the comparison itself."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final, Protocol

from hallclient.base.clock import from_hall, hall_date
from hallclient.base.language import N_
from hallclient.base.money import FACES, Fen, yuan
from hallclient.base.pieces import MOST_PIECES, PiecesMalformed, PiecesMissing, face_text
from hallclient.base.text import printable
from hallclient.till.rules.errors import (
    MinutesMalformed,
    PiecesDiffer,
    ReasonMissing,
    TextTooLong,
    TotalMalformed,
    TotalMissing,
    UnknownDenomination,
    UnknownStock,
    UnknownTender,
)
from hallclient.till.rules.values import TenderResult

TEXT_MOST: Final = 200
PAUSE_MOST: Final = 480
SMALL_FACE: Final = Fen(1_000)
"""The largest face that counts as change, in fen."""
COUNTED_STOCK: Final = ("sim", "value_card", "invoice")
"""Kinds of goods that lie in a counter's drawer and can be counted there (账物相符)."""
TENDER_NAMES: Final = {
    "cash": N_("Cash"),
    "pos": N_("POS card"),
    "wechat": N_("WeChat"),
    "alipay": N_("Alipay"),
    "transfer": N_("Bank transfer"),
}
"""Ways of paying (支付方式) as the clerk calls them, English source."""
COUNTED_TENDERS: Final = ("pos", "wechat", "alipay", "transfer")
"""Ways of paying whose total is counted beside the cash (S1-CL-10), in the grid's order."""


def checked_pieces(
    denominations: Mapping[int, int], *, every_face: bool = False, field: str = "denominations"
) -> dict[int, int]:
    """Face in fen to pieces, largest face first.

    Args:
        every_face: a face that is missing was not counted, and that is refused.
    Raises:
        UnknownDenomination, PiecesMalformed, PiecesMissing. Source: field rules 8.
    """
    for face, pieces in denominations.items():
        if isinstance(face, bool) or face not in FACES:
            raise UnknownDenomination(field=field, face=_shown(face))
        _check_number(pieces, field)
    missing = [face for face in FACES if face not in denominations]
    if missing and (every_face or not denominations):
        raise PiecesMissing(field=field, faces=", ".join(map(face_text, missing)))
    return {face: denominations[face] for face in FACES if face in denominations}


def _shown(face: object) -> str:
    return face_text(face) if isinstance(face, int) else printable(str(face))[:12]


def checked_tenders(tenders: Mapping[str, int]) -> dict[str, Fen]:
    """The total counted for every way of paying but cash.

    All of them are asked for, used or not: asking only for the used ones would tell which were.
    A total may be negative: a terminal that paid back more than it took.

    Raises UnknownTender, TotalMalformed, TotalMissing.
    """
    for method, total in tenders.items():
        if method not in COUNTED_TENDERS:
            raise UnknownTender(field="tenders", method=printable(str(method))[:12])
        if isinstance(total, bool) or not isinstance(total, int):
            raise TotalMalformed(field=method, method=TENDER_NAMES[method])
    missing = [method for method in COUNTED_TENDERS if method not in tenders]
    if missing:
        raise TotalMissing(field=missing[0], method=TENDER_NAMES[missing[0]])
    return {method: Fen(tenders[method]) for method in COUNTED_TENDERS}


@dataclass(frozen=True)
class CountSheet:
    """What was counted, checked and complete, with the worth of the cash among the totals."""

    pieces: Mapping[int, int]
    totals: Mapping[str, Fen]
    stock: Mapping[str, int]
    counterfeit: Mapping[int, int]


class Counted(Protocol):
    """What every ask that counts a shift holds."""

    @property
    def denominations(self) -> Mapping[int, int]: ...
    @property
    def tenders(self) -> Mapping[str, int]: ...
    @property
    def stock(self) -> Mapping[str, int]: ...
    @property
    def counterfeit(self) -> Mapping[int, int]: ...


def checked_sheet(ask: Counted) -> CountSheet:
    """The count, if every face and every tender was counted.

    Counterfeit pieces are set aside and worth nothing (field rules 9): they are listed, and what
    they were taken for becomes a shortage.

    Raises UnknownDenomination, PiecesMalformed, PiecesMissing, UnknownTender, TotalMalformed,
    TotalMissing, UnknownStock: every one of them about what was typed, none about what is expected.
    """
    pieces = checked_pieces(ask.denominations, every_face=True)
    totals = {"cash": total_of(pieces), **checked_tenders(ask.tenders)}
    fakes = checked_pieces(ask.counterfeit, field="counterfeit") if ask.counterfeit else {}
    return CountSheet(pieces, totals, _checked_stock(ask.stock), fakes)


def _checked_stock(stock: Mapping[str, int]) -> dict[str, int]:
    for kind, pieces in stock.items():
        if kind not in COUNTED_STOCK:
            raise UnknownStock(field="stock", kind=printable(str(kind))[:12])
        _check_number(pieces, kind)
    return {kind: stock[kind] for kind in COUNTED_STOCK if kind in stock}


def _check_number(pieces: object, field: str) -> None:
    if isinstance(pieces, bool) or not isinstance(pieces, int) or not 0 <= pieces <= MOST_PIECES:
        raise PiecesMalformed(field=field)


def total_of(pieces: Mapping[int, int]) -> Fen:
    """What the pieces are worth, in fen."""
    return Fen(sum(face * count for face, count in pieces.items()))


def small_change(pieces: Mapping[int, int]) -> Fen:
    """What there is of 10 yuan and below, in fen (零钞): enough before and after a shift.

    Source: S2-KA-17.
    """
    return total_of({face: count for face, count in pieces.items() if face <= SMALL_FACE})


def checked_bundle(
    denominations: Mapping[int, int] | None, amount: Fen, *, field: str = "denominations"
) -> dict[int, int]:
    """The pieces of a bundle, which add up to the amount on its slip (S2-KA-25).

    None means that the bundle was not listed: {}. Raises PiecesDiffer and what
    `checked_pieces` raises.
    """
    if denominations is None:
        return {}
    pieces = checked_pieces(denominations, field=field)
    if total_of(pieces) != amount:
        raise PiecesDiffer(field=field, pieces=yuan(total_of(pieces)), amount=yuan(amount))
    return pieces


def compare(expected: Mapping[str, Fen], counted: Mapping[str, Fen]) -> tuple[TenderResult, ...]:
    """Each tender on its own: what is over in one never covers what is short in another.

    Source: S2-KA-14 (长缴短补): surplus is handed in, shortage is made up, never netted.
    """
    return tuple(
        TenderResult(
            method=method,
            expected_fen=should,
            counted_fen=counted[method],
            over_fen=Fen(max(0, counted[method] - should)),
            short_fen=Fen(max(0, should - counted[method])),
        )
        for method, should in expected.items()
    )


def needs_recount(results: tuple[TenderResult, ...], above: Fen) -> bool:
    """Whether a difference is above the setting (S1-FM-01); 0 switches the rule off."""
    return above > 0 and any(max(one.over_fen, one.short_fen) > above for one in results)


def hand_back(float_fen: Fen, counted: Fen) -> tuple[Fen, Fen]:
    """(float given back, takings handed in): the float first, never more than is there."""
    back = Fen(min(float_fen, counted))
    return back, Fen(counted - back)


def early_by(
    counted_at: datetime, business_date: date, closing_time: str, grace_minutes: int
) -> int:
    """Whole minutes, begun ones included, by which a shift was closed early; 0 when it was not.

    Args:
        closing_time: `HH:MM` in the hall, of the shift's business day. A day that was opened
            ahead, on the evening before, is measured by the calendar day.
    Source: S1-VM-47.
    """
    match = re.fullmatch(r"([0-9]{1,2}):([0-9]{2})", closing_time)
    if match is None:
        raise ValueError(f"no time of day: {closing_time!r}")
    day = min(business_date, hall_date(counted_at))
    closing = from_hall(day, int(match[1]), int(match[2]))
    if counted_at >= closing - timedelta(minutes=grace_minutes):
        return 0
    return -((counted_at - closing) // timedelta(minutes=1))


def checked_text(text: str, *, field: str, needed: bool = True) -> str:
    """One line without control characters. Raises ReasonMissing, TextTooLong."""
    plain = printable(text).strip()
    if needed and not plain:
        raise ReasonMissing(field=field)
    if len(plain) > TEXT_MOST:
        raise TextTooLong(field=field, most=TEXT_MOST)
    return plain


def checked_minutes(minutes: int) -> int:
    """The announced length of a pause. Raises MinutesMalformed."""
    if isinstance(minutes, bool) or not isinstance(minutes, int):
        raise MinutesMalformed(field="minutes", most=PAUSE_MOST)
    if not 1 <= minutes <= PAUSE_MOST:
        raise MinutesMalformed(field="minutes", most=PAUSE_MOST)
    return minutes
