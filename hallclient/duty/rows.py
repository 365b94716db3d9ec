"""Orders, tills and closes as rows of a workbook: pure, one value at a time."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from hallclient.base.language import N_
from hallclient.base.money import Fen
from hallclient.counter.rules import ReportOrder
from hallclient.counter.rules.courtesies import LeftOut
from hallclient.duty.rules import DayClosed
from hallclient.duty.totals import Sum
from hallclient.sheets.values import (
    CashReckoning,
    CourtesyRow,
    DenominationRow,
    DifferenceRow,
    LineRow,
    MovementRow,
    OrderRow,
    PlaceTotal,
    ReversalRow,
    ShiftRow,
    Signed,
)
from hallclient.till.rules import Moved, MovementKind, ShiftFacts

_MOVEMENTS: Final[Mapping[MovementKind, tuple[str, int]]] = {
    MovementKind.DROP: (N_("Drop to the safe"), -1),
    MovementKind.TAKE_BACK: (N_("Taken back from the safe"), 1),
    MovementKind.TRANSFER: (N_("Transfer out"), -1),
    MovementKind.PAY_IN: (N_("Paid in"), 1),
    MovementKind.PAY_OUT: (N_("Paid out"), -1),
}
_TRANSFER_IN: Final = N_("Transfer in")


class Names(dict[str, str]):
    """Code to "code name"; a code that is not on the staff stays a code."""

    def __missing__(self, code: str) -> str:
        return code


def order_rows(found: Iterable[ReportOrder]) -> Iterator[OrderRow]:
    """Orders alone, as the list of orders shows them; read once."""
    for order in found:
        if not order.reverses:
            yield OrderRow(
                number=order.number,
                at=order.at,
                counter=order.counter,
                clerk=order.clerk,
                customer=order.customer,
                lines=_lines(order),
                tenders=order.tenders,
                received_fen=order.cash_received_fen,
                change_fen=order.change_fen,
                references=order.references,
                reversed_by=order.reversed_by,
                done_at=order.done_at,
                late=f"{order.late_reason} ({order.approver})" if order.done_at else "",
            )


def reversal_rows(found: Iterable[ReportOrder]) -> Iterator[ReversalRow]:
    """Reversals alone; read once."""
    for order in found:
        if order.reverses and order.order_date is not None:
            yield ReversalRow(
                number=order.number,
                order=order.reverses,
                order_date=order.order_date,
                at=order.at,
                counter=order.counter,
                clerk=order.clerk,
                approver=order.approver,
                reason=order.reason,
                lines=_lines(order),
                tenders=order.tenders,
                late=order.late,
            )


def _lines(order: ReportOrder) -> tuple[LineRow, ...]:
    return tuple(LineRow(line.title, line.details, line.total_fen) for line in order.lines)


def faces(pieces: Mapping[int, int]) -> tuple[DenominationRow, ...]:
    """A count by face."""
    return tuple(DenominationRow(Fen(face), many) for face, many in pieces.items())


def reckoning(facts: ShiftFacts) -> CashReckoning:
    """How the expected cash comes about; all that moved without an order in one sum."""
    cash = facts.cash
    return CashReckoning(
        float_fen=cash.float_fen,
        received_fen=cash.received_fen,
        change_fen=cash.change_fen,
        refunds_fen=cash.refunds_fen,
        movements_fen=Fen(
            cash.drops_fen + cash.transfers_fen + cash.paid_in_fen + cash.paid_out_fen
        ),
        expected_fen=cash.expected_fen,
    )


def differences(facts: ShiftFacts) -> tuple[DifferenceRow, ...]:
    """Each tender of a counted shift, with what was said about the count in force."""
    last = facts.counts[-1]
    return tuple(
        DifferenceRow(
            shift=facts.shift_id,
            counter=facts.counter,
            clerk=facts.clerk,
            method=result.method,
            expected_fen=result.expected_fen,
            counted_fen=result.counted_fen,
            over_fen=result.over_fen,
            short_fen=result.short_fen,
            cause=last.cause,
            recounted_with=last.witness,
        )
        for result in facts.results
    )


def movements(facts: ShiftFacts) -> tuple[MovementRow, ...]:
    """What moved the till's cash without an order; pauses and made-good shortages do not."""
    return tuple(_movement(facts, moved) for moved in facts.movements if moved.kind in _MOVEMENTS)


def _movement(facts: ShiftFacts, moved: Moved) -> MovementRow:
    kind, sign = _MOVEMENTS[moved.kind]
    if moved.shift_id != facts.shift_id:  # the other end of a transfer
        kind, sign = _TRANSFER_IN, 1
    return MovementRow(
        number=moved.number,
        kind=kind,
        at=moved.at,
        counter=facts.counter,
        clerk=facts.clerk,
        effect_fen=Fen(sign * moved.amount_fen),
        witness=moved.witness,
        reason=" ".join(part for part in (moved.voucher, moved.reason) if part),
    )


def shift_row(facts: ShiftFacts) -> ShiftRow:
    """A shift in the day's list, early closing and release included (S1-VM-47)."""
    approved = facts.approved
    return ShiftRow(
        shift=facts.shift_id,
        counter=facts.counter,
        clerk=facts.clerk,
        opened_at=facts.opened_at,
        counted_at=facts.counted_at,
        approved_by=approved.by if approved else "",
        approved_at=approved.at if approved else None,
        early_by=facts.early_by,
        released_by=approved.by if approved and approved.early_released else "",
        note=approved.note if approved else "",
    )


def place(
    key: int | str, label: str, sums: Mapping[int | str, Sum], gaps: Iterable[DifferenceRow]
) -> PlaceTotal:
    """One counter or clerk; `gaps` are the differences of its own shifts."""
    one, mine = sums.get(key, Sum()), list(gaps)
    return PlaceTotal(
        key=key,
        label=label,
        orders=one.count,
        taken_fen=Fen(one.fen),
        reversals=one.back_count,
        reversed_fen=Fen(one.back_fen),
        over_fen=Fen(sum(row.over_fen for row in mine)),
        short_fen=Fen(sum(row.short_fen for row in mine)),
    )


def courtesies(found: Iterable[LeftOut], named: Names) -> tuple[CourtesyRow, ...]:
    """What clerks left out of their visits."""
    return tuple(
        CourtesyRow(one.place, one.step, one.text, named[one.clerk], one.visits, one.times)
        for one in found
    )


def shift_signatures(facts: ShiftFacts, named: Names) -> tuple[Signed, ...]:
    """Who signs the shift report; finance signs by pen."""
    approved = facts.approved
    manager = (named[approved.by], approved.at) if approved else ("", None)
    return (
        Signed(N_("Clerk"), named[facts.clerk], facts.counted_at),
        Signed(N_("Duty manager"), *manager),
        Signed(N_("Finance")),
    )


def day_signatures(closed: DayClosed, named: Names) -> tuple[Signed, ...]:
    """Who signs the day report; finance signs by pen."""
    return (
        Signed(N_("Duty manager"), named[closed.closed_by], closed.closed_at),
        Signed(N_("Witness"), named[closed.witness], closed.closed_at),
        Signed(N_("Finance")),
    )
