"""Numbers in service: opened, changed, given a new card, and put back when an order is reversed."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final, Literal

from sqlalchemy import bindparam, select, update
from sqlalchemy.engine import RowMapping
from sqlalchemy.orm import Session

from hallclient.base.ids import new_id
from hallclient.customers.book.events import SUBSCRIPTION_FIELDS, snapshot, values_in
from hallclient.customers.book.marks import IN_SERVICE, number_mark, subscription_marks
from hallclient.customers.records import Subscription, SubscriptionEvent
from hallclient.customers.rules import (
    Identity,
    SubscriptionChanged,
    SubscriptionExists,
    SubscriptionLater,
    SubscriptionState,
    SubscriptionUnknown,
    SubscriptionView,
)
from hallclient.store.audit import Act
from hallclient.store.personal import cipher_of

Effective = Literal["now", "next-month"]

_LIVE: Final = select(Subscription.__table__).where(
    Subscription.hall == bindparam("of_hall"),
    Subscription.mobile_mark == bindparam("of_mobile"),
    IN_SERVICE,
)


def subscription(session: Session, hall: str, mobile: str) -> SubscriptionView | None:
    """The number in service, or None when this hall's books do not know it."""
    row = _live(session, hall, mobile)
    return None if row is None else _view(row)


def subscriptions_of(session: Session, hall: str, customer_id: str) -> tuple[SubscriptionView, ...]:
    """All numbers of a customer, those no longer in service included, oldest first."""
    query = (
        select(Subscription.__table__)
        .where(Subscription.hall == hall, Subscription.customer_id == customer_id)
        .order_by(Subscription.opened_at, Subscription.subscription_id)
    )
    return tuple(_view(row) for row in session.connection().execute(query).mappings())


def open_subscription(
    doing: Act,
    customer_id: str,
    identity: Identity,
    mobile: str,
    iccid: str,
    plan: str,
    *,
    order_no: str = "",
) -> str:
    """Puts a number into service for a customer; returns the subscription's id.

    Also for a number opened elsewhere that is served here for the first time: then `iccid` and
    `plan` may be "". Raises SubscriptionExists.
    """
    if _live(doing.session, doing.hall, mobile) is not None:
        raise SubscriptionExists(field="mobile")
    values: dict[str, Any] = {
        "subscription_id": new_id(),
        "customer_id": customer_id,
        "holder": identity.holder,
        "mobile": mobile,
        "iccid": iccid,
        "plan": plan,
        "next_plan": "",
        "next_plan_from": None,
        "state": SubscriptionState.ACTIVE.value,
        "opened_at": doing.at,
        "version": 1,
    }
    marks = subscription_marks(doing.desk.keys.index, values)
    doing.add(Subscription, [values | marks], whose=customer_id)
    _add_event(doing, values, "opened", order_no, before=None)
    return str(values["subscription_id"])


def change_plan(
    doing: Act,
    mobile: str,
    plan: str,
    effective: Effective,
    effective_on: date,
    *,
    order_no: str = "",
) -> None:
    """Changes the plan of a number, at once or from `effective_on` (the next month's first day).

    A change that waited and has come due by then is settled first. Raises SubscriptionUnknown,
    SubscriptionChanged.
    """
    row = _live_or_refuse(doing, mobile)
    if effective == "now":
        changed: dict[str, Any] = {"plan": plan, "next_plan": "", "next_plan_from": None}
    else:
        waiting = row["next_plan_from"]
        overdue = waiting is not None and waiting < effective_on
        settled = row["next_plan"] if overdue else row["plan"]
        changed = {"plan": settled, "next_plan": plan, "next_plan_from": effective_on}
    _change(doing, row, changed, "plan", order_no)


def end_subscription(doing: Act, subscription_id: str, *, order_no: str = "") -> str:
    """Takes a number out of service (停止服务); the period after which data are erased begins.

    Returns its customer's id. Raises SubscriptionUnknown, SubscriptionChanged.
    """
    known = select(Subscription.state).where(
        Subscription.hall == doing.hall, Subscription.subscription_id == subscription_id
    )
    if doing.session.connection().execute(known).scalar_one_or_none() != SubscriptionState.ACTIVE:
        raise SubscriptionUnknown(field="subscriptions")
    row = _by_id(doing, subscription_id)
    _change(doing, row, {"state": SubscriptionState.ENDED.value}, "ended", order_no)
    return str(row["customer_id"])


def replace_sim(doing: Act, mobile: str, new_iccid: str, *, order_no: str = "") -> str:
    """Puts the number on a new card; returns the old card's number, which is dead from now on.

    "" when the old card was never on these books. Raises SubscriptionUnknown,
    SubscriptionChanged.
    """
    row = _live_or_refuse(doing, mobile)
    _change(doing, row, {"iccid": new_iccid}, "sim", order_no)
    return str(row["iccid"])


