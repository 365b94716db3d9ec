"""Looking at the archive: who holds a document, one customer, how many numbers they have."""

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.engine import RowMapping
from sqlalchemy.orm import Session

from hallclient.base.masking import mask_mobile, mask_name, mask_number
from hallclient.customers.book.marks import IN_SERVICE, held_mark, holder_mark
from hallclient.customers.records import Customer, Subscription
from hallclient.customers.rules import (
    CustomerUnknown,
    CustomerView,
    DocumentDraft,
    DocumentKind,
    Entry,
    PartyDraft,
    Unmasked,
    holder_of,
)
from hallclient.store.personal import cipher_of

_BY_HOLDER: Final = select(Customer.__table__).where(
    Customer.hall == bindparam("of_hall"), Customer.holder_mark == bindparam("of_holder")
)
_BY_HOLDER_LOCKED: Final = _BY_HOLDER.with_for_update()
_BY_ID: Final = select(Customer.__table__).where(
    Customer.hall == bindparam("of_hall"),
    Customer.customer_id == bindparam("of_customer"),
    Customer.erased_on.is_(None),
)

_HELD: Final = (
    select(Subscription.holder_mark, func.count())
    .where(
        Subscription.hall == bindparam("of_hall"),
        Subscription.holder_mark.in_(bindparam("of_holders", expanding=True)),
        IN_SERVICE,
    )
    .group_by(Subscription.holder_mark)
)


def known(session: Session, hall: str, kind: DocumentKind, number: str) -> CustomerView | None:
    """The customer who holds this document (number normalised), masked; None when new."""
    row = row_of_holder(session, hall, holder_of(kind, number))
    return None if row is None else views(session, hall, [row])[0]


def by_id(session: Session, hall: str, customer_id: str) -> CustomerView:
    """One customer, masked; raises CustomerUnknown."""
    return views(session, hall, [known_row(session, hall, customer_id)])[0]


def is_erased(session: Session, hall: str, customer_id: str) -> bool:
    """Whether a customer's data was erased; raises CustomerUnknown for one never known."""
    query = select(Customer.erased_on).where(
        Customer.hall == hall, Customer.customer_id == customer_id
    )
    row = session.connection().execute(query).first()
    if row is None:
        raise CustomerUnknown
    return row.erased_on is not None


def full_values(session: Session, hall: str, customer_id: str) -> Unmasked:
    """One customer's values in full; only for a use case that leaves a reason on record."""
    row = known_row(session, hall, customer_id)
    mobiles = select(Subscription.mobile).where(
        Subscription.hall == hall, Subscription.customer_id == customer_id, IN_SERVICE
    )
    return Unmasked(
        name=row["name"],
        document_number=row["document_number"],
        mobile=row["mobile"],
        address=row["address"],
        mobiles=tuple(sorted(session.scalars(mobiles))),
    )


def recall(session: Session, hall: str, customer_id: str) -> PartyDraft:
    """What is on file as a draft, in full: for the form of a customer who is present."""
    row = known_row(session, hall, customer_id)
    document = DocumentDraft(
        kind=DocumentKind(row["document_kind"]),
        number=row["document_number"] + row["renewed"],
        name=row["name"],
        valid_from=row["valid_from"] or None,
        valid_until=row["valid_until"] or None,
        entry=Entry.TYPED,
        address=row["address"],
    )
    return PartyDraft(document=document, mobile=row["mobile"])


def numbers_held(session: Session, hall: str, kind: DocumentKind, number: str) -> int:
    """How many numbers in service the holder of this document has in this hall's books.

    Within a unit of work call it after `ensure`, which locks the holder's row: two counters
    then cannot both see the last free place.
    """
    mark = held_mark(cipher_of(session).index, holder_of(kind, number))
    return _held(session, hall, [mark]).get(mark, 0)


def _held(session: Session, hall: str, marks: Sequence[str]) -> dict[str, int]:
    """Numbers in service by the mark of their holder."""
    found = session.connection().execute(_HELD, {"of_hall": hall, "of_holders": marks})
    return {mark: int(count) for mark, count in found}


def views(session: Session, hall: str, rows: Sequence[RowMapping]) -> tuple[CustomerView, ...]:
    """Open rows as they are shown, masked, in the same order."""
    key = cipher_of(session).index
    marks = [
        held_mark(key, holder_of(DocumentKind(row["document_kind"]), row["document_number"]))
        for row in rows
    ]
    held = _held(session, hall, marks) if marks else {}
    return tuple(_view(row, held.get(mark, 0)) for row, mark in zip(rows, marks, strict=True))


def row_of_holder(
    session: Session, hall: str, holder: str, *, lock: bool = False
) -> RowMapping | None:
    """The open row of a holder, None when new."""
    query = _BY_HOLDER_LOCKED if lock else _BY_HOLDER
    mark = holder_mark(cipher_of(session).index, holder)
    return _row(session, query, hall, of_holder=mark)


def _row(session: Session, query: Select[Any], hall: str, **values: object) -> RowMapping | None:
    return session.connection().execute(query, {"of_hall": hall, **values}).mappings().first()


def known_row(session: Session, hall: str, customer_id: str) -> RowMapping:
    """The open row of a customer; raises CustomerUnknown, for an erased one too."""
    row = _row(session, _BY_ID, hall, of_customer=customer_id)
    if row is None:
        raise CustomerUnknown
    return row


def _view(row: RowMapping, held: int) -> CustomerView:
    return CustomerView(
        customer_id=row["customer_id"],
        name=row["name"] if row["organisation"] else mask_name(row["name"]),
        organisation=row["organisation"],
        document_kind=DocumentKind(row["document_kind"]),
        document_number=mask_number(row["document_number"]),
        mobile=mask_mobile(row["mobile"]),
        valid_until=row["valid_until"],
        entry=Entry(row["entry"]),
        numbers=held,
        checked_on=row["checked_on"],
        version=row["version"],
    )
