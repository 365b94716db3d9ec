"""Customers and numbers in service, as rooms use them inside their unit of work."""

from hallclient.customers.book.archive import amend, check_name, ensure, note
from hallclient.customers.book.finding import find, look_up
from hallclient.customers.book.looking import (
    by_id,
    full_values,
    is_erased,
    known,
    numbers_held,
    recall,
)
from hallclient.customers.book.subscriptions import (
    change_plan,
    end_subscription,
    open_subscription,
    replace_sim,
    subscription,
    subscriptions_of,
    undo_subscription,
)

__all__ = [
    "amend",
    "by_id",
    "change_plan",
    "check_name",
    "end_subscription",
    "ensure",
    "find",
    "full_values",
    "is_erased",
    "known",
    "look_up",
    "note",
    "numbers_held",
    "open_subscription",
    "recall",
    "replace_sim",
    "subscription",
    "subscriptions_of",
    "undo_subscription",
]
