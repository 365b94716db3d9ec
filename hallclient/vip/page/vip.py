"""VIP reception on one page: who is here, what comes next, what is known of the guest."""

from dataclasses import replace
from functools import partial
from typing import ClassVar

from PySide6.QtCore import Qt, QTimer

from hallclient.base.errors import HallError
from hallclient.base.ids import new_id
from hallclient.base.language import N_, labelled, tr
from hallclient.ui.forms.vip import Ui_Vip
from hallclient.ui.forms.vip_reception import Ui_VipReception
from hallclient.ui.forms.vip_sheet import Ui_VipSheet
from hallclient.ui.jobs import Lanes
from hallclient.ui.page import Page
from hallclient.vip.page.calls import VipCalls
from hallclient.vip.page.day import DayPanel
from hallclient.vip.page.profile import ProfilePanel
from hallclient.vip.page.reception import ReceptionPanel
from hallclient.vip.page.words import CARD_COLUMNS, SHEET_COLUMNS, totals_words
from hallclient.vip.rules import (
    STEP_NAMES,
    Arrive,
    Booking,
    BookingKind,
    BookingState,
    DaySheet,
    Guest,
    Reception,
    Step,
    TierLapsed,
    TierNone,
    vip_standard,
)

RECEPTION, DAY, SHEET, CARD = 0, 1, 2, 3
KEYS = (
    ("F4", Step.DRINK),
    ("F5", Step.TALKED),
    ("F6", Step.CALL),
    ("F7", Step.DEMO),
    ("F8", Step.RECOMMENDED),
    ("F9", Step.LEFT),
)
"""Steps that may come out of turn."""


