"""The customer archive: who is known, under which document, found by what."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any, Final

from sqlalchemy import Select, bindparam, func, select, update
from sqlalchemy.engine import RowMapping
from sqlalchemy.orm import Session

from hallclient.base.clock import hall_date
from hallclient.base.errors import RecordConflict
from hallclient.base.ids import new_id
from hallclient.base.masking import mask_mobile, mask_name, mask_number
from hallclient.customers.book.events import CUSTOMER_FIELDS, snapshot, values_in
from hallclient.customers.book.marks import (
    IN_SERVICE,
    add_tokens,
    contact_mark,
    customer_marks,
    drop_tokens,
    held_mark,
    holder_mark,
    tokens_of,
)
from hallclient.customers.records import Customer, CustomerEvent, Subscription
from hallclient.customers.rules import (
    ONE_HOLDER,
    CustomerChanged,
    CustomerUnknown,
    CustomerView,
    DocumentDraft,
    DocumentKind,
    DocumentNameDiffers,
    Entry,
    Identity,
    PartyDraft,
    Unmasked,
    holder_of,
    same_name,
)
from hallclient.store.audit import Act
from hallclient.store.personal import cipher_of
from hallclient.store.turns import wait_for_turn

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
    row = _row(session, _BY_HOLDER, hall, of_holder=_mark(session, holder_of(kind, number)))
    return None if row is None else views(session, hall, [row])[0]


def check_name(session: Session, hall: str, identity: Identity, *, lock: bool = False) -> None:
    """Raises DocumentNameDiffers when this number is on file under another name.

    `lock` keeps the customer, known or new, for this unit of work: before it locks any stock.
    """
    row = (
        _locked(session, hall, identity.holder)
        if lock
        else _row(session, _BY_HOLDER, hall, of_holder=_mark(session, identity.holder))
    )
    if row is not None:
        _same_holder(row, identity)


def by_id(session: Session, hall: str, customer_id: str) -> CustomerView:
    """One customer, masked; raises CustomerUnknown."""
    return views(session, hall, [_known_row(session, hall, customer_id)])[0]


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
    row = _known_row(session, hall, customer_id)
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
    row = _known_row(session, hall, customer_id)
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


def ensure(doing: Act, identity: Identity, mobile: str = "", *, order_no: str = "") -> str:
    """The id of the customer with this identity, new or known; their data is brought up to date.

    Values that were not taken this time ("" or None) leave what is on file. What changes is
    kept as before and after; a check without a change is kept once a day.

    Args:
        mobile: the customer's own number for questions, checked before; "" when not given.

    Raises DocumentNameDiffers: nobody else's name is put over that of a number's holder.
    """
    session, holder = doing.session, identity.holder
    row = _locked(session, doing.hall, holder)
    if row is None:
        return _add(doing, identity, mobile, order_no)
    _same_holder(row, identity)
    told = _told(identity, mobile, hall_date(doing.at))
    if Entry(row["entry"]) is Entry.READER and _only_repeats(row, told):
        told["entry"] = Entry.READER.value  # the keyboard only repeats what a reader took
    _change(doing, row, told, "checked", order_no, reason="")
    return str(row["customer_id"])


def amend(
    doing: Act,
    customer_id: str,
    changes: Mapping[str, str],
    reason: str,
    based_on: int | None = None,
) -> None:
    """Changes what may change without a new document: `mobile`, `address` (S3-FD-05, S4-CV-17),
    and the `name`, which a duty manager corrects.

    Raises CustomerUnknown, CustomerChanged, and RecordConflict with the masked CustomerView as it
    is now, when one of these was changed after the version that this is based on.
    """
    row = _known_row(doing.session, doing.hall, customer_id)
    if row["erased_on"] is not None:
        raise CustomerUnknown
    if based_on is not None and _was_changed(doing, row, based_on, changes.keys()):
        raise RecordConflict(views(doing.session, doing.hall, [row])[0])
    _change(doing, row, changes, "amended", "", reason)


def _was_changed(doing: Act, row: RowMapping, since: int, names: Collection[str]) -> bool:
    """Whether one of these fields is another than in that version; a mere check is no change."""
    if row["version"] == since:
        return False
    shown = doing.session.scalars(
        select(CustomerEvent.after).where(
            CustomerEvent.hall == doing.hall,
            CustomerEvent.customer_id == row["customer_id"],
            CustomerEvent.seq == since,
        )
    ).first()
    before = values_in(shown) if shown else {}
    return any(before.get(name) != row[name] for name in names)


def note(doing: Act, customer_id: str, what: str, reason: str) -> None:
    """Writes down that something was done about a customer whose data stays as it is."""
    row = _known_row(doing.session, doing.hall, customer_id)
    doing.whose = customer_id
    _write(doing, row, {}, what, "", reason)


def views(session: Session, hall: str, rows: Sequence[RowMapping]) -> tuple[CustomerView, ...]:
    """Open rows as they are shown, masked, in the same order."""
    key = cipher_of(session).index
    marks = [
        held_mark(key, holder_of(DocumentKind(row["document_kind"]), row["document_number"]))
        for row in rows
    ]
    held = _held(session, hall, marks) if marks else {}
    return tuple(_view(row, held.get(mark, 0)) for row, mark in zip(rows, marks, strict=True))


def _mark(session: Session, holder: str) -> str:
    return holder_mark(cipher_of(session).index, holder)


def _row(session: Session, query: Select[Any], hall: str, **values: object) -> RowMapping | None:
    return session.connection().execute(query, {"of_hall": hall, **values}).mappings().first()


def _locked(session: Session, hall: str, holder: str) -> RowMapping | None:
    """The holder's row, locked; where there is none yet, the right to add it."""
    mark = _mark(session, holder)
    row = _row(session, _BY_HOLDER_LOCKED, hall, of_holder=mark)
    if row is None:
        wait_for_turn(session, f"customer/{hall}/{mark}")
        row = _row(session, _BY_HOLDER_LOCKED, hall, of_holder=mark)
    return row


