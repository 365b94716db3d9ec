"""What is asked of the queue; every ask carries the id of its request."""

from dataclasses import dataclass


@dataclass(frozen=True)
class TakeTicket:
    """Take a ticket of a line.

    Attributes:
        care: elderly, disabled, pregnant, soldiers: called first, and not read out.
        booked: time of the appointment as typed, "" without one.
        customer: id of the customer's file where they are known, "" otherwise.
        note: what the front desk passes on to the counter (S3-FD-04); kept encrypted.
        on_paper: the slip is printed at the desk that took it.
    """

    request_id: str
    line: str
    care: bool = False
    booked: str = ""
    customer: str = ""
    note: str = ""
    on_paper: bool = False


@dataclass(frozen=True)
class CallTicket:
    """Call the next customer; or one ticket out of turn (0: none), with a reason."""

    request_id: str
    ticket: int = 0
    reason: str = ""


@dataclass(frozen=True)
class AtCounter:
    """A step of the ticket at the desk's counter: call again, missed, start, park."""

    request_id: str


@dataclass(frozen=True)
class Finish:
    """The customer is served; 1 to 5 where they gave a rating."""

    request_id: str
    rating: int | None = None


@dataclass(frozen=True)
class OfTicket:
    """A step of a ticket that is at no counter: put back, take up again, given up."""

    request_id: str
    ticket: int


@dataclass(frozen=True)
class TransferTicket:
    """A ticket goes into another line; 0 is the one at the desk's counter."""

    request_id: str
    line: str
    ticket: int = 0
    reason: str = ""


@dataclass(frozen=True)
class CounterAsk:
    """Open or close the desk's counter for the queue, or take the pause sign in."""

    request_id: str


@dataclass(frozen=True)
class PauseCounter:
    """Hang the pause sign out; `reason` is one of the standard's."""

    request_id: str
    reason: str


@dataclass(frozen=True)
class LeaveSeat:
    """Leave the counter for so many minutes, with the till where there is one (暂停服务).

    `reason` is one of the standard's; `minutes` and `checked` go to the till's record.
    """

    request_id: str
    reason: str
    minutes: int
    checked: frozenset[str] = frozenset()
