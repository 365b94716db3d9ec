"""What the page of VIP reception may ask for: plain callables, bound to the desk by `app`."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from hallclient.vip.rules import (
    Arrive,
    Booking,
    Course,
    DaySheet,
    DoStep,
    EndBooking,
    Enrol,
    Guest,
    GuestCard,
    KeepFact,
    MakeBooking,
    Member,
    Reception,
    ShowFacts,
    Today,
)


@dataclass(frozen=True)
class VipCalls:
    """VIP reception for the person at the desk.

    Attributes:
        now: the desk's clock, for the waits that run on the page.
        course: one reception with its steps, and what may be recommended.
        sheet: the sheet of the open business day.
        drinks: how the drinks of these receptions stand, in words; the bar keeps them.
        order_drink: leads to the bar's order for a reception, None where there is no bar.
        may_keep: whether the person keeps profiles, tiers and bookings.
    """

    now: Callable[[], datetime]
    recognise: Callable[[str], tuple[Guest, ...]]
    arrive: Callable[[Arrive], Reception]
    here: Callable[[], tuple[Reception, ...]]
    course: Callable[[int], Course]
    do_step: Callable[[DoStep], Reception]
    guest_card: Callable[[str], GuestCard]
    keep: Callable[[KeepFact], GuestCard]
    show_full: Callable[[ShowFacts], GuestCard]
    enrol: Callable[[Enrol], Member | None]
    today: Callable[[], Today]
    bookings: Callable[[], tuple[Booking, ...]]
    book: Callable[[MakeBooking], Booking]
    end_booking: Callable[[EndBooking], Booking]
    sheet: Callable[[], DaySheet]
    drinks: Callable[[Sequence[int]], Mapping[int, str]]
    order_drink: Callable[[int], object] | None = None
    may_keep: bool = True