def _known_row(session: Session, hall: str, customer_id: str) -> RowMapping:
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


def _same_holder(row: RowMapping, identity: Identity) -> None:
    if identity.kind in ONE_HOLDER and not same_name(row["name"], identity.name):
        raise DocumentNameDiffers(field="name")


def _told(identity: Identity, mobile: str, today: date) -> dict[str, Any]:
    """What this check tells of the customer: only fields that were taken."""
    until = identity.valid_until
    told = {
        "name": identity.name,
        "document_kind": identity.kind.value,
        "renewed": identity.renewed,
        "valid_from": identity.valid_from.isoformat() if identity.valid_from else "",
        "valid_until": until.isoformat() if isinstance(until, date) else until or "",
        "address": identity.address,
        "mobile": mobile,
    }
    taken: dict[str, Any] = {key: value for key, value in told.items() if value}
    return taken | {"entry": identity.entry.value, "checked_on": today}


def _only_repeats(row: RowMapping, told: Mapping[str, Any]) -> bool:
    document = ("name", "document_kind", "valid_from", "valid_until", "address")
    return all(told.get(name, row[name]) == row[name] for name in document)


def _add(doing: Act, identity: Identity, mobile: str, order_no: str) -> str:
    blank = dict.fromkeys(("renewed", "valid_from", "valid_until", "address", "mobile"), "")
    values: dict[str, Any] = blank | _told(identity, mobile, hall_date(doing.at))
    values |= {
        "customer_id": new_id(),
        "organisation": identity.organisation,
        "holder": identity.holder,
        "document_number": identity.number,
        "created_at": doing.at,
        "version": 1,
        "erased_on": None,
    }
    key, customer_id = doing.desk.keys.index, str(values["customer_id"])
    doing.whose = customer_id
    doing.add(Customer, [values | customer_marks(key, values)])
    _add_event(doing, values, "added", order_no, "", before=None)
    add_tokens(doing, customer_id, tokens_of(key, values["name"]))
    return customer_id


def _change(
    doing: Act, row: RowMapping, told: Mapping[str, Any], what: str, order_no: str, reason: str
) -> None:
    doing.whose = str(row["customer_id"])
    changed = {name: value for name, value in told.items() if row[name] != value}
    if changed:
        only_checked = changed.keys() == {"checked_on"}
        what = what if only_checked or what != "checked" else "changed"
        _write(doing, row, changed, what, order_no, reason)


def _write(
    doing: Act, row: RowMapping, changed: Mapping[str, Any], what: str, order_no: str, reason: str
) -> None:
    """The row's next version, and the event that says how it came about."""
    after = dict(row) | dict(changed) | {"version": row["version"] + 1}
    key = doing.desk.keys.index
    written = {name: after[name] for name in (*changed, "version")}
    if "mobile" in changed:
        written["mobile_mark"] = contact_mark(key, after["mobile"])
    done = doing.session.connection().execute(
        update(Customer)
        .where(
            Customer.hall == doing.hall,
            Customer.customer_id == row["customer_id"],
            Customer.version == row["version"],
        )
        .values(**doing.enciphered(Customer, written))
    )
    if done.rowcount != 1:
        raise CustomerChanged
    _add_event(doing, after, what, order_no, reason, snapshot(dict(row), CUSTOMER_FIELDS))
    if "name" in changed:
        _renew_tokens(doing, row, after["name"])


def _renew_tokens(doing: Act, row: RowMapping, name: str) -> None:
    key, customer_id = doing.desk.keys.index, str(row["customer_id"])
    before, after = tokens_of(key, row["name"]), tokens_of(key, name)
    drop_tokens(doing.session, doing.hall, customer_id, before - after)
    add_tokens(doing, customer_id, after - before)


def _add_event(
    doing: Act,
    after: Mapping[str, Any],
    what: str,
    order_no: str,
    reason: str,
    before: str | None,
) -> None:
    event = {
        "customer_id": after["customer_id"],
        "seq": after["version"],
        "at": doing.at,
        "by": doing.clerk,
        "what": what,
        "order_no": order_no,
        "reason": reason,
        "before": before,
        "after": snapshot(after, CUSTOMER_FIELDS),
    }
    doing.add(CustomerEvent, [event])
