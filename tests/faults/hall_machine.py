"""Days of a hall made up by chance, event by event, against a hall in plain ints (`plain_hall`).

Hypothesis draws the events, the program carries them out by its services as `hallclient play`
does, and after each of them both halls have to agree. What was drawn is a day script.
"""

import sys
from collections import Counter
from contextlib import ExitStack
from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from hypothesis.stateful import run_state_machine_as_test as run_machine
from pydantic import TypeAdapter

from hallclient import hall as house
from hallclient.base.errors import HallError, Several
from hallclient.customers import service as customers
from hallclient.ledger import book as ledger
from hallclient.ledger.rules import Account
from hallclient.play.generate import greedy
from hallclient.play.script import AnyEvent
from hallclient.play.services import ServiceHands
from hallclient.stock import service as stock
from hallclient.stock.rules import StockKind, StockState
from hallclient.till import service as till
from tests.faults.plain_hall import SIM_FEE, Event, PlainHall
from tests.faults.staging import staged
from tests.journeys.scripts import FLOAT, HOLDER, cash, new_number, paid, person, sim

COUNTERS = st.sampled_from([1, 1, 2])
AMOUNTS = st.integers(1, 199).map(lambda pieces: pieces * 50)
"""Below the least amount that a promotion applies to."""
PEOPLE = (HOLDER, person(2, "江思远"), person(3, "何若曦"))
MOBILES = ("19800000000", "19800000001", *(f"1990000{piece:04d}" for piece in range(1, 5)))
PLANS = ("light-19", "basic-39", "senior-9")
EVENTS: TypeAdapter[Any] = TypeAdapter(AnyEvent)


