"""Matters as the service uses them inside a unit of work; never commits."""

from hallclient.care.book.looking import event_from, events, guests, matter, matters, standing_from
from hallclient.care.book.writing import move, take_down

__all__ = [
    "event_from",
    "events",
    "guests",
    "matter",
    "matters",
    "move",
    "standing_from",
    "take_down",
]
