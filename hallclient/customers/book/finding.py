"""Finding a customer among a million: by marks and tokens, then opened and compared."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, and_, bindparam, exists, func, or_, select, union_all
from sqlalchemy.engine import RowMapping
from sqlalchemy.orm import Session, aliased

from hallclient.base.text import typed_number
from hallclient.customers.book.archive import views
from hallclient.customers.book.marks import (
    IN_SERVICE,
    contact_mark,
    document_mark,
    ids_of,
    number_mark,
    token,
)
from hallclient.customers.records import Customer, CustomerToken, Subscription
from hallclient.customers.rules import CustomerView, Stage, answers, stages
from hallclient.store.personal import cipher_of

MOST_FOUND: Final = 50
_MOST_LOOKED_AT: Final = 200
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
).where(
    Customer.hall == bindparam("of_hall"),
    Customer.customer_id.in_(bindparam("of_customers", expanding=True)),
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

    At most `MOST_FOUND`: numbers first, then whole names, beginnings of names, what lies within
    one; in each of these the last checked first. Of a name that thousands have, the newest of
    them are looked at. Nothing is found for less than two letters of the alphabet.
    """
    found: dict[str, RowMapping] = {}
    _open(session, hall, _by_number(session, hall, text), "", found)
    for stage in stages(text):
        if len(found) >= MOST_FOUND:
            break
        _open(session, hall, _by_tokens(session, hall, stage), text, found)
    return views(session, hall, list(found.values())[:MOST_FOUND])


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


def _by_tokens(session: Session, hall: str, stage: Stage) -> Sequence[str]:
    """Ids of customers who have every token of a stage, those seen last first."""
    key = cipher_of(session).index
    tokens = _rarest_first(session, hall, [token(key, word) for word in stage.words])
    most = _MOST_LOOKED_AT if stage.exact else _MOST_OPENED
    numbers = session.connection().execute(_having(hall, tokens).limit(most)).scalars().all()
    ids = select(Customer.customer_id).where(Customer.hall == hall)
    found: list[str] = []
    for part in _parts(numbers, _MOST_LOOKED_AT):
        query = ids.where(or_(*map(_is_of, part)))
        query = query.order_by(Customer.checked_on.desc(), Customer.customer_id.desc())
        found.extend(session.connection().execute(query).scalars())
    return found


def _having(hall: str, tokens: Sequence[int]) -> Select[Any]:
    """Numbers of customers with all of these tokens, the newest first."""
    first, *others = tokens
    query = select(CustomerToken.number).where(
        CustomerToken.hall == hall, CustomerToken.token == first
    )
    for other in others:
        same = aliased(CustomerToken)
        query = query.where(
            exists().where(
                same.hall == hall, same.token == other, same.number == CustomerToken.number
            )
        )
    return query.order_by(CustomerToken.number.desc())


def _rarest_first(session: Session, hall: str, tokens: Sequence[int]) -> Sequence[int]:
    if len(tokens) == 1:
        return tokens

    def customers(one: int) -> int:
        some = _having(hall, [one]).limit(_RARE).subquery()
        return int(
            session.connection().execute(select(func.count()).select_from(some)).scalar_one()
        )

    return sorted(tokens, key=customers)


def _is_of(number: int) -> ColumnElement[bool]:
    least, greatest = ids_of(number)
    return and_(Customer.customer_id >= least, Customer.customer_id <= greatest)


def _open(
    session: Session, hall: str, ids: Sequence[str], text: str, found: dict[str, RowMapping]
) -> None:
    """Opens customers part by part until enough are found whose name answers the text."""
    for part in _parts([each for each in ids if each not in found], MOST_FOUND):
        if len(found) >= MOST_FOUND:
            return
        cipher_of(session).warm(session, hall, part)
        asked = {"of_hall": hall, "of_customers": part}
        rows = session.connection().execute(_SHOWN, asked).mappings().all()
        by_id = {str(row["customer_id"]): row for row in rows}
        for each in part:
            if each in by_id and (not text or answers(by_id[each]["name"], text)):
                found[each] = by_id[each]


def _parts(values: Sequence[Any], size: int) -> Iterator[Sequence[Any]]:
    return (values[place : place + size] for place in range(0, len(values), size))
