"""Days made up by chance, against a model that knows nothing but adding and subtracting."""

import json
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.journeys import plain
from tests.journeys.conftest import played_text
from tests.journeys.scripts import FLOAT_FEN, Script, cash, paid, recharge


@dataclass
class Till:
    """What ought to lie in a drawer."""

    cash: int = FLOAT_FEN
    other: Counter[str] = field(default_factory=Counter)


deals = st.tuples(
    st.sampled_from([1, 2]),
    st.sampled_from(["cash", "cash", "wechat", "reverse", "drop", "transfer", "pay_in", "short"]),
    st.integers(1, 40).map(lambda pieces: pieces * 250),
)


class Model:
    """Writes a script and keeps the tills beside it."""

    def __init__(self) -> None:
        self.script = Script(2).open(1).open(2)
        self.tills = {1: Till(), 2: Till()}
        self.safe = 0
        self.sold: list[tuple[str, str, int]] = []

    def deal(self, counter: int, what: str, fen: int) -> None:
        """One event."""
        till = self.tills[counter]
        name = f"e{len(self.script.events)}"
        fen = fen // 10 * 10
        if what in {"cash", "wechat"}:
            pay = cash(-(-fen // 5000) * 5000) if what == "cash" else [paid("wechat", fen, name)]
            self.script.sell([recharge(fen)], pay, counter, id=name)
            if what == "cash":
                till.cash += fen
            else:
                till.other[what] += fen
            self.sold.append((name, what, fen))
        elif what == "short":
            self.script.sell([recharge(fen)], cash(fen - 10), counter, wants="tender.short")
        elif what == "reverse":
            self._reverse(counter)
        else:
            self._move(counter, what, fen)

    def _reverse(self, counter: int) -> None:
        """The last order, at whichever counter: what was paid goes back the way it came."""
        till = self.tills[counter]
        if not self.sold:
            return
        name, method, fen = self.sold[-1]
        if (till.cash if method == "cash" else till.other[method]) < fen:
            return
        self.sold.pop()
        self.script.add("reverse", counter, order=name, reason="输错", approver="M001")
        if method == "cash":
            till.cash -= fen
        else:
            till.other[method] -= fen

    def _move(self, counter: int, what: str, fen: int) -> None:
        till, fen = self.tills[counter], min(fen, self.tills[counter].cash - 10)
        if what == "pay_in":
            voucher = f"V{len(self.script.events)}"
            self.script.add("pay_in", counter, amount_fen=fen, reason="换零", voucher=voucher,
                            approver="M001")  # fmt: skip
            till.cash += fen
        elif what == "drop":
            self.script.add("cash_drop", counter, amount_fen=fen, witness="M001")
            till.cash -= fen
            self.safe += fen
        else:
            other = 3 - counter
            self.script.add("transfer", counter, to_counter=other, amount_fen=fen, witness="M001")
            till.cash -= fen
            self.tills[other].cash += fen

    def close(self, over: int) -> None:
        """Counts both tills, the second with this much too much in it."""
        for counter, till in self.tills.items():
            counted = till.cash + (over if counter == 2 else 0)
            self.script.count(counted, counter, tenders=dict(till.other), at="18:30")
            self.script.approve(counter)
            self.safe += counted - min(FLOAT_FEN, counted)
        self.script.close(self.safe, bag="B1" if self.safe else "")


FEW = settings(
    max_examples=5,
    deadline=None,
    database=None,
    phases=[Phase.generate],  # a day takes a second: what failed is printed, not made smaller
    suppress_health_check=[HealthCheck.too_slow],
)


@FEW
@given(st.lists(deals, min_size=3, max_size=14), st.sampled_from([0, 0, 500]))
def test_a_day_by_chance(
    tmp_path_factory: Any, chosen: list[tuple[int, str, int]], over: int
) -> None:
    model = Model()
    for counter, what, fen in chosen:
        model.deal(counter, what, fen)
    model.close(over)
    out: Path = tmp_path_factory.mktemp("model")
    day = played_text(model.script, out)
    assert day.codes() == model.script.codes, json.dumps(model.script.events, ensure_ascii=False)
    assert day.faults() == ()
    for counter, told in zip((1, 2), day.summary["shifts"], strict=True):
        assert told["expected_fen"] == model.tills[counter].cash
        assert told["over_fen"] == (over if counter == 2 else 0)
        for method, fen in model.tills[counter].other.items():
            assert told["by_tender"][method]["expected_fen"] == fen
    for shift_id, told in zip(plain.shifts(day.database), day.summary["shifts"], strict=True):
        assert plain.expected_cash(day.database, shift_id) == told["expected_fen"]
    assert day.summary["day"]["deposit_fen"] == model.safe
