"""The custody register as its service uses it inside a unit of work; never commits."""

from hallclient.custody.book.counting import compare, counted, last_counts, not_counted
from hallclient.custody.book.looking import KEY, entries, find, gone_before, item, items
from hallclient.custody.book.writing import receive, record

__all__ = [
    "KEY",
    "compare",
    "counted",
    "entries",
    "find",
    "gone_before",
    "item",
    "items",
    "last_counts",
    "not_counted",
    "receive",
    "record",
]
