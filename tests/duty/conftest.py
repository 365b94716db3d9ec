"""A hall with a day behind it: two counters, orders, counts, approvals, and its close."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import pytest
from sqlalchemy import inspect, text

from hallclient.base.ids import new_id
from hallclient.base.language import language, use_language
from hallclient.base.money import FACES, Fen
from hallclient.counter import service as counter
from hallclient.counter.rules import EndVisit, prompts
from hallclient.duty import service as duty
from hallclient.duty.rules import CloseDayAsk, DayClosed
from hallclient.ledger.rules import Account
from hallclient.store.desk import Desk
from hallclient.till import book as till_book
from hallclient.till import service as till
from hallclient.till.rules import ApproveAsk, CountAsk
from tests.counter.conftest import Hall as CounterHall
from tests.counter.conftest import furnish, recharge

DAY = date(2026, 11, 22)
TENDERS = ("pos", "wechat", "alipay", "transfer")


def pieces_for(fen: int) -> dict[int, int]:
    """Every face, as few pieces as make up the amount."""
    counted = {}
    for face in FACES:
        counted[int(face)], fen = divmod(fen, face)
    assert fen == 0
    return counted


class Hall(CounterHall):
    """What happens in the hall until its day is closed, in one line each."""

    @property
    def manager(self) -> Desk:
        return self.at("m1", 0)

    def count_with(self, desk: Desk, over: int = 0, **tenders: int) -> str:
        """Counts the desk's shift: what is expected, plus `over` fen of cash (or minus)."""
        with self.desk.read() as session:
            shift = till_book.own_shift(session, desk)
        expected = self.expected(shift.shift_id)
        totals = {name: int(expected[name]) for name in TENDERS} | tenders
        till.count(desk, CountAsk(new_id(), pieces_for(expected["cash"] + over), totals))
        return shift.shift_id

    def approve(self, shift_id: str) -> None:
        till.approve_shift(self.manager, ApproveAsk(new_id(), shift_id, early_released=True))

    def finish(self, over: int = 0, short: int = 0) -> None:
        """Counts and approves both shifts: counter 1 over, counter 2 short."""
        for shift_id in (
            self.count_with(self.at("c1", 1), over),
            self.count_with(self.at("c2", 2), -short),
        ):
            self.approve(shift_id)

    def next_day(self, amount: str = "20") -> None:
        """A shift of the day that is open now: opened, one order, counted, approved."""
        self.open(self.desk)
        self.sell(recharge(amount=amount))
        self.approve(self.count_with(self.desk))

    def end_visit(self, order_no: str, desk: Desk | None = None, *, left_out: str = "") -> None:
        """Ends the visit of an order with every courtesy but one ticked, or with all of them."""
        ticked = frozenset(prompts()) - {left_out}
        counter.end_visit(desk or self.desk, EndVisit(order_no, ticked, new_id()))

    def safe(self) -> Fen:
        return Fen(self.balance(Account.SAFE))

    def ask(self, **more: Any) -> CloseDayAsk:
        """A close with nothing wrong in it, but for what is given."""
        given: dict[str, Any] = {
            "bag_number": "B2026-0001",
            "witness": self.sign("c1"),
            "deposit_fen": self.safe(),
            "request_id": new_id(),
        }
        return CloseDayAsk(**given | more)

    def close(self, **more: Any) -> DayClosed:
        return duty.close_day(self.manager, self.ask(**more))

    def everything(self) -> Mapping[str, list[tuple[object, ...]]]:
        """Every row of every table, to prove that nothing changed."""
        engine = self.desk.store.engine
        with engine.connect() as connection:
            return {
                table: sorted(
                    (tuple(row) for row in connection.execute(text(f"SELECT * FROM {table}"))),
                    key=repr,
                )
                for table in inspect(engine).get_table_names()
            }


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    before = language()
    use_language("en")
    yield
    use_language(before)


@pytest.fixture
def desk(desk: Desk) -> Desk:
    """Counter 1 with clerk c1; no shift open."""
    return furnish(desk)


@pytest.fixture
def hall(desk: Desk) -> Hall:
    """Two counters at work, an order at each."""
    hall = Hall(desk)
    hall.open(desk)
    hall.open(hall.at("c2", 2))
    hall.sell(recharge(amount="50"))
    hall.sell(recharge("13900139000", "30"), desk=hall.at("c2", 2))
    return hall


@pytest.fixture
def done(hall: Hall) -> Hall:
    """The same, every shift counted and approved: 1.50 over at one, 3.00 short at the other."""
    hall.finish(over=150, short=300)
    return hall
