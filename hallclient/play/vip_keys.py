"""A host's hands at the page of VIP reception: who is at the door, then step by step."""

from typing import Final

from PySide6.QtCore import Qt

from hallclient.app.client import Client
from hallclient.play import vip_script as day
from hallclient.play.floor import Floor, field
from hallclient.play.keys import NotQuiet, choose, press, type_text
from hallclient.play.outcome import Done
from hallclient.play.parts import Event
from hallclient.play.vip_hands import booked_as, received_as, serial_of
from hallclient.staff.permissions import PERMISSIONS
from hallclient.staff.rules import NotPermitted
from hallclient.vip.page.profile import ENROL, KEEP
from hallclient.vip.page.vip import DAY, RECEPTION, VipPage
from hallclient.vip.page.words import FIELDS
from hallclient.vip.rules import (
    STATE_NAMES,
    BookingUnknown,
    FactUnknown,
    GuestMissing,
    ReceptionUnknown,
    State,
    Step,
    StepDone,
    StepOutOfOrder,
    TierLapsed,
    TierNone,
)

_TYPED: Final = ("leaflets", "reason")
_CHOSEN: Final = ("place", "service", "answer")


class VipHands:
    """Works the page of VIP reception."""

    def __init__(self, floor: Floor) -> None:
        self._floor = floor
        self._memory = floor.stage.memory

    def arrive(self, event: day.VipArrive) -> Done:
        """F2, what is said at the door, Enter, Enter; Ctrl+Enter for who has no tier."""
        client, page = self._page(event, RECEPTION)
        before = {one.serial for one in page.guests.ui.here.rows()}
        press(page, Qt.Key.Key_F2)
        type_text(field(page, "guest"), event.who)
        press(field(page, "guest"), Qt.Key.Key_Return)
        self._floor.settle(client)
        if page.guests.ui.found.rows():
            press(page.guests.ui.found, Qt.Key.Key_Return)
            self._floor.settle(client)
            if isinstance(page.refused, TierLapsed | TierNone) and event.anyway:
                press(page, Qt.Key.Key_Return, control=True)
                self._floor.settle(client)
        elif event.anyway:
            press(field(page, "guest"), Qt.Key.Key_Return)
            self._floor.settle(client)
        else:
            raise GuestMissing(field="guest")
        self._floor.refuse(page)
        came = [one for one in page.guests.ui.here.rows() if one.serial not in before]
        if len(came) != 1:
            raise NotQuiet("nobody came in")
        return received_as(self._memory, event, came[0])

    def step(self, event: day.VipStep) -> Done:
        """The guest, the step, what it asks for, Ctrl+Enter."""
        client, page = self._page(event, RECEPTION)
        serial = self._front(client, page, event.reception)
        self._offered(page, event.step)
        ui = page.guests.ui
        choose(ui.step, event.step)
        asked = FIELDS.get(event.step, ())
        for name in asked:
            value = getattr(event, name, "")
            if name in _CHOSEN and not choose(getattr(ui, name), value):
                getattr(ui, name).set_value(None)
            elif name in _TYPED:
                type_text(field(page, name), value)
        if "consent" in asked and ui.consent.isChecked() != event.consent:
            press(ui.consent, Qt.Key.Key_Space)
        self._floor.primary(client, page)
        return Done(str(serial))

    def enrol(self, event: day.VipEnrol) -> Done:
        """Tier, last day, card, F11."""
        client, page = self._page(event, RECEPTION)
        self._front(client, page, event.reception)
        ui = page.file.ui
        choose(ui.deed, ENROL)
        choose(ui.tier, event.tier) or ui.tier.set_value(None)
        type_text(field(page, "valid_until"), event.valid_until)
        type_text(field(page, "card"), event.card)
        return self._put_on_file(client, page)

    def keep(self, event: day.VipKeep) -> Done:
        """The item, what is known, where from, the consent, F11."""
        client, page = self._page(event, RECEPTION)
        self._front(client, page, event.reception)
        ui = page.file.ui
        items = [fact.item for fact in ui.facts.rows()]
        if event.item not in items:
            raise FactUnknown(field="item")
        choose(ui.deed, KEEP)
        ui.facts.selectRow(items.index(event.item))
        type_text(field(page, "value"), event.value)
        if ui.source.isEnabled():
            choose(ui.source, event.source) or ui.source.set_value(None)
            if ui.agreed.isChecked() != event.consent:
                press(ui.agreed, Qt.Key.Key_Space)
        return self._put_on_file(client, page)

    def book(self, event: day.VipBook) -> Done:
        """What is booked, who, when, what for, by whom they are received, Ctrl+Enter."""
        client, page = self._page(event, DAY)
        choose(page.day.ui.deed, event.kind)
        for name, text in (
            ("visitor", event.who), ("at", event.due), ("purpose", event.purpose),
            ("host", event.host),
        ):  # fmt: skip
            type_text(field(page, name), text)
        self._floor.primary(client, page)
        if page.booked is None:
            raise NotQuiet("nothing was booked")
        return booked_as(self._memory, event, page.booked)

    def end(self, event: day.VipBookingEnd) -> Done:
        """The booking, what became of it, why, Ctrl+Enter."""
        client, page = self._page(event, DAY)
        serial = self._memory.bookings.get(event.booking, -1)
        rows = [one.serial for one in page.day.ui.bookings.rows()]
        if serial not in rows:
            raise BookingUnknown
        page.day.ui.bookings.selectRow(rows.index(serial))
        choose(page.day.ui.deed, event.state)
        if page.day.ui.ended_because.isVisible():
            type_text(field(page, "ended_because"), event.reason)
        self._floor.primary(client, page)
        return Done(str(serial))

    # -- inside -------------------------------------------------------------------------

    def _page(self, event: Event, part: int) -> tuple[Client, VipPage]:
        client = self._floor.client(event.counter or 0, self._floor.stage.actor(event))
        page = self._floor.page(client, "vip", VipPage, permission="vip.receive")
        page.ui.parts.setCurrentIndex(part)
        page.refresh()
        self._floor.settle(client)
        page.clear_errors()
        return client, page

    def _front(self, client: Client, page: VipPage, name: str) -> int:
        serial = serial_of(self._memory, name)
        if serial not in [one.serial for one in page.guests.ui.here.rows()]:
            raise StepOutOfOrder(state=STATE_NAMES[State.GONE])
        page.guests.select(serial)
        self._floor.settle(client)
        return serial

    def _offered(self, page: VipPage, step: Step) -> None:
        """The page offers only steps that come now; what it does not offer is not asked for."""
        course = page.guests.course
        if course is None:
            raise ReceptionUnknown
        stands = course.reception.standing
        if step in page.guests.offered:
            return
        if step in stands.done:
            raise StepDone
        raise StepOutOfOrder(state=STATE_NAMES[stands.state])

    def _put_on_file(self, client: Client, page: VipPage) -> Done:
        if not page.file.ui.keep.isEnabled():
            raise NotPermitted(permission=PERMISSIONS["vip.keep"])
        press(page, Qt.Key.Key_F11)
        self._floor.settle(client)
        self._floor.refuse(page)
        return Done()
