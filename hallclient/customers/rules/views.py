"""What pages and other rooms see of the customer archive: masked values only."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from hallclient.customers.rules.documents import DocumentDraft, DocumentKind, Entry


class SubscriptionState(StrEnum):
    """State of a number in service (在网号码); the two others are out of it."""

    ACTIVE = "active"
    UNDONE = "undone"
    ENDED = "ended"


@dataclass(frozen=True)
class CustomerView:
    """One customer of the archive (客户资料), masked as for the clerk's screen.

    Attributes:
        document_number: masked, `110000********1236`.
        name: masked, `样**`; an organisation's name is shown in full.
        valid_until: ISO date, `LONG_TERM` or "".
        numbers: how many numbers in service are held under the document.
        version: counts the changes of the customer's data, from 1.
    """

    customer_id: str
    name: str
    organisation: bool
    document_kind: DocumentKind
    document_number: str
    mobile: str
    valid_until: str
    entry: Entry
    numbers: int
    checked_on: date
    version: int = 0


@dataclass(frozen=True)
class SubscriptionView:
    """One number in service, as rooms use it: the mobile in full, its holder masked.

    Attributes:
        next_plan: the plan that takes over on `next_plan_from`, "" when none waits.
        holder: see `documents.holder_of`; compare it, never show it.
    """

    subscription_id: str
    mobile: str
    customer_id: str
    plan: str
    next_plan: str
    next_plan_from: date | None
    iccid: str
    state: SubscriptionState
    opened_at: datetime
    holder: str

    def plan_on(self, day: date) -> str:
        """The plan in force on a day: a change that waited is in force from its first day."""
        due = self.next_plan_from is not None and self.next_plan_from <= day
        return self.next_plan if due else self.plan


@dataclass(frozen=True)
class MaskedSubscription:
    """One number in service on the customer page."""

    subscription_id: str
    mobile: str
    plan: str
    next_plan: str
    next_plan_from: date | None
    iccid: str
    state: SubscriptionState
    opened_at: datetime


@dataclass(frozen=True)
class CustomerOrder:
    """One order of the customer, as the customer page lists it.

    No amount: a clerk who may list amounts could add up what the till should hold (promise 4).
    """

    order_no: str
    at: datetime
    text: str
    reversed: bool


@dataclass(frozen=True)
class CustomerDetail:
    """One customer with the numbers in service."""

    customer: CustomerView
    subscriptions: tuple[MaskedSubscription, ...]


@dataclass(frozen=True)
class Unmasked:
    """Full values, handed out once against a reason that is on record."""

    name: str
    document_number: str
    mobile: str
    address: str
    mobiles: tuple[str, ...]


@dataclass(frozen=True)
class TakeOver:
    """A customer with a number opened elsewhere, brought onto this hall's books.

    Attributes:
        iccid: "" when it is not known; the SIM is then on record from its first replacement.
    """

    document: DocumentDraft
    mobile: str
    plan: str
    iccid: str
    request_id: str


@dataclass(frozen=True)
class EndService:
    """A number left service (停止服务): cancelled at the carrier, moved away, given back."""

    subscription_id: str
    reason: str
    request_id: str


@dataclass(frozen=True)
class AmendCustomer:
    """New contact data of a customer, with the reason that goes on record.

    `name` corrects the name on file (更名), for a duty manager; "" leaves it. `based_on` is the
    customer's version as it was shown; None takes whatever there is.
    """

    customer_id: str
    mobile: str
    address: str
    reason: str
    request_id: str
    name: str = ""
    based_on: int | None = None
