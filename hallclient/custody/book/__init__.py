"""The custody register as its service uses it inside a unit of work; never commits."""

from hallclient.custody.book.counting import compare, counted, last_counts
from hallclient.custody.book.looking import entries, find, item, items
from hallclient.custody.book.writing import receive, record

__all__ = [
    "compare",
    "counted",
    "entries",
    "find",
    "item",
    "items",
    "last_counts",
    "receive",
    "record",
]
