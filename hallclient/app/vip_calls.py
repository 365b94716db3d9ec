"""The callables of VIP reception, bound to a seat."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from hallclient.base.clock import hall_date
from hallclient.base.language import tr
from hallclient.till import book as till
from hallclient.vip import service as vip
from hallclient.vip.page.calls import VipCalls
from hallclient.vip.rules import DaySheet
from hallclient.vip.rules.bar import OUTCOME_NAMES, DrinkOrder
from hallclient.vip.rules.bar_standard import lounge_standard
from hallclient.vip.service import bar

if TYPE_CHECKING:
    from hallclient.store.desk import Desk

DAY = till.day_for_opening


def vip_calls(desk: "Desk", *, may_keep: bool) -> VipCalls:
    """What the page of VIP reception may ask for."""
    return VipCalls(
        now=desk.now,
        recognise=lambda text: vip.recognise(desk, text),
        arrive=lambda ask: vip.arrive(desk, ask, DAY),
        here=lambda: vip.guests_here(desk),
        course=lambda serial: vip.course(desk, serial),
        do_step=lambda ask: vip.do_step(desk, ask),
        guest_card=lambda customer_id: vip.guest_card(desk, customer_id),
        keep=lambda ask: vip.keep(desk, ask),
        show_full=lambda ask: vip.show_full(desk, ask),
        enrol=lambda ask: vip.enrol(desk, ask),
        today=lambda: vip.today(desk),
        bookings=lambda: vip.open_bookings(desk),
        book=lambda ask: vip.book(desk, ask),
        end_booking=lambda ask: vip.end_booking(desk, ask),
        sheet=lambda: _sheet(desk),
        drinks=lambda serials: _drinks(desk, serials),
        may_keep=may_keep,
    )


def _sheet(desk: "Desk") -> DaySheet:
    """The sheet of the open business day, of today where none is open."""
    with desk.read() as session:
        day = till.open_day(session, desk.hall)
    return vip.day_sheet(desk, day or hall_date(desk.now()))


def _drinks(desk: "Desk", serials: Sequence[int]) -> Mapping[int, str]:
    """The last drink of each reception and how it stands, in words."""
    with desk.read() as session:
        day = till.open_day(session, desk.hall)
    if day is None or not serials:
        return {}
    orders = bar.orders(desk, day)
    return {one.reception: _drink(one) for one in orders if one.reception in serials}


def _drink(one: DrinkOrder) -> str:
    goods = lounge_standard().goods.get(one.goods)
    name = goods.text if goods is not None else one.goods
    state = tr(OUTCOME_NAMES[one.outcome]) if one.outcome is not None else tr("ordered")
    return f"{name} {state}".strip()
