"""Receiving, holding, writing off; and every piece where its movements left it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from hallclient.base.clock import ScriptClock
from hallclient.base.errors import HallError
from hallclient.base.ids import new_id
from hallclient.base.money import Fen
from hallclient.stock import book, service
from hallclient.stock.checks import check
from hallclient.stock.records import StockMovement
from hallclient.stock.rules import (
    ChangeState,
    HoldLost,
    ReceiveRange,
    StockKind,
    StockState,
    StockUnavailable,
    TakeStock,
)
from hallclient.store.audit import act
from hallclient.store.desk import Desk
from tests.stock.conftest import signed

CARDS = StockKind.VALUE_CARD


def receive(desk: Desk, first: int, last: int, **more: object) -> object:
    ask = {"kind": "value_card", "request_id": new_id(), "face_fen": Fen(5_000)} | more
    return service.receive(desk, ReceiveRange(first=f"{first:08d}", last=f"{last:08d}", **ask))  # type: ignore[arg-type]


def faults(desk: Desk) -> list[tuple[str, str]]:
    with desk.read() as session:
        return [(fault.code, fault.place) for fault in check(session, desk.hall)]


def state(desk: Desk, serial: str) -> StockState:
    with desk.read() as session:
        found = book.piece(session, desk.hall, CARDS, serial)
    assert found is not None
    return found.state


def write_off(desk: Desk, serial: str, *, reason: str = "破损", by: str = "m2") -> int:
    ask = ChangeState("value_card", serial, serial, "void", reason, new_id())
    return service.change_state(desk, ask, signed(desk, by))


def take(desk: Desk, *names: str, order_no: str = "O1", holder: str = "") -> None:
    with act(desk, "test.take") as doing:
        book.take(doing, CARDS, names, order_no, StockState.SOLD, holder=holder)


@pytest.mark.duty("S0-GN-01")
def test_a_range_is_received_once_and_without_overlap(desk: Desk) -> None:
    asked = new_id()
    first = receive(desk, 1, 100, request_id=asked)
    assert receive(desk, 1, 100, request_id=asked) == first
    with pytest.raises(HallError) as caught:
        receive(desk, 100, 120)
    assert caught.value.code == "stock.overlap"
    (counted,) = service.counts(desk)
    assert (counted.pieces, counted.state) == (100, StockState.IN_STOCK)
    assert faults(desk) == []


def test_a_clerk_receives_no_stock(desk: Desk) -> None:
    with pytest.raises(HallError) as caught:
        receive(desk.acting("c1"), 1, 2)
    assert caught.value.code == "permission.denied"


@pytest.mark.duty("S2-KA-20")
def test_the_report_shows_used_void_and_remaining(desk: Desk) -> None:
    receive(desk, 1, 10)
    take(desk, "00000003", "00000004")
    write_off(desk, "00000010")
    runs = [(run.first, run.last, run.state) for run in service.report(desk, CARDS)]
    assert runs == [
        ("00000001", "00000002", StockState.IN_STOCK),
        ("00000003", "00000004", StockState.SOLD),
        ("00000005", "00000009", StockState.IN_STOCK),
        ("00000010", "00000010", StockState.VOID),
    ]


def test_stock_is_written_off_by_two_people_with_a_reason(desk: Desk) -> None:
    receive(desk, 1, 3)
    for more, code in (
        ({"by": "m1"}, "approval.same-person"),
        ({"by": "c1"}, "approval.not-permitted"),
        ({"reason": " "}, "stock.reason"),
    ):
        with pytest.raises(HallError) as caught:
            write_off(desk, "00000001", **more)  # type: ignore[arg-type]
        assert caught.value.code == code
    assert write_off(desk, "00000001") == 1
    with pytest.raises(StockUnavailable):
        take(desk, "00000001")
    assert faults(desk) == []


def test_taking_is_all_or_nothing(desk: Desk) -> None:
    receive(desk, 1, 5)
    take(desk, "00000003")
    with pytest.raises(StockUnavailable) as caught:
        take(desk, "00000001", "00000002", "00000003", order_no="O2")
    assert caught.value.facts == {"serial": "00000003"}
    assert state(desk, "00000001") is StockState.IN_STOCK


def put_back(desk: Desk, order_no: str) -> None:
    with act(desk, "test.back") as doing:
        book.put_back(doing, order_no, f"R{order_no}")


def test_what_an_order_took_comes_back_once(desk: Desk) -> None:
    receive(desk, 1, 5)
    take(desk, "00000001", "00000002", "00000005")
    put_back(desk, "O1")
    take(desk, "00000001", "00000002", "00000005", order_no="O2")
    with pytest.raises(StockUnavailable):
        put_back(desk, "O1")
    assert state(desk, "00000005") is StockState.SOLD
    assert faults(desk) == []


@pytest.mark.duty("S0-WA-04")
def test_the_batch_received_first_goes_first(desk: Desk, clock: ScriptClock) -> None:
    receive(desk, 900, 901, batch="old")
    clock.set(clock.now() + timedelta(days=1))
    receive(desk, 1, 5, batch="new")
    with desk.read() as session:
        found = book.suggest(session, desk.hall, CARDS, 3, at=desk.now())
    assert [piece.serial for piece in found] == ["00000900", "00000901", "00000001"]


def test_a_hold_keeps_a_piece_from_others_until_it_ends(desk: Desk, clock: ScriptClock) -> None:
    receive(desk, 1, 2)
    held = service.hold(desk, CARDS, "00000001", "mine")
    with pytest.raises(HoldLost):
        service.hold(desk, CARDS, "00000001", "theirs")
    with pytest.raises(HoldLost):
        take(desk, "00000001", holder="theirs")
    clock.set(held.until)
    take(desk, "00000001", holder="theirs")
    with pytest.raises(StockUnavailable):
        service.hold(desk, CARDS, "00000001", "mine")


def test_releasing_frees_what_one_draft_held(desk: Desk) -> None:
    receive(desk, 1, 2)
    service.hold(desk, CARDS, "00000001", "mine")
    service.hold(desk, CARDS, "00000002", "theirs")
    service.release(desk, "mine")
    service.hold(desk, CARDS, "00000001", "theirs")
    with pytest.raises(HoldLost):
        service.hold(desk, CARDS, "00000002", "mine")


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        (
            "UPDATE stock_items SET state = 'in_stock' WHERE serial = '00000002'",
            ("stock.state", "stock_items value_card 00000002"),
        ),
        (
            "DELETE FROM stock_items WHERE serial = '00000002'",
            ("stock.missing", "stock_items value_card 00000002"),
        ),
        (
            """INSERT INTO stock_items SELECT hall, 'voucher', serial, state, face_fen, batch,
            received_at, place, order_no, held_by, held_until FROM stock_items
            WHERE serial = '00000001'""",
            ("stock.kind", "stock_items voucher 00000001"),
        ),
        (
            """INSERT INTO stock_items SELECT hall, kind, 'X1', state, face_fen, batch,
            received_at, place, order_no, held_by, held_until FROM stock_items
            WHERE serial = '00000001'""",
            ("stock.state", "stock_items value_card X1"),
        ),
    ],
)
def test_a_piece_changed_by_hand_is_found_and_named(
    desk: Desk, tamper: Callable[[str], None], statement: str, fault: tuple[str, str]
) -> None:
    receive(desk, 1, 3)
    take(desk, "00000002")
    assert faults(desk) == []
    tamper(statement)
    assert faults(desk) == [fault]


def test_a_movement_changed_by_hand_is_found_and_named(
    desk: Desk, tamper: Callable[[str], None]
) -> None:
    receive(desk, 1, 3)
    take(desk, "00000002")
    tamper("UPDATE stock_movements SET first = '00000001' WHERE from_state = 'in_stock'")
    with desk.read() as session:
        moved = select(StockMovement.movement_id).where(StockMovement.from_state == "in_stock")
        place = f"stock_movements {session.scalars(moved).one()}"
    assert ("stock.pieces", place) in faults(desk)


@pytest.mark.duty("S1-FM-04")
def test_stock_is_taken_at_any_time_and_nothing_is_corrected_by_it(desk: Desk) -> None:
    receive(desk, 1, 10)
    take(desk, "00000005")
    ranges = (("00000001", "00000003"), ("00000005", "00000010"))
    ask = TakeStock("value_card", ranges, new_id(), "突击")
    for _ in range(3):
        taken = service.take_stock(desk, ask, signed(desk, "c1"))
        assert (taken.number, taken.found, taken.booked) == (1, 9, 9)
        assert (taken.missing, taken.surplus) == (("00000004",), ("00000005",))
    assert state(desk, "00000004") is StockState.IN_STOCK
    assert faults(desk) == []


@pytest.mark.duty("S1-FM-01")
def test_stock_is_taken_by_two_people(desk: Desk) -> None:
    receive(desk, 1, 10)
    ask = TakeStock("value_card", (), new_id())
    for witness, code in ((None, "approval.missing"), ("m1", "approval.same-person")):
        with pytest.raises(HallError) as caught:
            service.take_stock(desk, ask, signed(desk, witness) if witness else None)
        assert caught.value.code == code


def test_a_serial_is_found_once(desk: Desk) -> None:
    twice = (("00000001", "00000003"), ("00000003", "00000004"))
    with pytest.raises(HallError) as caught:
        service.take_stock(desk, TakeStock("value_card", twice, new_id()), signed(desk, "c1"))
    assert caught.value.code == "stock.counted-twice"


def test_a_stock_take_that_vanished_is_found_missing(
    desk: Desk, tamper: Callable[[str], None]
) -> None:
    service.take_stock(desk, TakeStock("value_card", (), new_id()), signed(desk, "c1"))
    tamper("DELETE FROM stock_takes")
    assert faults(desk) == [("stock.take-gap", "stock_takes 1")]
