"""Every room of the house: its tables and the check of its books.

Importing this loads them all, so what is done before the first sign-in leaves it alone.
"""

from typing import Final

from sqlalchemy import Engine

from hallclient.catalog import checks as catalog
from hallclient.counter import checks as counter
from hallclient.custody import checks as custody
from hallclient.customers import checks as customers
from hallclient.duty import checks as duty
from hallclient.ledger import checks as ledger
from hallclient.paper import checks as paper
from hallclient.policy import checks as policy
from hallclient.staff import checks as staff
from hallclient.stock import checks as stock
from hallclient.store.integrity import Check
from hallclient.store.schema import create_schema
from hallclient.till import checks as till

CHECKS: Final[tuple[Check, ...]] = (
    policy.check,
    staff.check,
    ledger.check,
    catalog.check,
    customers.check,
    stock.check,
    custody.check,
    till.check,
    counter.check,
    duty.check,
    paper.check,
)
"""Every room's check of its own books, in the order of the house, from the ground up."""


def create_tables(engine: Engine) -> None:
    """Every room's tables and their guards, in an empty database."""
    create_schema(engine)