class VipPage(Page):
    """A guest from the door to the door (接待): Enter recognises, Ctrl+Enter does the next step."""

    title = N_("VIP reception")
    primary_text = N_("Done")
    field_names: ClassVar = {"who": "visitor", "item": "facts", "reply": "answer"}
    follows = frozenset({"vip", "bar"})

    def __init__(self, calls: VipCalls, lanes: Lanes) -> None:
        super().__init__(lanes)
        self._calls = calls
        self._request_id = new_id()
        self.booked: Booking | None = None
        """The booking last put on record."""
        self.ui = self.set_form(Ui_Vip)
        form = Ui_VipReception()
        self.add_form(form, self.ui.reception)
        self.guests = ReceptionPanel(self, form, calls)
        self.file = ProfilePanel(self, form, calls)
        self.day = DayPanel(self, self.ui.day, calls)
        self.rows = Ui_VipSheet()
        self.add_form(self.rows, self.ui.sheet)
        self.rows.rows.set_columns(SHEET_COLUMNS, empty=N_("No guest was received today."))
        self.ui.acts.set_columns(CARD_COLUMNS)
        self.ui.acts.set_rows(vip_standard().card)
        self._clock = QTimer(self)
        self._clock.setInterval(1000)
        self._clock.timeout.connect(self._tick)
        self._connect()

    @property
    def part(self) -> int:
        """Which part is in front."""
        return int(self.ui.parts.currentIndex())

    def opened(self) -> None:
        self._clock.start()
        self._read()

    def retranslate(self) -> None:
        self.guests.retranslate()
        self.file.retranslate()
        self.ui.acts.retranslate()

    def back(self) -> None:
        """Esc: back to the guests, or the search given up."""
        if self.part != RECEPTION:
            self.ui.parts.setCurrentIndex(RECEPTION)
        elif self.guests.ui.found.rows() or self.guests.anyway is not None:
            self.guests.forget_found()
            self.clear_errors()
            self._name_primary()
            self.guests.ui.guest.setFocus()
        else:
            super().back()

    def on_primary(self) -> None:
        if self.busy:
            return
        if self.part == DAY:
            self.run(self.lanes.write, self.day.work(self._request_id), self._booked)
        elif self.guests.anyway is not None:
            self._arrive(self.guests.anyway)
        elif self.part == RECEPTION:
            self._do_step()

    def recognise(self) -> None:
        """Enter in the field: who is at the door; once more: received by that name."""
        text = self.guests.ui.guest.text().strip()
        if self.guests.anyway is not None and self.guests.anyway.who == text:
            self._arrive(self.guests.anyway)
        elif text and not self.busy:
            find = self._calls.recognise
            self.run(self.lanes.read, partial(find, text), self._recognised)

    def do(self, step: Step) -> None:
        """A step out of turn, by its key."""
        self.ui.parts.setCurrentIndex(RECEPTION)
        self.guests.choose(step)

    # -- inside -------------------------------------------------------------------------

    def _connect(self) -> None:
        form, queued = self.guests.ui, Qt.ConnectionType.QueuedConnection
        form.guest.returnPressed.connect(self.recognise, queued)
        form.guest.textEdited.connect(lambda _text: self._retyped())
        form.found.row_chosen.connect(self._come_in, queued)
        form.here.row_changed.connect(lambda one: self.file.read(_customer(one)))
        self.ui.parts.currentChanged.connect(lambda _part: self._turn())
        self.add_key("F2", N_("Somebody is at the door"), self._to_door)
        for key, step in KEYS:
            self.add_key(key, STEP_NAMES[step], partial(self.do, step))
        for keys, text, part in (
            ("Ctrl+1", N_("Guests here"), RECEPTION),
            ("Ctrl+2", N_("Today and bookings"), DAY),
            ("Ctrl+3", N_("Sheet of the day"), SHEET),
            ("Ctrl+4", N_("Service card"), CARD),
        ):
            self.add_key(keys, text, partial(self.ui.parts.setCurrentIndex, part))
        for keys, deed, text in (
            ("Alt+V", BookingKind.VISIT, N_("Book a visit")),
            ("Alt+C", BookingKind.CALL, N_("Promise a call")),
            ("Alt+K", BookingState.KEPT, N_("Kept")),
            ("Alt+M", BookingState.MISSED, N_("Not kept by the guest")),
            ("Alt+X", BookingState.CANCELLED, N_("Called off")),
        ):
            if self._calls.may_keep or isinstance(deed, BookingState):
                self.add_key(keys, text, partial(self._to_booking, deed))
        if self._calls.order_drink is not None:
            self.add_button(N_("Order a drink"), self._order_drink, "F12")

    def _to_door(self) -> None:
        self.ui.parts.setCurrentIndex(RECEPTION)
        self.guests.ui.guest.setFocus()
        self.guests.ui.guest.selectAll()

    def _to_booking(self, deed: BookingKind | BookingState) -> None:
        self.ui.parts.setCurrentIndex(DAY)
        self.day.choose(deed)

    def _order_drink(self) -> None:
        one, order = self.guests.current, self._calls.order_drink
        if one is not None and order is not None:
            order(one.serial)

    def _turn(self) -> None:
        self._name_primary()
        self._read()

    def _name_primary(self) -> None:
        if self.part == DAY:
            self.set_primary(N_("Put on record"))
        elif self.guests.anyway is not None:
            self.set_primary(N_("Receive as a guest"))
        else:
            self.set_primary(N_("Done"))
        self.primary.setVisible(self.part not in (SHEET, CARD))

    def _tick(self) -> None:
        if self.isVisible():
            self.guests.tick()
        else:
            self._clock.stop()

    def _read(self) -> None:
        calls, read = self._calls, self.lanes.read
        self.run(read, calls.here, self._show_here, quiet=True)
        if self.part == DAY:
            self.run(read, calls.today, self.day.show_today, quiet=True)
            self.run(read, calls.bookings, self.day.show_bookings, quiet=True)
        elif self.part == SHEET:
            self.run(read, calls.sheet, self._show_sheet, quiet=True)

    def _show_here(self, here: tuple[Reception, ...]) -> None:
        self.guests.show_here(here)
        serials = [one.serial for one in here]
        drinks = self._calls.drinks
        self.run(self.lanes.read, partial(drinks, serials), self.guests.show_drinks, quiet=True)

    def _show_sheet(self, sheet: DaySheet) -> None:
        self.rows.rows.renew(sheet.rows, keep=lambda row: row.reception.serial)
        self.rows.totals.setText(totals_words(sheet))

    def _retyped(self) -> None:
        self.guests.forget_found()
        self._name_primary()

    def _recognised(self, found: tuple[Guest, ...]) -> None:
        self.guests.show_found(found)
        self._name_primary()

    def _come_in(self, guest: Guest) -> None:
        ask = Arrive(new_id(), guest.customer.customer_id, found_by=guest.found_by)
        self._arrive(ask)

    def _arrive(self, ask: Arrive) -> None:
        if self.busy:
            return
        arrive = self._calls.arrive
        self.run(self.lanes.write, lambda: arrive(ask), self._came_in, partial(self._not_in, ask))

    def _not_in(self, ask: Arrive, error: HallError) -> None:
        """A lapsed tier is said; the next press receives the guest all the same."""
        if isinstance(error, TierLapsed | TierNone):
            self.guests.anyway = replace(ask, request_id=new_id(), anyway=True)
            self._name_primary()
            self.primary.setFocus()
        self.show_error(error)

    def _came_in(self, one: Reception) -> None:
        self.guests.ui.guest.clear()
        self.guests.forget_found()
        self._name_primary()
        self.say_good(tr("{guest} is received.", guest=one.guest))
        self._show_and_select(one)

    def _show_and_select(self, one: Reception) -> None:
        here = self._calls.here

        def shown(found: tuple[Reception, ...]) -> None:
            self._show_here(found)
            self.guests.select(one.serial)
            self.guests.to_fields()

        self.run(self.lanes.read, here, shown, quiet=True)

    def _do_step(self) -> None:
        ask = self.guests.ask(self._request_id)
        if ask is None:
            self.say(tr("Choose a guest on the left."), "warning")
            return
        do_step = self._calls.do_step
        self.run(self.lanes.write, lambda: do_step(ask), self._stepped)

    def _stepped(self, one: Reception) -> None:
        self._request_id = new_id()
        last = one.standing.done[-1]
        left_out = ", ".join(tr(STEP_NAMES[Step(code)]) for code in one.left_out)
        if left_out:
            self.say(tr("{guest} has gone. Left out: {steps}", guest=one.guest, steps=left_out),
                     "warning")  # fmt: skip
        else:
            self.say_good(labelled(one.guest, tr(STEP_NAMES[last])))
        self._show_and_select(one)

    def _booked(self, one: Booking) -> None:
        self._request_id = new_id()
        self.booked = one
        self.day.clear()
        self.say_good(tr("Booking {serial} is on record.", serial=one.serial))
        self._read()


def _customer(one: Reception | None) -> str:
    return "" if one is None else one.customer_id
