"""Use cases of the queue, one unit of work each."""

from hallclient.queue.service.calling import call, finish, hold, miss, recall, resume, start
from hallclient.queue.service.counters import back, close_counter, open_counter, pause
from hallclient.queue.service.looking import (
    board,
    day_figures,
    plain_list,
    ticket_here,
    tickets_of_day,
)
from hallclient.queue.service.tickets import cancel, give_back, take, transfer

__all__ = [
    "back",
    "board",
    "call",
    "cancel",
    "close_counter",
    "day_figures",
    "finish",
    "give_back",
    "hold",
    "miss",
    "open_counter",
    "pause",
    "plain_list",
    "recall",
    "resume",
    "start",
    "take",
    "ticket_here",
    "tickets_of_day",
    "transfer",
]