def undo_subscription(doing: Act, order_no: str, *, reversal_no: str = "") -> tuple[str, ...]:
    """Puts back whatever an order did to numbers in service; returns the mobiles it touched.

    An order that did nothing to them, or was undone before, changes nothing.

    Args:
        reversal_no: the reversing order's number, for the record.
    Raises:
        SubscriptionLater: a later order changed the same number; that one goes first.
    """
    table = SubscriptionEvent
    touched = select(table.subscription_id).where(
        table.hall == doing.hall, table.order_no == order_no, table.undoes.is_(None)
    )
    ids = sorted(set(doing.session.scalars(touched)))
    return tuple(
        mobile for each in ids if (mobile := _undo_one(doing, each, order_no, reversal_no))
    )


def _undo_one(doing: Act, subscription_id: str, order_no: str, reversal_no: str) -> str:
    standing = _standing_events(doing, subscription_id)
    row = _by_id(doing, subscription_id)
    undone = ""
    while standing and standing[-1]["order_no"] == order_no:
        event = standing.pop()
        before = event["before"]
        changed = values_in(before) if before else {"state": SubscriptionState.UNDONE.value}
        _change(doing, row, changed, "undone", reversal_no or order_no, undoes=event["seq"])
        row = _by_id(doing, subscription_id)
        undone = str(row["mobile"])
    if any(event["order_no"] == order_no for event in standing):
        raise SubscriptionLater
    return undone


def _standing_events(doing: Act, subscription_id: str) -> list[RowMapping]:
    """The events of a number that were not undone, oldest first."""
    query = (
        select(SubscriptionEvent.__table__)
        .where(
            SubscriptionEvent.hall == doing.hall,
            SubscriptionEvent.subscription_id == subscription_id,
        )
        .order_by(SubscriptionEvent.seq)
    )
    events = doing.session.connection().execute(query).mappings().all()
    undone = {event["undoes"] for event in events}
    return [event for event in events if event["undoes"] is None and event["seq"] not in undone]


def _by_id(doing: Act, subscription_id: str) -> RowMapping:
    query = select(Subscription.__table__).where(
        Subscription.hall == doing.hall, Subscription.subscription_id == subscription_id
    )
    return doing.session.connection().execute(query).mappings().one()


def _live(session: Session, hall: str, mobile: str) -> RowMapping | None:
    mark = number_mark(cipher_of(session).index, mobile)
    found = session.connection().execute(_LIVE, {"of_hall": hall, "of_mobile": mark})
    return found.mappings().first()


def _live_or_refuse(doing: Act, mobile: str) -> RowMapping:
    row = _live(doing.session, doing.hall, mobile)
    if row is None:
        raise SubscriptionUnknown(field="mobile")
    return row


def _view(row: RowMapping) -> SubscriptionView:
    return SubscriptionView(
        subscription_id=row["subscription_id"],
        mobile=row["mobile"],
        customer_id=row["customer_id"],
        plan=row["plan"],
        next_plan=row["next_plan"],
        next_plan_from=row["next_plan_from"],
        iccid=row["iccid"],
        state=SubscriptionState(row["state"]),
        opened_at=row["opened_at"],
        holder=row["holder"],
    )


def _change(
    doing: Act,
    row: RowMapping,
    changed: Mapping[str, Any],
    what: str,
    order_no: str,
    undoes: int | None = None,
) -> None:
    after = dict(row) | dict(changed) | {"version": row["version"] + 1}
    written = {name: after[name] for name in (*changed, "version")}
    if changed.keys() & {"holder", "mobile"}:
        written |= subscription_marks(doing.desk.keys.index, after)
    done = doing.session.connection().execute(
        update(Subscription)
        .where(
            Subscription.hall == doing.hall,
            Subscription.subscription_id == row["subscription_id"],
            Subscription.version == row["version"],
        )
        .values(**doing.enciphered(Subscription, written, whose=after["customer_id"]))
    )
    if done.rowcount != 1:
        raise SubscriptionChanged(field="mobile")
    before = snapshot(dict(row), SUBSCRIPTION_FIELDS)
    _add_event(doing, after, what, order_no, before, undoes)


def _add_event(
    doing: Act,
    after: Mapping[str, Any],
    what: str,
    order_no: str,
    before: str | None,
    undoes: int | None = None,
) -> None:
    event = {
        "subscription_id": after["subscription_id"],
        "seq": after["version"],
        "at": doing.at,
        "by": doing.clerk,
        "what": what,
        "order_no": order_no,
        "undoes": undoes,
        "before": before,
        "after": snapshot(after, SUBSCRIPTION_FIELDS),
    }
    doing.add(SubscriptionEvent, [event], whose=after["customer_id"])
