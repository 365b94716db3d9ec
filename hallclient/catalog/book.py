"""The catalogue in force, for every use case that has its session open."""

from datetime import date

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from hallclient.catalog.records import CatalogueItem
from hallclient.catalog.rules import (
    PLAN,
    PROMOTION,
    Catalogue,
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
    .where(CatalogueItem.hall == bindparam("hall"))
    .order_by(CatalogueItem.what, CatalogueItem.code, CatalogueItem.version)
)


def catalogue(session: Session, hall: str) -> Catalogue:
    """Everything on sale: the defaults under the hall's own versions."""
    rows = session.connection().execute(_VERSIONS, {"hall": hall}).all()
    if not rows:
        return defaults()
    items = (
        plan_from(content) if what == PLAN else promotion_from(content) for what, content in rows
    )
    return with_items(defaults(), items)


def plans(session: Session, hall: str) -> tuple[Plan, ...]:
    """Plans on sale, the cheapest first."""
    found = (plan for plan in catalogue(session, hall).plans.values() if plan.on_sale)
    return tuple(sorted(found, key=lambda plan: (plan.monthly_fee_fen, plan.code)))


def plan(session: Session, hall: str, code: str) -> Plan:
    """A plan on sale; raises PlanUnknown."""
    return catalogue(session, hall).plan(code)


def plan_name(session: Session, hall: str, code: str) -> str:
    """The name of a plan, withdrawn ones included; the code itself when it is not known."""
    found = catalogue(session, hall).plans.get(code)
    return found.name if found else code


def promotions_for(
    session: Session, hall: str, kind: str, amount_fen: int, on: date
) -> tuple[Promotion, ...]:
    """Promotions that must be told when this amount is taken, the largest bonus first."""
    return catalogue(session, hall).offers(kind, amount_fen, on)


def set_item(doing: Act, item: Plan | Promotion) -> int:
    """Adds a version of an item and returns its number; the item has been checked."""
    what = PLAN if isinstance(item, Plan) else PROMOTION
    version = next_number(doing.session, doing.hall, f"{what}/{item.code}")
    row = {
        "what": what,
        "code": item.code,
        "version": version,
        "content": to_plain(item),
        "set_by": doing.clerk,
        "set_at": doing.at,
    }
    doing.add(CatalogueItem, [row])
    return version
