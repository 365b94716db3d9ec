"""Today's list and the bookings: birthdays, ending contracts, promised calls, visits."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from hallclient.base.language import N_
from hallclient.ui.forms.vip_day import Ui_VipDay
from hallclient.ui.page import Page
from hallclient.vip.page.calls import VipCalls
from hallclient.vip.page.words import BOOKING_COLUMNS, OCCASION_COLUMNS
from hallclient.vip.rules import (
    Booking,
    BookingKind,
    BookingState,
    BookingUnknown,
    EndBooking,
    MakeBooking,
    Today,
)

DEED_NAMES = {
    BookingKind.VISIT: N_("Book a visit"),
    BookingKind.CALL: N_("Promise a call"),
    BookingState.KEPT: N_("Kept"),
    BookingState.MISSED: N_("Not kept by the guest"),
    BookingState.CANCELLED: N_("Called off"),
}
NEW = ("visitor", "at", "purpose", "host")
FIELDS = {
    BookingKind.VISIT: NEW,
    BookingKind.CALL: NEW,
    BookingState.KEPT: (),
    BookingState.MISSED: ("ended_because",),
    BookingState.CANCELLED: ("ended_because",),
}


class DayPanel:
    """Reads the form `vip_day.ui`."""

    def __init__(self, page: Page, widget: QWidget, calls: VipCalls) -> None:
        self.ui = Ui_VipDay()
        page.add_form(self.ui, widget)
        self._page, self._calls = page, calls
        self._of_today: tuple[Booking, ...] = ()
        self.ui.occasions.set_columns(
            OCCASION_COLUMNS, empty=N_("No birthday and no ending contract.")
        )
        self.ui.bookings.set_columns(BOOKING_COLUMNS, empty=N_("Nothing is booked."))
        deeds = list(DEED_NAMES) if calls.may_keep else list(DEED_NAMES)[2:]
        self.ui.deed.set_choices([(deed, DEED_NAMES[deed]) for deed in deeds])
        self.ui.deed.set_value(deeds[0])
        self.ui.deed.chosen.connect(self._on_deed)
        self._show_fields()

    @property
    def deed(self) -> BookingKind | BookingState:
        """What is to be done."""
        value = self.ui.deed.value()
        return value if isinstance(value, BookingKind | BookingState) else BookingKind.VISIT

    def choose(self, deed: BookingKind | BookingState) -> None:
        """Another thing to do, by its key; its first field gets the focus."""
        self.ui.deed.set_value(deed)
        fields = FIELDS[self.deed]
        (getattr(self.ui, fields[0]) if fields else self._page.primary).setFocus()

    def show_today(self, today: Today) -> None:
        """Whose day it is."""
        self.ui.occasions.renew(today.occasions, keep=lambda one: (one.customer_id, one.item))
        self._of_today = today.bookings

    def show_bookings(self, bookings: tuple[Booking, ...]) -> None:
        """Everything of which nobody has said what became of it, and all that is of today."""
        rows = {one.serial: one for one in (*self._of_today, *bookings)}
        in_order = sorted(rows.values(), key=lambda one: (one.at, one.serial))
        self.ui.bookings.renew(in_order, keep=lambda one: one.serial)

    def work(self, request_id: str) -> Callable[[], Booking]:
        """What the button does. Raises BookingUnknown when no booking is chosen for it."""
        deed, calls, ui = self.deed, self._calls, self.ui
        if isinstance(deed, BookingKind):
            make = MakeBooking(
                request_id, deed, ui.at.text(), ui.purpose.text(), ui.host.text(),
                ui.visitor.text(),
            )  # fmt: skip
            return lambda: calls.book(make)
        one: Booking | None = ui.bookings.current()
        if one is None:
            raise BookingUnknown(field="bookings")
        end = EndBooking(request_id, one.serial, deed, ui.ended_because.text())
        return lambda: calls.end_booking(end)

    def clear(self) -> None:
        """What was typed is on record."""
        for name in (*NEW, "ended_because"):
            getattr(self.ui, name).clear()

    def _on_deed(self, _deed: object) -> None:
        if self._page.refused is not None:  # what was wrong may be hidden now
            self._page.clear_errors()
        self._show_fields()

    def _show_fields(self) -> None:
        wanted = FIELDS[self.deed]
        for name in (*NEW, "ended_because"):
            for part in (name, f"{name}Label"):
                getattr(self.ui, part).setVisible(name in wanted)
        if self._page.isVisible():
            self._page.settle_fields()
