"""Drinks by batch: received, asked for, brought, written off, counted; nothing is served twice."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, text

from hallclient.base.clock import ScriptClock
from hallclient.base.errors import HallError
from hallclient.base.ids import new_id
from hallclient.policy import service as policy
from hallclient.policy.rules import ChangePolicy
from hallclient.store.audit import AuditRow
from hallclient.store.desk import Desk
from hallclient.till import service as till
from hallclient.till.rules import OpenShiftAsk
from hallclient.vip import service as vip_service
from hallclient.vip.rules import Step
from hallclient.vip.rules.bar import (
    AskDrink,
    Batch,
    BringDrink,
    CountDrinks,
    DeclineDrink,
    OpenBatch,
    Outcome,
    ReceiveDrinks,
    good_until,
    goods_of,
    in_order,
    portions,
)
from hallclient.vip.service import bar as service
from tests.conftest import DAY
from tests.vip.bars import Bar, bar_in, refusal, signed
from tests.vip.conftest import Vip


@pytest.fixture
def bar(desk: Desk) -> Bar:
    return bar_in(desk)


def batch(number: int, left: int, until: date | None = None, goods: str = "tea") -> Batch:
    return Batch(number, goods, left, until, until, None, left, None)  # type: ignore[arg-type]


# -- rules ----------------------------------------------------------------------------------


@given(st.lists(st.tuples(st.integers(0, 9), st.booleans()), max_size=6), st.integers(1, 30))
def test_servings_come_from_the_oldest_good_batches_and_from_no_other(
    stock: list[tuple[int, bool]], servings: int
) -> None:
    yesterday = DAY - timedelta(days=1)
    there = [
        batch(number, left, yesterday if past else DAY)
        for number, (left, past) in enumerate(stock, 1)
    ]
    taken = portions(there, "tea", servings, DAY)
    good = sum(left for left, past in stock if not past)
    assert sum(count for _, count in taken) == (servings if good >= servings else 0)
    assert all(0 < count <= one.left and not one.expired(DAY) for one, count in taken)
    emptied = [one.number for one, count in taken[:-1] if count == one.left]
    assert emptied == [one.number for one, _ in taken[:-1]]
    assert [one.number for one, _ in taken] == [one.number for one in in_order(there, "tea", DAY)][
        : len(taken)
    ]


def test_a_batch_is_good_on_its_last_day_and_sooner_over_once_it_is_opened() -> None:
    assert not batch(1, 1, DAY).expired(DAY)
    assert batch(1, 1, DAY).expired(DAY + timedelta(days=1))
    milk = goods_of("milk")
    assert good_until(milk, DAY + timedelta(days=9), None) == DAY + timedelta(days=9)
    assert good_until(milk, DAY + timedelta(days=9), DAY) == DAY + timedelta(days=2)
    assert good_until(milk, DAY + timedelta(days=1), DAY) == DAY + timedelta(days=1)
    assert good_until(goods_of("paper_cups"), None, DAY) is None


# -- the book -------------------------------------------------------------------------------


@pytest.mark.duty("S0-BA-03")
def test_drinks_and_consumables_are_kept_by_batch_with_their_dates(bar: Bar) -> None:
    tea, cups = bar.receive(until="2026-12-31"), bar.receive("paper_cups", "200", "")
    assert (tea.number, tea.left, tea.best_before) == (1, 10, date(2026, 12, 31))
    assert (cups.number, cups.left, cups.best_before) == (2, 200, None)
    assert [each.number for each in service.board(bar.desk).batches] == [1, 2]
    assert bar.faults() == []


@pytest.mark.parametrize(
    ("goods", "servings", "until", "code"),
    [
        ("beer", "10", "2026-12-31", "bar.goods"),
        ("tea", "", "2026-12-31", "bar.servings"),
        ("tea", "0", "2026-12-31", "bar.servings"),
        ("tea", "-1", "2026-12-31", "bar.servings"),
        ("tea", "²", "2026-12-31", "bar.servings"),
        ("tea", "10000", "2026-12-31", "bar.servings"),
        ("tea", "10", "", "bar.date"),
        ("tea", "10", "2026-02-29", "bar.date"),
        ("tea", "10", "12-31", "bar.date"),
        ("tea", "10", "31-12-2026", "bar.date"),
        ("tea", "10", "2026--12-31", "bar.date"),
        ("tea", "10", "2026-11-21", "bar.received-expired"),
    ],
)
def test_what_is_no_batch_is_refused_in_a_sentence(
    bar: Bar, goods: str, servings: str, until: str, code: str
) -> None:
    assert refusal(lambda: bar.receive(goods, servings, until)) == code
    assert service.board(bar.desk).batches == ()


@pytest.mark.parametrize(
    "typed",
    ["2026-12-05", "2026/12/5", "2026.12.05", "２０２６-１２-５", " 2026 - 12 - 05 ", "20261205"],
)
def test_a_date_is_taken_as_it_is_printed_on_a_pack(bar: Bar, typed: str) -> None:
    assert bar.receive(until=typed).best_before == date(2026, 12, 5)


def test_only_who_serves_the_bar_writes_in_its_book(bar: Bar) -> None:
    bar.receive()
    guide = Bar(bar.desk.acting("g1"))
    assert refusal(guide.receive) == "permission.denied"
    assert refusal(guide.ask) == "permission.denied"
    assert refusal(lambda: guide.count({1: 10}, by="v1")) == "permission.denied"


@pytest.mark.duty("S0-BA-06")
def test_an_opened_pack_keeps_for_some_days_and_is_listed_before_they_are_over(
    bar: Bar, clock: ScriptClock
) -> None:
    bar.receive("milk", until="2027-06-30")
    bar.receive("water", until="2026-11-29")
    bar.receive("water", until="2026-11-30")
    assert [each.number for each in service.board(bar.desk).near] == [2]
    ask = OpenBatch(new_id(), 1)
    assert service.open_batch(bar.desk, ask).good_until == date(2026, 11, 24)
    assert service.open_batch(bar.desk, ask).opened_on == DAY
    assert refusal(lambda: service.open_batch(bar.desk, OpenBatch(new_id(), 1))) == "bar.opened"
    assert [each.number for each in service.board(bar.desk).near] == [1, 2]
    clock.set(clock.now() + timedelta(days=3))
    assert refusal(lambda: bar.ask("milk")) == "bar.out-of-date"
    assert bar.faults() == []


# -- orders ---------------------------------------------------------------------------------


@pytest.mark.duty("S0-BA-01", "S0-BA-02", "S1-VP-06")
def test_a_drink_is_asked_for_and_brought_with_the_phrase(bar: Bar, clock: ScriptClock) -> None:
    bar.receive()
    order = bar.ask(servings="2")
    board = service.board(bar.desk)
    assert [(one.number, one.goods, one.servings) for one in board.waiting] == [(1, "tea", 2)]
    assert not board.late(order)
    assert bar.left() == {1: 10}
    clock.set(clock.now() + timedelta(seconds=181))
    assert service.board(bar.desk).late(order)
    brought = bar.bring(order, phrased=False)
    assert (brought.outcome, brought.ended_by, brought.phrased) == (Outcome.BROUGHT, "v1", False)
    assert service.board(bar.desk).waiting == ()
    assert bar.left() == {1: 8}
    assert bar.faults() == []


def test_what_is_typed_as_the_seat_lies_nowhere_in_clear(bar: Bar) -> None:
    bar.receive()
    bar.ask(seat="靠窗 样例甲")
    with bar.desk.read() as session:
        stored = session.execute(text("SELECT * FROM drink_orders")).mappings().one()
    assert "样例甲" not in " ".join(str(value) for value in stored.values())
    assert service.board(bar.desk).waiting[0].seat == "靠窗 样例甲"


@pytest.mark.duty("S1-VP-07")
def test_a_business_club_names_two_or_three_drinks_and_a_leisure_club_asks_openly(
    bar: Bar,
) -> None:
    named = [each.code for each in service.board(bar.desk).offer]
    assert named == ["tea", "coffee", "water"]
    assert service.board(bar.desk).question == "请问您喝茶、咖啡还是矿泉水？"
    manager = bar.desk.acting("m1")
    policy.change(manager, ChangePolicy("vip_club", "leisure", None, new_id()))
    board = service.board(bar.desk)
    assert [each.code for each in board.offer] == [
        "tea", "coffee", "water", "juice", "cola", "milk",
    ]  # fmt: skip
    assert board.question == "请问您想喝点什么？"


def test_the_first_that_came_in_goes_out_first_across_batches(bar: Bar) -> None:
    bar.receive(servings="1", until="2027-06-30")
    bar.receive(servings="3", until="2026-12-01")
    bar.serve(servings="2")
    assert bar.left() == {2: 2}
    assert bar.faults() == []


def test_a_guest_who_wants_nothing_or_no_more_is_on_record(bar: Bar) -> None:
    bar.receive()
    assert bar.ask("").outcome is Outcome.DECLINED
    order = bar.ask()
    service.decline(bar.desk, DeclineDrink(new_id(), order.number))
    assert refusal(lambda: bar.bring(order)) == "bar.order-ended"
    assert refusal(lambda: service.bring(bar.desk, BringDrink(new_id(), 9))) == "bar.order"
    assert bar.left() == {1: 10}
    assert [one.outcome for one in service.orders(bar.desk, DAY)] == [Outcome.DECLINED] * 2
    assert bar.faults() == []


def test_a_drink_out_of_stock_is_refused_in_a_sentence_and_recorded(bar: Bar) -> None:
    bar.receive("coffee", "1")
    with pytest.raises(HallError) as caught:
        bar.ask("coffee", "2")
    assert str(caught.value) == "咖啡：只剩 1 份，客人要 2 份。请向客人推荐其他饮品。"
    bar.serve("coffee")
    assert refusal(lambda: bar.ask("coffee")) == "bar.out-of-stock"
    found = service.orders(bar.desk, DAY)
    assert [(one.outcome, one.cause) for one in found] == [
        (Outcome.REFUSED, "bar.out-of-stock"),
        (Outcome.BROUGHT, ""),
        (Outcome.REFUSED, "bar.out-of-stock"),
    ]
    assert bar.faults() == []


@pytest.mark.duty("S0-BA-07")
def test_what_is_past_its_date_is_not_served_and_is_written_off_by_two(
    bar: Bar, clock: ScriptClock
) -> None:
    bar.receive("juice", "2", "2026-11-22")
    waiting = bar.ask("juice")
    clock.set(clock.now() + timedelta(days=1))
    with pytest.raises(HallError) as caught:
        bar.bring(waiting)
    assert caught.value.code == "bar.out-of-date"
    assert "2026-11-22" in str(caught.value)
    assert refusal(lambda: bar.write_off(1, "2", "expired", by="c1")) == "approval.not-permitted"
    assert refusal(lambda: bar.write_off(1, "2", "")) == "bar.cause"
    assert refusal(lambda: bar.write_off(1, "3", "expired")) == "bar.batch-short"
    assert bar.write_off(1, "2", "expired").left == 0
    assert refusal(lambda: bar.write_off(1, "1", "expired")) == "bar.batch"
    assert bar.faults() == []


def test_a_date_on_a_pack_is_the_calendars_in_a_day_left_open_past_midnight(
    bar: Bar, clock: ScriptClock
) -> None:
    till.open_shift(bar.desk, OpenShiftAsk(new_id(), {100: 1}, signed(bar.desk, "m1")))
    bar.receive("juice", "4", "2026-11-22")
    bar.serve("juice")
    clock.set(clock.now() + timedelta(hours=15))
    board = service.board(bar.desk)
    assert [batch.expired(board.today) for batch in board.batches] == [True]
    assert refusal(lambda: bar.ask("juice")) == "bar.out-of-date"
    assert refusal(lambda: bar.receive("juice", "4", "2026-11-22")) == "bar.received-expired"
    assert {one.business_date for one in service.orders(bar.desk, DAY)} == {DAY}


def test_a_repeat_of_a_request_serves_nothing_again(bar: Bar) -> None:
    receive = ReceiveDrinks(new_id(), "tea", "3", "2026-12-31")
    assert service.receive(bar.desk, receive) == service.receive(bar.desk, receive)
    ask = AskDrink(new_id(), "tea", "2")
    order = service.ask_drink(bar.desk, ask)
    assert service.ask_drink(bar.desk, ask) == order
    bring = BringDrink(new_id(), order.number)
    assert service.bring(bar.desk, bring) == service.bring(bar.desk, bring)
    refused = AskDrink(new_id(), "tea", "2")
    for _ in range(2):
        assert refusal(lambda: service.ask_drink(bar.desk, refused)) == "bar.out-of-stock"
    assert bar.left() == {1: 1}
    assert len(service.orders(bar.desk, DAY)) == 2
    assert bar.faults() == []


def test_two_pcs_never_serve_the_same_last_cup(bar: Bar) -> None:
    bar.receive("coffee", "1")
    orders = [bar.ask("coffee"), bar.ask("coffee")]
    desks = [bar.desk, bar.desk.acting("v2", 9)]

    def serve(at: int) -> str:
        try:
            Bar(desks[at]).bring(orders[at])
        except HallError as error:
            return error.code
        return "brought"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(serve, range(2))) == ["bar.out-of-stock", "brought"]
    assert bar.left() == {}
    assert bar.faults() == []


@pytest.mark.duty("S1-VP-06", "S1-VP-09")
def test_who_is_led_to_the_lounge_is_asked_there_and_nobody_who_has_gone(vip: Vip) -> None:
    one = vip.through(vip.guest(), Step.GREETED, Step.CHECKED)
    vip.step(one, Step.SEATED, place="lounge")
    Bar(vip.host).receive()
    ask = AskDrink(new_id(), "tea", reception=one.serial)
    order = service.ask_drink(vip.host, ask)
    assert service.ask_drink(vip.host, ask) == order
    steps = [event.step for event in vip_service.course(vip.host, one.serial).events]
    assert steps.count(Step.DRINK) == 1
    Bar(vip.host).bring(order)
    vip.step(one, Step.LEFT, reason="客人有急事")
    late = AskDrink(new_id(), "tea", reception=one.serial)
    assert refusal(lambda: service.ask_drink(vip.host, late)) == "vip.order"
    assert vip.faults() == []
    assert Bar(vip.desk).faults() == []


def test_a_drink_for_nobodys_reception_is_refused(bar: Bar) -> None:
    bar.receive()
    ask = AskDrink(new_id(), "tea", reception=7)
    assert refusal(lambda: service.ask_drink(bar.desk, ask)) == "vip.unknown"
    assert refusal(lambda: bar.ask("paper_cups")) == "bar.not-served"


# -- counting -------------------------------------------------------------------------------


@pytest.mark.duty("S0-BA-08", "S0-BA-03")
def test_the_daily_count_says_book_counted_written_off_and_used(bar: Bar) -> None:
    bar.receive(servings="10")
    bar.receive("coffee", "10")
    bar.receive("paper_cups", "100", "")
    bar.serve(servings="3")
    bar.write_off(1, "1")
    counted = bar.count({1: 5, 2: 12, 3: 90})
    found = [
        (line.batch, line.booked, line.counted, line.written_off, line.used, line.missing)
        for line in counted.lines
    ]
    assert found == [(1, 6, 5, 1, 3, 1), (2, 10, 12, 0, 0, 0), (3, 100, 90, 0, 10, 0)]
    assert [line.over for line in counted.lines] == [0, 2, 0]
    assert bar.left() == {1: 5, 2: 12, 3: 90}
    assert service.board(bar.desk).counts == (counted,)
    with bar.desk.read() as session:
        said = session.scalars(select(AuditRow).where(AuditRow.action == "bar.count")).one()
    assert (said.details["missing"], said.details["over"]) == (1, 2)
    assert bar.faults() == []


def test_a_count_names_every_batch_and_has_two_people(bar: Bar) -> None:
    bar.receive()
    bar.receive("coffee")
    assert refusal(lambda: bar.count({1: 10})) == "bar.not-counted"
    assert refusal(lambda: bar.count({1: 10, 2: 10, 3: 1})) == "bar.batch"
    assert refusal(lambda: bar.count({1: 10, 2: 10}, by="v1")) == "approval.same-person"
    assert refusal(lambda: bar.count({1: 10, 2: 10}, by="a1")) == "approval.not-permitted"
    ask = CountDrinks(new_id(), {1: 9, 2: 10})
    first = service.count(bar.desk, ask, signed(bar.desk, "g1"))
    assert service.count(bar.desk, ask, signed(bar.desk, "g1")) == first
    assert bar.left() == {1: 9, 2: 10}
    assert bar.faults() == []


@pytest.mark.duty("S0-BA-08")
def test_a_batch_that_moved_while_it_was_counted_is_counted_again(bar: Bar) -> None:
    bar.receive()
    ask = CountDrinks(new_id(), {1: 10}, left={1: 10})
    bar.serve()
    assert refusal(lambda: service.count(bar.desk, ask, signed(bar.desk, "g1"))) == "bar.moved"
    again = CountDrinks(new_id(), {1: 9}, left={1: 9})
    (line,) = service.count(bar.desk, again, signed(bar.desk, "g1")).lines
    assert (line.missing, line.over) == (0, 0)
    assert bar.faults() == []


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ('UPDATE drink_standings SET "left" = 9 WHERE batch = 1', "bar.batch"),
        ("DELETE FROM drink_standings WHERE batch = 1", "bar.batch"),
        ("UPDATE drink_moves SET servings = 2 WHERE step = 'served'", "bar.order"),
        ("UPDATE drink_moves SET servings = 99 WHERE step = 'written_off'", "bar.move"),
        ("UPDATE drink_moves SET second = '' WHERE step = 'written_off'", "bar.move"),
        ("DELETE FROM drink_moves WHERE step = 'served'", "bar.gap"),
        ("DELETE FROM drink_ends", "bar.order"),
        ("UPDATE drink_count_lines SET counted = 1", "bar.count"),
        ("UPDATE drink_counts SET witness = 'v1'", "bar.count"),
    ],
)
def test_whatever_is_changed_behind_the_program_is_named(
    bar: Bar, tamper, statement: str, code: str
) -> None:
    bar.receive()
    bar.serve()
    bar.write_off(1)
    bar.count({1: 7})
    assert bar.faults() == []
    tamper(statement)
    assert code in {found for found, _ in bar.faults()}
