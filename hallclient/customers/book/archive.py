"""The customer archive: entered, brought up to date, changed; every change is an event."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.engine import RowMapping
from sqlalchemy.orm import Session

from hallclient.base.clock import hall_date
from hallclient.base.errors import RecordConflict
from hallclient.base.ids import new_id
from hallclient.customers.book.events import CUSTOMER_FIELDS, snapshot, values_in
from hallclient.customers.book.looking import known_row, row_of_holder, views
from hallclient.customers.book.marks import (
    add_tokens,
    contact_mark,
    customer_marks,
    drop_tokens,
    holder_mark,
    tokens_of,
)
from hallclient.customers.records import Customer, CustomerEvent
from hallclient.customers.rules import (
    ONE_HOLDER,
    CustomerChanged,
    CustomerUnknown,
    DocumentNameDiffers,
    Entry,
    Identity,
    same_name,
)
from hallclient.store.audit import Act
from hallclient.store.personal import cipher_of
from hallclient.store.turns import wait_for_turn


def check_name(session: Session, hall: str, identity: Identity, *, lock: bool = False) -> None:
    """Raises DocumentNameDiffers when this number is on file under another name.

    `lock` keeps the customer, known or new, for this unit of work: before it locks any stock.
    """
    row = (
        _locked(session, hall, identity.holder)
        if lock
        else row_of_holder(session, hall, identity.holder)
    )
    if row is not None:
        _same_holder(row, identity)


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
    row = known_row(doing.session, doing.hall, customer_id)
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
    row = known_row(doing.session, doing.hall, customer_id)
    doing.whose = customer_id
    _write(doing, row, {}, what, "", reason)


def _locked(session: Session, hall: str, holder: str) -> RowMapping | None:
    """The holder's row, locked; where there is none yet, the right to add it."""
    row = row_of_holder(session, hall, holder, lock=True)
    if row is None:
        mark = holder_mark(cipher_of(session).index, holder)
        wait_for_turn(session, f"customer/{hall}/{mark}")
        row = row_of_holder(session, hall, holder, lock=True)
    return row


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