class HallMachine(RuleBasedStateMachine):
    """Two counters, their tills, the stock, the numbers in service, the days."""

    def __init__(self) -> None:
        super().__init__()
        self.leaving = ExitStack()
        self.stage = self.leaving.enter_context(staged())
        self.hands = ServiceHands(self.stage)
        self.events: list[Event] = []
        holders = dict.fromkeys((f"1990000{piece:04d}" for piece in range(1, 31)), "")
        holders |= {"19800000000": PEOPLE[0]["name"], "19800000001": PEOPLE[1]["name"]}
        plans = dict.fromkeys(("19800000000", "19800000001"), "light-19")
        sims = {sim(piece) for piece in range(1, 31)}
        self.plain = PlainHall(holders, plans, sims, cards=Counter({3_000: 40, 5_000: 40}))

    def teardown(self) -> None:
        """Every day ends with its close, and with books that are sound."""
        try:
            if sys.exception() is None:  # what differed is told, not what follows from it
                self.ends()
                self.numbers_agree()
                assert house.verify(self.stage.hall.desk) == ()
        finally:
            self.leaving.close()

    def ends(self) -> None:
        """Both tills are counted and approved, the day is closed."""
        for counter in (1, 2):
            self.count(counter, 0, 0)
            self.approve_shift(counter)
        self.close_day(0)
        self.tills_and_accounts_agree()

    def happens(self, do: str, counter: int | None = None, **fields: Any) -> None:
        """One event: both halls come to the same code."""
        minute = 8 * 60 + 30 + len(self.events)
        at = f"{minute // 60:02d}:{minute % 60:02d}"
        event = {"do": do, "at": at, **fields} | ({} if counter is None else {"counter": counter})
        self.events.append(event)
        wanted = self.plain.play(event)
        came = self.comes_to(event)
        if came not in wanted.split("|"):
            raise AssertionError(f"{came or 'done'}, not {wanted or 'done'}: {event}")

    def comes_to(self, event: Event) -> str:
        """The code in the program; whatever is no sentence is an error of the test."""
        told = EVENTS.validate_python(event)
        self.stage.set_time(told)
        try:
            self.hands.perform(told)
        except HallError as refused:
            first = refused.errors[0] if isinstance(refused, Several) else refused
            assert str(first)
            return first.code
        return ""

    def at_work(self) -> list[int]:
        """Counters where orders are taken."""
        return [each for each in self.plain.tills if each not in self.plain.paused]

    def sells(self, counter: int, line: Event, tenders: list[Event], who: Any = None) -> None:
        """An order of one line."""
        name = f"e{len(self.events)}"
        self.happens("order", counter, id=name, customer=who, lines=[line], tenders=tenders)

    @initialize()
    def opens_first(self) -> None:
        self.open_shift(1)

    @rule(counter=COUNTERS)
    def open_shift(self, counter: int) -> None:
        if counter not in self.plain.counted:
            self.happens("open_shift", counter, float={"denominations": FLOAT})

    @rule(counter=COUNTERS, fen=AMOUNTS, more=st.integers(-1, 40))
    def recharge(self, counter: int, fen: int, more: int) -> None:
        """In cash, with change, or a piece too little."""
        line = {"kind": "recharge", "mobile": MOBILES[0], "amount_fen": fen}
        self.sells(counter, line, cash(fen + more * 50 if more >= 0 else fen - 10))

    @rule(
        counter=COUNTERS,
        fen=AMOUNTS,
        method=st.sampled_from(["pos", "wechat", "alipay", "transfer"]),
        again=st.sampled_from([False, False, False, True]),
        part=st.integers(0, 3),
    )
    def recharge_without_cash(
        self, counter: int, fen: int, method: str, again: bool, part: int  # noqa: FBT001
    ) -> None:  # fmt: skip
        """Wholly or in part; now and then under a number that has paid before."""
        number = min(self.plain.references, default="") if again else ""
        first = fen if part == 0 else fen * part // 4 // 10 * 10 or fen
        tenders = [paid(method, first, number or f"R{len(self.events)}")]
        tenders += cash(fen - first) if first < fen else []
        if number and not self.same_method(number, method):
            return
        line = {"kind": "recharge", "mobile": MOBILES[1], "amount_fen": fen}
        self.sells(counter, line, tenders)

    def same_method(self, number: str, method: str) -> bool:
        """Whether the number has paid by this means: each means has numbers of its own."""
        return any(
            tender.get("reference") == number and tender["method"] == method
            for event in self.events
            for tender in event.get("tenders", [])
            if isinstance(tender, dict)
        )

    @rule(counter=COUNTERS, face=st.sampled_from([3_000, 5_000]), count=st.integers(1, 15))
    def value_cards(self, counter: int, face: int, count: int) -> None:
        line = {"kind": "value_card", "face_fen": face, "count": count}
        self.sells(counter, line, cash(face * count))

    @rule(counter=COUNTERS, piece=st.integers(1, 5), who=st.integers(0, 2))
    def new_number(self, counter: int, piece: int, who: int) -> None:
        self.sells(counter, new_number(piece), cash(10_000), PEOPLE[who])

    @rule(
        counter=COUNTERS,
        mobile=st.sampled_from(MOBILES),
        who=st.integers(0, 2),
        plan=st.sampled_from(PLANS),
    )
    def plan_change(self, counter: int, mobile: str, who: int, plan: str) -> None:
        line = {"kind": "plan_change", "mobile": mobile, "plan": plan, "effective": "now"}
        self.sells(counter, line, [], PEOPLE[who])

    @rule(
        counter=COUNTERS,
        mobile=st.sampled_from(MOBILES),
        who=st.integers(0, 2),
        card=st.integers(1, 30),
    )
    def sim_replacement(self, counter: int, mobile: str, who: int, card: int) -> None:
        line = {"kind": "sim_replacement", "mobile": mobile, "iccid": sim(card)}
        self.sells(counter, line, cash(SIM_FEE), PEOPLE[who])

    @precondition(lambda self: any(not sale.final for sale in self.plain.sold.values()))
    @rule(counter=COUNTERS, data=st.data())
    def reverse(self, counter: int, data: st.DataObject) -> None:
        """At any counter, also a second time."""
        open_to_it = [name for name, sale in self.plain.sold.items() if not sale.final]
        order = data.draw(st.sampled_from(open_to_it))
        self.happens("reverse", counter, order=order, reason="输错", approver="M001")

    @precondition(lambda self: self.plain.sold)
    @rule(counter=COUNTERS, data=st.data())
    def reprint(self, counter: int, data: st.DataObject) -> None:
        self.happens("reprint", counter, order=data.draw(st.sampled_from(list(self.plain.sold))))

    @rule(counter=COUNTERS, fen=AMOUNTS)
    def cash_drop(self, counter: int, fen: int) -> None:
        self.happens("cash_drop", counter, amount_fen=fen, witness="M001")

    @rule(counter=COUNTERS, fen=AMOUNTS)
    def transfer(self, counter: int, fen: int) -> None:
        self.happens("transfer", counter, to_counter=3 - counter, amount_fen=fen, witness="M001")

    @rule(counter=COUNTERS, fen=AMOUNTS, do=st.sampled_from(["pay_in", "pay_out"]),
          voucher=st.integers(1, 6))  # fmt: skip
    def pay(self, counter: int, fen: int, do: str, voucher: int) -> None:
        who = {"reason": "换零", "voucher": f"V{voucher}", "approver": "M001"}
        self.happens(do, counter, amount_fen=fen, **who)

    @rule(counter=COUNTERS)
    def pause(self, counter: int) -> None:
        self.happens("pause", counter, reason="午餐")

    @rule(counter=COUNTERS)
    def resume_service(self, counter: int) -> None:
        self.happens("resume_service", counter)

    @rule(counter=COUNTERS, off=st.integers(-40, 40), also=st.sampled_from([0, 0, 50, -50]))
    def count(self, counter: int, off: int, also: int) -> None:
        """Some of it too much or too little, in cash and by card."""
        held = self.plain.tills.get(counter, {"cash": 0})
        found = max(0, held["cash"] + off * 50)
        tenders = {name: max(0, held.get(name, 0)) for name in ("pos", "wechat", "alipay")}
        tenders["transfer"] = max(0, held.get("transfer", 0) + also)
        self.happens("count", counter, denominations=greedy(found), tenders=tenders)

    @rule(counter=COUNTERS)
    def approve_shift(self, counter: int) -> None:
        if counter in self.plain.counted:
            self.happens("approve_shift", counter, approver="M001")

    @rule(counter=COUNTERS, fen=AMOUNTS)
    def make_good(self, counter: int, fen: int) -> None:
        owed = self.plain.owed.get(counter, 0)
        if owed and self.plain.worked:
            self.happens("make_good", counter, amount_fen=min(fen, owed + 50), witness="C003")

    @rule(off=st.sampled_from([0, 0, 0, 10]))
    def close_day(self, off: int) -> None:
        bag = f"B{len(self.events)}" if self.plain.safe + off else ""
        fields = {"by": "M001", "bag": bag, "witness": "C003"}
        self.happens("close_day", None, deposit_fen=self.plain.safe + off, **fields)

    @rule()
    def restart(self) -> None:
        """The client is dropped and started again."""
        self.happens("restart")

    @rule(hours=st.sampled_from([-1, 24]))
    def clock_jumps(self, hours: int) -> None:
        """Somebody sets the PC's clock: the next event goes by it."""
        self.stage.clock.set(self.stage.clock.now() + timedelta(hours=hours))

    @invariant()
    def tills_and_accounts_agree(self) -> None:
        desk = self.stage.desk("M001")
        with desk.read() as session:
            for counter, held in self.plain.tills.items():
                shift = till.my_till(self.stage.desk(f"C{counter:03d}", counter)).shift
                assert shift is not None
                expected = ledger.expected(session, desk.hall, shift.shift_id)
                assert _some(expected) == _some(held)
            balances = ledger.balances(session, desk.hall)
        assert sum(balances.values()) == 0
        assert balances.get(Account.SAFE, 0) == self.plain.safe
        assert balances.get(Account.OVER, 0) == -self.plain.over
        assert balances.get(Account.SHORT, 0) == self.plain.short

    @invariant()
    def goods_agree(self) -> None:
        desk = self.stage.desk("M001")
        left = {
            int(each.face_fen): each.pieces
            for each in stock.counts(desk)
            if (each.kind, each.state) == (StockKind.VALUE_CARD, StockState.IN_STOCK)
        }
        assert _some(left) == _some(self.plain.cards)

    def numbers_agree(self) -> None:
        """Who holds what; asked once, as a look-up costs more than an event."""
        ids: dict[str, set[str]] = {}
        for mobile in MOBILES:
            held = customers.find(self.stage.desk("M001"), mobile)
            ids.setdefault(self.plain.holders[mobile], set()).update(
                each.customer_id for each in held
            )
        assert ids.pop("", set()) == set()
        assert all(len(each) == 1 for each in ids.values())


def _some(amounts: Any) -> dict[Any, int]:
    return {name: int(fen) for name, fen in amounts.items() if fen}


def days(number: int, steps: int, by_chance: int) -> list[list[Event]]:
    """Plays so many days of at most so many events; the same for the same chance.

    Returns what was played. Raises whatever differed, with the events that led to it.
    """
    played: list[list[Event]] = []

    @seed(by_chance)
    class Days(HallMachine):
        def teardown(self) -> None:
            super().teardown()
            played.append(self.events)

    how = settings(
        max_examples=number,
        stateful_step_count=steps,
        deadline=None,
        database=None,
        phases=(Phase.generate,),  # shrinking opens halls by the hundred; the events are told
        suppress_health_check=list(HealthCheck),
    )
    run_machine(Days, settings=how)
    return played
