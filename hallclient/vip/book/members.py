"""Who has a VIP tier, and how guests are addressed."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from sqlalchemy import bindparam, literal_column, select, update
from sqlalchemy.orm import Session

from hallclient.base.masking import mask_number
from hallclient.customers.records import Customer
from hallclient.store.audit import Act
from hallclient.store.blind import blind
from hallclient.store.personal import cipher_of
from hallclient.vip.records.reception import VipFact, VipMember, VipMemberEvent
from hallclient.vip.rules import CardTaken, Member, addressed

ADDRESS = "address"
"""The item of the profile that says how a guest wishes to be addressed."""


_MEMBERS: Final = select(
    VipMember.customer_id,
    VipMember.tier,
    VipMember.card,
    VipMember.valid_until,
    VipMember.version,
).where(
    VipMember.hall == bindparam("of_hall"),
    VipMember.customer_id.in_(bindparam("of_customers", expanding=True)),
)
_BY_CARD: Final = select(VipMember.customer_id).where(
    VipMember.hall == bindparam("of_hall"),
    VipMember.card_mark == bindparam("of_card"),
    VipMember.card_mark != literal_column("''"),
)
"""Written out, not bound: a database uses a partial index only where it sees the condition."""

_NAMES: Final = select(
    Customer.customer_id, Customer.name, Customer.organisation, Customer.document_number
).where(
    Customer.hall == bindparam("of_hall"),
    Customer.customer_id.in_(bindparam("of_customers", expanding=True)),
)
_ASKED: Final = (
    select(VipFact.customer_id, VipFact.value)
    .where(
        VipFact.hall == bindparam("of_hall"),
        VipFact.customer_id.in_(bindparam("of_customers", expanding=True)),
        VipFact.item == ADDRESS,
    )
    .order_by(VipFact.customer_id, VipFact.version)
)


def card_mark(key: bytes, card: str) -> str:
    """By what a card is found; `key` is the index key."""
    return blind(key, "vip.card", card)


def members(session: Session, hall: str, customers: Sequence[str]) -> dict[str, Member]:
    """The tiers of these customers, lapsed ones too."""
    if not customers:
        return {}
    asked = {"of_hall": hall, "of_customers": list(customers)}
    rows = session.connection().execute(_MEMBERS, asked)
    return {row.customer_id: _member(row) for row in rows}


def member(session: Session, hall: str, customer_id: str) -> Member | None:
    """A customer's tier, None where nobody enrolled them."""
    return members(session, hall, [customer_id]).get(customer_id)


def _member(row: Any) -> Member:
    card = mask_number(row.card)
    return Member(row.customer_id, row.tier, card, row.valid_until, row.version)


def by_card(session: Session, hall: str, card: str) -> str | None:
    """The customer whose card this is."""
    if not card:
        return None
    mark = card_mark(cipher_of(session).index, card)
    asked = {"of_hall": hall, "of_card": mark}
    return session.connection().execute(_BY_CARD, asked).scalar_one_or_none()


def enrol(doing: Act, customer_id: str, tier: str, card: str, valid_until: date) -> Member:
    """A tier for a customer, or another one. Raises CardTaken.

    Nobody else writes in the hall meanwhile.
    """
    owner = by_card(doing.session, doing.hall, card)
    if owner not in (None, customer_id):
        raise CardTaken(field="card")
    before = member(doing.session, doing.hall, customer_id)
    version = 1 if before is None else before.version + 1
    values: dict[str, Any] = {
        "tier": tier,
        "card": card,
        "valid_until": valid_until,
        "version": version,
    }
    doing.whose = customer_id
    same = {"customer_id": customer_id}
    mark = {"card_mark": card_mark(doing.desk.keys.index, card)}
    if before is None:
        doing.add(VipMember, [same | values | mark])
    else:
        change = update(VipMember).where(
            VipMember.hall == doing.hall, VipMember.customer_id == customer_id
        )
        sealed = doing.enciphered(VipMember, values | mark)
        doing.session.connection().execute(change.values(**sealed))
    doing.add(VipMemberEvent, [same | values | {"at": doing.at, "by": doing.clerk}])
    doing.session.expire_all()
    return Member(customer_id, tier, mask_number(card), valid_until, version)


def addresses(session: Session, hall: str, customers: Sequence[str]) -> Mapping[str, str]:
    """How each of these customers is spoken to: as they asked to be, else by surname."""
    if not customers:
        return {}
    cipher_of(session).warm(session, hall, customers)
    asked = {"of_hall": hall, "of_customers": list(customers)}
    wishes = {row.customer_id: row.value for row in session.connection().execute(_ASKED, asked)}
    return {
        row.customer_id: addressed(
            row.name,
            wishes.get(row.customer_id, ""),
            row.document_number,
            organisation=row.organisation,
        )
        for row in session.connection().execute(_NAMES, asked)
    }
