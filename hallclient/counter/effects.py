"""What a line changes besides money and stock: subscriptions, and cards taken out of use."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from sqlalchemy.orm import Session

from hallclient.customers import book as customers
from hallclient.customers.rules import DocumentLimit, Identity
from hallclient.stock import book as stock
from hallclient.stock.rules import StockKind, StockState
from hallclient.store.audit import Act


@dataclass(frozen=True)
class Limits:
    """How many numbers a person may have (field rules 11.7).

    Attributes:
        here: those in this hall's books.
        everywhere: with other carriers' besides, None for no such limit.
        elsewhere: those with other carriers, as declared.
    """

    here: int
    everywhere: int | None = None
    elsewhere: int = 0


def keep_limits(
    session: Session, hall: str, identity: Identity, limits: Limits, coming: int = 0
) -> None:
    """Both limits for a person; a unit's own numbers are not limited by them.

    `coming` are numbers that earlier lines of the same order will open. Raises DocumentLimit.
    """
    if identity.organisation:
        return
    held = customers.numbers_held(session, hall, identity.kind, identity.number) + coming
    if held >= limits.here:
        raise DocumentLimit(field="customer", held=held, limit=limits.here)
    held += limits.elsewhere
    if limits.everywhere is not None and held >= limits.everywhere:
        raise DocumentLimit(field="elsewhere", held=held, limit=limits.everywhere)


@dataclass(frozen=True)
class OpenSubscription:
    """A number goes into service under the customer's document.

    The limits are asked again here, behind the lock on the customer's row: two counters cannot
    both open the last one.
    """

    identity: Identity
    mobile: str
    iccid: str
    plan: str
    limits: Limits

    def apply(self, doing: Act, order_no: str, customer_id: str) -> None:
        keep_limits(doing.session, doing.hall, self.identity, self.limits)
        customers.open_subscription(
            doing,
            customer_id,
            self.identity,
            self.mobile,
            self.iccid,
            self.plan,
            order_no=order_no,
        )


@dataclass(frozen=True)
class ChangePlan:
    """A number changes its plan, now or from a later day on."""

    mobile: str
    plan: str
    effective: Literal["now", "next-month"]
    effective_on: date

    def apply(self, doing: Act, order_no: str, customer_id: str) -> None:
        customers.change_plan(
            doing, self.mobile, self.plan, self.effective, self.effective_on, order_no=order_no
        )


@dataclass(frozen=True)
class ReplaceSim:
    """A number moves to a new SIM card; the old one is dead, and void if it was ours."""

    mobile: str
    iccid: str

    def apply(self, doing: Act, order_no: str, customer_id: str) -> None:
        old = customers.replace_sim(doing, self.mobile, self.iccid, order_no=order_no)
        stock.retire(doing, StockKind.SIM, old, order_no, StockState.VOID)
