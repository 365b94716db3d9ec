"""What `hallclient verify` asks of the archive: every row is where its events left it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

from sqlalchemy import BigInteger, Column, Table, cast, func, select
from sqlalchemy.orm import Session

from hallclient.base.clock import hall_date
from hallclient.base.language import N_
from hallclient.customers.book.erasing import BLANK_CUSTOMER, BLANK_SUBSCRIPTION, ERASING
from hallclient.customers.book.events import CUSTOMER_FIELDS, SUBSCRIPTION_FIELDS, snapshot
from hallclient.customers.book.marks import (
    customer_marks,
    number_of,
    subscription_marks,
    tokens_of,
)
from hallclient.customers.records import (
    Customer,
    CustomerEvent,
    CustomerToken,
    Subscription,
    SubscriptionEvent,
)
from hallclient.store.integrity import Fault
from hallclient.store.personal import cipher_of

_BROKEN: Final = N_("Changes of this customer or number do not follow on from each other.")
_DIFFERS: Final = N_("A customer or number is not as its last change left it.")
_MISSING: Final = N_("A customer or number that has changes on record is gone.")
_FOUND_WRONGLY: Final = N_("A customer is found under other words than their own.")
_UNWRITTEN: Final = N_("A customer or number stands without any change on record.")

_PART: Final = 500
"""Customers or numbers looked at together: their keys are opened in one statement."""

_LIFT: Final = 2**31
"""Makes a token a number without sign, whose remainder every database reckons alike."""

type Found = tuple[str, str] | None
"""Code and sentence of the first thing that is wrong."""


@dataclass(frozen=True)
class _Kind:
    """Customers or numbers: their rows, the events that lead there, what both say."""

    rows: Table
    events: Table
    fields: tuple[str, ...]
    blank: Mapping[str, Any]
    marks: Callable[[bytes, Mapping[str, Any]], Mapping[str, Any]]

    @property
    def key(self) -> str:
        """The column that names a row within its hall."""
        return next(column.name for column in self.rows.primary_key if column.name != "hall")


def _table(record: type) -> Table:
    return record.__table__  # type: ignore[attr-defined, no-any-return]


_CUSTOMERS: Final = _Kind(
    _table(Customer), _table(CustomerEvent), CUSTOMER_FIELDS, BLANK_CUSTOMER, customer_marks
)
_NUMBERS: Final = _Kind(
    _table(Subscription),
    _table(SubscriptionEvent),
    SUBSCRIPTION_FIELDS,
    BLANK_SUBSCRIPTION,
    subscription_marks,
)


def check(session: Session, hall: str) -> Iterator[Fault]:
    """Events follow on from each other and lead to the rows; no row without events.

    Marks and tokens are those of the values that they stand for, and nobody else's.
    """
    for kind in (_CUSTOMERS, _NUMBERS):
        yield from _follow(session, hall, kind)
        yield from _unwritten(session, hall, kind)
    yield from _tokens(session, hall)


def _follow(session: Session, hall: str, kind: _Kind) -> Iterator[Fault]:
    key, rows, events = kind.key, kind.rows, kind.events
    query = (
        select(
            events.c[key],
            events.c.seq,
            events.c.at,
            events.c.what,
            events.c.before,
            events.c.after,
            *_marked(rows),
        )
        .outerjoin(rows, (rows.c.hall == events.c.hall) & (rows.c[key] == events.c[key]))
        .where(events.c.hall == hall)
        .order_by(events.c[key], events.c.seq)
    )
    index = cipher_of(session).index
    for part in _parts(session, hall, events.c[key]):
        _open_keys(session, hall, kind, part)
        within = query.where(events.c[key].between(part[0], part[-1]))
        found = session.connection().execute(within).mappings()
        for name, group in groupby(found, key=lambda event: event[key]):
            fault = _fault_of(list(group), kind, index)
            if fault is not None:
                yield Fault(fault[0], f"{rows.name} {name}", fault[1])


def _parts(session: Session, hall: str, key: Column[str]) -> Iterator[Sequence[str]]:
    """Every name in rising order, a part at a time."""
    last = ""
    while True:
        query = select(key).distinct().where(key.table.c.hall == hall, key > last)
        part = session.connection().execute(query.order_by(key).limit(_PART)).scalars().all()
        if not part:
            return
        yield part
        last = part[-1]


def _open_keys(session: Session, hall: str, kind: _Kind, part: Sequence[str]) -> None:
    rows, people = kind.rows, part
    if kind is _NUMBERS:
        query = select(rows.c.customer_id).where(
            rows.c.hall == hall, rows.c[kind.key].between(part[0], part[-1])
        )
        people = session.connection().execute(query).scalars().all()
    cipher_of(session).warm(session, hall, people)


def _unwritten(session: Session, hall: str, kind: _Kind) -> Iterator[Fault]:
    key, rows, events = kind.key, kind.rows, kind.events
    bare = select(rows.c[key]).where(
        rows.c.hall == hall,
        ~select(events.c.seq)
        .where(events.c.hall == rows.c.hall, events.c[key] == rows.c[key])
        .exists(),
    )
    for name in session.connection().execute(bare).scalars():
        yield Fault("customers.unwritten", f"{rows.name} {name}", _UNWRITTEN)


def _marked(rows: Table) -> list[Column[Any]]:
    return [column.label(f"row_{column.name}") for column in rows.c]  # type: ignore[misc]


def _fault_of(events: list[Any], kind: _Kind, index: bytes) -> Found:
    """The first thing that is wrong with one customer or number."""
    previous: str | None = None
    for place, event in enumerate(events, start=1):
        before = previous if event["what"] != ERASING else ""
        if event["seq"] != place or event["before"] != before:
            return "customers.events", _BROKEN
        previous = event["after"]
    last = events[-1]
    if last["row_version"] is None:
        return "customers.missing", _MISSING
    row = {column.name: last[f"row_{column.name}"] for column in kind.rows.c}
    began = row.get("created_at", row.get("opened_at"))
    if began != events[0]["at"] or row["version"] != last["seq"]:
        return "customers.state", _DIFFERS
    if last["what"] == ERASING:
        return None if _is_blank(row, last, kind) else ("customers.state", _DIFFERS)
    if snapshot(row, kind.fields) != previous or row.get("erased_on") is not None:
        return "customers.state", _DIFFERS
    if any(row[name] != mark for name, mark in kind.marks(index, row).items()):
        return "customers.marks", _FOUND_WRONGLY
    return None


def _is_blank(row: Mapping[str, Any], last: Mapping[str, Any], kind: _Kind) -> bool:
    when = hall_date(last["at"])
    emptied = all(row[name] == value for name, value in kind.blank.items())
    return emptied and not last["after"] and row.get("erased_on", when) == when


def _tokens(session: Session, hall: str) -> Iterator[Fault]:
    """Sums over all tokens and over those that the names ask for; only when they differ, whose.

    A hall has twenty tokens for each customer: the database adds them up much faster than they
    can be fetched.
    """
    sums = [0, 0, 0]
    for number, tokens in _wanted(session, hall):
        sums = [have + more for have, more in zip(sums, _sums_of(number, tokens), strict=True)]
    table = CustomerToken
    one, other = cast(table.token, BigInteger) + _LIFT, table.number
    query = select(
        func.count(),
        func.sum((one % 65521) * (other % 65537)),
        func.sum((one % 46337) * (other % 46349)),
    ).where(table.hall == hall)
    there = session.connection().execute(query).one()
    if sums == [int(value or 0) for value in there]:
        return
    each = select(table.number, func.count(), func.sum(table.token)).where(table.hall == hall)
    found = {
        int(number): (int(count), int(total))
        for number, count, total in session.connection().execute(each.group_by(table.number))
    }
    wanted = {number: (len(tokens), sum(tokens)) for number, tokens in _wanted(session, hall)}
    for number in sorted({number for number, _ in {*found.items()} ^ {*wanted.items()}}):
        yield Fault("customers.terms", f"customer_tokens {number:015x}", _FOUND_WRONGLY)


def _sums_of(number: int, tokens: frozenset[int]) -> tuple[int, int, int]:
    first = sum((token + _LIFT) % 65521 for token in tokens) * (number % 65537)
    second = sum((token + _LIFT) % 46337 for token in tokens) * (number % 46349)
    return len(tokens), first, second


def _wanted(session: Session, hall: str) -> Iterator[tuple[int, frozenset[int]]]:
    """The tokens that every customer's name asks for."""
    index = cipher_of(session).index
    for part in _parts(session, hall, _CUSTOMERS.rows.c.customer_id):
        cipher_of(session).warm(session, hall, part)
        query = select(Customer.customer_id, Customer.name).where(
            Customer.hall == hall, Customer.customer_id.between(part[0], part[-1])
        )
        for customer_id, name in session.connection().execute(query):
            if tokens := tokens_of(index, name):
                yield number_of(customer_id), tokens
