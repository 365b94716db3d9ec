"""Recognising a guest (识别), and giving customers their tier."""

from datetime import date

from hallclient.base.clock import hall_date
from hallclient.base.text import typed_number
from hallclient.customers import book as customers
from hallclient.customers.rules import CustomerView
from hallclient.staff import book as staff
from hallclient.store.audit import act
from hallclient.store.desk import Desk
from hallclient.vip.book import members
from hallclient.vip.rules import (
    Enrol,
    FoundBy,
    Guest,
    Member,
    card_from,
    entitled,
    term_from,
    tier_of,
)
from hallclient.vip.rules.errors import CardMalformed
from hallclient.vip.service.desk import customer_subject


def recognise(desk: Desk, text: str) -> tuple[Guest, ...]:
    """Who a guest is, by VIP card, mobile, document or name; those with a tier come first.

    For somebody who is present: that it was asked is on no record, that they came in is.
    Raises NotPermitted.
    """
    today = hall_date(desk.now())
    with desk.read() as session:
        staff.require(session, desk, "vip.receive")
        owner = members.by_card(session, desk.hall, _card(text))
        if owner is not None:
            by = FoundBy.CARD
            found: tuple[CustomerView, ...] = (customers.by_id(session, desk.hall, owner),)
        else:
            found = customers.find(session, desk.hall, text)
            number = typed_number(text).removeprefix("+86")
            by = FoundBy.NUMBER if any(char.isdigit() for char in number) else FoundBy.NAME
        ids = [view.customer_id for view in found]
        tiers = members.members(session, desk.hall, ids)
        names = members.addresses(session, desk.hall, ids)
    guests = [
        Guest(view, member, names.get(view.customer_id, ""), by, lapsed=_lapsed(member, today))
        for view in found
        for member in (tiers.get(view.customer_id),)
    ]
    return tuple(sorted(guests, key=lambda guest: not entitled(guest.member, today)))


def _lapsed(member: Member | None, today: date) -> bool:
    return member is not None and not entitled(member, today)


def _card(text: str) -> str:
    try:
        return card_from(text)
    except CardMalformed:
        return ""


def enrol(desk: Desk, ask: Enrol) -> Member | None:
    """Gives a customer a tier (等级), or another one, with its card and its last day.

    Raises TierUnknown, DateMalformed, EnrolledInPast, CardMalformed, CardTaken, CustomerUnknown,
    NotPermitted: nothing was written.
    """
    tier, card = tier_of(ask.tier), card_from(ask.card)
    with act(desk, "vip.enrol", ask.request_id) as doing:
        if doing.earlier is None:
            staff.require(doing.session, desk, "vip.keep")
            until = term_from(ask.valid_until, hall_date(doing.at))
            customers.by_id(doing.session, doing.hall, ask.customer_id)
            members.enrol(doing, ask.customer_id, tier.code, card, until)
            doing.subject = customer_subject(ask.customer_id)
        return members.member(doing.session, doing.hall, ask.customer_id)
