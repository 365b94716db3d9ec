"""Slips on paper: asked for in the act that moved the cash, so neither is without the other."""

from collections.abc import Mapping
from dataclasses import replace
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
        hall_name="",
        counter=moved.counter,
        clerk=moved.clerk,
        business_date=moved.business_date,
        at=moved.at,
        amount_fen=moved.amount_fen,
        witness=moved.witness,
        other=str(moved.to_counter or ""),
        reason=" ".join(filter(None, (moved.reason, moved.voucher))) or _debt(moved),
        denominations=listed(moved.pieces),
    )
    put_on_paper(doing, moved.number, slip)


def ask_for_float_slip(doing: Act, opened: ShiftOpened, pieces: Mapping[int, int]) -> None:
    """The hand-over paper of a float (备用金交接), by denomination (S2-KA-16)."""
    shift = opened.shift
    slip = CashSlip(
        kind="float",
        number=shift.shift_id,
        hall=doing.hall,
        hall_name="",
        counter=shift.counter,
        clerk=shift.clerk,
        business_date=shift.business_date,
        at=shift.opened_at,
        amount_fen=opened.float_fen,
        witness=opened.handed_by,
        reason=opened.note,
        denominations=listed(pieces),
    )
    put_on_paper(doing, f"float/{shift.shift_id}", slip)


def put_on_paper(doing: Act, subject: str, slip: CashSlip) -> None:
    """Asks for the slip, with the names of the hall and of both people, in the language of now."""
    named = replace(
        slip,
        hall_name=policy_of(doing.session, doing.hall, doing.at).hall_name,
        clerk_name=_name(doing, slip.clerk),
        witness_name=_name(doing, slip.witness),
        language=language(),
    )
    paper.enqueue(doing, PaperKind.SLIP, subject, named.to_payload())


def listed(pieces: Mapping[int, int]) -> tuple[Pieces, ...]:
    """The denominations of a slip; a face of which there is none is left out."""
    return tuple(Pieces(Fen(face), count) for face, count in pieces.items() if count)


def _debt(moved: Moved) -> str:
    return moved.shift_id if moved.kind is MovementKind.MAKE_GOOD else ""


def _name(doing: Act, code: str) -> str:
    person = find_person(doing.session, doing.hall, code)
    return "" if person is None else person.name
