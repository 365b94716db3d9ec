"""Expected money equals a plain model for any sequence of operations (lesson 3)."""

from dataclasses import dataclass, field, replace
from datetime import date
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hallclient.ledger import book
from hallclient.ledger.rules import TENDER_ACCOUNT, Account, Entry, Memo, Posting, cash_split
from hallclient.store.audit import Act, act
from hallclient.store.desk import Desk

DAY = date(2026, 11, 22)
SHIFTS = ("s1", "s2")
amounts = st.integers(1, 10**7)
shifts = st.sampled_from(SHIFTS)
halls = count(1)
"""A hall of its own for each example, in one database."""


@dataclass(frozen=True)
class Step:
    """One thing that happens at a till."""

    what: str
    shift: str
    amount: int
    change: int
    method: str


steps = st.builds(
    Step,
    what=st.sampled_from(
        ["float", "sale", "split", "refund", "drop", "transfer", "pay-in", "pay-out", "close"]
    ),
    shift=shifts,
    amount=amounts,
    change=st.integers(0, 5_000),
    method=st.sampled_from(sorted(set(TENDER_ACCOUNT) - {"cash"})),
)


@dataclass
class Model:
    """What a person with pencil and paper would write down."""

    money: dict[tuple[str, str], int] = field(default_factory=dict)
    sales: list[tuple[int, dict[str, int]]] = field(default_factory=list)

    def add(self, shift: str, method: str, amount: int) -> None:
        self.money[shift, method] = self.money.get((shift, method), 0) + amount


def move(doing: Act, kind: str, *sides: Posting) -> int:
    return book.post(doing, Entry(kind, sides), DAY)


def till(shift: str, amount: int, memo: Memo) -> Posting:
    return Posting(Account.TILL, amount, shift, memo)


def sell(doing: Act, model: Model, step: Step) -> None:
    parts = {"cash": step.amount}
    sides = [*cash_split(step.amount + step.change, step.change, step.shift)]  # type: ignore[arg-type]
    if step.what == "split":
        parts[step.method] = step.amount
        account = TENDER_ACCOUNT[step.method]
        sides.append(Posting(account, step.amount, step.shift, Memo.RECEIVED))
    sides.append(Posting(Account.PREPAID, -sum(parts.values())))
    model.sales.append((move(doing, "order.recharge", *sides), parts))
    for method, amount in parts.items():
        model.add(step.shift, method, amount)


def refund(doing: Act, model: Model, step: Step) -> None:
    if not model.sales:
        return
    entry_no, parts = model.sales.pop(step.amount % len(model.sales))
    book.reverse(doing, entry_no, DAY, step.shift)
    for method, amount in parts.items():
        model.add(step.shift, method, -amount)


ONE_SIDED = {
    "float": (Memo.FLOAT, 1, Account.FLOAT_FUND),
    "drop": (Memo.DROP, -1, Account.SAFE),
    "pay-in": (Memo.PAY_IN, 1, Account.PAID_IN),
    "pay-out": (Memo.PAY_OUT, -1, Account.PAID_OUT),
    "close": (Memo.CLOSING, -1, Account.SAFE),
}


def carry_out(doing: Act, model: Model, step: Step) -> None:
    if step.what in ("sale", "split"):
        sell(doing, model, step)
    elif step.what == "refund":
        refund(doing, model, step)
    elif step.what == "transfer":
        other = SHIFTS[1 - SHIFTS.index(step.shift)]
        sides = (
            till(step.shift, -step.amount, Memo.TRANSFER),
            till(other, step.amount, Memo.TRANSFER),
        )
        move(doing, "till.transfer", *sides)
        model.add(step.shift, "cash", -step.amount)
        model.add(other, "cash", step.amount)
    else:
        memo, sign, account = ONE_SIDED[step.what]
        amount = sign * step.amount
        move(doing, f"till.{step.what}", till(step.shift, amount, memo), Posting(account, -amount))
        if step.what != "close":  # emptying a counted till does not change what it should hold
            model.add(step.shift, "cash", amount)


@pytest.mark.duty("S1-CA-05", "S2-KA-01")
@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(script=st.lists(steps, max_size=12))
def test_expected_money_equals_the_model(desk: Desk, script: list[Step]) -> None:
    hall = replace(desk, hall=f"H{next(halls)}")
    model = Model()
    for step in script:
        with act(hall, "test.step") as doing:
            carry_out(doing, model, step)
    with hall.read() as session:
        for shift in SHIFTS:
            wanted = {name: model.money.get((shift, name), 0) for name in TENDER_ACCOUNT}
            assert book.expected(session, hall.hall, shift) == wanted
        assert sum(book.balances(session, hall.hall).values()) == 0
