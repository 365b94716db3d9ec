"""Any sequence of everything that moves money agrees with a plain model (promise 1)."""

import shutil
from collections import Counter
from datetime import UTC, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    precondition,
    rule,
)
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from hallclient.base.clock import ScriptClock, from_hall
from hallclient.base.errors import HallError
from hallclient.base.ids import new_id
from hallclient.base.money import Fen
from hallclient.counter import service as counter
from hallclient.counter.rules import LineDraft, ReverseAsk, TenderDraft
from hallclient.ledger.rules import Account
from hallclient.staff import passwords
from hallclient.store.desk import Desk
from hallclient.store.engine import open_engine
from hallclient.store.keys import Keys
from hallclient.store.schema import append_only_tables
from hallclient.store.unit_of_work import Store
from hallclient.till import service as till
from hallclient.till.rules import ApproveAsk, CountAsk, DropAsk, PayAsk, TransferAsk
from tests.conftest import DAY, make_schema
from tests.duty.conftest import TENDERS, pieces_for
from tests.faults.conftest import CHEAP, Hall, faults, furnish

SEATS = {1: "c1", 2: "c2"}
TILLS = st.sampled_from(sorted(SEATS))
# below the least amount that a promotion applies to
AMOUNTS = st.integers(1, 999).map(lambda jiao: jiao * 10)
FLOAT = 50_000


@cache
def furnished() -> Path:
    """A furnished hall, made once for all examples."""
    path = Path(mkdtemp()) / "hall.db"
    make_schema(f"sqlite:///{path}")
    kept, passwords.COST = passwords.COST, CHEAP
    desk = desk_at(path)
    furnish(desk)
    desk.store.close()  # the file is whole now
    passwords.COST = kept
    return path


def desk_at(path: Path) -> Desk:
    store = Store(open_engine(f"sqlite:///{path}"))
    clock = ScriptClock(from_hall(DAY, 9, 0).astimezone(UTC))
    return Desk(store, clock, Keys(audit=b"k" * 32), "H001", 1, "c1")


