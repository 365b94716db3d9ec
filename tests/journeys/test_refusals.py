"""Bad input: a stable code each, and not one row of the books is another than before."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import pytest

from hallclient.base.errors import HallError, Several
from hallclient.base.ids import new_id
from hallclient.counter import service as counter
from hallclient.counter.rules import LineDraft, OrderDraft, TenderDraft
from hallclient.play import people
from hallclient.play.script import read_script
from hallclient.play.services import ServiceHands
from hallclient.play.stage import Stage, set_stage
from hallclient.stock import service as stock
from hallclient.stock.rules import StockKind
from tests.journeys import plain
from tests.journeys.conftest import place_of
from tests.journeys.scripts import (
    FLOAT,
    HOLDER,
    ON,
    Script,
    cash,
    new_number,
    paid,
    person,
    recharge,
    sim,
)

CARD = {"kind": "value_card", "face_fen": 3000, "count": 1}
MAY_GROW = {"audit", "dealt_numbers", "sign_in_tries"}
"""Who signed, and tried to, is on record whatever came of it."""


def with_number(number: str, **document: Any) -> dict[str, Any]:
    """A customer who shows a resident card with this number."""
    shown = {"kind": "resident-id", "number": number, "valid_until": "2036-01-01"}
    return {"name": "林一诺", "document": shown | document}


def numbered(body: str) -> str:
    """17 digits with their check character."""
    return body + people.mod_11_2(body)


def refused_events() -> list[Any]:
    """Events and the code each is refused with."""
    good = HOLDER["document"]["number"]
    child = people.resident_number(Random(3), born=date(2015, 5, 5))  # noqa: S311 - an invention
    wrong = good[:-1] + ("1" if good[-1] != "1" else "2")

    def order(code: str, lines: list[Any], tenders: list[Any], customer: Any = None) -> Any:
        event = {"do": "order", "counter": 1, "customer": customer, "lines": lines,
                 "tenders": tenders}  # fmt: skip
        return pytest.param(event, code, id=code)

    def opening(code: str, customer: Any, **line: Any) -> Any:
        return order(code, [new_number(9) | line], cash(10_000), customer)

    def event(code: str, do: str, at_counter: int | None = 1, **fields: Any) -> Any:
        where = {} if at_counter is None else {"counter": at_counter}
        return pytest.param({"do": do, **where, **fields}, code, id=f"{do}-{code}")

    undo = {"order": "sold", "reason": "输错"}
    return [
        opening("document.checksum", with_number(wrong)),
        opening("document.date", with_number(numbered("11000019900230123"))),
        opening("document.area", with_number(numbered("10000019900228123"))),
        opening("document.expired", with_number(good, valid_until="2026-11-19")),
        opening("document.under-age", with_number(child)),
        opening("document.length", with_number(good[:-1])),
        opening("document.limit", person(40)),
        opening("stock.unavailable", HOLDER, iccid=people.iccid(777_777)),
        opening("stock.unavailable", HOLDER, iccid=sim(1)),
        opening("iccid.length", HOLDER, iccid="8986"),
        opening("stock.held", HOLDER, mobile="19900000020"),
        opening("stock.unavailable", HOLDER, mobile="19900000001"),
        opening("plan.unknown", HOLDER, plan="dream-0"),
        order("amount.not-positive", [recharge(0)], cash(0)),
        order("amount.not-positive", [recharge(-500)], cash(500)),
        order("amount.over-limit", [recharge(500_001)], cash(500_001)),
        order("tender.short", [CARD], cash(2_990)),
        order("tender.short", [CARD], []),
        order("tender.cash-fen", [CARD], cash(2_999)),
        order("tender.exceeds", [CARD], [paid("pos", 3_001, "P9")]),
        order("tender.reference", [CARD], [paid("alipay", 3_000, "")]),
        order("tender.reference", [CARD], [paid("wechat", 3_000, "W1")]),
        order("tender.method", [CARD], [paid("shells", 3_000, "S1")]),
        order("order.empty", [], []),
        event("till.closed", "order", 3, customer=None, lines=[CARD], tenders=cash(3_000)),
        event("approval.same-person", "reverse", **undo, approver="C001"),
        event("approval.not-permitted", "reverse", **undo, approver="C002"),
        event("reason.required", "reverse", **undo | {"reason": " "}, approver="M001"),
        event("order.unknown", "reverse", **undo | {"order": "lost"}, approver="M001"),
        event("approval.same-person", "cash_drop", amount_fen=100, witness="C001"),
        event("amount.not-positive", "cash_drop", amount_fen=-100, witness="M001"),
        event("transfer.counter-closed", "transfer", to_counter=3, amount_fen=100, witness="M001"),
        event("count.unknown-denomination", "count", denominations={"200": 1}),
        event("count.unknown-tender", "count", denominations={}, tenders={"shells": 5}),
        event("count.unknown-stock", "count", denominations={}, stock={"pens": 5}),
        event("till.shift-open", "open_shift", float={"denominations": FLOAT}),
        event("till.shift-unknown", "approve_shift", 3, approver="M001"),
        event("day.shift-open", "close_day", None, by="M001", bag="B1", witness="C001",
              deposit_fen=0),
        event("permission.denied", "close_day", None, by="C001", bag="B1", witness="C002",
              deposit_fen=0),
        event("draft.unknown", "void", draft="lost"),
        event("order.unknown", "reprint", order="lost"),
    ]  # fmt: skip


@dataclass
class Hall:
    """A hall in the middle of its day."""

    stage: Stage
    hands: ServiceHands
    database: Path

    def rows(self) -> dict[str, list[dict[str, Any]]]:
        """Every row of every table that a refusal must leave alone."""
        found = plain.tables(self.database)
        return {name: rows for name, rows in found.items() if name not in MAY_GROW}


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory, _own_keys: None) -> Iterator[Hall]:
    """Two counters at work; one order paid by WeChat, one number held at the other counter."""
    day = Script(3).open(1).open(2)
    day.sell([CARD], [paid("wechat", 3_000, "W1")], id="sold")
    for piece in range(1, 6):
        day.sell([new_number(piece)], cash(10_000), customer=person(40))
    lost = {"do": "restart", "at": "23:00", "id": "lost"}
    script = read_script(json.dumps(day.plain() | {"events": [*day.plain()["events"], lost]}))
    out = tmp_path_factory.mktemp("refusals")
    with set_stage(script, out, place_of(out / "hall.db")) as stage:
        hands = ServiceHands(stage)
        for event in script.events[:-1]:
            stage.set_time(event)
            hands.perform(event)
        stock.hold(stage.desk("C002", 2), StockKind.NUMBER, "19900000020", "another draft")
        yield Hall(stage, hands, out / "hall.db")


def code_of(error: HallError) -> str:
    """The code that the summary tells."""
    return error.errors[0].code if isinstance(error, Several) else error.code


@pytest.mark.parametrize(("event", "code"), refused_events())
def test_nothing_of_it_is_left_in_the_books(hall: Hall, event: dict[str, Any], code: str) -> None:
    script = Script(3).plain() | {
        "events": [
            {"do": "restart", "at": "08:00", "id": "sold"},
            {"do": "restart", "at": "08:00", "id": "lost"},
            event | {"at": "08:59"},
        ]
    }
    (*_, read) = read_script(json.dumps(script)).events
    before = hall.rows()
    with pytest.raises(HallError) as caught:
        hall.hands.perform(read)
    assert code_of(caught.value) == code
    assert str(caught.value)
    assert hall.rows() == before


@pytest.mark.parametrize(
    ("amount", "code"),
    [
        ("1.234", "amount.decimals"),
        ("abc", "amount.malformed"),
        ("", "field.required"),
        ("1e3", "amount.malformed"),
        ("٣٠", "amount.malformed"),
        ("99999999999999999999", "amount.malformed"),
        ("9999999", "amount.over-limit"),
    ],
)
@pytest.mark.parametrize("of", ["line", "tender"])
def test_an_amount_as_typed_is_refused_as_it_stands(
    hall: Hall, amount: str, code: str, of: str
) -> None:
    if of == "tender" and not amount:
        pytest.skip("an empty tender pays nothing")
    line = LineDraft(
        "recharge", {"mobile": "19800000000", "amount": amount if of == "line" else "30"}
    )
    tender = TenderDraft("cash", amount if of == "tender" else "30")
    before = hall.rows()
    with pytest.raises(HallError) as caught:
        counter.complete(
            hall.stage.desk("C001", 1), OrderDraft(new_id(), None, None, (line,), (tender,))
        )
    assert code_of(caught.value) == code
    assert hall.rows() == before


def test_a_day_that_was_refused_so_often_can_be_verified(hall: Hall) -> None:
    from hallclient import hall as house

    assert house.verify(hall.stage.hall.desk) == ()
    assert hall.stage.script.date == ON
