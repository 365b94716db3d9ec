"""The catalogue in force, for every use case that has its session open."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from hallclient.catalog.records import CatalogueItem
from hallclient.catalog.rules import (
    PLAN,
    PROMOTION,
    Catalogue,
    ItemVersion,
    Plan,
    Promotion,
    defaults,
    plan_from,
    promotion_from,
    to_plain,
    with_items,
)
from hallclient.store.audit import Act
from hallclient.store.sequences import next_number

# built once: it runs in every order
_VERSIONS = (
    select(CatalogueItem.what, CatalogueItem.content)
    .where(
        CatalogueItem.hall == bindparam("hall"),
        CatalogueItem.effective_from <= bindparam("on"),
    )
    .order_by(CatalogueItem.effective_from, CatalogueItem.version)
)


def catalogue(session: Session, hall: str, on: date) -> Catalogue:
    """All that is known on a business day: the defaults under the hall's own versions."""
    rows = session.connection().execute(_VERSIONS, {"hall": hall, "on": on}).all()
    if not rows:
        return defaults()
    return with_items(defaults(), (_item(what, content) for what, content in rows))


def plans(session: Session, hall: str, on: date) -> tuple[Plan, ...]:
    """Plans on sale, the cheapest first."""
    found = (plan for plan in catalogue(session, hall, on).plans.values() if plan.on_sale)
    return tuple(sorted(found, key=lambda plan: (plan.monthly_fee_fen, plan.code)))


def plan(session: Session, hall: str, code: str, on: date) -> Plan:
    """A plan on sale; raises PlanUnknown."""
    return catalogue(session, hall, on).plan(code)


def plan_name(session: Session, hall: str, code: str, on: date) -> str:
    """The name of a plan, withdrawn ones included; the code itself when it is not known."""
    found = catalogue(session, hall, on).plans.get(code)
    return found.name if found else code


def promotions_for(
    session: Session, hall: str, kind: str, amount_fen: int, on: date
) -> tuple[Promotion, ...]:
    """Promotions that must be told when this amount is taken, the largest bonus first."""
    return catalogue(session, hall, on).offers(kind, amount_fen, on)


def versions(session: Session, hall: str) -> tuple[ItemVersion, ...]:
    """Every version of every item, in the order decided."""
    rows = session.scalars(
        select(CatalogueItem)
        .where(CatalogueItem.hall == hall)
        .order_by(CatalogueItem.set_at, CatalogueItem.what, CatalogueItem.version)
    )
    return tuple(_version(row) for row in rows)


def newest(session: Session, hall: str, item: Plan | Promotion) -> ItemVersion | None:
    """The last version that was decided of an item, in force or not; None before the first."""
    query = select(CatalogueItem).where(
        CatalogueItem.hall == hall,
        CatalogueItem.what == _what(item),
        CatalogueItem.code == item.code,
    )
    row = session.scalars(query.order_by(CatalogueItem.version.desc()).limit(1)).first()
    return None if row is None else _version(row)


def set_item(doing: Act, item: Plan | Promotion, effective_from: date) -> int:
    """Adds a version of an item and returns its number; the item has been checked."""
    what = _what(item)
    version = next_number(doing.session, doing.hall, f"{what}/{item.code}")
    row = {
        "what": what,
        "code": item.code,
        "version": version,
        "effective_from": effective_from,
        "content": to_plain(item),
        "set_by": doing.clerk,
        "set_at": doing.at,
    }
    doing.add(CatalogueItem, [row])
    return version


def _what(item: Plan | Promotion) -> str:
    return PLAN if isinstance(item, Plan) else PROMOTION


def _version(row: CatalogueItem) -> ItemVersion:
    return ItemVersion(
        item=_item(row.what, row.content),
        version=row.version,
        effective_from=row.effective_from,
        set_by=row.set_by,
        set_at=row.set_at,
    )


def _item(what: str, content: Mapping[str, Any]) -> Plan | Promotion:
    return plan_from(content) if what == PLAN else promotion_from(content)