class Money(RuleBasedStateMachine):
    """The hall beside a model: what each open shift ought to hold, by tender."""

    orders: Bundle[tuple[str, dict[str, int]]] = Bundle("orders")

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory()
        path = Path(self.folder.name) / "hall.db"
        shutil.copyfile(furnished(), path)
        self.hall = Hall(desk_at(path))
        self.shift: dict[int, str] = {}
        self.holds: dict[int, Counter[str]] = {}
        self.safe = self.references = self.approved_over = self.approved_short = 0

    def teardown(self) -> None:
        assert faults(self.hall.desk) == []
        self.hall.desk.store.close()
        self.folder.cleanup()

    def desk(self, number: int) -> Desk:
        return self.hall.at(SEATS[number], number)

    @initialize()
    def open_both(self) -> None:
        for number in SEATS:
            self.open(number)

    @precondition(lambda self: len(self.shift) < len(SEATS))
    @rule()
    def open_again(self) -> None:
        self.open(next(number for number in SEATS if number not in self.shift))

    def open(self, number: int) -> None:
        self.hall.open(self.desk(number))
        opened = till.my_till(self.desk(number)).shift
        assert opened is not None
        self.shift[number] = opened.shift_id
        self.holds[number] = Counter(cash=FLOAT)

    def is_open(self, number: int) -> bool:
        return number in self.shift

    @rule(target=orders, number=TILLS, due=AMOUNTS, more=AMOUNTS, card=st.integers(0, 999))
    def sell(self, number: int, due: int, more: int, card: int) -> tuple[str, dict[str, int]]:
        """Part by card, the rest in cash with change."""
        if not self.is_open(number):
            return "", {}
        card = min(card * 10, due)
        tenders = []
        if card:
            self.references += 1
            tenders.append(TenderDraft("pos", f"{card / 100:.2f}", f"S{self.references:06d}"))
        if due > card:
            tenders.append(TenderDraft("cash", f"{(due - card + more) / 100:.2f}"))
        fields = {"mobile": "13800138000", "amount": f"{due / 100:.2f}"}
        draft = self.hall.draft(LineDraft("recharge", fields), tenders=tenders)
        order = counter.complete(self.desk(number), draft)
        taken = {"pos": card, "cash": due - card}
        assert order.change_fen == (more if due > card else 0)
        self.holds[number].update(taken)
        return order.order_no, taken

    @rule(order=consumes(orders), number=TILLS)
    def reverse(self, order: tuple[str, dict[str, int]], number: int) -> None:
        """At any counter that is open; never a second time."""
        order_no, taken = order
        if not order_no or not self.is_open(number):
            return
        ask = ReverseAsk(order_no, "客户办错", self.hall.sign("m1"), new_id())
        counter.reverse(self.desk(number), ask)
        self.holds[number].subtract(taken)
        again = ReverseAsk(order_no, "客户办错", self.hall.sign("m1"), new_id())
        with pytest.raises(HallError) as caught:
            counter.reverse(self.desk(number), again)
        assert caught.value.code == "order.reversed"

    @rule(number=TILLS, fen=AMOUNTS)
    def drop(self, number: int, fen: int) -> None:
        if self.is_open(number):
            ask = DropAsk(new_id(), Fen(fen), self.hall.sign("c3"))
            till.cash_drop(self.desk(number), ask)
            self.holds[number]["cash"] -= fen
            self.safe += fen

    @precondition(lambda self: len(self.shift) == len(SEATS))
    @rule(number=TILLS, fen=AMOUNTS)
    def transfer(self, number: int, fen: int) -> None:
        other = 3 - number
        ask = TransferAsk(new_id(), other, Fen(fen), self.hall.sign("c3"))
        till.transfer(self.desk(number), ask)
        self.holds[number]["cash"] -= fen
        self.holds[other]["cash"] += fen

    @rule(number=TILLS, fen=AMOUNTS, inward=st.booleans())
    def pay(self, number: int, fen: int, inward: bool) -> None:  # noqa: FBT001
        if self.is_open(number):
            direction = "in" if inward else "out"
            ask = PayAsk(new_id(), direction, Fen(fen), "零钞", new_id()[:20], self.hall.sign("m1"))
            till.pay(self.desk(number), ask)
            self.holds[number]["cash"] += fen if inward else -fen

    @rule(number=TILLS, off=st.integers(-50, 50))
    def count_and_approve(self, number: int, off: int) -> None:
        """Over or short by some jiao; the difference and the takings go where they belong."""
        if not self.is_open(number):
            return
        held = self.holds[number]
        counted = max(0, held["cash"] + off * 10)
        totals = {name: held[name] for name in TENDERS}
        if any(total < 0 for total in totals.values()):
            return
        sealed = till.count(self.desk(number), CountAsk(new_id(), pieces_for(counted), totals))
        wrong = counted - held["cash"]
        assert (sealed.over_fen, sealed.short_fen) == (max(0, wrong), max(0, -wrong))
        ask = ApproveAsk(new_id(), self.shift.pop(number), early_released=True)
        till.approve_shift(self.hall.manager, ask)
        self.safe += max(0, counted - FLOAT)
        self.approved_over += sealed.over_fen
        self.approved_short += sealed.short_fen
        del self.holds[number]

    @rule(minutes=st.integers(1, 30))
    def wait(self, minutes: int) -> None:
        clock = self.hall.desk.clock
        clock.set(clock.now() + timedelta(minutes=minutes))  # type: ignore[attr-defined]

    @invariant()
    def every_entry_and_all_of_them_sum_to_zero(self) -> None:
        with self.hall.desk.read() as session:
            lopsided = session.execute(
                text("SELECT entry_no FROM postings GROUP BY entry_no HAVING sum(amount_fen) <> 0")
            )
            assert lopsided.all() == []

    @invariant()
    def what_is_expected_is_what_the_model_says(self) -> None:
        for number, shift_id in self.shift.items():
            expected = self.hall.expected(shift_id)
            model = self.holds[number]
            assert {name: int(fen) for name, fen in expected.items() if fen} == {
                name: fen for name, fen in model.items() if fen
            }
        assert self.hall.balance(Account.SAFE) == self.safe
        assert self.hall.balance(Account.OVER) == -self.approved_over
        assert self.hall.balance(Account.SHORT) == self.approved_short


Money.TestCase.settings = settings(
    max_examples=10,
    stateful_step_count=20,
    deadline=None,
    phases=(Phase.generate,),  # shrinking opens halls by the hundred
    suppress_health_check=[HealthCheck.too_slow],
)
test_money = Money.TestCase


def test_the_database_refuses_every_change_of_every_sealed_table(hall: Hall) -> None:
    """SQLite and PostgreSQL alike, whoever asks."""
    hall.finish()
    hall.close()
    tables = append_only_tables()
    assert {"journal", "postings", "orders", "counts", "audit"} <= {table.name for table in tables}
    for table in tables:
        for statement in (f"UPDATE {table.name} SET hall = hall", f"DELETE FROM {table.name}"):
            with hall.desk.read() as session:
                rows = session.execute(text(f"SELECT count(*) FROM {table.name}")).scalar_one()
            if not rows:  # SQLite's guards speak when there is a row to change
                continue
            with pytest.raises(DBAPIError, match="append-only"), hall.desk.write() as session:
                session.execute(text(statement))
