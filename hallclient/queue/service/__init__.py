"""Use cases of the queue, one unit of work each."""

from hallclient.queue.service.calling import (
    call,
    finish,
    hold,
    let_go,
    miss,
    recall,
    resume,
    start,
)
from hallclient.queue.service.counters import (
    back,
    close_counter,
    counter_here,
    hang_out,
    open_counter,
    pause,
    take_in,
)
from hallclient.queue.service.finding import ticket_numbered
from hallclient.queue.service.looking import (
    board,
    counter_now,
    day_figures,
    tickets_of_day,
)
from hallclient.queue.service.tickets import cancel, give_back, take, transfer

__all__ = [
    "back",
    "board",
    "call",
    "cancel",
    "close_counter",
    "counter_here",
    "counter_now",
    "day_figures",
    "finish",
    "give_back",
    "hang_out",
    "hold",
    "let_go",
    "miss",
    "open_counter",
    "pause",
    "recall",
    "resume",
    "start",
    "take",
    "take_in",
    "ticket_numbered",
    "tickets_of_day",
    "transfer",
]
