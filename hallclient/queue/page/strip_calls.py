"""What the strip may do with the queue: plain callables, bound by the composition root."""

from collections.abc import Callable
from dataclasses import dataclass

from hallclient.queue.rules import (
    AtCounter,
    CallTicket,
    CounterAsk,
    CounterNow,
    Finish,
    LeaveSeat,
    OfTicket,
    TransferTicket,
)


@dataclass(frozen=True)
class StripCalls:
    """The queue for whoever sits at the counter; every callable runs on a lane but `checks`.

    `leave` and `back` turn the sign of the queue and of the till in one act; `checks` gives
    (id, text) of what is to be locked and cleared before, in the language in force.
    """

    look: Callable[[], CounterNow]
    open: Callable[[CounterAsk], object]
    close: Callable[[CounterAsk], object]
    call: Callable[[CallTicket], object]
    recall: Callable[[AtCounter], object]
    miss: Callable[[AtCounter], object]
    start: Callable[[AtCounter], object]
    hold: Callable[[AtCounter], object]
    resume: Callable[[OfTicket], object]
    transfer: Callable[[TransferTicket], object]
    finish: Callable[[Finish], object]
    leave: Callable[[LeaveSeat], object]
    back: Callable[[CounterAsk], object]
    checks: Callable[[], tuple[tuple[str, str], ...]]
