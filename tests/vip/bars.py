"""A hall with a bar: batches that come in, drinks that are asked for, in one line each."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from hallclient.base.errors import HallError
from hallclient.base.ids import new_id
from hallclient.staff.rules import Person, Role, Signature, sealed_signature
from hallclient.store.audit import act
from hallclient.store.desk import Desk
from hallclient.vip import bar_checks
from hallclient.vip.rules.bar import (
    AskDrink,
    Batch,
    BringDrink,
    CountDrinks,
    DrinkCount,
    DrinkOrder,
    ReceiveDrinks,
    WriteOff,
)
from hallclient.vip.rules.lounge import CountSlips, EnterItem, LoungeEntry, Result, SlipCount
from hallclient.vip.service import bar, lounge
from tests.halls import found_with

STAFF = {
    "v1": Role.VIP,
    "v2": Role.VIP,
    "c1": Role.CLERK,
    "g1": Role.GUIDE,
    "m1": Role.DUTY_MANAGER,
    "a1": Role.AUDITOR,
}
LATER = "2027-06-30"


def signed(desk: Desk, code: str) -> Signature:
    """The signature of somebody of the hall."""
    person = Person(code, code, STAFF[code], active=True)
    return sealed_signature(desk.keys.audit, person, desk.now(), "")


def refusal(work: Callable[[], object]) -> str:
    """The code of the refusal that the work ends in."""
    with pytest.raises(HallError) as caught:
        work()
    return caught.value.code


@dataclass(frozen=True)
class Bar:
    """Hands of the VIP host v1 at PC 8."""

    desk: Desk

    def receive(self, goods: str = "tea", servings: str = "10", until: str = LATER) -> Batch:
        return bar.receive(self.desk, ReceiveDrinks(new_id(), goods, servings, until))

    def ask(self, goods: str = "tea", servings: str = "1", seat: str = "2 号位") -> DrinkOrder:
        return bar.ask_drink(self.desk, AskDrink(new_id(), goods, servings, seat=seat))

    def bring(self, order: DrinkOrder, *, phrased: bool = True) -> DrinkOrder:
        return bar.bring(self.desk, BringDrink(new_id(), order.number, phrased))

    def serve(self, goods: str = "tea", servings: str = "1") -> DrinkOrder:
        return self.bring(self.ask(goods, servings))

    def write_off(
        self, batch: int, servings: str = "1", cause: str = "broken", by: str = "m1"
    ) -> Batch:
        ask = WriteOff(new_id(), batch, servings, cause, "打翻一杯")
        return bar.write_off(self.desk, ask, signed(self.desk, by))

    def count(self, found: dict[int, int], by: str = "g1") -> DrinkCount:
        return bar.count(self.desk, CountDrinks(new_id(), found), signed(self.desk, by))

    def left(self) -> dict[int, int]:
        return {each.number: each.left for each in bar.board(self.desk).batches}

    def enter(
        self, item: str, result: Result | None = Result.PASSED, value: str = "", note: str = ""
    ) -> LoungeEntry:
        return lounge.enter(self.desk, EnterItem(new_id(), item, result, value, note))

    def slips(self, slips: str, reason: str = "") -> SlipCount:
        return lounge.count_slips(self.desk, CountSlips(new_id(), slips, reason))

    def faults(self) -> list[tuple[str, str]]:
        with self.desk.read() as session:
            return [(each.code, each.place) for each in bar_checks.check(session, self.desk.hall)]


def bar_in(desk: Desk) -> Bar:
    """A hall with its people, VIP host v1 at PC 8."""
    with act(desk, "test.staff") as doing:
        found_with(doing, STAFF)
    return Bar(desk.acting("v1", 8))
