"""What `hallclient verify` asks of the archive: every row is where its events left it."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any, Final, cast

from sqlalchemy import Column, Table, select
from sqlalchemy.orm import Session

from hallclient.base.language import N_
from hallclient.customers.book.archive import terms_of
from hallclient.customers.book.events import CUSTOMER_FIELDS, SUBSCRIPTION_FIELDS, snapshot
from hallclient.customers.records import (
    Customer,
    CustomerEvent,
    CustomerTerm,
    Subscription,
    SubscriptionEvent,
)
from hallclient.store.integrity import Fault

_BROKEN: Final = N_("Changes of this customer or number do not follow on from each other.")
_DIFFERS: Final = N_("A customer or number is not as its last change left it.")
_MISSING: Final = N_("A customer or number that has changes on record is gone.")
_FOUND_WRONGLY: Final = N_("A customer is found under other words than their own.")
_UNWRITTEN: Final = N_("A customer or number stands without any change on record.")


def check(session: Session, hall: str) -> Iterator[Fault]:
    """Events follow on from each other and lead to the rows; no row without events.

    The words under which a customer is found are those of their row.
    """
    customers, customer_events = _table(Customer), _table(CustomerEvent)
    yield from _follow(session, hall, customers, customer_events, CUSTOMER_FIELDS)
    subscriptions, changes = _table(Subscription), _table(SubscriptionEvent)
    yield from _follow(session, hall, subscriptions, changes, SUBSCRIPTION_FIELDS)
    yield from _terms(session, hall)


def _table(record: type) -> Table:
    return cast(Table, record.__table__)  # type: ignore[attr-defined]


def _follow(
    session: Session, hall: str, rows: Table, events: Table, fields: tuple[str, ...]
) -> Iterator[Fault]:
    key = next(column.name for column in rows.primary_key if column.name != "hall")
    query = (
        select(
            events.c[key],
            events.c.seq,
            events.c.at,
            events.c.before,
            events.c.after,
            *_marked(rows),
        )
        .outerjoin(rows, (rows.c.hall == events.c.hall) & (rows.c[key] == events.c[key]))
        .where(events.c.hall == hall)
        .order_by(events.c[key], events.c.seq)
    )
    with session.connection().execute(query.execution_options(yield_per=1000)) as found:
        for name, group in groupby(found.mappings(), key=lambda event: event[key]):
            fault = _fault_of(list(group), fields)
            if fault is not None:
                code, sentence = fault
                yield Fault(code, f"{rows.name} {name}", sentence)
    bare = select(rows.c[key]).where(
        rows.c.hall == hall,
        ~select(events.c.seq)
        .where(events.c.hall == rows.c.hall, events.c[key] == rows.c[key])
        .exists(),
    )
    for name in session.connection().execute(bare).scalars():
        yield Fault("customers.unwritten", f"{rows.name} {name}", _UNWRITTEN)


def _terms(session: Session, hall: str) -> Iterator[Fault]:
    rows = select(_table(Customer)).where(Customer.hall == hall)
    wanted = {
        (term["sort"], term["term"], term["customer_id"])
        for row in session.connection().execute(rows).mappings()
        for term in terms_of({**row})
    }
    found = select(CustomerTerm.sort, CustomerTerm.term, CustomerTerm.customer_id).where(
        CustomerTerm.hall == hall
    )
    there = {(sort, term, customer) for sort, term, customer in session.execute(found)}
    for customer in sorted({term[2] for term in wanted ^ there}):
        yield Fault("customers.terms", f"customer_terms {customer}", _FOUND_WRONGLY)


def _marked(rows: Table) -> list[Column[Any]]:
    return [column.label(f"row_{column.name}") for column in rows.c]  # type: ignore[misc]


def _fault_of(events: list[Any], fields: tuple[str, ...]) -> tuple[str, str] | None:
    """The first thing that is wrong with one customer or number: code and sentence."""
    previous: str | None = None
    for place, event in enumerate(events, start=1):
        if event["seq"] != place or event["before"] != previous:
            return "customers.events", _BROKEN
        previous = event["after"]
    last = events[-1]
    if last["row_version"] is None:
        return "customers.missing", _MISSING
    row = {name: last[f"row_{name}"] for name in fields}
    began = last.get("row_created_at", last.get("row_opened_at"))
    if began != events[0]["at"]:
        return "customers.state", _DIFFERS
    if last["row_version"] != last["seq"] or snapshot(row, fields) != previous:
        return "customers.state", _DIFFERS
    return None
