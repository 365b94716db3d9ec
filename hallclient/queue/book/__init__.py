"""The queue as its service uses it inside a unit of work; never commits."""

from hallclient.queue.book.crowding import crowded_lines
from hallclient.queue.book.ending import end_day
from hallclient.queue.book.looking import (
    at_counter,
    claim,
    counter_and_ticket,
    counter_at,
    counter_events,
    counter_of,
    counters,
    day_ended,
    events_of,
    note_of,
    served_last,
    ticket,
    tickets_in,
    tickets_of,
    waiting,
)
from hallclient.queue.book.public import waiting_by_line
from hallclient.queue.book.writing import call, move, move_counter, take

__all__ = [
    "at_counter",
    "call",
    "claim",
    "counter_and_ticket",
    "counter_at",
    "counter_events",
    "counter_of",
    "counters",
    "crowded_lines",
    "day_ended",
    "end_day",
    "events_of",
    "move",
    "move_counter",
    "note_of",
    "served_last",
    "take",
    "ticket",
    "tickets_in",
    "tickets_of",
    "waiting",
    "waiting_by_line",
]
