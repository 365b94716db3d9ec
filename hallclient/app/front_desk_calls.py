"""The callables of the front desk: triage, enquiries and complaints, bound to a seat."""

from typing import TYPE_CHECKING

from hallclient.care import service as care
from hallclient.customers import service as customers
from hallclient.queue.page.front_desk_calls import FrontDeskCalls, KnownVisitor
from hallclient.queue.service import guiding
from hallclient.till import book as till

if TYPE_CHECKING:
    from hallclient.app.backstage import Seat
    from hallclient.app.client import Client
    from hallclient.store.desk import Desk

DAY = till.day_for_opening


def front_desk_calls(client: "Client", seat: "Seat") -> FrontDeskCalls:
    """What the front desk may ask for."""
    desk = seat.desk
    return FrontDeskCalls(
        guide=lambda ask: guiding.guide(desk, ask, DAY),
        crowded=lambda: guiding.crowded_lines(desk),
        sent_back=lambda: guiding.sent_back(desk),
        recognise=lambda text, request_id: recognised(desk, text, request_id),
        open_matters=lambda: care.open_matters(desk, till.open_day),
        course=lambda number: care.course(desk, number),
        room_free=lambda: care.room_free(desk, till.open_day),
        colleagues=lambda: named_colleagues(desk),
        open_enquiry=lambda ask: care.open_enquiry(desk, ask, DAY),
        take_complaint=lambda ask: care.take_complaint(desk, ask, DAY),
        take_opinion=lambda ask: care.take_opinion(desk, ask, DAY),
        report_incident=lambda ask: care.report_incident(desk, ask, DAY),
        hand_over=lambda ask: care.hand_over(desk, ask),
        accept=lambda ask: care.accept(desk, ask),
        decline=lambda ask: care.decline(desk, ask),
        take_over=lambda ask: care.take_over(desk, ask),
        promise=lambda ask: care.promise(desk, ask),
        add_note=lambda ask: care.note(desk, ask),
        recommend=lambda ask: care.recommend(desk, ask),
        call_in=lambda ask: care.call_in(desk, ask, till.open_day),
        guest_left=lambda ask: care.guest_left(desk, ask, till.open_day),
        close=lambda ask: care.close(desk, ask),
        printed=client.print_papers,
        code=seat.person.code,
        may_oversee="care.oversee" in seat.person.permissions,
    )


def recognised(desk: "Desk", text: str, request_id: str) -> tuple[KnownVisitor, ...]:
    """Who is on file under a number, masked; that it was looked up is on record."""
    return tuple(
        KnownVisitor(one.customer_id, f"{one.name} {one.mobile}".strip())
        for one in customers.look_up(desk, text, request_id)
    )


def named_colleagues(desk: "Desk") -> tuple[tuple[str, str], ...]:
    """Who is at work, by code with the name."""
    return tuple((who.code, f"{who.code} {who.name}") for who in care.colleagues(desk))
