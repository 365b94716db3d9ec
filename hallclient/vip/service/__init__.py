"""Use cases of VIP reception, one unit of work each."""

from hallclient.vip.service.bookings import book, end_booking, open_bookings, today
from hallclient.vip.service.guests import enrol, recognise
from hallclient.vip.service.looking import course, day_sheet, guests_here
from hallclient.vip.service.profile import guest_card, keep, show_full
from hallclient.vip.service.reception import arrive, do_step

__all__ = [
    "arrive",
    "book",
    "course",
    "day_sheet",
    "do_step",
    "end_booking",
    "enrol",
    "guest_card",
    "guests_here",
    "keep",
    "open_bookings",
    "recognise",
    "show_full",
    "today",
]
