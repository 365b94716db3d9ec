"""The PC's clock is set back an hour, forward a day, or to another year, between any two orders."""

from datetime import timedelta
from functools import partial
from random import Random
from typing import Final

from hallclient.base.clock import ScriptClock
from hallclient.base.ids import new_id
from hallclient.base.money import Fen
from hallclient.counter import service as counter
from hallclient.counter.rules import ReverseAsk
from hallclient.till import service as till
from hallclient.till.rules import DropAsk
from tests.conftest import DAY
from tests.counter.conftest import recharge
from tests.faults.conftest import Hall
from tests.faults.ground import SEATS, Ground, look, refusal
from tests.faults.tally import Tally

JUMPS: Final = {
    "an hour back": timedelta(hours=-1),
    "a day forward": timedelta(days=1),
    "a year back": timedelta(days=-365),
    "a minute on": timedelta(minutes=1),
}


def strike(ground: Ground, chance: Random, orders: int) -> Tally:
    """Works a day whose clock jumps, and closes it: it is the day it was when it began."""
    tally, confirmed = Tally(), dict[str, str]()
    with ground.opened() as hall:
        for _ in range(orders):
            name = chance.choice(list(JUMPS))
            jump(hall, JUMPS[name])
            tally.survived[f"clock {name}"] += 1
            refusal(tally, partial(deal, hall, chance, confirmed))
        for number, clerk in SEATS.items():
            hall.approve(hall.count_with(hall.at(clerk, number)))
        closed = hall.close()
        if closed.business_date != DAY:
            tally.unbalanced.append(f"the day became {closed.business_date}")
        dates = {counter.order_of(hall.desk, no).business_date for no in confirmed.values()}
        if dates != {DAY}:
            tally.unbalanced.append(f"orders of {dates}")
    tally.add(look(ground, confirmed))
    return tally


def jump(hall: Hall, how_far: timedelta) -> None:
    """Somebody sets the clock."""
    clock = hall.desk.clock
    assert isinstance(clock, ScriptClock)
    clock.set(clock.now() + how_far)


def deal(hall: Hall, chance: Random, confirmed: dict[str, str]) -> None:
    """An order at some counter; now and then it is undone, or cash is dropped."""
    number = chance.choice(list(SEATS))
    desk = hall.at(SEATS[number], number)
    draft = hall.paid(recharge(amount=str(chance.randint(1, 19) * 5)), desk=desk)
    order = counter.complete(desk, draft)
    confirmed[draft.request_id] = order.order_no
    what = chance.random()
    if what < 0.2:
        counter.reverse(desk, ReverseAsk(order.order_no, "错", hall.sign("m1"), new_id()))
    elif what < 0.4:
        till.cash_drop(desk, DropAsk(new_id(), Fen(1_000), hall.sign("m1")))
