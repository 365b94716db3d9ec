"""Slips on paper: asked for in the act that moved the cash, so neither is without the other."""

from collections.abc import Mapping
from typing import Final

from hallclient.base.language import language
from hallclient.base.money import Fen
from hallclient.paper import book as paper
from hallclient.paper.rules import PaperKind
from hallclient.paper.values import CashSlip, Pieces, SlipKind
from hallclient.policy.book import policy_of
from hallclient.staff.book import find_person
from hallclient.store.audit import Act
from hallclient.till.rules import Moved, MovementKind, ShiftOpened

_KINDS: Final[Mapping[MovementKind, SlipKind]] = {
    MovementKind.DROP: "drop",
    MovementKind.TAKE_BACK: "take_back",
    MovementKind.TRANSFER: "transfer",
    MovementKind.PAY_IN: "pay_in",
    MovementKind.PAY_OUT: "pay_out",
    MovementKind.MAKE_GOOD: "make_good",
}
"""Movements with a slip; a pause moves nothing."""


def ask_for_slip(doing: Act, moved: Moved) -> None:
    """A slip of a movement, signed by both; a pause has none."""
    kind = _KINDS.get(moved.kind)
    if kind is None:
        return
    slip = CashSlip(
        kind=kind,
        number=moved.number,
        hall=doing.hall,
        hall_name=policy_of(doing.session, doing.hall, doing.at).hall_name,
        counter=moved.counter,
        clerk=moved.clerk,
        clerk_name=_name(doing, moved.clerk),
        business_date=moved.business_date,
        at=moved.at,
        amount_fen=moved.amount_fen,
        witness=moved.witness,
        witness_name=_name(doing, moved.witness),
        other=str(moved.to_counter or ""),
        reason=" ".join(filter(None, (moved.reason, moved.voucher))) or _debt(moved),
        denominations=_listed(moved.pieces),
        language=language(),
    )
    paper.enqueue(doing, PaperKind.SLIP, moved.number, slip.to_payload())


def ask_for_float_slip(doing: Act, opened: ShiftOpened, pieces: Mapping[int, int]) -> None:
    """The hand-over paper of a float (备用金交接), by denomination (S2-KA-16)."""
    shift = opened.shift
    slip = CashSlip(
        kind="float",
        number=shift.shift_id,
        hall=doing.hall,
        hall_name=policy_of(doing.session, doing.hall, doing.at).hall_name,
        counter=shift.counter,
        clerk=shift.clerk,
        clerk_name=_name(doing, shift.clerk),
        business_date=shift.business_date,
        at=shift.opened_at,
        amount_fen=opened.float_fen,
        witness=opened.handed_by,
        witness_name=_name(doing, opened.handed_by),
        reason=opened.note,
        denominations=_listed(pieces),
        language=language(),
    )
    paper.enqueue(doing, PaperKind.SLIP, f"float/{shift.shift_id}", slip.to_payload())


def _debt(moved: Moved) -> str:
    return moved.shift_id if moved.kind is MovementKind.MAKE_GOOD else ""


def _name(doing: Act, code: str) -> str:
    person = find_person(doing.session, doing.hall, code)
    return "" if person is None else person.name


def _listed(pieces: Mapping[int, int]) -> tuple[Pieces, ...]:
    return tuple(Pieces(Fen(face), count) for face, count in pieces.items() if count)
