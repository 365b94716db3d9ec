"""The check of every room's books; `tables.py` knows their tables.

Importing this loads them all, so what is done before the first sign-in leaves it alone.
"""

import re
from collections.abc import Iterator
from typing import Final

from sqlalchemy.orm import Session

from hallclient.base.language import N_
from hallclient.care import checks as care
from hallclient.catalog import checks as catalog
from hallclient.counter import checks as counter
from hallclient.custody import checks as custody
from hallclient.customers import checks as customers
from hallclient.duty import checks as duty
from hallclient.ledger import checks as ledger
from hallclient.paper import checks as paper
from hallclient.policy import checks as policy
from hallclient.queue import checks as queue
from hallclient.retention import checks as retention
from hallclient.staff import checks as staff
from hallclient.stock import checks as stock
from hallclient.store import key_checks
from hallclient.store.integrity import Check, Fault
from hallclient.store.sequences import last_numbers
from hallclient.till import checks as till
from hallclient.vip import bar_checks as bar
from hallclient.vip import checks as vip

NUMBERED: Final = re.compile(
    r"audit|journal|business-day-event|day-report|service-refusal|stock-take|custody-[a-z]+"
    r"|(plan|promotion|setting)/.+|(order|reversal|shift)/[0-9]{8}/[0-9]{2}|moved/[A-Z]/[0-9]{8}"
    r"|queue-[a-z]+|care-matter|vip-(reception|booking)|ticket/[0-9]{8}/[A-Z]"
    r"|drink-[a-z]+|lounge-entry|slip-count"
)
"""What is numbered without gaps, by the name of its sequence."""


def check_sequences(session: Session, hall: str) -> Iterator[Fault]:
    """No number is dealt out for anything else; each room checks its own last numbers."""
    for name in sorted(last_numbers(session, hall)):
        if not NUMBERED.fullmatch(name):
            place = f"dealt_numbers {name}"
            yield Fault("store.sequence", place, N_("Nothing is numbered under this name."))


CHECKS: Final[tuple[Check, ...]] = (
    check_sequences,
    key_checks.check,
    policy.check,
    staff.check,
    ledger.check,
    catalog.check,
    customers.check,
    stock.check,
    custody.check,
    till.check,
    queue.check,
    care.check,
    counter.check,
    vip.check,
    bar.check,
    duty.check,
    paper.check,
    retention.check,
)
"""Every room's check of its own books, in the order of the house, from the ground up."""
