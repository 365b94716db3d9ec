"""What is asked of VIP reception; every ask carries the id of its request."""

from dataclasses import dataclass

from hallclient.vip.rules.bookings import BookingKind, BookingState
from hallclient.vip.rules.guests import FoundBy
from hallclient.vip.rules.reception import Step


@dataclass(frozen=True)
class Arrive:
    """A guest is at the door.

    Attributes:
        customer_id: "" for somebody who is on no file; `who` then says who it is.
        anyway: received as a guest although no tier is in force: the host's decision, on record.
    """

    request_id: str
    customer_id: str = ""
    who: str = ""
    found_by: FoundBy = FoundBy.WORD
    anyway: bool = False


@dataclass(frozen=True)
class DoStep:
    """A step of a reception; what a step does not ask for is left out.

    Attributes:
        place: `desk` or `lounge`, with SEATED.
        consent: the guest agreed to be handed over, with DEMO.
        leaflets: as typed, with ENVELOPE.
        service, answer: with RECOMMENDED.
        reason: with LEFT.
    """

    request_id: str
    reception: int
    step: Step
    place: str = ""
    consent: bool = False
    leaflets: str = ""
    service: str = ""
    answer: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Enrol:
    """A customer is given a tier, or another one; the card's number may be left out."""

    request_id: str
    customer_id: str
    tier: str
    valid_until: str
    card: str = ""


@dataclass(frozen=True)
class KeepFact:
    """One item of the profile or the key customer's card; an empty value takes it back.

    Attributes:
        based_on: the version that was shown, None takes whatever there is.
    """

    request_id: str
    customer_id: str
    item: str
    value: str
    consent: bool = False
    source: str = ""
    based_on: int | None = None


@dataclass(frozen=True)
class ShowFacts:
    """Everything in full, for a reason that goes on record (S3-AG-05)."""

    request_id: str
    customer_id: str
    reason: str


@dataclass(frozen=True)
class MakeBooking:
    """A visit of a key customer, or a call that was promised (S4-LS-04, S3-CM-05)."""

    request_id: str
    kind: BookingKind
    at: str
    purpose: str
    host: str
    who: str = ""
    customer_id: str = ""


@dataclass(frozen=True)
class EndBooking:
    """What became of a booking; missed and cancelled say why."""

    request_id: str
    booking: int
    state: BookingState
    reason: str = ""
