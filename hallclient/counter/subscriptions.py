"""Numbers in service over the counter: whose they are, and what stands on them."""

from datetime import date

from hallclient.base.errors import HallError
from hallclient.base.language import N_
from hallclient.counter.kind import Looking
from hallclient.customers import book as customers
from hallclient.customers.rules import SubscriptionUnknown, SubscriptionView


class SubscriptionForeign(HallError):
    """The number is held under another document."""

    code = "subscription.foreign"
    sentence = N_("This number is held under another document. Its holder must come.")


def own_subscription(mobile: str, looking: Looking) -> SubscriptionView:
    """The number in service under the customer's document.

    Raises SubscriptionUnknown, SubscriptionForeign; field `mobile`.
    """
    found = customers.subscription(looking.session, looking.hall, mobile)
    if found is None:
        raise SubscriptionUnknown(field="mobile")
    if looking.identity is not None and found.holder != looking.identity.holder:
        raise SubscriptionForeign(field="mobile")
    return found


def next_month(day: date) -> date:
    """The first day of the month after."""
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)
