"""VIP reception's events of a day script, straight through the services."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from hallclient.base.ids import new_id
from hallclient.play import vip_script as day
from hallclient.play.outcome import Done
from hallclient.play.parts import Event
from hallclient.play.stage import Memory, Stage
from hallclient.store.desk import Desk
from hallclient.till import book as till
from hallclient.vip import service as vip
from hallclient.vip.rules import (
    Arrive,
    Booking,
    DoStep,
    EndBooking,
    Enrol,
    GuestMissing,
    KeepFact,
    MakeBooking,
    Reception,
    ReceptionUnknown,
    TierLapsed,
    TierNone,
)

DAY = till.day_for_opening


class VipServices:
    """Carries out what a script says of VIP guests."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._does: Mapping[type, Callable[[Desk, Any], Done]] = {
            day.VipArrive: self._arrive,
            day.VipStep: self._step,
            day.VipEnrol: self._enrol,
            day.VipKeep: self._keep,
            day.VipBook: self._book,
            day.VipBookingEnd: self._end,
        }

    def knows(self, event: Event) -> bool:
        """Whether the event is VIP reception's."""
        return type(event) in self._does

    def perform(self, event: Event) -> Done:
        """Does what the event says; raises HallError when the hall refuses."""
        actor = self._stage.actor(event)
        return self._does[type(event)](self._stage.desk(actor, event.counter or 0), event)

    def _arrive(self, desk: Desk, event: day.VipArrive) -> Done:
        found = vip.recognise(desk, event.who)
        if found:
            guest = found[0]
            ask = Arrive(new_id(), guest.customer.customer_id, found_by=guest.found_by)
        elif event.anyway:
            ask = Arrive(new_id(), who=event.who, anyway=True)
        else:
            raise GuestMissing(field="guest")
        return received_as(self._stage.memory, event, _received(desk, ask, event))

    def _step(self, desk: Desk, event: day.VipStep) -> Done:
        ask = DoStep(
            new_id(),
            serial_of(self._stage.memory, event.reception),
            event.step,
            place=event.place,
            consent=event.consent,
            leaflets=event.leaflets,
            service=event.service,
            answer=event.answer,
            reason=event.reason,
        )
        return done(vip.do_step(desk, ask))

    def _enrol(self, desk: Desk, event: day.VipEnrol) -> Done:
        customer = self._customer(desk, event.reception)
        vip.enrol(desk, Enrol(new_id(), customer, event.tier, event.valid_until, event.card))
        return Done()

    def _keep(self, desk: Desk, event: day.VipKeep) -> Done:
        customer = self._customer(desk, event.reception)
        ask = KeepFact(
            new_id(), customer, event.item, event.value, event.consent, event.source
        )  # fmt: skip
        vip.keep(desk, ask)
        return Done()

    def _customer(self, desk: Desk, name: str) -> str:
        serial = serial_of(self._stage.memory, name)
        return vip.course(desk, serial).reception.customer_id

    def _book(self, desk: Desk, event: day.VipBook) -> Done:
        ask = MakeBooking(new_id(), event.kind, event.due, event.purpose, event.host, event.who)
        return booked_as(self._stage.memory, event, vip.book(desk, ask))

    def _end(self, desk: Desk, event: day.VipBookingEnd) -> Done:
        serial = self._stage.memory.bookings.get(event.booking, -1)
        ask = EndBooking(new_id(), serial, event.state, event.reason)
        return Done(str(vip.end_booking(desk, ask).serial))


def _received(desk: Desk, ask: Arrive, event: day.VipArrive) -> Reception:
    """As on the page: what is refused for its tier is asked once more, if the host so decides."""
    try:
        return vip.arrive(desk, ask, DAY)
    except (TierLapsed, TierNone):
        if not event.anyway:
            raise
    return vip.arrive(desk, replace(ask, request_id=new_id(), anyway=True), DAY)


def serial_of(memory: Memory, name: str) -> int:
    """The reception of an earlier event; raises ReceptionUnknown for one that was refused."""
    if name not in memory.receptions:
        raise ReceptionUnknown
    return memory.receptions[name]


def received_as(memory: Memory, event: Event, one: Reception) -> Done:
    """A guest has come in: later events name the reception."""
    if event.id:
        memory.receptions[event.id] = one.serial
    return done(one)


def booked_as(memory: Memory, event: Event, one: Booking) -> Done:
    """A booking was made: later events name it."""
    if event.id:
        memory.bookings[event.id] = one.serial
    return Done(str(one.serial))


def done(one: Reception) -> Done:
    """What a step leaves in the summary."""
    return Done(str(one.serial))
