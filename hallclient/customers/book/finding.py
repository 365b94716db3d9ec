"""Finding a customer among a million: by marks and tokens, then opened and compared."""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any, Final

from sqlalchemy import Select, bindparam, exists, func, select, union_all
from sqlalchemy.engine import RowMapping
from sqlalchemy.orm import Session, aliased

from hallclient.base.text import typed_number
from hallclient.customers.book.looking import views
from hallclient.customers.book.marks import (
    IN_SERVICE,
    contact_mark,
    document_mark,
    number_mark,
    token,
)
from hallclient.customers.records import Customer, CustomerToken, Subscription
from hallclient.customers.rules import CustomerView, Stage, answers, stages
from hallclient.store.audit import Act
from hallclient.store.personal import cipher_of

MOST_FOUND: Final = 30
"""More than anybody looks through; each of them is opened."""

_MOST_LOOKED_AT: Final = 60
"""Customers of one stage, the newest, among whom those seen last come first."""

_MOST_OPENED: Final = 600
"""Where a token says less than what was typed: so many are opened before the search gives up."""

_RARE: Final = 500
"""A token of fewer customers than this is as good as the rarest."""

_SHOWN: Final = select(
    Customer.customer_id,
    Customer.organisation,
    Customer.name,
    Customer.document_kind,
    Customer.document_number,
    Customer.mobile,
    Customer.valid_until,
    Customer.entry,
    Customer.checked_on,
    Customer.version,
).where(
    Customer.hall == bindparam("of_hall"),
    Customer.customer_id.in_(bindparam("of_customers", expanding=True)),
)
_NUMBERED: Final = select(Customer.customer_id, Customer.checked_on, Customer.number).where(
    Customer.hall == bindparam("of_hall"),
    Customer.number.in_(bindparam("of_numbers", expanding=True)),
)
_BY_NUMBER: Final = union_all(
    select(Customer.customer_id).where(
        Customer.hall == bindparam("of_hall"), Customer.document_mark == bindparam("of_document")
    ),
    select(Customer.customer_id).where(
        Customer.hall == bindparam("of_hall"), Customer.mobile_mark == bindparam("of_contact")
    ),
    select(Subscription.customer_id).where(
        Subscription.hall == bindparam("of_hall"),
        Subscription.mobile_mark == bindparam("of_number"),
        IN_SERVICE,
    ),
)


def find(session: Session, hall: str, text: str) -> tuple[CustomerView, ...]:
    """Customers found by document or mobile (whole), or by name, pinyin or initials.

    At most `MOST_FOUND`: whole names, then beginnings of names, then what lies within one; in
    each of these the last checked first. Of a name that thousands have, the newest of them are
    looked at. What is somebody's number is looked for no further. Nothing is found for less than
    two letters of the alphabet.
    """
    found = _opened(session, hall, _by_number(session, hall, text), "")
    if not found:
        found = _opened(session, hall, _by_name(session, hall, text), text)
    return views(session, hall, found)


def look_up(doing: Act, text: str) -> tuple[CustomerView, ...]:
    """The same without a customer present: the act says how many, never what was looked for."""
    found = find(doing.session, doing.hall, text)
    doing.subject = "customers"
    doing.note(found=len(found))
    return found


def _by_number(session: Session, hall: str, text: str) -> Sequence[str]:
    number = typed_number(text).removeprefix("+86")
    if not number:
        return ()
    key = cipher_of(session).index
    marks = {
        "of_hall": hall,
        "of_document": document_mark(key, number),
        "of_contact": contact_mark(key, number),
        "of_number": number_mark(key, number),
    }
    return session.connection().execute(_BY_NUMBER, marks).scalars().all()


def _by_name(session: Session, hall: str, text: str) -> Sequence[str]:
    """Ids of customers who may answer, stage by stage, in each those seen last first."""
    ranks: dict[int, int] = {}
    for rank, stage in enumerate(stages(text)):
        for number in _having_all(session, hall, stage):
            ranks.setdefault(number, rank)
        if len(ranks) >= _MOST_LOOKED_AT:
            break
    if not ranks:
        return ()
    asked = {"of_hall": hall, "of_numbers": list(ranks)}
    rows = session.connection().execute(_NUMBERED, asked).all()
    last_seen = sorted(rows, key=lambda row: (row.checked_on, row.number), reverse=True)
    return [row.customer_id for row in sorted(last_seen, key=lambda row: ranks[row.number])]


def _having_all(session: Session, hall: str, stage: Stage) -> Sequence[int]:
    """Numbers of the newest customers who have every token of a stage."""
    key = cipher_of(session).index
    tokens = _rarest_first(session, hall, [token(key, word) for word in stage.words])
    values = {f"token{place}": each for place, each in enumerate(tokens)}
    most = _MOST_LOOKED_AT if stage.exact else _MOST_OPENED
    asked = {"of_hall": hall, "most": most, **values}
    return session.connection().execute(_having(len(tokens)), asked).scalars().all()


@cache
def _having(tokens: int) -> Select[Any]:
    """Numbers of the newest customers that have all of so many tokens.

    Not joined with the customers: without statistics a database would begin with those.
    """
    table = CustomerToken
    query = select(table.number).where(
        table.hall == bindparam("of_hall"), table.token == bindparam("token0")
    )
    for place in range(1, tokens):
        same = aliased(CustomerToken)
        has_it = (
            same.hall == table.hall,
            same.token == bindparam(f"token{place}"),
            same.number == table.number,
        )
        query = query.where(exists().where(*has_it))
    return query.order_by(table.number.desc()).limit(bindparam("most"))


def _rarest_first(session: Session, hall: str, tokens: Sequence[int]) -> Sequence[int]:
    if len(tokens) == 1:
        return tokens
    table = CustomerToken

    def customers(one: int) -> int:
        some = select(table.number).where(table.hall == hall, table.token == one).limit(_RARE)
        count = select(func.count()).select_from(some.subquery())
        return int(session.connection().execute(count).scalar_one())

    return sorted(tokens, key=customers)


def _opened(session: Session, hall: str, ids: Sequence[str], text: str) -> list[RowMapping]:
    """Opens customers part by part until enough are found whose name answers the text."""
    found: list[RowMapping] = []
    for part in _parts(list(dict.fromkeys(ids)), MOST_FOUND):
        cipher_of(session).warm(session, hall, part)
        asked = {"of_hall": hall, "of_customers": part}
        rows = session.connection().execute(_SHOWN, asked).mappings().all()
        by_id = {str(row["customer_id"]): row for row in rows}
        here = (by_id[each] for each in part if each in by_id)
        found += [row for row in here if not text or answers(row["name"], text)]
        if len(found) >= MOST_FOUND:
            break
    return found[:MOST_FOUND]


def _parts(values: Sequence[Any], size: int) -> Iterator[Sequence[Any]]:
    return (values[place : place + size] for place in range(0, len(values), size))
