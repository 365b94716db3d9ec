"""Use cases of the till, one unit of work each."""

from hallclient.till.service.approving import approve_shift, make_good
from hallclient.till.service.counting import count, count_for, recount
from hallclient.till.service.facts import count_result, my_till, shift_facts, shifts_of_day
from hallclient.till.service.moving import (
    cash_drop,
    come_back,
    drop_due,
    leave,
    pause,
    pay,
    resume,
    take_back,
    transfer,
)
from hallclient.till.service.opening import open_shift

__all__ = [
    "approve_shift",
    "cash_drop",
    "come_back",
    "count",
    "count_for",
    "count_result",
    "drop_due",
    "leave",
    "make_good",
    "my_till",
    "open_shift",
    "pause",
    "pay",
    "recount",
    "resume",
    "shift_facts",
    "shifts_of_day",
    "take_back",
    "transfer",
]
