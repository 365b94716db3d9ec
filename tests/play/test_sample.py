"""The sample day in `resources/sample`: what it must hold, and that it is the one we generate."""

import json
from collections import Counter
from typing import Any

import pytest

from hallclient.base.places import resources
from hallclient.play.counter_script import Order
from hallclient.play.generate import busy_day, greedy
from hallclient.play.sample import sample_day
from hallclient.play.script import DayScript, ScriptWrong, load_script, read_script

SAMPLE = resources() / "sample" / "day.json"


@pytest.fixture(scope="module")
def day() -> DayScript:
    return load_script(SAMPLE)


def test_the_file_is_what_the_generator_makes() -> None:
    assert json.loads(SAMPLE.read_text("utf-8")) == sample_day()


def test_it_holds_every_business_every_tender_and_enough_orders(day: DayScript) -> None:
    orders = [event for event in day.events if isinstance(event, Order)]
    assert len([order for order in orders if order.id]) >= 60
    kinds = {line.kind for order in orders for line in order.lines}
    assert kinds == {"recharge", "new_number", "plan_change", "sim_replacement", "value_card"}
    methods = {tender.method for order in orders for tender in order.tenders}
    assert methods == {"cash", "pos", "wechat", "alipay", "transfer"}
    assert any(len(order.tenders) > 1 for order in orders)
    assert len(day.counters) == 3


def test_it_holds_what_goes_wrong_in_a_real_hall(day: DayScript) -> None:
    orders = [event for event in day.events if isinstance(event, Order)]
    assert any(order.agent for order in orders)
    kinds = Counter(
        order.customer.document.kind.value
        for order in orders
        if order.customer and order.customer.document
    )
    assert kinds["uscc"]
    assert kinds["permanent-resident-id"]
    done = Counter(event.model_dump()["do"] for event in day.events)
    for what in ("reverse", "reprint", "cash_drop", "transfer", "restart", "resume", "void"):
        assert done[what], what


def test_a_busy_day_is_the_same_for_the_same_seed(day: DayScript) -> None:
    one, two = (busy_day(seed=3, counters=2, orders=30, on=day.date) for _ in range(2))
    assert one == two
    assert DayScript.model_validate(one).counters[1].number == 2


def test_notes_add_up_to_the_amount() -> None:
    assert greedy(18730) == {
        "10000": 1,
        "5000": 1,
        "2000": 1,
        "1000": 1,
        "500": 1,
        "100": 2,
        "10": 3,
    }
    with pytest.raises(ValueError, match="jiao"):
        greedy(5)


def changed(**parts: Any) -> str:
    return json.dumps(sample_day() | parts)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("{", "line 1"),
        ("[]", "script"),
        (changed(weather="rain"), "weather"),
        (changed(date="2026-02-30"), "date"),
        (changed(events=[{"do": "dance", "at": "09:00"}]), "events[0]"),
        (changed(events=[{"do": "restart", "at": "25:00"}]), "events[0]"),
        (changed(events=[{"do": "restart", "at": "09:00", "why": "x"}]), "why"),
        (
            changed(events=[{"do": "reprint", "at": "09:00", "counter": 9, "order": "o1"}]),
            "counter",
        ),
        (changed(events=[{"do": "reprint", "at": "09:00", "counter": 1, "order": "no"}]), "order"),
    ],
)
def test_a_wrong_script_is_refused_with_its_place(text: str, place: str) -> None:
    with pytest.raises(ScriptWrong) as caught:
        read_script(text)
    assert any(place in where for where in caught.value.places)
