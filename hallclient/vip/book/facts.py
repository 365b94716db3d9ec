"""What is kept of guests: read, written as a new version, found on its day."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from hallclient.store.audit import Act
from hallclient.store.blind import blind
from hallclient.store.personal import cipher_of
from hallclient.vip.records.reception import VipDay, VipFact
from hallclient.vip.rules import Fact, FactChanged, FactUnchanged, Item, day_key, shown
from hallclient.vip.rules.facts import item_named


def facts_of(
    session: Session, hall: str, customer_id: str, *, full: bool = False
) -> dict[str, Fact]:
    """The last version of everything that is kept of a guest, masked unless `full`."""
    cipher_of(session).warm(session, hall, [customer_id])
    query = (
        select(VipFact)
        .where(VipFact.hall == hall, VipFact.customer_id == customer_id)
        .order_by(VipFact.item, VipFact.version)
    )
    return {row.item: _fact(row, full=full) for row in session.scalars(query)}


def _fact(row: VipFact, *, full: bool) -> Fact:
    value, hidden = (row.value, False) if full else shown(item_named(row.item), row.value)
    return Fact(row.item, value, hidden, row.source, row.by, row.at, row.version)


def write(
    doing: Act,
    customer_id: str,
    item: Item,
    value: str,
    *,
    source: str,
    based_on: int | None,
) -> int:
    """A new version of one item; its number. Raises FactUnchanged, FactChanged.

    Nobody else writes in the hall meanwhile.
    """
    before = facts_of(doing.session, doing.hall, customer_id, full=True).get(item.code)
    version = 0 if before is None else before.version
    if based_on is not None and based_on != version:
        raise FactChanged
    if value == ("" if before is None else before.value):
        raise FactUnchanged(field="value")
    doing.whose = customer_id
    row: dict[str, Any] = {
        "customer_id": customer_id,
        "item": item.code,
        "version": version + 1,
        "value": value,
        "consent": bool(value) and item.needs_consent,
        "source": source if item.needs_consent and value else "",
        "at": doing.at,
        "by": doing.clerk,
    }
    doing.add(VipFact, [row])
    _mark(doing, customer_id, item, value)
    return version + 1


def _mark(doing: Act, customer_id: str, item: Item, value: str) -> None:
    mark = day_mark(doing.desk.keys.index, item.code, day_key(item, value))
    same = (
        VipDay.hall == doing.hall,
        VipDay.customer_id == customer_id,
        VipDay.item == item.code,
    )
    changed = doing.session.connection().execute(update(VipDay).where(*same).values(mark=mark))
    if not changed.rowcount and item.form != "text":
        doing.add(VipDay, [{"customer_id": customer_id, "item": item.code, "mark": mark}])


def day_mark(key: bytes, item: str, day: str) -> str:
    """By what a day is found; `key` is the index key."""
    return blind(key, f"vip.{item}", day)


def on_days(
    session: Session, hall: str, item: str, keys: Sequence[str]
) -> tuple[tuple[str, str], ...]:
    """Customers whose item falls on one of these days, each with the day."""
    index = cipher_of(session).index
    days = {day_mark(index, item, key): key for key in keys}
    query = select(VipDay.customer_id, VipDay.mark).where(
        VipDay.hall == hall, VipDay.item == item, VipDay.mark.in_(days)
    )
    found = session.execute(query.order_by(VipDay.customer_id))
    return tuple((row.customer_id, days[row.mark]) for row in found)
