"""What the counter page may do with the queue: plain callables, bound by the composition root."""

from collections.abc import Callable
from dataclasses import dataclass

from hallclient.counter.rules import LeaveSeat
from hallclient.queue.rules import (
    AtCounter,
    CallTicket,
    CounterAsk,
    CounterNow,
    Finish,
    OfTicket,
    TransferTicket,
)
from hallclient.till.rules import ResumeAsk


@dataclass(frozen=True)
class QueueCalls:
    """The queue for whoever sits at the counter; every callable runs on a lane.

    `leave` and `back` turn the sign of the queue and of the till in one act.
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
    back: Callable[[ResumeAsk], object]
