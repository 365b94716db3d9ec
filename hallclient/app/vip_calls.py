"""The callables of VIP reception, bound to a seat."""

from typing import TYPE_CHECKING

from hallclient.till import book as till
from hallclient.vip import service as vip
from hallclient.vip.page.calls import VipCalls
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
        sheet=lambda: vip.day_sheet(desk),
        drinks=lambda serials: bar.drinks_of(desk, serials),
        may_keep=may_keep,
    )
