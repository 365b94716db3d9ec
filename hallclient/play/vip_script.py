"""The events of a day script that VIP reception has: guests, their steps, their file, bookings."""

from typing import Final, Literal

from hallclient.play.parts import Code, Event, Part
from hallclient.vip.rules import BookingKind, BookingState, Step


class VipPart(Part):
    """A tier that a subscriber has since before the day."""

    tier: str
    valid_until: str
    card: str = ""


class VipArrive(Event):
    """A guest is at the door; `who` is typed as card, mobile, document or name.

    `anyway`: received although no tier is in force, or nobody is on file.
    """

    do: Literal["vip_arrive"]
    who: str
    anyway: bool = False


class VipStep(Event):
    """A step of a reception, with what it asks for."""

    do: Literal["vip_step"]
    reception: str
    step: Step
    place: str = ""
    consent: bool = False
    leaflets: str = ""
    service: str = ""
    answer: str = ""
    reason: str = ""


class VipEnrol(Event):
    """The guest who is here is given a tier."""

    do: Literal["vip_enrol"]
    reception: str
    tier: str
    valid_until: str
    card: str = ""


class VipKeep(Event):
    """Something that the guest who is here told of themselves, or a field of the key card."""

    do: Literal["vip_keep"]
    reception: str
    item: str
    value: str
    consent: bool = True
    source: str = "told"


class VipBook(Event):
    """A visit of a key customer is booked, or a call promised."""

    do: Literal["vip_book"]
    kind: BookingKind = BookingKind.VISIT
    due: str
    who: str
    purpose: str
    host: Code


class VipBookingEnd(Event):
    """What became of a booking."""

    do: Literal["vip_booking_end"]
    booking: str
    state: BookingState
    reason: str = ""


AnyVip = VipArrive | VipStep | VipEnrol | VipKeep | VipBook | VipBookingEnd

VIP: Final = frozenset(
    {"vip_arrive", "vip_step", "vip_enrol", "vip_keep", "vip_book", "vip_booking_end"}
)
"""They need no counter."""
