"""Every room's tables, and nothing else of the rooms: what a new database is made of.

A first start waits for this, so the checks of the books (`books.py`) stay away.
"""

from sqlalchemy import Engine

import hallclient.care.records
import hallclient.catalog.records
import hallclient.counter.records
import hallclient.custody.records
import hallclient.customers.records
import hallclient.duty.records
import hallclient.ledger.records
import hallclient.paper.records
import hallclient.policy.records
import hallclient.queue.records
import hallclient.retention.records
import hallclient.staff.records
import hallclient.stock.records
import hallclient.till.records
import hallclient.vip.records  # noqa: F401 - a table is known once its module is read
from hallclient.store.schema import create_schema


def create_tables(engine: Engine) -> None:
    """Every room's tables and their guards, in an empty database."""
    create_schema(engine)
