"""Receiving, counting and writing off stock; holding a piece while a form is open."""

from collections.abc import Iterable
from typing import Final

from hallclient.base.text import printable
from hallclient.policy import book as policy
from hallclient.staff import book as staff
from hallclient.staff.rules import Signature
from hallclient.stock import book
from hallclient.stock.rules import (
    ChangeState,
    CountedTwice,
    Held,
    ReasonWanted,
    Received,
    ReceiveRange,
    Run,
    StockCount,
    StockKind,
    StockState,
    StockTaken,
    TakeStock,
    runs,
    serial_from,
    serials,
    shown,
)
from hallclient.store.audit import Act, act
from hallclient.store.desk import Desk

REASON_MOST: Final = 200
LEAVING: Final = frozenset({StockState.VOID, StockState.RETURNED, StockState.WRITTEN_OFF})
"""How pieces leave the stock other than by an order."""


def receive(desk: Desk, ask: ReceiveRange) -> Received:
    """A range of serials is received, without gaps or overlaps (S2-KA-20).

    Raises NotPermitted without `stock.receive`, and what `book.receive` raises.
    """
    kind = StockKind(ask.kind)
    with act(desk, "stock.receive", ask.request_id) as doing:
        if doing.earlier:
            names = serials(ask.first, ask.last)
            return Received(kind, names[0], names[-1], len(names))
        staff.require(doing.session, desk, "stock.receive")
        batch = printable(ask.batch).strip()[:32]
        received = book.receive(doing, kind, ask.first, ask.last, ask.face_fen, batch)
        doing.subject = f"stock/{kind.value}"
        _say(doing, kind, received.first, received.last, pieces=received.pieces)
        return received


def take_stock(desk: Desk, ask: TakeStock, witness: Signature | None) -> StockTaken:
    """Compares what two people found with the books, at any time (S1-FM-04, S1-FM-01).

    Nothing is corrected by it: what is missing is written off on its own (`change_state`).
    Raises NotPermitted without `stock.receive`, the refusals of `second_person` for
    `cash.witness`, and of serial ranges; CountedTwice for a serial named twice.
    """
    kind = StockKind(ask.kind)
    found = _found(kind, ask.found)
    with act(desk, "stock.take", ask.request_id) as doing:
        if doing.earlier:
            return book.stock_taken(doing.session, desk.hall, int(doing.earlier.rpartition("/")[2]))
        staff.require(doing.session, desk, "stock.receive")
        second = staff.second_person(doing, witness, "cash.witness")
        note = printable(ask.note).strip()[:REASON_MOST]
        taken = book.compare(doing, kind, found, second.code, note)
        doing.subject = f"stock-take/{taken.number}"
        doing.note(kind=kind.value, missing=len(taken.missing), surplus=len(taken.surplus))
        return taken


def _found(kind: StockKind, ranges: Iterable[tuple[str, str]]) -> set[str]:
    found: set[str] = set()
    for first, last in ranges:
        for serial in serials(first, last):
            if serial in found:
                raise CountedTwice(field="found", serial=shown(kind, serial))
            found.add(serial)
    return found


def counts(desk: Desk) -> tuple[StockCount, ...]:
    """Pieces by kind, face and state."""
    with desk.read() as session:
        return book.counts(session, desk.hall)


def report(desk: Desk, kind: StockKind) -> tuple[Run, ...]:
    """All serials of a kind in order, as runs of one state: used, void and remaining (S2-KA-20)."""
    with desk.read() as session:
        return tuple(runs(book.all_pieces(session, desk.hall, kind)))


def hold(desk: Desk, kind: StockKind, serial: str, holder: str) -> Held:
    """Keeps a piece for a draft while its form is open; the same call renews.

    Held for the hall's `hold_minutes`. Raises SerialMalformed, StockUnavailable, HoldLost.
    """
    name = serial_from(serial)
    at = desk.now()
    with desk.write_beside(holder) as session:
        minutes = policy.policy_of(session, desk.hall, at).hold_minutes
        return book.hold(session, desk.hall, kind, name, holder, at, minutes)


def release(desk: Desk, holder: str) -> None:
    """Lets go of everything a draft holds."""
    with desk.write_beside(holder) as session:
        book.release(session, desk.hall, holder)


def change_state(desk: Desk, ask: ChangeState, approver: Signature | None) -> int:
    """Pieces in stock are voided, returned or written off; gives how many.

    `approver` signs for `stock.write_off`. Surplus, shortage and damage are each a record; none
    deletes another (standards 8.5).
    Raises ReasonWanted, NotPermitted, the refusals of `second_person` and of `book.shift`.
    """
    kind, to_state = StockKind(ask.kind), StockState(ask.to_state)
    if to_state not in LEAVING:
        raise ValueError(f"{to_state} is no way out of the stock room")
    names = serials(ask.first, ask.last)
    with act(desk, "stock.change", ask.request_id) as doing:
        if not doing.earlier:
            staff.second_person(doing, approver, "stock.write_off", content=ask.content)
            _change(doing, ask, kind, to_state, names)
        return len(names)


def _change(
    doing: Act, ask: ChangeState, kind: StockKind, to_state: StockState, names: tuple[str, ...]
) -> None:
    reason = printable(ask.reason).strip()[:REASON_MOST]
    if not reason:
        raise ReasonWanted(field="reason")
    book.shift(doing, kind, names, StockState.IN_STOCK, to_state, reason=reason)
    doing.subject = f"stock/{kind.value}"
    _say(doing, kind, names[0], names[-1], pieces=len(names), to=to_state.value)


def _say(doing: Act, kind: StockKind, first: str, last: str, **facts: object) -> None:
    """Puts a range on record; of phone numbers encrypted, as everywhere."""
    if kind is StockKind.NUMBER:
        doing.remark = f"{first} – {last}"
        doing.note(**facts)
    else:
        doing.note(first=first, last=last, **facts)
