"""Reads the pages' modules while the clerk looks at the first one.

A room that is entered for the first time then only has to make its page, which holds the event
loop for some milliseconds, and not to read and compile its modules too.
"""

from importlib import import_module
from typing import Final

PAGES: Final = (
    "hallclient.till.page",
    "hallclient.customers.page",
    "hallclient.counter.page",
    "hallclient.duty.page",
    "hallclient.staff.page.settings",
    "hallclient.staff.page.people",
    "hallclient.staff.page.audit_log",
    "hallclient.vip.page.vip",
    "hallclient.custody.page",
    "hallclient.queue.page.front_desk",
    "hallclient.vip.page.bar",
    "hallclient.stock.page",
    "hallclient.catalog.page",
    "hallclient.retention.page",
)
"""In the order in which a day needs them."""


def read_pages() -> None:
    """Imports every page; makes no widget, so any thread may call it."""
    for name in PAGES:
        import_module(name)
